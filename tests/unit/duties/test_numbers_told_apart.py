"""One statistical number of each kind stands for all that the law treats alike: bounds stay those of all."""

from __future__ import annotations

import random

import pytest

from detente.duties import totals
from detente.duties.facts import Facts
from detente.duties.goods import goods_of, schedule
from detente.duties.layers import Question
from detente.duties.numbers_in_clauses import below_options, named_numbers
from detente.duties.shipment import fact_kinds
from detente.duties.totals import Bounds, bounds_of
from detente.regime import tables

DAYS = ("2019-06-01", "2025-04-09", "2025-06-25", "2025-10-26", "2026-03-01", "2026-08-01")


def _question(code: str, day: str) -> Question:
    law = tables()
    facts = Facts({}, 10_000, fact_kinds(law))
    return Question(law, goods_of(schedule(), code, day), "CN", f"{day}T23:59", day, facts)


def _every_number(ask: Question) -> tuple[str, ...]:
    day = ask.moment[:10]
    numbers = {row.prefix for row in ask.goods.below if row.holds_on(day, ask.known)}
    numbers.update(n for n in named_numbers(ask.tables) if n.startswith(ask.goods.code))
    return (*sorted(numbers), "other")


def _told(found: Bounds) -> tuple[object, ...]:
    layers = [[(x.measure.id, x.status, x.ppm, x.value, x.heading) for x in o.layers]
              for o in (found.outcome, found.low, found.high)]  # fmt: skip
    return found.low_cents, found.high_cents, found.missing, found.refund_cents, found.claims, layers


@pytest.fixture(scope="module")
def lines() -> list[str]:
    book = schedule()
    below = [code for code in book.codes(8) if book.memberships_below(code)]
    return random.Random(3).sample(below, 40)


def test_the_bounds_are_those_over_every_number(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    few = {(code, day): _told(bounds_of(_question(code, day))) for code in lines for day in DAYS}
    monkeypatch.setattr(totals, "below_options", _every_number)
    for (code, day), told in few.items():
        assert told == _told(bounds_of(_question(code, day))), (code, day)


def test_numbers_are_fewer_and_those_that_matter_stay(lines: list[str]) -> None:
    fewer = 0
    for code in lines:
        ask = _question(code, "2026-08-01")
        bounds_of(ask)  # looks up the lists of the goods
        numbers, every = below_options(ask), _every_number(ask)
        assert set(numbers) <= set(every)
        fewer += len(numbers) < len(every)
    assert fewer
