"""Whether codes stand is the same asked of many at once and of each by itself."""

from __future__ import annotations

import random

from detente.duties.goods import schedule
from detente.schedule.bulk import line_rates, standing_codes


def test_codes_of_8_and_10_digits_known_and_invented() -> None:
    book, draw = schedule(), random.Random(17)
    codes = [*draw.sample(book.codes(8), 200), *draw.sample(book.codes(10), 200)]
    codes += [f"{code[:8]}{draw.randrange(100):02d}" for code in draw.sample(book.codes(8), 100)]
    codes += ["00000000", "0000000000", f"{draw.randrange(10**8):08d}99"]
    assert standing_codes(book, codes) == {code: bool(book.lines(code)) for code in codes}


def test_the_rates_of_a_line_are_its_days() -> None:
    book = schedule()
    codes = random.Random(19).sample(book.codes(8), 500)
    for code, rows in zip(codes, line_rates(book, codes), strict=True):
        lines = book.lines(code)
        assert [(row[0], row[1], row[4]) for row in rows] == [(x.from_day, x.to_day, x.cite) for x in lines]
        assert [bool(row[2]) for row in rows] == [x.general is not None for x in lines]
