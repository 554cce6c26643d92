"""Rules on when duty is fixed and when it comes back: bonded warehouse, foreign-trade zone, drawback, refunds.

They name duties by pattern (``us.s301.*``; ``us.s232.autos/parts`` for one provision of a measure). Of the rows
that name a duty, cover the day and were known, the last one in the file holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from detente.regime.model import Cite, Confidence, Day, Percent, Strict, Window, Words
from detente.regime.read import validated
from detente.regime.rows import CiteRow, Tables
from detente.terms import OPEN_END, LawError, local_moment, percent_to_ppm


def _count(text: str) -> str:
    if not text.isdigit() or not int(text):
        raise ValueError("not a whole number above zero")
    return text


Count = Annotated[str, AfterValidator(_count)]
YesNo = Literal["yes", "no"]
Allowed = Literal["yes", "manufacturing", "no", "unsettled"]


class _Row(Strict):
    id: str
    known: Day
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class WarehouseRule(_Row):
    """How long goods may wait under bond, and whose rate they pay."""

    title: Words
    says: Words
    years: Count
    limits: tuple[Words, ...] = ()


class ZoneRule(_Row):
    """Duties whose goods must be admitted in privileged foreign status, and whether goods admitted earlier owe too."""

    of: tuple[str, ...]
    says: Words
    effective: Window
    requires: YesNo = "yes"
    reaches_back: YesNo = "no"


class DrawbackTerms(_Row):
    """How much of an eligible duty comes back, and within how many years of importation."""

    title: Words
    share: Percent
    years: Count
    limits: tuple[Words, ...] = ()


class DrawbackRule(_Row):
    """Whether a duty may be drawn back, by day of entry."""

    of: tuple[str, ...]
    allowed: Allowed
    effective: Window
    origin: tuple[str, ...] = ()


class RefundRule(_Row):
    """How duty collected under a void measure is given back."""

    of: tuple[str, ...]
    says: Words


class RefundTerms(_Row):
    """When an entry is settled at the latest, and how long it may be protested."""

    says: Words
    deemed_liquidated_years: Count
    protest_days: Count


KINDS: dict[str, type[_Row]] = {
    "warehouse_rules": WarehouseRule, "zone_rules": ZoneRule, "drawback_terms": DrawbackTerms,
    "drawback_rules": DrawbackRule, "refund_rules": RefundRule, "refund_terms": RefundTerms,
}  # fmt: skip
ONE = ("warehouse_rules", "drawback_terms", "refund_terms")


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of every entry rule in the law files, under ``entry_rules``.

    Raises
    ------
    LawError
        ER1 malformed, ER2 a pattern that names no duty, ER3 a citation that resolves to no source, ER4 more or
        less than one row where the program needs one.
    """
    faults: list[str] = []
    sources = {source.id for source in law["sources"]}
    duties = [m.id for _, m in law["measures"]] + ["us.base.column-1-general"]
    duties += [f"{m.id}/{p.id}" for _, m in law["measures"] for p in m.provisions]
    made: dict[str, list[dict[str, Any]]] = {key: [] for key in KINDS}
    for key, kind in KINDS.items():
        for document, found in law.get("tables", {}).get(key, ()):
            for i, _ in enumerate(found):
                row = validated(kind, document, (key, i), faults)
                if row is None:
                    continue
                place = document.place((key, i))
                for cite in row.cite:
                    if cite.document not in sources:
                        faults.append(f"{place}: ER3: no source {cite.document!r}")
                for pattern in getattr(row, "of", ()):
                    if not any(fnmatchcase(name, pattern) for name in duties):
                        faults.append(f"{place}: ER2: {pattern!r} names no duty")
                made[key].append(_plain(row))
        if key in ONE and len(made[key]) != 1 and law["measures"]:
            faults.append(f"ER4: {len(made[key])} rows of {key}; one is needed")
    if faults:
        raise LawError(faults)
    return {"entry_rules": made}


def _plain(row: _Row) -> dict[str, Any]:
    body = row.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    window = body.pop("effective", None)
    if window:
        body["from"] = local_moment(window["from"], "US")
        body["until"] = local_moment(window["until"], "US") if window.get("until") else OPEN_END
    return body


