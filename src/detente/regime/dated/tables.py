"""Rows of the law made once from the compiled artefact."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from detente.regime.dated.rows import (
    BEGINNING,
    CiteRow,
    ClockRow,
    ConditionRow,
    EventRow,
    ExemptionRow,
    MeasureRow,
    ProvisionRow,
    SaidRow,
    StackRow,
    Tables,
)
from detente.regime.law_files.artefact import artefact
from detente.terms import OPEN_END, held_opening

__all__ = [
    "CiteRow",
    "ClockRow",
    "ConditionRow",
    "EventRow",
    "ExemptionRow",
    "MeasureRow",
    "ProvisionRow",
    "SaidRow",
    "StackRow",
    "Tables",
    "build_tables",
    "tables",
    "when_of",
]


def _words(value: dict[str, str] | None) -> tuple[str, str]:
    return (value.get("en", ""), value.get("zh", "")) if value else ("", "")


def when_of(raw: dict[str, Any] | None) -> ConditionRow | None:
    """A condition as nested tuples: ``("fact", op, name, value)``, ``("all" | "any" | "none", parts)``."""
    if not raw:
        return None
    parts: list[ConditionRow] = []
    name = raw.get("fact", "")
    for op in ("equals", "at_least", "below", "before", "from"):
        if raw.get(op):
            parts.append(("fact", op, name, raw[op]))
    for key, word in (("all_of", "all"), ("any_of", "any"), ("none_of", "none")):
        if raw.get(key):
            parts.append((word, tuple(when_of(p) for p in raw[key])))
    return parts[0] if len(parts) == 1 else ("all", tuple(parts))


class _Builder:
    def __init__(self, body: dict[str, Any]) -> None:
        self.sources = body["sources"]

    def cites(self, rows: list[dict[str, str]] | None) -> tuple[CiteRow, ...]:
        rows_cited = []
        for row in rows or []:
            source = self.sources.get(row["document"], {})
            rows_cited.append(
                CiteRow(
                    row["document"],
                    source.get("title", ""),
                    source.get("citation", ""),
                    row.get("at", ""),
                    row.get("note", ""),
                    source.get("read", "secondary"),
                    held_opening(source, row.get("at", "")),
                )
            )
        return tuple(rows_cited)

    def provision(self, raw: dict[str, Any]) -> ProvisionRow:
        rate = raw["rate"]
        kind, ppm = "not_modelled", 0
        for name in ("ad_valorem", "floor_including_base", "per_entry"):
            if name in rate:
                kind, ppm = name, rate[name]
        goods = raw.get("goods") or {}
        window = raw["effective"]
        return ProvisionRow(
            raw["id"],
            raw.get("track", "main"),
            raw.get("heading", ""),
            _words(raw.get("title")),
            kind,
            ppm,
            rate.get("base", "full_value"),
            rate.get("minimum_usd", ""),
            rate.get("maximum_usd", ""),
            frozenset(raw.get("origin", ())),
            frozenset(goods.get("lists", ())),
            tuple(goods.get("prefixes", ())),
            tuple(goods.get("except_prefixes", ())),
            when_of(raw.get("when")),
            window["from"],
            window.get("until", OPEN_END),
            raw["known"],
            raw.get("announced", ""),
            raw.get("adopted", ""),
            raw.get("replaced_before_effect", False),
            raw.get("shown", True),
            window.get("basis", "entered_for_consumption"),
            self.cites(raw["cite"]),
            raw.get("confidence", "A"),
            _words(raw.get("note")),
            rate.get("unknown", ""),
        )

    def exemption(self, raw: dict[str, Any]) -> ExemptionRow:
        goods = raw.get("goods") or {}
        rate = raw.get("rate")
        return ExemptionRow(
            raw["id"],
            raw.get("heading", ""),
            _words(raw["title"]),
            rate.get("ad_valorem", rate.get("floor_including_base")) if rate else None,
            raw.get("base", ""),
            frozenset(raw.get("origin", ())),
            frozenset(goods.get("lists", ())),
            tuple(goods.get("prefixes", ())),
            tuple(goods.get("except_prefixes", ())),
            when_of(raw.get("when")),
            raw["effective"]["from"],
            raw["effective"].get("until", OPEN_END),
            raw["known"],
            self.cites(raw["cite"]),
            raw.get("confidence", "A"),
            "floor_including_base" in (rate or {}),
            frozenset(raw.get("of", ())),
            raw.get("keeps_content", False),
            tuple(raw.get("offer", ())),
        )

    def event(self, raw: dict[str, Any], announced_only: bool = False) -> EventRow:
        return EventRow(
            raw["id"],
            raw["kind"],
            frozenset(raw.get("of", ())),
            raw.get("points"),
            raw["effective"]["from"],
            raw["effective"].get("until", OPEN_END),
            raw["known"],
            raw.get("heading", ""),
            raw.get("collected_until", OPEN_END),
            self.cites(raw["cite"]),
            _words(raw.get("note")),
            announced_only,
            raw.get("confidence", "A"),
        )

    def said(self, raw: dict[str, Any]) -> SaidRow:
        return SaidRow(
            raw["id"],
            raw["status"],
            raw["known"],
            raw["by"],
            _words(raw["words"]),
            raw.get("applies_from", ""),
            raw.get("rate", ""),
            self.cites(raw["cite"]),
            raw.get("confidence", "A"),
            raw.get("extends_to") or "",
            bool(raw.get("change")),
        )

    def _said_events(self, raw: dict[str, Any]) -> tuple[EventRow, ...]:
        rows = []
        for said in raw.get("said", ()):
            change = said.get("change")
            if change:
                rows.append(
                    self.event(
                        {
                            **change,
                            "id": said["id"],
                            "known": said["known"],
                            "cite": said["cite"],
                            "confidence": said.get("confidence", "A"),
                            "note": said["words"],
                        },
                        announced_only=True,
                    )
                )
        return tuple(rows)

    def measure(self, raw: dict[str, Any]) -> MeasureRow:
        tracks: dict[str, list[ProvisionRow]] = {}
        for part in raw.get("provisions", ()):
            row = self.provision(part)
            tracks.setdefault(row.track, []).append(row)
        scope = raw["applies_to"]
        goods = scope.get("goods") if isinstance(scope.get("goods"), dict) else {}
        return MeasureRow(
            raw["id"],
            raw["family"],
            _words(raw["title"]),
            raw["kind"],
            raw["component"],
            raw["imposed_by"],
            raw.get("direction", "us_import"),
            tuple(raw["authority"]),
            frozenset(scope["origin"]),
            frozenset(goods.get("lists", ())),
            tuple(goods.get("prefixes", ())),
            tuple(tuple(rows) for rows in tracks.values()),
            tuple(self.exemption(e) for e in raw.get("exemptions", ())),
            tuple(self.event(e) for e in raw.get("events", ())) + self._said_events(raw),
            tuple(self.said(s) for s in raw.get("said", ())),
            tuple(
                StackRow(
                    s["with"],
                    s["rule"],
                    s.get("from", BEGINNING),
                    s.get("until", OPEN_END),
                    s.get("heading", ""),
                    self.cites(s["cite"]),
                    s.get("declared", False),
                )
                for s in raw.get("stacking", ())
            ),
            tuple({**n, "cites": self.cites(n["cite"])} for n in raw.get("not_modelled", ())),
            tuple(raw.get("relieves", ())),
            raw.get("content_fact", ""),
            raw.get("one_heading", False),
        )

    def clock(self, raw: dict[str, Any]) -> ClockRow:
        return ClockRow(
            raw["id"],
            raw["side"],
            tuple(raw["measures"]),
            _words(raw["title"]),
            raw["last_moment"],
            raw["known"],
            _words(raw["decider"]),
            _words(raw["by_text"]),
            tuple(raw.get("outcomes", ())),
            tuple((s["known"], _words(s["words"]), self.cites(s["cite"])) for s in raw.get("settled", ())),
            tuple(self.said(s) for s in raw.get("said", ())),
            self.cites(raw["cite"]),
            raw.get("confidence", "A"),
            _words(raw["settled_by"]) if raw.get("settled_by") else ("", ""),
        )


# the order in which the layers of a stack are named, the way entries report them
COMPONENTS = (
    "mfn", "s301", "s232", "s201", "fentanyl", "reciprocal", "s122", "s301_forced_labor", "retaliation_232",
    "retaliation_301", "retaliation_2025", "safeguard", "vat", "mpf", "hmf",
)  # fmt: skip


def _place(measure: MeasureRow) -> tuple[int, str]:
    known = measure.component in COMPONENTS
    return (COMPONENTS.index(measure.component) if known else len(COMPONENTS), measure.id)


def _verified(body: dict[str, Any]) -> str:
    """The day through which all law that can apply was checked: a check of one family moves that one alone,
    and a family that is a threat alone holds nothing back."""
    holding = {m["family"] for m in body["measures"] if m.get("provisions")}
    days = {f["id"]: f["verified"] for f in body["families"]}
    return str(min(days[name] for name in holding or days))


def build_tables(body: dict[str, Any]) -> Tables:
    """Runtime tables from a compiled artefact."""
    make = _Builder(body)
    measures = sorted((make.measure(m) for m in body["measures"]), key=_place)
    return Tables(
        tuple(measures),
        tuple(make.clock(c) for c in body["clocks"]),
        tuple(sorted(body["families"], key=lambda f: (f["side"] != "US", f["order"]))),
        {f["name"]: f for f in body["facts"]},
        tuple(body["end_use_words"]),
        tuple(body["presumptions"]),
        body["lists"],
        body["sources"],
        body["extra"],
        body["hash"],
        _verified(body),
    )


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The law this program carries."""
    return build_tables(artefact())
