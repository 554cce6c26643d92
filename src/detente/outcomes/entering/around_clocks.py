"""Days of entry around each clock: the day before against the day itself; rules on goods already loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from detente.outcomes.costs.compare import entered_on
from detente.outcomes.costs.compute import Computed, compute_outcomes
from detente.outcomes.costs.dollars import usd, usd_a_day
from detente.outcomes.costs.timing_answer import ClockDay, LineTiming, LoadedRule
from detente.outcomes.entering.recoverable_duty import LineNames
from detente.outcomes.laying.choose import extend_clock
from detente.outcomes.laying.overlay import Laid, lay
from detente.portfolio import Bools, Ints, as_answered, under_law
from detente.regime import ClockRow, Reading, Tables, track_state
from detente.rowfiles import Sheet
from detente.terms import DetenteError, LawError, read_day


def clock_days(
    sheet: Sheet, outcomes: Mapping[str, Laid], law: Tables, known: str, reading: Reading = "both"
) -> tuple[tuple[ClockDay, ...], list[LineTiming]]:
    """Every clock ahead as known: the day before against the day, in all and for lines planned after it.

    Where several clocks end on a day, each is told of what it brings: the day as it is, against the same day
    had what the clock ends gone on.
    """
    planned = _planned_days(sheet)
    rows: list[ClockDay] = []
    lines: list[LineTiming] = []
    by_day: dict[str, list[ClockRow]] = {}
    for clock in _open_clocks(sheet, law, known):
        by_day.setdefault(clock.last_moment[:10], []).append(clock)
    for day, clocks in by_day.items():
        eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        before = compute_outcomes(entered_on(sheet, eve), outcomes, known=known, reading=reading)
        after = compute_outcomes(entered_on(sheet, day), outcomes, known=known, reading=reading)
        for k in range(len(after.names)):
            settled = before.money[k].settled & after.money[k].settled
            whole = np.where(settled, after.money[k].duty - before.money[k].duty, 0)
            for clock, saving in zip(clocks, _shared_out(clocks, after, k, whole), strict=True):
                rows.append(_clock_day(clock, after, k, settled, saving))
                lines += _lines_planned_after(clock, after, k, saving, planned)
    order = {clock.id: i for i, clock in enumerate(c for own in by_day.values() for c in own)}
    return tuple(sorted(rows, key=lambda r: order[r.clock])), lines


def _clock_day(clock: ClockRow, after: Computed, k: int, settled: Bools, saving: Ints) -> ClockDay:
    owed = int(after.money[k].duty[settled].sum())
    return ClockDay(
        clock=clock.id, title=clock.title[0], day=clock.last_moment[:10], outcome=after.names[k],
        before_usd=usd(owed - int(saving.sum())), after_usd=usd(owed), saving_usd=usd(saving.sum()),
        lines=int(settled.sum()),
    )  # fmt: skip


def _shared_out(clocks: Sequence[ClockRow], after: Computed, k: int, whole: Ints) -> list[Ints]:
    """What of the change on a day each of its clocks brings under an outcome, in cents by row.

    What none of the clocks brings by ending goes to the first whose own measures stand otherwise from that
    day on, such as a duty that begins then; the rest is no clock's.
    """
    if len(clocks) == 1:
        return [whole]
    shares = [_brought_by(clock, after, k, whole) for clock in clocks]
    rest = whole - np.sum(shares, axis=0)
    laid, known = after.laids[k], after.known
    for i, clock in enumerate(clocks):
        if rest.any() and not shares[i].any() and _acts_then(clock, laid, known):
            shares[i] = rest
            break
    return shares


def _brought_by(clock: ClockRow, after: Computed, k: int, whole: Ints) -> Ints:
    """Duty on the day of a clock less what it would be had everything the clock ends gone on for a year."""
    year = (date.fromisoformat(clock.last_moment[:10]) + timedelta(days=366)).isoformat()
    try:
        longer = lay(after.laids[k], extend_clock(clock, year))
    except LawError:
        return np.zeros_like(whole)
    one, two = under_law(as_answered(after.answer), longer.law), after.money[k]
    moved = one.settled & two.settled & (whole != 0)
    return np.where(moved, two.duty - one.duty, 0)


def _acts_then(clock: ClockRow, laid: Laid, known: str) -> bool:
    """Whether a measure of a clock stands otherwise from its moment on."""
    moment = clock.last_moment
    eve = f"{(date.fromisoformat(moment[:10]) - timedelta(days=1)).isoformat()}T23:59"
    night = f"{moment[:10]}T23:59"
    return any(
        track_state(m, track, eve, known) != track_state(m, track, night, known)
        for m in laid.law.measures
        if m.id in clock.measures
        for track in m.tracks
    )


def _open_clocks(sheet: Sheet, law: Tables, known: str) -> list[ClockRow]:
    """Clocks ahead as known, not settled, over a measure that bears on a direction of the sheet; in order."""
    directions = {"us_import"}
    if "direction" in sheet.frame.columns:
        directions = {(text or "us_import").strip().lower() for text in sheet.frame["direction"].to_list()}
    ahead = (
        c
        for c in law.clocks
        if c.known <= known < c.last_moment[:10] and not any(s[0] <= known for s in c.settled)
        and any(m.id in c.measures and m.direction in directions for m in law.measures)
    )  # fmt: skip
    return sorted(ahead, key=lambda c: c.last_moment)


def _lines_planned_after(
    clock: ClockRow, after: Computed, k: int, saving: Ints, planned: Mapping[int, str]
) -> Iterator[LineTiming]:
    """Lines planned on or after a clock's day whose duty changes with it, under one outcome."""
    day = clock.last_moment[:10]
    eve = date.fromisoformat(day) - timedelta(days=1)
    names = LineNames(after.answer)
    for i in np.flatnonzero(saving).tolist():
        plan = planned.get(names.number(i))
        if plan is None or plan < day:
            continue
        days = (date.fromisoformat(plan) - eve).days
        yield LineTiming(
            row=names.number(i), line_id=names.name(i), hts=names.code(i), planned=plan, clock=clock.id,
            outcome=after.names[k], saving_usd=usd(saving[i]), days_moved=days,
            break_even_usd_a_day=usd_a_day(usd(saving[i]), Decimal(days)),
        )  # fmt: skip


