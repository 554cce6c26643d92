"""A portfolio answered once, and under every outcome: the lines that an outcome's clauses touch anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.outcomes.laying.overlay import Laid, base
from detente.portfolio import Ints, LinesUnder, PortfolioAnswer, as_answered, assess_sheet, under_law
from detente.regime import Tables, law_tables, tables
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
        The lines under each outcome; arrays over all rows of the file.
    """

    answer: PortfolioAnswer
    laids: tuple[Laid, ...]
    names: tuple[str, ...]
    money: tuple[LinesUnder, ...]
    ground: Laid

    @property
    def known(self) -> str:
        """Day of the knowledge used."""
        return self.ground.known

    @cached_property
    def rows(self) -> Ints:
        """Rows of the file that could be answered, counted from 0."""
        return np.flatnonzero(self.answer.answered)

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
) -> Computed:
    """Answer a portfolio once and lay every outcome over it.

    Parameters
    ----------
    outcomes : mapping of name to Laid
        In the order of the columns; all of the same day of knowledge.
    known : str
        Day of the knowledge used for every line.
    """
    rules = law or tables()
    ground = base(rules, law_tables(), known)
    answer = assess_sheet(sheet, known=known, reading="text", law=rules, progress=progress)
    lines = as_answered(answer)
    laids = tuple(outcomes.values())
    money = tuple(under_law(lines, one.law) for one in laids)
    return Computed(answer, laids, tuple(outcomes), money, ground)


def worst_case(m: LinesUnder, rows: Ints | None = None) -> Ints:
    """Cents of some lines (of those answered by default).

    Duty where settled, the high bound (or the low one where there is none) elsewhere.
    """
    at = np.flatnonzero(m.answered) if rows is None else rows
    high = np.where(m.open_top[at], m.low[at], m.high[at])
    return np.where(m.settled[at], m.duty[at], high)
