"""When to ship: each span owes what its days owe, the clause that acts is named, open clocks are said."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

import detente as dt
from detente.terms import InputError, UnknownCode

BALLS = {"hts": "9506.62.40", "origin": "CN", "value": "10000"}


def days_of(first: str, last: str):
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        (BALLS, "2025-10-26"),
        ({"hts": "1201.90.00", "origin": "US", "to": "CN", "value": "10000"}, "2025-10-26"),
        ({"hts": "7408.11.60", "origin": "CN", "value": "10000"}, "2025-10-26"),
        (
            {"hts": "8426.19.00", "origin": "CN", "value": "10000", "facts": {"sts_crane": "yes"}},
            "2026-10-01",
        ),
    ],
)
def test_every_day_of_a_span_owes_what_the_span_says(question, known):
    planned = (date.fromisoformat(known) + timedelta(days=20)).isoformat()
    answer = dt.ship(**question, on=planned, known=known)
    assert answer.spans[0].from_day == answer.from_day
    assert answer.spans[-1].last_day == answer.to_day
    for span in answer.spans:
        for day in days_of(span.from_day, span.last_day):
            owed = dt.duty(**question, on=day, known=known)
            assert (owed.status, owed.duty_usd) == (span.status, span.duty_usd), day
            if owed.duty_usd is None:
                assert (owed.low_usd, owed.high_usd) == (span.low_usd, span.high_usd), day


def test_entered_by_the_eve_saves_the_suspended_points():
    # EO 14334 sec. 2: 24 of 34 points are suspended to 10 November 2025, 00:01 Eastern
    answer = dt.ship(**BALLS, on="2025-11-15", known="2025-10-26")
    assert (answer.best_day, answer.saving_usd, answer.saving_points) == ("2025-11-09", Decimal(2400), 24)
    assert "Entered by 9 November 2025 it saves 24 points = 2,400.00 USD" in answer.verdict
    (acting,) = answer.spans[1].acting
    assert acting.measure.startswith("us.ieepa.reciprocal") and acting.cite
    assert acting.moment == "2025-11-10T00:01"
    assert [clock.clock for clock in answer.clocks] == ["us.reciprocal.november-2025"]


def test_what_waits_in_bond_past_a_rise_pays_it():
    answer = dt.ship(**BALLS, on="2025-10-26")
    assert answer.saving_usd == 0 and answer.bonded is not None
    assert (answer.bonded.dearest_from, answer.bonded.dearest_usd) == ("2025-11-10", Decimal(2400))
    assert "past 9 November 2025 costs 2,400.00 USD and storage" in answer.verdict


def test_clocks_of_one_moment_act_each_on_its_own_goods():
    # 10 November 2026: the exclusions end and the suspension of the crane duties ends, at the same minute
    crane = dt.ship("8426.19.00", on="2026-11-05", known="2026-10-01", facts={"sts_crane": "yes"})
    sodium = dt.ship("2805.11.00", on="2026-11-05", known="2026-10-01", facts={"exclusion": "granted"})
    for answer, measure, clock in (
        (crane, "us.s301.cranes-and-chassis", "us.s301.maritime.november-2026"),
        (sodium, "us.s301.list-3", "us.s301.exclusions.november-2026"),
    ):
        span = next(s for s in answer.spans if s.from_day == "2026-11-10")
        assert {a.measure for a in span.acting} == {measure}
        assert clock in {c.clock for c in answer.clocks}
    assert sodium.spans[-1].against_planned_usd == 2500


def test_an_open_clock_is_said_with_both_readings():
    answer = dt.ship("1201.90.00", to="CN", on="2026-11-30")
    assert "open, not settled" in answer.verdict
    assert {r.reading for r in answer.planned.readings} == {"text", "announced"}
    assert any(clock.not_settled for clock in answer.clocks)
    assert answer.bonded is None and any("bonded" in words for words in answer.not_modelled)


def test_a_missing_fact_is_named_and_bounded():
    answer = dt.ship("7408.11.60", on="2025-10-26")
    assert answer.saving_usd is None and answer.best_day == ""
    assert [m.fact for m in answer.missing] == ["copper_value_usd"]
    assert "undetermined" in answer.verdict and "it depends on copper_value_usd" in answer.verdict


def test_what_cannot_be_used_is_refused():
    with pytest.raises(InputError, match="planned day"):
        dt.ship(**BALLS, on="2025-10-26", from_day="2025-11-01")
    with pytest.raises(InputError, match="planned day"):
        dt.ship(**BALLS, on="2025-10-26", to_day="2025-10-01")
    with pytest.raises(UnknownCode):
        dt.ship("9903.88.15", on="2025-10-26")
    with pytest.raises(InputError, match="did you mean"):
        dt.ship(**BALLS, on="2025-10-26", facts={"quanttiy": "3"})


def test_the_command_to_repeat_it_gives_it_again():
    answer = dt.ship("7408.11.60", on="2025-11-15", known="2025-10-26", facts={"copper_value_usd": "8000"})
    assert answer.repeat.command.startswith("detente ship 7408.11.60 --from CN --value 10000 --on 2025-11-15")
    assert "--fact copper_value_usd=8000" in answer.repeat.command
