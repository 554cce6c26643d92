"""One stack under facts of one kind, compiled: what every line of the kind owes, as terms over its amounts.

The layers are those of the stack engine, evaluated once with amounts that remember their linear form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from detente.duties import (
    ORIGINS,
    Bounds,
    Layer,
    Outcome,
    Question,
    bounds_over,
    certain,
    covered,
    gaps_elsewhere,
    is_duty,
    trials_of,
)
from detente.portfolio.bound.amounts import VALUE, Amount, Form, Guard, TracedFacts, UntraceableError, form_of
from detente.portfolio.place.plans import plan_headings, plan_notes

BESIDE = "\x02"  # stands among notes for those on the law of other origins
WHOLE: Form = ((VALUE, 1),)


class Term(NamedTuple):
    """One layer as arithmetic: parts per million on a linear form of the amounts, at least zero.

    `floor` marks a total that counts the base duty in, `void` what was collected and may be refunded.
    """

    component: str
    ppm: int
    form: Form
    floor: bool
    void: bool


class Case(NamedTuple):
    """One evaluation: its terms, and whether it frees the goods from the base duty too."""

    terms: tuple[Term, ...]
    relieved: bool


class Spread(NamedTuple):
    """Evaluations over the values of facts not given.

    Parameters
    ----------
    cases : tuple of Case
        The distinct evaluations; the first is that of the first values.
    pairs : tuple of (str, tuple of (int, int))
        By fact: cases that differ in nothing but this fact. It matters where two of them differ.
    """

    cases: tuple[Case, ...]
    pairs: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What lines of one kind owe.

    Parameters
    ----------
    guards : tuple of Guard
        Comparisons of amounts that must turn out alike for a line to be of the kind.
    case : Case
        The answer where no fact is missing, else the evaluation without any assumption.
    spread : Spread or None
        Evaluations over missing facts; None where they cannot change the money.
    claimed : tuple of Case
        The same with all reliefs claimed that the law offers; empty where claiming changes nothing.
    certain : Case
        What is owed whatever lists the goods are on: the low bound of a code that no schedule has.
    notes : tuple of str
        `BESIDE` stands for the notes on other origins.
    active : tuple of str
        Measures whose layers count, by which those notes are chosen.
    hangs : tuple of str
        Components that differ between the low and the high bound.
    """

    guards: tuple[Guard, ...]
    case: Case
    spread: Spread | None
    claimed: tuple[Case, ...]
    certain: Case
    missing: tuple[str, ...]
    claims: tuple[str, ...]
    modelled: bool
    headings: str
    notes: tuple[str, ...]
    active: tuple[str, ...]
    hangs: tuple[str, ...] = ()


def compile_stack(ask: Question) -> Compiled:
    """Compile a question asked with `TracedFacts`.

    Raises
    ------
    UntraceableError
        When the layers rest on more than linear forms of the amounts.
    """
    facts = ask.facts
    assert isinstance(facts, TracedFacts)
    facts.trace.clear()
    tried = trials_of(ask)
    if not tried.whole:
        raise UntraceableError("too many combinations")
    bounds = bounds_over(tried)
    case = case_of(bounds.outcome)
    cases = [owing(case_of(outcome)) for _, outcome in tried.found]
    spread = _spread([chosen for chosen, _ in tried.found], cases)
    claimed = tuple(dict.fromkeys(owing(case_of(outcome)) for outcome in tried.claimed))
    if set(cases).issuperset(claimed):
        claimed = ()
    sure = tuple(term_of(x) for x in bounds.outcome.layers if certain(x, ask))
    guards = tuple(facts.trace)
    if len({(form, limit) for form, limit, _ in guards}) != len(guards):
        raise UntraceableError("a comparison turned out both ways")
    return Compiled(
        guards, case, spread, claimed, owing(Case(sure, False)), bounds.missing, bounds.claims,
        covered(ask, bounds), plan_headings(ask, bounds), stack_notes(ask, bounds), active_measures(bounds),
        _hanging(bounds),
    )  # fmt: skip


def case_of(outcome: Outcome) -> Case:
    """The terms of an evaluation."""
    terms = tuple(term_of(x) for x in outcome.layers if is_duty(x.measure))
    return Case(terms, outcome.base.relieved)


def term_of(layer: Layer) -> Term:
    """A layer as a term."""
    provision = layer.state.provision
    other_rate = layer.exemption is not None and layer.exemption.ppm is not None and not layer.exemption.floor
    floor = provision.kind == "floor_including_base" and not other_rate
    void = layer.status == "void" and provision.kind != "floor_including_base"
    ppm = layer.payable_ppm if void else layer.ppm if layer.status == "in_force" else 0
    value = layer.value
    if not isinstance(value, Amount) and value and ppm:
        raise UntraceableError(f"value of {layer.measure.id}")
    form = form_of(value) if isinstance(value, Amount) else ()
    return Term(layer.measure.component, ppm if form else 0, form, floor and bool(ppm), void)


def owing(case: Case) -> Case:
    """A case with only the terms that ask something."""
    return Case(tuple(t for t in case.terms if t.ppm), case.relieved)


def active_measures(bounds: Bounds) -> tuple[str, ...]:
    """Measures whose layers count in an answer."""
    return tuple(dict.fromkeys(x.measure.id for x in bounds.outcome.layers if x.active))


def _hanging(bounds: Bounds) -> tuple[str, ...]:
    """Components whose terms differ between the low and the high bound."""
    if not bounds.missing:
        return ()
    low, high = (
        sorted((t for t in case_of(outcome).terms if t.ppm), key=repr)
        for outcome in (bounds.low, bounds.high)
    )
    names = dict.fromkeys(t.component for t in (*low, *high))
    return tuple(
        n for n in names if [t for t in low if t.component == n] != [t for t in high if t.component == n]
    )


def _spread(assumptions: Sequence[Mapping[str, str]], cases: list[Case]) -> Spread | None:
    """The distinct evaluations, and by fact which of them to compare; None where all ask the same."""
    number: dict[Case, int] = {}
    at = [number.setdefault(case, len(number)) for case in cases]
    if len(number) == 1:
        return None
    pairs = []
    for name in sorted(assumptions[0]):
        groups: dict[tuple[tuple[str, str], ...], set[int]] = {}
        for chosen, k in zip(assumptions, at, strict=True):
            rest = tuple(sorted((n, v) for n, v in chosen.items() if n != name))
            groups.setdefault(rest, set()).add(k)
        both = {(min(g), other) for g in groups.values() for other in g if other != min(g)}
        if both:
            pairs.append((name, tuple(sorted(both))))
    return Spread(tuple(number), tuple(pairs))


def stack_notes(ask: Question, bounds: Bounds) -> tuple[str, ...]:
    """Notes of the stack, those on other origins as one mark."""
    notes = plan_notes(ask, bounds)
    if ask.direction != "us_import" or ask.origin in ORIGINS[ask.direction]:
        return notes
    beside = dict.fromkeys(gaps_elsewhere(ask, bounds))
    made = [BESIDE if note in beside else note for note in notes]
    return tuple(dict.fromkeys(made))
