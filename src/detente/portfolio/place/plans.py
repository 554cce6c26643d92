"""Plans: what a class of shipments owes, as terms over the customs value.

Codes with the same memberships, days between two changes of law, and facts of the same shape fall into
one class; a class is evaluated once and its terms are applied to every line of it. The terms are those of
the single answer, so a portfolio and its lines one by one agree to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from detente.duties import (
    CHINA_IMPORT,
    CONTENTS,
    REST_LESS_US,
    US_CONTENT,
    Bounds,
    DutyLine,
    Layer,
    Outcome,
    Question,
    bounds_of,
    certain,
    china_notes,
    covered,
    is_duty,
    layer_lines,
    not_modelled_of,
    other_day_notes,
    part_notes,
)

MONEY_FACTS = CONTENTS
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
    certain: tuple[Term, ...]
    determined: bool
    modelled: bool
    relieved: bool
    headings: str
    missing: tuple[str, ...]
    claims: tuple[str, ...]
    notes: tuple[str, ...]
    refund_known: bool
    ask: Question
    found: Bounds

    @cached_property
    def simple(self) -> tuple[tuple[str, int], ...] | None:
        """Component and rate of each term that asks something, if all fall on the whole value; or None."""
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


def plan_over(ask: Question, found: Bounds) -> Plan:
    """The plan of a question whose bounds are known."""
    return _plan(ask, found)


def plan_headings(ask: Question, found: Bounds) -> str:
    """Headings of a plan: of the layers that count, then of the rules that took one off."""
    duties = [x for x in found.outcome.layers if is_duty(x.measure)]
    headings = entry_headings(found)
    if ask.direction == CHINA_IMPORT:
        headings += [x.state.provision.cites[0].document for x in duties if x.status == "in_force"]
    return " ".join(dict.fromkeys(headings))


def plan_notes(ask: Question, found: Bounds) -> tuple[str, ...]:
    """What is doubtful, not covered or not checked about a plan."""
    duties = (x for x in found.outcome.layers if is_duty(x.measure))
    notes = [f"{x.measure.title[0]}: confidence {x.confidence}" for x in duties if x.confidence != "A"]
    notes += not_modelled_of(ask, found)
    notes += other_day_notes(ask)
    notes += part_notes(ask.tables, ask.direction, ask.facts)
    if ask.direction == CHINA_IMPORT:
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
        certain=tuple(_term(x, ask) for x in found.outcome.layers if certain(x, ask)),
        determined=not found.missing,
        modelled=covered(ask, found),
        relieved=found.outcome.base.relieved,
        headings=plan_headings(ask, found),
        missing=found.missing,
        claims=found.claims,
        notes=plan_notes(ask, found),
        refund_known=found.refund_cents is not None,
        ask=ask,
        found=found,
    )


# order in which customs asks for headings of chapter 99 on an entry summary, before the code of the goods
SEQUENCE = ("s301", "fentanyl", "reciprocal", "s122", "s301_forced_labor", "s232", "s201")


def entry_headings(found: Bounds) -> list[str]:
    """The live headings of an entry summary: what is owed, and what says why a duty is not.

    Law
    ---
    CSMS 64680374, HTSUS sequence: chapter 98, then chapter 99 (Section 301, IEEPA, Section 232 or 201),
    then the goods.
    """
    live = []
    for x in found.outcome.layers:
        if x.measure.kind == "exclusion":  # its heading stands at the layer that it frees
            continue
        shown = x.status in ("in_force", "exempt") or (x.status == "void" and x.payable_ppm)
        yields = x.status == "excluded" and is_duty(x.measure) and x.rule is not None and x.rule.heading
        if x.heading and (shown or yields):
            place = SEQUENCE.index(x.measure.component) if x.measure.component in SEQUENCE else len(SEQUENCE)
            live.append((place if x.relief is None else 0, x.heading))
    return [heading for _, heading in sorted(live, key=lambda pair: pair[0])]


def _terms(outcome: Outcome, ask: Question) -> tuple[Term, ...]:
    return tuple(_term(x, ask) for x in outcome.layers if is_duty(x.measure))


def _term(layer: Layer, ask: Question) -> Term:
    provision = layer.state.provision
    other_rate = layer.exemption is not None and layer.exemption.ppm is not None and not layer.exemption.floor
    floor = provision.kind == "floor_including_base" and not other_rate
    void = layer.status == "void"
    ppm = layer.payable_ppm if void else layer.ppm if layer.status == "in_force" else 0
    plus, minus = _fallen_on(layer, ask)
    return Term(layer.measure.component, ppm, plus, minus, floor, void)


def _fallen_on(layer: Layer, ask: Question) -> tuple[str, tuple[str, ...]]:
    """What a layer falls on: the name of an amount, and the names of what is taken off it."""
    given = ask.facts.given
    base = layer.state.provision.base
    plus = "full"
    minus: list[str] = []
    content = (base != "full_value" and layer.taken != "") or base in given
    if base in given:
        plus = base
    elif content and layer.taken == "0":
        plus = "none"
    elif content:
        minus += layer.beside
        minus += [US_CONTENT] if layer.taken == REST_LESS_US else []
    for name, taken in layer.minus:
        if name in given or name == "full_value":
            minus.append(name)
        elif taken == REST_LESS_US and US_CONTENT not in dict(layer.minus):
            return US_CONTENT, ()  # all but the US content is metal
        elif taken != "0":  # a content taken as all that is left leaves nothing
            return "none", ()
    return plus, tuple(minus)


def single_plan(ask: Question) -> Plan:
    """The plan of a shipment whose facts count by their value, evaluated on its own value."""
    return _plan(ask, bounds_of(ask))
