"""`detente data`: what it prints, what it returns, what it refuses."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = [
    {"htsno": "8505", "indent": "0", "description": "Magnets:", "superior": None, "units": [], "general": "",
     "special": "", "other": "", "footnotes": [], "quotaQuantity": None, "additionalDuties": None},
    {"htsno": "8505.11.00.70", "indent": "1", "description": "Sintered", "superior": None,
     "units": ["No.", "kg"],
     "general": "2.1%", "special": "Free (A)", "other": "45%", "footnotes": [], "quotaQuantity": None,
     "additionalDuties": None},
]  # fmt: skip


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "texts" / "lists").mkdir(parents=True)
    (tmp_path / "texts" / "hts_2025_basic.json.gz").write_bytes(gzip.compress(json.dumps(ROWS).encode()))
    (tmp_path / "texts" / "lists" / "revision_dates.csv").write_text(
        "revision,effective_date\nbasic,2025-01-01\n"
    )
    return tmp_path / "texts"


def detente(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("detente")
    env = os.environ | {"XDG_DATA_HOME": str(tmp_path / "xdg")}
    return subprocess.run(
        [str(program), "data", *words], capture_output=True, text=True, env=env, check=False
    )


def test_build_list_and_verify_answer_in_words_and_json(tmp_path: Path, texts: Path) -> None:
    built = detente(tmp_path, "build", "--from", str(texts), "--json")
    assert built.returncode == 0, built.stderr
    report = json.loads(built.stdout)
    assert (report["editions"], report["lines_8"], report["lines_10"]) == (["2025 basic"], 1, 1)
    listed = json.loads(detente(tmp_path, "list", "--json").stdout)
    assert listed[0]["kind"] == "built"
    assert listed[0]["content_hash"] == report["content_hash"]
    words = detente(tmp_path, "list")
    assert "built with 1 line of 8 digits" in " ".join(words.stdout.split())
    verified = detente(tmp_path, "verify", "--json")
    assert verified.returncode == 0, verified.stderr
    assert json.loads(verified.stdout)["faults"] == []
    assert "as written" in detente(tmp_path, "verify").stdout


def test_where_nothing_is_installed_what_came_with_the_program_is_verified(tmp_path: Path) -> None:
    done = detente(tmp_path, "verify")
    assert done.returncode == 0, done.stderr
    assert "as written" in done.stdout


def test_a_book_of_another_build_is_a_fault(tmp_path: Path, texts: Path) -> None:
    detente(tmp_path, "build", "--from", str(texts))
    report = tmp_path / "xdg" / "detente" / "report.json"
    report.write_text(report.read_text().replace('"content_hash": "', '"content_hash": "0'))
    done = detente(tmp_path, "verify")
    assert done.returncode == 1
    assert "of another build" in done.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["build", "--from", "nowhere"], "is no folder"),
        (["verify", "--book", "nowhere"], "data build"),
        (["build"], "sources"),
        (["sync", "--editions", "latest"], "names no edition"),
    ],
)
def test_unusable_input_is_exit_2_with_a_remedy(tmp_path: Path, words: list[str], expected: str) -> None:
    done = detente(tmp_path, *words)
    assert done.returncode == 2, done.stdout
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_edition_names_file_and_entry(tmp_path: Path, texts: Path) -> None:
    detente(tmp_path, "build", "--from", str(texts))
    (texts / "hts_2025_basic.json.gz").write_bytes(gzip.compress(json.dumps([*ROWS, ROWS[1]]).encode()))
    done = detente(tmp_path, "build", "--from", str(texts))
    assert done.returncode == 2
    assert "hts_2025_basic.json.gz, entry 3 (8505.11.00.70)" in done.stderr
    assert "twice" in done.stderr
    assert json.loads(detente(tmp_path, "list", "--json").stdout)[0]["counts"]["lines_8"] == 1
