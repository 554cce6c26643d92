"""Laws of time: nothing changes between two moments of change; an instant is the same on every clock."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.regime.dated.rows import EventRow, ProvisionRow
from detente.regime.dated.tables import tables
from detente.regime.on_a_day.status import card
from detente.regime.on_a_day.timeline import State, change_moments, governing, track_state
from detente.terms import SIDES, Party, read_moment
from sample_rows import event, measure, provision

FIRST, LAST = datetime(2018, 1, 1), datetime(2027, 3, 1)
minutes = st.datetimes(FIRST, LAST).map(lambda at: at.strftime("%Y-%m-%dT%H:%M"))
days = st.dates(FIRST.date(), LAST.date()).map(date.isoformat)
readings: st.SearchStrategy[State] = st.sampled_from(["by_text", "announced"])
measures = st.deferred(lambda: st.sampled_from([m for m in tables().measures if m.tracks]))
quick = settings(max_examples=150, deadline=None)


@quick
@given(minutes, days, readings, st.data())
def test_nothing_changes_between_two_moments_of_change(
    moment: str, known: str, reading: State, data: st.DataObject
) -> None:
    chosen = data.draw(measures)
    track = data.draw(st.sampled_from(chosen.tracks))
    moments = change_moments(chosen, known)
    # also ask exactly at a change and a minute before it, where faults live
    near = [m for m in moments if "2018" < m < "2028"]
    asked = data.draw(st.sampled_from(near)) if near and data.draw(st.booleans()) else moment
    if data.draw(st.booleans()):
        asked = (datetime.fromisoformat(asked) - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    place = bisect_right(moments, asked)
    since = moments[place - 1] if place else "2000-01-01T00:00"
    now, then = (track_state(chosen, track, at, known, reading) for at in (asked, since))
    payable = (now and now.payable_ppm, then and then.payable_ppm)
    if now is not None and now.event is not None and now.event.kind == "void":
        cut = now.event.collected_until
        assert (payable[0] == 0) or asked < cut
    else:
        assert payable[0] == payable[1]
    assert (now and (now.provision, now.status, now.ppm, now.event)) == (
        then and (then.provision, then.status, then.ppm, then.event)
    )


moments_2025 = st.integers(0, 8).map(lambda n: f"2025-06-0{n + 1}T00:01")
known_2025 = st.integers(0, 4).map(lambda n: f"2025-05-0{n + 1}")


@st.composite
def clauses(draw: st.DrawFn) -> ProvisionRow:
    start, until = sorted((draw(moments_2025), draw(moments_2025)))
    return provision(draw(st.sampled_from("abc")), draw(st.integers(0, 500_000)), start=start, until=until,
                     known=draw(known_2025))  # fmt: skip


@st.composite
def happenings(draw: st.DrawFn) -> EventRow:
    start, until = sorted((draw(moments_2025), draw(moments_2025)))
    return event(
        draw(st.sampled_from(["suspend", "lift", "end", "void"])), start=start, until=until,
        known=draw(known_2025), points=draw(st.none() | st.integers(0, 600_000)),
        collected_until=draw(moments_2025),
        of=draw(st.sampled_from([frozenset(), frozenset("a"), frozenset("bc")])),
        announced_only=draw(st.booleans()),
    )  # fmt: skip


@quick
@given(st.lists(clauses(), max_size=5), moments_2025, known_2025)
def test_the_governing_clause_is_the_last_known_of_those_that_cover_the_moment(
    track: list[ProvisionRow], moment: str, known: str
) -> None:
    covering = [row for row in track if row.start <= moment and moment < row.until and row.known <= known]
    latest = max((row.known for row in covering), default="")
    expected = [row for row in covering if row.known == latest][-1:]
    found = governing(tuple(track), moment, known)
    assert [found] == (expected or [None])


@quick
@given(st.lists(clauses(), min_size=1, max_size=4), st.lists(happenings(), max_size=5), moments_2025,
       known_2025, readings)  # fmt: skip
def test_what_is_owed_suspended_and_returned_never_exceeds_the_rate(
    track: list[ProvisionRow], events: list[EventRow], moment: str, known: str, reading: State
) -> None:
    row = measure(*track, events=tuple(events))
    found = track_state(row, row.tracks[0], moment, known, reading)
    if found is None:
        return
    rate = found.provision.ppm
    assert 0 <= found.ppm <= rate
    assert 0 <= found.suspended_ppm <= rate
    assert found.payable_ppm in (0, rate - found.suspended_ppm)
    if found.status == "in_force":
        assert found.ppm + found.suspended_ppm == rate
        assert found.payable_ppm == 0
    else:
        assert found.ppm == 0


@quick
@given(st.lists(clauses(), min_size=1, max_size=4), st.lists(happenings(), max_size=5), moments_2025,
       known_2025, readings)  # fmt: skip
def test_what_is_learned_later_changes_nothing_for_an_earlier_day_of_knowledge(
    track: list[ProvisionRow], events: list[EventRow], moment: str, known: str, reading: State
) -> None:
    row = measure(*track, events=tuple(events))
    kept = tuple(p for p in track if p.known <= known)
    past = measure(*kept, events=tuple(e for e in events if e.known <= known))
    assert track_state(row, row.tracks[0], moment, known, reading) == track_state(
        past, kept, moment, known, reading
    )


@settings(max_examples=15, deadline=None)
@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)), st.sampled_from(SIDES))
def test_an_instant_with_an_offset_is_each_sides_own_minute(at: datetime, side: Party) -> None:
    instant = at.replace(second=0, microsecond=0, tzinfo=UTC).isoformat()
    law, known = tables(), "2026-06-01"
    one = card(law, instant, known, side=side)
    other = card(law, read_moment(instant, side=side), known, side=side)
    assert [(f.family, f.status, f.rate) for f in one.families] == [
        (f.family, f.status, f.rate) for f in other.families
    ]
