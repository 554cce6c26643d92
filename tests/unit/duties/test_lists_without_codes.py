"""A schedule that holds no code of a list says so in every answer, of one shipment as of a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.schedule import GoodsBook, open_book
from detente.schedule.building.book_writer import write_book

SAID = "no codes are held of the list: unmanned aircraft, docking stations and parts"


@pytest.fixture
def book(tmp_path: Path) -> GoodsBook:
    whole = schedule("US")
    lines = [*whole.lines("95066240"), *whole.lines("88062200")]
    meta = replace(whole.meta, kind="built", unlisted=("us.s232.drones",), content_hash="")
    write_book(tmp_path / "book.sqlite", lines, list(whole.memberships("95066240")), meta)
    return open_book(tmp_path / "book.sqlite")


@pytest.mark.parametrize(("day", "code"), [("2026-10-01", "8806.22.00"), ("2026-10-01", "9506.62.40")])
def test_one_shipment_and_a_file_say_that_a_list_has_no_codes(book: GoodsBook, day: str, code: str):
    one = duty(code, origin="CN", value="10000", on=day, book=book)
    assert any(SAID in said and "(answer errs either)" in said for said in one.not_modelled)
    rows = pl.DataFrame(
        {"hts": [code], "origin": ["CN"], "entry_date": [day], "customs_value_usd": ["10000"]}
    )
    assert SAID in wide(assess_sheet(frame_sheet(rows), book=book))["notes"][0]


def test_a_schedule_with_codes_of_every_list_says_nothing():
    assert not any("no codes are held" in said for said in duty("9506.62.40", on="2026-10-01").not_modelled)
