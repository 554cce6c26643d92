"""Names of files no file system takes are refused in words; a page or calendar is not replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.cli.main import run

LONG = "x" * 300


@pytest.mark.parametrize(
    "words",
    [
        ["assess", f"{LONG}.csv"],
        ["whatif", "lapse", "--portfolio", f"{LONG}.csv"],
        ["licence", f"{LONG}.csv", "-o", "out.csv"],
        ["screen", f"{LONG}.csv", "--owners", f"{LONG}.csv"],
        ["screen", f"{LONG}.csv", "--owners", f"{LONG}.json"],
        ["talks", f"{LONG}.txt"],
        ["pledges", "--progress", f"{LONG}.csv"],
        ["impact", "--outcome", "lapse", "--world", f"{LONG}.npz"],
    ],
)
def test_a_name_of_a_file_that_is_too_long_is_refused_in_words(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(words)
    assert left.value.code == 2
    assert "detente: " in capsys.readouterr().err


def test_a_place_too_long_to_write_to_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text("hts,origin,entry_date,customs_value_usd\n9506.62.40,CN,2025-10-26,10000\n")
    with pytest.raises(SystemExit) as left:
        run(["assess", str(lines), "-o", str(tmp_path / f"{LONG}.csv")])
    assert left.value.code == 2
    assert "cannot write there" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["lines.csv"]


@pytest.mark.parametrize("words", [["pledges", "--html"], ["next", "--on", "2025-10-26", "--ics"]])
def test_a_page_or_a_calendar_is_not_replaced_unasked(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    kept.write_text("mine")
    with pytest.raises(SystemExit) as left:
        run([*words, str(kept)])
    assert left.value.code == 2
    assert "add --force" in capsys.readouterr().err
    assert kept.read_text() == "mine"
    with pytest.raises(SystemExit):
        run([*words, str(kept), "--force"])
    assert kept.read_bytes() != b"mine"