def _planned_days(sheet: Sheet) -> dict[int, str]:
    """Planned entry days by row, where the file has readable ones."""
    if "entry_date" not in sheet.frame.columns:
        return {}
    planned = {}
    for i, text in enumerate(sheet.frame["entry_date"].to_list()):
        try:
            planned[sheet.row(i)] = read_day(text, what="entry_date").isoformat()
        except DetenteError:
            continue
    return planned


def loaded_rules(law: Tables, known: str) -> tuple[LoadedRule, ...]:
    """Rules on goods loaded before a moment whose window of entry has not closed on the day of knowledge."""
    rules = []
    for measure in law.measures:
        latest = {}
        for row in measure.exemptions:
            if row.known <= known and row.when is not None and "loaded_on" in repr(row.when):
                latest[row.id] = row
        for row in latest.values():
            if row.until > f"{known}T23:59":
                rules.append(
                    LoadedRule(
                        measure=measure.title[0], title=row.title[0], loaded_before=_loaded_before(row.when),
                        entered_from=row.start, entered_before=row.until,
                    )
                )  # fmt: skip
    return tuple(rules)


def _loaded_before(when: object) -> str:
    """The moment before which a condition wants the goods loaded; empty where it asks nothing of the kind."""
    if isinstance(when, tuple):
        if when[0] == "fact" and when[1] == "before" and when[2] == "loaded_on":
            return str(when[3])
        for part in when:
            moment = _loaded_before(part)
            if moment:
                return moment
    return ""
