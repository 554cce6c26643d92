"""The tree of decisions as an answer: its leaves, what a portfolio pays on each, assumptions in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from detente.outcomes.costs.compute import Computed, worst_case
from detente.outcomes.costs.dollars import usd
from detente.outcomes.laying.outcome_file import Decision, TreeFile
from detente.outcomes.laying.read import Outcomes
from detente.outcomes.trees.answer import Choice, DecisionText, Leaf, TreeAnswer
from detente.outcomes.trees.expected import expected_usd
from detente.outcomes.trees.paths import Given, Path, Step, paths, weights
from detente.portfolio import LinesUnder
from detente.terms import in_zone, local_moment

WORST_CASE = "open lines count at their high bound, or at the low one where there is none"


def tree_answer(
    tree: TreeFile, given: Given, computed: Computed | None = None, rows: Outcomes | None = None
) -> TreeAnswer:
    """A tree with its leaves; with a portfolio computed under every leaf, what each leaf costs.

    Parameters
    ----------
    computed : Computed, optional
        Its outcomes are the leaves, in the order of `paths`.
    """
    ways = list(paths(tree, given))
    money = computed.money if computed is not None else [None] * len(ways)
    leaves = [_show_leaf(path, m) for path, m in zip(ways, money, strict=True)]
    costs = [leaf.duty_usd for leaf in leaves if leaf.duty_usd is not None]
    return TreeAnswer(
        tree=tree.id, title=tree.title.en, title_zh=tree.title.zh, known=tree.known,
        decisions=tuple(_show_decision(d) for d in tree.decisions), leaves=tuple(leaves),
        assumptions=tuple(_assumptions(tree, given, rows)),
        assumptions_zh=tuple(_assumptions(tree, given, rows, zh=True)),
        expected_usd=expected_usd(costs, [p.probability for p in ways]) if costs else None,
        least_usd=min(costs, default=None), most_usd=max(costs, default=None),
        notes=(WORST_CASE,) if costs else (),
    )  # fmt: skip


def _show_leaf(path: Path, money: LinesUnder | None) -> Leaf:
    duty: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    if money is not None:
        duty, low = usd(worst_case(money).sum()), usd(money.low[money.answered].sum())
        high = (
            None
            if bool((money.open_top & ~money.settled & money.answered).any())
            else usd(money.high[money.answered].sum())
        )
    return Leaf(
        id=path.leaf, choices=tuple(_show_choice(step) for step in path.steps), outcomes=path.outcomes,
        probability=float(path.probability), probability_exact=str(path.probability), duty_usd=duty,
        low_usd=low, high_usd=high,
    )  # fmt: skip


def _show_choice(step: Step) -> Choice:
    return Choice(
        decision=step.decision.id, choose=step.branch.choose, title=step.branch.title.en,
        title_zh=step.branch.title.zh, probability=float(step.probability), assumed=step.assumed,
        probability_exact=str(step.probability),
    )  # fmt: skip


def _show_decision(d: Decision) -> DecisionText:
    moment = local_moment(d.by, d.side)
    return DecisionText(
        id=d.id, title=d.title.en, title_zh=d.title.zh, side=d.side, by=moment,
        washington=in_zone(moment, d.side, "America/New_York").strftime("%Y-%m-%d %H:%M %Z"),
        beijing=in_zone(moment, d.side, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M") + " Beijing",
        decider=d.decider.en, only_if=", ".join(f"{c.clock}={c.choose}" for c in d.only_if),
        choices=tuple(b.choose for b in d.branches),
    )  # fmt: skip


SAID = {
    "none": ("no one gave a probability: uniform, an assumption", "无人给出概率：均分，属假设"),
    "some": ("the rest shared evenly, an assumption", "其余均分，属假设"),
    "all": ("as given", "按给定"),
}


def _assumptions(tree: TreeFile, given: Given, rows: Outcomes | None, *, zh: bool = False) -> Iterator[str]:
    """The probabilities of each decision and where they come from; what the outcomes assume."""
    for decision in tree.decisions:
        steps = weights(decision, given)
        said = ("、" if zh else ", ").join(
            f"{(s.branch.title.zh or s.branch.choose) if zh else s.branch.choose} {float(s.probability):.3g}"
            for s in steps
        )
        assumed = [s.assumed for s in steps]
        kind = "none" if all(assumed) else "some" if any(assumed) else "all"
        name = (decision.title.zh or decision.id) if zh else decision.id
        yield f"{name}：{said}（{SAID[kind][1]}）" if zh else f"{name}: {said} ({SAID[kind][0]})"
    if rows is not None:
        for name in sorted({b.outcome for d in tree.decisions for b in d.branches if b.outcome}):
            outcome = rows.outcome(name)
            for words in outcome.assumes:
                yield (f"{outcome.title.zh or name}：{words.zh or words.en}" if zh else f"{name}: {words.en}")
