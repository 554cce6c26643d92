"""Writes the day through which each family was checked: into law/verified.yaml of a checkout, else into the
user's own record. A day only ever moves forward."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from detente.regime import VERIFIED_RECORD, law_folder, tables
from detente.schedule import data_folder
from detente.terms import DataError

_ROW = re.compile(r'^(?P<head>  (?P<family>[A-Za-z0-9_-]+): ")(?P<day>\d{4}-\d{2}-\d{2})(?P<tail>".*)$')


def write_checked(days: Mapping[str, str]) -> tuple[Path, dict[str, str]]:
    """Write later days where a family has one; gives the file, and what was moved.

    Raises
    ------
    DataError
        When the user's record is damaged.
    """
    folder = law_folder()
    if folder is not None:
        return _write_law(folder / "verified.yaml", days)
    return _write_record(data_folder() / VERIFIED_RECORD, days)


def _write_law(path: Path, days: Mapping[str, str]) -> tuple[Path, dict[str, str]]:
    moved: dict[str, str] = {}
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = _ROW.match(line)
        if row and days.get(row["family"], "") > row["day"]:
            moved[row["family"]] = days[row["family"]]
            line = f"{row['head']}{days[row['family']]}{row['tail']}"  # noqa: PLW2901 - the line as it is written
        lines.append(line)
    if moved:
        _put(path, "\n".join(lines) + "\n")
    return path, moved


def _write_record(path: Path, days: Mapping[str, str]) -> tuple[Path, dict[str, str]]:
    before: dict[str, str] = {}
    if path.is_file():
        try:
            before = {str(k): str(v) for k, v in json.loads(path.read_bytes())["verified"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise DataError(
                f"the record of checks is damaged ({fault})", where=path.name,
                remedy=f"move {path} away; `detente watch` writes it again",
            ) from None  # fmt: skip
    own = {f["id"]: f["verified"] for f in tables().families}  # what the law that ships was checked through
    moved = {f: day for f, day in days.items() if day > max(before.get(f, ""), own.get(f, ""))}
    if moved:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, json.dumps({"verified": {**before, **moved}}, indent=1, sort_keys=True) + "\n")
    return path, moved


def _put(path: Path, text: str) -> None:
    """Write beside and swap in, so that nobody reads half a file."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".verified-", delete=False
    ) as file:
        file.write(text)
        beside = Path(file.name)
    beside.chmod(0o644)
    beside.replace(path)
