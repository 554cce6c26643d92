"""The journeys: each runs the steps of its page in docs/roles, and keeps its screens at 80 columns.

``make screens`` writes the screens anew; read what changed before you keep it.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from rich.cells import cell_len

from checkout import script

ROOT = Path(__file__).resolve().parents[2]
ROLES = ROOT / "docs" / "roles"
FOLDER = ROOT / "tests" / "golden" / "journeys"
JSON_LINES = 12  # of an answer for programs that are kept


FENCED = script("docs/fenced.py")
NAMES = tuple(sorted(p.stem for p in ROLES.glob("*.md") if p.stem != "README"))


@dataclass(frozen=True)
class Step:
    """A command of a page, how it ended, and what it printed."""

    command: str
    code: int
    printed: str

    @property
    def kept(self) -> str:
        """The screen as it is kept: an answer for programs by its first lines."""
        lines = [line.rstrip() for line in self.printed.split("\n")]
        if "--json" in self.command:
            lines = [*lines[:JSON_LINES], "…"]
        return "\n".join((f"$ {self.command}", *lines, ""))


@dataclass(frozen=True)
class Walk:
    """The steps of a journey, and the folder they were taken in."""

    steps: list[Step]
    folder: Path


def walk(name: str, folder: Path) -> list[Step]:
    """The steps of a page, one after the other in one folder."""
    page = ROLES / f"{name}.md"
    FENCED.bench(folder)
    return [
        Step(shown.command, *FENCED.run(shown, folder))
        for shown in FENCED.commands(page)
        if not shown.why_not
    ]


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walk]:
    folders = {name: tmp_path_factory.mktemp(name) for name in NAMES}
    return {name: Walk(walk(name, folder), folder) for name, folder in folders.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_a_page_answers_as_kept(name: str, walks: dict[str, Walk]) -> None:
    steps = walks[name].steps
    assert len(steps) >= 3
    assert [(s.command, s.printed) for s in steps if s.code > 1 or "Traceback" in s.printed] == []
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert "\n".join(step.kept for step in steps) == kept, "read what changed; `make screens` writes it anew"


def test_nothing_is_kept_of_a_journey_that_is_no_more() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(NAMES)
    assert len(NAMES) == 10


@pytest.mark.parametrize("name", NAMES)
def test_the_screens_fit_and_open_with_a_sentence(name: str, walks: dict[str, Walk]) -> None:
    for step in walks[name].steps:
        if "--json" in step.command:
            continue
        screen = step.printed.split("\nNext: ")[0]
        assert all(cell_len(line) <= 80 for line in screen.splitlines()), step.command
        sentence = " ".join(screen.split("\n\n")[0].split())
        assert sentence.endswith((".", ".html")), (step.command, sentence)
        assert "\nNext: " in step.printed, step.command


@pytest.mark.parametrize("name", NAMES)
def test_no_step_renames_a_column_or_edits_a_file(name: str, walks: dict[str, Walk]) -> None:
    for step in walks[name].steps:
        assert "--map " not in step.command, "a column is renamed by hand"
        assert step.command.startswith("detente ")


def test_the_broker_keeps_a_workbook_of_sixty_lines(walks: dict[str, Walk]) -> None:
    steps, folder = walks["broker"].steps, walks["broker"].folder
    assert "of 60 lines of entries-week-44.xlsx" in " ".join(steps[0].printed.split())
    book = openpyxl.load_workbook(folder / "build" / "answered.xlsx")
    assert book.sheetnames[:2] == ["Summary", "Lines"]
    lines = book["Lines"]
    assert lines.max_row == 61
    assert lines.freeze_panes is not None and lines.print_title_rows == "$1:$1"
    assert {"Tariff code", "Duty, USD", "Status"} <= {cell.value for cell in lines[1]}
    assert {"hts", "duty_usd"} <= {cell.comment.text for cell in lines[1] if cell.comment}
    assert (folder / "build" / "our-columns.yaml").is_file()
    assert "89.0479 % = 68,834.00 USD" in next(s.printed for s in steps if "=60000" in s.command)


def test_the_analyst_has_a_calendar_a_workbook_and_a_page(walks: dict[str, Walk]) -> None:
    steps, folder = walks["analyst"].steps, walks["analyst"].folder
    assert "BEGIN:VALARM" in (folder / "build" / "clocks.ics").read_text(encoding="utf-8")
    assert openpyxl.load_workbook(folder / "build" / "outcomes.xlsx").sheetnames[0] == "First page"
    assert "1,853,417" in (folder / "build" / "brief.html").read_text(encoding="utf-8")
    assert any("its lapse costs +1,853,417 USD" in s.printed for s in steps)


def test_the_researcher_has_a_panel_on_two_time_axes(walks: dict[str, Walk]) -> None:
    import polars as pl

    panel = pl.read_parquet(walks["researcher"].folder / "build" / "panel.parquet")
    assert panel["hts"].n_unique() == 3 and panel["origin"].n_unique() == 3
    then, later = (s.printed for s in walks["researcher"].steps if s.command.startswith("detente duty"))
    assert then.startswith("Duty 37.5 %") and later.startswith("Duty 7.5 %")


def test_the_liner_operator_knows_what_is_open_and_what_to_do(walks: dict[str, Walk]) -> None:
    steps, folder = walks["liner"].steps, walks["liner"].folder
    assert steps[0].code == 1 and "1 not read" in steps[0].printed  # the row of a type that is none
    assert "Lines" in openpyxl.load_workbook(folder / "build" / "fees.xlsx").sheetnames
    assert "4,750,000.00 USD" in steps[1].printed and "pay.gov" in steps[1].printed
    assert "she berths before 13:01: 16,000,000.00 CNY" in " ".join(steps[2].printed.split())
    assert steps[3].printed.startswith("0.00 CNY")
    assert "may be deferred to 10 December 2025" in " ".join(steps[4].printed.split())


def test_the_journalist_sees_where_reports_differ(walks: dict[str, Walk]) -> None:
    steps, folder = walks["journalist"].steps, walks["journalist"].folder
    differences = next(s.printed for s in steps if s.command.endswith("--diff"))
    assert differences.startswith("2 differences in 9 documents")
    said = " ".join(differences.split("Next:")[0].split())
    assert ": ;" not in said and not said.endswith(":"), "a value without a speaker"
    assert "He Lifeng" in (folder / "build" / "talks.html").read_text(encoding="utf-8")


def test_the_trader_knows_duty_licence_and_fee(walks: dict[str, Walk]) -> None:
    said = [s.printed.split("\n\n")[0].replace("\n", " ") for s in walks["trader"].steps]
    assert said[0].startswith("Duty 50.5 %") and said[1].startswith("Duty 40.5 %")
    assert any(s.startswith("Undetermined, between no licence and prohibited: NdFeB magnet") for s in said)
    assert any(s.startswith("2,000,000.00 USD for a port call in the United States") for s in said)


def test_the_officer_is_never_told_that_an_unscreened_party_is_clear(walks: dict[str, Walk]) -> None:
    own, law = (s.printed for s in walks["export-control"].steps if s.command.startswith("detente screen"))
    assert own.startswith("3 caught, 3 with a red flag and 3 undetermined of 8 parties")
    sentence, _, rest = " ".join(law.split()).partition(";")
    assert sentence == "None of 8 parties is on a list compared, nor judged by its owners"
    assert "Not screened: Entity List, Military End User List" in rest
    assert "a party not found may still be listed" in rest
    assert "clear" not in law and "not caught" not in law


def test_the_developer_has_the_same_answer_three_ways(walks: dict[str, Walk]) -> None:
    import json

    import detente as dt

    page = ROLES / "developer.md"
    assert FENCED.faults(page) == []
    told = json.loads(walks["developer"].steps[0].printed)
    asked = dt.duty("9506.62.40", origin="CN", value="10000", on="2025-10-26")
    assert told == json.loads(asked.model_dump_json(by_alias=True))


def test_fifty_thousand_lines_of_an_ordinary_workbook(tmp_path: Path) -> None:
    """The broker's first step on a workbook of the same make, with 50,000 lines below its title rows."""
    import xlsxwriter

    small = openpyxl.load_workbook(ROOT / "examples" / "entries-week-44.xlsx", read_only=True)
    grid = [list(row) for row in small.worksheets[1].iter_rows(values_only=True)]
    head = next(k for k, row in enumerate(grid) if "HTS Number" in row)
    kinds = grid[head + 1 : head + 61]
    FENCED.bench(tmp_path)
    book = xlsxwriter.Workbook(str(tmp_path / "entries.xlsx"), {"constant_memory": True})
    book.add_worksheet("Cover").write_string(0, 0, "Import department")
    sheet, day = book.add_worksheet("Entries"), book.add_format({"num_format": "mm/dd/yyyy"})
    for k, row in enumerate([*grid[: head + 1], *(kinds[n % 60] for n in range(50_000))]):
        for j, value in enumerate(row):
            if value is not None:
                sheet.write(k, j, value, day if hasattr(value, "year") else None)
    book.close()
    step = FENCED.Shown(ROLES / "broker.md", 1, "detente assess entries.xlsx -o build/answered.xlsx", "")
    code, printed = FENCED.run(step, tmp_path)
    assert code == 0, printed
    assert " of 50,000 lines of entries.xlsx" in " ".join(printed.split())
    with zipfile.ZipFile(tmp_path / "build" / "answered.xlsx") as answered:
        assert "Summary" in answered.read("xl/workbook.xml").decode()
        rows = re.findall(r'<row r="(\d+)"', answered.read("xl/worksheets/sheet2.xml").decode())
    assert rows[-1] == "50001"


def main() -> None:
    """Write the screens of every journey."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            steps = walk(name, Path(folder))
        (FOLDER / f"{name}.txt").write_text("\n".join(step.kept for step in steps), encoding="utf-8")


if __name__ == "__main__":
    main()
