"""What the lapse of a clock costs a portfolio: by the text, less the same with what ends then extended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from detente.outcomes.clocks.upcoming import Decision
from detente.outcomes.costs.compare import entered_on
from detente.outcomes.costs.compute import compute_outcomes
from detente.outcomes.laying.choose import extend_clock
from detente.outcomes.laying.overlay import Laid, base, lay
from detente.portfolio import LinesUnder
from detente.regime import ClockRow, FeeLicenceTables, Tables, zh_day
from detente.rowfiles import Sheet
from detente.terms import LawError

NO_DUTY: dict[str, object] = {
    "cost_words": "no duty: a licence, fee or ownership clause",
    "cost_words_zh": "不涉及关税：许可、港口费或股权条款",
}
NO_END: dict[str, object] = {
    "cost_words": "nothing in the law ends then: no instrument",
    "cost_words_zh": "届时并无法律文件到期",
}


def with_costs(
    rows: Sequence[Decision], law: Tables, trade: FeeLicenceTables, known: str, sheet: Sheet
) -> tuple[Decision, ...]:
    """What the lapse of each clock costs a portfolio.

    The cost is what the lines would owe if each were entered on the clock's last day and the text took its
    course, less what they would owe then if what the clock ends were extended; settled lines, USD. For duties
    that step by their own text it is the day of the step less the day before, all steps of a day together.
    """
    ground = base(law, trade, known)
    by_id = {c.id: c for c in law.clocks}
    priced_with: dict[str, Decision] = {}
    priced = []
    for row in rows:
        clock = by_id.get(row.clock.id)
        if row.kind == "duty":
            # a day's steps meet in one line's stack: they are priced together, once
            first = priced_with.setdefault(row.clock.last_moment[:10], row)
            cost = _step_cost(ground, sheet, row) if first is row else _counted_with(first)
        elif clock is None:
            cost = NO_DUTY
        else:
            cost = _lapse_cost(ground, sheet, clock)
        priced.append(row.model_copy(update=cost))
    return tuple(priced)


def _counted_with(first: Decision) -> dict[str, object]:
    clock = first.clock
    return {
        "cost_words": f"counted with {clock.id}",
        "cost_words_zh": f"与{clock.title_zh or clock.title}合并计算",
    }


def _lapse_cost(ground: Laid, sheet: Sheet, clock: ClockRow) -> dict[str, object]:
    """Every line entered on the clock's last day: lapse against extension for a year; settled lines, USD."""
    day = clock.last_moment[:10]
    year = (date.fromisoformat(day) + timedelta(days=366)).isoformat()
    try:
        longer = lay(ground, extend_clock(clock, year))
    except LawError:
        return NO_END
    laids = {"lapse": ground, "extended": longer}
    lapse, extended = compute_outcomes(entered_on(sheet, day), laids, known=ground.known).money
    cost, lines = _difference_usd(extended, lapse)
    return {
        "cost_usd": cost,
        "cost_words": f"if every line were entered on {day}: lapse against extension, {lines} settled lines",
        "cost_words_zh": f"假设各行均于{zh_day(day)}进口申报：到期失效与延长之差，{lines}行税额已定",
    }


def _step_cost(ground: Laid, sheet: Sheet, row: Decision) -> dict[str, object]:
    """Every line entered on the day of a step against the day before; settled lines, USD."""
    day = row.clock.last_moment[:10]
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    before, after = (
        compute_outcomes(entered_on(sheet, entered), {"law": ground}, known=ground.known).money[0]
        for entered in (eve, day)
    )
    cost, lines = _difference_usd(before, after)
    return {
        "cost_usd": cost,
        "cost_words": f"if every line were entered on {day}, all that begins or ends that day: "
        f"against the day before, {lines} settled lines",
        "cost_words_zh": (
            f"假设各行均于{zh_day(day)}进口申报，当日起止的措施合并：与前一日之差，{lines}行税额已定"
        ),
    }


def _difference_usd(one: LinesUnder, two: LinesUnder) -> tuple[Decimal, int]:
    """Duty under `two` less duty under `one`, USD, over lines settled under both, and their number."""
    settled = one.settled & two.settled
    cents = int(np.where(settled, two.duty - one.duty, 0).sum())
    return Decimal(cents) / 100, int(settled.sum())
