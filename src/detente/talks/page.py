"""The answer as one HTML page: sentences side by side, spans highlighted in their documents, nothing from outside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from detente.talks.analysis import Analysis
from detente.talks.answer import AgreementRow, ClaimRow, DisagreementRow
from detente.talks.compare import OPEN
from detente.talks.extraction import Extraction
from detente.talks.slots import GROUPS

SHOWN = 3
MAX_TEXT = 200_000
_WORDS = {
    "done": "agreed",
    "preliminary": "preliminary",
    "future": "ahead",
    "threat": "threat",
    "negative": "denied",
}


def render_page(found: Analysis) -> str:
    """The page as text; every word of a document is escaped."""
    answer = found.answer
    by_id = {c.id: c for c in answer.claims}
    differing = {c for d in answer.disagreements for p in d.positions for c in p.claims}
    sides = tuple(
        dict.fromkeys(c.side for c in answer.claims if c.side not in ("third", "outlet", "both", "unknown"))
    )
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    return environment.get_template("page.html.j2").render(
        answer=answer,
        sides=sides,
        matrix=_matrix(answer.claims, answer.disagreements, answer.agreements, answer.topics, sides),
        differences=[_difference(d, by_id, answer.topics) for d in answer.disagreements],
        agreements=[_agreement(a, by_id, sides) for a in answer.agreements],
        documents=[
            _document(x, row, differing) for x, row in zip(found.found, answer.documents, strict=True)
        ],
    )


def anchor_of(claim: str) -> str:
    """A short, safe id for the place of a claim in the page."""
    return "c" + hashlib.sha256(claim.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _shown(row: ClaimRow) -> dict[str, Any]:
    return {
        "text": row.text,
        "lang": row.lang,
        "doc": row.doc,
        "side": row.side,
        "speakers": row.speakers,
        "anchor": anchor_of(row.id),
    }


def _difference(d: DisagreementRow, by_id: dict[str, ClaimRow], names: dict[str, str]) -> dict[str, Any]:
    positions = []
    for p in d.positions:
        rows = [_shown(by_id[c]) for c in p.claims if c in by_id]
        rows.sort(key=lambda r: r["lang"] != "zh")  # a Chinese sentence stands beside the English ones
        positions.append(
            {
                "value": p.value,
                "speakers": p.speakers[:6],
                "claims": rows[:SHOWN],
                "more": max(0, len(rows) - SHOWN),
            }
        )
    positions.sort(key=lambda p: p["value"] in OPEN or p["value"] == "not in the list")
    return {
        "topic": names.get(d.topic, d.topic),
        "attribute": d.attribute,
        "type": d.type,
        "severity": d.severity,
        "positions": positions,
        "note": d.note,
        "verdict": d.verdict,
    }


def _agreement(a: AgreementRow, by_id: dict[str, ClaimRow], sides: Sequence[str]) -> dict[str, Any]:
    rows = [by_id[c] for c in a.claims if c in by_id]
    columns = []
    for side in (*sides, "outlet"):
        mine = [r for r in rows if r.side == side or (r.side == "both" and side in sides)]
        if mine:
            columns.append({"side": side, "claims": [_shown(r) for r in mine[:2]]})
    return {"point": a.point, "standing": a.standing, "columns": columns}


def _matrix(
    rows: Sequence[ClaimRow],
    differ: Sequence[DisagreementRow],
    agree: Sequence[AgreementRow],
    names: dict[str, str],
    sides: Sequence[str],
) -> dict[str, Any]:
    """Topic by side, then by the speakers heard most: how firmly each speaks of it."""
    counts: dict[str, int] = {}
    cells: dict[tuple[str, str], dict[str, None]] = {}
    for r in rows:
        if not r.evidence:
            continue
        columns = (
            [r.side]
            if r.side in sides
            else ["both"]
            if r.side == "both"
            else ["outlets"]
            if r.kind == "outlet"
            else ["others"]
        )
        if r.kind != "outlet" and r.side in sides and len(r.speakers[0].split()) <= 3:
            columns.append(r.speakers[0])
            counts[r.speakers[0]] = counts.get(r.speakers[0], 0) + 1
        for topic in r.topics:
            for column in columns:
                cells.setdefault((topic, column), {})[_WORDS.get(GROUPS.get(r.modality, ""), r.modality)] = (
                    None
                )
    shown = [*sides, "both", *sorted(counts, key=lambda s: -counts[s])[:3], "others", "outlets"]
    columns = [c for c in shown if any(k[1] == c for k in cells)]
    apart = {d.topic for d in differ if d.type not in ("self-correction", "translation", "attribution-error")}
    together = {a.topic for a in agree if a.standing == "stated by both sides"}
    body = []
    for topic in dict.fromkeys(t for t, _ in cells):
        word = "differ" if topic in apart else "agree" if topic in together else "silent"
        body.append(
            {
                "name": names.get(topic, topic),
                "cells": [", ".join(cells.get((topic, c), {})) for c in columns],
                "together": word,
            }
        )
    return {"columns": columns, "rows": body}


def _document(x: Extraction, row: Any, differing: set[str]) -> dict[str, Any]:
    """The text in pieces: marked where a claim stands, innermost wins, the rest plain."""
    text = x.document.text[:MAX_TEXT]
    pieces: list[dict[str, Any]] = []
    at = 0
    for s in sorted(x.statements, key=lambda s: (s.start, -s.end)):
        if s.start < at or s.end > len(text) or not s.evidence:
            continue
        key = f"{s.doc}#{s.start}-{s.end}"
        if s.start > at:
            pieces.append({"text": text[at : s.start], "anchor": ""})
        speakers = ", ".join(v.name for v in s.voices)
        pieces.append(
            {
                "text": text[s.start : s.end],
                "anchor": anchor_of(key),
                "differs": key in differing,
                "title": f"{speakers} ({s.kind}, {s.modality}): {', '.join(s.topics)}",
            }
        )
        at = s.end
    pieces.append({"text": text[at:], "anchor": ""})
    return {"row": row, "pieces": pieces}
