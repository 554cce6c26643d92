"""One stack under facts of one kind, compiled: what every line of the kind owes, as terms over its amounts.

The layers are those of the stack engine, evaluated once with amounts that remember their linear form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from detente.assess.bound.amounts import VALUE, Amount, Form, Guard, TracedFacts, UntraceableError, form_of
from detente.assess.elsewhere import gaps_elsewhere
from detente.assess.plan import plan_headings, plan_notes
from detente.assess.question import ORIGINS
from detente.assess.stack import Layer, Question
from detente.assess.totals import Bounds, Outcome, bounds_of, evaluate, is_duty
from detente.assess.wording import covered

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
    claimed : Case or None
        With all reliefs claimed that a list offers; None where there are none to claim.
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
    claimed: Case | None
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
    facts.log.clear()
    facts.trace.clear()
    bounds = bounds_of(ask)
    assumptions, claims = _assumptions(facts.log)
    case = case_of(bounds.outcome)
    spread = None
    if assumptions:
        outcomes = [_evaluate(ask, chosen) for chosen in assumptions]
        spread = _spread(assumptions, [owing(case_of(o)) for o in outcomes])
        if bounds.low_cents != min(o.duty_cents for o in outcomes):
            raise UntraceableError("bounds")
    claimed = owing(case_of(_evaluate(ask, claims))) if claims else None
    facts.assumed = {}
    guards = tuple(facts.trace)
    if len({(form, limit) for form, limit, _ in guards}) != len(guards):
        raise UntraceableError("a comparison turned out both ways")
    return Compiled(
        guards, case, spread, claimed if claimed != owing(case) else None, bounds.missing, bounds.claims,
        covered(ask, bounds), plan_headings(ask, bounds), stack_notes(ask, bounds), active_measures(bounds), _hanging(bounds),
    )  # fmt: skip


def _evaluate(ask: Question, chosen: dict[str, str]) -> Outcome:
    ask.facts.assumed = chosen
    return evaluate(ask)


def _assumptions(log: list[dict[str, str]]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Sets of assumptions over missing facts, and the one that claims what a list offers, in the order they were tried."""
    rounds: list[list[dict[str, str]]] = []
    for chosen in log:
        if not chosen:
            rounds.append([])
        elif rounds:
            rounds[-1].append(chosen)
    tried = rounds[0] if rounds else []
    most = max((len(chosen) for chosen in tried), default=0)
    claims = [chosen for later in rounds[1:] for chosen in later]
    return [chosen for chosen in tried if len(chosen) == most], claims[0] if claims else {}


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


def _spread(assumptions: list[dict[str, str]], cases: list[Case]) -> Spread | None:
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
