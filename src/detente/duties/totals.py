"""Money of a stack in exact integers: cents by layer, the base duty, and the bounds over missing facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from typing import NamedTuple

from detente.duties.china import entry as china
from detente.duties.facts import CONTENTS, REST, REST_LESS_US, US_CONTENT
from detente.duties.goods import HTS_10
from detente.duties.layers import Layer, Question
from detente.duties.numbers_in_clauses import below_options
from detente.duties.part_of_value import Part, part_of
from detente.duties.stack import layers_of
from detente.regime import MeasureRow
from detente.schedule import AdValorem, DatedLine, Duty, Free, Need, Rate, duty_cents, say
from detente.terms import duty_cents as ad_valorem_cents

MAX_COMBINATIONS = 2048
NO_RATE = Need("other_rate", "the base rate, which the edition of that day does not print for this line")


class Base(NamedTuple):
    """The column 1 general duty of the goods.

    Parameters
    ----------
    cents, high_cents : int or None
        Duty, or its bounds when a fact is missing; None when the schedule is not installed.
    ppm : int or None
        The rate, when it is ad valorem.
    """

    words: str
    ppm: int | None
    low_cents: int
    high_cents: int | None
    known: bool
    relieved: bool = False
    needs: tuple[Need, ...] = ()
    notes: tuple[str, ...] = ()
    edition: str = ""
    cite: str = ""
    part: Part | None = None


def base_of(ask: Question) -> Base:
    """Base duty of the shipment: bounds when quantity is missing, unknown when the code is not installed."""
    base = base_duty(ask.goods.line, ask.facts.dollars, ask.facts.given)
    part = part_of(ask.tables, ask.direction, ask.facts)
    return base if part is None else _on_part(base, part, ask.facts.dollars)


def _on_part(base: Base, part: Part, dollars: int) -> Base:
    """The base duty on a part of the value: by the rate itself, or in proportion where it is specific."""

    def share(cents: int) -> int:
        return (2 * cents * part.dollars + dollars) // (2 * dollars) if dollars else 0

    if base.ppm is not None:
        low = ad_valorem_cents(base.ppm, part.dollars)
        return base._replace(low_cents=low, high_cents=low, part=part)
    high = None if base.high_cents is None else share(base.high_cents)
    return base._replace(low_cents=share(base.low_cents), high_cents=high, part=part)


def base_duty(line: DatedLine | None, dollars: int, given: Mapping[str, str]) -> Base:
    """Base duty of a line on a value, from the facts `quantity` and `unit` where the rate is specific."""
    rate: Rate | None = line.general if line is not None else None
    if line is None:
        return Base("unknown", None, 0, None, False)
    if rate is None:
        return Base("unknown", None, 0, None, False, needs=(NO_RATE,), edition=line.edition, cite=line.cite)
    if line.special and china.has_plan(line):
        return _plan_base(line, dollars, given)
    if isinstance(rate, Free) and not rate.condition:
        return Base("Free", 0, 0, 0, True, edition=line.edition, cite=line.cite)
    if isinstance(rate, AdValorem) and not rate.of and not rate.thirds:
        cents = ad_valorem_cents(rate.ppm, dollars)
        return Base(say(rate), rate.ppm, cents, cents, True, edition=line.edition, cite=line.cite)
    quantity = given.get("quantity")
    unit = given.get("unit", "")
    amount = Decimal(quantity) if quantity is not None else None
    if amount is not None and not unit and line.units:
        unit = line.units[0]
    found = duty_cents(rate, dollars, amount, unit)
    words, edition, cite = say(rate), line.edition, line.cite
    if isinstance(found, Duty):
        return Base(words, None, found.cents, found.cents, True, False, (), found.notes, edition, cite)
    return Base(
        words, None, found.low_cents, found.high_cents, False, False, found.needs, found.notes, edition, cite
    )


def _plan_base(line: DatedLine, dollars: int, given: Mapping[str, str]) -> Base:
    """Base duty under a tariff plan: the rate that applies, or the bounds while the quota is not stated."""
    rates = china.plan_rates(line, given)
    found = [base_duty(line._replace(general=rate, special=()), dollars, given) for rate in rates]
    if len(found) == 1:
        return found[0]
    low, high = found
    need, of_low, of_high = china.plan_need(line)
    words = f"{low.words} {of_low}, {high.words} {of_high}"
    return Base(
        words,
        None,
        low.low_cents,
        high.high_cents,
        False,
        False,
        (need,),
        (),
        low.edition,
        low.cite,
    )


def layer_cents(layer: Layer, base: Base, dollars: int) -> tuple[int, int]:
    """Duty and refundable cents of a layer, taking the base at its low bound where it is not known."""
    provision = layer.state.provision
    if provision.kind == "floor_including_base":
        if layer.status != "in_force":
            return 0, 0
        if layer.exemption is not None and layer.exemption.ppm is not None and not layer.exemption.floor:
            return ad_valorem_cents(layer.ppm, layer.value), 0
        return max(0, ad_valorem_cents(layer.ppm, layer.value) - base.low_cents), 0
    duty = ad_valorem_cents(layer.ppm, layer.value) if layer.status == "in_force" else 0
    back = ad_valorem_cents(layer.payable_ppm, layer.value) if layer.status == "void" else 0
    return duty, back


@dataclass(frozen=True, slots=True)
class Outcome:
    """One evaluation: layers with their money, and the totals in cents."""

    layers: tuple[Layer, ...]
    cents: tuple[tuple[int, int], ...]
    base: Base
    duty_cents: int
    high_cents: int | None
    refundable_cents: int


def is_duty(measure: MeasureRow) -> bool:
    """Whether a measure counts in the duty total (fees and exclusions do not)."""
    return measure.kind not in ("fee", "exclusion")


def evaluate(ask: Question) -> Outcome:
    """One evaluation under the facts and assumptions as they stand."""
    layers = tuple(layers_of(ask))
    base = base_of(ask)
    if any(layer.measure.relieves == ("*",) and layer.status == "in_force" for layer in layers):
        base = Base(base.words, 0, 0, 0, True, True, (), (), base.edition, base.cite)
    dollars = ask.facts.dollars
    money = tuple([layer_cents(layer, base, dollars) for layer in layers])
    duty, back = base.low_cents, 0
    for layer, (cents, refund) in zip(layers, money, strict=True):
        if is_duty(layer.measure):
            duty += cents
            back += refund
    high = None if base.high_cents is None else duty - base.low_cents + base.high_cents
    return Outcome(layers, money, base, duty, high, back)


def certain(layer: Layer, ask: Question) -> bool:
    """Whether a duty is owed whatever lists the goods are on: none frees them or puts another duty first."""
    measure = layer.measure
    if layer.status != "in_force" or layer.value_words != "full_value" or layer.list_id:
        return False
    if layer.state.provision.kind != "ad_valorem" or not is_duty(measure):
        return False
    freed = any(row.lists or row.prefixes for row in measure.exemptions)
    yields = any(r.rule != "adds" and r.start <= ask.moment < r.until for r in measure.stacking)
    return not freed and not yields


class Trials(NamedTuple):
    """Evaluations of one question.

    Parameters
    ----------
    first : Outcome
        Without any assumption.
    found : tuple of (dict, Outcome)
        Over all values of the missing facts that are asked for; of nothing assumed where there are none.
    whole : bool
        Whether these are all combinations.
    claims : tuple of str
        Reliefs the law offers these goods that were not claimed.
    claimed : tuple of Outcome
        `found` again with all or some of these claimed: a claim may cost what another one saves.
    """

    first: Outcome
    found: tuple[tuple[Mapping[str, str], Outcome], ...]
    whole: bool
    claims: tuple[str, ...]
    claimed: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Low and high duty over every value of the missing facts, and which of them matter.

    `claimed` is the lowest outcome with reliefs claimed that these goods could claim,
    `refund_cents` None where what may be refunded depends on a missing fact.
    """

    low_cents: int
    high_cents: int | None
    missing: tuple[str, ...]
    outcome: Outcome
    claimed_cents: int
    claims: tuple[str, ...]
    low: Outcome
    high: Outcome
    claimed: Outcome
    refund_cents: int | None


