"""Lists of orders as users download them: headings by many names, faults by row, leads by code."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.cli.main import run
from detente.duties.evaluation import duty
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.schedule import install_order_list, installed_order_list, read_order_list
from detente.terms import DataError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "facts" / "updates" / "adcvd_orders.csv"
# made by hand, with headings and a line above them as downloads have
LIST = """Orders in force,,,,
USDOC Case Number,Country,Product,Order Date,HTS numbers
A-570-999,China,Footballs,2020-03-04,"9506.62.4040; 9506.62.8060"
C-570-998,China,Footballs,"Mar 5, 2020",9506.62.40
A-533-123,India,Leather,2019-01-02,4107
A-570-967,China,Aluminum extrusions,2011-05-26,7604.21
"""


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "orders.csv"
    path.write_text(LIST, encoding="utf-8")
    install_order_list(path, tmp_path / "data" / "detente")
    return path


def _gaps(**more: str) -> list[str]:
    answer = duty("9506.62.40", origin="CN", on=more.pop("on", "2025-10-26"), facts=more)
    return [gap for gap in answer.not_modelled if "anti-dumping" in gap]


def test_a_list_is_read_by_the_names_of_its_headings(listed: Path) -> None:
    orders = read_order_list(listed).orders
    assert [o.cases for o in orders] == [("A-570-999",), ("C-570-998",), ("A-533-123",), ("A-570-967",)]
    assert orders[0].prefixes == ("9506624040", "9506628060")
    assert (orders[1].since, orders[2].origin) == ("2020-03-05", "IN")


def test_an_installed_order_is_a_lead_by_its_code_origin_and_day(listed: Path) -> None:
    assert any("C-570-998" in gap for gap in _gaps())
    assert not [gap for gap in _gaps(on="2020-03-04") if "C-570-998" in gap]
    assert _gaps(adcvd_case="none") == []
    row = {"hts": "9506.62.40", "origin": "CN", "entry_date": "2025-10-26", "customs_value_usd": "10000"}
    assert "C-570-998" in wide(assess_sheet(frame_sheet(pl.DataFrame([row]))))["notes"][0]


def test_what_the_law_files_hold_is_not_named_twice(listed: Path) -> None:
    answer = duty("7604.21.00", origin="CN", on="2025-10-26")
    assert len([row for row in answer.also_check if "A-570-967" in row.cases]) == 1


def test_a_workbook_is_read_like_its_text(tmp_path: Path, listed: Path) -> None:
    rows = [
        line.split("|") for line in ("Case Number|Country|Product|HTS", "A-570-999|China|Balls|9506.62.40")
    ]
    path = tmp_path / "orders.xlsx"
    pl.DataFrame(rows, orient="row").write_excel(path, include_header=False)
    assert read_order_list(path).orders[0].prefixes == ("95066240",)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", b"Name,Country\nx,China\n", "no column of case numbers"),
        ("list.csv", b"Case Number,Country\nfirst,China\n", "no order that can be read"),
        ("list.xlsx", b"not a workbook", "no readable workbook"),
        ("list.csv", b"", "no column of case numbers"),
        ("list.csv", bytes(range(256)), "no column of case numbers|no readable table"),
    ],
)
def test_what_is_no_list_is_refused_and_what_is_installed_stays(
    tmp_path: Path, listed: Path, name: str, content: bytes, words: str
) -> None:
    folder = tmp_path / "data" / "detente"
    before = installed_order_list(folder)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=words):
        install_order_list(tmp_path / name, folder)
    assert installed_order_list(folder) == before


def test_a_row_at_fault_is_named_and_the_others_are_installed(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "list.csv"
    path.write_text(
        "Case Number,Country\nA-570-111,China\nA-570-112,Atlantis\nA-552-113,\n", encoding="utf-8"
    )
    with pytest.raises(SystemExit) as end:
        run(["data", "orders", str(path)])
    said = capsys.readouterr()
    assert end.value.code == 1
    assert "1 order of list.csv installed, 0 with tariff codes" in said.out
    assert "row 3" in said.err and "row 4" in said.err


def test_a_damaged_installation_is_refused_by_name(tmp_path: Path, listed: Path) -> None:
    path = tmp_path / "data" / "detente" / "adcvd-orders.json"
    path.write_text('{"format": 9}', encoding="utf-8")
    with pytest.raises(DataError, match="installed list of orders is damaged"):
        duty("9506.62.40", origin="CN", on="2025-10-26")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared facts are not beside this checkout")
def test_the_list_of_orders_read_so_far_is_read_whole() -> None:
    orders = read_order_list(SHARED)
    assert len(orders.orders) == 37
    assert not orders.faults
