"""The starter schedule against a book of the official editions: no duty differs on a day of change."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import SHIPPED as STARTER, refresh
from detente.schedule import Schedule, layered, open_book
from detente.schedule.building.book_builder import build
from detente.schedule.places import US_BOOK

EDITIONS = ("hts_2025_basic", "hts_2025_rev_16", "hts_2025_rev_32", "hts_2026_rev_2", "hts_2026_rev_10")
DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Schedule:
    if not (DATA / "hts_json").is_dir():
        pytest.skip("the official editions are not beside this checkout (../shared/data)")
    folder = tmp_path_factory.mktemp("texts")
    (folder / "hts_json").mkdir()
    for name in EDITIONS:
        (folder / "hts_json" / f"{name}.json.gz").symlink_to(DATA / "hts_json" / f"{name}.json.gz")
    (folder / "us_notes").symlink_to(DATA / "us_notes")
    (folder / "lists").symlink_to(DATA / "lists")
    (folder / "hts_csv").symlink_to(DATA / "hts_csv")
    build(folder, folder / "out")
    return layered([open_book(folder / "out" / US_BOOK), open_book(STARTER)])


def _change_days() -> list[str]:
    """Days on which a US duty or exclusion begins or ends."""
    days = {
        moment[:10]
        for measure in tables().measures
        if measure.direction == "us_import" and measure.kind != "fee"
        for row in measure.provisions()
        for moment in (row.start, row.until)
    }
    return sorted(d for d in days if "2018-01-02" < d <= tables().verified)


def _lines(codes: tuple[str, ...], days: list[str], learned_before: int) -> pl.DataFrame:
    rows = [
        (code, "CN", day, 10000, (date.fromisoformat(day) - timedelta(days=learned_before)).isoformat())
        for code in codes
        for day in days
    ]
    names = ["hts", "origin", "entry_date", "customs_value_usd", "known"]
    return pl.DataFrame(rows, schema=names, orient="row")


@pytest.mark.parametrize("learned_before", [0, 5], ids=["as known that day", "as known five days before"])
def test_the_starter_schedule_never_contradicts_the_editions(official: Schedule, learned_before: int) -> None:
    refresh()
    starter = open_book(STARTER)
    codes = tuple(sorted({line.code for line in starter.all_lines()}))
    sheet = frame_sheet(_lines(codes if not learned_before else codes[::3], _change_days(), learned_before))
    one, two = (wide(assess_sheet(sheet, book=book)) for book in (layered([starter]), official))
    assert one.height > 30_000
    columns = ["status", "total_pct", "duty_usd", "low_usd", "high_usd", "refundable_usd", "missing"]
    both = one.select("hts", "entry_date", *columns).hstack(
        two.select(pl.col(columns).name.suffix("_official"))
    )
    differ = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_official")) for c in columns)
    found = both.filter(differ)
    assert found.is_empty(), "\n".join(map(str, found.head(20).rows()))
