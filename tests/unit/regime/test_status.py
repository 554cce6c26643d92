"""The card at the minute before, at and after each boundary, and as known before, on and after a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from detente.regime.dated.rows import ClockRow, MeasureRow, SaidRow
from detente.regime.dated.tables import tables
from detente.regime.on_a_day import sentences
from detente.regime.on_a_day.axes import known_day, two_days
from detente.regime.on_a_day.shown import Card, FamilyStatus, StatusRow
from detente.regime.on_a_day.status import card, clock_text, clocks, measure_rows, next_clock
from detente.terms import InputError
from sample_rows import END, START, event, measure, provision

MIDDLE = "2025-06-01"
VERIFIED = "2026-06-01"


def family(name: str, on: str, known: str = "", **more: Any) -> FamilyStatus:
    shown = card(tables(), on, known or on[:10], **more)
    return next(f for f in shown.families if f.family == name)


def only_row(row: MeasureRow, on: str, known: str = "2025-12-31", verified: str = "2025-12-31") -> StatusRow:
    rows = measure_rows(row, on, known, verified)
    assert len(rows) == 1
    return rows[0]


def said(status: str, known: str, **more: Any) -> SaidRow:
    values = {"id": "said", "by": "a minister", "words": ("words", "话"), "applies_from": "", "rate": "100 %",
              "cites": (), "confidence": "B"}  # fmt: skip
    return SaidRow(**{**values, "status": status, "known": known, **more})


# the real law, on every kind of boundary


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        ("2025-11-09", "20 %"),
        ("2025-11-10T00:00", "20 %"),
        ("2025-11-10T00:01", "10 %"),
        ("2025-11-10T00:02", "10 %"),
        ("2025-11-10", "10 %"),
        ("2025-11-10T05:00Z", "20 %"),
        ("2025-11-10T05:01Z", "10 %"),
        ("2025-11-10T13:01+08:00", "10 %"),
    ],
)
def test_the_card_of_the_us_changes_at_its_minute(on: str, rate: str) -> None:
    assert family("fentanyl", on, "2025-11-10").rate == rate


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2025-11-09", "in_force"),
        ("2025-11-10T13:00", "in_force"),
        ("2025-11-10T13:01", "ended"),
        ("2025-11-10T13:02", "ended"),
        ("2025-11-10", "ended"),
        ("2025-11-10T05:00Z", "in_force"),
        ("2025-11-10T05:01Z", "ended"),
        ("2025-11-10T00:01-05:00", "ended"),
    ],
)
def test_the_card_of_china_changes_at_its_minute(on: str, status: str) -> None:
    rows = [f for f in card(tables(), on, "2025-11-10").families if f.side == "CN"]
    farm = next(f for f in rows if "Farm goods" in f.title)
    assert farm.status == status


def test_one_instant_is_another_hour_on_each_side() -> None:
    before, at = (card(tables(), on, "2025-11-10") for on in ("2025-11-10T05:00Z", "2025-11-10T05:01Z"))
    wall = card(tables(), "2025-11-10T00:01", "2025-11-10")  # 00:01 of each side's own clock

    def shown(seen: Card) -> dict[str, str]:
        return {f.family: f.rate for f in seen.families}

    assert shown(before)["fentanyl"] == "20 %"
    assert shown(at)["fentanyl"] == shown(wall)["fentanyl"] == "10 %"
    ended_before = {f.family for f in before.families if f.status == "ended"}
    ended = {f.family for f in at.families if f.status == "ended"} - ended_before
    assert ended
    assert not ended & {f.family for f in wall.families if f.status == "ended"}


@pytest.mark.parametrize(
    ("on", "known", "status"),
    [
        ("2025-11-10T00:00", "2025-11-03", "in_force"),
        ("2026-02-19", "2026-02-19", "in_force"),
        ("2026-02-19", "2026-02-20", "void"),
        ("2026-02-20", "2026-02-20", "void"),
    ],
)
def test_a_ruling_is_on_the_card_from_the_day_it_is_known(on: str, known: str, status: str) -> None:
    assert family("fentanyl", on, known).status == status


def test_the_card_shows_the_instant_it_was_asked_for() -> None:
    for on in ("2025-11-10", "2025-11-10T00:00", "2025-11-10T13:01+08:00"):
        assert card(tables(), on, "2025-11-10").on == on
    assert card(tables(), "10 Nov 2025", "2025-11-10").on == "2025-11-10"


@pytest.mark.parametrize("side", ["US", "us", "USA", "United States"])
def test_one_side_alone_in_any_spelling(side: str) -> None:
    assert {f.side for f in card(tables(), MIDDLE, MIDDLE, side=side).families} == {"US"}


def test_a_side_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="two sides"):
        card(tables(), MIDDLE, MIDDLE, side="Vietnam")


def test_past_the_last_check_the_card_says_so_from_the_next_day() -> None:
    law = tables()
    verified = date.fromisoformat(law.verified)
    after = verified.replace(year=verified.year + 1).isoformat()
    assert card(law, law.verified, law.verified).notes == ()
    assert card(law, f"{law.verified}T00:00", law.verified).notes == ()
    assert len(card(law, after, law.verified).notes) == 1


# one measure


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2025-03-03", "adopted"),
        ("2025-03-04T00:00", "adopted"),
        ("2025-03-04T00:01", "in_force"),
        ("2025-03-04", "in_force"),
        ("2025-11-10T00:00", "in_force"),
        ("2025-11-10T00:01", "ended"),
        ("2025-11-10", "ended"),
    ],
)
def test_a_clause_is_adopted_then_in_force_then_ended(on: str, status: str) -> None:
    row = only_row(measure(provision()), on)
    assert row.status == status
    assert (row.since, row.until, row.known_since) == (START, END, "2025-03-03")
    assert row.because == {
        "adopted": "begins 2025-03-04 00:01",
        "in_force": "made up, since 2025-03-04 00:01",
        "ended": "ended 2025-11-10 00:01",
    }[status]  # fmt: skip


def test_a_clause_of_chinas_is_read_on_chinas_clock() -> None:
    row = measure(provision(), side="CN", id="cn.made-up")
    assert only_row(row, "2025-03-03T16:00Z").status == "adopted"
    assert only_row(row, "2025-03-03T16:01Z").status == "in_force"


@pytest.mark.parametrize(("known", "rows"), [("2025-03-02", 0), ("2025-03-03", 1), ("2025-03-04", 1)])
def test_a_clause_that_is_not_known_has_no_row(known: str, rows: int) -> None:
    assert len(measure_rows(measure(provision()), MIDDLE, known, VERIFIED)) == rows
    assert len(measure_rows(measure(provision()), "2025-03-01", known, VERIFIED)) == rows


def test_of_the_clauses_to_come_the_next_is_shown_and_of_those_gone_the_last() -> None:
    first = provision("first", 100_000, start="2025-04-01T00:01", until="2025-05-01T00:01")
    second = provision("second", 200_000, start="2025-06-01T00:01", until="2025-07-01T00:01")
    for track in ((first, second), (second, first)):
        row = measure(*track)
        assert only_row(row, "2025-03-01", "2025-03-03").rate == "10 %"
        assert only_row(row, "2025-05-15").rate == "20 %"
        assert (only_row(row, "2025-08-01").rate, only_row(row, "2025-08-01").status) == ("20 %", "ended")


def test_a_clause_without_an_end_shows_none() -> None:
    open_ended = measure(provision(until="9999-12-31T23:59"))
    assert only_row(open_ended, MIDDLE).until == ""
    assert only_row(open_ended, "2025-03-01").until == ""


def test_a_suspension_shows_the_points_off_and_its_own_end() -> None:
    pause = event(
        "suspend", points=240_000, start="2025-05-14T00:01", until="2025-08-12T00:01", known="2025-05-12"
    )
    row = measure(provision(ppm=340_000), events=(pause,))
    before, on = only_row(row, "2025-05-14T00:00"), only_row(row, "2025-05-14T00:01")
    assert (before.rate, before.suspended_points, before.until) == ("34 %", "", END)
    assert (on.status, on.rate, on.suspended_points, on.until) == (
        "in_force",
        "10 %",
        "24",
        "2025-08-12T00:01",
    )
    assert on.known_since == "2025-05-12"
    assert (only_row(row, "2025-08-12T00:00").rate, only_row(row, "2025-08-12T00:01").rate) == (
        "10 %",
        "34 %",
    )
    whole = only_row(measure(provision(ppm=340_000), events=(event("suspend"),)), MIDDLE)
    assert (whole.status, whole.rate, whole.rate_zh, whole.suspended_points) == (
        "suspended",
        "0 %",
        "0%",
        "34",
    )


def test_what_a_ruling_voided_and_what_an_act_ended_show_their_words() -> None:
    void = only_row(measure(provision(), events=(event("void"),)), MIDDLE)
    assert (void.status, void.rate, void.rate_zh) == ("void", "void", "被裁定无效")
    ended = only_row(measure(provision(), events=(event("end"),)), MIDDLE)
    assert (ended.status, ended.rate) == ("ended", "10 %")
    assert ended.until == END
    noted = event("end", note=("a note", "注"))
    assert only_row(measure(provision(), events=(noted,)), MIDDLE).because == "a note"


def test_an_exclusion_shows_relief_while_it_stands() -> None:
    row = measure(provision(), kind="exclusion")
    assert only_row(row, MIDDLE).rate == "relief"
    assert only_row(row, "2025-03-01").rate == "relief"
    paused = replace(row, events=(event("suspend"),))
    assert only_row(paused, MIDDLE).rate == "not available"


def test_a_floor_says_that_the_total_counts() -> None:
    row = measure(provision(ppm=150_000, kind="floor_including_base"))
    assert only_row(row, MIDDLE).rate == "total at least 15 %"


def test_a_clause_that_is_not_shown_has_no_row() -> None:
    assert measure_rows(measure(provision(shown=False)), MIDDLE, "2025-12-31", VERIFIED) == []
    assert (
        measure_rows(measure(provision(shown=False), events=(event("void"),)), MIDDLE, "2025-12-31", VERIFIED)
        == []
    )


# what later knowledge says


def test_a_row_says_what_later_knowledge_makes_of_it() -> None:
    ruling = event("void", known="2026-02-20")
    row = measure(provision(), events=(ruling,))
    assert only_row(row, MIDDLE, "2026-02-19", VERIFIED).later == "later void (known 2026-02-20)"
    assert only_row(row, MIDDLE, "2026-02-20", VERIFIED).later == ""
    assert only_row(row, MIDDLE, VERIFIED, VERIFIED).later == ""
    assert only_row(row, MIDDLE, "2026-02-19", "2026-02-19").later == ""


def test_a_rate_corrected_later_is_shown_with_the_day_it_was_known() -> None:
    first, second = provision("a", 200_000, known="2025-03-03"), provision("b", 100_000, known="2025-11-04")
    row = measure(first, second)
    assert only_row(row, MIDDLE, "2025-11-03", VERIFIED).later == "later 10 % (known 2025-11-04)"
    assert only_row(row, MIDDLE, "2025-11-04", VERIFIED).later == ""
    same = measure(first, provision("b", 200_000, known="2025-11-04"))
    assert only_row(same, MIDDLE, "2025-11-03", VERIFIED).later == ""


# what was only said


def test_a_measure_without_clauses_shows_its_last_statement_known() -> None:
    row = measure(said=(said("threatened", "2025-10-10"), said("replaced_before_effect", "2025-11-01")))
    assert measure_rows(row, "2025-10-09", "2025-10-09", VERIFIED) == []
    on = only_row(row, "2025-10-10", "2025-10-10", VERIFIED)
    assert (on.status, on.rate, on.rate_zh, on.known_since) == ("threatened", "100 %", "100%", "2025-10-10")
    assert on.later == "later replaced before effect (known 2025-11-01)"
    assert only_row(row, "2025-10-31", "2025-10-31", VERIFIED).status == "threatened"
    after = only_row(row, "2025-11-01", "2025-11-01", VERIFIED)
    assert (after.status, after.later) == ("replaced_before_effect", "")


def test_a_statement_stands_beside_the_clauses_until_an_instrument_speaks() -> None:
    announced = said("stated_by_both", "2025-10-30")
    row = measure(provision(), said=(announced,))
    assert len(measure_rows(row, MIDDLE, "2025-10-29", VERIFIED)) == 1
    assert [r.status for r in measure_rows(row, MIDDLE, "2025-10-30", VERIFIED)] == [
        "in_force",
        "stated_by_both",
    ]
    answered = replace(row, events=(event("suspend", known="2025-11-04"),))
    assert len(measure_rows(answered, MIDDLE, "2025-11-03", VERIFIED)) == 2
    assert len(measure_rows(answered, MIDDLE, "2025-11-04", VERIFIED)) == 1
    only_words = replace(row, events=(event("suspend", known="2025-11-04", announced_only=True),))
    assert len(measure_rows(only_words, MIDDLE, "2025-11-04", VERIFIED)) == 2
    same_day = replace(row, events=(event("suspend", known="2025-10-30"),))
    assert len(measure_rows(same_day, MIDDLE, "2025-11-04", VERIFIED)) == 2
    quiet = measure(provision(), said=(said("never_applied", "2025-10-30"),))
    assert len(measure_rows(quiet, MIDDLE, "2025-11-04", VERIFIED)) == 1


# clocks


def clock(**more: Any) -> ClockRow:
    values: dict[str, Any] = {
        "id": "clock", "side": "US", "measures": ("us.made-up",), "title": ("a clock", "期限"),
        "last_moment": END, "known": "2025-08-11", "decider": ("the President", "总统"),
        "by_text": ("returns", "恢复"), "outcomes": ("extend",), "settled": (), "said": (), "cites": (),
        "confidence": "A",
    }  # fmt: skip
    return ClockRow(**{**values, **more})


SETTLED = (("2025-11-04", ("extended for a year", "延长一年"), ()),)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2025-11-09", "open"),
        ("2025-11-10T00:00", "open"),
        ("2025-11-10T00:01", "passed"),
        ("2025-11-10", "passed"),
    ],
)
def test_a_clock_passes_at_its_last_moment(on: str, state: str) -> None:
    assert clock_text(clock(), on, "2025-11-01").state.split(";")[0] == state
    law = replace(tables(), clocks=(clock(),))
    assert len(clocks(law, on, "2025-11-01", passed=False)) == (state == "open")
    assert len(clocks(law, on, "2025-11-01")) == 1


def test_a_clock_is_shown_on_both_walls() -> None:
    shown = clock_text(clock(), "2025-11-09", "2025-11-09")
    assert (shown.washington, shown.beijing) == ("2025-11-10 00:01 EST", "2025-11-10 13:01 Beijing")
    china = clock_text(clock(side="CN"), "2025-11-10T05:00Z", "2025-11-09")
    assert (china.washington, china.beijing) == ("2025-11-09 11:01 EST", "2025-11-10 00:01 Beijing")
    assert china.state == sentences.CLOCK_PASSED[0]


@pytest.mark.parametrize(("known", "shown"), [("2025-08-10", 0), ("2025-08-11", 1), ("2025-08-12", 1)])
def test_a_clock_is_shown_from_the_day_it_is_known(known: str, shown: int) -> None:
    law = replace(tables(), clocks=(clock(),))
    assert len(clocks(law, "2025-09-01", known)) == shown
    assert (next_clock(law, {"us.made-up"}, "2025-09-01", known) is not None) == bool(shown)


def test_a_clock_that_was_settled_is_over_from_that_day_and_hindsight_shows_by_what() -> None:
    law = replace(tables(), clocks=(clock(settled=SETTLED),))
    assert len(clocks(law, "2025-11-03", "2025-11-03")) == 1
    assert clocks(law, "2025-11-04", "2025-11-04") == ()
    assert clocks(law, "2025-11-05", "2025-11-05") == ()
    later = clocks(law, "2025-11-03", "2025-12-31")
    assert [c.state for c in later] == ["settled 2025-11-04: extended for a year"]
    assert len(clocks(law, "2025-12-31", "2025-11-03")) == 1
    assert next_clock(law, {"us.made-up"}, "2025-11-03", "2025-11-03") is not None
    assert next_clock(law, {"us.made-up"}, "2025-11-03", "2025-11-04") is None


def test_the_next_clock_is_the_first_of_the_measures_asked_for() -> None:
    late, other = clock(id="late", last_moment="2026-11-10T00:01"), clock(id="other", measures=("us.other",))
    law = replace(tables(), clocks=(late, clock(id="early"), other))
    found = next_clock(law, {"us.made-up"}, MIDDLE, "2025-11-01")
    assert found is not None
    assert found.id == "early"
    assert next_clock(law, {"us.nothing"}, MIDDLE, "2025-11-01") is None
    assert [c.id for c in clocks(law, MIDDLE, "2025-11-01")] == ["early", "other", "late"]


def test_what_is_said_of_a_clock_counts_from_the_day_it_is_known() -> None:
    spoken = clock(said=(said("stated_by_both", "2025-10-30"),))
    assert clock_text(spoken, MIDDLE, "2025-10-29").said == ()
    assert clock_text(spoken, MIDDLE, "2025-10-30").said == ("words",)


# the axes of a question


def test_the_axes_default_to_today_and_to_the_day_itself() -> None:
    today = date(2025, 10, 26)
    assert two_days(None, None, False, today=today) == ("2025-10-26", "2025-10-26")
    assert two_days("2025-11-10T00:00", None, False, today=today) == ("2025-11-10", "2025-11-10")
    assert two_days("2025-11-10", "2025-11-03", False, today=today) == ("2025-11-10", "2025-11-03")
    law = replace(tables(), verified="2026-06-01")
    assert two_days("2025-11-10", None, True, today=today, law=law) == ("2025-11-10", "2026-06-01")
    assert known_day(None, False) is None
    with pytest.raises(InputError, match="cannot both be given"):
        known_day("2025-11-03", True)


def test_a_fee_that_is_the_same_for_every_entry_is_no_zero_percent() -> None:
    fees = next(f for f in card(tables(), "2025-10-26", "2025-10-26").families if "2.69" in f.rate)
    assert "2.69 USD an entry" in fees.rate
    assert "0 %" not in fees.rate.split(" / ")


# the card, its rows and the clocks, day after day

DAYS = [
    f"{year}-{month:02}-{day}"
    for year in (2025, 2026)
    for month in range(1, 13)
    for day in ("01", "10", "24")
]


@pytest.mark.parametrize("on", DAYS)
def test_the_card_and_the_clocks_that_come_next_agree(on: str) -> None:
    from detente.answers.clocks import next_clocks
    from detente.answers.law import status as asked

    law = tables()
    by_id = {c.id: c for c in law.clocks}
    shown = card(law, on, on)
    assert asked(on=on, known=on) == shown
    upcoming = [row.clock for row in next_clocks(on=on, known=on) if row.clock.id in by_id]
    for row in shown.families:
        names = {r.measure for r in row.rows} | {m.id for m in law.measures if m.family == row.family}
        own = [c for c in upcoming if names & set(by_id[c.id].measures)]
        assert row.clock == (min(own, key=lambda c: c.last_moment) if own else None), row.family


@pytest.mark.parametrize("on", DAYS)
def test_a_next_step_is_what_the_card_shows_on_its_day(on: str) -> None:
    law = tables()
    for row in (r for f in card(law, on, on, reading="text").families for r in f.rows if r.next_step):
        words, _, turn = row.next_step.rpartition(" from ")
        assert turn.replace(" ", "T") > on
        then = next(
            f
            for f in card(law, turn.replace(" ", "T"), on, reading="text").families
            if row.measure in {r.measure for r in f.rows}
        )
        same = [r for r in then.rows if (r.measure, r.heading) == (row.measure, row.heading)]
        stands = {r.rate for r in then.rows if r.measure == row.measure} | {
            r.status.replace("_", " ") for r in same
        }
        stands |= {r.status.replace("_", " ") for r in then.rows if r.measure == row.measure}
        assert words in stands or (words == "ended" and not same), (row.measure, row.next_step, stands)


def test_the_card_says_the_adopted_steps_of_furniture_and_quartz() -> None:
    rows = {r.what: r for f in ("s232-wood", "s201") for r in family(f, "2026-11-30").rows}
    assert any(r.next_step == "30 % from 2027-01-01 00:01" for r in rows.values())
    assert any(r.next_step == "49 % from 2027-08-15 00:01" for r in rows.values())


def test_both_readings_stand_side_by_side_after_the_last_checked_day() -> None:
    row = next(r for r in family("cn-counter-2025-all", "2026-11-30").rows if r.announced)
    assert (row.announced, row.announced_zh) == ("10 %", "10%")
    assert row.rate == "34 % by the text or 10 % as announced"
    assert [(one.reading, one.status, one.words) for one in row.readings] == [
        ("text", "in_force", "34 %"), ("announced", "in_force", "10 %"),
    ]  # fmt: skip
    assert not any(r.announced for r in family("cn-counter-2025-all", "2026-11-01").rows)


@pytest.mark.parametrize(("known", "told"), [("2025-04-07", 0), ("2025-04-08", 1), ("2025-04-09", 1)])
def test_a_step_replaced_before_effect_is_told_once_its_replacement_is_known(known: str, told: int) -> None:
    assert len(family("reciprocal", "2025-04-09", known).replaced) == told


@pytest.mark.parametrize(
    ("known", "told"), [("2025-10-29", False), ("2025-10-30", True), ("2025-10-31", True)]
)
def test_what_was_said_stands_with_its_day(known: str, told: bool) -> None:
    words = family("reciprocal", "2025-10-31", known).said
    assert any(w.startswith("2025-10-30, both sides (agreed in principle)") for w in words) == told
