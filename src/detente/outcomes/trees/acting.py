"""Acting under a tree: a portfolio on every leaf, and days of entry compared over the leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detente.outcomes.costs.compare import entered_on
from detente.outcomes.costs.compute import Computed, compute_outcomes, worst_case
from detente.outcomes.costs.dollars import usd
from detente.outcomes.laying.choose import laid_for
from detente.outcomes.laying.outcome_file import TreeFile
from detente.outcomes.laying.read import Outcomes
from detente.outcomes.trees.answer import TreeAnswer
from detente.outcomes.trees.expected import regrets
from detente.outcomes.trees.paths import Given, paths, read_given
from detente.outcomes.trees.readings import decided_on, read_in_two, under_reading
from detente.outcomes.trees.tree import tree_answer
from detente.portfolio import portfolio_sheet
from detente.regime import Reading, tables
from detente.rowfiles import Sheet, Upload
from detente.terms import InputError, nearest, read_day


@dataclass(frozen=True, slots=True)
class Seen:
    """How a tree is looked at.

    Parameters
    ----------
    reading : {"both", "announced", "text"}
        Of decisions with an extension announced and no instrument seen: both branches, or the one chosen.
    on : str
        The day on which the clocks of the decisions are looked at; empty for none.
    """

    reading: Reading = "both"
    on: str = ""


SEEN = Seen()


def on_leaves(
    tree: TreeFile, given: Given, rows: Outcomes, sheet: Sheet, reading: Reading = "both"
) -> Computed:
    """A portfolio computed under every leaf of a tree; leaves that lay the same clauses share their plans.

    Parameters
    ----------
    reading : {"both", "announced", "text"}
        Of what no decision settles, where an extension was announced and no instrument was seen; decisions
        that do are left with the branch of the reading.
    """
    shown = under_reading(tree, read_in_two(tree, rows), reading, given)
    laids = {}
    for path in paths(shown, given):
        laid = laid_for(path.outcomes, known=tree.known, rows=rows)
        laids[path.leaf] = replace(laid, decided=decided_on(path, rows))
    return compute_outcomes(sheet, laids, known=tree.known, reading=reading)


def act_on_tree(
    tree: TreeFile,
    given: Given,
    rows: Outcomes,
    portfolio: Path | Upload,
    *,
    entered: str | None = None,
    days: Sequence[str] = (),
    seen: Seen = SEEN,
) -> TreeAnswer:
    """A tree with what a portfolio pays on each leaf, and expected cost and regret of days of entry."""
    sheet = portfolio_sheet(portfolio, tables(), dated=entered is None and not days)
    first = entered or (days[0] if days and "entry_date" not in sheet.frame.columns else None)
    reading = seen.reading
    leaves = on_leaves(tree, given, rows, entered_on(sheet, first), reading)
    answer = tree_answer(tree, given, leaves, rows, reading=reading, on=seen.on)
    if not days:
        return answer
    costs = {}
    for day in days:
        computed = on_leaves(tree, given, rows, entered_on(sheet, day), reading)
        action = f"enter everything on {read_day(day).isoformat()}"
        costs[action] = [usd(worst_case(money).sum()) for money in computed.money]
    apart = [r.reading for r in answer.readings] if answer.expected_usd is None else []
    return answer.model_copy(update={"actions": regrets(answer.leaves, costs, apart)})


def tree_asked(
    name: str | None,
    probabilities: Sequence[str],
    rows: Outcomes,
    *,
    portfolio: Path | Upload | None = None,
    entered: str | None = None,
    days: Sequence[str] = (),
    seen: Seen = SEEN,
) -> TreeAnswer:
    """A tree by its name, with a portfolio on its leaves where one is given.

    Parameters
    ----------
    name : str, optional
        ``october-2025``, ``present`` (also where none is given), or a user's own.
    probabilities : sequence of str
        ``DECISION=CHOICE:0.2``; what is not given is uniform, and said so.
    days : sequence of str
        Days of entry compared over the leaves; they need a portfolio.
    seen : Seen
        The reading of what was announced, and the day on which clocks are looked at.

    Raises
    ------
    InputError
        No such tree, decision or choice; days without a portfolio; lines that cannot be used.
    """
    wanted = name or "present"
    if wanted not in rows.trees:
        hint = nearest(wanted, rows.trees) or f"one of {', '.join(rows.trees)}"
        raise InputError(f"no tree {wanted[:60]!r}", remedy=hint)
    tree = rows.trees[wanted]
    given = read_given(probabilities, tree)
    if portfolio is not None:
        return act_on_tree(tree, given, rows, portfolio, entered=entered, days=days, seen=seen)
    if days:
        raise InputError(
            "--enter compares days for a portfolio", where="--enter", remedy="give --portfolio FILE"
        )
    return tree_answer(tree, given, None, rows, reading=seen.reading, on=seen.on)
