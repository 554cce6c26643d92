"""Stacks met so far, each once: what bears on it, and one shipment that stands for all of its kind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.assess.bound.parts import Hashes
from detente.assess.bound.store import Ints


class Standing(NamedTuple):
    """The shipment that stands for a stack: its code, group of origins, moment and day of knowledge."""

    digits: str
    group: int
    moment: str
    known: str


class Stacks:
    """Distinct stacks by content, as growing arrays.

    Parameters
    ----------
    content, facts, flags : list
        Number of 64 bits of each stack, bits of the facts it looks at, its flags.
    standing : list of Standing
        One shipment of each.
    """

    def __init__(self) -> None:
        self.number: dict[int, int] = {}
        self.content: list[int] = []
        self.facts: list[int] = []
        self.flags: list[int] = []
        self.standing: list[Standing] = []
        self._arrays: tuple[Hashes, Hashes, Hashes] | None = None

    def __len__(self) -> int:
        return len(self.content)

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
        made = np.empty(len(content), dtype=np.int64)
        edges = np.flatnonzero(np.concatenate([[True], content[1:] != content[:-1]]))
        values = content[edges].tolist()
        for k, (first, value) in enumerate(zip(edges.tolist(), values, strict=True)):
            number = self.number.get(value)
            if number is None:
                number = self.number[value] = len(self.content)
                self.content.append(value)
                self.facts.append(int(facts[first]))
                self.flags.append(int(flags[first]))
                self.standing.append(Standing(digits, group, *cells[first]))
                self._arrays = None
            made[first : int(edges[k + 1]) if k + 1 < len(edges) else len(content)] = number
        return made

    @property
    def arrays(self) -> tuple[Hashes, Hashes, Hashes]:
        """Content, facts and flags of all stacks."""
        if self._arrays is None:
            self._arrays = tuple(np.array(x, dtype=np.uint64) for x in (self.content, self.facts, self.flags))  # type: ignore[assignment]
        assert self._arrays is not None
        return self._arrays
