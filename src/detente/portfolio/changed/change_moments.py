"""Moments at which anything may change for answered lines, as known on a day."""

from __future__ import annotations

import numpy as np

from detente.portfolio.changed.lines_under import LinesUnder


def moments_of_change(lines: LinesUnder, known: str) -> tuple[str, ...]:
    """Moments, in order, at which the stack of a line changes, its schedule line, or what is presumed of it.

    Parameters
    ----------
    known : str
        Day of the knowledge used throughout.
    """
    moments: set[str] = set()
    for way, regime in lines.answer.regimes.items():
        places = lines.places(way)
        if not len(places.rows):
            continue
        policy = regime.axes.policy_of(known)
        groups = np.array([regime.groups.number[o] for o in places.origins], dtype=np.int64)[places.origin]
        kinds = places.kind[places.code]
        pairs = np.unique(groups * (int(kinds.max()) + 1) + kinds)
        groups, kinds = np.divmod(pairs, int(kinds.max()) + 1)
        table = regime.fill(policy, groups, kinds)
        stacks = table.stacks[np.unique(table.row[groups, kinds])]
        changed = (stacks[:, 1:] != stacks[:, :-1]).any(axis=0)
        moments.update(table.points[k] for k in np.flatnonzero(changed).tolist())
        for digits in places.digits:
            moments.update(day for row in regime.book.lines(digits) for day in (row.from_day, row.to_day))
        moments.update(row["from"] for row in regime.law.presumptions)
    moments.discard("")
    return tuple(sorted(moments))
