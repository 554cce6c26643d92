"""Laws every answer about goods entering China keeps, over random goods, days, values and knowledge."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.regime.dated.tables import tables
from detente.terms import UnknownCode

LAYERS = ("retaliation_232", "retaliation_2025", "safeguard")


@cache
def _codes() -> list[str]:
    return sorted(schedule("CN").codes(8))


def days() -> st.SearchStrategy[str]:
    first = date(2018, 1, 2)
    return st.integers(0, 3300).map(lambda n: (first + timedelta(days=n)).isoformat())


def codes() -> st.SearchStrategy[str]:
    return st.integers(0, 10_000).map(lambda n: _codes()[n % len(_codes())])


def _duty(code: str, day: str, known: str | None = None, **facts: str):
    given = {"quota": "in", **facts}
    try:
        return duty(code, origin="US", to="CN", value="100000", on=day, known=known, facts=given)
    except UnknownCode:  # the line does not stand that day
        reject()


@settings(max_examples=120, deadline=None)
@given(codes(), days())
def test_an_exclusion_lifts_the_answers_to_section_301_and_nothing_else(code: str, day: str) -> None:
    stated, granted = _duty(code, day), _duty(code, day, exclusion="granted")
    if stated.duty_usd is None or granted.duty_usd is None:
        return

    def of(answer, names):
        return sum((x.duty_usd for x in answer.lines if x.component in names), Decimal(0))

    assert of(stated, (*LAYERS, "mfn")) == of(granted, (*LAYERS, "mfn"))
    assert granted.duty_usd <= stated.duty_usd
    assert of(granted, ("retaliation_301",)) in (0, of(stated, ("retaliation_301",)))


@settings(max_examples=120, deadline=None)
@given(codes(), days())
def test_the_total_is_the_sum_of_its_lines_and_vat_stands_apart(code: str, day: str) -> None:
    answer = _duty(code, day)
    if answer.duty_usd is None:
        return
    assert answer.duty_usd == sum((x.duty_usd for x in answer.lines), Decimal(0))
    for fee in answer.fees:
        expected = (answer.customs_value_usd + answer.duty_usd) * fee.rate_pct / 100
        assert abs(fee.duty_usd - expected) <= Decimal("0.005")


@settings(max_examples=80, deadline=None)
@given(codes(), days(), days())
def test_what_becomes_known_later_changes_no_earlier_answer(code: str, day: str, known: str) -> None:
    verified = tables().verified
    before = _duty(code, day, min(known, verified))
    # every citation of a line in force was known by then
    for line in before.lines:
        if line.known_since:
            assert line.known_since <= min(known, verified)


@settings(max_examples=60, deadline=None)
@given(codes(), st.sampled_from(["2026-11-10T13:01", "2026-12-01", "2027-06-01"]))
def test_a_lapse_brings_back_the_suspended_24_points_and_no_more(code: str, moment: str) -> None:
    known = tables().verified
    held = _duty(code, "2026-11-10T13:00", known)
    after = _duty(code, moment, known)
    if held.total_pct is None or after.total_pct is None:
        return
    exempt = any(x.component == "retaliation_2025" and x.status == "exempt" for x in held.lines)
    assert after.total_pct - held.total_pct == (0 if exempt else 24)
