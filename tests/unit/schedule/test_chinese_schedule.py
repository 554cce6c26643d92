"""A user's own schedule of China: built whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.duties.evaluation import duty
from detente.regime.dated.tables import tables
from detente.schedule import layered, open_book
from detente.schedule.building.chinese_schedule import CHINA_BOOK, build_china
from detente.terms import InputError, UnreadableFile

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("china-lines.csv", "china-lists.csv"):
        shutil.copy(EXAMPLES / name, tmp_path / name)
    return tmp_path


def test_the_templates_build_a_book_that_answers(folder: Path) -> None:
    report = build_china(folder, folder, tables().lists)
    assert report.lines == 4
    assert "cn.301.list-1" in report.whole_lists
    book = layered([open_book(folder / CHINA_BOOK)])
    answer = duty("1201.90.00", origin="US", to="CN", value="1000", on="2025-10-26", book=book)
    assert answer.total_pct == 3 + 25 + 2.5 + 10 + 10
    car = duty("8703.23.61", origin="US", to="CN", value="1000", on="2025-02-10", book=book)
    assert car.total_pct == 25
    corn = duty(
        "1005.90.00", origin="US", to="CN", value="1000", on="2018-01-02", facts={"quota": "in"}, book=book
    )
    assert corn.total_pct == 1


def test_the_same_tables_give_the_same_hash(folder: Path) -> None:
    first = build_china(folder, folder / "a", tables().lists)
    second = build_china(folder, folder / "b", tables().lists)
    assert first.content_hash == second.content_hash


def test_every_fault_is_named_and_the_old_book_stays(folder: Path) -> None:
    build_china(folder, folder, tables().lists)
    before = (folder / CHINA_BOOK).read_bytes()
    (folder / "china-lines.csv").write_text(
        "code,name,mfn,vat_class,cite,from,to\n"
        "12019000,a,3%,lower,x,,\n"
        "12019000,a,4%,lower,x,2020-01-01,\n"
        "1201900,a,3%,lower,x,,\n"
        "27111200,a,cheap,lower,x,,\n"
        "27111300,a,5%,middle,x,,\n"
        "27111400,a,5%,lower,,,\n"
        "27111900,a,5%,lower,x,2020-01-01,2019-01-01\n"
        "27112100,a,5%,lower,x,soon,\n",
        encoding="utf-8",
    )
    (folder / "china-lists.csv").write_text(
        "code,list,cite,confidence\n12019000,cn.301.list-9,x,\n12,cn.301.list-1,x,\n12019000,cn.301.list-1,,D\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        build_china(folder, folder, tables().lists)
    text = str(caught.value)
    for words in (
        "row 4, column code", "row 5, column mfn", "row 6, column vat_class", "row 7, column cite",
        "row 8, column to", "row 9, column from", "row 3, column from", "row 2, column list",
        "row 3, column code", "row 4, column cite", "row 4, column confidence",
    ):  # fmt: skip
        assert words in text, words
    assert (folder / CHINA_BOOK).read_bytes() == before


def test_a_folder_without_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="china-lines"):
        build_china(tmp_path, tmp_path, tables().lists)
    assert not (tmp_path / CHINA_BOOK).exists()


def test_a_lost_leading_zero_is_refused_not_guessed(folder: Path) -> None:
    (folder / "china-lines.csv").write_text(
        "code,name,mfn,vat_class,cite\n2032900,pork,12%,lower,x\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="row 2, column code"):
        build_china(folder, folder, tables().lists)


def test_tables_of_excel_make_the_same_lines(folder: Path, tmp_path: Path) -> None:
    import polars as pl

    from detente.rowfiles.sheets import write_frame

    other = tmp_path / "excel"
    other.mkdir()
    for name in ("china-lines", "china-lists"):
        frame = pl.read_csv(folder / f"{name}.csv", infer_schema_length=0)
        write_frame(other / f"{name}.xlsx", frame)
    first = build_china(folder, tmp_path / "a", tables().lists)
    second = build_china(other, tmp_path / "b", tables().lists)
    assert first.content_hash == second.content_hash


def test_another_side_s_list_is_no_list_here(folder: Path) -> None:
    (folder / "china-lists.csv").write_text("code,list,cite\n12019000,us.s301.list-1,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="not in law/china/lists"):
        build_china(folder, folder, tables().lists)
