"""The seven journeys: each runs the steps of its page in docs/roles, and keeps its screens at 80 columns.

``python tests/journeys/test_journeys.py`` writes the screens anew; read what changed before you keep it.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from rich.cells import cell_len

ROOT = Path(__file__).resolve().parents[2]
ROLES = ROOT / "docs" / "roles"
FOLDER = ROOT / "tests" / "golden" / "journeys"
JSON_LINES = 12  # of an answer for programs that are kept


def _fenced() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_fenced", ROOT / "docs" / "fenced.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FENCED = _fenced()
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
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[Step], Path]]:
    taken = {}
    for name in NAMES:
        folder = tmp_path_factory.mktemp(name)
        taken[name] = (walk(name, folder), folder)
    return taken


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
