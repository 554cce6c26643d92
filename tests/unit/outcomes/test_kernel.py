"""The arrays give, line by line and cent by cent, what the portfolio engine gives."""

from __future__ import annotations

import random

import polars as pl
import pytest

from detente.duties.goods import schedule
from detente.outcomes.costs.kernel import compute
from detente.outcomes.costs.shapes import plans_under, read_book
from detente.outcomes.laying.overlay import base
from detente.outcomes.laying.store import laid
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables

KNOWN = "2025-10-29"
NAMES = ("busan", "truce", "lapse", "plus100")


@pytest.fixture(scope="module")
def sheet():
    pick = random.Random(7)
    codes = [*schedule().codes(8), "99999999"]
    n = 900
    rows = {
        "hts": [pick.choice(codes) for _ in range(n)],
        "origin": [pick.choice(["CN", "CN", "CN", "HK", "MO", "VN"]) for _ in range(n)],
        "entry_date": [f"2025-{pick.choice((10, 11, 12))}-{pick.randint(1, 28):02d}" for _ in range(n)],
        "customs_value_usd": [str(pick.choice((0, 1, 499, 700, 12345, 999999))) for _ in range(n)],
        "steel_value_usd": [pick.choice(["", "", "400", "0"]) for _ in range(n)],
        "quantity": [pick.choice(["", "10", "2.5"]) for _ in range(n)],
        "us_content_value_usd": [pick.choice([""] * 9 + ["100"]) for _ in range(n)],
        "vehicle_part": [pick.choice(["", "yes", "no"]) for _ in range(n)],
        "de_minimis_claim": [pick.choice([""] * 9 + ["yes"]) for _ in range(n)],
    }
    return frame_sheet(pl.DataFrame(rows))


@pytest.mark.parametrize("name", NAMES)
def test_arrays_agree_with_the_engine(sheet, name):
    ground = base(tables(), law_tables(), KNOWN)
    outcome = laid(name, known=KNOWN)
    plain = assess_sheet(sheet, known=KNOWN)
    book = read_book(plain, [ground, outcome], {"us_import": schedule()}, KNOWN)
    before = plans_under(ground, book)
    first = compute(book, before)
    after = plans_under(outcome, book, before, ground)
    money = compute(book, after, (before, first))
    for numbers, law in ((first, tables()), (money, outcome.law)):
        rows = [
            a
            for a in assess_sheet(sheet, known=KNOWN, law=law).rows
            if a.ship is not None and a.plan is not None
        ]
        assert len(rows) == len(book) > 600
        for i, a in enumerate(rows):
            assert bool(numbers.settled[i]) == (a.status == "ok"), (a.row, a.status)
            assert numbers.low[i] == a.low, a.row
            assert (None if numbers.open_top[i] else int(numbers.high[i])) == a.high, a.row
            assert numbers.refundable[i] == (a.refundable or 0)
            if a.duty is not None:
                assert numbers.duty[i] == a.duty
                assert {k: int(v[i]) for k, v in numbers.parts.items() if v[i]} == {
                    k: v for k, v in a.cents.items() if v
                }


def test_shared_plans_are_the_plans_made_anew(sheet):
    """A plan taken over from the law itself is the plan the outcome's own tables give."""
    ground = base(tables(), law_tables(), KNOWN)
    outcome = laid("busan", known=KNOWN)
    book = read_book(assess_sheet(sheet, known=KNOWN), [ground, outcome], {"us_import": schedule()}, KNOWN)
    before = plans_under(ground, book)
    shared = plans_under(outcome, book, before, ground)
    anew = plans_under(outcome, book)
    assert [(p.terms, p.low, p.high, p.missing) for p in shared] == [
        (p.terms, p.low, p.high, p.missing) for p in anew
    ]
    assert sum(a is b for a, b in zip(before, shared, strict=True)) > 0


def test_lines_entering_china_agree_too():
    """Both directions in one file: China's duties on US goods under what came and under an answer in kind."""
    pick = random.Random(11)
    codes = list(schedule("CN").codes(8))
    american = list(schedule().codes(8))
    n = 400
    ways = [pick.choice(("china_import", "us_import")) for _ in range(n)]
    rows = {
        "hts": [pick.choice(codes if w == "china_import" else american) for w in ways],
        "origin": ["US" if w == "china_import" else "CN" for w in ways],
        "entry_date": [f"2025-{pick.choice((10, 11, 12))}-{pick.randint(1, 28):02d}" for _ in range(n)],
        "customs_value_usd": [str(pick.choice((0, 499, 12345, 999999))) for _ in range(n)],
        "direction": ways,
        "exclusion": [pick.choice(["", "", "granted"]) for _ in range(n)],
        "quantity": [pick.choice(["", "10"]) for _ in range(n)],
    }
    lines = frame_sheet(pl.DataFrame(rows))
    ground = base(tables(), law_tables(), KNOWN)
    plain = assess_sheet(lines, known=KNOWN)
    schedules = {"us_import": schedule(), "china_import": schedule("CN")}
    for name in ("busan", "plus100"):
        outcome = laid(name, known=KNOWN)
        book = read_book(plain, [ground, outcome], schedules, KNOWN)
        before = plans_under(ground, book)
        money = compute(book, plans_under(outcome, book, before, ground), (before, compute(book, before)))
        rows_ = [a for a in assess_sheet(lines, known=KNOWN, law=outcome.law).rows if a.plan is not None]
        moved = 0
        assert len(rows_) == len(book)
        for i, a in enumerate(rows_):
            old = book.line(i)
            assert (bool(money.settled[i]), int(money.low[i])) == (a.status == "ok", a.low), (a.row, a.status)
            assert (None if money.open_top[i] else int(money.high[i])) == a.high, a.row
            if a.duty is not None:
                assert money.duty[i] == a.duty, a.row
            moved += a.low != old.low and a.ship.direction == "china_import"
        assert moved > 50
