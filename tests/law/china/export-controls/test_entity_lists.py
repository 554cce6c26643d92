"""China's lists of entities: the day before, the day, the day after; suspended returns, stopped does not."""

from __future__ import annotations

import pytest

from detente.regime.dated.law_tables import law_tables
from detente.regime.on_a_day.fee_licence_tracks import standing
from detente.screening.lists import law_lists


def state(track, on, known=None, announced=False):
    (lists,) = law_tables().entity_lists
    found = next(t for t in lists.tracks if t.id == track)
    return standing(found, "CN", f"{on}T23:59", known or on, announced=announced).state


@pytest.mark.parametrize(
    ("track", "on", "expect"),
    [
        ("control-2026-06-22", "2026-06-21", "not_begun"),
        ("control-2026-06-22", "2026-06-22", "in_force"),
        ("control-2025-03-04", "2025-11-09", "in_force"),
        ("control-2025-03-04", "2025-11-10", "ended"),
        ("control-2025-03-04", "2026-11-12", "ended"),
        ("control-2025-04-04", "2025-05-13", "in_force"),
        ("control-2025-04-04", "2025-05-14", "suspended"),
        ("control-2025-04-04", "2025-08-12", "suspended"),
        ("control-2025-04-04", "2025-11-10", "suspended"),
        ("control-2025-04-04", "2026-11-10", "suspended"),
        ("control-2025-04-04", "2026-11-11", "in_force"),
        ("control-2025-04-09", "2025-08-11", "suspended"),
        ("control-2025-04-09", "2025-08-12", "ended"),
        ("hanwha-2025-10-14", "2025-10-13", "not_begun"),
        ("hanwha-2025-10-14", "2025-11-09", "in_force"),
        ("hanwha-2025-10-14", "2025-11-10", "suspended"),
        ("hanwha-2025-10-14", "2026-11-11", "in_force"),
    ],
)
def test_an_action_on_its_days(track, on, expect):
    assert state(track, on) == expect


def test_an_action_as_known_before_its_suspension():
    assert state("hanwha-2025-10-14", "2025-11-10", "2025-10-26") == "in_force"
    assert state("hanwha-2025-10-14", "2026-11-12", "2026-10-09", announced=True) == "suspended"


def test_names_come_with_the_count_of_those_not_read():
    listed = law_lists(law_tables(), "2026-07-01T23:59", "2026-07-01")
    assert "MP Materials" in listed.frame["name"].to_list()
    assert any("names read of" in note for note in listed.notes)
    assert (
        "MP Materials"
        not in law_lists(law_tables(), "2026-06-21T23:59", "2026-06-21").frame["name"].to_list()
    )
