"""A track at the minute before, at and after each boundary, and on the day before, of and after knowledge."""

from __future__ import annotations

from typing import Any

import pytest

from detente.regime.dated.rows import EventRow
from detente.regime.on_a_day.timeline import TrackState, change_moments, governing, track_state
from sample_rows import (
    AFTER_END,
    AFTER_START,
    BEFORE_END,
    BEFORE_START,
    END,
    START,
    event,
    exemption,
    measure,
    provision,
    stacking,
)

KNOWN = "2025-12-31"
MIDDLE = "2025-06-01T12:00"


def state_at(moment: str, *events: EventRow, known: str = KNOWN, **more: Any) -> TrackState | None:
    state = more.pop("state", "by_text")
    row = measure(provision(ppm=300_000, **more), events=events)
    return track_state(row, row.tracks[0], moment, known, state)


def found_at(moment: str, *events: EventRow, known: str = KNOWN, **more: Any) -> TrackState:
    found = state_at(moment, *events, known=known, **more)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (BEFORE_START, False),
        (START, True),
        (AFTER_START, True),
        (BEFORE_END, True),
        (END, False),
        (AFTER_END, False),
    ],
)
def test_a_clause_holds_from_its_first_minute_to_the_minute_before_its_end(moment: str, holds: bool) -> None:
    found = state_at(moment)
    assert (found is not None) is holds
    if found is not None:
        assert (found.status, found.ppm, found.suspended_ppm, found.payable_ppm) == (
            "in_force",
            300_000,
            0,
            0,
        )
        assert found.event is None
        assert found.heading == "9903.01.01"
        assert found.provision.id == "main"


@pytest.mark.parametrize(
    ("known", "holds"), [("2025-03-02", False), ("2025-03-03", True), ("2025-03-04", True)]
)
def test_a_clause_counts_from_the_day_it_is_known(known: str, holds: bool) -> None:
    assert (state_at(MIDDLE, known=known) is not None) is holds
    row = provision()
    assert governing((row,), MIDDLE, known) == (row if holds else None)


def test_of_the_clauses_that_cover_a_moment_the_one_known_last_prevails() -> None:
    first, second = (
        provision("first", 100_000, known="2025-03-01"),
        provision("second", 200_000, known="2025-03-05"),
    )
    for track in ((first, second), (second, first)):
        assert governing(track, MIDDLE, "2025-03-04") is first
        assert governing(track, MIDDLE, "2025-03-05") is second
        assert governing(track, MIDDLE, "2025-03-06") is second


def test_of_two_clauses_known_on_one_day_the_later_in_the_file_prevails() -> None:
    first, second = provision("first"), provision("second")
    assert governing((first, second), MIDDLE, KNOWN) is second
    assert governing((second, first), MIDDLE, KNOWN) is first


def test_a_clause_known_later_that_does_not_cover_the_moment_takes_nothing_over() -> None:
    first = provision("first", known="2025-03-01")
    later = provision("later", known="2025-03-02", start=END, until="2026-01-01T00:00")
    assert governing((first, later), BEFORE_END, KNOWN) is first
    assert governing((first, later), END, KNOWN) is later


@pytest.mark.parametrize(
    ("moment", "status", "ppm", "off"),
    [
        ("2025-05-14T00:00", "in_force", 300_000, 0),
        ("2025-05-14T00:01", "in_force", 60_000, 240_000),
        ("2025-05-14T00:02", "in_force", 60_000, 240_000),
        ("2025-08-12T00:00", "in_force", 60_000, 240_000),
        ("2025-08-12T00:01", "in_force", 300_000, 0),
        ("2025-08-12T00:02", "in_force", 300_000, 0),
    ],
)
def test_a_suspension_takes_points_off_while_it_lasts(moment: str, status: str, ppm: int, off: int) -> None:
    pause = event(
        "suspend", points=240_000, start="2025-05-14T00:01", until="2025-08-12T00:01", heading="9903.01.25"
    )
    found = found_at(moment, pause)
    assert (found.status, found.ppm, found.suspended_ppm) == (status, ppm, off)
    assert found.payable_ppm == 0
    assert found.heading == ("9903.01.25" if off else "9903.01.01")
    assert found.event is (pause if off else None)


