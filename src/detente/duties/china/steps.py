"""What a good has paid on entry into China, step by step: one row each time the total changes."""

from __future__ import annotations

from decimal import Decimal

from detente.duties.china import entry as china
from detente.duties.duty_answer import DutyAnswer
from detente.duties.evaluation import answer, duty
from detente.duties.goods import goods_of, schedule
from detente.duties.shipment import read_shipment
from detente.regime import MeasureRow, Reading, State, Tables, change_moments
from detente.terms import Frozen, HtsCode

BASE = "mfn"


class Step(Frozen):
    """A span of one total; `until` is empty where no end is known.

    `because` names what changed; percent of customs value, VAT apart. Where the next span begins later than
    one ends, what is due between them is not known, or the line does not stand.
    """

    start: str
    until: str
    total_pct: Decimal
    excluded_pct: Decimal
    vat_pct: Decimal
    because: tuple[str, ...]


def _measures_touching(law: Tables, lists: set[str]) -> list[MeasureRow]:
    rows = []
    for measure in law.measures:
        if measure.direction == china.CHINA_IMPORT and measure.tracks:
            named = measure.lists or frozenset().union(*(p.lists for p in measure.provisions()))
            if not named or named & lists:
                rows.append(measure)
    return rows


def steps(
    law: Tables,
    hts: str,
    first: str,
    last: str,
    *,
    known: str,
    state: State = "by_text",
    facts: dict[str, str] | None = None,
    added: bool = False,
) -> tuple[Step, ...]:
    """The totals of a good from one day to another as the law stood, with and without an approved exclusion.

    Parameters
    ----------
    first, last : str
        ISO days.
    known : str
        Day of the knowledge used for moments after it; earlier moments are answered as known on their own
        day.
    added : bool
        The duties on top of the base duty alone, for a line whose base rate is not known.
    """
    code = HtsCode.read(hts)
    book = schedule("CN")
    goods = goods_of(book, code.digits, first)
    moments = {f"{first}T00:00"}
    for measure in _measures_touching(law, {m.list_id for m in goods.memberships}):
        moments.update(change_moments(measure))
        moments.update(m for e in measure.events for m in (e.start, e.until))
    days = [day for line in book.lines(code.digits) for day in (line.from_day, line.to_day)]
    moments.update(f"{day}T00:00" for day in days if day)
    rows: list[Step] = []
    before: set[str] = set()
    for moment in sorted(m for m in moments if f"{first}T00:00" <= m <= f"{last}T23:59"):
        step, layers = _step_at(law, code, moment, min(moment[:10], known), state, dict(facts or {}), added)
        open_ = bool(rows) and not rows[-1].until
        if step is None:  # from here it is not known, or the line does not stand
            if open_:
                rows[-1] = rows[-1].model_copy(update={"until": moment})
            continue
        if open_ and _percents_of(rows[-1]) == _percents_of(step):
            continue
        because = (*sorted(layers - before), *(f"no longer: {layer}" for layer in sorted(before - layers)))
        if open_:
            rows[-1] = rows[-1].model_copy(update={"until": moment})
        rows.append(step.model_copy(update={"because": because}))
        before = layers
    return tuple(rows)


def _step_at(
    law: Tables, code: HtsCode, moment: str, known: str, state: State, facts: dict[str, str], added: bool
) -> tuple[Step | None, set[str]]:
    """The totals at a moment, none where a fact is missing, and the layers they are made of."""
    line = schedule("CN").lines(code.digits)
    if line and not any(row.holds_on(moment[:10]) for row in line):
        return None, set()  # the line does not stand that day
    ship = read_shipment(
        code.dotted, origin="US", to="CN", value="100000", on=moment, known=known, facts=facts
    )
    answered = answer(ship, law, schedule("CN"), _reading(state))
    excluded = duty(
        code.dotted, origin="US", to="CN", value="100000", on=moment, known=known,
        facts={**facts, "exclusion": "granted"}, reading=_reading(state),
    )  # fmt: skip
    total, without = (_added(a, law) if added else a.total_pct for a in (answered, excluded))
    if total is None or without is None:
        return None, set()
    step = Step(
        start=moment,
        until="",
        total_pct=total,
        excluded_pct=without,
        vat_pct=sum((fee.rate_pct or Decimal(0) for fee in answered.fees), Decimal(0)),
        because=(),
    )
    shown = [x for x in answered.lines if x.status == "in_force" and x.rate_pct]
    return step, {f"{x.title} {x.rate}" for x in shown if not (added and x.component == BASE)}


def _added(answer: DutyAnswer, law: Tables) -> Decimal | None:
    """Percent of the duties on top of the base duty; None where a fact decides whether one is due."""
    if any(fact.fact in law.facts and fact.fact != china.QUOTA_NEED.fact for fact in answer.missing):
        return None
    due = (x.rate_pct for x in answer.lines if x.component != BASE and x.status == "in_force")
    return sum((rate for rate in due if rate is not None), Decimal(0))


def _reading(state: State) -> Reading:
    return "announced" if state == "announced" else "text"


def _percents_of(step: Step) -> tuple[Decimal, Decimal, Decimal]:
    return step.total_pct, step.excluded_pct, step.vat_pct
