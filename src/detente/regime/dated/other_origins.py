"""Other origins at run time: rates that stand in no total, gaps, special symbols and column 2, from the
compiled law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.regime.dated.entry_rules import cite_row
from detente.regime.dated.rows import CiteRow, Tables
from detente.terms import percent_to_ppm


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One row at run time; `ppm` is points added, or the total with the base duty at least where `floor`."""

    id: str
    track: str
    heading: str
    origin: frozenset[str]
    except_origin: frozenset[str]
    ppm: int
    floor: bool
    words: tuple[str, str]
    errs: str
    where: tuple[str, ...]
    start: str
    until: str
    known: str
    voided_with: str
    cites: tuple[CiteRow, ...]
    confidence: str

    def reaches(self, origin: str, moment: str, known: str) -> bool:
        """Whether the row is known, covers the moment, and falls on goods of the origin."""
        return (
            self.known <= known
            and self.start <= moment < self.until
            and origin not in self.except_origin
            and ("ALL" in self.origin or origin in self.origin)
        )


@dataclass(frozen=True, slots=True)
class OtherOrigins:
    """All of it."""

    duties: tuple[Elsewhere, ...]
    gaps: tuple[Elsewhere, ...]
    symbols: Mapping[str, str]
    column_two: frozenset[str]


@lru_cache(maxsize=4)
def other_origins(law: Tables) -> OtherOrigins:
    """The rows on other origins, made once from the compiled law."""
    raw = law.extra["elsewhere"]
    return OtherOrigins(
        tuple(_row(r, law) for r in raw["origin_duties"]),
        tuple(_row(r, law) for r in raw["origin_gaps"]),
        {c: s for r in raw["special_symbols"] for c, s in r["symbols"].items()},
        frozenset(c for r in raw["column_two"] for c in r["origin"]),
    )


def _row(raw: Mapping[str, Any], law: Tables) -> Elsewhere:
    words = raw.get("what") or raw.get("unless") or {}
    rate = raw.get("points") or raw.get("floor")
    return Elsewhere(
        raw["id"], raw.get("track", "reciprocal"), raw.get("heading", ""), frozenset(raw["origin"]),
        frozenset(raw.get("except_origin", ())), percent_to_ppm(rate) if rate else 0, "floor" in raw,
        (words.get("en", ""), words.get("zh", "")), raw.get("errs", "low"), tuple(raw.get("where", ())),
        raw["from"], raw["until"], raw["known"], raw.get("voided_with", ""),
        tuple(cite_row(c, law) for c in raw["cite"]),
        raw.get("confidence", "A"),
    )  # fmt: skip
