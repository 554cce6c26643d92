"""The minute before, the minute itself, the minute after; what is known apart from what takes effect."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from detente.outcomes.clocks.control_states import controls
from detente.outcomes.clocks.duty_steps import duty_clauses, minute_before, said_already
from detente.outcomes.clocks.knowledge import changed, learned
from detente.outcomes.clocks.upcoming import decisions
from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.costs.compute import compute_outcomes
from detente.outcomes.entering.around_clocks import clock_days, loaded_rules
from detente.outcomes.entering.holding import best_days, hold
from detente.outcomes.entering.timing import compare_days
from detente.outcomes.laying.choose import extend_clock, find_clock
from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.outcome_file import Change
from detente.outcomes.laying.overlay import base, lay
from detente.outcomes.laying.store import laid, own_outcomes
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.regime.kinds.tracks import span
from detente.regime.on_a_day.fee_licence_tracks import standing
from detente.regime.on_a_day.timeline import track_state
from detente.terms import InputError, LawError

KNOWN = "2025-10-26"
RECIPROCAL = "us.ieepa.reciprocal"
SAYS = {"en": "x"}
UP, DOWN = ("in_force", 340_000), ("in_force", 100_000)  # by the text from 10 November, and while suspended


def clause(do: str, of: str = RECIPROCAL, **more) -> Clause:
    named = {("from" if k == "from_" else k): v for k, v in more.items()}
    return Clause(Change.model_validate({"id": "c", "do": do, "of": of, "says": SAYS, **named}), "mine")


def ground(known: str = KNOWN):
    return base(tables(), law_tables(), known)


def state_at(one, moment: str, of: str = RECIPROCAL, track: int = 0, known: str = KNOWN):
    measure = one.law.measure(of)
    state = track_state(measure, measure.tracks[track], moment, known)
    return None if state is None else (state.status, state.ppm)


# ------------------------------------------------------------------ clauses laid over duties

AT, TO = "2025-11-20T00:01-05:00", "2025-12-01T12:01-05:00"
BEFORE, FIRST, LAST, AFTER = "2025-11-20T00:00", "2025-11-20T00:01", "2025-12-01T12:00", "2025-12-01T12:01"


@pytest.mark.parametrize(
    ("laid_over", "inside"),
    [
        (clause("suspend", from_=AT, until=TO), ("suspended", 0)),
        (clause("suspend", from_=AT, until=TO, points="24%"), DOWN),
        (clause("rate", from_=AT, until=TO, rate={"ad_valorem": "50%"}), ("in_force", 500_000)),
        (clause("end", from_=AT, until=TO), ("ended", 0)),
    ],
)
def test_a_clause_begins_with_its_first_minute_and_is_over_with_its_last(laid_over, inside) -> None:
    one = lay(ground(), [laid_over])
    assert [state_at(one, m) for m in (BEFORE, FIRST, LAST, AFTER)] == [UP, inside, inside, UP]


def test_a_duty_that_is_imposed_exists_from_its_first_minute_to_its_last() -> None:
    new = {"id": "more", "title": SAYS, "rate": {"ad_valorem": "5%"}}
    one = lay(ground(), [clause("impose", from_=AT, until=TO, provision=new)])
    at = [state_at(one, m, track=-1) for m in (BEFORE, FIRST, LAST, AFTER)]
    assert at == [None, ("in_force", 50_000), ("in_force", 50_000), None]


def test_a_void_duty_is_collected_until_the_minute_the_ruling_names() -> None:
    one = lay(ground(), [clause("void", from_=AT, collected_until=TO)])
    measure = one.law.measure(RECIPROCAL)
    states = [track_state(measure, measure.tracks[0], m, KNOWN) for m in (BEFORE, FIRST, LAST, AFTER)]
    assert [(s.status, s.payable_ppm) for s in states if s] == [
        ("in_force", 0), ("void", 340_000), ("void", 340_000), ("void", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "states"), [(None, (DOWN, DOWN, UP, UP, UP)), ("truce", (DOWN, DOWN, DOWN, DOWN, UP))]
)
def test_the_clock_of_10_november_ends_or_is_extended_at_its_own_minute(one, states) -> None:
    law = laid(one, known=KNOWN) if one else ground()
    moments = (
        "2025-11-09T23:59",
        "2025-11-10T00:00",
        "2025-11-10T00:01",
        "2026-11-10T00:00",
        "2026-11-10T00:01",
    )
    assert tuple(state_at(law, m) for m in moments) == states


def test_a_pause_laid_over_earlier_ones_prevails_where_they_begin_inside_it() -> None:
    rows = [
        clause("suspend", from_="2025-11-25", until="2025-11-28"),
        Clause(clause("resume", from_="2025-11-20", until="2025-12-01").change, "second"),
    ]
    one = lay(ground(), rows)
    for moment in ("2025-11-20T00:00", "2025-11-25T00:00", "2025-11-27T23:59", "2025-11-30T23:59"):
        assert state_at(one, moment) == UP
    only = lay(ground(), rows[:1])
    assert state_at(only, "2025-11-24T23:59") == UP
    assert state_at(only, "2025-11-25T00:00") == ("suspended", 0)
    assert state_at(only, "2025-11-28T00:00") == UP


def test_a_pause_that_begins_as_an_earlier_one_does_is_said_once() -> None:
    first = clause("suspend", from_="2025-11-25", until="2025-11-28")
    again = Clause(clause("resume", from_="2025-11-25", until="2025-11-28").change, "second")
    added = lay(lay(ground(), [first]), [again]).law.measure(RECIPROCAL).events
    assert [e.id for e in added if e.id.startswith("second")] == ["second/c"]
    ends_as_it_begins = Clause(clause("resume", from_="2025-11-20", until="2025-11-25").change, "third")
    added = lay(lay(ground(), [first]), [ends_as_it_begins]).law.measure(RECIPROCAL).events
    assert [e.id for e in added if e.id.startswith("third")] == ["third/c"]


@pytest.mark.parametrize("do", ["suspend", "end", "rate"])
def test_a_clause_must_end_after_it_begins(do) -> None:
    more = {"rate": {"ad_valorem": "1%"}} if do == "rate" else {}
    with pytest.raises(LawError, match="before it begins"):
        lay(ground(), [clause(do, from_=AT, until=AT, **more)])
    lay(ground(), [clause(do, from_=AT, until="2025-11-20T00:02-05:00", **more)])


def test_an_extension_must_end_later_than_what_it_extends_and_find_it_ending_that_minute() -> None:
    at = "2025-11-10T00:01-05:00"
    with pytest.raises(LawError, match="not after"):
        lay(ground(), [clause("extend", at=at, to=at)])
    lay(ground(), [clause("extend", at=at, to="2025-11-10T00:02-05:00")])
    with pytest.raises(LawError, match=r"nothing of us\.ieepa\.reciprocal ends at"):
        lay(ground(), [clause("extend", at="2025-11-10T00:00-05:00", to=AT)])
    clock = find_clock("us.reciprocal.november-2025", tables(), KNOWN)
    with pytest.raises(InputError, match="is not after the clock's end"):
        extend_clock(clock, "2025-11-10")
    (one,) = extend_clock(clock, "2025-11-11")
    assert (one.change.at, one.change.to) == (at, "2025-11-11T00:01-05:00")
    (summer,) = extend_clock(clock, "2026-05-10")
    assert summer.change.to == "2026-05-10T00:01-04:00", "the same hour by the clock on the wall"


def test_a_provision_that_ends_by_itself_is_extended_where_no_pause_ends() -> None:
    known = "2026-03-01"
    one = lay(
        ground(known), [clause("extend", "us.s122", at="2026-07-24T00:00-04:00", to="2026-09-01T00:00-04:00")]
    )
    moments = ("2026-07-23T23:59", "2026-07-24T00:00", "2026-08-31T23:59", "2026-09-01T00:00")
    states = [state_at(one, m, "us.s122", known=known) for m in moments]
    assert states == [DOWN, DOWN, DOWN, None]
    assert [state_at(ground(known), m, "us.s122", known=known) for m in moments] == [DOWN, None, None, None]


def test_a_pause_that_is_not_known_yet_cannot_be_extended() -> None:
    longer = clause("extend", at="2026-11-10T00:01-05:00", to="2027-11-10T00:01-05:00")
    with pytest.raises(LawError, match="nothing of"):
        lay(ground("2025-11-03"), [longer])  # the suspension to 10 November 2026 became known on the 4th
    one = lay(ground("2025-11-04"), [longer])
    assert state_at(one, "2027-11-10T00:00", known="2025-11-04") == DOWN


def test_of_two_provisions_that_end_together_the_one_known_last_is_extended() -> None:
    """Whatever their order in the law: an earlier rate that was replaced does not come back."""
    known, at, to = "2026-03-01", "2026-07-24T00:00-04:00", "2026-09-01T00:00-04:00"
    measure = tables().measure("us.s122")
    (row,) = measure.tracks[0]
    early, late = replace(row, known="2026-02-20"), replace(row, known="2026-02-25", ppm=150_000)
    for track in ((early, late), (late, early)):
        two = replace(measure, tracks=(track,), events=())
        law = replace(tables(), measures=tuple(two if m is measure else m for m in tables().measures))
        one = lay(base(law, law_tables(), known), [clause("extend", "us.s122", at=at, to=to)])
        assert state_at(one, "2026-08-01T00:00", "us.s122", known=known) == ("in_force", 150_000)
        assert len(one.law.measure("us.s122").tracks[0]) == 3


# ------------------------------------------------------------------ clauses laid over licences and fees


def state_of(one, of: str, moment: str, known: str = KNOWN) -> str:
    groups = (one.trade.port_fees, one.trade.licences, one.trade.ownership_tests)
    measure = next(m for rows in groups for m in rows if m.id == of)
    return standing(measure.tracks[0], measure.imposed_by, moment, known).state


def test_a_licence_clause_is_suspended_from_the_first_minute_to_the_last() -> None:
    of = "cn.export-controls.no-55-2025"
    one = laid("rare-earths-suspended", known=KNOWN)
    moments = ("2025-11-06T23:59", "2025-11-07T00:00", "2026-11-10T23:59", "2026-11-11T00:00")
    states = [state_of(one, of, m) for m in moments]
    assert states[1:3] == ["suspended", "suspended"]
    assert [states[0], states[3]] == [state_of(ground(), of, m) for m in (moments[0], moments[3])]
    assert "suspended" not in (states[0], states[3])


def test_a_fee_that_is_suspended_can_be_extended_at_the_minute_it_would_return() -> None:
    of, known = "us.port-fees.annex-i", "2026-10-10"
    at, to = "2026-11-10T00:01-05:00", "2027-01-10T00:01-05:00"
    one = lay(ground(known), [clause("extend", of, at=at, to=to)])
    moments = ("2026-11-10T00:00", "2026-11-10T00:01", "2027-01-10T00:00", "2027-01-10T00:01")
    assert [state_of(one, of, m, known) for m in moments] == ["suspended"] * 3 + ["in_force"]
    with pytest.raises(LawError, match=r"nothing of us\.port-fees\.annex-i ends at"):
        lay(ground(known), [clause("extend", of, at="2026-11-10T00:00-05:00", to=to)])
    with pytest.raises(LawError, match="not after"):
        lay(ground(known), [clause("extend", of, at=at, to=at)])
    with pytest.raises(LawError, match=r"nothing of us\.port-fees\.annex-i ends at"):
        lay(ground("2025-11-08"), [clause("extend", of, at=at, to=to)])  # its suspension is not known yet


@pytest.mark.parametrize(
    ("until", "kept"), [("2026-04-17T00:00-04:00", False), ("2026-04-17T00:01-04:00", True)]
)
def test_new_steps_of_a_fee_replace_the_printed_ones_from_their_minute_and_the_other_arm_stays(
    until, kept
) -> None:
    """Annex II counts tons or containers: tons get a new amount, containers stay unless their step ends."""
    trade, of = law_tables(), "us.port-fees.annex-ii"
    annex = next(m for m in trade.port_fees if m.id == of)
    box = next(s for s in annex.steps if s.id == "box-1")
    over = box.model_copy(update={"effective": box.effective.model_copy(update={"until": until})})
    steps = tuple(over if s is box else s for s in annex.steps)
    fees = tuple(m.model_copy(update={"steps": steps}) if m is annex else m for m in trade.port_fees)
    change = clause("steps", of, from_="2026-04-17T00:00-04:00", steps=[{"unit": "net_ton", "amount": "1"}])
    under = base(tables(), trade.model_copy(update={"port_fees": fees}), KNOWN)
    after = next(m for m in lay(under, [change]).trade.port_fees if m.id == of)
    added = after.steps[len(steps) :]
    assert [s.amount for s in added if s.unit == "net_ton"] == ["1"]
    assert ("box-1" in {s.id for s in added}) is kept
    assert {"box-2", "box-3", "box-4"} <= {s.id for s in added}
    assert min(span(s.effective, "US")[0] for s in added) == "2026-04-17T00:00"


# ------------------------------------------------------------------ clocks


def law_of_one_change(moment: str, verified: str = "2025-10-01"):
    """A law of one duty that ends at a moment, and no clock."""
    measure = tables().measure("us.s122")
    row = replace(measure.tracks[0][0], start="2025-01-01T00:00", until=moment, known="2025-01-01")
    one = replace(measure, tracks=((row,),), events=(), exemptions=(), stacking=())
    return replace(tables(), measures=(one,), clocks=(), verified=verified)


@pytest.mark.parametrize(
    ("moment", "on", "seen"),
    [
        ("2025-11-10T00:00", "2025-11-09", True),
        ("2025-11-10T00:00", "2025-11-10", False),
        ("2025-11-10T00:01", "2025-11-09", True),
        ("2025-11-10T00:01", "2025-11-10", False),
        ("2025-11-10T23:59", "2025-11-09", True),
        ("2025-11-10T23:59", "2025-11-10", False),  # the day is asked as its last minute
    ],
)
def test_a_step_lies_ahead_until_the_last_minute_of_the_day_asked(moment, on, seen) -> None:
    law = law_of_one_change(moment)
    assert [s.last_moment for s in duty_clauses(law, on, on, passed=False)] == ([moment] if seen else [])


@pytest.mark.parametrize(
    ("verified", "on", "state"),
    [
        ("2025-11-09", "2025-11-09", "open"),
        ("2025-11-09", "2025-11-10", "passed; no instrument seen"),
        ("2025-11-10", "2025-11-10", None),  # checked on the day: whether it was kept is in the law
        ("2025-11-10", "2025-11-09", "open"),
        ("2025-11-09", "2026-11-10", "passed; no instrument seen"),
    ],
)
def test_a_step_that_passed_is_shown_only_where_the_law_was_checked_before_it(verified, on, state) -> None:
    law = law_of_one_change("2025-11-10T00:01", verified)
    assert [s.state for s in duty_clauses(law, on, on)] == ([state] if state else [])


def test_a_step_is_not_told_again_within_a_day_of_a_clock_and_is_beyond() -> None:
    law = tables()
    clock = find_clock("us.s122.150-days", law, "2026-03-01")
    told = {
        day: said_already(law, clock.measures[0], f"{day}T00:01", "2026-03-01")
        for day in ("2026-07-22", "2026-07-23", "2026-07-24", "2026-07-25", "2026-07-26")
    }
    assert list(told.values()) == [False, True, True, True, False]
    assert said_already(law, "us.s122", "2026-07-24T00:00", "2026-02-20")
    assert not said_already(law, "us.s122", "2026-07-24T00:00", "2026-02-19")


def test_the_minute_before_a_moment_crosses_days_and_years() -> None:
    assert minute_before("2026-01-01T00:00") == "2025-12-31T23:59"
    assert minute_before("2025-11-10T00:01") == "2025-11-10T00:00"


@pytest.mark.parametrize(
    ("on", "known", "state"),
    [
        ("2025-08-11", "2025-08-10", None),  # not known yet
        ("2025-08-11", "2025-08-11", "open"),
        ("2025-11-03", "2025-11-03", "open"),
        ("2025-11-04", "2025-11-04", None),  # settled that day, six days before its end
        ("2025-11-03", "2025-11-04", "settled 2025-11-04: extended to 10 November 2026"),
        ("2025-11-10", "2025-11-03", "passed; no instrument seen"),
    ],
)
def test_a_clock_is_open_from_the_day_it_is_known_to_the_day_that_settles_it(on, known, state) -> None:
    rows = {r.clock.id: r.clock.state for r in decisions(tables(), law_tables(), on, known)}
    assert rows.get("us.reciprocal.november-2025") == state


@pytest.mark.parametrize(("on", "ahead"), [("2025-11-09", True), ("2025-11-10", False)])
def test_a_clock_is_no_longer_ahead_on_its_last_day(on, ahead) -> None:
    rows = decisions(tables(), law_tables(), on, "2025-11-03", passed=False)
    assert any(r.clock.id == "us.reciprocal.november-2025" for r in rows) is ahead


@pytest.mark.parametrize(("on", "ahead"), [("2026-11-09", True), ("2026-11-10", False)])
def test_a_fee_that_returns_at_one_minute_past_midnight_is_ahead_the_day_before_only(on, ahead) -> None:
    rows = decisions(replace(tables(), clocks=()), law_tables(), on, "2026-10-10", passed=False)
    assert any(r.clock.last_moment == "2026-11-10T00:01" and r.kind == "clause" for r in rows) is ahead


@pytest.mark.parametrize(("on", "kept"), [("2026-11-09", True), ("2026-11-10", False)])
def test_a_licence_clause_that_turns_at_midnight_is_ahead_the_day_before_only(on, kept) -> None:
    rows = decisions(replace(tables(), clocks=()), law_tables(), on, "2026-10-10", passed=False)
    turning = {
        r.clock.last_moment for r in rows if r.clock.id.startswith("us.export-controls.affiliates-test/")
    }
    assert ("2026-11-10T00:00" in turning) is kept


def test_a_licence_clause_that_passed_unseen_is_shown_after_the_day_of_the_check() -> None:
    trade = law_tables()

    def shown(verified: str) -> bool:
        checked = trade.model_copy(
            update={
                "ownership_tests": tuple(
                    m.model_copy(update={"verified": verified}) for m in trade.ownership_tests
                )
            }
        )
        rows = decisions(replace(tables(), clocks=()), checked, "2026-11-10", "2026-10-10")
        return any(
            r.clock.id.startswith("us.export-controls.affiliates-test/")
            and r.clock.last_moment == "2026-11-10T00:00"
            for r in rows
        )

    assert shown("2026-11-09")
    assert not shown("2026-11-10")


# ------------------------------------------------------------------ known, and in effect


@pytest.mark.parametrize(
    ("known", "entered", "duty"),
    [
        ("2025-11-03", "2025-11-15", "6150"),  # by the text: 24 points return, the opioid duty stays at 20
        ("2025-11-04", "2025-11-15", "2750"),  # the orders are known, six days before they take effect
        ("2025-11-04", "2025-11-09", "3750"),  # known, and not in effect yet
        ("2025-11-04", "2025-11-10", "2750"),
        ("2025-11-10", "2025-11-09", "3750"),
    ],
)
def test_a_portfolio_is_computed_with_the_knowledge_of_one_day_and_the_law_in_effect_on_another(
    known, entered, duty
) -> None:
    frame = pl.DataFrame(
        {"hts": ["9506.62.40"], "origin": ["CN"], "entry_date": [entered], "customs_value_usd": ["10000"]}
    )
    computed = outcomes_on(frame_sheet(frame), [], rows=own_outcomes(), known=known)
    assert Decimal(int(computed.money[0].duty[0])) / 100 == Decimal(duty)


def test_what_an_outcome_adds_is_known_on_its_day_and_begins_on_its_own() -> None:
    one = lay(ground(), [clause("end", from_=AT, until=TO)])
    event = one.law.measure(RECIPROCAL).events[-1]
    assert (event.known, event.start, event.until) == (KNOWN, "2025-11-20T00:01", "2025-12-01T12:01")
    assert state_at(one, FIRST) == ("ended", 0)
    assert state_at(one, FIRST, known="2025-10-25") == state_at(ground(), FIRST, known="2025-10-25")
    rate = lay(ground(), [clause("rate", from_=AT, until=TO, rate={"ad_valorem": "50%"})])
    row = rate.law.measure(RECIPROCAL).tracks[0][-1]
    assert (row.known, row.start, row.until) == (KNOWN, "2025-11-20T00:01", "2025-12-01T12:01")


def test_what_was_learned_is_told_by_the_day_it_became_known_not_by_the_day_it_takes_effect() -> None:
    def ids(after: str, upto: str) -> set[str]:
        return {r.id for r in learned(tables(), law_tables(), after, upto)}

    name = "us.ieepa.reciprocal/suspended-busan"  # known on 4 November, in effect on the 10th
    assert name in ids("2025-11-03", "2025-11-04")
    assert name not in ids("2025-11-04", "2025-11-10")
    assert name not in ids("2025-11-02", "2025-11-03")
    track = "us.port-fees.annex-i/main/suspended-2025-11-10"  # known on the 9th
    assert track in ids("2025-11-08", "2025-11-09")
    assert track not in ids("2025-11-09", "2025-11-10")
    (row,) = (r for r in learned(tables(), law_tables(), "2025-11-03", "2025-11-04") if r.id == name)
    assert (row.known, row.effective, row.until) == ("2025-11-04", "2025-11-10T00:01", "2026-11-10T00:01")
    (clock,) = (r for r in learned(tables(), law_tables(), "2025-11-03", "2025-11-04") if r.kind == "settled")
    assert (clock.id, clock.effective) == ("us.reciprocal.november-2025/2025-11-04", "2025-11-10T00:01")


@pytest.mark.parametrize(
    ("one", "two", "known", "moved"),
    [
        ("2025-11-09", "2025-11-10", "2025-11-03", ("10 %", "34 %")),
        ("2025-11-09", "2025-11-10", "2025-11-04", None),
        ("2025-11-08", "2025-11-09", "2025-11-04", None),
    ],
)
def test_two_days_are_compared_as_known_on_a_third(one, two, known, moved) -> None:
    rows = changed(tables(), law_tables(), one, two, known)
    found = [(c.before, c.after) for c in rows if c.measure == RECIPROCAL]
    assert found == ([moved] if moved else [])


def test_controls_are_compared_at_the_end_of_the_day() -> None:
    pair = [ground(), laid("rare-earths-suspended", known=KNOWN)]
    differs = {
        day: any(r.measure == "cn.export-controls.no-62-2025" for r in controls(pair, day))
        for day in ("2025-11-06", "2025-11-07", "2026-11-10", "2026-11-11")
    }
    assert list(differs.values()) == [False, True, True, False]
    ships = [ground(), laid("ships-suspended", known=KNOWN)]  # from one minute past midnight
    fees = {day: {r.measure for r in controls(ships, day)} for day in ("2025-11-09", "2025-11-10")}
    assert "us.port-fees.annex-i" not in fees["2025-11-09"]
    assert "us.port-fees.annex-i" in fees["2025-11-10"]


# ------------------------------------------------------------------ days of entry


def line(entered: str, code: str = "9506.62.40", **facts: str):
    row = {"hts": code, "origin": "CN", "entry_date": entered, "customs_value_usd": "10000", **facts}
    return frame_sheet(pl.DataFrame({k: [v] for k, v in row.items()}))


@pytest.mark.parametrize(
    ("known", "ahead"),
    [("2026-02-19", False), ("2026-02-20", True), ("2026-07-23", True), ("2026-07-24", False)],
)
def test_a_clock_is_ahead_from_the_day_it_is_known_to_the_day_before_its_last(known, ahead) -> None:
    rows, _ = clock_days(line("2026-07-30"), {"law": ground(known)}, tables(), known)
    assert any(r.clock == "us.s122.150-days" for r in rows) is ahead
    assert all(r.day == "2026-07-24" for r in rows if r.clock == "us.s122.150-days")


@pytest.mark.parametrize(("known", "ahead"), [("2026-11-09", True), ("2026-11-10", False)])
def test_a_clock_that_nobody_settled_is_behind_on_its_last_day(known, ahead) -> None:
    rows, _ = clock_days(line("2026-12-01"), {"law": ground(known)}, tables(), known)
    assert any(r.clock == "us.s301.exclusions.november-2026" for r in rows) is ahead


def test_a_clock_s_saving_is_the_day_before_against_the_day_itself() -> None:
    rows, _ = clock_days(
        line("2025-12-01"), {"law": ground(), "truce": laid("truce", known=KNOWN)}, tables(), KNOWN
    )
    shown = {r.outcome: (r.before_usd, r.after_usd, r.saving_usd, r.lines) for r in rows
             if r.clock == "us.reciprocal.november-2025"}  # fmt: skip
    assert shown == {"law": (3750, 6150, 2400, 1), "truce": (3750, 3750, 0, 1)}


@pytest.mark.parametrize(("planned", "days"), [("2025-11-09", None), ("2025-11-10", 1), ("2025-11-20", 11)])
def test_a_line_planned_on_the_day_of_a_clock_or_later_is_told_what_entering_before_it_saves(
    planned, days
) -> None:
    _, lines = clock_days(line(planned), {"law": ground()}, tables(), KNOWN)
    own = [x for x in lines if x.clock == "us.reciprocal.november-2025"]
    assert [(x.days_moved, x.saving_usd, x.break_even_usd_a_day) for x in own] == (
        [] if days is None else [(days, 2400, (Decimal(2400) / days).quantize(Decimal("0.01")))]
    )


@pytest.mark.parametrize(
    ("known", "ends"),
    [
        ("2025-04-01", set()),
        ("2025-04-08", {"2025-05-27T00:01"}),
        ("2025-05-26", {"2025-05-27T00:01"}),
        ("2025-05-27", set()),  # the window of entry closed with the first minute of the day
        ("2025-05-30", {"2025-06-16T00:01"}),  # lengthened
        ("2025-06-15", {"2025-06-16T00:01"}),
        ("2025-06-16", set()),
    ],
)
def test_a_rule_on_loaded_goods_is_named_while_its_window_of_entry_is_open_as_known(known, ends) -> None:
    assert {r.entered_before for r in loaded_rules(tables(), known)} == ends


@pytest.mark.parametrize(
    ("change", "best"),
    [
        ("2025-11-03", "2025-11-03"),  # falls on the day of arrival
        ("2025-11-04", "2025-11-04"),
        ("2030-11-03", "2030-11-03"),  # the last lawful day of withdrawal, five years after importation
        ("2030-11-04", "2025-11-03"),  # a day too late
    ],
)
def test_the_best_day_out_of_bond_is_a_lawful_one(change, best) -> None:
    ends = [Clause(clause("end", of, from_=change).change, of) for of in ("us.ieepa.fentanyl", RECIPROCAL)]
    one, sheet = lay(ground(), ends), line("2025-11-03")
    held = hold(sheet, {"ends": one}, KNOWN, compute_outcomes(sheet, {"ends": one}, known=KNOWN))
    column, cents = best_days(held)
    assert held.last == ("2030-11-03",)
    assert held.days[column[0, 0]][0] == best
    assert cents[0, 0] == (75_000 if best == change else 375_000)  # list 4A alone, or all three
    assert not held.open_[0].any()


@pytest.mark.parametrize(
    ("arrived", "leaves", "known", "settled"),
    [
        ("2026-04-05", "2026-04-05", "2026-04-02", True),  # leaves before the order
        ("2026-04-05", "2026-04-06", "2026-04-01", True),  # the order is not known
        ("2026-04-05", "2026-04-06", "2026-04-02", False),  # admitted before it, leaving on its first day
        ("2026-04-05", "2026-05-06", "2026-04-02", False),
        ("2026-04-06", "2026-05-06", "2026-04-02", True),  # admitted under it
    ],
)
def test_an_order_that_reaches_into_a_zone_reaches_what_was_admitted_before_its_first_day(
    arrived, leaves, known, settled
) -> None:
    sheet = line(leaves, "7318.15.20", imported_on=arrived, steel_value_usd="10000")
    timing = compare_days(sheet, {"law": ground(known)}, tables(), known, with_hindsight=False)
    (row,) = timing.held_lines
    assert (row.zone_usd is not None) is settled, row.zone_words
    assert [t.zone_lines for t in timing.held] == [int(settled)]
