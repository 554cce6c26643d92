"""The law at run time: frozen rows with slots.

Moments are wall-clock strings of the imposing side (``2025-11-10T00:01``), rates parts per million.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.terms import NOWHERE, Opening

ConditionRow = tuple[Any, ...]
BEGINNING = "0000-01-01T00:00"


@dataclass(frozen=True, slots=True)
class CiteRow:
    """A citation with the words of its document."""

    document: str
    title: str
    citation: str
    at: str
    note: str
    read: str
    opening: Opening = NOWHERE


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A dated clause with its rate."""

    id: str
    track: str
    heading: str
    title: tuple[str, str]
    kind: str
    ppm: int
    base: str
    minimum_usd: str
    maximum_usd: str
    origin: frozenset[str]
    lists: frozenset[str]
    prefixes: tuple[str, ...]
    except_prefixes: tuple[str, ...]
    when: ConditionRow | None
    start: str
    until: str
    known: str
    announced: str
    adopted: str
    replaced_before_effect: bool
    shown: bool
    basis: str
    cites: tuple[CiteRow, ...]
    confidence: str
    note: tuple[str, str]
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """Goods, claims or transits that pay another rate or none."""

    id: str
    heading: str
    title: tuple[str, str]
    ppm: int | None
    base: str
    origin: frozenset[str]
    lists: frozenset[str]
    prefixes: tuple[str, ...]
    except_prefixes: tuple[str, ...]
    when: ConditionRow | None
    start: str
    until: str
    known: str
    cites: tuple[CiteRow, ...]
    confidence: str
    floor: bool = False
    of: frozenset[str] = frozenset()
    keeps_content: bool = False
    offer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRow:
    """A suspension, an end, a lift or a ruling."""

    id: str
    kind: str
    of: frozenset[str]
    points: int | None
    start: str
    until: str
    known: str
    heading: str
    collected_until: str
    cites: tuple[CiteRow, ...]
    note: tuple[str, str]
    announced_only: bool = False
    confidence: str = "A"


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A status that rests on words."""

    id: str
    status: str
    known: str
    by: str
    words: tuple[str, str]
    applies_from: str
    rate: str
    cites: tuple[CiteRow, ...]
    confidence: str
    extends_to: str = ""
    changes: bool = False


@dataclass(frozen=True, slots=True)
class StackRow:
    """How a measure stands to others in an era."""

    with_: str
    rule: str
    start: str
    until: str
    heading: str
    cites: tuple[CiteRow, ...]
    declared: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class MeasureRow:
    """One act of one authority."""

    id: str
    family: str
    title: tuple[str, str]
    kind: str
    component: str
    side: str
    direction: str
    authority: tuple[str, ...]
    origin: frozenset[str]
    lists: frozenset[str]
    prefixes: tuple[str, ...]
    tracks: tuple[tuple[ProvisionRow, ...], ...]
    exemptions: tuple[ExemptionRow, ...]
    events: tuple[EventRow, ...]
    said: tuple[SaidRow, ...]
    stacking: tuple[StackRow, ...]
    not_modelled: tuple[dict[str, Any], ...]
    relieves: tuple[str, ...]
    content_fact: str
    one_heading: bool = False

    def provisions(self) -> tuple[ProvisionRow, ...]:
        """All provisions, track by track."""
        return tuple(p for track in self.tracks for p in track)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """An instrument with a last moment."""

    id: str
    side: str
    measures: tuple[str, ...]
    title: tuple[str, str]
    last_moment: str
    known: str
    decider: tuple[str, str]
    by_text: tuple[str, str]
    outcomes: tuple[str, ...]
    settled: tuple[tuple[str, tuple[str, str], tuple[CiteRow, ...]], ...]
    said: tuple[SaidRow, ...]
    cites: tuple[CiteRow, ...]
    confidence: str
    settled_by: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The whole law, immutable."""

    measures: tuple[MeasureRow, ...]
    clocks: tuple[ClockRow, ...]
    families: tuple[dict[str, Any], ...]
    facts: dict[str, dict[str, Any]]
    end_use_words: tuple[dict[str, Any], ...]
    presumptions: tuple[dict[str, Any], ...]
    lists: dict[str, dict[str, Any]]
    sources: dict[str, dict[str, Any]]
    extra: dict[str, Any]
    hash: str
    verified: str

    def measure(self, name: str) -> MeasureRow:
        """The measure of that id."""
        return next(m for m in self.measures if m.id == name)
