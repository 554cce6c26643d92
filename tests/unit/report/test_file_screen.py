"""A file of transactions or port calls on a screen: open rows first, bounds said, faults at their column."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.cli.main import run
from detente.report.terminal.file_screen import file_screen
from detente.report.terminal.words import fault_notes
from detente.rowfiles import RowFault


def _printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        run(list(words))
    printed = capsys.readouterr()
    return int(end.value.code or 0), " ".join((printed.out + printed.err).split())


def test_open_rows_come_first_and_an_amount_without_a_top_says_so() -> None:
    import polars as pl

    frame = pl.DataFrame(
        {
            "call_id": ["A", "B"], "port_call_on": ["2025-10-20"] * 2, "status": ["ok", "undetermined"],
            "fee_amount": ["1234567.8", ""], "currency": ["USD", "USD"], "low": ["1234567.8", "10"],
            "high": ["1234567.8", ""], "missing": ["", "containers"],
        }
    )  # fmt: skip
    screen = file_screen(frame, "out.csv", "port call")
    assert screen.rows is not None
    assert [row[0] for row in screen.rows.cells] == ["B", "A"]
    assert screen.rows.cells[0][2] == "at least 10.00 USD, no upper bound known"
    assert screen.rows.cells[1][2] == "1,234,567.80 USD"
    assert str(screen.sentence) == "1 of 2 port calls settled; 1 undetermined."


def test_many_faults_of_a_portfolio_are_counted_after_the_first() -> None:
    faults = [RowFault(k, "on", "is no day") for k in range(2, 9)]
    said = [str(note) for note in fault_notes(faults)]
    assert said[4] == "row 6, column on: is no day" and said[5:] == ["and 2 more faults: --full"]


@pytest.mark.parametrize(
    ("command", "header", "row", "column"),
    [
        ("licence", "case_id,item,on", "A,gallium,2025-13-01", "on"),
        ("licence", "case_id,item,on", "A,None,2025-10-26", "item"),
        ("fee", "side,port_call_on,net_tonnage", "US,2025-10-20,heavy", "net_tonnage"),
    ],
)
def test_a_fault_names_its_own_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, header: str, row: str, column: str
) -> None:
    (tmp_path / "in.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    code, said = _printed(capsys, command, str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert code == 1 and f"row 2, column {column}: " in said and "1 not read" in said