@pytest.mark.parametrize(
    ("known", "off"), [("2025-05-11", 0), ("2025-05-12", 240_000), ("2025-05-13", 240_000)]
)
def test_a_suspension_counts_from_the_day_it_is_known(known: str, off: int) -> None:
    pause = event("suspend", points=240_000, known="2025-05-12")
    assert found_at(MIDDLE, pause, known=known).suspended_ppm == off


def test_a_suspension_of_everything_leaves_nothing_and_says_so() -> None:
    for pause in (event("suspend"), event("suspend", points=300_000), event("suspend", points=900_000)):
        found = found_at(MIDDLE, pause)
        assert (found.status, found.ppm, found.suspended_ppm, found.payable_ppm) == (
            "suspended",
            0,
            300_000,
            0,
        )
        assert found.event is pause
        assert found.heading == "9903.01.01"
        assert found.provision.id == "main"


def test_a_suspension_of_everything_is_a_suspension_of_a_free_clause_too() -> None:
    found = state_at(MIDDLE, event("suspend"), until=END)
    assert found is not None
    row = measure(provision(ppm=0), events=(event("suspend"),))
    free = track_state(row, row.tracks[0], MIDDLE, KNOWN)
    assert free is not None
    assert (free.status, free.ppm, free.suspended_ppm) == ("suspended", 0, 0)


def test_a_suspension_of_no_points_leaves_the_clause_in_force_without_an_event() -> None:
    found = found_at(MIDDLE, event("suspend", points=0))
    assert (found.status, found.ppm, found.suspended_ppm, found.event) == ("in_force", 300_000, 0, None)


def test_a_suspension_reaches_only_the_clauses_it_names() -> None:
    assert found_at(MIDDLE, event("suspend", of=frozenset({"main", "x"}))).status == "suspended"
    assert found_at(MIDDLE, event("suspend", of=frozenset({"x"}))).status == "in_force"


def test_of_two_suspensions_the_one_that_began_last_counts() -> None:
    first = event("suspend", "first", points=100_000, start=START)
    second = event("suspend", "second", points=200_000, start=AFTER_START)
    for events in ((first, second), (second, first)):
        assert found_at(MIDDLE, *events).suspended_ppm == 200_000
        assert found_at(START, *events).suspended_ppm == 100_000


def test_of_two_suspensions_that_began_together_the_one_known_last_counts() -> None:
    first = event("suspend", "first", points=100_000, known="2025-04-01")
    second = event("suspend", "second", points=200_000, known="2025-04-02")
    for events in ((first, second), (second, first)):
        assert found_at(MIDDLE, *events).suspended_ppm == 200_000
        assert found_at(MIDDLE, *events, known="2025-04-01").suspended_ppm == 100_000


def test_of_two_suspensions_alike_in_both_days_the_later_in_the_file_counts() -> None:
    first, second = event("suspend", "first", points=100_000), event("suspend", "second", points=200_000)
    assert found_at(MIDDLE, first, second).suspended_ppm == 200_000
    assert found_at(MIDDLE, second, first).suspended_ppm == 100_000


def test_a_lift_takes_a_suspension_off() -> None:
    pause, lift = event("suspend"), event("lift", "lift", start="2025-06-01T00:01")
    assert found_at("2025-06-01T00:00", pause, lift).status == "suspended"
    for moment in ("2025-06-01T00:01", "2025-06-01T00:02"):
        found = found_at(moment, pause, lift)
        assert (found.status, found.ppm, found.suspended_ppm, found.event) == ("in_force", 300_000, 0, None)


def test_an_end_ends_and_stands_before_all_else() -> None:
    end = event("end", start="2025-06-01T00:01")
    others = (event("suspend"), event("void"))
    assert found_at("2025-06-01T00:00", end).status == "in_force"
    for events in ((end, *others), (*others, end)):
        for moment in ("2025-06-01T00:01", "2025-06-01T00:02"):
            found = found_at(moment, *events)
            assert (found.status, found.ppm, found.suspended_ppm, found.payable_ppm) == ("ended", 0, 0, 0)
            assert found.event is end
            assert found.provision.ppm == 300_000


