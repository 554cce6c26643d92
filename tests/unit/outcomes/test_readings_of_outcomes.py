"""What no outcome decides has two readings: of portfolios, of the law itself, of trees."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.outcomes.clocks.between_days import difference
from detente.outcomes.clocks.law_under_outcomes import law_under
from detente.outcomes.clocks.upcoming import decisions
from detente.outcomes.columns import outcome_columns
from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.costs.compute import Computed
from detente.outcomes.costs.exposure import exposure_of
from detente.outcomes.laying.announced import as_announced, decided_by
from detente.outcomes.laying.choose import day_for
from detente.outcomes.laying.overlay import base
from detente.outcomes.laying.store import laid, own_outcomes
from detente.outcomes.laying.titles import newer_than
from detente.outcomes.trees.acting import Seen, tree_asked
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.read.rows import frame_sheet
from detente.regime import law_tables, tables, track_state
from detente.terms import InputError

KNOWN = "2026-10-10"
DAYS = ("2026-11-09", "2026-11-10", "2026-11-30", "2027-01-09", "2027-01-10", "2027-02-01")
CRANE, TOY, SOYBEANS = "8426.19.00", "9506.62.40", "1201.90.00"


def lines(n: int, seed: int) -> pl.DataFrame:
    """Lines of both directions around the ends that passed, cranes and soybeans among them."""
    pick = random.Random(seed)
    codes = schedule().codes(8)
    rows = []
    for i in range(n):
        china = pick.random() < 0.3
        code = SOYBEANS if china else pick.choice((CRANE, pick.choice(codes)))
        rows.append({
            "line_id": str(i), "hts": code,
            "origin": "US" if china else pick.choice(("CN", "CN", "HK", "VN")),
            "direction": "china_import" if china else "us_import", "entry_date": pick.choice(DAYS),
            "customs_value_usd": str(pick.randint(1, 100_000)), "sts_crane": pick.choice(("", "yes", "no")),
        })  # fmt: skip
    return pl.DataFrame(rows)


def computed(frame: pl.DataFrame, names: list[str], reading: Any = "both") -> Computed:
    return outcomes_on(frame_sheet(frame), names, rows=own_outcomes(), known=KNOWN, reading=reading)


def test_statements_laid_over_the_law_are_the_announced_state() -> None:
    law = tables()
    told = as_announced(base(law, law_tables(), KNOWN)).law
    changed = 0
    for one, two in zip(law.measures, told.measures, strict=True):
        for track in one.tracks:
            for day in DAYS:
                moment = f"{day}T23:59"
                before = track_state(one, track, moment, KNOWN, "announced")
                after = track_state(two, track, moment, KNOWN)
                assert (before and (before.status, before.ppm)) == (after and (after.status, after.ppm))
                changed += before != track_state(one, track, moment, KNOWN)
    assert changed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_baseline_has_the_bounds_of_the_file_under_both_readings(seed: int) -> None:
    """A line of a portfolio under the law itself is as `assess` answers it, both readings and each alone."""
    sheet = frame_sheet(lines(150, seed))
    money = computed(lines(150, seed), ["overcapacity-at-7-5"]).money[0]
    answer = assess_sheet(sheet, known=KNOWN, reading="both")
    assert (money.settled == answer.settled).all()
    assert (money.low == answer.cents.low)[answer.answered].all()
    bounded = answer.answered & ~answer.cents.open_top
    assert (money.high == answer.cents.high)[bounded].all()
    for reading in ("text", "announced"):
        one = computed(lines(150, seed), [], reading).money[0]
        alone = assess_sheet(sheet, known=KNOWN, reading=reading)  # type: ignore[arg-type]
        assert (one.duty == alone.cents.duty)[alone.settled].all()


def test_an_outcome_that_decides_has_one_reading_and_others_two() -> None:
    made = computed(lines(80, 4), ["by_text", "announced", "to-2027-01-10", "overcapacity-at-7-5"])
    two = {name: pair is not None for name, pair in zip(made.names, made.readings, strict=True)}
    assert two == {
        "as_known": True, "by_text": False, "announced": False, "to-2027-01-10": False,
        "overcapacity-at-7-5": True,
    }  # fmt: skip
    text, announced = made.readings[0] or (None, None)
    assert text is not None and announced is not None
    assert (text.low == made.money[1].low).all()
    assert (announced.low == made.money[2].low).all()


def test_the_totals_hold_a_range_and_each_reading() -> None:
    frame = pl.DataFrame({
        "hts": [CRANE, TOY], "origin": ["CN", "CN"], "entry_date": ["2026-12-01"] * 2,
        "customs_value_usd": ["10000", "10000"], "sts_crane": ["yes", ""],
    })  # fmt: skip
    answer = exposure_of(computed(frame, ["overcapacity-at-7-5"]), ["", ""])
    first, added = answer.totals
    by = {reading.reading: reading for reading in first.readings}
    single = duty(CRANE, value="10000", on="2026-12-01", known=KNOWN, facts={"sts_crane": "yes"})
    toy = duty(TOY, value="10000", on="2026-12-01", known=KNOWN).duty_usd
    assert toy is not None
    each = {one.reading: one.duty_usd for one in single.readings}
    assert {name: one.duty_usd for name, one in by.items()} == {
        k: v + toy for k, v in each.items() if v is not None
    }
    assert (first.open_lines, first.duty_usd) == (1, toy)
    assert (first.low_usd, first.high_usd) == (by["announced"].low_usd, by["text"].high_usd)
    assert added.low_usd - first.low_usd == Decimal(1500)
    assert [one.clock for one in answer.settled_by] == ["us.s301.maritime.november-2026"]
    assert first.high_usd is not None and first.high_usd > first.low_usd


@pytest.mark.parametrize("reading", ["text", "announced"])
def test_one_reading_gives_one_figure(reading: str) -> None:
    frame = pl.DataFrame({
        "hts": [CRANE], "origin": ["CN"], "entry_date": ["2026-12-01"], "customs_value_usd": ["10000"],
        "sts_crane": ["yes"],
    })  # fmt: skip
    made = computed(frame, ["overcapacity-at-7-5"], reading)
    answer = exposure_of(made, ["", ""])
    single = duty(
        CRANE, value="10000", on="2026-12-01", known=KNOWN, facts={"sts_crane": "yes"}, reading=reading
    )
    assert (answer.totals[0].duty_usd, answer.totals[0].readings) == (single.duty_usd, ())
    assert (answer.reading, answer.settled_by) == (reading, ())


def test_where_nothing_was_announced_nothing_is_computed_twice() -> None:
    frame = lines(20, 5).with_columns(pl.lit("2025-11-15").alias("entry_date"))
    made = outcomes_on(frame_sheet(frame), ["lapse"], rows=own_outcomes(), known="2025-10-26")
    assert not any(made.readings)
    one = base(tables(), law_tables(), "2025-10-26")
    assert as_announced(one) is one


def test_the_law_itself_tells_both_states() -> None:
    answer = law_under(["by_text", "announced"], rows=own_outcomes())
    soy = next(row for row in answer.duties if row.measure == "cn.counter-2025.all-goods")
    assert soy.states == ("34 % by the text or 10 % as announced", "34 %", "10 %")
    assert soy.announced == ("10 %", "34 %", "10 %")
    assert {one.clock for one in answer.settled_by} >= {
        "cn.counter-2025.november-2026", "us.s301.maritime.november-2026", "us.affiliates.november-2026"
    }  # fmt: skip
    dues = next(row for row in answer.controls if row.measure == "cn.port-fees.special-port-dues")
    assert dues.states == ("in force by the text or suspended as announced".replace("in force", "in_force"),
                           "in_force", "suspended")  # fmt: skip
    alone = law_under(["by_text"], rows=own_outcomes(), reading="text")
    assert not any(
        " by the text " in state for row in (*alone.duties, *alone.controls) for state in row.states
    )


def test_by_the_text_decides_every_clock_that_is_open() -> None:
    decided = decided_by(laid("by_text"))
    told = as_announced(base(tables(), law_tables(), KNOWN)).said
    assert told <= decided


def test_the_readings_of_a_tree_stand_apart() -> None:
    both = tree_asked("present", (), own_outcomes(), seen=Seen(on="2026-11-30"))
    assert [r.reading for r in both.readings] == ["text", "announced"]
    assert sum(len(r.leaves) for r in both.readings) == len(both.leaves) == 8
    for reading in both.readings:
        assert sum(leaf.in_reading or 0 for leaf in both.leaves if leaf.reading == reading.reading) == 1
    states = {d.id: (d.state, d.not_settled) for d in both.decisions}
    assert states["arrangement"] == ("open: not settled", True)
    assert states["exclusions"] == ("passed; not named in the announcement, no instrument seen", False)
    clocks = decisions(tables(), law_tables(), "2026-11-30", "2026-10-10")
    open_clocks = [row.clock.id for row in clocks if row.clock.not_settled]
    assert {row.clock for row in both.settled_by} == set(open_clocks)


def test_what_changed_between_two_days_is_told_in_both_readings() -> None:
    _, answer = difference(["2026-11-09", "2026-11-30"], [], lines=False)
    states = {row.measure: (row.before, row.after) for row in answer.clauses}  # type: ignore[union-attr]
    assert states["cn.counter-2025.all-goods"] == ("10 %", "34 % by the text or 10 % as announced")
    dues = states["cn.port-fees.special-port-dues"]
    assert dues == ("suspended", "in force by the text or suspended as announced")
    # China's duty on all goods is told in both readings as well, and a clock of its own settles it
    assert {one.clock for one in answer.settled_by} == {
        "us.s301.maritime.november-2026", "cn.counter-2025.november-2026",
    }  # fmt: skip
    _, after = difference(["2026-11-09", "2027-02-01"], [], lines=False)
    assert not any(" as announced" in row.after for row in after.clauses)  # type: ignore[union-attr]
    assert after.settled_by == ()


def test_a_clock_known_now_needs_no_day_and_an_old_one_does() -> None:
    assert day_for(["cn.export-controls.no-70=lapse"], own_outcomes(), None) == KNOWN
    assert newer_than("2025-10-26", own_outcomes())[0] == "by_text"
    assert newer_than(KNOWN, own_outcomes()) == ()


def test_what_bears_on_a_clock_and_has_no_end_is_left_as_it_is() -> None:
    answer = law_under(["us.affiliates.november-2026=extend:2027-01-10"], rows=own_outcomes())
    assert [row.measure for row in answer.controls] == ["us.export-controls.affiliates-test"]


@pytest.mark.parametrize("reading", ["text", "announced"])
def test_one_reading_leaves_its_branch(reading: Any) -> None:
    tree = tree_asked("present", (), own_outcomes(), seen=Seen(reading=reading))
    assert {leaf.choices[0].choose for leaf in tree.leaves} == {"lapse" if reading == "text" else "extend"}
    assert sum(leaf.probability for leaf in tree.leaves) == 1
    assert not any(leaf.choices[0].assumed for leaf in tree.leaves)
    assert tree.readings == ()


def test_a_reading_and_a_probability_cannot_both_decide() -> None:
    with pytest.raises(InputError, match="reading text decides arrangement"):
        tree_asked("present", ("arrangement=extend:0.8",), own_outcomes(), seen=Seen(reading="text"))


@pytest.mark.parametrize("weighed", [False, True])
def test_what_is_expected_is_one_figure_only_where_somebody_weighed(tmp_path: Any, weighed: bool) -> None:
    """Cranes: 100 points apart between the readings; with a probability given they are mixed."""
    path = tmp_path / "lines.csv"
    path.write_text(f"hts,origin,customs_value_usd,sts_crane\n{CRANE},CN,10000,yes\n", encoding="utf-8")
    given = ("arrangement=extend:0.75",) if weighed else ()
    tree = tree_asked("present", given, own_outcomes(), portfolio=path, entered="2026-12-05",
                      days=() if weighed else ("2026-11-05", "2026-12-05"))  # fmt: skip
    text, announced = tree.readings
    assert text.expected_usd is not None and announced.expected_usd is not None
    assert text.expected_usd - announced.expected_usd == 10_000
    if weighed:
        assert tree.expected_usd == announced.expected_usd + 2_500
    else:
        assert tree.expected_usd is None
        assert tree.least_usd == announced.least_usd and tree.most_usd == text.most_usd
        assert all(action.expected_usd is None and len(action.readings) == 2 for action in tree.actions)


def test_columns_of_outcomes_leave_the_duty_empty_where_readings_differ() -> None:
    frame = pl.DataFrame({
        "hts": [CRANE], "origin": ["CN"], "entry_date": ["2026-12-01"], "customs_value_usd": ["10000"],
        "sts_crane": ["yes"],
    })  # fmt: skip
    row = {r: outcome_columns(computed(frame, [], r)).row(0) for r in ("both", "text", "announced")}
    assert row["both"] == (None, row["announced"][0], row["text"][0])
    assert row["text"][0] - row["announced"][0] == 10_000
