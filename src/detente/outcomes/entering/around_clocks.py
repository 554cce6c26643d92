"""Days of entry around each clock: the day before against the day itself; rules on goods already loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from detente.outcomes.costs.compare import entered_on
from detente.outcomes.costs.compute import Computed, compute_outcomes
from detente.outcomes.costs.dollars import usd, usd_a_day
from detente.outcomes.costs.timing_answer import ClockDay, LineTiming, LoadedRule
from detente.outcomes.entering.recoverable_duty import line_id
from detente.outcomes.laying.overlay import Laid
from detente.portfolio import Ints
from detente.regime import ClockRow, Tables
from detente.rowfiles import Sheet
from detente.terms import DetenteError, read_day


def clock_days(
    sheet: Sheet, outcomes: Mapping[str, Laid], law: Tables, known: str
) -> tuple[tuple[ClockDay, ...], list[LineTiming]]:
    """Every clock ahead as known: the day before against the day, in all and for lines planned after it."""
    planned = _planned_days(sheet)
    rows: list[ClockDay] = []
    lines: list[LineTiming] = []
    for clock in _open_clocks(sheet, law, known):
        day = clock.last_moment[:10]
        eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        before = compute_outcomes(entered_on(sheet, eve), outcomes, known=known)
        after = compute_outcomes(entered_on(sheet, day), outcomes, known=known)
        for k in range(len(after.names)):
            settled = before.money[k].settled & after.money[k].settled
            saving = np.where(settled, after.money[k].duty - before.money[k].duty, 0)
            rows.append(
                ClockDay(
                    clock=clock.id, title=clock.title[0], day=day, outcome=after.names[k],
                    before_usd=usd(before.money[k].duty[settled].sum()),
                    after_usd=usd(after.money[k].duty[settled].sum()),
                    saving_usd=usd(saving.sum()), lines=int(settled.sum()),
                )
            )  # fmt: skip
            lines += _lines_planned_after(clock, after, k, saving, planned)
    return tuple(rows), lines


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
    for i, line in enumerate(after.book.answers):
        plan = planned.get(line.row)
        if not saving[i] or plan is None or plan < day or line.ship is None:
            continue
        days = (date.fromisoformat(plan) - eve).days
        yield LineTiming(
            row=line.row, line_id=line_id(after.answer.sheet, line.row), hts=line.ship.code.dotted,
            planned=plan,
            clock=clock.id, outcome=after.names[k], saving_usd=usd(saving[i]), days_moved=days,
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
