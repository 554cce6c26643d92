"""One file of named arrays and words, opened by mapping it: nothing is read before it is looked at."""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

MAGIC = b"DTNTBND2"
_ALIGN = 64


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray[Any, Any]], words: Mapping[str, Any]) -> None:
    """Write arrays and words (anything JSON holds) to a file, whole or not at all.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    texts = {
        name: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        for name, value in words.items()
    }
    parts: list[tuple[str, str, tuple[int, ...], bytes]] = [
        (name, array.dtype.str, array.shape, np.ascontiguousarray(array).tobytes())
        for name, array in arrays.items()
    ]
    parts += [(f"words:{name}", "|u1", (len(text),), text) for name, text in texts.items()]
    index, at = [], 0
    for name, kind, shape, body in parts:
        index.append([name, kind, list(shape), at])
        at += -(-len(body) // _ALIGN) * _ALIGN
    check = 0
    for *_, body in parts:
        check = zlib.crc32(b"\0" * (-len(body) % _ALIGN), zlib.crc32(body, check))
    head = json.dumps({"check": check, "arrays": index}).encode()
    start = -(-(len(MAGIC) + 8 + len(head)) // _ALIGN) * _ALIGN
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".bound-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(MAGIC + len(head).to_bytes(8, "little") + head)
            out.write(b"\0" * (start - len(MAGIC) - 8 - len(head)))
            for *_, body in parts:
                out.write(body + b"\0" * (-len(body) % _ALIGN))
        Path(made).chmod(0o644)
        Path(made).replace(path)
    finally:
        Path(made).unlink(missing_ok=True)


class ArraysFile:
    """An opened file of arrays and words.

    Raises
    ------
    ValueError
        When it is no such file, cut short or damaged.
    """

    def __init__(self, path: Path) -> None:
        # a plain array over the mapping: memmap itself is slow to index
        self._body: np.ndarray[Any, Any] = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
        if bytes(self._body[: len(MAGIC)]) != MAGIC:
            raise ValueError(f"{path.name} is no file of a bound law")
        size = int.from_bytes(bytes(self._body[len(MAGIC) : len(MAGIC) + 8]), "little")
        first = len(MAGIC) + 8
        head = json.loads(bytes(self._body[first : first + size]))
        index = head["arrays"]
        self._start = -(-(first + size) // _ALIGN) * _ALIGN
        self._index = {name: (np.dtype(kind), tuple(shape), at) for name, kind, shape, at in index}
        last = max((at + _size(kind, shape) for kind, shape, at in self._index.values()), default=0)
        if self._start + last > len(self._body):
            raise ValueError(f"{path.name} is cut short")
        if zlib.crc32(self._body[self._start :].data) != head["check"]:
            raise ValueError(f"{path.name} is damaged")

    def array(self, name: str) -> np.ndarray[Any, Any]:
        """An array, mapped and read-only."""
        kind, shape, at = self._index[name]
        first = self._start + at
        made: np.ndarray[Any, Any] = self._body[first : first + _size(kind, shape)].view(kind).reshape(shape)
        return made

    def words(self, name: str) -> Any:
        """Words, decoded."""
        return json.loads(bytes(self.array(f"words:{name}")))


def _size(kind: np.dtype[Any], shape: tuple[int, ...]) -> int:
    return int(np.prod(shape, dtype=np.int64)) * kind.itemsize


def cells_of(file: ArraysFile) -> dict[tuple[int, int], tuple[tuple[Any, ...], ...]]:
    """By stack and kind of base rate: the components of a panel, as they were kept."""
    values = [tuple(row) for row in file.words("cells")]
    start, of = file.array("cell_start").tolist(), file.array("cell_of").tolist()
    keys = file.array("cell_keys").tolist()
    return {
        (stack, rate): tuple(values[c] for c in of[start[k] : start[k + 1]])
        for k, (stack, rate) in enumerate(keys)
    }
