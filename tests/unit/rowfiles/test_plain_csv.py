"""Plain files are read at once, and give what reading them cell by cell gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from detente.portfolio.read.rows import PORTFOLIO_COLUMNS
from detente.rowfiles.plain_csv import plain_csv
from detente.rowfiles.read.delimited import MAX_CELL, ragged_rows
from detente.rowfiles.sheets import read_sheet

PLAIN = ("a", "8505.11.00", "x y", " lead", "中文", "1e5", "'q'", "-")
QUOTED = ('""', '"he said ""hi"""', '"a,b;c\td"', '""""""', '"a"')
BROKEN = ('a"b', '"a"b', '"open', "\rz", '"two\nlines"')


@pytest.mark.parametrize("seed", range(8))
def test_both_ways_of_reading_agree(seed: int) -> None:
    draw = random.Random(seed)
    at_once = 0
    for _ in range(400):
        separator, width = draw.choice(",;\t"), draw.randrange(1, 5)

        def cell() -> str:
            kind = draw.random()
            if kind < 0.2:
                return ""
            return draw.choice(PLAIN if kind < 0.7 else QUOTED if kind < 0.97 else BROKEN)

        rows = [[f"c{i}" for i in range(width)]]
        for _ in range(draw.randrange(6)):
            cells = width if draw.random() < 0.97 else draw.randrange(6)
            rows.append([cell() for _ in range(cells)])
        end = draw.choice(["\n", "\r\n"])
        text = end.join(separator.join(row) for row in rows) + draw.choice(["", end, end * 3])
        plain = plain_csv(text, separator, MAX_CELL)
        if plain is None:
            continue
        at_once += 1
        below = text[text.index(end) + len(end) :] if end in text else ""
        slow = ragged_rows(below, width, separator, "x.csv")
        assert plain.rows() == slow.rows(), text
    assert at_once > 100


def test_a_row_that_is_too_long_is_left_to_the_careful_reader() -> None:
    assert plain_csv(f"a,b\n{'x' * 50},y\n", ",", 40) is None


def test_a_unit_that_cannot_be_used_spoils_its_row_only(tmp_path: Path) -> None:
    from detente.portfolio.evaluation import assess_sheet

    head = "line_id,hts,origin,entry_date,customs_value_usd,quantity,unit\n"
    rows = "a,0402.99.90,CN,2025-10-26,1000,10,furlong\nb,8505.11.00.30,CN,2025-10-26,1000,10,furlong\n"
    path = tmp_path / "units.csv"
    path.write_text(head + rows, encoding="utf-8")
    answer = assess_sheet(read_sheet(path, required=PORTFOLIO_COLUMNS))
    assert [a.status for a in answer.rows] == ["error", "ok"]
    (fault,) = answer.faults
    assert (fault.row, fault.column) == (2, "unit")
    assert "furlong" in fault.text
