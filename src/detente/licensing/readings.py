"""One transaction under both readings: by the text, and as announced; what would settle which holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.licensing.answer import ReadingOutcome
from detente.licensing.next_clock import Case
from detente.licensing.rules import Range
from detente.regime import OUTCOMES, Reading, Settling, Standing, reading_note, settling, tables


@dataclass(frozen=True, slots=True)
class OneReading:
    """How every track stands under one reading, and the outcomes that the facts allow."""

    stands: Mapping[str, Standing]
    range: Range


@dataclass(frozen=True, slots=True)
class Readings:
    """A transaction by the text and as announced."""

    text: OneReading
    announced: OneReading

    @classmethod
    def of(cls, case: Case) -> Readings:
        """Both readings of a case."""
        return cls(*(_read(case, announced=said) for said in (False, True)))

    @property
    def differ(self) -> bool:
        """Whether they give different outcomes."""
        return _bounds(self.text.range) != _bounds(self.announced.range)

    @property
    def low(self) -> str:
        """The mildest outcome that either allows."""
        return min((_bounds(r.range)[0] for r in (self.text, self.announced)), key=_place)

    @property
    def high(self) -> str:
        """The strictest outcome that either allows."""
        return max((_bounds(r.range)[1] for r in (self.text, self.announced)), key=_place)

    def one(self, reading: Reading) -> OneReading:
        """The reading that carries the lines: that of the text unless what was announced was chosen."""
        return self.announced if reading == "announced" else self.text

    def outcomes(self) -> tuple[ReadingOutcome, ...]:
        """Both outcomes, that of the text first."""
        return (
            ReadingOutcome(reading="text", outcome=self.text.range.outcome),
            ReadingOutcome(reading="announced", outcome=self.announced.range.outcome),
        )

    def note(self, settled_by: tuple[Settling, ...], shown: bool) -> tuple[str, ...]:
        """Both readings in a sentence, where both are shown."""
        text, announced = (one.outcome.replace("_", " ") for one in self.outcomes())
        return (reading_note(text, announced, settled_by),) if shown else ()

    def settled_by(self, case: Case) -> tuple[Settling, ...]:
        """The clocks over rules that bear on the transaction and stand otherwise under what was announced."""
        turned = {n for n, s in self.text.stands.items() if s.state != self.announced.stands[n].state}
        rules = case.relevant(self.text.stands, frozenset(case.book.tracks))
        measures = {r.measure.id for r in rules if turned & set(r.tracks)}
        measures |= {one.track.split("/")[0] for one in case.listings if one.track in turned}
        return settling(tables(), measures, case.moment, case.known)


def _read(case: Case, *, announced: bool) -> OneReading:
    stands = case.stands(announced=announced)
    return OneReading(stands, case.weighed(stands))


def _bounds(outcomes: Range) -> tuple[str, str]:
    return outcomes.low.outcome, outcomes.high.outcome


def _place(outcome: str) -> int:
    return OUTCOMES.index(outcome) if outcome in OUTCOMES else -1
