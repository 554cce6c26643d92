"""Plans: what a class of shipments owes, as terms over the customs value.

Codes with the same memberships, days between two changes of law, and facts of the same shape fall into
one class; a class is evaluated once and its terms are applied to every line of it. The terms are those of
the single answer, so a portfolio and its lines one by one agree to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from detente.assess import china
from detente.assess.answer import DutyLine
from detente.assess.lines import layer_lines
from detente.assess.stack import Layer, Question
from detente.assess.totals import Bounds, Outcome, bounds_of, is_duty
from detente.assess.wording import china_notes, covered, not_modelled_of

MONEY_FACTS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")
PROBE = 1_000_003_000  # a value no threshold of the law is near


@dataclass(frozen=True, slots=True)
class Term:
    """One layer as arithmetic: parts per million on a part of the customs value.

    `plus` names what the rate falls on (``full``, a content fact, or ``none``), `minus` what is taken off.
    `floor` marks a total with the base duty.
    """

    component: str
    ppm: int
    plus: str
    minus: tuple[str, ...]
    floor: bool
    void: bool


@dataclass
class Plan:
    """A class of shipments: terms at the answer, at its low and high bounds, and with all claims made."""

    terms: tuple[Term, ...]
    low: tuple[Term, ...]
    high: tuple[Term, ...]
    claimed: tuple[Term, ...]
    determined: bool
    modelled: bool
    relieved: bool
    headings: str
    missing: tuple[str, ...]
    claims: tuple[str, ...]
    notes: tuple[str, ...]
    ask: Question
    found: Bounds

    @cached_property
    def simple(self) -> tuple[tuple[str, int], ...] | None:
        """Component and rate of each term that asks something, when all fall on the whole value; else None."""
        live = [t for t in self.terms if t.ppm]
        if any(t.floor or t.void or t.plus != "full" or t.minus for t in live):
            return None
        return tuple((t.component, t.ppm) for t in live)

    @cached_property
    def nothing(self) -> dict[str, int]:
        """Every component of the plan at zero."""
        return dict.fromkeys((t.component for t in self.terms), 0)

    @cached_property
    def rows(self) -> tuple[DutyLine, ...]:
        """Every layer in words; its money is of no line in particular."""
        return tuple(layer_lines(self.ask, self.found))

    @cached_property
    def list_ids(self) -> tuple[str, ...]:
        """For every layer, duty or not, the list that brings the goods under it; empty where none does."""
        return tuple(layer.list_id for layer in self.found.outcome.layers)

    @cached_property
    def _cited(self) -> dict[tuple[str, ...], tuple[DutyLine, ...]]:
        return {tuple(layer.list_cite for layer in self.found.outcome.layers): self.rows}

    def rows_citing(self, cites: tuple[str, ...]) -> tuple[DutyLine, ...]:
        """`rows`, with the places where the lists of `list_ids` name a code of the class."""
        found = self._cited.get(cites)
        if found is None:
            outcome = self.found.outcome
            layers = tuple(
                replace(layer, list_cite=cite) for layer, cite in zip(outcome.layers, cites, strict=True)
            )
            cited = replace(self.found, outcome=replace(outcome, layers=layers))
            found = self._cited[cites] = tuple(layer_lines(self.ask, cited))
        return found


def class_plan(ask: Question) -> Plan:
    """The plan of a class from a question about one of its shipments, asked with a probe value."""
    return _plan(ask, bounds_of(ask))


def plan_headings(ask: Question, found: Bounds) -> str:
    """Headings of a plan: of the layers that count, then of the rules that took one off."""
    duties = [x for x in found.outcome.layers if is_duty(x.measure)]
    headings = [
        x.heading
        for x in found.outcome.layers
        if x.heading and x.status != "excluded" and (x.status != "void" or x.payable_ppm)
    ]
    headings += [x.heading for x in duties if x.status == "excluded" and x.rule and x.rule.heading]
    if ask.direction == china.IMPORT:
        headings += [x.state.provision.cites[0].document for x in duties if x.status == "in_force"]
    return " ".join(dict.fromkeys(headings))


def plan_notes(ask: Question, found: Bounds) -> tuple[str, ...]:
    """What is doubtful, not covered or not checked about a plan."""
    duties = (x for x in found.outcome.layers if is_duty(x.measure))
    notes = [f"{x.measure.title[0]}: confidence {x.confidence}" for x in duties if x.confidence != "A"]
    notes += not_modelled_of(ask, found)
    if ask.direction == china.IMPORT:
        notes += china_notes(ask, found)
    if ask.moment[:10] > ask.tables.verified:
        notes.append(f"law last checked {ask.tables.verified}")
    return tuple(dict.fromkeys(notes))


def _plan(ask: Question, found: Bounds) -> Plan:
    return Plan(
        terms=_terms(found.outcome, ask),
        low=_terms(found.low, ask),
        high=_terms(found.high, ask),
        claimed=_terms(found.claimed, ask),
        determined=not found.missing,
        modelled=covered(ask, found),
        relieved=found.outcome.base.relieved,
        headings=plan_headings(ask, found),
        missing=found.missing,
        claims=found.claims,
        notes=plan_notes(ask, found),
        ask=ask,
        found=found,
    )


def _terms(outcome: Outcome, ask: Question) -> tuple[Term, ...]:
    return tuple(_term(x, ask) for x in outcome.layers if is_duty(x.measure))


def _term(layer: Layer, ask: Question) -> Term:
    given = ask.facts.given
    provision = layer.state.provision
    other_rate = layer.exemption is not None and layer.exemption.ppm is not None and not layer.exemption.floor
    floor = provision.kind == "floor_including_base" and not other_rate
    void = layer.status == "void"
    ppm = layer.payable_ppm if void else layer.ppm if layer.status == "in_force" else 0
    plus = "full"
    if provision.base != "full_value":
        plus = provision.base if provision.base in given else _assumed(layer.value)
    minus = tuple(name if name in given or name == "full_value" else "none" for name in layer.minus)
    if layer.value_words == "remaining_content" and any(m == "none" for m in minus):
        minus = tuple(m for m in minus if m != "none")  # assumed to be nothing, or to be the whole value
        plus, minus = (plus, minus) if layer.value else ("none", ())
    return Term(layer.measure.component, ppm, plus, minus, floor, void)


def _assumed(value: int) -> str:
    return "none" if value == 0 else "full"


def single_plan(ask: Question) -> Plan:
    """The plan of a shipment whose facts count by their value, evaluated on its own value."""
    found = bounds_of(ask)
    plan = _plan(ask, found)
    if "us_content_value_usd" in ask.facts.given:
        outcomes = {
            "terms": found.outcome, "low": found.low, "high": found.high, "claimed": found.claimed
        }  # fmt: skip
        for name, outcome in outcomes.items():
            layers = [x for x in outcome.layers if is_duty(x.measure)]
            reduced = {
                i
                for i, x in enumerate(layers)
                if x.exemption is not None and x.exemption.base == "value_less_us_content"
            }
            setattr(plan, name, _less_us_content(getattr(plan, name), reduced))
    return plan


def _less_us_content(terms: tuple[Term, ...], reduced: set[int]) -> tuple[Term, ...]:
    return tuple(
        replace(t, minus=(*t.minus, "us_content_value_usd")) if i in reduced else t
        for i, t in enumerate(terms)
    )
