"""One language for a whole run: help, errors, headings, pages, feeds, workbooks; JSON is the same in all."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from rich.console import Group
from rich.table import Table

from detente.cli.main import CATALOGUE, run
from detente.outcomes import learned
from detente.regime import holds_from, law_tables, tables
from detente.report import BriefSettings, brief_page, feed, headed_in, sheets_in
from detente.terms import display_width, wrapped

HAN = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
DAY = "2025-10-26"


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        run(list(words))
    shown = capsys.readouterr()
    return int(end.value.code or 0), shown.out, shown.err


@pytest.mark.parametrize("command", sorted(CATALOGUE))
def test_every_command_takes_the_language_and_its_help_is_chinese(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    code, shown, _ = ran(capsys, command, "--help", "--language", "zh-CN")
    assert code == 0
    assert "用法：" in shown
    assert "显示语言" in shown or command in ("data", "rule")  # groups, whose commands take it
    typed = re.compile(r"detente [a-z ]+|DECISION=CHOICE\S*|status: draft|--\S+|\S*[_=|:]\S*")
    left = [line for line in shown.splitlines() if ENGLISH.search(typed.sub("", line))]
    assert left == []


def test_the_language_stands_anywhere_or_in_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ("duty", "9506.62.40", "--from", "Chima")
    assert "is not a country" in ran(capsys, *wrong)[2]
    assert "不是国家或地区" in ran(capsys, "--language", "zh", *wrong)[2]
    assert "不是國家或地區" in ran(capsys, *wrong, "--language=zh-TW")[2]
    monkeypatch.setenv("DETENTE_LANGUAGE", "zh_CN.UTF-8")
    assert "不是国家或地区" in ran(capsys, *wrong)[2]
    assert "is not a country" in ran(capsys, *wrong, "--language", "en")[2]


def test_a_language_that_nothing_is_written_in_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = ran(capsys, "facts", "--language", "fr")
    assert code == 2 and "give en, zh-Hans, zh-Hant" in said
    code, _, said = ran(capsys, "facts", "--language", "zh", "--language", "en")
    assert code == 2 and "given twice" in said


def test_mistakes_in_options_are_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = ran(capsys, "duty", "9506.62.40", "--form", "CN", "--language", "zh")
    assert code == 2
    assert HAN.search(said) and "--form" in said and "--from" in said and "Unknown" not in said


def test_json_is_the_same_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    question = ("status", "--on", DAY, "--json")
    english, chinese = (json.loads(ran(capsys, *question, "--language", one)[1]) for one in ("en", "zh-TW"))
    assert english == chinese


@pytest.mark.parametrize(
    ("state", "start", "until", "said"),
    [
        ("suspended", "2025-11-07", "2026-11-11", "自2025年11月7日起暂停实施，至2026年11月10日（含当日）"),
        ("suspended", "2025-11-10T13:01", "", "自2025年11月10日13:01起暂停实施"),
        ("ended", "2025-11-10T13:01", "", "自2025年11月10日13:01起停止实施"),
        ("resumed", "2025-04-10", "", "自2025年4月10日起恢复实施"),
        (
            "in_force",
            "2025-10-14",
            "2025-11-10T00:00-05:00",
            "自2025年10月14日起实施，至2025年11月9日（含当日）",
        ),
    ],
)
def test_a_state_is_told_with_its_own_verb_and_its_last_day(
    state: str, start: str, until: str, said: str
) -> None:
    assert holds_from(state, start, until)[1] == said


def test_the_feed_never_says_that_a_suspended_control_is_in_force() -> None:
    rows = [r for r in learned(tables(), law_tables(), "2025-10-28", "2025-11-20") if r.state == "suspended"]
    assert len(rows) > 15
    for content in _contents(feed(rows, language="zh-Hans")):
        assert "起暂停实施" in content
        assert "起实施" not in content
    assert all("起暫停實施" in content for content in _contents(feed(rows, language="zh-TW")))


def _contents(body: bytes) -> list[str]:
    return [e.text or "" for e in ET.fromstring(body).iter("{http://www.w3.org/2005/Atom}content")]


def test_a_page_in_traditional_characters_keeps_its_commands() -> None:
    page = brief_page(BriefSettings(on=DAY, known=DAY, language="zh-HK"))
    assert '<html lang="zh-Hant">' in page
    assert "關稅" in page and "关税" not in re.sub(r"<(script|code).*?</\1>", "", page, flags=re.DOTALL)
    assert "--language zh-Hant" in page


def test_no_chinese_stands_beside_ascii_punctuation_on_the_page() -> None:
    page = brief_page(BriefSettings(on=DAY, known=DAY, language="zh", tree="october-2025"))
    plain = re.sub(r"<(script|style|code).*?</\1>", "", page, flags=re.DOTALL)
    texts = re.findall(r">([^<>]+)<", plain)
    beside = re.compile("[\u4e00-\u9fff][,;:!?(]|[,;:!?)][\u4e00-\u9fff]")
    assert [t for t in texts if beside.search(re.sub(r"\d+(\([a-z]+\))+", "", t))] == []


def test_sheets_bear_chinese_titles_and_headings_but_your_own_columns() -> None:
    sheets = {
        "Summary": pl.DataFrame({"by": ["all"], "outcome": ["lapse"], "lines": [3]}),
        "Lines": pl.DataFrame({"lines": ["a"], "status": ["ok"]}),
        "Method": pl.DataFrame({"method": ["Duties only: MPF, HMF, AD/CVD and taxes are outside."]}),
    }
    held = sheets_in(sheets, "zh-CN")
    assert list(held) == ["概要", "货物行", "方法"]
    assert held["概要"].columns == ["分组", "情形", "行数"]
    assert held["货物行"].columns == ["lines", "status"]
    assert held["方法"]["方法"][0].startswith("仅含关税")
    assert list(sheets_in(sheets, "en")) == list(sheets)


def test_headings_of_tables_are_chinese_and_cells_stay() -> None:
    rows = Table(title="Arrangements")
    rows.add_column("duty USD")
    rows.add_row("duty USD")
    headed_in(Group(rows), "zh-Hant")
    assert (rows.title, rows.columns[0].header) == ("各項安排", "關稅（美元）")
    assert list(rows.columns[0].cells) == ["duty USD"]


@pytest.mark.parametrize("width", [8, 12, 20, 37, 80])
def test_chinese_wraps_by_display_width_and_nothing_is_cut(width: int) -> None:
    text = (
        "自2025年11月10日13:01起暂停实施24%的对美加征关税税率，"
        "至2026年11月10日（含当日）；customs_value_usd 不变。"
    )
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert display_width(line) <= width or not re.search(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]{3}", line)
        assert line[:1] not in "，。；）" and line[-1:] not in "（"
