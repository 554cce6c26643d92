"""Stacks met so far, each once: what bears on it, and one shipment that stands for all of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from detente.portfolio.bound.parts import Hashes
from detente.portfolio.bound.store import Ints

COLUMNS = {
    "content": "u8", "facts": "u8", "flags": "u8", "digits": "S10", "group": "i4", "moment": "S17",
    "known": "S10",
}  # fmt: skip


class Standing(NamedTuple):
    """The shipment that stands for a stack: its code, group of origins, moment and day of knowledge."""

    digits: str
    group: int
    moment: str
    known: str


class Stacks:
    """Distinct stacks, as growing columns: content, bits of the facts looked at, flags, who stands for it."""

    def __init__(self, columns: Mapping[str, np.ndarray[Any, Any]] | None = None) -> None:
        own = columns or {}
        self._kept = {name: own.get(name, np.zeros(0, dtype=kind)) for name, kind in COLUMNS.items()}
        self._fresh: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self._number: dict[int, int] | None = None
        self._arrays: tuple[Hashes, Hashes, Hashes] | None = None

    def __len__(self) -> int:
        return len(self._kept["content"]) + len(self._fresh["content"])

    def columns(self) -> dict[str, np.ndarray[Any, Any]]:
        """All columns."""
        return {
            name: np.concatenate([self._kept[name], np.array(self._fresh[name], dtype=kind)])
            for name, kind in COLUMNS.items()
        }

    def standing(self, number: int) -> Standing:
        """The shipment that stands for a stack."""
        kept = len(self._kept["content"])
        where, at = (self._kept, number) if number < kept else (self._fresh, number - kept)
        digits, group, moment, known = (where[name][at] for name in ("digits", "group", "moment", "known"))
        return Standing(_text(digits), int(group), _text(moment), _text(known))

    def of(
        self,
        content: Hashes,
        facts: Hashes,
        flags: Hashes,
        digits: str,
        group: int,
        cells: list[tuple[str, str]],
    ) -> Ints:
        """Numbers of the stacks along a timeline."""
        edges = np.flatnonzero(np.concatenate([[True], content[1:] != content[:-1]]))
        values = content[edges].tolist()
        if self._number is None:
            self._number = {value: k for k, value in enumerate(self.arrays[0].tolist())}
        for first, value in zip(edges.tolist(), values, strict=True):
            if value not in self._number:
                self._number[value] = len(self)
                row = (value, int(facts[first]), int(flags[first]), digits, group, *cells[first])
                for name, cell in zip(COLUMNS, row, strict=True):
                    self._fresh[name].append(cell)
                self._arrays = None
        numbers = np.array([self._number[value] for value in values], dtype=np.int64)
        return np.repeat(numbers, np.diff(edges, append=len(content)))

    @property
    def arrays(self) -> tuple[Hashes, Hashes, Hashes]:
        """Content, facts and flags of all stacks."""
        if self._arrays is None:
            columns = self.columns()
            self._arrays = columns["content"], columns["facts"], columns["flags"]
        return self._arrays


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