@dataclass(frozen=True, slots=True)
class EntryRule:
    """One row of the law on entry at run time; words are (English, Chinese), moments wall clock of Washington."""

    id: str
    of: tuple[str, ...]
    known: str
    start: str
    until: str
    says: tuple[str, str]
    allowed: Allowed
    reaches_back: bool
    requires: bool
    origin: frozenset[str]
    cites: tuple[CiteRow, ...]
    confidence: str

    def names(self, measure: str, provision: str = "") -> bool:
        """Whether the row names a duty, or the provision of it that falls on the goods."""
        return any(fnmatchcase(measure, p) or fnmatchcase(f"{measure}/{provision}", p) for p in self.of)


@dataclass(frozen=True, slots=True)
class EntryTerms:
    """The numbers: years under bond, share drawn back (ppm), years to claim it, liquidation and protest."""

    warehouse_years: int
    drawback_ppm: int
    drawback_years: int
    deemed_liquidated_years: int
    protest_days: int


@dataclass(frozen=True, slots=True)
class EntryRules:
    """All rules on entry of one law."""

    terms: EntryTerms
    warehouse: EntryRule
    drawback: EntryRule
    liquidation: EntryRule
    zone: tuple[EntryRule, ...]
    drawn: tuple[EntryRule, ...]
    refund: tuple[EntryRule, ...]
    limits: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4)
def entry_rules(law: Tables) -> EntryRules:
    """The rules on entry as rows, made once from the compiled law."""
    raw = law.extra["entry_rules"]
    (stored,), (drawn,), (terms,) = raw["warehouse_rules"], raw["drawback_terms"], raw["refund_terms"]
    return EntryRules(
        EntryTerms(
            int(stored["years"]), percent_to_ppm(drawn["share"]), int(drawn["years"]),
            int(terms["deemed_liquidated_years"]), int(terms["protest_days"]),
        ),
        _row(stored, law),
        _row(drawn, law),
        _row(terms, law),
        tuple(_row(r, law) for r in raw["zone_rules"]),
        tuple(_row(r, law) for r in raw["drawback_rules"]),
        tuple(_row(r, law) for r in raw["refund_rules"]),
        tuple(_two(w) for r in (stored, drawn) for w in r.get("limits", ())),
    )  # fmt: skip


def _two(words: Mapping[str, str] | None) -> tuple[str, str]:
    return (words.get("en", ""), words.get("zh", "")) if words else ("", "")


def _row(raw: Mapping[str, Any], law: Tables) -> EntryRule:
    return EntryRule(
        raw["id"],
        tuple(raw.get("of", ())),
        raw["known"],
        raw.get("from", ""),
        raw.get("until", OPEN_END),
        _two(raw.get("says") or raw.get("title")),
        raw.get("allowed", "unsettled"),
        raw.get("reaches_back", "no") == "yes",
        raw.get("requires", "yes") == "yes",
        frozenset(raw.get("origin", ())),
        tuple(cite_row(c, law) for c in raw["cite"]),
        raw.get("confidence", "A"),
    )


def cite_row(raw: Mapping[str, str], law: Tables) -> CiteRow:
    """A citation with the words of its document."""
    source = law.sources[raw["document"]]
    return CiteRow(
        raw["document"], source["title"], source["citation"], raw.get("at", ""), raw.get("note", ""),
        source.get("read", "secondary"),
    )  # fmt: skip


def drawback_rule(
    rules: EntryRules, measure: str, provision: str, origin: str, moment: str, known: str
) -> EntryRule | None:
    """The row that says whether a duty paid on a day may be drawn back; None where no row does."""
    found = None
    for row in rules.drawn:
        if (
            row.known <= known
            and row.start <= moment < row.until
            and (not row.origin or origin in row.origin)
            and row.names(measure, provision)
        ):
            found = row
    return found


def zone_rules(rules: EntryRules, measure: str, moment: str, known: str) -> tuple[EntryRule, ...]:
    """Rows that require privileged foreign status of the goods a duty falls on, admitted on a day."""
    return tuple(
        row
        for row in rules.zone
        if row.requires and row.known <= known and row.start <= moment < row.until and row.names(measure)
    )


def cite_words(row: EntryRule) -> str:
    """The citations of a row in one line."""
    return "; ".join(f"{c.citation}, {c.at}" if c.at else c.citation for c in row.cites)
