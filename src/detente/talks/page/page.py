"""The answer as one HTML page: sentences side by side, spans marked in their documents, no outside link."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from detente.talks.compare.agreements import Agreement
from detente.talks.compare.attributes import OPEN
from detente.talks.compare.claim_rows import DocumentRow, claim_id
from detente.talks.compare.claim_store import ClaimStore
from detente.talks.compare.disagreements import Disagreement
from detente.talks.extract.slots import MODALITY_GROUPS
from detente.talks.page.analysis import Analysis
from detente.talks.page.answer import commitment_row
from detente.talks.words.claim import Statement
from detente.terms import is_chinese, read_language, worded

SHOWN = 3
MAX_TEXT = 200_000
_WORDS = {
    "done": "agreed",
    "preliminary": "preliminary",
    "future": "ahead",
    "threat": "threat",
    "negative": "denied",
}


def render_page(analysis: Analysis, language: str = "en") -> Iterator[str]:
    """The page in pieces of text; every word of a document is escaped."""
    store = analysis.store
    sides = tuple(
        dict.fromkeys(h.side for h in store.heads() if h.side not in ("third", "outlet", "both", "unknown"))
    )
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    names = {t.id: t.name for t in store.registry.topics}
    tag = read_language(language)
    return environment.get_template("page.html.j2").generate(
        speech=tag,
        zh=is_chinese(tag),
        t=lambda text: worded(str(text), tag),
        on=analysis.on,
        known=analysis.known,
        count=store.documents_count,
        claims_count=store.claims_count,
        review_count=store.review_count,
        repeat=analysis.repeat,
        failed=analysis.failed,
        sides=sides,
        matrix=_topic_matrix(analysis, names, sides),
        differences=(_difference_card(d, names) for d in analysis.disagreements),
        agreements=(_agreement_card(a, sides) for a in analysis.agreements),
        commitments=(commitment_row(c) for c in analysis.commitments),
        documents=(_marked_document(n, row, text, store) for n, row, text in store.texts()),
        review=store.claim_rows(review=True),
    )


def anchor_of(claim: str) -> str:
    """A short, safe id for the place of a claim in the page."""
    return "c" + hashlib.sha256(claim.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _sentence_card(s: Statement) -> dict[str, Any]:
    return {
        "text": s.text,
        "lang": s.lang,
        "doc": s.doc,
        "side": s.side,
        "speakers": [v.name for v in s.voices],
        "anchor": anchor_of(claim_id(s)),
    }


def _difference_card(d: Disagreement, names: dict[str, str]) -> dict[str, Any]:
    positions = []
    for p in d.positions:
        chosen = p.claims.first_by_language("zh", SHOWN)  # a Chinese sentence stands beside the English ones
        positions.append(
            {
                "value": p.value,
                "speakers": p.speakers[:6],
                "claims": [_sentence_card(s) for s in chosen],
                "more": max(0, len(p.claims) - SHOWN),
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


def _agreement_card(a: Agreement, sides: Sequence[str]) -> dict[str, Any]:
    held: dict[str, list[dict[str, Any]]] = {}
    for s in a.claims:
        for side in sides if s.side == "both" else (s.side,):
            column = held.setdefault(side, [])
            if len(column) < 2:
                column.append(_sentence_card(s))
    columns = [{"side": side, "claims": held[side]} for side in (*sides, "outlet") if side in held]
    return {"point": a.point, "standing": a.standing, "columns": columns}


def _topic_matrix(analysis: Analysis, names: dict[str, str], sides: Sequence[str]) -> dict[str, Any]:
    """Topic by side, then by the speakers heard most: how firmly each speaks of it."""
    counts: dict[str, int] = {}
    cells: dict[tuple[str, str], dict[str, None]] = {}
    for r in analysis.store.heads():
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
                cells.setdefault((topic, column), {})[
                    _WORDS.get(MODALITY_GROUPS.get(r.modality, ""), r.modality)
                ] = None
    shown = [*sides, "both", *sorted(counts, key=lambda s: -counts[s])[:3], "others", "outlets"]
    columns = [c for c in shown if any(k[1] == c for k in cells)]
    apart = {
        d.topic
        for d in analysis.disagreements
        if d.type not in ("self-correction", "translation", "attribution-error")
    }
    together = {a.topic for a in analysis.agreements if a.standing == "stated by both sides"}
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


def _marked_document(number: int, row: DocumentRow, whole: str, store: ClaimStore) -> dict[str, Any]:
    """The text in pieces: marked where a claim stands, innermost wins, the rest plain."""
    text = whole[:MAX_TEXT]
    differing = store.differing(number)
    pieces: list[dict[str, Any]] = []
    at = 0
    for s in sorted(store.statements(number), key=lambda s: (s.start, -s.end)):
        if s.start < at or s.end > len(text) or not s.evidence:
            continue
        key = claim_id(s)
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
