"""Mutation tests: faults put into the modules where one wrong sign costs money, killed or survived.

`make mutants` runs every module listed in ``[tool.detente.mutants]`` of ``pyproject.toml`` against its own
few test files, prints killed and survived, and writes ``docs/reference/mutants.md``. Modules may be named:
``make mutants MODULES="regime/timeline"``. Mutants that change nothing anyone could see are listed with the
reason in ``equivalent_mutants.toml``, by the line they change.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "mutants"
PAGE = ROOT / "docs" / "reference" / "mutants.md"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
KILLED = ("killed", "timeout", "caught by type check")
CARRIED = ("law", "examples", "tests")


class Mutant(NamedTuple):
    """One fault: the function it is in, the line as it was and as it became."""

    function: str
    was: str
    becomes: str


class Score(NamedTuple):
    """What became of the mutants of one module."""

    module: str
    mutants: int
    killed: int
    equivalent: int
    survivors: list[Mutant]
    day: str

    @property
    def share(self) -> float:
        """Killed, in percent of the mutants that change something."""
        return 100 * self.killed / max(1, self.mutants - self.equivalent)


def main(names: list[str]) -> int:
    """Run the named modules, or all of them; 1 when a name is not listed or a run failed."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    selections: dict[str, list[str]] = settings["tool"]["detente"]["mutants"]
    unknown = [name for name in names if name not in selections]
    if unknown:
        print(f"{unknown[0]} is not in [tool.detente.mutants]: {', '.join(selections)}", file=sys.stderr)
        return 1
    for module in names or selections:
        score = run_module(module, selections[module], settings["tool"]["mutmut"])
        print(say_score(score), flush=True)
        for mutant in score.survivors:
            print(f"  survived in {mutant.function}:\n    - {mutant.was}\n    + {mutant.becomes}")
    write_page(
        [read_score(module) for module in selections if score_file(module).is_file()], list(selections)
    )
    return 0


def score_file(module: str) -> Path:
    """Where the score of a module is kept between runs."""
    return WORK / f"{module.replace('/', '-')}.json"


def read_score(module: str) -> Score:
    """The score of the last run of a module."""
    raw = json.loads(score_file(module).read_text(encoding="utf-8"))
    return Score(**{**raw, "survivors": [Mutant(**m) for m in raw["survivors"]]})


def run_module(module: str, tests: list[str], shared: dict[str, Any]) -> Score:
    """Mutate one module in a copy of the checkout and run its tests against every mutant."""
    folder = WORK / module.replace("/", "-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    leave = shutil.ignore_patterns("__pycache__")
    for name in ("src", *CARRIED):
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    options = {
        **shared, "source_paths": ["src"], "only_mutate": [f"src/detente/{module}.py"],
        "also_copy": list(CARRIED), "pytest_add_cli_args_test_selection": tests,
    }  # fmt: skip
    lines = ["[tool.mutmut]", *(f"{name} = {json.dumps(value)}" for name, value in options.items())]
    lines += ["[tool.pytest.ini_options]", 'markers = ["shared", "browser"]']
    (folder / "pyproject.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 1)]
        done = subprocess.run(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, check=False)
    results = folder / "mutants" / "src" / "detente" / f"{module}.py.meta"
    if not results.is_file():
        sys.exit(f"{module}: mutmut ended with {done.returncode}; see {folder / 'log.txt'}")
    score = score_of(module, json.loads(results.read_text(encoding="utf-8"))["exit_code_by_key"], folder)
    score_file(module).write_text(
        json.dumps({**score._asdict(), "survivors": [m._asdict() for m in score.survivors]}), encoding="utf-8"
    )
    return score


def score_of(module: str, exit_codes: dict[str, int | None], folder: Path) -> Score:
    """Count what became of the mutants; those listed as equivalent are told apart."""
    counts = Counter(status_by_exit_code[code] for code in exit_codes.values())
    alive = [
        show_mutant(key, folder)
        for key, code in exit_codes.items()
        if status_by_exit_code[code] not in KILLED
    ]
    known = {(e["module"], Mutant(e["function"], e["was"], e["becomes"])) for e in equivalents()}
    survivors = [mutant for mutant in alive if (module, mutant) not in known]
    killed = sum(counts[word] for word in KILLED)
    equal = len(alive) - len(survivors)
    return Score(module, len(exit_codes), killed, equal, survivors, date.today().isoformat())


def equivalents() -> list[dict[str, str]]:
    """Mutants that change nothing anyone could see: module, function, line before and after, reason."""
    listed: list[dict[str, str]] = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
    return listed


def show_mutant(key: str, folder: Path) -> Mutant:
    """The lines that a mutant changes."""
    command = [sys.executable, "-m", "mutmut", "show", key]
    shown = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    lines = [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    was = " ".join(line[1:].strip() for line in lines if line.startswith("-"))
    becomes = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    function = key.rsplit("__mutmut_", 1)[0].rsplit(".", 1)[-1]
    return Mutant(function.replace("xǁ", "").replace("ǁ", ".").removeprefix("x_"), was, becomes)


def say_score(score: Score) -> str:
    """One line for the terminal."""
    return (
        f"{score.module}: {score.mutants} mutants, {score.killed} killed, {len(score.survivors)} survived, "
        f"{score.equivalent} equivalent: {score.share:.1f} % killed"
    )


def write_page(scores: list[Score], modules: list[str]) -> None:
    """Write the figures, what survived and why some mutants do not count."""
    ran = {score.module: score for score in scores}
    rows = [
        f"| `{s.module}` | {s.mutants} | {s.killed} | {len(s.survivors)} | {s.equivalent} | {s.share:.1f} "
        f"% | {s.day} |"
        if (s := ran.get(module))
        else f"| `{module}` | not run | | | | | |"
        for module in modules
    ]
    survivors = [
        f"- `{score.module}`, `{m.function}`: {code(m.was)} became {code(m.becomes)}"
        for score in scores
        for m in score.survivors
    ]
    same = [
        f"- `{e['module']}`, `{e['function']}`: {code(e['was'])} became {code(e['becomes'])}. {e['reason']}"
        for e in equivalents()
    ]
    table, alive, equal = ("\n".join(lines) for lines in (rows, survivors or ["None."], same or ["None."]))
    PAGE.write_text(f"{HEAD}{table}{AFTER_TABLE}{alive}{SAME}{equal}\n", encoding="utf-8")


def code(line: str) -> str:
    """A line of code in a document."""
    return f"`` {line} ``" if "`" in line else f"`{line or '(nothing)'}`"


HEAD = """# Mutation tests

Faults put in on purpose, one at a time, into the modules where one wrong sign costs money: `<` for `<=`,
`+` for `-`, a condition turned round, an argument left out. A mutant is *killed* when a test fails. The share
is of the mutants that change something; those that change nothing anyone could see are listed below with the
reason.

Command: `make mutants`, which writes this page ([mutmut](https://mutmut.readthedocs.io); modules and their
tests stand in `[tool.detente.mutants]` of `pyproject.toml`). Functions behind a decorator are not mutated.

| module | mutants | killed | survived | equivalent | share killed | run on |
| --- | --- | --- | --- | --- | --- | --- |
"""
AFTER_TABLE = """

## Survived

"""
SAME = """

## Equivalent

"""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
