"""Words and money of a file's answer: fees as worded on the line's day, number sources, no unknown as 0."""

from __future__ import annotations

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import long, sources, wide
from detente.portfolio.read.rows import PORTFOLIO_COLUMNS, frame_sheet
from detente.regime.dated.tables import tables
from detente.report.workbooks.result_sheets import extra_sheets
from detente.rowfiles.sheets import read_sheet

LINES = (
    ("8471.30.01.00", "CN", "", "2025-09-15"),
    ("8471.30.01.00", "CN", "", "2025-10-26"),
    ("8471.30.01.00", "CN", "", "2025-11-20"),
    ("1201.90.00", "US", "CN", "2018-04-15"),
    ("1201.90.00", "US", "CN", "2018-05-15"),
    ("1201.90.00", "US", "CN", "2019-04-15"),
    ("8541.43.00", "US", "CN", "2025-05-20"),
    ("9401.99.30", "CN", "", "2025-06-10"),
)


# Not in the starter schedule of China, so its VAT is not known and no fee is named.
NO_FEE = "8541.43.00"


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    path = tmp_path_factory.mktemp("words") / "lines.csv"
    rows = "\n".join(f"{c},{o},{'china_import' if to else 'us_import'},{d},1000" for c, o, to, d in LINES)
    path.write_text(f"hts,origin,direction,entry_date,customs_value_usd\n{rows}\n", encoding="utf-8")
    return assess_sheet(read_sheet(path, required=PORTFOLIO_COLUMNS, known=tuple(tables().facts)))


def test_a_fee_in_a_file_has_the_words_and_money_of_the_same_shipment_alone(answered):
    frame = long(answered)
    for number, (code, origin, to, day) in enumerate(LINES, start=2):
        alone = duty(code, origin=origin, to=to or "US", value="1000", on=day)
        expected = {
            f.component: (f.rate, None if f.duty_usd is None else float(f.duty_usd)) for f in alone.fees
        }
        names = list(expected)
        found = {
            r["component"]: (r["rate"], r["duty_usd"])
            for r in frame.iter_rows(named=True)
            if r["row"] == number and r["component"] in names
        }
        assert found == expected, (code, day)
        assert names or code == NO_FEE


def test_every_number_of_the_file_has_a_source(answered):
    frame = sources(answered)
    assert all(frame["citation"].to_list())
    assert set(frame.filter(frame["component"] == "mpf")["rate"].to_list()) == {
        r["rate"] for r in long(answered).iter_rows(named=True) if r["component"] == "mpf"
    }


def test_a_line_without_a_printed_rate_says_in_a_file_what_it_lacks_as_it_does_alone(answered):
    code, origin, _, day = LINES[-1]
    alone = duty(code, origin=origin, value="1000", on=day)
    row = wide(answered).row(len(LINES) - 1, named=True)
    assert (row["status"], row["missing"]) == (alone.status, ", ".join(m.fact for m in alone.missing))
    assert row["missing"] == "other_rate" and row["high_usd"] is None
    assert alone.lines[0].cite[0].citation == "HTS 2025 revision 16, 9401.99.30"


def test_hindsight_on_an_unknown_base_gives_bounds():
    answer = duty("9401.99.30", origin="CN", value="100", on="2025-06-10")  # the line stands, without a rate
    assert answer.hindsight is not None
    assert answer.hindsight.duty_usd is None
    assert "duty between 0.00 and an amount not known USD" in answer.hindsight.words


def test_the_exceptions_sheet_says_which_column_settles_a_line() -> None:
    row = {
        "hts": ["1005.90.20"],
        "origin": ["CN"],
        "entry_date": ["2025-10-26"],
        "customs_value_usd": ["5000"],
    }
    answer = assess_sheet(frame_sheet(pl.DataFrame(row)))
    sheet = extra_sheets(answer)["Exceptions"]
    assert sheet["missing"].to_list() == ["quantity"]
    assert sheet["what"].to_list()[0].startswith("add a column quantity: ")
