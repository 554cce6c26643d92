"""What a command promises about files: inputs stay, outputs are whole, mappings can be saved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.cli.main import run

HEAD = "HTS Number,Country of Origin,Entry Date,Entered Value (USD)\n"
LINE = "9506.62.40,CN,11/12/2025,10000\n"


def call(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        run([str(word) for word in words])
    return int(ended.value.code or 0)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text(HEAD + LINE, encoding="utf-8")
    return path


@pytest.mark.parametrize("way", ["itself", "link", "hard link", "other path"])
def test_an_output_is_never_the_input(lines: Path, tmp_path: Path, capsys, way: str) -> None:
    output = {"itself": lines, "other path": tmp_path / "x" / ".." / "lines.csv"}.get(
        way, tmp_path / "same.csv"
    )
    (tmp_path / "x").mkdir()
    if way == "link":
        output.symlink_to(lines)
    elif way == "hard link":
        os.link(lines, output)
    assert call("assess", lines, "--dates", "mdy", "-o", output, "--force") == 2
    assert "is the file that is read" in capsys.readouterr().err
    assert lines.read_text(encoding="utf-8") == HEAD + LINE


def test_another_file_is_replaced_only_when_told_so(lines: Path, tmp_path: Path, capsys) -> None:
    output = tmp_path / "out.csv"
    output.write_text("kept", encoding="utf-8")
    assert call("assess", lines, "--dates", "mdy", "-o", output) == 2
    said = capsys.readouterr().err
    assert "is there already" in said
    assert "--force" in said
    assert output.read_text(encoding="utf-8") == "kept"
    assert call("assess", lines, "--dates", "mdy", "-o", output, "--force") == 0
    assert "9506.62.40" in output.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["licence", "fee", "whatif", "screen"])
def test_every_command_that_writes_rows_keeps_the_promise(tmp_path: Path, capsys, command: str) -> None:
    output = tmp_path / "out.csv"
    output.write_text("kept", encoding="utf-8")
    asked = {
        "licence": ["licence", "cases.csv"],
        "fee": ["fee", "calls.csv"],
        "whatif": ["whatif", "lapse", "--portfolio", "lines.csv"],
        "screen": ["screen", "p.csv", "--owners", "o.csv"],
    }[command]
    assert call(*asked, "-o", output) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".yaml", ".toml"])
def test_a_mapping_is_shown_saved_and_given_again(lines: Path, tmp_path: Path, capsys, suffix: str) -> None:
    lines.write_text(HEAD.replace("HTS Number", "My code") + LINE, encoding="utf-8")
    saved = tmp_path / f"map{suffix}"
    words = ("--map", "My code=hts", "--dates", "mdy", "--save-map", saved)
    assert call("assess", lines, *words) == 0
    said = capsys.readouterr().err
    assert "your column" in said
    assert "My code" in said
    assert call("assess", lines) == 2
    assert call("assess", lines, "--map-file", saved) == 0


def test_a_mapping_that_says_nothing_is_refused(lines: Path, tmp_path: Path, capsys) -> None:
    assert call("assess", lines, "--map", "hts") == 2
    assert "maps nothing" in capsys.readouterr().err
    saved = tmp_path / "map.yaml"
    saved.write_text("colums: {a: b}\n", encoding="utf-8")
    assert call("assess", lines, "--map-file", saved) == 2
    assert "did you mean columns?" in capsys.readouterr().err


def test_an_interrupt_leaves_no_half_output(lines: Path, tmp_path: Path, monkeypatch) -> None:
    import polars as pl

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_csv", interrupted)
    output = tmp_path / "out.csv"
    output.write_text("old", encoding="utf-8")
    assert call("assess", lines, "--dates", "mdy", "-o", output, "--force") == 130
    assert output.read_text(encoding="utf-8") == "old"
    assert not list(tmp_path.glob(".detente-*"))


def test_a_bar_is_for_terminals_and_for_long_work_only(capsys, monkeypatch) -> None:
    import sys

    from detente.cli import progress

    with progress.progress_on("reading", 10) as told:
        told(5)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress.progress_on("reading", 10) as told:
        told(5)
    assert "reading" not in capsys.readouterr().err


def test_one_document_says_that_there_is_nothing_to_compare(tmp_path: Path, capsys) -> None:
    pytest.importorskip("opencc")
    path = tmp_path / "one.txt"
    path.write_text("2025-10-26\n\nThe weather in Lisbon was fine.\n", encoding="utf-8")
    assert call("talks", path, "--diff") == 0
    assert "1 document" in capsys.readouterr().out


def test_editions_as_sheets_are_named_when_a_book_is_built(tmp_path: Path, capsys) -> None:
    (tmp_path / "hts_2026_revision_19.xlsx").write_bytes(b"PK")
    assert call("data", "build", "--from", tmp_path, "--to", tmp_path / "out") == 2
    assert "holds editions as Excel (hts_2026_revision_19.xlsx)" in capsys.readouterr().err


def test_a_damaged_edition_as_csv_is_named_when_a_book_is_built(tmp_path: Path, capsys) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "revision_dates.csv").write_text("revision,effective_date\n2026_rev_9,2026-05-28\n")
    (tmp_path / "hts_2026_revision_9_csv.csv").write_text("HTS Number\n", encoding="utf-8")
    assert call("data", "build", "--from", tmp_path, "--to", tmp_path / "out") == 2
    assert "hts_2026_revision_9_csv.csv: lacks the column 'Indent'" in capsys.readouterr().err
