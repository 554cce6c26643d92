"""The tree of decisions: conditional choices in order of time, leaves with probabilities, and what they mean.

A probability that nobody gave is uniform over the choices left open; it is always shown as an assumption.
A decision that hangs on an earlier choice is not taken where that choice fell otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from detente.assess.answer import Frozen
from detente.outcomes.costs.compute import Computed, worst_case
from detente.outcomes.laying.outcome_file import Branch, Decision, TreeFile
from detente.outcomes.laying.probabilities import read_probability
from detente.outcomes.laying.read import Outcomes
from detente.terms import InputError, in_zone, local_moment


class Choice(Frozen):
    """One choice on the way to a leaf."""

    decision: str
    choose: str
    title: str
    title_zh: str
    probability: float
    assumed: bool
    probability_exact: str


class Leaf(Frozen):
    """One way everything may go: the choices, the outcomes they lay over the law, and its probability."""

    id: str
    choices: tuple[Choice, ...]
    outcomes: tuple[str, ...]
    probability: float
    probability_exact: str
    duty_usd: Decimal | None = None
    low_usd: Decimal | None = None
    high_usd: Decimal | None = None


class DecisionText(Frozen):
    """A decision as shown: by when, by whose clock, who decides, between what."""

    id: str
    title: str
    title_zh: str
    side: str
    by: str
    washington: str
    beijing: str
    decider: str
    only_if: str
    choices: tuple[str, ...]


class Regret(Frozen):
    """A way to act decided before the tree unfolds, leaf by leaf: cost, expected cost, greatest regret, USD."""

    action: str
    costs_usd: tuple[Decimal, ...]
    expected_usd: Decimal
    greatest_regret_usd: Decimal
    greatest_regret_leaf: str


class TreeAnswer(Frozen):
    """A tree with its leaves and what a portfolio pays on each."""

    tree: str
    title: str
    title_zh: str
    known: str
    decisions: tuple[DecisionText, ...]
    leaves: tuple[Leaf, ...]
    assumptions: tuple[str, ...]
    assumptions_zh: tuple[str, ...] = ()
    expected_usd: Decimal | None = None
    least_usd: Decimal | None = None
    most_usd: Decimal | None = None
    actions: tuple[Regret, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path through the tree: decisions with the branch taken, its probability, and which of them were assumed."""

    taken: tuple[tuple[Decision, Branch, Fraction, bool], ...]
    probability: Fraction


MOST_LEAVES = 1_024
Given = Mapping[tuple[str, str], Fraction]


def read_given(words: Sequence[str], tree: TreeFile) -> dict[tuple[str, str], Fraction]:
    """Probabilities as users write them: ``threat=carried_out:0.2``.

    Raises
    ------
    InputError
        No such decision or choice, no number, or the given ones of a decision sum to more than 1, or to
        less where none is left to take the rest.
    """
    made: dict[tuple[str, str], Fraction] = {}
    by_id = {d.id: d for d in tree.decisions}
    for word in words:
        name, mark, rest = word.partition("=")
        choice, colon, number = rest.partition(":")
        if not mark or not colon:
            raise InputError(
                f"{word!r} is no probability", where="--probability", remedy="write threat=carried_out:0.2"
            )
        decision = by_id.get(name)
        if decision is None:
            raise InputError(
                f"no decision {name!r}", where="--probability", remedy=f"one of {', '.join(by_id)}"
            )
        if choice not in {b.choose for b in decision.branches}:
            names = ", ".join(b.choose for b in decision.branches)
            raise InputError(
                f"{name} has no choice {choice!r}", where="--probability", remedy=f"one of {names}"
            )
        made[name, choice] = Fraction(read_probability(number))
    for decision in tree.decisions:
        weights(decision, made)
    return made


def weights(decision: Decision, given: Given) -> list[tuple[Branch, Fraction, bool]]:
    """Branches with their probabilities; what is not given shares the rest evenly and is marked as assumed.

    Raises
    ------
    InputError
        The given ones sum to more than 1, or all are given and do not sum to 1.
    """
    fixed: dict[str, Fraction] = {}
    for b in decision.branches:
        if (decision.id, b.choose) in given:
            fixed[b.choose] = given[decision.id, b.choose]
        elif b.probability and not any(k[0] == decision.id for k in given):
            fixed[b.choose] = Fraction(read_probability(b.probability))
    rest = Fraction(1) - sum(fixed.values(), Fraction(0))
    free = [b for b in decision.branches if b.choose not in fixed]
    if rest < 0 or (not free and rest != 0):
        raise InputError(
            f"the probabilities of {decision.id} sum to {float(sum(fixed.values())):g}",
            where="--probability",
            remedy="make them sum to 1, or leave one out to take the rest",
        )
    return [
        (b, fixed[b.choose], False) if b.choose in fixed else (b, Fraction(rest, len(free)), True)
        for b in decision.branches
    ]


