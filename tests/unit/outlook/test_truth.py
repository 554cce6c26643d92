"""The tree contains the truth: what came, laid over the law as known before it came, gives what the law then gave."""

from __future__ import annotations

import itertools

import pytest

from detente.assess.classes import classes
from detente.assess.goods import schedule
from detente.assess.licence import book_of, law_tables
from detente.assess.licence_rules import standings
from detente.assess.question import Shipment, read_shipment
from detente.assess.totals import base_duty
from detente.outlook.store import laid
from detente.regime.artefact import STARTER
from detente.regime.tables import tables
from detente.schedule import open_book

BEFORE, AFTER = "2025-10-29", "2025-11-10"
FACTS = (
    {},
    {"steel_value_usd": "3000", "aluminum_value_usd": "1000"},
    {"sts_crane": "yes", "intermodal_chassis": "yes"},
    {"vehicle_part": "no", "truck_part": "no", "kitchen_cabinet": "no", "exclusion": "9903.88.69"},
)


@pytest.fixture(scope="module")
def codes() -> list[str]:
    schedule()
    book = open_book(STARTER)
    found = sorted({*book.codes(8)})
    assert len(found) > 1000
    return found


def _ship(code: str, origin: str, moment: str, known: str, facts: dict[str, str]) -> Shipment:
    return read_shipment(code, origin=origin, value="10000", on=moment, known=known, facts=facts)


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
def test_busan_laid_over_29_october_gives_what_the_law_gave_on_10_november(codes, day):
    outcome = laid("busan")
    assert outcome.known == BEFORE
    law = tables()
    foreseen = classes(outcome.law, schedule(), "by_text")
    came = classes(law, schedule(), "by_text")
    wrong, changed, seen = [], 0, 0
    plain = classes(law, schedule(), "by_text")
    for code, origin, facts in itertools.product(codes, ("CN", "HK", "MO"), FACTS):
        if facts and origin != "CN":
            continue
        a = _terms(foreseen, _ship(code, origin, day, BEFORE, facts))
        b = _terms(came, _ship(code, origin, day, AFTER, facts))
        seen += 1
        if a != b:
            wrong.append((code, origin, facts))
        if b != _terms(plain, _ship(code, origin, day, BEFORE, facts)):
            changed += 1
    assert wrong == []
    assert seen > 6 * 1000
    # the outcome is not idle: on and after the day nearly every line differs from the text of 29 October
    if day == "2025-11-09":
        assert changed == 0
    else:
        assert changed > 0.9 * seen


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


def test_announced_is_the_reading_of_both_sides_words(codes):
    """The outcome `announced` gives what the state `announced` of the law gives, line by line and track by track."""
    outcome = laid("announced")
    law = tables()
    for day in ("2026-11-09", "2026-11-10", "2026-12-15", "2027-01-09", "2027-01-10", "2027-01-12"):
        a, b = classes(outcome.law, schedule(), "by_text"), classes(law, schedule(), "announced")
        for code in codes:
            facts = {"sts_crane": "yes", "intermodal_chassis": "yes"} if code[:4] in ("8426", "8716") else {}
            ship = _ship(code, "CN", day, outcome.known, facts)
            assert _terms(a, ship) == _terms(b, ship), (code, day)
        for side in ("china", "us"):
            one = standings(book_of(outcome.trade, side), f"{day}T23:59", outcome.known)
            two = standings(book_of(law_tables(), side), f"{day}T23:59", outcome.known, announced=True)
            assert {k: s.state for k, s in one.items()} == {k: s.state for k, s in two.items()}, day
