"""README and pages show what the program prints, word for word; every command of README gives an answer.

``python tests/contract/test_readme.py`` writes the samples anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest

from detente.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = (README, *(ROOT / "docs" / "how-to" / f"{name}.md" for name in ("licence", "fee", "ownership")))
# a command, over several lines after a backslash, and what it prints
SAMPLE = re.compile(r"```console\n\$ (detente (?:[^\n]*\\\n)*[^\n]*)\n((?!```).*?)```", re.S)
TYPED = re.compile(r"`(detente(?: [^`]*)?)`")
STAY_OR_FETCH = ("serve", "mcp", "data sync")  # they wait for others, or go to the network


def printed(command: str) -> str:
    """What a command prints at 80 columns."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.chdir(ROOT)
        patch.setenv("COLUMNS", "80")
        with pytest.raises(SystemExit) as end:
            run(shlex.split(command.replace("\\\n", " "))[1:])
    assert end.value.code in (0, 1), command
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def samples(page: Path) -> list[tuple[str, str]]:
    return SAMPLE.findall(page.read_text(encoding="utf-8"))


def commands() -> list[str]:
    text = README.read_text(encoding="utf-8")
    typed = dict.fromkeys(TYPED.findall(SAMPLE.sub("", text)))
    return [words for words in typed if not words.removeprefix("detente ").startswith(STAY_OR_FETCH)]


@pytest.mark.parametrize(("command", "shown"), [one for page in PAGES for one in samples(page)])
def test_a_sample_is_what_the_program_prints(command: str, shown: str) -> None:
    assert printed(command) == shown, "`python tests/contract/test_readme.py` writes it anew"


@pytest.mark.parametrize("command", commands())
def test_a_command_gives_an_answer_as_written(command: str, tmp_path: Path) -> None:
    words = f"{command} -o {tmp_path}/brief.html" if command == "detente brief" else command
    said = printed(words.replace("build/", f"{tmp_path}/"))
    assert re.search(r"\d", said.split("\n\n")[0]), said
    assert "No difference" not in said and not re.search(r"[+]0\.00 USD against", said), said


def test_the_three_things_come_first_and_python_is_true() -> None:
    assert [command.split()[1] for command, _ in samples(README)] == ["duty", "ship", "assess"]
    import detente as dt

    assert str(dt.duty("9506.62.40", origin="CN", value="10000", on="2025-10-26").total_pct) == "37.5"
    assert dt.ship("9506.62.40", on="2025-11-15", known="2025-10-26").verdict.startswith(
        "Entered by 9 November 2025 it saves"
    )


def main() -> None:
    """Write the samples anew, with the schedules that come with the program."""
    os.environ["XDG_DATA_HOME"] = str(ROOT / "build" / "none")
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        text = SAMPLE.sub(lambda m: f"```console\n$ {m[1]}\n{printed(m[1])}```", text)
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
