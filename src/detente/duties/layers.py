"""A layer of a duty stack, what a stack depends on, and what of it no fact changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.duties.facts import Facts
from detente.duties.goods import Goods, Held
from detente.regime import (
    ExemptionRow,
    MeasureRow,
    PartialValue,
    ProvisionRow,
    StackRow,
    State,
    Tables,
    TrackState,
)


@dataclass(slots=True)
class Layer:
    """One provision that falls on the goods, or would but for an exemption or another measure.

    `status` is in_force, suspended, void, exempt or excluded; `value` is the whole dollars it falls on,
    `taken` what was assumed of a content not given, `beside` the contents given that it left room for.
    `minus` names what was taken off the value and what was assumed; `parted` is a provision of chapter 98.
    """

    measure: MeasureRow
    state: TrackState
    status: str
    ppm: int
    heading: str
    value: int
    value_words: str = "full_value"
    exemption: ExemptionRow | None = None
    rule: StackRow | None = None
    yields_to: MeasureRow | None = None
    relief: ProvisionRow | None = None
    payable_ppm: int = 0
    confidence: str = "A"
    list_cite: str = ""
    list_id: str = ""
    taken: str = ""
    beside: tuple[str, ...] = ()
    minus: tuple[tuple[str, str], ...] = ()
    parted: PartialValue | None = None

    @property
    def active(self) -> bool:
        """Whether the layer counts against others: in force, or in force but for a ruling."""
        return self.status in ("in_force", "void")


@dataclass(slots=True)
class Question:
    """Everything a stack depends on."""

    tables: Tables
    goods: Goods
    origin: str
    moment: str
    known: str
    facts: Facts
    state: State = "by_text"
    direction: str = "us_import"
    claimable: dict[str, str] = field(default_factory=dict)
    relevant: frozenset[str] | None = None
    matched: tuple[tuple[MeasureRow, TrackState], ...] | None = None
    held: Held | None = None
    by_number: dict[str, tuple[tuple[MeasureRow, TrackState], ...]] = field(default_factory=dict)
    grounds: dict[int, Ground] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """What of a layer no fact changes, the same in every evaluation of a question.

    `reliefs` are the exemptions that may count, each with whether it reaches the goods: None where the
    statistical number decides. `rules` are the stacking rules of the moment that can take something off, each
    with whether it names other measures by a pattern.
    """

    state: TrackState
    list_id: str
    cite: str
    confidence: str
    reliefs: tuple[tuple[ExemptionRow, bool | None], ...]
    rules: tuple[tuple[StackRow, bool], ...]
