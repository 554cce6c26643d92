"""When to enter, and from where: each clock's days compared, rules on loading, ways to hold goods, other origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from detente.assess.answer import Frozen
from detente.assess.duty import answer
from detente.assess.goods import schedule
from detente.assess.portfolio import assess_sheet
from detente.assess.question import read_shipment
from detente.assess.tables import Sheet
from detente.outlook.compare import entered_on
from detente.outlook.exposure import compute_outcomes
from detente.outlook.overlay import Laid
from detente.regime.tables import Tables
from detente.terms import DetenteError, read_country


class ClockDay(Frozen):
    """Entering every settled line the day before a clock against the day itself, USD, under one outcome."""

    clock: str
    title: str
    day: str
    outcome: str
    before_usd: Decimal
    after_usd: Decimal
    saving_usd: Decimal
    lines: int


class LineTiming(Frozen):
    """One line with a planned day after a clock: what entering before it saves, and what a day may cost at most.

    `break_even_usd_a_day` is the saving over the days moved: haste that costs more than this a day does not pay.
    """

    row: int
    line_id: str
    hts: str
    planned: str
    clock: str
    outcome: str
    saving_usd: Decimal
    days_moved: int
    break_even_usd_a_day: Decimal | None


class LoadedRule(Frozen):
    """A rule on goods loaded before a moment that could still be used, as known."""

    measure: str
    title: str
    loaded_before: str
    entered_from: str
    entered_before: str


class Way(Frozen):
    """A way to move the day on which duty is fixed, with what limits it."""

    way: str
    says: str
    source: str
    confidence: str


class Timing(Frozen):
    """Everything on timing for a portfolio as known on a day."""

    known: str
    clocks: tuple[ClockDay, ...]
    lines: tuple[LineTiming, ...]
    loaded: tuple[LoadedRule, ...]
    ways: tuple[Way, ...]
    refundable_with_hindsight_usd: Decimal | None
    notes: tuple[str, ...]


class OriginRow(Frozen):
    """A line from another origin: the duty, or what is missing to say it."""

    hts: str
    origin: str
    status: str
    duty_usd: Decimal | None
    low_usd: Decimal | None
    missing: tuple[str, ...]


WAYS = (
    Way(
        way="bonded warehouse",
        says="goods wait under bond; duty is that of the day of withdrawal for consumption, so a rise is put off, not avoided",
        source="19 USC 1315(a); 19 USC 1557", confidence="B",
    ),
    Way(
        way="foreign-trade zone, privileged foreign status",
        says="rate and class are fixed on the day the status is granted; several orders since 2025 require this status on admission",
        source="19 USC 81c; 19 CFR 146.41", confidence="B",
    ),
    Way(
        way="drawback",
        says="duty on goods exported again may come back; not for Section 232 and not for the opioid duty, whose orders exclude it",
        source="19 USC 1313; the orders themselves were not re-read: from memory", confidence="C",
    ),
)  # fmt: skip


def timing(
    sheet: Sheet,
    outcomes: Mapping[str, Laid],
    law: Tables,
    known: str,
    *,
    top: int = 20,
    with_hindsight: bool = True,
) -> Timing:
    """Days of entry compared at every clock of a duty that lies ahead as known.

    Parameters
    ----------
    outcomes : mapping of name to Laid
        Under which outcomes to compare.
    with_hindsight : bool
        Say also what later law makes refundable.
    """
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
                    clock=clock.id, title=clock.title[0], day=day, outcome=name, before_usd=_usd(a.duty[settled].sum()),
                    after_usd=_usd(b.duty[settled].sum()), saving_usd=_usd(saving.sum()), lines=int(settled.sum()),
                )
            )  # fmt: skip
            for i, shown in enumerate(after.book.answers):
                plan = planned.get(shown.row)
                if not saving[i] or plan is None or plan < day or shown.ship is None:
                    continue
                days = (date.fromisoformat(plan) - date.fromisoformat(eve)).days
                lines.append(
                    LineTiming(
                        row=shown.row, line_id=_id(sheet, shown.row), hts=shown.ship.code.dotted, planned=plan,
                        clock=clock.id, outcome=name, saving_usd=_usd(saving[i]), days_moved=days,
                        break_even_usd_a_day=(_usd(saving[i]) / days).quantize(Decimal("0.01")) if days > 0 else None,
                    )
                )  # fmt: skip
    refund = None
    if with_hindsight and known < law.verified and "entry_date" in sheet.frame.columns:
        late = assess_sheet(sheet, known=law.verified, law=law)
        refund = Decimal(sum(a.refundable for a in late.rows)) / 100
    return Timing(
        known=known, clocks=tuple(rows), lines=tuple(sorted(lines, key=lambda x: -abs(x.saving_usd))[:top]),
        loaded=loaded_rules(law, known), ways=WAYS, refundable_with_hindsight_usd=refund,
        notes=(
            "the days are those of entry for consumption; what moving a shipment costs is yours to set against the saving",
            "interest on deferred duty, storage and financing are not modelled",
        ),
    )  # fmt: skip


def _usd(cents: int) -> Decimal:
    return Decimal(int(cents)) / 100


def _id(sheet: Sheet, row: int) -> str:
    if "line_id" not in sheet.frame.columns:
        return str(row)
    return str(sheet.frame["line_id"][row - sheet.first_row] or row)


def _planned(sheet: Sheet) -> dict[int, str]:
    """Planned entry days by row, where the file has readable ones."""
    from detente.terms import read_day

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


def origins(
    hts: str,
    value: str,
    on: str,
    laid: Laid,
    alternatives: Sequence[str],
    *,
    facts: Mapping[str, str] | None = None,
) -> tuple[OriginRow, ...]:
    """A line from China beside other origins, under an outcome.

    Where the duties of an origin are not all covered the row says what is missing; its `low_usd` is the duty
    of the layers that are known, and the true duty may be higher or lower.
    """
    made = []
    for origin in ("CN", *alternatives):
        ship = read_shipment(
            hts, origin=read_country(origin), value=value, on=on, known=laid.known, facts=facts, law=laid.law
        )
        found = answer(ship, laid.law, schedule())
        missing = tuple(m.question for m in found.missing) + found.not_modelled
        made.append(
            OriginRow(
                hts=found.hts, origin=found.origin, status=found.status, duty_usd=found.duty_usd, low_usd=found.low_usd,
                missing=missing,
            )
        )  # fmt: skip
    return tuple(made)
