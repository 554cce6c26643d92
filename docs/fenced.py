"""Commands shown in the documents: run as written, compared with what a page shows, or written anew into it.

`python docs/fenced.py` runs every page and says what differs; `--write` puts the program's words in place of
the output a page shows. A line ``…`` in an output stands for any lines, ``…`` in a line for any words.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = 80
SECONDS = 120
# What a page shows and no test can run, by the pattern of its command, with the reason.
NOT_RUN = {
    r"^detente (serve|mcp)\b": "runs until it is stopped",
    r"^detente data (sync|build)\b": "needs the network or editions on disk",
    r"^detente (panel\b(?!.*--codes)|diff \d|.*\bdata (verify|list))": "shown for a built schedule",
    r"^(pip|uv|make|git|curl|python -m|cd)\b": "not a command of the program",
    r"\b(REPORTS|FILE|FOLDER|PATH|PARTIES|EDGES|LIST|NAME|HTS|WORDS|D1|OUT)\b": "a placeholder stands in it",
    r"…|\.\.\.": "shortened on the page",
}
LONG_SCRIPTS = {  # pages whose Python is not run, with the reason
    "impact.md": "solves for minutes",
    "impact-published.md": "needs the published inputs",
    "impact-own-world.md": "needs tables of your own",
    "build-a-panel-and-plot-it.md": "needs a built schedule",
    "talks.md": "an excerpt of the program",
}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A command on a page and the output shown beneath it; `shows` is empty where a page shows none."""

    page: Path
    line: int
    command: str
    shows: str

    @property
    def why_not(self) -> str:
        """Why it is not run, or nothing."""
        return next((why for pattern, why in NOT_RUN.items() if re.search(pattern, self.command)), "")


def pages() -> list[Path]:
    """Every page with commands in it."""
    own = [*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md"))]
    return [p for p in own if scripts(p) or any(True for _ in commands(p))]


def commands(page: Path) -> Iterator[Shown]:
    """The commands of a page in order.

    In a block with ``$`` marks each marked line is a command and the lines below it its output; in a block
    without, each line that starts with ``detente``, or gives it a text, is a command.
    """
    text = page.read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        if fence[1] not in ("", "console"):
            continue
        first = text[: fence.start(2)].count("\n") + 1
        yield from _in_block(page, fence[2], first)


def _in_block(page: Path, body: str, first: int) -> Iterator[Shown]:
    lines = body.split("\n")
    marked = any(line.startswith("$ ") for line in lines)
    k = 0
    while k < len(lines):
        start = k
        if (
            not lines[k].startswith("$ ")
            if marked
            else not re.match(r"detente |echo .*\| detente ", lines[k])
        ):
            k += 1
            continue
        words = [lines[k].removeprefix("$ ")]
        while words[-1].endswith("\\"):
            k += 1
            words.append(lines[k])
        k += 1
        output = k
        while marked and k < len(lines) and not lines[k].startswith("$ "):
            k += 1
        command = re.sub(r"\s+#.*$", "", " ".join(w.removesuffix("\\").strip() for w in words))
        yield Shown(page, first + start, command, "\n".join(lines[output:k]).strip("\n") if marked else "")


def scripts(page: Path) -> str:
    """The Python blocks of a page, one after the other."""
    text = page.read_text(encoding="utf-8")
    return "\n".join(fence[2] for fence in _FENCE.finditer(text) if fence[1] == "python")


def bench(folder: Path) -> Path:
    """A folder to run a page's commands in: examples, invented texts, law, a place for what is written."""
    shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("notebooks"))
    (folder / "tests" / "golden").mkdir(parents=True)
    shutil.copytree(ROOT / "tests" / "golden" / "talks", folder / "tests" / "golden" / "talks")
    shutil.copytree(ROOT / "law", folder / "law")
    (folder / "build").mkdir()
    (folder / "home").mkdir()
    return folder


