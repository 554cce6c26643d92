"""Two points of law compared: what became known between two days, or what changed; clauses, then lines."""

from __future__ import annotations

from collections.abc import Sequence

from detente.duties import CHINA_IMPORT, DIRECTIONS
from detente.outcomes.clocks.knowledge import Changed, Learned, changed, learned
from detente.portfolio import ChangesAnswer, Point, changes
from detente.regime import Settling, law_tables, settling, tables
from detente.terms import Answer, InputError, read_day

ORIGINS = ("CN", "HK", "MO")
FROM_US = ("US",)


class Difference(Answer):
    """Clauses that changed or became known, and lines of both schedules whose additional duties changed.

    `lines` are those of the US schedule, `china_lines` those of China's, of goods from the United States.
    `settled_by` names the clocks over duties that are not settled on either day: a clause then tells both
    readings, and the lines are compared by the text.
    """

    clauses: tuple[Learned, ...] | tuple[Changed, ...]
    lines: ChangesAnswer | None = None
    china_lines: ChangesAnswer | None = None
    settled_by: tuple[Settling, ...] = ()


def difference(on: Sequence[str], known: Sequence[str], *, lines: bool = True) -> tuple[str, Difference]:
    """Title and answer: with two days of knowledge what was learned between them, with two days what changed.

    Parameters
    ----------
    on : sequence of str
        Two days to compare the law on, or none.
    known : sequence of str
        Two days of knowledge; or, beside two days, the one to compare them with (default the second day).
    lines : bool
        Also which lines of the installed schedules changed, why, and by how much.

    Raises
    ------
    InputError
        When the days given make no pair, or one cannot be read.
    """
    days = [read_day(d, what="--on").isoformat() for d in on]
    asked = [read_day(d, what="--known").isoformat() for d in known]
    law, trade = tables(), law_tables()
    clauses: tuple[Learned, ...] | tuple[Changed, ...]
    if len(asked) == 2 and not days:
        clauses = learned(law, trade, *asked)
        title = f"Learned after {asked[0]} and by {asked[1]}"
        before, after = Point(on=asked[1], known=asked[0]), Point(on=asked[1], known=asked[1])
    elif len(days) == 2 and len(asked) <= 1:
        as_known = asked[0] if asked else days[1]
        clauses = changed(law, trade, days[0], days[1], as_known)
        title = f"Changed between {days[0]} and {days[1]}, as known {as_known}"
        before, after = Point(on=days[0], known=as_known), Point(on=days[1], known=as_known)
    else:
        raise InputError(
            f"{len(days)} day(s) and {len(asked)} day(s) of knowledge",
            remedy="give two days, or --known twice: detente diff --known 2025-10-29 --known 2025-11-10",
        )
    names = {measure.id for measure in law.measures if measure.direction in DIRECTIONS.values()}
    open_ = [one for p in (before, after) for one in settling(law, names, f"{p.on}T23:59", p.known)]
    return title, Difference(
        clauses=clauses, lines=changes(before, after, ORIGINS) if lines else None,
        china_lines=changes(before, after, FROM_US, direction=CHINA_IMPORT) if lines else None,
        settled_by=tuple(dict.fromkeys(open_)),
    )  # fmt: skip
