"""Acting under a tree: a portfolio on every leaf, and days of entry compared over the leaves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from detente.assess.rows import REQUIRED
from detente.assess.tables import Sheet, read_sheet
from detente.outlook.changes import TreeFile
from detente.outlook.choose import laid_for
from detente.outlook.compare import entered_on
from detente.outlook.exposure import Computed, compute_outcomes, worst_case
from detente.outlook.read import Outcomes
from detente.outlook.tree import Given, TreeAnswer, leaf_id, leaf_outcomes, paths, regrets, tree_answer
from detente.regime.tables import tables
from detente.terms import read_day


def on_leaves(tree: TreeFile, given: Given, rows: Outcomes, sheet: Sheet) -> Computed:
    """A portfolio computed under every leaf of a tree; leaves that lay the same clauses share their plans."""
    laids = {leaf_id(p): laid_for(leaf_outcomes(p), known=tree.known, rows=rows) for p in paths(tree, given)}
    return compute_outcomes(sheet, laids, known=tree.known)


def act_on_tree(
    tree: TreeFile,
    given: Given,
    rows: Outcomes,
    portfolio: Path,
    *,
    entered: str | None = None,
    days: Sequence[str] = (),
) -> TreeAnswer:
    """A tree with what a portfolio pays on each leaf and, for some days of entry, expected cost and regret."""
    required = tuple(c for c in REQUIRED if c != "entry_date" or (entered is None and not days))
    sheet = read_sheet(portfolio, required=required, known=tuple(tables().facts))
    first = entered or (days[0] if days and "entry_date" not in sheet.frame.columns else None)
    answer = tree_answer(tree, given, on_leaves(tree, given, rows, entered_on(sheet, first)), rows)
    if not days:
        return answer
    costs = {}
    for day in days:
        made = on_leaves(tree, given, rows, entered_on(sheet, day))
        costs[f"enter everything on {read_day(day).isoformat()}"] = [
            _sum(made, k) for k in range(len(made.money))
        ]
    return answer.model_copy(update={"actions": regrets(answer.leaves, costs)})


def _sum(made: Computed, k: int) -> Decimal:
    return Decimal(int(worst_case(made.money[k]).sum())) / 100