def run(shown: Shown, folder: Path) -> tuple[int, str]:
    """A command's exit code and what it prints, in a terminal of 80 columns without colour.

    Commands of the program run in this process, which has law and libraries loaded; others in a shell.
    """
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", shown.command)
    if shown.command.startswith("detente ") and not re.search(r"[|<>;&$*]", bare):
        return _in_process(partial(_program, shlex.split(shown.command)[1:]), folder)
    done = subprocess.run(  # noqa: S603  # the commands of our own pages
        ["bash", "-c", shown.command], cwd=folder, env=_environment(folder), capture_output=True, text=True,
        timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).strip("\n")


def _environment(folder: Path) -> dict[str, str]:
    return {
        "XDG_DATA_HOME": str(folder / "home"), **os.environ, "COLUMNS": str(COLUMNS), "NO_COLOR": "1",
        "TERM": "dumb", "PYTHONWARNINGS": "ignore", "HOME": str(folder / "home"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip


def _program(words: list[str]) -> None:
    from detente.cli.main import run as detente

    detente(words)


def _in_process(task: Callable[[], object], folder: Path) -> tuple[int, str]:
    """A task's exit code and what it prints; a fault that nobody caught is code 70 with its trace."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with (
        contextlib.chdir(folder), mock.patch.dict(os.environ, _environment(folder)),
        mock.patch.object(sys, "stdin", io.StringIO("")), warnings.catch_warnings(),
        contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
    ):  # fmt: skip
        warnings.simplefilter("ignore")
        try:
            task()
        except SystemExit as end:
            code = end.code or 0
        except Exception:
            code = 70
            traceback.print_exc()
    return int(str(code)), (out.getvalue() + err.getvalue()).strip("\n")


def agrees(shows: str, given: str) -> bool:
    """Whether a page shows what was given; marks of omission stand for anything.

    Examples
    --------
    >>> agrees("a 1\\n…\\nz", "a  1\\nb\\nz"), agrees("a … c", "a b c"), agrees("a", "b")
    (True, True, False)
    """
    parts = [re.escape(" ".join(part.split())) for part in re.split("…", shows)]
    return re.fullmatch(r"\s*.*\s*".join(parts), " ".join(given.split()), re.DOTALL) is not None


def faults(page: Path) -> list[str]:
    """What is wrong with the commands of a page: those that fail, and those whose output is not as shown."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        bench(Path(folder))
        for shown in commands(page):
            if shown.why_not:
                continue
            code, given = run(shown, Path(folder))
            where = f"{page.relative_to(ROOT)}:{shown.line}: {shown.command}"
            if shown.shows and not agrees(shown.shows, given):
                wrong.append(f"{where}\n  shows:\n{shown.shows}\n  gives:\n{given}")
            elif (code > 1 and not shown.shows) or "Traceback" in given:  # a refusal may be what a page shows
                wrong.append(f"{where}\n  exit {code}: {given[-400:]}")
        script = scripts(page)
        if script and page.name not in LONG_SCRIPTS:
            code, given = _in_process(partial(exec, script, {"__name__": "page"}), Path(folder))
            if code:
                wrong.append(f"{page.relative_to(ROOT)}: its Python\n  {given[-400:]}")
    return wrong


def rewrite(page: Path) -> None:
    """Put what the program prints where a page shows other words; cut where the page had cut."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        bench(Path(folder))
        for shown in commands(page):
            if shown.why_not:
                continue
            _, given = run(shown, Path(folder))
            if shown.shows and not agrees(shown.shows, given):
                text = text.replace(shown.shows, _as_long(given, shown.shows), 1)
    page.write_text(text, encoding="utf-8")


def _as_long(given: str, shows: str) -> str:
    """The output whole, or its first lines where the page had left some out."""
    lines = [line.rstrip() for line in given.split("\n")]
    if "…" not in shows or len(lines) <= shows.count("\n") + 1:
        return "\n".join(lines)
    return "\n".join([*lines[: shows.count("\n")], "…"])


def main() -> int:
    """Run the pages named, or all; `--write` brings their outputs up to date."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("pages", nargs="*", type=Path)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    wrong = 0
    for page in [p.resolve() for p in given.pages] or pages():
        if given.write:
            rewrite(page)
        for fault in faults(page):
            wrong += 1
            sys.stdout.write(fault + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
