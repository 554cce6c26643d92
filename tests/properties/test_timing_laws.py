"""What must hold of waiting, zones and drawback whatever the goods, the days and the outcomes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.duties.evaluation import duty
from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.entering.holding import hold
from detente.outcomes.entering.timing import compare_days
from detente.outcomes.entering.waiting import OPEN, best_rule
from detente.outcomes.laying.store import with_files
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.tables import tables

CODES = (
    "9506.62.40",
    "8517.13.00",
    "7318.15.20",
    "8501.10.40",
    "9401.61.40.11",
    "8541.43.00.10",
    "8711.60.00",
)
OUTCOMES = ("lapse", "truce", "busan", "plus100")
KNOWN = "2025-10-29"
calm = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2025, 10, 29), date(2026, 12, 31))


def _sheet(code, day, value, **more):
    facts = {"steel_value_usd": value} if code.startswith(("7318", "8711")) else {}
    return frame_sheet(
        pl.DataFrame(
            {
                "hts": [code],
                "origin": ["CN"],
                "entry_date": [day.isoformat()],
                "customs_value_usd": [str(value)],
            }
            | {k: [str(v)] for k, v in (facts | more).items()}
        )
    )


def _held(sheet, names=OUTCOMES):
    made = outcomes_on(sheet, names, rows=with_files([]), known=KNOWN)
    return hold(sheet, dict(zip(made.names, made.laids, strict=True)), KNOWN, made), made


@calm
@given(st.sampled_from(CODES), days, st.integers(1, 5_000_000), st.data())
def test_the_duty_on_any_day_of_withdrawal_is_that_of_entry_on_the_day(code, arrival, value, data):
    """And the first day after each change of law stands for every day until the next."""
    held, made = _held(_sheet(code, arrival, value))
    later = arrival + timedelta(days=data.draw(st.integers(0, 600)))
    again, _ = _held(_sheet(code, later, value))
    column = max(
        (d for d, c in enumerate(held.days) if c[0] <= later.isoformat()), key=lambda d: held.days[d][0]
    )
    for k in range(len(made.names)):
        assert held.open_[column, k, 0] == again.open_[0, k, 0]
        assert held.duty[column, k, 0] == again.duty[0, k, 0]


@calm
@given(st.sampled_from(CODES), days, st.integers(1, 5_000_000))
def test_withdrawal_on_the_day_of_arrival_is_entry_and_the_best_day_never_costs_more(code, arrival, value):
    found = compare_days(
        _sheet(code, arrival, value),
        dict(zip(*_names(arrival), strict=True)),
        tables(),
        KNOWN,
        with_hindsight=False,
    )
    for total in found.held:
        if total.lines:
            assert total.arrival_usd == total.planned_usd
            assert total.best_usd <= total.arrival_usd
            assert total.saving_usd == total.arrival_usd - total.best_usd


def _names(arrival):
    made = outcomes_on(_sheet("9506.62.40", arrival, 1), OUTCOMES, rows=with_files([]), known=KNOWN)
    return made.names, made.laids


@calm
@given(st.sampled_from(CODES), days, st.integers(1, 400), st.integers(1, 5_000_000))
def test_privileged_foreign_status_owes_the_duty_of_the_day_of_admission_whenever_the_goods_leave(
    code, arrival, later, value
):
    """Where no order reaches back: none known on the day does, for goods that arrive after March 2025."""
    out = arrival + timedelta(days=later)
    sheet = _sheet(code, out, value, imported_on=arrival.isoformat())
    names, laids = _names(arrival)
    found = compare_days(sheet, dict(zip(names, laids, strict=True)), tables(), KNOWN, with_hindsight=False)
    at_entry, made = _held(_sheet(code, arrival, value))
    for total in found.held:
        if total.lines:
            k = made.names.index(total.outcome)
            assert total.zone_lines == 1
            assert total.zone_usd == Decimal(int(at_entry.duty[0, k, 0])) / 100


@calm
@given(
    st.sampled_from(CODES),
    st.dates(date(2025, 3, 12), date(2026, 10, 1)),
    st.integers(0, 2400),
    st.integers(1, 5_000_000),
    st.sampled_from(["unused", "manufacturing", "rejected"]),
)
def test_drawback_is_never_above_99_percent_of_what_was_paid_and_nothing_after_five_years(
    code, entered, wait_days, value, kind
):
    facts = {"reexported_on": (entered + timedelta(days=wait_days)).isoformat(), "drawback_kind": kind}
    if code.startswith(("7318", "8711")):
        facts["steel_value_usd"] = str(value)
    answer = duty(code, value=str(value), on=entered.isoformat(), facts=facts)
    back = answer.drawback
    for line in back.lines:
        assert 0 <= (line.drawback_usd or 0) <= line.paid_usd * Decimal("0.99")
        assert line.drawback_usd is None or line.allowed == "yes" or line.drawback_usd == 0
    assert (back.drawback_usd or 0) <= back.paid_usd * Decimal("0.99")
    if facts["reexported_on"] > back.last_day_out:
        assert all(not line.drawback_usd for line in back.lines)


small = st.integers(0, 50)


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_option_to_wait_is_worth_between_nothing_and_foresight(d, k, data):
    rows = [[data.draw(small) for _ in range(k)] for _ in range(d)]
    rows[0] = [rows[0][0]] * k  # the outcome shows only later
    parts = [data.draw(st.integers(1, 9)) for _ in range(k)]
    chance = [Fraction(p, sum(parts)) for p in parts]
    first = date(2025, 11, 1)
    found = best_rule([(first + timedelta(days=7 * t)).isoformat() for t in range(d)], rows, chance)
    assert 0 <= found.value <= found.at_once - found.foreseen
    assert sum(part for _, part in found.steps) == 1
    assert 0 <= found.days <= 7 * (d - 1)
    # no rule that ignores what is seen does better: a fixed day is one of the rules
    for t in range(d):
        assert found.best <= sum(r * c for r, c in zip(rows[t], chance, strict=True))


def test_a_day_on_which_goods_cannot_be_withdrawn_is_never_used():
    half = [Fraction(1, 2)] * 2
    found = best_rule(["2025-11-01", "2025-11-10"], [[300, 300], [OPEN, OPEN]], half)
    assert found.steps == (("2025-11-01", 1),)


def test_the_outcome_seen_decides_when_to_withdraw():
    """Two outcomes that part on day 2: one falls further on day 3, the other rises; each treated so."""
    rows = [[100, 100], [90, 95], [10, 500]]
    found = best_rule(["2025-11-01", "2025-11-02", "2025-11-03"], rows, [Fraction(1, 2)] * 2)
    assert found.best == Fraction(10 + 95, 2)
    assert found.steps == (("2025-11-02", Fraction(1, 2)), ("2025-11-03", Fraction(1, 2)))


@pytest.mark.parametrize("code", CODES)
def test_the_drawback_of_a_portfolio_line_is_that_of_the_single_shipment(code):
    facts = {"reexported_on": "2026-05-01"}
    sheet = _sheet(code, date(2025, 11, 3), 61_000, **facts)
    names, laids = _names(date(2025, 11, 3))
    found = compare_days(sheet, dict(zip(names, laids, strict=True)), tables(), KNOWN, with_hindsight=False)
    more = {"steel_value_usd": "61000"} if code.startswith(("7318", "8711")) else {}
    alone = duty(code, value="61000", on="2025-11-03", known=KNOWN, facts=facts | more)
    row = next((r for r in found.drawn_lines if r.outcome == "as_known"), None)
    assert (row is None) == (alone.drawback.drawback_usd is None)
    if row is not None:
        assert (row.drawback_usd, row.paid_usd) == (alone.drawback.drawback_usd, alone.drawback.paid_usd)