def bounds_of(ask: Question) -> Bounds:
    """Evaluate over the missing scope facts; a fact that changes nothing is not missing."""
    return bounds_over(trials_of(ask))


def trials_of(ask: Question, *, claims: bool = True) -> Trials:
    """Evaluate a question without assumptions, over its missing facts, and each with every claim made.

    Parameters
    ----------
    claims : bool
        Whether reliefs that the law offers are claimed too.
    """
    ask.facts.assumed = {}
    ask.facts.asked.clear()
    first = evaluate(ask)
    found: list[tuple[dict[str, str], Outcome]] = [({}, first)]
    whole = True
    if ask.facts.asked:
        found, whole = _over(ask, set(ask.facts.asked))
    offered = {n: ask.claimable[n] for n in sorted(ask.claimable) if claims and n not in ask.facts.given}
    claimed = []
    for made in _some_of(offered, len(found)):
        for chosen, _ in found:
            ask.facts.assumed = {**chosen, **made}
            claimed.append(evaluate(ask))
    ask.facts.assumed = {}
    return Trials(first, tuple(found), whole, tuple(offered), tuple(claimed))


def _some_of(claims: Mapping[str, str], times: int) -> list[dict[str, str]]:
    """All claims together, then every part of them; of too many combinations only each claim by itself."""
    every = 2 ** len(claims) * times <= MAX_COMBINATIONS
    sizes = range(len(claims), 0, -1) if every else sorted({len(claims), 1}, reverse=True)
    return [dict(part) for size in sizes if size for part in combinations(claims.items(), size)]


