"""A screen filled in English is put into Chinese at the edge; commands, codes and amounts stay."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from rich.text import Text

from detente.regime import chinese_of_law
from detente.report import spoken_in, text_in_chinese
from detente.report.terminal.layout import Column, Rows


@dataclass(frozen=True)
class _Rows:
    cells: tuple[tuple[str | Text, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class _Screen:
    sentence: str
    rows: _Rows | None = None
    notes: tuple[str, ...] = ()
    next_step: str = ""
    width: int = 80


def test_a_screen_is_spoken_but_for_its_command() -> None:
    rows = _Rows(
        (("IEEPA fentanyl duty", Text("in force", style="green")), ("9903.88.15", "2,000.00")), "Because"
    )
    screen = _Screen(
        "Fees and import VAT are outside the total.", rows, ("5 lines changed",), "detente next --full"
    )
    shown = spoken_in(screen, "zh-Hant")
    assert shown.sentence == "規費和進口環節增值稅不計入合計。"
    assert shown.rows is not None and shown.rows.title == "依據"
    assert shown.rows.cells[0][0] == "芬太尼關稅（IEEPA）"
    assert (str(shown.rows.cells[0][1]), shown.rows.cells[0][1].style) == ("實施中", "green")  # type: ignore[union-attr]
    assert shown.rows.cells[1] == ("9903.88.15", "2,000.00")
    assert (shown.next_step, shown.width) == (screen.next_step, 80)
    assert spoken_in(screen, "en") is screen


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("10 % (24 points of 34 % suspended)", "10%（34%中的24%暂停实施）"),
        ("50 USD a net ton / 18 USD a net ton or 120 USD a container",
         "每净吨50美元 / 每净吨18美元或每个集装箱120美元"),
        ("Not in force: Threatened further 100 % (threatened: +100 % from 2025-11-01); De minimis "
         "(suspended).",
         "未实施：威胁再加征100%（威胁实施：+100%，自2025年11月1日起）；小额豁免（暂停实施）。"),
        ("1 threatened, 1 suspended and 1 proposed", "1类威胁实施，1类暂停实施和1类拟议"),
        ("Section 232 metals 50 %", "232条款金属 50%"),
        ("us.reciprocal.november-2025", "us.reciprocal.november-2025"),
        ("2025-11-10 00:01 EST", "2025-11-10 00:01（美东）"),
        ("", ""),
    ],
)  # fmt: skip
def test_lists_rates_and_titles_are_put_together_again(english: str, chinese: str) -> None:
    assert text_in_chinese(english) == chinese


def test_the_pairs_of_the_law_are_english_to_chinese() -> None:
    pairs = chinese_of_law()
    assert len(pairs) > 1000
    assert pairs["IEEPA reciprocal duty"] == "对等关税（IEEPA）"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("2026-11-10 00:01 EST passed: open, not settled", "2026年11月10日00:01（美东）已过期限：未定"),
        ("2027-01-01 00:01 EST defer, apply: the President", "2027年1月1日00:01（美东）推迟或实施：总统"),
        ("arrangement extend; exclusions lapse", "联合安排延长；排除到期失效"),
        ("item, destination and end_use", "item、destination、end_use"),
        ("destination: Which country does it go to? 目的国？", "destination：目的国？"),
        ("again: detente duty 9506.62.40 --on 2025-10-26", "重现：detente duty 9506.62.40 --on 2025-10-26"),
        ("lapse", "lapse"),
    ],
)
def test_values_are_said_by_their_kind_and_what_is_typed_stays(english: str, chinese: str) -> None:
    assert text_in_chinese(english) == chinese


def test_cells_that_are_typed_stay_and_sides_have_their_name() -> None:
    rows = Rows((Column("outcome"), Column("by"), Column("total")), (("lapse", "CN", "open"),))
    held = spoken_in(rows, "zh-Hans")
    assert [column.title for column in held.columns] == ["情形", "一方", "合计"]
    assert [str(cell) for cell in held.cells[0]] == ["lapse", "中方", "未定"]
