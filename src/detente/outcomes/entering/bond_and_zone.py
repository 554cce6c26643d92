"""Bonded warehouse and foreign-trade zone: each line on arrival, as planned, on its best day, from a zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from detente.outcomes.costs.compute import Computed
from detente.outcomes.costs.dollars import usd, usd_a_day
from detente.outcomes.costs.timing_answer import HeldLine, HeldTotal
from detente.outcomes.entering.holding import Held, best_days
from detente.outcomes.entering.recoverable_duty import LineNames
from detente.regime import EntryRule, cite_words, zone_rules

MONTH = Decimal(365) / 12  # days
Orders = tuple[list[EntryRule], tuple[str, ...]]  # those that reach back to a line, and citations of those
# that let the goods in only in privileged foreign status
Required = dict[tuple[tuple[str, ...], str], tuple[str, ...]]  # by active measures and day of arrival


def held_totals(held: Held, c: Computed, known: str) -> tuple[HeldTotal, ...]:
    """All lines that can be held, under each outcome."""
    _, best = best_days(held)
    use = held.usable
    totals = []
    for k, name in enumerate(c.names):
        arrival = held.duty[0, k]
        settled = use & ~held.open_[1, k]
        zone = [i for i in np.flatnonzero(use).tolist() if not _orders_reaching(held, k, i, known)]
        totals.append(
            HeldTotal(
                outcome=name, lines=int(use.sum()), arrival_usd=usd(arrival[use].sum()),
                planned_usd=usd(held.duty[1, k][settled].sum()), best_usd=usd(best[k][use].sum()),
                saving_usd=usd((arrival - best[k])[use].sum()), zone_usd=usd(arrival[zone].sum()),
                zone_lines=len(zone),
            )
        )  # fmt: skip
    return tuple(totals)


def held_lines(held: Held, c: Computed, known: str) -> Iterator[HeldLine]:
    """Every line that can be held, under each outcome: its best day of withdrawal, its duty from a zone."""
    column, best = best_days(held)
    names = LineNames(c.answer)
    required: Required = {}
    for k in range(len(c.names)):
        for i in np.flatnonzero(held.usable).tolist():
            active = held.computed[0].money[k].active(int(held.rows[i]))
            if (active, held.first[i]) not in required:
                required[active, held.first[i]] = _orders_requiring(held, active, held.first[i], known)
            orders = _orders_reaching(held, k, i, known), required[active, held.first[i]]
            yield _held_line(
                held, (c.names[k], names), k, i, orders, (held.days[column[k, i]][i], int(best[k, i]))
            )


def _held_line(
    held: Held, named: tuple[str, LineNames], k: int, i: int, orders: Orders, best: tuple[str, int]
) -> HeldLine:
    """Line `i` under outcome `k`; `best` is its best day and the duty then in cents."""
    reaching, required = orders
    outcome, names = named
    best_day, best_cents = best
    row = int(held.rows[i])
    arrival = int(held.duty[0, k, i])
    days = (date.fromisoformat(best_day) - date.fromisoformat(held.first[i])).days
    saving = usd(arrival - best_cents)
    return HeldLine(
        row=names.number(row), line_id=names.name(row), hts=names.code(row), arrived=held.first[i],
        planned=held.out[i], last_day=held.last[i], outcome=outcome, arrival_usd=usd(arrival),
        planned_usd=None if held.open_[1, k, i] else usd(held.duty[1, k, i]),
        best_day=best_day, best_usd=usd(best_cents), saving_usd=saving, days_held=days,
        break_even_usd_a_day=usd_a_day(saving, Decimal(days)),
        break_even_usd_a_month=usd_a_day(saving * MONTH, Decimal(days)),
        zone_usd=None if reaching else usd(arrival),
        zone_words="; ".join(f"{r.says[0]} ({cite_words(r)})" for r in reaching),
        zone_required_by=required,
    )  # fmt: skip


def _orders_requiring(held: Held, active: Sequence[str], day: str, known: str) -> tuple[str, ...]:
    """Orders that let goods under some measures into a zone on a day only in privileged foreign status."""
    moment = f"{day}T23:59"
    orders = (r for name in active for r in zone_rules(held.rules, name, moment, known))
    return tuple(sorted({cite_words(order) for order in orders}))


def _orders_reaching(held: Held, k: int, i: int, known: str) -> list[EntryRule]:
    """Orders that reach a line admitted before them and leaving, as planned, on or after their first day.

    Law
    ---
    19 CFR 146.65(a)(1) fixes the rate on admission; Proclamation 10896 cl. 9, 11021 cl. 12 and 11052 cl. 7
    reach goods that had the status before.
    """
    orders = [
        r
        for r in held.rules.zone
        if r.reaches_back and r.known <= known and held.first[i] < r.start[:10] <= held.out[i]
    ]
    if not orders:
        return []
    active = held.computed[1].money[k].active(int(held.rows[i]))
    return [r for r in orders if any(r.names(name) for name in active)]
