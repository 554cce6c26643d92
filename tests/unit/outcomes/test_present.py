"""The outcomes for the time after the last checked day."""

from __future__ import annotations

from decimal import Decimal

import pytest

from detente.outcomes import outlook
from detente.outcomes.laying.store import laid, own_outcomes
from detente.outcomes.laying.titles import notes_of
from detente.regime.dated.tables import tables

ROW = {"hts": ["9506.62.40"], "origin": ["CN"], "customs_value_usd": ["10000"]}
NAMES = ["announced", "to-2027-01-10", "thirty-for-thirty", "overcapacity-301"]


def paid(row: dict[str, list[str]], day: str) -> list[Decimal]:
    return [t.duty_usd for t in outlook(row, NAMES, against="by_text", entered=day).totals]


def test_by_text_is_the_law_itself():
    assert laid("by_text").clauses == ()
    assert laid("by_text").law.measures == tables().measures


@pytest.mark.parametrize(("day", "more"), [("2026-11-30", 0), ("2026-12-01", 750), ("2027-03-01", 750)])
def test_the_reported_duty_over_excess_capacity_adds_its_points_from_its_assumed_day(day, more):
    text, announced, extended, thirty, capacity = paid(ROW, day)
    assert text == announced == extended == thirty
    assert capacity - text == more
    assert any("assumption" in note for note in notes_of(["overcapacity-301"], own_outcomes()))


def test_hong_kong_is_not_reached_by_a_duty_reported_for_china():
    text, *_, capacity = paid({**ROW, "origin": ["HK"]}, "2027-03-01")
    assert text == capacity


def test_exclusions_end_by_the_text_and_run_on_where_they_are_extended():
    excluded = {**ROW, "hts": ["2805.11.00"], "exclusion": ["9903.88.69"]}
    for day, differs in (
        ("2026-11-09", False),
        ("2026-11-10", True),
        ("2027-01-09", True),
        ("2027-01-10", False),
    ):
        text, announced, extended, *_ = paid(excluded, day)
        assert text == announced
        assert (extended < text) == differs, day


def test_cuts_without_rates_are_not_modelled_and_never_guessed():
    assert laid("thirty-for-thirty").clauses == laid("announced").clauses
    assert any(
        "not modelled" in note and "errs high" in note
        for note in notes_of(["thirty-for-thirty"], own_outcomes())
    )
