"""What each command prints in Chinese at 80 columns, kept as text; and that no English sentence stays on it.

``python tests/golden/test_chinese_screens.py`` writes the files anew; read what changed before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from test_screens import ROOT, SCREENS, printed

FOLDER = Path(__file__).resolve().parent / "screens-zh"
FOUND = {"find": ("find", "soccer ball"), "find-nothing": ("find", "zzqqxx")}
EVERY = {**SCREENS, **FOUND}
# what stays as it is: commands and options, codes, ids and facts, files, addresses, names of parties
TYPED = re.compile(
    r"detente [^\n]*(?:\\\n[^\n]*)*|`[^`]*`|--?[a-z][a-z-]*|[\w./@-]+\.(?:csv|xlsx|txt|yaml|parquet|html)"
    r"|\b[a-z]+(?:[-_.@/][a-z0-9-]+)+\b"
)
NAMES = re.compile(
    "Harbour Lathe Works|Quiet Valley Optics|Northgate Reagents|Grey Heron Industries|NdFeB magnet"
    "|soccer ball"
)
ENGLISH = re.compile(r"\b[A-Za-z][a-z]+,? [a-z]{2,}\b|\b(?:USD|CNY)\b")
BESIDE = re.compile("[\u4e00-\u9fff][,;:!?()]|[(][\u4e00-\u9fff]|[,;!?)][\u4e00-\u9fff]")


def said(name: str, language: str = "zh") -> str:
    """A command's words at 80 columns in a language."""
    return printed((*EVERY[name], "--language", language))[1]


@pytest.fixture(scope="module")
def answers() -> dict[str, str]:
    return {name: said(name) for name in EVERY}


@pytest.mark.parametrize("name", EVERY)
def test_a_command_prints_the_chinese_that_is_kept(name: str, answers: dict[str, str]) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert answers[name] == kept, "read what changed; `python tests/golden/test_chinese_screens.py` writes it"


def test_nothing_is_kept_of_a_screen_that_is_no_more() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_no_english_sentence_stays_on_a_screen(name: str, answers: dict[str, str]) -> None:
    left = NAMES.sub("", TYPED.sub("", answers[name]))
    assert not ENGLISH.findall(left), name


@pytest.mark.parametrize("name", EVERY)
def test_marks_beside_chinese_are_chinese_and_no_line_is_cut(name: str, answers: dict[str, str]) -> None:
    assert not BESIDE.findall(TYPED.sub("", answers[name])), name
    assert all(cell_len(line) <= 80 for line in answers[name].splitlines()), name
    assert not re.search("(?m)^ *[，。；：、！？）》”]", answers[name]), "a closing mark begins a line"
    assert not re.search("(?m)[（《“]$", answers[name]), "an opening mark ends a line"


def test_a_screen_in_traditional_has_its_characters_and_the_terms_of_taiwan() -> None:
    words = said("duty", "zh-TW")
    assert "關稅" in words and "按當日已知資訊" in words
    assert "关" not in words


def main() -> None:
    """Write what is kept anew, with the schedules that come with the program."""
    os.environ["XDG_DATA_HOME"] = str(ROOT / "build" / "none")
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name in EVERY:
        (FOLDER / f"{name}.txt").write_text(said(name), encoding="utf-8")


if __name__ == "__main__":
    main()
