"""Options of every command that reads a person's file: its sheet, its columns, how its days are written."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from detente.terms import InputError, nearest

if TYPE_CHECKING:
    from detente.rowfiles import Reading, Sheet

SETTINGS = ("sheet", "dates", "decimals", "encoding")
_OPTION = inspect.Parameter.KEYWORD_ONLY
_HEADING = "# How the columns of a file are read: your column, and what it means.\n"

Columns = Annotated[
    list[str] | None,
    Parameter(
        name="--map",
        negative="",
        help='What a column means, "HTS Number=hts"; may be given again; - leaves it unread.',
    ),
]
MapFile = Annotated[Path | None, Parameter(name="--map-file", help="A saved mapping (YAML or TOML).")]
SheetName = Annotated[str | None, Parameter(name="--sheet", help="The sheet of a workbook.")]
Dates = Annotated[
    Literal["dmy", "mdy", "ymd"] | None,
    Parameter(name="--dates", help="Order of days written in numbers, where the column does not tell."),
]
Decimals = Annotated[
    Literal["point", "comma"] | None,
    Parameter(name="--decimals", help="Decimal mark of amounts, where the column does not tell."),
]
Encoding = Annotated[
    str | None, Parameter(name="--encoding", help="Encoding of a text file, for example cp1252.")
]
OPTIONS: dict[str, Any] = {
    "map_": Columns, "map_file": MapFile, "sheet_name": SheetName, "dates": Dates, "decimals": Decimals,
    "encoding": Encoding,
}  # fmt: skip


def reading_parameters() -> list[inspect.Parameter]:
    """The options, as parameters of a command."""
    return [
        inspect.Parameter(name, _OPTION, default=None, annotation=annotation)
        for name, annotation in OPTIONS.items()
    ]


def reading_given(given: Mapping[str, Any]) -> dict[str, str]:
    """What the options say, as a question takes it; a word of the command line goes before a saved mapping.

    Raises
    ------
    InputError
        When a mapping cannot be read.
    """
    said = load_mapping(given["map_file"]) if given.get("map_file") else {}
    for pair in given.get("map_") or ():
        column, mark, meaning = pair.rpartition("=")
        if not mark or not column.strip() or not meaning.strip():
            raise InputError(
                f"{pair[:60]!r} maps nothing", where="--map", remedy='write --map "your column=meaning"'
            )
        said[column.strip()] = meaning.strip()
    for name, option in (("sheet", "sheet_name"), *((n, n) for n in SETTINGS[1:])):
        if given.get(option):
            said[name] = given[option]
    return said


def load_mapping(path: Path) -> dict[str, str]:
    """A saved mapping.

    Raises
    ------
    InputError
        When the file cannot be read or holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "there is no such mapping", where=str(path), remedy="write one with --save-map"
        ) from None
    try:
        content = _toml(text) if path.suffix.lower() == ".toml" else _yaml(text)
    except Exception as fault:
        words = " ".join(str(fault).split())[:120]
        raise InputError(f"it cannot be read as a mapping ({words})", where=str(path)) from None
    if not isinstance(content, dict):
        raise InputError("it holds no mapping", where=str(path), remedy="columns: {your column: meaning}")
    columns = content.pop("columns", {})
    other = next((name for name in content if name not in SETTINGS), None)
    if other is not None or not isinstance(columns, dict):
        raise InputError(
            f"{str(other or 'columns')[:40]!r} is not read in a mapping", where=str(path),
            remedy=nearest(str(other), (*SETTINGS, "columns")) or f"columns, {', '.join(SETTINGS)}",
        )  # fmt: skip
    return {str(k): str(v) for k, v in {**columns, **content}.items()}


def _toml(text: str) -> Any:
    import tomllib

    return tomllib.loads(text)


def _yaml(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes only text


def save_mapping(path: Path, *sheets: Sheet) -> None:
    """Write how the columns of files were read, to be given again with ``--map-file``."""
    from detente.rowfiles import write_atomic

    columns = {c.column: c.meaning for sheet in sheets for c in sheet.mapping}
    settings: dict[str, str] = {}
    for sheet in sheets:
        settings |= {n: str(getattr(sheet.reading, n)) for n in SETTINGS if getattr(sheet.reading, n)}
    toml = path.suffix.lower() == ".toml"
    mark = " = " if toml else ": "
    rows = [f"{name}{mark}{json.dumps(value, ensure_ascii=False)}" for name, value in settings.items()]
    rows.append("[columns]" if toml else "columns:" if columns else "columns: {}")
    lead = "" if toml else "  "
    rows += [f"{lead}{_quoted(c)}{mark}{_quoted(m)}" for c, m in columns.items()]
    text = _HEADING + "\n".join(rows) + "\n"
    write_atomic(path, lambda place: _put(place, text))


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def reading_of_options(given: Mapping[str, str] | None) -> Reading:
    """The reading that a command's own file is read with."""
    from detente.rowfiles import reading_of

    return reading_of(given or {})
