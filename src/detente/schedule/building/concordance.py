"""What became of a code: consecutive editions compared, and the published lists of renumbered ones.

No official table maps one edition to the next. Three answers are given, never a guess: the list that a
committee published names the successors (`LISTED`); one new code alone came in the heading (of a number: in
its line) when the old one went (`ONLY`); else it is not settled, and the codes it may have become are
candidates (`UNKNOWN`), those of the same words first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from detente.schedule.building.dated import NO_GOODS, Life
from detente.schedule.lines import Succession

MOST_NAMED = 12  # candidates for the place of a statistical number
LISTED, ONLY, UNKNOWN = "listed", "only", "unknown"


class Renumbered(NamedTuple):
    """A row of a published list: an old number and one that came in its place, from a day."""

    old: str
    new: str
    day: str


def successions(life: Life, listed: Iterable[Renumbered] = ()) -> list[Succession]:
    """What became of every code of goods that ended, by code.

    Parameters
    ----------
    life : Life
        All editions taken.
    listed : iterable of Renumbered
        Rows of published lists, newer than the last edition or older.
    """
    by_list: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in listed:
        by_list[row.old, row.day].append(row.new)
    answers = {
        old: Succession(old, tuple(sorted(new)), day, LISTED) for (old, day), new in sorted(by_list.items())
    }
    arrivals = _arrivals(life)
    for digits in life.spans:
        if len(digits) < 8 or digits.startswith(NO_GOODS) or digits in answers:
            continue
        gone = life.lived(digits)[1] + 1
        if gone < len(life.names):
            answers[digits] = _succession(life, digits, gone, arrivals)
    return [answers[old] for old in sorted(answers)]


def _arrivals(life: Life) -> Mapping[tuple[int, int, str], Sequence[str]]:
    """New codes by edition, depth, and heading or line."""
    arrivals: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for digits in sorted(life.spans):
        at = life.lived(digits)[0]
        if at and len(digits) >= 8:
            for start in {digits[:4], digits[:8]}:
                arrivals[at, len(digits), start].append(digits)
    return arrivals


def _succession(
    life: Life, digits: str, gone: int, arrivals: Mapping[tuple[int, int, str], Sequence[str]]
) -> Succession:
    line = digits[:8]
    of_line = len(digits) == 10 and life.lived(line)[1] >= gone
    home = line if of_line else digits[:4]
    fresh = arrivals.get((gone, len(digits), home), ())
    if not fresh and of_line:  # the line stands on without a new number: those it has may hold the goods
        fresh = [n for n in life.numbers_of(line) if life.lived(n)[0] < gone <= life.lived(n)[1]]
        return Succession(digits, tuple(fresh), life.day_of(gone, digits), UNKNOWN)
    words = life.words_of(digits, -1).casefold()
    nearest = sorted(
        fresh, key=lambda new: (life.words_of(new, 0).casefold() != words, new[:6] != digits[:6], new)
    )
    kind = ONLY if len(fresh) == 1 else UNKNOWN
    return Succession(digits, tuple(nearest), life.day_of(gone, digits), kind)


def nearest_of(row: Succession) -> tuple[str, ...]:
    """Of the codes that one may have become those to name: of its nearest subheading, if any are.

    Digits five and six are the dashes of the nomenclature: telephone sets become telephone sets, parts parts.
    """
    if row.kind != UNKNOWN:
        return row.new
    if len(row.old) == 10:
        return row.new[:MOST_NAMED]
    for length in (6, 5):
        near = tuple(new for new in row.new if new[:length] == row.old[:length])
        if near:
            return near
    return row.new


def predecessors(rows: Iterable[Succession]) -> dict[str, list[Succession]]:
    """To each code the successions that name it."""
    before: dict[str, list[Succession]] = defaultdict(list)
    for row in rows:
        for new in row.new:
            before[new].append(row)
    return before
