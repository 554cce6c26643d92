"""Whatever a person's file holds, it is read or refused in a sentence; nothing else happens."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.portfolio.read.rows import PORTFOLIO_COLUMNS
from detente.rowfiles.rows import Source, Upload, reading_of
from detente.rowfiles.sheets import read_sheet
from detente.terms import DetenteError

NAMES = [
    *("HTS Number", "hts", "origin", "Country of Origin", "Entry Date", "customs_value_usd", "SKU", ""),
    "Value USD",
]
CELLS = [
    *("9506.62.40", "CN", "11/12/2025", "26-Oct-25", "1.234,56", "10.000", "TOTAL", "", "¥5", '"', "合计"),
    *("10月26日", "=1+1", "\u2028", "-", "99/99/9999", "'", "0,0", "1e5"),
]
KNOWN = ("line_id", "unit", "loaded_on")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    _read(Upload("x.csv", body))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([*NAMES, *CELLS]), max_size=7), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-8-sig"]),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["hts", "origin", "-", "nothing"]), max_size=2),
)
def test_any_table(rows: list[list[str]], mark: str, end: str, encoding: str, said: dict[str, str]) -> None:
    text = end.join(mark.join(row) for row in rows)
    _read(Source(Upload("x.csv", text.encode(encoding)), reading_of(said)))


def _read(given: Upload | Source) -> None:
    try:
        sheet = read_sheet(given, required=PORTFOLIO_COLUMNS, known=KNOWN)
    except DetenteError as fault:
        assert fault.text
        return
    assert set(PORTFOLIO_COLUMNS) <= set(sheet.frame.columns)
    assert len(sheet.rows) == sheet.frame.height
    assert [sheet.place(row) for row in sheet.rows] == list(range(sheet.frame.height))
