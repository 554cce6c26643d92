"""Days of entry around each clock: the day before against the day itself, and rules on goods already loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from detente.assess.tables import Sheet
from detente.outcomes.costs.compare import entered_on
from detente.outcomes.costs.compute import compute_outcomes, usd
from detente.outcomes.costs.timing_answer import ClockDay, LineTiming, LoadedRule
from detente.outcomes.entering.recoverable_duty import line_id
from detente.outcomes.laying.overlay import Laid
from detente.regime.tables import Tables
from detente.terms import DetenteError, read_day

CENT = Decimal("0.01")


def clock_days(
    sheet: Sheet, outcomes: Mapping[str, Laid], law: Tables, known: str
) -> tuple[tuple[ClockDay, ...], list[LineTiming]]:
    """Every clock ahead as known: the day before against the day, in all and for lines planned after it."""
    met = {"us_import"}
    if "direction" in sheet.frame.columns:
        met = {(text or "us_import").strip().lower() for text in sheet.frame["direction"].to_list()}
    ahead = [
        c
        for c in law.clocks
        if c.known <= known < c.last_moment[:10] and not any(s[0] <= known for s in c.settled)
        and any(m.id in c.measures and m.direction in met for m in law.measures)
    ]  # fmt: skip
    rows: list[ClockDay] = []
    lines: list[LineTiming] = []
    planned = _planned(sheet)
    for clock in sorted(ahead, key=lambda c: c.last_moment):
        day = clock.last_moment[:10]
        eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        before = compute_outcomes(entered_on(sheet, eve), outcomes, known=known)
        after = compute_outcomes(entered_on(sheet, day), outcomes, known=known)
        for k, name in enumerate(after.names):
            a, b = before.money[k], after.money[k]
            settled = a.settled & b.settled
            saving = np.where(settled, b.duty - a.duty, 0)
            rows.append(
                ClockDay(
                    clock=clock.id, title=clock.title[0], day=day, outcome=name, before_usd=usd(a.duty[settled].sum()),
                    after_usd=usd(b.duty[settled].sum()), saving_usd=usd(saving.sum()), lines=int(settled.sum()),
                )
            )  # fmt: skip
            for i, shown in enumerate(after.book.answers):
                plan = planned.get(shown.row)
                if not saving[i] or plan is None or plan < day or shown.ship is None:
                    continue
                days = (date.fromisoformat(plan) - date.fromisoformat(eve)).days
                lines.append(
                    LineTiming(
                        row=shown.row, line_id=line_id(sheet, shown.row), hts=shown.ship.code.dotted, planned=plan,
                        clock=clock.id, outcome=name, saving_usd=usd(saving[i]), days_moved=days,
                        break_even_usd_a_day=each_day(usd(saving[i]), Decimal(days)),
                    )
                )  # fmt: skip
    return tuple(rows), lines


def each_day(saving: Decimal, days: Decimal) -> Decimal | None:
    """A saving spread over days, USD a day; None where no day is held."""
    return (saving / days).quantize(CENT) if days > 0 else None


def _planned(sheet: Sheet) -> dict[int, str]:
    """Planned entry days by row, where the file has readable ones."""
    if "entry_date" not in sheet.frame.columns:
        return {}
    made = {}
    for i, text in enumerate(sheet.frame["entry_date"].to_list()):
        try:
            made[sheet.first_row + i] = read_day(text, what="entry_date").isoformat()
        except DetenteError:
            continue
    return made


def loaded_rules(law: Tables, known: str) -> tuple[LoadedRule, ...]:
    """Rules on goods loaded before a moment whose window of entry has not closed on the day of knowledge."""
    made = []
    for measure in law.measures:
        latest = {}
        for row in measure.exemptions:
            if row.known <= known and row.when is not None and "loaded_on" in repr(row.when):
                latest[row.id] = row
        for row in latest.values():
            if row.until > f"{known}T23:59":
                made.append(
                    LoadedRule(
                        measure=measure.title[0], title=row.title[0], loaded_before=_loaded(row.when),
                        entered_from=row.start, entered_before=row.until,
                    )
                )  # fmt: skip
    return tuple(made)


def _loaded(when: object) -> str:
    if isinstance(when, tuple):
        if when[0] == "fact" and when[1] == "before" and when[2] == "loaded_on":
            return str(when[3])
        for part in when:
            found = _loaded(part)
            if found:
                return found
    return ""
