"""Workbooks of files: headings people read, names as comments, panes, print set-up, first pages."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from detente.cli.main import run
from detente.portfolio import assess_sheet, portfolio_sheet
from detente.portfolio.layout import frames
from detente.regime import tables

ROOT = Path(__file__).resolve().parents[3]
FILES = {
    "fee": ("fee", "examples/calls.csv"),
    "licence": ("licence", "examples/cases.csv"),
    "screen": (
        "screen", "examples/ownership/parties.csv", "--owners", "examples/ownership/owners.csv",
        "--listed", "examples/ownership/listed.csv", "--on", "2025-10-15",
    ),
    "panel": ("panel", "--codes", "examples/lines-of-interest.csv", "--from", "2025-10-01"),
    "diff": ("diff", "2025-11-09", "2025-11-10"),
}  # fmt: skip
NAMED = {
    "fee": ("fee_amount", "Fee"), "licence": ("outcome", "Outcome"), "screen": ("chain", "Chain of holdings"),
    "panel": ("low_pct", "At least, %"), "diff": ("causes", "Causes"),
}  # fmt: skip


def written(words: tuple[str, ...], path: Path, monkeypatch: pytest.MonkeyPatch) -> openpyxl.Workbook:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as end:
        run([*words, "-o", str(path)])
    assert end.value.code in (0, 1)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("name", FILES)
def test_headings_are_words_and_the_machine_s_name_is_a_comment(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = written(FILES[name], tmp_path / "out.xlsx", monkeypatch).worksheets[0]
    headings = {cell.comment.text: cell.value for cell in sheet[1] if cell.comment}
    machine, human = NAMED[name]
    assert headings[machine] == human
    plain = [cell.value for cell in sheet[1] if not cell.comment]
    assert not [value for value in plain if "_" in str(value)], "a machine's name without words"
    assert sheet.freeze_panes is not None
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_amounts_and_days_of_a_fee_are_numbers_and_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = written(FILES["fee"], tmp_path / "fee.xlsx", monkeypatch).worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, at["Fee"]).value == 2_000_000
    assert sheet.cell(2, at["Port call on"]).value.year == 2025


def test_a_what_if_opens_on_one_printed_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = (
        "whatif", "lapse", "truce", "--portfolio", "examples/importer.csv", "--entered", "2025-11-15",
        "--known", "2025-10-26",
    )  # fmt: skip
    page = written(words, tmp_path / "whatif.xlsx", monkeypatch).worksheets[0]
    said = {str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None}
    assert {"What each outcome costs", "truce", "-1853416.8", "The lines that change most"} <= said
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.print_area
    assert page.page_setup.orientation == "portrait" and page._charts


def test_sources_by_kind_of_line_are_those_of_every_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of sources is the same where each line's words are worked out for that line alone."""
    answer = assess_sheet(portfolio_sheet(ROOT / "examples" / "importer.csv", tables(), dated=True))
    by_kind = frames.sources(answer)
    monkeypatch.setattr(frames, "_kind_of", lambda a: a.row)
    assert by_kind.equals(frames.sources(answer))
    assert by_kind["lines"].max() > 40
