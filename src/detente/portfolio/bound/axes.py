"""The time axes: moments and days of knowledge at which any answer may change, and the cells between them.

A policy of knowledge is a line through the plane of moment and knowledge. `ENTRY_DAY` takes the
knowledge of the moment's own day; any other policy is the number of the changes of knowledge that came
before its day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

ENTRY_DAY = -1
BEFORE_ALL = "1900-01-01T23:59"


@dataclass(frozen=True)
class TimeAxes:
    """Changes of law and of knowledge, in order.

    Parameters
    ----------
    moments : tuple of str
        Moments at which something may change.
    knowns : tuple of str
        Days on which something became known.
    """

    moments: tuple[str, ...]
    knowns: tuple[str, ...]

    @cached_property
    def entry_points(self) -> tuple[str, ...]:
        """Moments at which an answer with the knowledge of its own day may change."""
        return tuple(sorted({*self.moments, *(f"{day}T00:00" for day in self.knowns)}))

    def points(self, policy: int) -> tuple[str, ...]:
        """The changes along a policy of knowledge; cell 0 lies before the first."""
        return self.entry_points if policy == ENTRY_DAY else self.moments

    @cached_property
    def _by_policy(self) -> dict[int, tuple[list[tuple[str, str]], dict[str, int]]]:
        return {}

    def _laid(self, policy: int) -> tuple[list[tuple[str, str]], dict[str, int]]:
        found = self._by_policy.get(policy)
        if found is None:
            moments = (BEFORE_ALL, *self.points(policy))
            if policy == ENTRY_DAY:
                cells = [(m, m[:10]) for m in moments]
            else:
                known = self.knowns[policy - 1] if policy else BEFORE_ALL[:10]
                cells = [(m, known) for m in moments]
            found = self._by_policy[policy] = cells, {m: i for i, m in enumerate(moments) if i}
        return found

    def cells(self, policy: int) -> list[tuple[str, str]]:
        """A moment and a day of knowledge in every cell of a policy: the first of the cell."""
        return self._laid(policy)[0]

    def edges(self, policy: int, marks: Iterable[str]) -> list[int]:
        """The cells that begin at some moments, with the first one, and the number of all cells behind."""
        cells, place = self._laid(policy)
        return [0, *sorted(place[mark] for mark in marks if mark in place), len(cells)]

    def policy_of(self, known: str) -> int:
        """The policy of a fixed day of knowledge."""
        return bisect_right(self.knowns, known)

    def cell_of(self, policy: int, moment: str) -> int:
        """The cell of a moment along a policy."""
        return bisect_right(self.points(policy), moment)


def time_axes(moments: Iterable[str], knowns: Iterable[str]) -> TimeAxes:
    """Axes of some changes, in any order."""
    return TimeAxes(tuple(sorted(set(moments))), tuple(sorted(set(knowns))))
