"""Where the compiled law lies, and when it is made again.

A wheel carries the artefact. A checkout compiles it when a law file is newer, so an edit of the law is
in the next answer; at run time no YAML is read.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.schedule import data_folder
from detente.terms import DataError

PACKAGE = Path(__file__).resolve().parents[2]
DATA = PACKAGE / "_data"
ARTEFACT = DATA / "law.json"
SHIPPED = DATA / "shipped-us.sqlite"
SHIPPED_CHINA = DATA / "shipped-china.sqlite"
# without law files of one's own: the day through which the user checked each family
VERIFIED_RECORD = "verified.json"
_CHECKOUT = PACKAGE.parents[1] / "law"


def law_folder() -> Path | None:
    """The law files of a checkout, or None where the program was installed from a wheel."""
    return _CHECKOUT if (_CHECKOUT / "families.yaml").exists() else None


def _newest_change(folder: Path) -> float:
    """When the law, or what compiles it, was last changed."""
    files = [p for p in folder.rglob("*.yaml") if "starter" not in p.parts]
    folders = {p.parent for p in files}
    compilers = (PACKAGE / "regime").rglob("*.py")
    addresses = (PACKAGE / "terms").glob("addresses.tsv")
    return max((p.stat().st_mtime for p in (*files, *folders, *compilers, *addresses)), default=0.0)


def write_registry(path: Path) -> None:
    """Write the registry of goods lists as JSON, for installations without law files."""
    from detente.regime.law_files.read import read_file

    folder = law_folder()
    faults: list[str] = []
    document = read_file(folder / "us" / "lists.yaml", faults) if folder else None
    if document is None:
        raise DataError("the registry of lists cannot be read", where="law/us/lists.yaml")
    path.write_text(json.dumps(document.data, ensure_ascii=False), encoding="utf-8")


def refresh() -> None:
    """Compile what is older than its law files; does nothing outside a checkout."""
    folder = law_folder()
    if folder is None:
        return
    if not ARTEFACT.exists() or ARTEFACT.stat().st_mtime < _newest_change(folder):
        from detente.regime.law_files.compile import compiled, read_law, write_artefact

        law, _ = read_law(folder)
        write_artefact(compiled(law), ARTEFACT)
    _compile_books(folder)


def _compile_books(folder: Path) -> None:
    """The schedules that travel with the program: the facts of every line of either side."""
    makers = PACKAGE / "schedule" / "building"
    writer = makers / "book_writer.py"
    tables = sorted((folder / "us" / "schedule").glob("*.tsv"))
    words = PACKAGE / "schedule" / "finding" / "headings.tsv"
    if _is_older(SHIPPED, *tables, words, writer, makers / "shipped.py", makers / "facts_text.py"):
        from detente.schedule import compile_shipped

        compile_shipped(folder / "us" / "schedule", SHIPPED)
    files = sorted((folder / "starter").glob("china-*.yaml"))
    tables = sorted((folder / "china" / "schedule").glob("*.tsv"))
    programs = (
        writer,
        makers / "starter.py",
        makers / "facts_text.py",
        makers.parent / "chinese" / "shipped.py",
    )
    if _is_older(SHIPPED_CHINA, *files, *tables, words, *programs):
        from detente.schedule import compile_shipped_china

        compile_shipped_china(folder / "china" / "schedule", files, SHIPPED_CHINA)


def _is_older(made: Path, *sources: Path) -> bool:
    """Whether a file is missing, or older than what it is made of."""
    return not made.exists() or made.stat().st_mtime < max(p.stat().st_mtime for p in sources)


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
    if law_folder() is None:
        _with_own_checks(body, data_folder() / VERIFIED_RECORD)
    return body


def _with_own_checks(body: dict[str, Any], record: Path) -> None:
    """Move the day a family was checked to the user's own, where that is later.

    Raises
    ------
    DataError
        When the record is damaged.
    """
    if not record.is_file():
        return
    try:
        days = {str(k): str(v) for k, v in json.loads(record.read_bytes())["verified"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataError(
            f"the record of checks is damaged ({fault})", where=record.name,
            remedy=f"move {record} away; `detente watch` writes it again",
        ) from None  # fmt: skip
    for family in body["families"]:
        family["verified"] = max(family["verified"], days.get(family["id"], ""))