def bounds_over(tried: Trials) -> Bounds:
    """The bounds of what was evaluated."""
    found, whole = tried.found, tried.whole
    lowest = min((o for _, o in found), key=lambda o: o.duty_cents)
    highest = max((o for _, o in found), key=lambda o: o.duty_cents)
    matter = [name for name in sorted(found[0][0]) if _matters(name, found)]
    best = tried.first
    if not matter:
        best = lowest = highest = found[0][1]
    refunds = {o.refundable_cents for _, o in found} if matter else {best.refundable_cents}
    claims, claimed = _claimed(tried, lowest)
    return Bounds(
        lowest.duty_cents if whole else lowest.base.low_cents,
        highest.high_cents if whole else None,
        tuple(matter),
        best,
        min(claimed.duty_cents, lowest.duty_cents),
        claims,
        lowest,
        highest,
        claimed,
        refunds.pop() if len(refunds) == 1 else None,
    )


def _options(name: str, ask: Question) -> tuple[str, ...]:
    if name == HTS_10:
        return below_options(ask)
    spec = ask.tables.facts[name]
    if spec["type"] == "yes_no":
        return ("yes", "no")
    if name in CONTENTS:
        return ("0", REST, REST_LESS_US) if US_CONTENT in ask.facts.given else ("0", REST)
    if spec["type"] == "money":
        return ("0", str(ask.facts.dollars))
    return tuple(spec.get("values") or ("yes", "no"))


def _over(ask: Question, asked: set[str]) -> tuple[list[tuple[dict[str, str], Outcome]], bool]:
    """Evaluations over all values of the asked facts and those asked for on the way; whether they are all.

    Metals share one value: at most one of those not given is more than nothing. Duties are linear in the
    contents between these values, so no division of the value among them leads outside.
    """
    while True:
        names = sorted(asked)
        rows: list[tuple[dict[str, str], Outcome]] = []
        whole = True
        ask.facts.asked.clear()
        for combination in product(*(_options(n, ask) for n in names)):
            chosen = dict(zip(names, combination, strict=True))
            if sum(chosen.get(metal, "0") != "0" for metal in CONTENTS) > 1:
                continue
            if len(rows) >= MAX_COMBINATIONS:
                whole = False
                break
            ask.facts.assumed = chosen
            rows.append((chosen, evaluate(ask)))
        if ask.facts.asked <= asked or not whole:
            return rows, whole
        asked |= ask.facts.asked


def _matters(name: str, found: Sequence[tuple[Mapping[str, str], Outcome]]) -> bool:
    seen: dict[tuple[tuple[str, str], ...], set[tuple[int, int]]] = {}
    for chosen, outcome in found:
        rest = tuple(sorted((k, v) for k, v in chosen.items() if k != name))
        seen.setdefault(rest, set()).add((outcome.duty_cents, outcome.refundable_cents))
    return any(len(values) > 1 for values in seen.values())


def _claimed(tried: Trials, plain: Outcome) -> tuple[tuple[str, ...], Outcome]:
    """Reliefs that would lower the duty if claimed, and the lowest outcome with all or some of them."""
    if not tried.claims:
        return (), plain
    claimed = min(tried.claimed, key=lambda o: o.duty_cents)
    return (tried.claims, claimed) if claimed.duty_cents < plain.duty_cents else ((), plain)


def low_cents_of(ask: Question, found: Bounds) -> int:
    """The least the goods can owe; of a code that no schedule has, what is owed whatever lists it is on."""
    low = min(found.low_cents, found.claimed_cents)
    if ask.goods.line is not None or found.outcome.base.relieved:
        return low
    layers = zip(found.outcome.layers, found.outcome.cents, strict=True)
    return min(low, sum(cents for layer, (cents, _) in layers if certain(layer, ask)))
