"""Base duties of many lines as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.portfolio.read.shipments import Bools, Ints

Said = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Bases:
    """Base duties in cents of all rows, before any relief from all duties.

    Parameters
    ----------
    kind : Ints
        What tells rates apart; -1 where no line stands.
    said, say : tuple, Ints
        Distinct pairs of facts that are missing and of notes, and which pair each row has.
    """

    kind: Ints
    low: Ints
    high: Ints
    open_top: Bools
    known: Bools
    said: tuple[Said, ...]
    say: Ints

    @property
    def needy(self) -> Bools:
        """By pair of `said`: whether facts are missing."""
        return np.array([bool(facts) for facts, _ in self.said] or [False])
