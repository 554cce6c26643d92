"""Law files as data: YAML whose scalars are all strings, read with the line of every value.

Nothing is typed by the reader: ``0402`` stays four digits and ``NO`` stays a country. Aliases,
merges and repeated keys are refused, so a file says everything once and where it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from detente.regime.law_files.law_paths import law_files

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 4_000_000
MAX_DEPTH = 12
Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """One law file: its data (dict, list and str only) and the line of each value."""

    path: Path
    data: Any
    lines: dict[Loc, int] = field(repr=False)

    def line(self, loc: Loc) -> int:
        """Line (from 1) of the value at `loc`, or of its nearest parent."""
        while loc not in self.lines and loc:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def place(self, loc: Loc) -> str:
        """File, line and key path of a value, for a message."""
        keys = ".".join(str(part) for part in loc)
        return f"{self.path}:{self.line(loc)}" + (f" ({keys})" if keys else "")


class _Faulty(Exception):  # noqa: N818 - private carrier of one message
    pass


def read_file(path: Path, faults: list[str]) -> Document | None:
    """Read one YAML file; every fault is added to `faults` and None returned when unusable."""
    return read_yaml(path.read_bytes(), path, faults)


def read_yaml(text: bytes, path: Path, faults: list[str]) -> Document | None:
    """Read YAML under the name of a file; faults are added to `faults`, and None returned when unusable."""
    try:
        if len(text) > MAX_BYTES:
            raise _Faulty(f"{path}: larger than {MAX_BYTES:,} bytes")
        lines: dict[Loc, int] = {}
        node = yaml.compose(text.decode("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if node is None:
            raise _Faulty(f"{path}: empty file")
        return Document(path, _plain_value(node, (), lines, path), lines)
    except _Faulty as fault:
        faults.append(str(fault))
    except UnicodeDecodeError as fault:
        faults.append(f"{path}: not UTF-8 (byte {fault.start})")
    except yaml.YAMLError as fault:
        faults.append(f"{path}: not YAML: {' '.join(str(fault).split())}")
    return None


def _plain_value(node: yaml.Node, loc: Loc, lines: dict[Loc, int], path: Path) -> Any:
    line = node.start_mark.line + 1
    if len(loc) > MAX_DEPTH:
        raise _Faulty(f"{path}:{line}: nested deeper than {MAX_DEPTH}")
    if loc in lines:
        raise _Faulty(f"{path}:{line}: {'.'.join(map(str, loc))} stands twice")
    lines[loc] = line
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in ("", "~", "null") else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain_value(child, (*loc, i), lines, path) for i, child in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    mapping: dict[str, Any] = {}
    for key, child in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
            raise _Faulty(f"{path}:{key.start_mark.line + 1}: keys are plain words (no merges)")
        mapping[key.value] = _plain_value(child, (*loc, key.value), lines, path)
    return mapping


def read_folder(folder: Path, faults: list[str]) -> Iterator[Document]:
    """Every file under a folder that counts as law, in path order."""
    for path in law_files(folder):
        document = read_file(path, faults)
        if document is not None:
            yield document


def validated(kind: type[Model], document: Document, loc: Loc, faults: list[str]) -> Model | None:
    """The value at `loc` as a strict model; each pydantic fault becomes one line with file and line."""
    value = document.data
    for part in loc:
        value = value[part]
    try:
        return kind.model_validate(value)
    except ValidationError as fault:
        for error in fault.errors():
            where = (*loc, *(p for p in error["loc"] if isinstance(p, (str, int))))
            value_text = "" if error["type"] == "missing" else f", found {str(error.get('input'))[:60]!r}"
            faults.append(f"{document.place(where)}: {error['msg']}{value_text}")
        return None
