"""When to enter: days around each clock, bonded warehouse, zone, drawback and refunds, line by line in dollars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from detente.assess.tables import Sheet
from detente.outcomes.costs.compute import Computed, compute_outcomes, usd
from detente.outcomes.costs.timing_answer import (
    Chance,
    DrawnLine,
    DrawnTotal,
    HeldLine,
    HeldTotal,
    Timing,
    WaitingLine,
    Way,
)
from detente.outcomes.entering.around_clocks import CENT, clock_days, each_day, loaded_rules
from detente.outcomes.entering.holding import Held, best_days, hold
from detente.outcomes.entering.recoverable_duty import drawn_back, layers_by_term, line_id, refunds
from detente.outcomes.entering.waiting import OPEN, wait
from detente.outcomes.laying.choose import LAW_ITSELF
from detente.outcomes.laying.overlay import Laid
from detente.outcomes.laying.probabilities import read_probability
from detente.regime.entry_rules import EntryRule, EntryRules, cite_words, entry_rules, zone_rules
from detente.regime.tables import Tables
from detente.terms import InputError

MONTH = Decimal(365) / 12  # days
NOTES = (
    "the days are those of entry for consumption; what moving or storing a shipment costs is yours to set against the saving",
    "interest on deferred duty, storage and financing are not modelled",
)


def compare_days(
    sheet: Sheet,
    outcomes: Mapping[str, Laid],
    law: Tables,
    known: str,
    *,
    top: int | None = 20,
    with_hindsight: bool = True,
    chances: Sequence[str] = (),
) -> Timing:
    """Days of entry compared at every clock ahead as known, and what waiting, a zone and leaving again come to.

    Parameters
    ----------
    outcomes : mapping of name to Laid
        Under which outcomes to compare.
    top : int or None
        Lines in each list, largest first; None for all.
    with_hindsight : bool
        Say also what later law makes refundable.
    chances : sequence of str
        Probabilities of outcomes, ``truce=0.6``; what is left is shared by the others alike.
    """
    rules = entry_rules(law)
    clocks, lines = clock_days(sheet, outcomes, law, known)
    back = refunds(sheet, law, rules) if with_hindsight and known < law.verified and _dated(sheet) else ()
    held: tuple[HeldTotal, ...] = ()
    held_lines: list[HeldLine] = []
    waits: list[WaitingLine] = []
    odds: tuple[Chance, ...] = ()
    drawn: tuple[DrawnTotal, ...] = ()
    drawn_lines: tuple[DrawnLine, ...] = ()
    gaps: list[str] = []
    if _dated(sheet):
        planned = compute_outcomes(sheet, outcomes, known=known)
        found = hold(sheet, outcomes, known, planned)
        held, held_lines = _held(found, planned, rules, known)
        odds, weights = _chances(planned.names, chances)
        waits = _waiting(found, planned, weights)
        drawn, drawn_lines = drawn_back(planned, rules)
        gaps = _gaps(planned, found)
    made = Timing(
        known=known, clocks=clocks, lines=tuple(sorted(lines, key=lambda x: -abs(x.saving_usd))),
        loaded=loaded_rules(law, known), ways=ways(rules, known), notes=NOTES,
        refundable_with_hindsight_usd=sum((r.refundable_usd for r in back), Decimal(0)) if back else None,
        held=held, held_lines=tuple(sorted(held_lines, key=lambda x: -x.saving_usd)),
        waiting=tuple(sorted(waits, key=lambda x: -x.value_usd)),
        waiting_usd=sum((w.value_usd for w in waits), Decimal(0)) if held else None,
        chances=odds, drawn=drawn, drawn_lines=tuple(sorted(drawn_lines, key=lambda x: -x.drawback_usd)),
        refunds=tuple(sorted(back, key=lambda r: -r.refundable_usd)),
        refund_status=_status(rules, law) if back else (), not_modelled=tuple(gaps),
    )  # fmt: skip
    return shortened(made, top)


def shortened(answer: Timing, top: int | None) -> Timing:
    """The answer with the first `top` lines of each list; all of them for None."""
    names = ("lines", "held_lines", "waiting", "drawn_lines", "refunds")
    return answer.model_copy(update={name: getattr(answer, name)[:top] for name in names})


def _dated(sheet: Sheet) -> bool:
    return "entry_date" in sheet.frame.columns


def _held(
    held: Held, c: Computed, rules: EntryRules, known: str
) -> tuple[tuple[HeldTotal, ...], list[HeldLine]]:
    """Entry on arrival, withdrawal as planned, the best day of withdrawal, and a zone, under each outcome."""
    column, cents = best_days(held)
    use = held.usable
    totals, lines = [], []
    for k, name in enumerate(c.names):
        zone_sum, zone_lines = 0, 0
        for i in np.flatnonzero(use):
            a = c.book.answers[i]
            assert a.ship is not None
            arrival, least = int(held.duty[0, k, i]), int(cents[k, i])
            best = held.days[column[k, i]][i]
            reached = _reached(held, c.names.index(name), int(i), rules, known)
            if not reached:
                zone_sum, zone_lines = zone_sum + arrival, zone_lines + 1
            days = (date.fromisoformat(best) - date.fromisoformat(held.first[i])).days
            saving = usd(arrival - least)
            a_day = each_day(saving, Decimal(days))
            lines.append(
                HeldLine(
                    row=a.row, line_id=line_id(c.answer.sheet, a.row), hts=a.ship.code.dotted, arrived=held.first[i],
                    planned=held.out[i], last_day=held.last[i], outcome=name, arrival_usd=usd(arrival),
                    planned_usd=None if held.open_[1, k, i] else usd(held.duty[1, k, i]),
                    best_day=best, best_usd=usd(least), saving_usd=saving, days_held=days, break_even_usd_a_day=a_day,
                    break_even_usd_a_month=each_day(saving * MONTH, Decimal(days)),
                    zone_usd=None if reached else usd(arrival),
                    zone_words="; ".join(f"{r.says[0]} ({cite_words(r)})" for r in reached),
                    zone_required_by=_required(held, k, int(i), rules, known),
                )
            )  # fmt: skip
        settled = use & ~held.open_[1, k]
        totals.append(
            HeldTotal(
                outcome=name, lines=int(use.sum()), arrival_usd=usd(held.duty[0, k][use].sum()),
                planned_usd=usd(held.duty[1, k][settled].sum()), best_usd=usd(cents[k][use].sum()),
                saving_usd=usd((held.duty[0, k] - cents[k])[use].sum()), zone_usd=usd(zone_sum), zone_lines=zone_lines,
            )
        )  # fmt: skip
    return tuple(totals), lines


def _required(held: Held, k: int, i: int, rules: EntryRules, known: str) -> tuple[str, ...]:
    """Orders that let the goods into a zone on arrival only in privileged foreign status."""
    c = held.made[0]
    plan, moment = c.plans[k][c.book.shape[i]], f"{held.first[i]}T23:59"
    active = {layer.measure.id for _, layer in layers_by_term(plan) if layer.active}
    found = (row for name in active for row in zone_rules(rules, name, moment, known))
    return tuple(sorted({cite_words(row) for row in found}))


def _reached(held: Held, k: int, i: int, rules: EntryRules, known: str) -> list[EntryRule]:
    """Orders that reach a line admitted before them and leaving, as planned, on or after their first day.

    Law
    ---
    19 CFR 146.65(a)(1) fixes the rate on admission; Proclamation 10896 cl. 9, 11021 cl. 12 and 11052 cl. 7 reach
    goods that had the status before.
    """
    made = []
    for rule in rules.zone:
        if not (rule.reaches_back and rule.known <= known):
            continue
        if held.first[i] < rule.start[:10] <= held.out[i]:
            c = held.made[1]
            plan = c.plans[k][c.book.shape[i]]
            if any(layer.active and rule.names(layer.measure.id) for _, layer in layers_by_term(plan)):
                made.append(rule)
    return made


def _chances(names: Sequence[str], given: Sequence[str]) -> tuple[tuple[Chance, ...], list[Fraction]]:
    """Probability of each outcome in order: as given, the rest shared alike; the law itself is no outcome.

    Raises
    ------
    InputError
        No such outcome, no number, or a sum that is not 1.
    """
    open_ = [n for n in names if n != LAW_ITSELF] or list(names)
    said: dict[str, Fraction] = {}
    for word in given:
        name, mark, number = word.partition("=")
        if not mark or name not in open_:
            raise InputError(
                f"{word!r} is no probability of an outcome", where="--chance",
                remedy=f"write {open_[0]}=0.6; outcomes are {', '.join(open_)}",
            )  # fmt: skip
        said[name] = Fraction(read_probability(number))
    left, rest = 1 - sum(said.values(), Fraction(0)), [n for n in open_ if n not in said]
    if left < 0 or (left > 0 and not rest):
        raise InputError("the probabilities do not sum to 1", where="--chance", remedy="they must sum to 1")
    odds = {n: said.get(n, left / len(rest) if rest else Fraction(0)) for n in open_}
    shown = tuple(Chance(outcome=n, probability=float(p), assumed=n not in said) for n, p in odds.items())
    return shown, [odds.get(n, Fraction(0)) for n in names]


def _waiting(held: Held, c: Computed, weights: Sequence[Fraction]) -> list[WaitingLine]:
    """The right to wait under bond, for every line whose duty differs between days."""
    pick = [k for k, w in enumerate(weights) if w]
    chance = [weights[k] for k in pick]
    made = []
    for i in np.flatnonzero(held.usable):
        rows: dict[str, list[int]] = {}
        for d, column in enumerate(held.days):
            if d == 1 and column[i] != held.first[i]:
                continue  # the planned day is not a change of law
            rows[column[i]] = [OPEN if held.open_[d, k, i] else int(held.duty[d, k, i]) for k in pick]
        days = sorted(rows)
        if all(rows[day] == rows[days[0]] for day in days):
            continue
        found = wait(days, [rows[day] for day in days], chance)
        a = c.book.answers[i]
        assert a.ship is not None
        value, held_days = _money(found.value), Decimal(round(float(found.days), 1)).quantize(Decimal("0.1"))
        made.append(
            WaitingLine(
                row=a.row, line_id=line_id(c.answer.sheet, a.row), hts=a.ship.code.dotted, arrived=held.first[i],
                arrival_usd=_money(found.at_once), expected_usd=_money(found.best), value_usd=value,
                foreseen_usd=_money(found.at_once - found.foreseen), expected_days=held_days,
                break_even_usd_a_day=each_day(value, held_days), break_even_usd_a_month=each_day(value * MONTH, held_days),
                withdraw=tuple(f"{day} ({float(part):.0%})" for day, part in found.steps),
            )
        )  # fmt: skip
    return made


def _money(cents: Fraction) -> Decimal:
    return (Decimal(cents.numerator) / Decimal(cents.denominator) / 100).quantize(CENT)


def _gaps(c: Computed, held: Held) -> list[str]:
    """Lines and law that the answer on holding goods leaves out, and what is missing."""
    made = []
    china = sum(1 for a in c.book.answers if a.ship is not None and a.ship.direction != "us_import")
    if china:
        made.append(
            f"{china} lines entering China: bonded warehousing and drawback there are not modelled; no amounts given"
        )
    open_ = len(c.book.answers) - china - int(held.usable.sum())
    if open_:
        made.append(
            f"{open_} lines whose duty on arrival is not settled: give the missing facts (see the lines)"
        )
    return made


def ways(rules: EntryRules, known: str) -> tuple[Way, ...]:
    """The rules on holding goods and getting duty back, as known."""
    limits = [words[0] for words in rules.limits]
    rows = [Way(
        way=rules.warehouse.id.partition(".")[2].replace("-", " "), says=rules.warehouse.says[0],
        source=cite_words(rules.warehouse), confidence=rules.warehouse.confidence, limits=tuple(limits[:-1]),
    )]  # fmt: skip
    general = next(r for r in rules.zone if not r.requires)
    rows.append(
        Way(
            way="foreign-trade zone",
            says=general.says[0],
            source=cite_words(general),
            confidence=general.confidence,
        )
    )
    for row in rules.zone:
        if row.reaches_back and row.known <= known:
            rows.append(
                Way(
                    way="foreign-trade zone",
                    says=row.says[0],
                    source=cite_words(row),
                    confidence=row.confidence,
                )
            )
    rows.append(
        Way(way="drawback", says=f"{limits[-1]}; {rules.terms.drawback_ppm / 10_000:g} % of what may be drawn back",
            source=cite_words(rules.drawback), confidence=rules.drawback.confidence)
    )  # fmt: skip
    return tuple(rows)


def _status(rules: EntryRules, law: Tables) -> tuple[str, ...]:
    """Where refunds stand, with hindsight."""
    rows = [r for r in rules.refund if r.known <= law.verified]
    return tuple(
        f"{r.says[0]} ({cite_words(r)}; confidence {r.confidence})" for r in (*rows, rules.liquidation)
    )
