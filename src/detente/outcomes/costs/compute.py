"""A portfolio answered once, and under every outcome: the lines that an outcome's clauses touch anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from detente.outcomes.laying.announced import read_as, settled_by
from detente.outcomes.laying.overlay import Laid, base
from detente.portfolio import Bools, Ints, LinesUnder, PortfolioAnswer, as_answered, assess_sheet, under_law
from detente.regime import Reading, Settling, Tables, law_tables, tables
from detente.rowfiles import Sheet
from detente.terms import paused_garbage_collection


@dataclass(frozen=True)
class Computed:
    """Everything behind an exposure, for layouts and further questions.

    Parameters
    ----------
    answer : PortfolioAnswer
        The lines under the law itself.
    money : tuple of LinesUnder
        The lines under each outcome; arrays over all rows of the file. A line whose readings differ is not
        settled, and its bounds span both.
    readings : tuple of (LinesUnder, LinesUnder) or None
        By outcome the lines by the text and as announced, where a line's readings differ.
    said : tuple of Laid
        The laws under each outcome as announced, where both readings are asked for.
    """

    answer: PortfolioAnswer
    laids: tuple[Laid, ...]
    names: tuple[str, ...]
    money: tuple[LinesUnder, ...]
    ground: Laid
    reading: Reading = "both"
    readings: tuple[tuple[LinesUnder, LinesUnder] | None, ...] = ()
    said: tuple[Laid, ...] = ()

    @property
    def known(self) -> str:
        """Day of the knowledge used."""
        return self.ground.known

    @cached_property
    def rows(self) -> Ints:
        """Rows of the file that could be answered, counted from 0."""
        return np.flatnonzero(self.answer.answered)

    @cached_property
    def settled_by(self) -> tuple[Settling, ...]:
        """What would settle which reading holds, of the measures in which the readings of a line differ."""
        apart = [k for k, pair in enumerate(self.readings) if pair]
        names = {name for k in apart for name in self._measures_apart(k)}
        return settled_by(self.ground.law, names, self.known)

    def _measures_apart(self, k: int) -> set[str]:
        """Measures read in two ways that may fall on lines whose readings differ under an outcome."""
        one, two = self.laids[k].law, self.said[k].law
        names = {a.id for a, b in zip(one.measures, two.measures, strict=True) if a is not b}
        pair, entries = self.readings[k], self.answer.entries
        rows = np.flatnonzero(differing(*pair)) if pair else self.rows[:0]
        places = np.unique(np.stack([entries.codes.at[rows], entries.directions.at[rows]]), axis=1)
        found: set[str] = set()
        for code, way in places.T.tolist():
            kinds = self.answer.groups[entries.directions.values[way]]
            found |= names & kinds.code_class(entries.codes.values[code]).relevant
        return found

    @property
    def by_name(self) -> dict[str, Laid]:
        """The law under each outcome, by the name of its column."""
        return dict(zip(self.names, self.laids, strict=True))


@paused_garbage_collection()
def compute_outcomes(
    sheet: Sheet,
    outcomes: Mapping[str, Laid],
    *,
    known: str,
    law: Tables | None = None,
    progress: Callable[[int], None] | None = None,
    reading: Reading = "text",
) -> Computed:
    """Answer a portfolio once and lay every outcome over it.

    Parameters
    ----------
    outcomes : mapping of name to Laid
        In the order of the columns; all of the same day of knowledge.
    known : str
        Day of the knowledge used for every line.
    reading : {"both", "announced", "text"}
        Of what no outcome decides, where an extension was announced and no instrument was seen.
    """
    rules = law or tables()
    ground = base(rules, law_tables(), known)
    answer = assess_sheet(sheet, known=known, reading="text", law=rules, progress=progress)
    lines = as_answered(answer)
    texts, said = read_as(outcomes, reading)
    laids = tuple(texts.values())
    money = tuple(under_law(lines, one.law) for one in laids)
    others = tuple(
        one if two.law is laid.law else under_law(lines, two.law)
        for one, laid, two in zip(money, laids, said.values(), strict=True)
    )
    pairs = [(one, two, differing(one, two)) for one, two in zip(money, others, strict=True)]
    return Computed(
        answer, laids, tuple(outcomes), tuple(_of_both(*pair) for pair in pairs), ground, reading,
        tuple((one, two) if apart.any() else None for one, two, apart in pairs), tuple(said.values()),
    )  # fmt: skip


def differing(one: LinesUnder, two: LinesUnder) -> Bools:
    """Lines that owe otherwise under two readings."""
    if one is two:
        return np.zeros(len(one), dtype=bool)
    columns = ("duty", "low", "high", "settled", "open_top")
    apart: Bools = np.any([getattr(one, name) != getattr(two, name) for name in columns], axis=0)
    return apart & one.answered


def _of_both(one: LinesUnder, two: LinesUnder, apart: Bools) -> LinesUnder:
    """Lines by the text; those whose readings differ are not settled, and their bounds span both."""
    if not apart.any():
        return one
    return replace(
        one, settled=one.settled & ~apart,
        low=np.where(apart, np.minimum(one.low, two.low), one.low),
        high=np.where(apart, np.maximum(one.high, two.high), one.high),
        open_top=one.open_top | (apart & two.open_top),
        refundable=np.where(apart, np.minimum(one.refundable, two.refundable), one.refundable),
    )  # fmt: skip


def worst_case(m: LinesUnder, rows: Ints | None = None) -> Ints:
    """Cents of some lines (of those answered by default).

    Duty where settled, the high bound (or the low one where there is none) elsewhere.
    """
    at = np.flatnonzero(m.answered) if rows is None else rows
    high = np.where(m.open_top[at], m.low[at], m.high[at])
    return np.where(m.settled[at], m.duty[at], high)
