"""The tree contains the truth: what came, laid over the law known before, gives what the law then gave."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from detente.duties.goods import schedule
from detente.duties.shipment import Shipment, read_shipment
from detente.duties.totals import base_duty
from detente.licensing.rules import standings
from detente.licensing.transaction import book_of
from detente.outcomes.costs.compare import entered_on
from detente.outcomes.laying.store import laid
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.place.classes import classes
from detente.portfolio.read.rows import PORTFOLIO_COLUMNS
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import SHIPPED
from detente.regime.on_a_day.timeline import track_state
from detente.rowfiles.sheets import read_sheet
from detente.schedule import open_book
from detente.terms import read_moment

BEFORE, AFTER = "2025-10-29", "2025-11-10"
FACTS = (
    {},
    {"steel_value_usd": "3000", "aluminum_value_usd": "1000"},
    {"sts_crane": "yes", "intermodal_chassis": "yes"},
    {"vehicle_part": "no", "truck_part": "no", "kitchen_cabinet": "no", "exclusion": "9903.88.69"},
)


@pytest.fixture(scope="module")
def ships() -> list[Shipment]:
    """Every line the package describes itself, from every origin told apart, with and without facts."""
    schedule()
    described = (x for x in open_book(SHIPPED).all_lines() if x.words and len(x.code) == 8)
    codes = sorted({line.code for line in described})
    assert len(codes) > 1000
    made = []
    for code, facts in itertools.product(codes, FACTS):
        ship = read_shipment(code, origin="CN", value="10000", on="2025-11-10", known=BEFORE, facts=facts)
        made += [replace(ship, origin=o) for o in (("CN",) if facts else ("CN", "HK", "MO"))]
    return made


def _terms(groups, ship):
    plan = groups.plan(ship)
    rows = tuple((t.component, t.ppm, t.plus, t.minus, t.floor, t.void) for t in plan.terms)
    bounds = tuple(
        tuple((t.component, t.ppm, t.plus, t.minus, t.floor) for t in side) for side in (plan.low, plan.high)
    )
    base = base_duty(groups.line(ship), ship.dollars, ship.facts)
    return (
        rows,
        bounds,
        plan.missing,
        plan.relieved,
        plan.modelled,
        (base.low_cents, base.high_cents, base.known),
    )


@pytest.mark.parametrize("day", ["2025-11-09", "2025-11-10T00:01", "2025-11-10", "2025-11-28"])
def test_busan_laid_over_29_october_gives_what_the_law_gave_on_10_november(ships, day):
    outcome = laid("busan")
    assert outcome.known == BEFORE
    law, moment = tables(), read_moment(day)
    foreseen, came, plain = (classes(x, schedule(), "by_text") for x in (outcome.law, law, law))
    wrong, changed = [], 0
    for one in ships:
        before = replace(one, moment=moment)
        a, b = _terms(foreseen, before), _terms(came, replace(before, known=AFTER))
        if a != b:
            wrong.append((one.code.dotted, one.origin, one.facts))
        changed += b != _terms(plain, before)
    assert wrong == []
    assert len(ships) > 6 * 1000
    # the outcome is not idle: on and after the day nearly every line differs from the text of 29 October
    if day == "2025-11-09":
        assert changed == 0
    else:
        assert changed > 0.9 * len(ships)


def test_busan_gives_the_chinese_duties_that_came():
    """Track by track: every duty of China on US goods as the later law said, before, on and after the day."""
    outcome, law = laid("busan"), tables()
    ours = [m for m in law.measures if m.direction == "china_import"]
    assert ours
    differ = 0
    for measure in ours:
        other = outcome.law.measure(measure.id)
        for moment in (
            "2025-11-10T13:00",
            "2025-11-10T13:01",
            "2025-11-28T10:00",
            "2026-11-10T13:00",
            "2026-11-10T13:01",
        ):
            for one, two in zip(other.tracks, measure.tracks, strict=True):
                a = track_state(other, one, moment, BEFORE)
                b = track_state(measure, two, moment, AFTER)
                plain = track_state(measure, two, moment, BEFORE)
                assert _stands(a) == _stands(b), (measure.id, moment)
                differ += _stands(b) != _stands(plain)
    assert differ > 0


def _stands(state):
    return state and (state.status, state.ppm, state.suspended_ppm)


@pytest.mark.parametrize(
    "day", ["2025-11-06", "2025-11-07", "2025-11-10", "2025-12-01", "2026-11-09", "2026-11-12"]
)
def test_busan_gives_the_licences_and_fees_that_came(day):
    """China's dues stopped at 13:01 in Beijing, the day's end shows them suspended."""
    outcome = laid("busan")
    for side in ("china", "us"):
        foreseen = standings(book_of(outcome.trade, side), f"{day}T23:59", BEFORE)
        came = standings(book_of(law_tables(), side), f"{day}T23:59", AFTER)
        assert {k: (s.state, s.until) for k, s in foreseen.items()} == {
            k: (s.state, s.until) for k, s in came.items()
        }


def test_announced_is_the_reading_of_both_sides_words(ships):
    """The outcome `announced` equals the state `announced` of the law, line by line, track by track."""
    outcome = laid("announced")
    law = tables()
    some = [s for s in ships if s.origin == "CN" and ("sts_crane" in s.facts or not s.facts)]
    a, b = classes(outcome.law, schedule(), "by_text"), classes(law, schedule(), "announced")
    for day in ("2026-11-10", "2027-01-09", "2027-01-10"):
        for one in some:
            ship = replace(one, moment=read_moment(day), known=outcome.known)
            assert _terms(a, ship) == _terms(b, ship), (one.code.dotted, day)
        for side in ("china", "us"):
            book = book_of(law_tables(), side)
            first = standings(book_of(outcome.trade, side), f"{day}T23:59", outcome.known)
            second = standings(book, f"{day}T23:59", outcome.known, announced=True)
            clocks = [
                k for k, (track, _) in book.tracks.items() if track.on_card
            ]  # what no clock decides stays
            assert {k: first[k].state for k in clocks} == {k: second[k].state for k in clocks}, day
    for measure in law.measures:
        for one, two in zip(outcome.law.measure(measure.id).tracks, measure.tracks, strict=True):
            for moment in ("2026-11-10T13:01", "2026-12-15T12:00", "2027-01-10T13:01"):
                made = track_state(outcome.law.measure(measure.id), one, moment, outcome.known)
                assert _stands(made) == _stands(
                    track_state(measure, two, moment, outcome.known, "announced")
                ), measure.id


@pytest.mark.parametrize("day", ["2025-11-10", "2025-12-05"])
def test_the_example_portfolio_pays_under_busan_what_it_came_to_pay(day):
    path = Path(__file__).resolve().parents[3] / "examples" / "importer.csv"
    sheet = entered_on(read_sheet(path, required=PORTFOLIO_COLUMNS, known=tuple(tables().facts)), day)
    foreseen = assess_sheet(sheet, known=BEFORE, law=laid("busan").law).rows
    came = assess_sheet(sheet, known=AFTER).rows
    assert len(foreseen) == len(came) > 60
    for a, b in zip(foreseen, came, strict=True):
        assert (a.status, a.duty, a.low, a.high, a.refundable, a.missing, a.cents) == (
            b.status, b.duty, b.low, b.high, b.refundable, b.missing, b.cents,
        ), a.row  # fmt: skip
