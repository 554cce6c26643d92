"""Anderson acceleration of many rows at once, each with its own history, for any array library."""

from __future__ import annotations

import numpy as np

from detente.economy.model.kernel import Array
from detente.economy.solver.batch_step import Block, Values, as_numpy, step_rows

MEMORY = 8


def settle_rows(block: Block, start: Values, tolerance: float, limit: int) -> tuple[Array, int]:
    """States that the step leaves alone, by Anderson acceleration of each row; rows leave when done."""
    final = np.empty(tuple(start.shape))
    where = np.arange(start.shape[0])
    with np.errstate(all="ignore"):
        search = _Rows(block, start)
        for count in range(1, limit + 1):
            gap = as_numpy(search.gap())
            done = ~(gap > tolerance) | (gap > 1e8)
            if done.any() and (done.all() or done.mean() > 0.2 or count == limit):
                rows = np.flatnonzero(done)
                final[where[rows]] = as_numpy(block.xp.take(search.image, search.index(rows), axis=0))
                if done.all():
                    return final, count
                left = np.flatnonzero(~done)
                where = where[left]
                search = search.kept(left)
            search.move()
        final[where] = as_numpy(search.image)
    return final, limit


class _Rows:
    """Anderson's history of the rows still under way."""

    def __init__(self, block: Block, start: Values) -> None:
        self.block, self.xp = block, block.xp
        self.state = start
        self.image = step_rows(block, start)
        self.change = self.image - start
        count, size = start.shape
        zeros = self.xp.zeros_like
        deep = self.xp.broadcast_to(start[:, None, :], (count, MEMORY, size))
        self.moves, self.changes = zeros(deep), zeros(deep)
        self.gram = zeros(self.xp.matmul(self.changes, self.xp.permute_dims(self.changes, (0, 2, 1))))
        self.slot = 0

    def gap(self) -> Values:
        """(B,) largest change each row still asks for."""
        return self.xp.max(self.xp.abs(self.change), axis=1)

    def index(self, rows: Values) -> Values:
        """Positions as an array of the library."""
        return rows if self.xp is np else self.xp.asarray(rows.tolist(), device=self.state.device)

    def kept(self, rows: Values) -> _Rows:
        """The search of some rows only."""
        at = self.index(rows)
        for name in ("state", "image", "change", "moves", "changes", "gram"):
            setattr(self, name, self.xp.take(getattr(self, name), at, axis=0))
        self.block = self.block.taken(at)
        return self

    def move(self) -> None:
        """One step of every row."""
        xp = self.xp
        trace = xp.linalg.trace(self.gram)[:, None]
        diagonal = xp.linalg.diagonal(self.gram)
        ridge = xp.where(diagonal > 0.0, 1e-14 * trace + 0.0 * diagonal, xp.ones_like(diagonal))
        eye = xp.eye(MEMORY, dtype=self.gram.dtype, device=self.gram.device)
        right = xp.matmul(self.changes, self.change[:, :, None])
        weight = xp.linalg.solve(self.gram + ridge[:, :, None] * eye, right)
        back = xp.matmul(xp.permute_dims(weight, (0, 2, 1)), self.moves)[:, 0, :]
        step = self.change - back
        size = xp.max(xp.abs(step), axis=1)
        # as in the single search: a leap of more than a factor e**2 is the sign of a bad model
        wild = ~(size <= 2.0)[:, None]
        first = xp.sum(diagonal, axis=1)[:, None] == 0.0
        gentle = xp.where(self.gap()[:, None] > 0.1, 0.3 * self.change, self.change)
        step = xp.where(wild, 0.3 * self.change, xp.where(first, gentle, step))
        self._forget(wild[:, :, None])
        following = self.state + step
        image = step_rows(self.block, following)
        renewed = image - following
        latest = renewed - self.change
        self.moves[:, self.slot, :] = step + latest
        self.changes[:, self.slot, :] = latest
        row = xp.matmul(self.changes, latest[:, :, None])[:, :, 0]
        self.gram[:, self.slot, :] = row
        self.gram[:, :, self.slot] = row
        self.slot = (self.slot + 1) % MEMORY
        self.state, self.image, self.change = following, image, renewed

    def _forget(self, rows: Values) -> None:
        if not bool(self.xp.any(rows)):
            return
        for name in ("moves", "changes", "gram"):
            held = getattr(self, name)
            setattr(self, name, self.xp.where(rows, self.xp.zeros_like(held), held))
