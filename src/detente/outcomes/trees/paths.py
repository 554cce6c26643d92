"""Paths through a tree of decisions and their probabilities, exact.

A probability that nobody gave is uniform over the choices left open; it is always shown as an assumption.
A decision that depends on an earlier choice is not taken where that choice fell otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.outcomes.laying.outcome_file import Branch, Decision, TreeFile
from detente.outcomes.laying.probabilities import read_probability
from detente.terms import InputError

MOST_LEAVES = 1_024
Given = Mapping[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True)
class Step:
    """A decision with the branch taken, its probability there, and whether that was assumed."""

    decision: Decision
    branch: Branch
    probability: Fraction
    assumed: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A path through the tree: the branch taken at each decision that comes up, and its probability."""

    steps: tuple[Step, ...]
    probability: Fraction

    @property
    def leaf(self) -> str:
        """``carried_out/lapse``: the choices in order."""
        return "/".join(step.branch.choose for step in self.steps)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes the path lays over the law, in order of time."""
        return tuple(step.branch.outcome for step in self.steps if step.branch.outcome)


def read_given(words: Sequence[str], tree: TreeFile) -> dict[tuple[str, str], Fraction]:
    """Probabilities as users write them: ``threat=carried_out:0.2``.

    Raises
    ------
    InputError
        No such decision or choice, no number, or the given ones of a decision sum to more than 1, or to
        less where none is left to take the rest.
    """
    given: dict[tuple[str, str], Fraction] = {}
    by_id = {d.id: d for d in tree.decisions}
    for word in words:
        name, mark, rest = word.partition("=")
        choice, colon, number = rest.partition(":")
        if not mark or not colon:
            raise _refused(f"{word!r} is no probability", "write threat=carried_out:0.2")
        if name not in by_id:
            raise _refused(f"no decision {name!r}", f"one of {', '.join(by_id)}")
        choices = [b.choose for b in by_id[name].branches]
        if choice not in choices:
            raise _refused(f"{name} has no choice {choice!r}", f"one of {', '.join(choices)}")
        given[name, choice] = Fraction(read_probability(number))
    for decision in tree.decisions:
        weights(decision, given)
    return given


def _refused(what: str, remedy: str) -> InputError:
    return InputError(what, where="--probability", remedy=remedy)


def weights(decision: Decision, given: Given) -> tuple[Step, ...]:
    """Branches with their probabilities; what is not given shares the rest evenly and is marked as assumed.

    Raises
    ------
    InputError
        The given ones sum to more than 1, or all are given and do not sum to 1.
    """
    by_user = {b.choose: given[key] for b in decision.branches if (key := (decision.id, b.choose)) in given}
    by_file = {
        b.choose: Fraction(read_probability(b.probability)) for b in decision.branches if b.probability
    }
    fixed = by_user or by_file
    rest = 1 - sum(fixed.values(), Fraction(0))
    free = len(decision.branches) - len(fixed)
    several = len(decision.branches) > 1
    if rest < 0 or (not free and rest):
        raise _refused(
            f"the probabilities of {decision.id} sum to {float(1 - rest):g}",
            "make them sum to 1, or leave one out to take the rest",
        )
    return tuple(
        Step(
            decision,
            b,
            fixed[b.choose] if b.choose in fixed else rest / free,
            b.choose not in fixed and several,
        )
        for b in decision.branches
    )


def paths(tree: TreeFile, given: Given) -> Iterator[Path]:
    """Every path, in the order of the branches; probabilities are exact and sum to 1.

    Raises
    ------
    InputError
        A tree of more than 1,024 leaves.
    """
    for count, path in enumerate(_follow(Path((), Fraction(1)), tree.decisions, given), start=1):
        if count > MOST_LEAVES:
            raise InputError(
                f"tree {tree.id} has more than {MOST_LEAVES:,} leaves", remedy="leave decisions out"
            )
        yield path


def _follow(path: Path, decisions: Sequence[Decision], given: Given) -> Iterator[Path]:
    """Every way in which a path can go on through the decisions that are left."""
    if not decisions:
        yield path
        return
    decision, *later = decisions
    chosen = {step.decision.id: step.branch.choose for step in path.steps}
    if any(chosen.get(c.clock) != c.choose for c in decision.only_if):
        yield from _follow(path, later, given)
        return
    for step in weights(decision, given):
        longer = Path((*path.steps, step), path.probability * step.probability)
        yield from _follow(longer, later, given)
