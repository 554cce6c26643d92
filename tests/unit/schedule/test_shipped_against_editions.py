"""The schedule that travels with the program against the official texts it was read from."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.regime import SHIPPED, refresh, tables
from detente.schedule import GoodsBook, layered, open_book
from detente.schedule.building.book_builder import build
from detente.schedule.building.facts_text import facts_of, read_facts
from detente.schedule.places import US_BOOK
from detente.schedule.reading.companions import publication_days

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data"
COLUMNS = ["status", "total_pct", "duty_usd", "low_usd", "high_usd", "refundable_usd", "missing"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> GoodsBook:
    if not (DATA / "hts_json").is_dir():
        pytest.skip("the official editions are not beside this checkout (../shared/data)")
    folder = tmp_path_factory.mktemp("built")
    build(DATA, folder)
    return open_book(folder / US_BOOK)


@pytest.fixture(scope="module")
def shipped() -> GoodsBook:
    refresh()
    return open_book(SHIPPED)


def test_the_shipped_facts_are_those_of_the_built_book_line_by_line(built: GoodsBook, tmp_path: Path) -> None:
    for path in (ROOT / "law" / "us" / "schedule").glob("*.tsv"):
        if not path.name.startswith("own-"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    official, shipped = facts_of(built), read_facts(tmp_path)
    words = "; run `make schedule`"
    assert sorted(set(shipped.lines) ^ set(official.lines))[:3] == [], words
    assert sorted(set(shipped.memberships) ^ set(official.memberships))[:3] == [], words
    assert shipped.meta == official.meta, words
    assert len(shipped.lines) == len(official.lines)


def test_the_compiled_book_holds_these_facts_and_the_own_lists(built: GoodsBook, shipped: GoodsBook) -> None:
    official, own = facts_of(built), facts_of(shipped)
    assert own.lines == official.lines
    beside = set(own.memberships) - set(official.memberships)
    assert set(official.memberships) <= set(own.memberships)
    assert all("HTS 2026" not in row.cite for row in beside)
    assert len(beside) < 100


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


@pytest.mark.parametrize("learned_before", [0, 5], ids=["as known that day", "as known five days before"])
def test_official_words_on_top_change_no_duty(
    built: GoodsBook, shipped: GoodsBook, learned_before: int
) -> None:
    codes = [c for c in (*shipped.codes(8), *shipped.codes(10)) if c < "98"][learned_before::7]
    rows = [
        (code, "CN", day, 10000, (date.fromisoformat(day) - timedelta(days=learned_before)).isoformat())
        for code in codes
        for day in _change_days()[learned_before::8]
    ]
    names = ["hts", "origin", "entry_date", "customs_value_usd", "known"]
    sheet = frame_sheet(pl.DataFrame(rows, schema=names, orient="row"))
    one, two = (wide(assess_sheet(sheet, book=layered(x))) for x in ([shipped], [built, shipped]))
    assert one.height > 30_000
    both = one.select("hts", "entry_date", *COLUMNS).hstack(
        two.select(pl.col(COLUMNS).name.suffix("_official"))
    )
    differ = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_official")) for c in COLUMNS)
    assert both.filter(differ).head(20).rows() == []


@pytest.mark.parametrize("edition", ["2025 basic", "2025 revision 16", "2026 revision 10"])
def test_general_rates_are_those_printed_in_the_edition(shipped: GoodsBook, edition: str) -> None:
    """The editions read once more, by nothing of the program."""
    name = f"hts_{edition.replace(' revision ', '_rev_').replace(' ', '_')}.json.gz"
    if not (DATA / "hts_json" / name).is_file():
        pytest.skip("the official editions are not beside this checkout (../shared/data)")
    days = publication_days(DATA / "lists")
    day = next(day for one, day in days.items() if one.text == edition)
    printed = {}
    for row in json.loads(gzip.decompress((DATA / "hts_json" / name).read_bytes())):
        code = row["htsno"].replace(".", "")
        if len(code) in (8, 10) and code < "98" and (len(code) == 8 or row["general"]):
            printed.setdefault(code[:8], row["general"] or "")
    wrong = [
        (code, text, line and line.general_text)
        for code, text in printed.items()
        if (line := shipped.line_on(code, day)) is None or _plain(line.general_text) != _plain(text)
    ]
    assert len(printed) > 11_000
    assert wrong == []


def _plain(text: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", text).replace("weght", "weight")
