"""Rules on entry at run time: bonded warehouse, foreign-trade zone, drawback, refunds, as frozen rows of
the compiled law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Literal

from detente.regime.dated.rows import CiteRow, Tables
from detente.terms import OPEN_END, held_opening, percent_to_ppm

Allowed = Literal["yes", "manufacturing", "no", "unsettled"]


@dataclass(frozen=True, slots=True)
class EntryRule:
    """One row of the law on entry at run time; words are (English, Chinese), moments wall clock of
    Washington."""

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
class PartialValue:
    """A provision of chapter 98 under which duty falls on a part of the value, stated by `fact`.

    `off`: on what is left without it; else on it alone. `whole` are duties that fall on the full value.
    """

    provision: str
    title: tuple[str, str]
    fact: str
    off: bool
    whole: tuple[str, ...]
    fee_on_part: bool
    cites: tuple[CiteRow, ...]
    confidence: str

    @property
    def base(self) -> str:
        """What the part is, as an answer names its bases."""
        return "value_less_us_parts" if self.off else "value_of_processing"

    def spares(self, measure: str) -> bool:
        """Whether a duty falls on the part only."""
        return not any(fnmatchcase(measure, name) for name in self.whole)


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


@lru_cache(maxsize=4)
def partial_values(law: Tables) -> dict[str, PartialValue]:
    """Provisions of chapter 98 under which duty falls on a part of the value, by provision."""
    rows = law.extra.get("entry_rules", {}).get("partial_values", ())
    return {
        r["provision"]: PartialValue(
            r["provision"], _two(r["title"]), r["fact"], r["taken"] == "off", tuple(r.get("whole", ())),
            r.get("fee_on_part") == "yes", tuple(cite_row(c, law) for c in r["cite"]),
            r.get("confidence", "A"),
        )
        for r in rows
    }  # fmt: skip


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
        source.get("read", "secondary"), held_opening(source, raw.get("at", "")),
    )  # fmt: skip


def drawback_rule(
    rules: EntryRules, measure: str, provision: str, origin: str, moment: str, known: str
) -> EntryRule | None:
    """The row that says whether a duty paid on a day may be drawn back; None where no row does."""
    ruling = None
    for row in rules.drawn:
        if (
            row.known <= known
            and row.start <= moment < row.until
            and (not row.origin or origin in row.origin)
            and row.names(measure, provision)
        ):
            ruling = row
    return ruling


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
