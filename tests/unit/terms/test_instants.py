"""A day is a day, a time given is a minute: of whichever clock, in whichever form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.terms import InputError, Instant, in_zone, local_moment, moment_text, read_day, read_moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-11-10", "2025-11-10T23:59"),
        ("2025-11-10T00:00", "2025-11-10T00:00"),
        ("2025-11-10 00:00", "2025-11-10T00:00"),
        ("2025-11-10T00:00:00", "2025-11-10T00:00"),
        ("2025-11-10T00:01", "2025-11-10T00:01"),
        ("2025-11-10T00:00:59", "2025-11-10T00:00"),
        ("2025-11-10T00:01:00.250", "2025-11-10T00:01"),
        ("2025-11-10T23:59", "2025-11-10T23:59"),
        ("2025-11-10t13:01", "2025-11-10T13:01"),
        ("2025-11-10T9:05", "2025-11-10T09:05"),
        ("10 Nov 2025 13:01", "2025-11-10T13:01"),
        ("Nov 10, 2025, 13:01", "2025-11-10T13:01"),
        ("11/13/2025 0:01", "2025-11-13T00:01"),
        ("11/13/2025 1:05 PM", "2025-11-13T13:05"),
        ("11/13/2025 12:00 a.m.", "2025-11-13T00:00"),
        ("11/13/2025 12:30 pm", "2025-11-13T12:30"),
        ("2025年11月10日 13:01", "2025-11-10T13:01"),
        ("20251110 13:01", "2025-11-10T13:01"),
        ("2025-11-10 00:00:01", "2025-11-10T00:00"),
        ("2025-11-10 00:01:00", "2025-11-10T00:01"),
        ("45971", "2025-11-10T23:59"),
        ("45971.0", "2025-11-10T23:59"),
        ("45971.5", "2025-11-10T12:00"),
        ("45971.000694444", "2025-11-10T00:01"),
    ],
)
def test_a_time_given_is_the_minute_it_names(text: str, moment: str) -> None:
    assert read_moment(text) == moment
    assert (
        read_moment(text, side="CN") == moment
    )  # without an offset it is read on the clock of the side asked
    assert read_day(text).isoformat() == moment[:10]


@pytest.mark.parametrize("text", ["2025-11-10 00:00:00", "2025-11-10 00:00:00.000000"])
def test_what_a_spreadsheet_makes_of_a_day_is_a_day(text: str) -> None:
    assert read_moment(text) == "2025-11-10T23:59"


@pytest.mark.parametrize(
    ("text", "washington", "beijing"),
    [
        ("2025-11-10T05:00Z", "2025-11-10T00:00", "2025-11-10T13:00"),
        ("2025-11-10T05:01Z", "2025-11-10T00:01", "2025-11-10T13:01"),
        ("2025-11-10T04:59:59Z", "2025-11-09T23:59", "2025-11-10T12:59"),
        ("2025-11-10T00:00-05:00", "2025-11-10T00:00", "2025-11-10T13:00"),
        ("2025-11-10T13:01+08:00", "2025-11-10T00:01", "2025-11-10T13:01"),
        ("2025-11-10 13:01 +0800", "2025-11-10T00:01", "2025-11-10T13:01"),
        ("2025-07-09T04:01 UTC", "2025-07-09T00:01", "2025-07-09T12:01"),  # summer time in Washington
        ("2025-11-10 00:00:00Z", "2025-11-09T19:00", "2025-11-10T08:00"),
        ("2025-11-10T05:30+05:30", "2025-11-09T19:00", "2025-11-10T08:00"),
        ("2025-11-10T00:00+14:00", "2025-11-09T05:00", "2025-11-09T18:00"),
    ],
)
def test_an_offset_names_the_same_instant_on_every_clock(text: str, washington: str, beijing: str) -> None:
    assert read_moment(text, side="US") == washington
    assert read_moment(text, side="CN") == beijing


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-10T24:00",
        "2025-11-10T23:60",
        "2025-11-10T23:59:60",
        "2025-11-10 13:00 pm",
        "2025-11-10 0:30 am",
        "2025-11-10T00:00+14:01",
        "2025-11-10T00:00+05:60",
        "2025-11-10T00:00 EST",
        "2025-11-10T0000",
        "9999-12-31T23:59Z",
        "0001-01-01T00:00Z",
        "soon 13:00",
        "13:00",
        "2025-11-10T00:00" + " " * 100 + "Z",
    ],
)
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="write"):
        read_moment(text, what="entry_date")


def test_a_refusal_names_the_argument() -> None:
    with pytest.raises(InputError, match=r"^entry_date '2025-11-10T24:00' has no such time"):
        read_moment("2025-11-10T24:00", what="entry_date")
    with pytest.raises(InputError, match=r"^known '2025-11-10T00:00\+15:00' has no such offset"):
        read_day("2025-11-10T00:00+15:00", what="known")


def test_python_values_are_read_alike() -> None:
    assert read_moment(date(2025, 11, 10)) == "2025-11-10T23:59"
    assert read_moment(datetime(2025, 11, 10)) == "2025-11-10T23:59"  # how pandas keeps a day
    assert read_moment(datetime(2025, 11, 10, 0, 1)) == "2025-11-10T00:01"
    assert read_moment(datetime(2025, 11, 10, 0, 0, 1)) == "2025-11-10T00:00"
    assert read_moment(datetime(2025, 11, 10, 5, tzinfo=UTC)) == "2025-11-10T00:00"
    midnight = datetime(2025, 11, 10, tzinfo=timezone(timedelta(hours=-5)))
    assert (read_moment(midnight), read_moment(midnight, side="CN")) == (
        "2025-11-10T00:00",
        "2025-11-10T13:00",
    )
    assert read_day(datetime(2025, 11, 10, 23, 59)) == date(2025, 11, 10)


@pytest.mark.parametrize(
    "text", ["2025-11-10", "2025-11-10T00:00", "2025-11-10T00:00+00:00", "2025-11-10T13:01+08:00"]
)
def test_an_instant_keeps_its_words(text: str) -> None:
    assert Instant.read(text).text == text
    assert Instant.read(Instant.read(text).text) == Instant.read(text)


def test_answers_show_a_day_where_the_moment_is_its_last_minute() -> None:
    assert moment_text("2025-11-10T23:59") == "2025-11-10"
    assert moment_text("2025-11-10T23:58") == "2025-11-10T23:58"
    assert moment_text("2025-11-10T00:00") == "2025-11-10T00:00"


@given(st.datetimes(datetime(2018, 1, 1), datetime(2030, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_every_offset_is_turned_into_the_instant_that_the_standard_library_gives(
    at: datetime, minutes: int
) -> None:
    moment = at.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    for side, zone in (("US", "America/New_York"), ("CN", "Asia/Shanghai")):
        wall = read_moment(moment.isoformat(), side=side)
        assert wall == local_moment(moment.isoformat(), side)
        if side == "CN":  # no hour of Beijing's clock comes twice
            assert in_zone(wall, side, zone) == moment