@pytest.mark.parametrize(
    ("moment", "status", "payable"),
    [
        ("2025-02-20T12:00", None, 0),
        (START, "void", 300_000),
        ("2025-06-01T00:00", "void", 300_000),
        ("2025-06-01T00:01", "void", 0),
        ("2025-06-01T00:02", "void", 0),
    ],
)
def test_a_ruling_voids_and_what_was_collected_until_a_day_is_payable(
    moment: str, status: str | None, payable: int
) -> None:
    ruling = event("void", collected_until="2025-06-01T00:01", heading="not shown")
    found = state_at(moment, ruling)
    assert (found and found.status) == status
    if found is not None:
        assert (found.ppm, found.payable_ppm, found.event) == (0, payable, ruling)
        assert found.provision.id == "main"
        assert found.heading == "9903.01.01"


@pytest.mark.parametrize(
    ("known", "status"), [("2026-02-19", "in_force"), ("2026-02-20", "void"), ("2026-02-21", "void")]
)
def test_a_ruling_counts_from_the_day_it_is_known(known: str, status: str) -> None:
    assert found_at(MIDDLE, event("void", known="2026-02-20"), known=known).status == status


def test_what_was_suspended_was_not_collected_and_is_not_payable() -> None:
    ruling = event("void", "ruling")
    pause = event("suspend", points=240_000, heading="9903.01.25")
    for events in ((ruling, pause), (pause, ruling)):
        found = found_at(MIDDLE, *events)
        assert (found.status, found.ppm, found.suspended_ppm, found.payable_ppm) == (
            "void",
            0,
            240_000,
            60_000,
        )
        assert found.event is ruling
        assert found.heading == "9903.01.25"
    assert found.provision.id == "main"
    nothing = found_at(MIDDLE, ruling, event("suspend"))
    assert (nothing.suspended_ppm, nothing.payable_ppm) == (300_000, 0)


def test_what_was_only_announced_counts_in_the_announced_reading_alone() -> None:
    said = event("suspend", points=240_000, announced_only=True)
    assert found_at(MIDDLE, said).suspended_ppm == 0
    assert found_at(MIDDLE, said, state="announced").suspended_ppm == 240_000
    assert found_at(MIDDLE, event("suspend", points=100_000), state="announced").suspended_ppm == 100_000
    row = measure(provision(), events=(said,))
    by_default = track_state(row, row.tracks[0], MIDDLE, KNOWN)
    assert by_default is not None
    assert by_default.suspended_ppm == 0


def test_the_moments_of_change_are_those_of_clauses_exemptions_events_and_stacking_in_order() -> None:
    row = measure(
        provision(start="2025-03-04T00:01", until="2025-11-10T00:01"),
        exemptions=(exemption(start="2025-04-05T00:01", until="2025-05-27T00:01"),),
        events=(event("suspend", start="2025-05-14T00:01", until="2025-08-12T00:01"),),
        stacking=(stacking(start="2025-06-04T00:01", until="2025-07-01T00:01"),),
    )
    assert change_moments(row) == (
        "2025-03-04T00:01", "2025-04-05T00:01", "2025-05-14T00:01", "2025-05-27T00:01", "2025-06-04T00:01",
        "2025-07-01T00:01", "2025-08-12T00:01", "2025-11-10T00:01",
    )  # fmt: skip


def test_a_moment_that_is_not_known_yet_is_no_change() -> None:
    row = measure(
        provision(known="2025-03-03"),
        exemptions=(exemption(known="2025-04-02", start="2025-04-05T00:01", until="2025-05-27T00:01"),),
        events=(event("end", known="2025-05-12", start="2025-05-14T00:01", until="2025-08-12T00:01"),),
    )
    assert change_moments(row, "2025-03-02") == ()
    assert change_moments(row, "2025-03-03") == (START, END)
    assert change_moments(row, "2025-04-02") == (START, "2025-04-05T00:01", "2025-05-27T00:01", END)
    assert len(change_moments(row, "2025-05-11")) == 4
    assert len(change_moments(row, "2025-05-12")) == 6


def test_beginnings_before_2000_and_open_ends_are_no_changes() -> None:
    open_ended = measure(
        provision(start="0000-01-01T00:00", until="9999-12-31T23:59"),
        provision(start="1999-12-31T23:59", until="2000-01-01T00:00"),
    )
    assert change_moments(open_ended) == ("2000-01-01T00:00",)
    assert change_moments(measure(provision(until="8999-12-31T23:59")))[-1] == "8999-12-31T23:59"
    assert change_moments(measure(provision(until="9000-01-01T00:00"))) == (START,)
