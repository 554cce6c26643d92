"""Acting under a tree: a portfolio on every leaf, and days of entry compared over the leaves."""

from __future__ import annotations

from collections.abc import Sequence
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
from detente.outcomes.trees.tree import tree_answer
from detente.portfolio import portfolio_sheet
from detente.regime import tables
from detente.rowfiles import Sheet, Upload
from detente.terms import InputError, nearest, read_day


def on_leaves(tree: TreeFile, given: Given, rows: Outcomes, sheet: Sheet) -> Computed:
    """A portfolio computed under every leaf of a tree; leaves that lay the same clauses share their plans."""
    laids = {p.leaf: laid_for(p.outcomes, known=tree.known, rows=rows) for p in paths(tree, given)}
    return compute_outcomes(sheet, laids, known=tree.known)


def act_on_tree(
    tree: TreeFile,
    given: Given,
    rows: Outcomes,
    portfolio: Path | Upload,
    *,
    entered: str | None = None,
    days: Sequence[str] = (),
) -> TreeAnswer:
    """A tree with what a portfolio pays on each leaf, and expected cost and regret of days of entry."""
    sheet = portfolio_sheet(portfolio, tables(), dated=entered is None and not days)
    first = entered or (days[0] if days and "entry_date" not in sheet.frame.columns else None)
    answer = tree_answer(tree, given, on_leaves(tree, given, rows, entered_on(sheet, first)), rows)
    if not days:
        return answer
    costs = {}
    for day in days:
        computed = on_leaves(tree, given, rows, entered_on(sheet, day))
        action = f"enter everything on {read_day(day).isoformat()}"
        costs[action] = [usd(worst_case(money).sum()) for money in computed.money]
    return answer.model_copy(update={"actions": regrets(answer.leaves, costs)})


def tree_asked(
    name: str | None,
    probabilities: Sequence[str],
    rows: Outcomes,
    *,
    portfolio: Path | Upload | None = None,
    entered: str | None = None,
    days: Sequence[str] = (),
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
        return act_on_tree(tree, given, rows, portfolio, entered=entered, days=days)
    if days:
        raise InputError(
            "--enter compares days for a portfolio", where="--enter", remedy="give --portfolio FILE"
        )
    return tree_answer(tree, given, None, rows)
