"""Numbers by which lines are told apart."""

from __future__ import annotations

import numpy as np

from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.shipments import Ints


class Numbers:
    """Numbers of rows made finer step by step: rows that differ in any step get different numbers."""

    def __init__(self, rows: Ints) -> None:
        self.number = np.zeros(len(rows), dtype=np.int64)
        self.first = np.zeros(1, dtype=np.int64)

    def by(self, other: Ints) -> None:
        """Tell rows apart by another number, of at least -1."""
        self.first, self.number = distinct_rows([self.number, other + 1])
