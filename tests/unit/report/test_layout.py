"""Lines of a terminal: Chinese counts two columns and wraps, nothing that must be whole is broken."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.text import Text

from detente.report.terminal.layout import Column, Rows, command, laid_out, wrapped

CHINESE = "自2025年11月10日起暂停实施对原产于美国的全部商品加征的24个百分点关税，为期一年。"


@pytest.mark.parametrize("width", [8, 13, 20, 40])
def test_chinese_wraps_and_loses_nothing(width: int) -> None:
    lines = [line.plain for line in wrapped(Text(CHINESE), width)]
    assert "".join(lines).replace(" ", "") == CHINESE
    assert all(cell_len(line) <= width for line in lines)
    assert not any(line.startswith(("，", "。")) for line in lines), "no line begins with a stop"


def test_a_number_stays_with_its_unit_and_a_word_is_whole() -> None:
    text = Text("entered by 9 November 2025 it saves 24 points = 2,400.00 USD against 15 November")
    for width in range(20, 60):
        shown = [line.plain for line in wrapped(text, width)]
        assert " ".join(shown) == text.plain
        assert any("2,400.00 USD" in line for line in shown)
        assert any("24 points" in line for line in shown)


def test_colour_stays_with_its_words_over_lines() -> None:
    text = Text("plain words and then ")
    text.append("words in yellow that go on", style="yellow")
    lines = wrapped(text, 16)
    coloured = "".join(line.plain[s.start : s.end] + " " for line in lines for s in line.spans)
    assert coloured.split() == ["words", "in", "yellow", "that", "go", "on"]


def test_columns_that_do_not_fit_become_blocks_and_empty_ones_are_left_out() -> None:
    columns = (
        Column("key"),
        Column("amount", right=True),
        Column("nothing", words=True),
        Column("why", words=True),
    )
    row = ("us.s301.maritime.november-2026", "12,345,678.90", "", "because the suspension ends on that day")
    wide, narrow = (laid_out(Rows(columns, (row,)), width).plain for width in (80, 40))
    assert "nothing" not in wide and "why" in wide.splitlines()[0]
    assert narrow.splitlines()[0] == row[0] and "  amount: 12,345,678.90" in narrow
    for shown, width in ((wide, 80), (narrow, 40)):
        assert row[0] in shown and row[1] in shown and "…" not in shown
        assert max(cell_len(line) for line in shown.splitlines()) <= width


def test_a_command_goes_on_as_a_shell_takes_it() -> None:
    words = "detente ship 9506.62.40 --from CN --value 10000 --on 2025-11-15 --known 2025-10-26 --full"
    for width in (30, 50, 74):
        shown = command(words, width)
        assert max(map(len, shown.splitlines())) <= width
        assert " ".join(shown.replace("\\\n", " ").split()) == words
