"""Many codes at once answer as one code at a time does."""

from __future__ import annotations

import random

import numpy as np
import pytest

from detente.duties.goods import schedule
from detente.schedule.bulk import MANY, day_number, rate_spans, reach_keys
from detente.schedule.lines import nearest_in, rank_nearest
from detente.schedule.rates import rate_from_json

DAYS = ("2018-07-06", "2024-12-31", "2025-03-04", "2025-11-10", "2026-07-01")


def some_codes(territory: str) -> list[str]:
    book = schedule(territory)
    codes = [*book.codes(8), *book.codes(10), "99999999", "9999999999", "850511"]
    codes += [c + "99" for c in book.codes(8)[:40]]  # statistical numbers that never stood
    return codes


@pytest.mark.parametrize("territory", ["US", "CN"])
@pytest.mark.parametrize("repeats", [1, 20])
def test_spans_give_the_rate_of_the_line_that_stands(territory: str, repeats: int) -> None:
    book = schedule(territory)
    codes = some_codes(territory)
    codes = codes[: MANY // 2] if repeats == 1 else codes * repeats
    spans = rate_spans(book, codes)
    for day in DAYS:
        found = spans.find(np.arange(len(codes)), np.full(len(codes), day_number(day)))
        for i, code in enumerate(codes[:300]):
            line = book.line_on(code, day)
            if line is None:
                assert found[i] == -1, (code, day)
            else:
                general = spans.kinds[found[i]][0]
                assert (rate_from_json(general) if general else None) == line.general, (code, day)


@pytest.mark.parametrize("territory", ["US", "CN"])
def test_codes_of_one_reach_stand_on_the_same_lists(territory: str) -> None:
    book = schedule(territory)
    codes = some_codes(territory)
    met: dict[object, object] = {}
    for code, key in zip(codes, reach_keys(book, codes), strict=True):
        lists = [
            (m.list_id, m.from_day, m.to_day, m.known_day, m.condition, m.confidence)
            for m in book.memberships(code)
        ]
        below = [(m.list_id, m.from_day, m.to_day, m.prefix[8:]) for m in book.memberships_below(code)]
        stands = (lists, below if len(code) == 8 else [])
        assert met.setdefault((len(code), key), stands) == stands, code


def test_the_nearest_codes_are_those_of_the_whole_ranking() -> None:
    codes = schedule().codes(8)
    draw = random.Random(3)
    for _ in range(200):
        length = draw.choice((4, 6, 8))
        digits = "".join(draw.choice("0123456789") for _ in range(length))
        if draw.random() < 0.6:
            digits = draw.choice(codes)[: length - 1] + draw.choice("0123456789")
        assert nearest_in(digits, codes, 3) == rank_nearest(digits, codes, 3), digits