def paths(tree: TreeFile, given: Given) -> Iterator[Path]:
    """Every path, in the order of the branches; probabilities are exact and sum to 1.

    Raises
    ------
    InputError
        A tree of more than 1,024 leaves.
    """
    count = 0

    def go(
        at: int, taken: tuple[tuple[Decision, Branch, Fraction, bool], ...], chance: Fraction
    ) -> Iterator[Path]:
        nonlocal count
        if at == len(tree.decisions):
            count += 1
            if count > MOST_LEAVES:
                raise InputError(
                    f"tree {tree.id} has more than {MOST_LEAVES:,} leaves", remedy="leave decisions out"
                )
            yield Path(taken, chance)
            return
        decision = tree.decisions[at]
        made = {d.id: b.choose for d, b, _, _ in taken}
        if any(made.get(c.clock) != c.choose for c in decision.only_if):
            yield from go(at + 1, taken, chance)
            return
        for branch, weight, assumed in weights(decision, given):
            yield from go(at + 1, (*taken, (decision, branch, weight, assumed)), chance * weight)

    yield from go(0, (), Fraction(1))


def leaf_id(path: Path) -> str:
    """``carried_out/lapse``: the choices in order."""
    return "/".join(b.choose for _, b, _, _ in path.taken)


def leaf_outcomes(path: Path) -> tuple[str, ...]:
    """The outcomes a path lays over the law, in order of time."""
    return tuple(b.outcome for _, b, _, _ in path.taken if b.outcome)


def tree_answer(
    tree: TreeFile, given: Given, computed: Computed | None = None, rows: Outcomes | None = None
) -> TreeAnswer:
    """A tree with its leaves; with a portfolio computed under every leaf, what each leaf costs.

    Parameters
    ----------
    computed : Computed, optional
        Its outcomes are the leaves, in the order of `paths`.
    """
    found = list(paths(tree, given))
    leaves = []
    for k, path in enumerate(found):
        money = computed.money[k] if computed is not None else None
        duty = low = high = None
        if money is not None:
            duty = Decimal(int(worst_case(money).sum())) / 100
            low = Decimal(int(money.low.sum())) / 100
            high = (
                None
                if bool((money.open_top & ~money.settled).any())
                else Decimal(int(money.high.sum())) / 100
            )
        leaves.append(
            Leaf(
                id=leaf_id(path), choices=tuple(_choice(*step) for step in path.taken), outcomes=leaf_outcomes(path),
                probability=float(path.probability), probability_exact=str(path.probability), duty_usd=duty,
                low_usd=low, high_usd=high,
            )
        )  # fmt: skip
    expected = least = most = None
    if computed is not None:
        sums = [leaf.duty_usd or Decimal(0) for leaf in leaves]
        expected = _mean(sums, [p.probability for p in found])
        least, most = min(sums), max(sums)
    return TreeAnswer(
        tree=tree.id, title=tree.title.en, title_zh=tree.title.zh, known=tree.known,
        decisions=tuple(_decision(d) for d in tree.decisions), leaves=tuple(leaves),
        assumptions=tuple(_assumptions(tree, given, rows)), assumptions_zh=tuple(_assumptions(tree, given, rows, zh=True)), expected_usd=expected, least_usd=least, most_usd=most,
        notes=("open lines count at their high bound, or at the low one where there is none",) if computed else (),
    )  # fmt: skip


def _mean(sums: Sequence[Decimal], chances: Sequence[Fraction]) -> Decimal:
    exact = sum((Fraction(v) * p for v, p in zip(sums, chances, strict=True)), Fraction(0))
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"))


def regrets(leaves: Sequence[Leaf], actions: Mapping[str, Sequence[Decimal]]) -> tuple[Regret, ...]:
    """Ways to act compared over the leaves.

    Parameters
    ----------
    actions : mapping
        Name of a way to act -> its cost on each leaf, USD, in the order of `leaves`.

    Returns
    -------
    tuple of Regret
        Least expected cost first. Regret on a leaf is the cost less that of the best way to act there.
    """
    chances = [Fraction(leaf.probability_exact) for leaf in leaves]
    best = [min(costs[i] for costs in actions.values()) for i in range(len(leaves))]
    made = []
    for name, costs in actions.items():
        loss = [c - b for c, b in zip(costs, best, strict=True)]
        worst = max(range(len(loss)), key=lambda i: loss[i])
        made.append(
            Regret(
                action=name, costs_usd=tuple(costs), expected_usd=_mean(costs, chances),
                greatest_regret_usd=loss[worst], greatest_regret_leaf=leaves[worst].id,
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda r: (r.expected_usd, r.action)))


def _choice(decision: Decision, branch: Branch, weight: Fraction, assumed: bool) -> Choice:
    return Choice(
        decision=decision.id, choose=branch.choose, title=branch.title.en, title_zh=branch.title.zh,
        probability=float(weight), assumed=assumed, probability_exact=str(weight),
    )  # fmt: skip


def _decision(d: Decision) -> DecisionText:
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
    for decision in tree.decisions:
        parts = weights(decision, given)
        said = ("、" if zh else ", ").join(
            f"{(b.title.zh or b.choose) if zh else b.choose} {float(w):.3g}" for b, w, _ in parts
        )
        free = [a for _, _, a in parts]
        kind = "none" if all(free) else "some" if any(free) else "all"
        name = (decision.title.zh or decision.id) if zh else decision.id
        yield f"{name}：{said}（{SAID[kind][1]}）" if zh else f"{name}: {said} ({SAID[kind][0]})"
    if rows is not None:
        names = {b.outcome for d in tree.decisions for b in d.branches if b.outcome}
        for name in sorted(names):
            found = rows.outcome(name)
            for words in found.assumes:
                yield (f"{found.title.zh or name}：{words.zh or words.en}" if zh else f"{name}: {words.en}")
