"""The two time axes of a question as people give them: the day asked about and the day of the knowledge.

`on` may be a minute instead of a day; `known` is a day.
"""

from __future__ import annotations

from datetime import date

from detente.regime.dated.rows import Tables
from detente.regime.dated.tables import tables
from detente.terms import InputError, read_day


def two_days(
    on: str | None, known: str | None, hindsight: bool, *, today: date, law: Tables | None = None
) -> tuple[str, str]:
    """`on` and `known` as ISO days: `on` defaults to today, `known` to `on`, hindsight to the last verified
    day.

    Raises
    ------
    InputError
        When both `known` and `hindsight` are given, or a day cannot be read.
    """
    day = read_day(on, what="--on").isoformat() if on else today.isoformat()
    return day, known_day(known, hindsight, law=law) or day


def known_day(known: str | None, hindsight: bool, *, law: Tables | None = None) -> str | None:
    """The day of the knowledge used, None where neither axis says; a file's rows then keep their own.

    Raises
    ------
    InputError
        When both are given, or the day cannot be read.
    """
    if known and hindsight:
        raise InputError("--known and --hindsight cannot both be given", remedy="leave one out")
    if hindsight:
        return (law or tables()).verified
    return read_day(known, what="--known").isoformat() if known else None
