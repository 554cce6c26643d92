"""The shipped registry as one file: YAML under talks/registry compiled to JSON, so that a run reads no YAML.

A wheel carries the compiled file. A checkout makes it again when a registry file has changed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from detente.regime import DATA, law_folder
from detente.terms import DataError, UnreadableFile

SHIPPED = Path(__file__).parents[1] / "registry"
COMPILED = DATA / "talks.json"
MAX_BYTES = 4_000_000


@lru_cache(maxsize=1)
def compiled_registry() -> dict[str, Any]:
    """The shipped registry files: ``rows`` (speakers, topics, …) and ``words`` (lists of the grammar).

    Both are lists of a file's name and its content, in the order of the names.

    Raises
    ------
    DataError
        When neither the files nor the compiled registry can be read.
    """
    stamp = _stamp() if law_folder() is not None or not COMPILED.exists() else None
    try:
        body: dict[str, Any] = json.loads(COMPILED.read_bytes())
        if stamp is None or body.get("stamp") == stamp:
            return body
    except (OSError, ValueError):
        if stamp is None:
            raise DataError(
                "the registry of the talks cannot be read", remedy="install the package again"
            ) from None
    body = {"stamp": stamp, "rows": read_folder(SHIPPED), "words": read_folder(SHIPPED / "words")}
    with suppress(OSError):  # an installation that may not be written compiles in memory
        COMPILED.parent.mkdir(parents=True, exist_ok=True)
        part = COMPILED.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
        part.replace(COMPILED)
    return body


def _stamp() -> list[list[str | int]]:
    """Name, size and time of change of every registry file: whether the compiled file is current."""
    files = sorted([*SHIPPED.glob("*.yaml"), *(SHIPPED / "words").glob("*.yaml")])
    return [[p.name, (s := p.stat()).st_size, s.st_mtime_ns] for p in files]


def read_folder(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Name and content of every YAML file of a folder; nothing is typed, ``no`` stays a word.

    Raises
    ------
    UnreadableFile
        For a file too large, no YAML, without a mapping at its top, or, in a user's folder, with an alias.
    """
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    contents = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(f"{path.name} is larger than {MAX_BYTES:,} bytes", where=str(path))
        try:
            text = path.read_text(encoding="utf-8")
            if not folder.is_relative_to(SHIPPED) and any(
                isinstance(e, yaml.AliasEvent) for e in yaml.parse(text, Loader=loader)
            ):
                raise UnreadableFile("uses a YAML alias", where=str(path), remedy="write the value out")
            content = yaml.load(text, Loader=loader)  # noqa: S506 - builds strings, lists and mappings only
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            raise UnreadableFile(f"cannot be read as YAML: {fault}", where=str(path)) from None
        if not isinstance(content, dict):
            raise UnreadableFile("holds no mapping at its top", where=str(path))
        contents.append((path.name, content))
    return contents
