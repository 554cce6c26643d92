"""The page of what a line has paid on entry into China: chart, steps and citations of any line."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

import detente as dt
from detente.cli.main import run
from detente.duties import schedule, steps
from detente.regime import tables
from detente.report import line_page
from detente.terms import InputError

HAN_FREE = re.compile(r">[^<]*[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}[^<]*<")


def test_the_steps_of_soybeans_are_those_of_the_answers() -> None:
    page = line_page("1201.90.11")
    for day, total, excluded in (
        ("2018-07-06", "28", "28"),
        ("2020-03-02", "30.5", "3"),
        ("2025-11-10", "40.5", "13"),
    ):
        row = next(r for r in re.findall(r"<tr>.*?</tr>", page) if day in r)
        assert f">{total} %<" in row and f">{excluded} %<" in row
    assert page.count("<svg") == 1 and "TCC-2018-5" in page and "--reading text" in page


def test_the_chinese_page_has_no_english_sentence() -> None:
    page = line_page("1201.90.11", language="zh")
    assert '<html lang="zh' in page and "大豆" in page and "法定" in page
    body = page.partition("<h1>")[2].replace("C. Bown, E. Jung, E. Zhang", "")
    assert HAN_FREE.findall(re.sub(r"<(code|desc)>.*?</\1>", "", body)) == []


def test_a_line_without_a_base_rate_shows_the_duties_on_top() -> None:
    page = line_page("1201.90.90")
    assert "base duty, which is not known" in page
    assert "130 %" in page


def test_a_fact_of_two_values_makes_two_charts() -> None:
    page = line_page("0410.10.00")
    assert page.count("<svg") == 2 and "Yes." in page and "No." in page


def test_what_is_not_known_is_a_gap_and_no_level_line() -> None:
    rows = steps(tables(), "0305.10.00", "2018-01-01", "2021-12-31", known="2021-12-31")
    assert rows[-1].start < "2019-09-01" < rows[-1].until < "2019-09-02"
    page = line_page("0305.10.00")
    assert "not known from here" in page
    path = re.findall(r'<path d="([^"]+)"', page)[0]
    assert max(float(x) for x in re.findall(r"H([\d.]+)", path)) < 600


def test_any_line_has_a_page() -> None:
    codes = sorted(schedule("CN").codes(8))
    for code in random.Random(17).sample(codes, 12):
        page = line_page(code)
        assert "<h2>Sources</h2><ul><li>" in page, code
        assert "nan" not in page.lower().replace("finance", ""), code


def test_a_code_of_no_line_is_refused_with_its_neighbours() -> None:
    with pytest.raises(InputError, match="3824"):
        line_page("38249092")


def test_the_command_writes_the_page_into_china_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "line.html"
    words = ["duty", "8703.23.61", "--value", "1000", "--on", "2026-01-10", "--html", str(path)]
    with pytest.raises(SystemExit) as ended:
        run([*words, "--to", "CN"])
    assert not ended.value.code and "Written:" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == line_page("8703.23.61")
    with pytest.raises(SystemExit) as refused:
        run(["duty", "9506.62.40", "--on", "2026-01-10", "--html", str(tmp_path / "other.html")])
    assert refused.value.code == 2
    assert "entry into China" in capsys.readouterr().err


def test_the_server_gives_the_same_page() -> None:
    pytest.importorskip("fastapi")
    from starlette.testclient import TestClient

    from detente.web import ServeSettings, make_app

    client = TestClient(make_app(ServeSettings(names=frozenset({"testserver"}))))
    answer = client.get("/paid", params={"hts": "87032361"})
    assert answer.status_code == 200 and answer.text == line_page("8703.23.61")
    assert client.get("/paid", params={"hts": "38249092"}).status_code == 400
    found = client.get("/find", params={"text": "soybeans", "to": "CN"}).text
    assert "/paid?hts=" in found


def test_both_totals_of_a_line_agree_with_the_answer_of_a_shipment() -> None:
    for step in steps(tables(), "0806.10.00", "2018-01-01", "2026-06-30", known=tables().verified):
        known = min(step.start[:10], tables().verified)
        a = dt.duty(
            "0806.10.00", origin="US", to="CN", value="1000", on=step.start, known=known, reading="text"
        )
        claimed = a.with_exclusion.total_pct if a.with_exclusion else a.total_pct
        assert (a.total_pct, claimed) == (step.total_pct, step.excluded_pct)
