"""Goods of origins not covered: duties known but in no total, and what is missing, with its direction."""

from __future__ import annotations

from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache

from detente.duties.duty_answer import OriginDuty
from detente.duties.layers import Question
from detente.duties.shown.stack_lines import cites_out
from detente.duties.stack import held_lists
from detente.duties.totals import Bounds
from detente.regime import Elsewhere, Tables, other_origins
from detente.schedule import say
from detente.terms import cents_text, duty_cents, ppm_to_percent

ANNEX_II = "us.ieepa.annex-ii"


def voided(row: Elsewhere, law: Tables, moment: str, known: str) -> tuple[str, str]:
    """When a ruling known by then struck the duty down, and when collection ended; empty where none did."""
    for event in law.measure(row.voided_with).events:
        if event.kind == "void" and event.known <= known and event.start <= moment:
            return event.known, event.collected_until
    return "", ""


def duties_elsewhere(ask: Question, found: Bounds) -> tuple[OriginDuty, ...]:
    """Duties on goods of this origin whose rate is known: beside the layers of the answer, not among them.

    Law
    ---
    EO 14257 sec. 3 and EO 14326 annex I; chapter 99, headings 9903.01.25 and 9903.02.02 to .88.

    Not modelled
    ------------
    Exempt goods other than Annex II, US content, goods under Section 232, agreements: the true duty may
    be lower.
    """
    chosen: dict[str, Elsewhere] = {}
    for row in other_origins(ask.tables).duties:
        if row.reaches(ask.origin, ask.moment, ask.known):
            chosen[row.track] = row
    made = []
    for row in chosen.values():
        ruled, ended = voided(row, ask.tables, ask.moment, ask.known)
        if ruled and ask.moment >= ended:
            continue
        exempt = row.track == "reciprocal" and ANNEX_II in held_lists(ask).lists
        dollars = ask.facts.dollars
        cents = 0 if exempt else duty_cents(row.ppm, dollars)
        if row.floor and found.outcome.base.known:
            cents = max(0, cents - found.outcome.base.low_cents)
        rate = f"{ppm_to_percent(row.ppm)} %"
        words = f"total with base at least {rate}" if row.floor else rate
        if exempt:
            words += ", not due on goods of Annex II"
        elif row.words[0]:
            words += f"; {row.words[0]}"
        made.append(
            OriginDuty(
                duty=row.track, heading=row.heading, rate=words, up_to_usd=Decimal(cents_text(cents)),
                refundable=bool(ruled), confidence=row.confidence, cite=cites_out(row.cites),
            )
        )  # fmt: skip
    return tuple(made)


def gaps_elsewhere(ask: Question, found: Bounds) -> tuple[str, ...]:
    """What is missing to say the duty on goods of this origin, each with the way the answer errs."""
    active = tuple(layer.measure.id for layer in found.outcome.layers if layer.active)
    return origin_gaps(ask.tables, ask.origin, ask.moment, ask.known, active)


def origin_gaps(
    law: Tables, origin: str, moment: str, known: str, active: tuple[str, ...]
) -> tuple[str, ...]:
    """What is missing to say the duty on goods of an origin, with the layers of some measures in force."""
    rows = other_origins(law)
    standing = [
        row.track
        for row in rows.duties
        if row.reaches(origin, moment, known) and not _over(row, law, moment, known)
    ]
    made: list[str] = []
    if standing:
        made.append(
            f"IEEPA duties on goods of {origin} ({', '.join(dict.fromkeys(standing))}) "
            "stand beside the total, "
            "not in it: exempt goods, US content and agreements are not covered (answer errs low)"
        )
    for row in rows.gaps:
        if row.reaches(origin, moment, known) and (
            not row.where or any(fnmatchcase(name, p) for name in active for p in row.where)
        ):
            made.append(f"{row.words[0]} (answer errs {row.errs})")
    symbol = rows.symbols.get(origin)
    if symbol:
        made.append(
            f"special rates of the agreement with {origin} (symbol {symbol}), for goods that qualify "
            "(answer errs high)"
        )
    if origin in rows.column_two:
        made.append("column 2 rate in place of column 1 general (answer errs low)")
    return tuple(made) or (
        f"preferences and agreements for goods of {origin} are not covered (answer errs high)",
    )


def standing_elsewhere(ask: Question) -> tuple[object, ...]:
    """What of the law on other origins an answer at this moment can see."""
    rows = other_origins(ask.tables)
    return tuple(
        (row.id, _over(row, ask.tables, ask.moment, ask.known) if row.voided_with else False)
        for row in (*rows.duties, *rows.gaps)
        if row.reaches(ask.origin, ask.moment, ask.known)
    )


@lru_cache(maxsize=64)
def changes_elsewhere(law: Tables) -> tuple[frozenset[str], frozenset[str]]:
    """Moments at which the law on other origins may change, and days on which part of it became known."""
    rows = other_origins(law)
    moments: set[str] = set()
    knowns: set[str] = set()
    for row in (*rows.duties, *rows.gaps):
        moments.update((row.start, row.until))
        knowns.add(row.known)
        if row.voided_with:
            for event in law.measure(row.voided_with).events:
                moments.update((event.start, event.collected_until))
                knowns.add(event.known)
    return frozenset(moments), frozenset(knowns)


def rates_elsewhere(ask: Question) -> tuple[str, ...]:
    """Rates of the line itself that goods of this origin may pay in place of column 1 general."""
    rows, line = other_origins(ask.tables), ask.goods.line
    if line is None:
        return ()
    symbol = rows.symbols.get(ask.origin)
    made = [
        f"special rate of the line for goods of {ask.origin} that qualify (symbol {symbol}): {say(s.rate)}"
        for s in line.special
        if symbol in s.programmes
    ]
    if ask.origin in rows.column_two and line.column2 is not None:
        made.append(f"column 2 rate of the line: {say(line.column2)}")
    return tuple(made)


def _over(row: Elsewhere, law: Tables, moment: str, known: str) -> bool:
    """Whether a ruling known by then ended the duty before the moment."""
    if not row.voided_with:
        return False
    ruled, ended = voided(row, law, moment, known)
    return bool(ruled) and moment >= ended
