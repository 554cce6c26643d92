"""A portfolio assessed once and computed under every outcome: shapes, plans, cents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from detente.duties import TERRITORY
from detente.duties import schedule as installed
from detente.outcomes.costs.kernel import Money, compute
from detente.outcomes.costs.shapes import Book, plans_under, read_book
from detente.outcomes.laying.overlay import Laid, base
from detente.portfolio import Ints, Plan, PortfolioAnswer, assess_sheet
from detente.regime import Tables, law_tables, tables
from detente.rowfiles import Sheet


@dataclass(frozen=True)
class Computed:
    """Everything behind an exposure, for layouts and further questions."""

    answer: PortfolioAnswer
    book: Book
    laids: tuple[Laid, ...]
    names: tuple[str, ...]
    plans: tuple[tuple[Plan, ...], ...]
    money: tuple[Money, ...]
    ground: Laid

    @property
    def by_name(self) -> dict[str, Laid]:
        """The law under each outcome, by the name of its column."""
        return dict(zip(self.names, self.laids, strict=True))


def compute_outcomes(
    sheet: Sheet,
    outcomes: Mapping[str, Laid],
    *,
    known: str,
    law: Tables | None = None,
    progress: Callable[[int], None] | None = None,
) -> Computed:
    """Assess a portfolio once and lay every outcome over it.

    Parameters
    ----------
    outcomes : mapping of name to Laid
        In the order of the columns; all of the same day of knowledge.
    known : str
        Day of the knowledge used for every line.
    """
    rules = law or tables()
    ground = base(rules, law_tables(), known)
    answer = assess_sheet(sheet, known=known, law=rules, progress=progress)
    laids = tuple(outcomes.values())
    lines = read_book(answer, [ground, *laids], {d: installed(TERRITORY[d]) for d in answer.groups}, known)
    before = plans_under(ground, lines)
    first = compute(lines, before)
    plans, money = [], []
    for one in laids:
        same = one.law is ground.law
        own = before if same else plans_under(one, lines, before, ground)
        plans.append(tuple(own))
        money.append(first if same else compute(lines, own, (before, first)))
    return Computed(answer, lines, laids, tuple(outcomes), tuple(plans), tuple(money), ground)


def worst_case(m: Money) -> Ints:
    """Duty where settled, the high bound (or the low one where there is none) elsewhere, in cents."""
    return np.where(m.settled, m.duty, np.where(m.open_top, m.low, m.high))
