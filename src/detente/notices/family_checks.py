"""The day through which each family was checked: all its sources answered, without a gap, and every notice
of it is handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from detente.notices.ledger import Asked, Run
from detente.notices.notice import Notice
from detente.notices.watch_rules import Watched, WatchedFamily


def checked_days(rules: Watched, runs: Sequence[Run], notices: Sequence[Notice]) -> dict[str, str]:
    """Family -> the last day through which it counts as checked.

    A run counts for a family when it asks from a day no later than the day after the last check, every
    source of the family answered back to that day, and every notice detected by then that touches the family,
    or that a source of the family published and nobody has placed, is handled.
    """
    return {family.id: _checked(family, runs, notices) for family in rules.families}


def _checked(family: WatchedFamily, runs: Sequence[Run], notices: Sequence[Notice]) -> str:
    through = family.verified
    waiting = [
        n.detected for n in notices if n.open and n.published > family.verified and concerns(n, family)
    ]
    first = min(waiting, default="9999-12-31")
    for run in sorted(runs, key=lambda run: (run.through, run.n)):
        if not run.through or run.through <= through or run.asked_on >= first:
            continue
        if all(_answers(run, name, _next_day(through)) for name in family.sources):
            through = run.through
    return through


def _answers(run: Run, source: str, wanted: str) -> bool:
    """Whether a source answered in a run, from a day on."""
    asked: Asked | None = next((a for a in run.asked if a.source == source), None)
    if asked is None or not asked.answered:
        return False
    return max(run.since, asked.reaches_back_to) <= wanted


def concerns(notice: Notice, family: WatchedFamily) -> bool:
    """Whether a notice waits on a family: it touches it, or is of one of its sources and not placed yet."""
    return family.id in notice.families or (not notice.families and notice.source in family.sources)


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
