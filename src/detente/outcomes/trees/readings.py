"""Readings of a tree: decisions that passed or will pass with an extension announced and no instrument seen.

Of such a decision one branch is what the text does by itself, another what was announced. Neither is a chance
that somebody weighed: without a probability of the user's the two are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from detente.outcomes.laying.choose import BY_TEXT
from detente.outcomes.laying.outcome_file import Decision, TreeFile
from detente.outcomes.laying.read import Outcomes
from detente.outcomes.trees.answer import Leaf, TreeReading
from detente.outcomes.trees.expected import expected_usd
from detente.outcomes.trees.paths import Given, Path
from detente.regime import ClockRow, OneReading, Reading, announced_clocks, tables
from detente.terms import InputError

READINGS: tuple[OneReading, ...] = ("text", "announced")
Branches = Mapping[str, Mapping[str, OneReading]]  # decision -> choice -> the reading it is


def read_in_two(tree: TreeFile, rows: Outcomes) -> dict[str, dict[str, OneReading]]:
    """Decisions with a branch for each reading, and which branch is which."""
    open_ = {clock.id: clock for clock in announced_clocks(tables(), tree.known)}
    found = {}
    for decision in tree.decisions:
        if decision.clock in open_:
            branches = _branches(decision, open_[decision.clock], rows)
            if set(branches.values()) == set(READINGS):
                found[decision.id] = branches
    return found


def _branches(decision: Decision, clock: ClockRow, rows: Outcomes) -> dict[str, OneReading]:
    made: dict[str, OneReading] = {}
    for branch in decision.branches:
        decides = rows.decides(branch.outcome) if branch.outcome else ()
        chosen = {c.choose for c in decides if c.clock == clock.id}
        if not branch.outcome or chosen.intersection(BY_TEXT):
            made[branch.choose] = "text"
        elif "extend" in chosen and "announced" not in made.values():
            made[branch.choose] = "announced"
    return made


def under_reading(tree: TreeFile, branches: Branches, reading: Reading, given: Given) -> TreeFile:
    """A tree with only the branches of one reading, where one was chosen.

    Raises
    ------
    InputError
        A probability for a decision that the reading decides.
    """
    if reading == "both":
        return tree
    for name, _ in given:
        if name in branches:
            raise InputError(
                f"reading {reading} decides {name}, and so does its probability", where="--probability",
                remedy="leave one out",
            )  # fmt: skip
    decisions = tuple(
        d.model_copy(
            update={"branches": tuple(b for b in d.branches if branches[d.id].get(b.choose) == reading)}
        )
        if d.id in branches
        else d
        for d in tree.decisions
    )
    return tree.model_copy(update={"decisions": decisions})


def decided_on(path: Path, rows: Outcomes) -> frozenset[str]:
    """Measures whose reading the decisions taken on a path decide, whichever branch was taken."""
    return _decided([step.decision for step in path.steps], rows)


def reading_of(path: Path, branches: Branches) -> str:
    """The reading a path takes; empty where it takes none, or one here and another there."""
    taken = {
        branches[step.decision.id].get(step.branch.choose, "")
        for step in path.steps
        if step.decision.id in branches
    }
    return taken.pop() if len(taken) == 1 else ""


def weighed(tree: TreeFile, branches: Branches, given: Given) -> bool:
    """Whether every decision with two readings has a probability that somebody gave."""
    by_user = {name for name, _ in given}
    return all(
        d.id in by_user or any(b.probability for b in d.branches) for d in tree.decisions if d.id in branches
    )


def by_reading(
    leaves: Sequence[Leaf], costs: Mapping[OneReading, Sequence[Decimal]]
) -> tuple[TreeReading, ...]:
    """What a portfolio pays under each reading: over its own leaves, their chances shared out among them."""
    made = []
    for reading in READINGS:
        own = [k for k, leaf in enumerate(leaves) if leaf.reading in ("", reading)]
        chances = [Fraction(leaves[k].probability_exact) for k in own]
        whole = sum(chances, Fraction(0))
        paid = [costs[reading][k] for k in own] if costs else []
        made.append(
            TreeReading(
                reading=reading, leaves=tuple(leaves[k].id for k in own),
                expected_usd=expected_usd(paid, [c / whole for c in chances]) if paid and whole else None,
                least_usd=min(paid, default=None), most_usd=max(paid, default=None),
            )
        )  # fmt: skip
    return tuple(made)


def open_measures(tree: TreeFile, branches: Branches, rows: Outcomes) -> frozenset[str]:
    """Measures of which the decisions with two readings decide."""
    return _decided([d for d in tree.decisions if d.id in branches], rows)


def _decided(decisions: Iterable[Decision], rows: Outcomes) -> frozenset[str]:
    clocks = {clock.id: clock for clock in tables().clocks}
    names: set[str] = set()
    for decision in decisions:
        names |= set(clocks[decision.clock].measures) if decision.clock in clocks else set()
        for branch in decision.branches:
            names |= {c.change.of for c in rows.clauses(branch.outcome)} if branch.outcome else set()
    return frozenset(names)
