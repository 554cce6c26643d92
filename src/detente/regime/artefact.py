"""Where the compiled law lies, and when it is made again.

A wheel carries the artefact. A checkout compiles it when a law file is newer, so an edit of the law is
in the next answer; at run time no YAML is read.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.terms import DataError

PACKAGE = Path(__file__).resolve().parents[1]
DATA = PACKAGE / "_data"
ARTEFACT = DATA / "law.json"
STARTER = DATA / "starter.sqlite"
_CHECKOUT = PACKAGE.parents[1] / "law"


def law_folder() -> Path | None:
    """The law files of a checkout, or None where the program was installed from a wheel."""
    return _CHECKOUT if (_CHECKOUT / "families.yaml").exists() else None


def _newest(folder: Path, part: str) -> float:
    files = [p for p in folder.rglob("*.yaml") if ("starter" in p.parts) == (part == "starter")]
    folders = {p.parent for p in files}
    return max((p.stat().st_mtime for p in (*files, *folders)), default=0.0)


def refresh() -> None:
    """Compile what is older than its law files; does nothing outside a checkout."""
    folder = law_folder()
    if folder is None:
        return
    if not ARTEFACT.exists() or ARTEFACT.stat().st_mtime < _newest(folder, "law"):
        from detente.regime.compile import compiled, read_law, write_artefact

        law, _ = read_law(folder)
        write_artefact(compiled(law), ARTEFACT)
    if not STARTER.exists() or STARTER.stat().st_mtime < _newest(folder, "starter"):
        from detente.schedule import starter

        STARTER.parent.mkdir(parents=True, exist_ok=True)
        starter.compile_starter(sorted((folder / "starter").glob("*.yaml")), STARTER)


@lru_cache(maxsize=1)
def artefact() -> dict[str, Any]:
    """The compiled law.

    Raises
    ------
    DataError
        When the artefact is missing or of another format.
    """
    refresh()
    try:
        body: dict[str, Any] = json.loads(ARTEFACT.read_bytes())
    except (OSError, ValueError) as fault:
        raise DataError(
            f"the compiled law cannot be read ({fault})",
            where=str(ARTEFACT.name),
            remedy="install the package again, or run `make law` in a checkout",
        ) from None
    if body.get("format") != 3:
        raise DataError("the compiled law is of another version", remedy="install the package again")
    return body
