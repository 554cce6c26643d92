"""What each command prints at 80 columns, kept as text; and that no terminal of any width cuts anything.

``make screens`` writes the files anew; read what changed before you keep it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from detente import report
from detente.cli.main import run
from detente.report.terminal.screen import Screen, set_on, show

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "screens"
DAY = ("--on", "2025-10-26")
NOW = ("--on", "2026-11-30")
READOUTS = ("tests/golden/talks/readouts.txt", "tests/golden/talks/zhuanfang.txt")
OWNED = "examples/ownership"
LINK = re.compile(r"\x1b\]8;(?:id=(\d+))?;([^\x1b]*)\x1b\\")  # where words open, in a terminal that can
SCREENS: dict[str, tuple[str, ...]] = {
    "status-today": ("status", *NOW),
    "status-then": ("status", *DAY),
    "status-hindsight": ("status", *DAY, "--hindsight", "--side", "us"),
    "duty": ("duty", "9506.62.40", *DAY),
    "duty-open": ("duty", "7408.11.60", *DAY),
    "duty-two-readings": ("duty", "1201.90.00", "--to", "CN", *NOW),
    "duty-drawback": ("duty", "9506.62.40", "--on", "2025-11-05", "--fact", "reexported_on=2026-05-04"),
    "ship": ("ship", "9506.62.40", "--on", "2025-11-15", "--known", "2025-10-26"),
    "ship-open": ("ship", "7408.11.60", *DAY),
    "ship-two-readings": ("ship", "1201.90.00", "--to", "CN", *NOW),
    "assess": ("assess", "examples/importer.csv"),
    "licence": ("licence", "NdFeB magnet", "--on", "2026-05-04"),
    "fee": ("fee", *NOW),
    "screen": (
        "screen", f"{OWNED}/parties.csv", "--owners", f"{OWNED}/owners.csv", "--listed",
        f"{OWNED}/listed.csv", *DAY,
    ),
    "next": ("next", *NOW),
    "next-portfolio": ("next", *DAY, "--portfolio", "examples/importer.csv"),
    "whatif-list": ("whatif",),
    "whatif-law": ("whatif", "lapse", "truce", "--entered", "2025-11-15"),
    "whatif-goods": ("whatif", "lapse", "truce", "--hts", "9506.62.40", "--entered", "2025-11-15"),
    "whatif-portfolio": (
        "whatif", "truce", "busan", "--portfolio", "examples/importer.csv", "--entered", "2025-11-15",
    ),
    "whatif-origins": (
        "whatif", "lapse", "--hts", "9506.62.40", "--entered", "2025-11-15", "--origins", "VN,MX",
    ),
    "whatif-timing": (
        "whatif", "lapse", "busan", "--portfolio", "examples/waiting.csv", "--known", "2025-10-26",
        "--timing",
    ),
    "tree": ("tree",),
    "tree-portfolio": (
        "tree", "october-2025", "--portfolio", "examples/importer.csv", "--entered", "2025-11-15",
    ),
    "diff": ("diff", "2025-11-09", "2025-11-10"),
    "diff-learned": ("diff", "--known", "2025-10-26", "--known", "2025-11-10"),
    "pledges": ("pledges", *NOW),
    "calendar": ("calendar", *NOW),
    "talks": ("talks", *READOUTS),
    "talks-diff": ("talks", *READOUTS, "--diff"),
    "talks-board": ("talks", *READOUTS, "--board"),
    "talks-alone": ("talks", READOUTS[0], "--diff"),
    "impact": ("impact", "--outcome", "lapse", "--against", "extend"),
    "bargain": ("bargain",),
    "panel": ("panel",),
    "facts": ("facts",),
    "data-list": ("data", "list"),
}  # fmt: skip
CODE = r"\b\d{4}\.\d{2}(?:\.\d{2}){0,2}\b"
AMOUNT = r"(?<![\w.])[-+]?\d{1,3}(?:,\d{3})*\.\d{2}\b"
KEY = r"\b(?:us|cn)\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:@\d{4}-\d\d-\d\d)?"
BARE_MOMENT = re.compile(r"(?<!=)\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?! (?:E[SD]T|Beijing|UTC))")


def printed(words: tuple[str, ...]) -> tuple[list[Screen], str]:
    """The screens a command shows, and what it prints at 80 columns without colour."""
    shown: list[Screen] = []

    def keep(screen: Screen, *, full: bool = False, language: str = "en") -> None:
        shown.append(screen)
        show(screen, full=full, language=language)

    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.chdir(ROOT)
        patch.setenv("COLUMNS", "80")
        patch.setattr(report, "show", keep)
        with pytest.raises(SystemExit) as end:
            run(list(words))
    assert end.value.code in (0, 1), words
    return shown, "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[list[Screen], str]]:
    return {name: printed(words) for name, words in SCREENS.items()}


def at(screen: Screen, width: int, *, full: bool) -> str:
    """A screen set on a terminal of a width."""
    out = io.StringIO()
    Console(width=width, file=out, highlight=False).print(set_on(screen, width, full=full))
    return out.getvalue()


def every(answers: dict[str, tuple[list[Screen], str]]) -> Iterator[tuple[str, Screen, bool]]:
    for name, (screens, _) in answers.items():
        for screen in screens:
            yield name, screen, False
            yield name, screen, True


@pytest.mark.parametrize("name", SCREENS)
def test_a_command_prints_what_is_kept(name: str, answers: dict[str, tuple[list[Screen], str]]) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert answers[name][1] == kept, "read what changed; `make screens` writes it anew"


def test_nothing_is_kept_of_a_screen_that_is_no_more() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(SCREENS)


def test_each_screen_answers_first_in_ten_rows_and_says_what_is_next(
    answers: dict[str, tuple[list[Screen], str]],
) -> None:
    for name, screen, _ in every(answers):
        assert screen.rows is None or len(screen.rows.cells) <= 10, name
        assert str(screen.sentence).endswith((".", ".html")), name
        assert screen.next_step, name
        assert screen.next_step in ("", *screen.next_step.splitlines()), name


@pytest.mark.parametrize("width", [80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int, answers: dict[str, tuple[list[Screen], str]]) -> None:
    for name, screen, full in every(answers):
        for line in at(screen, width, full=full).splitlines():
            assert cell_len(line.rstrip()) <= width, (name, line)


@pytest.mark.parametrize("width", [80, 120])
def test_no_code_amount_or_key_is_cut(width: int, answers: dict[str, tuple[list[Screen], str]]) -> None:
    for name, screen, full in every(answers):
        wide, narrow = (at(screen, columns, full=full) for columns in (400, width))
        for kind in (CODE, AMOUNT, KEY):
            for token in set(re.findall(kind, wide)):
                assert token in narrow, (name, token)
        assert not re.search(r"[\w.,-]…", narrow), (name, "an ellipsis cuts a word")


def test_a_moment_has_its_zone(answers: dict[str, tuple[list[Screen], str]]) -> None:
    for name, screen, full in every(answers):
        bare = BARE_MOMENT.findall(" ".join(at(screen, 400, full=full).split()))
        assert not bare, (name, bare)


def test_without_colour_there_is_none_and_with_it_the_words_are_the_same(
    answers: dict[str, tuple[list[Screen], str]],
) -> None:
    for name, screen, full in every(answers):
        plain, coloured = io.StringIO(), io.StringIO()
        Console(width=80, file=plain, force_terminal=True, no_color=True, highlight=False).print(
            set_on(screen, 80, full=full)
        )
        Console(width=80, file=coloured, force_terminal=True, highlight=False).print(
            set_on(screen, 80, full=full)
        )
        said = [text.getvalue() for text in (plain, coloured)]
        opens, opens_in_colour = ([m[2] for m in LINK.finditer(text)] for text in said)
        assert opens == opens_in_colour, name  # a link is no colour: it has its words between two marks
        words = [LINK.sub("", re.sub(r"\x1b\[[\d;]*m", "", text)) for text in said]
        assert words[0] == words[1] == at(screen, 80, full=full), name
        assert not re.search(r"\x1b\[(?:\d+;)*(?:3|4|9)\dm", plain.getvalue()), name


def main() -> None:
    """Write what is kept anew, with the schedules that come with the program."""
    os.environ["XDG_DATA_HOME"] = str(ROOT / "build" / "none")
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, words in SCREENS.items():
        (FOLDER / f"{name}.txt").write_text(printed(words)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
