"""Duties under an outcome: a clock's outcome as known on a day, or a named outcome laid over the law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from detente.economy.policy.law_duties import LawRates, State, both_sides
from detente.terms import InputError, read_day


def outcome_rates(
    outcome: str, *, known: str | None = None, on: str | None = None, state: State = "by_text"
) -> tuple[tuple[LawRates, LawRates], str]:
    """Duties of both sides under an outcome, and what it assumes in words.

    Parameters
    ----------
    outcome : ``extend`` or ``lapse`` of the next US clock, ``CLOCK=OUTCOME``, or the name of an
        outcome of ``detente.outlook`` (``truce``, ``plus100``, ``busan`` …).
    known : day of knowledge; a named outcome brings its own.
    on : day of entry; default the day after the last clock and the last change of the outcome.
    """
    from detente.outcomes import laid, own_outcomes

    by_clock = outcome in ("extend", "lapse") and (known or outcome not in own_outcomes().outcomes)
    if "=" not in outcome and not by_clock:
        chosen = own_outcomes().outcome(outcome)
        under = laid(outcome, known=known or "")
        day = on or day_after(outcome, under)
        words = f"«{outcome}»: {chosen.summary.en}" if hasattr(chosen.summary, "en") else f"«{outcome}»"
        return both_sides(day, known=under.known, state=state, law=under.law, outcome=outcome), words
    if not known:
        raise InputError(
            "an outcome needs the day it is known on", where="known", remedy="give known (or on)"
        )
    day, _, words = outcome_day(outcome, known)
    return both_sides(on or day, known=known, state=state), words


def day_after(outcome: str, under: Any, rows: Any = None) -> str:
    """The day after the last clock an outcome settles and the last beginning of its changes.

    Raises
    ------
    InputError
        An outcome that names no day.
    """
    from detente.outcomes import own_outcomes

    every = rows or own_outcomes()
    clocks = {clock.id: clock for clock in under.law.clocks}
    days = [clocks[one.clock].last_moment[:10] for one in every.decides(outcome) if one.clock in clocks]
    for clause in every.clauses(outcome):
        start = clause.change.model_dump(by_alias=True).get("from")
        if start:
            days.append(str(start)[:10])
    if not days:
        raise InputError(f"outcome {outcome!r} names no day", where="on", remedy="give the day: --on")
    return (date.fromisoformat(max(days)) + timedelta(days=1)).isoformat()


def outcome_day(outcome: str, known: str) -> tuple[str, str, str]:
    """The day to ask the law for so that it answers a clock's outcome, as known on a day.

    Parameters
    ----------
    outcome : ``extend`` or ``lapse`` of the next US clock with those outcomes, or ``CLOCK=OUTCOME``.

    Returns
    -------
    tuple of str
        Day, clock id, and what is assumed in words.

    Raises
    ------
    InputError
        No such clock or outcome, or an outcome whose rates no instrument gives.
    """
    from detente.regime import tables

    day = read_day(known, what="known").isoformat()
    clock_name, _, chosen = outcome.rpartition("=")
    open_clocks = _open_us_clocks(tables(), day)
    fitting = [c for c in open_clocks if (c.id == clock_name if clock_name else chosen in c.outcomes)]
    fitting = [c for c in fitting if set(c.outcomes) >= {"extend", "lapse"}] or fitting
    if not fitting:
        names = ", ".join(f"{c.id}={o}" for c in open_clocks for o in c.outcomes) or "none on that day"
        raise InputError(
            f"no open US clock has the outcome {outcome!r} as known on {day}", remedy=f"open: {names}"
        )
    clock = min(fitting, key=lambda one: one.last_moment)
    if chosen not in clock.outcomes:
        raise InputError(f"{clock.id} has no outcome {chosen!r}", remedy=", ".join(clock.outcomes))
    last_day = clock.last_moment[:10]
    together = [one for one in fitting if one.last_moment[:10] == last_day]
    if chosen == "extend":
        return day, clock.id, f"{', '.join(c.id for c in together)} extended: the rates of {day} go on"
    if chosen in ("lapse", "apply"):
        after = (date.fromisoformat(last_day) + timedelta(days=1)).isoformat()
        said = "; ".join(f"{c.id} lapses by its text: {c.by_text[0]}" for c in together)
        return after, clock.id, f"{said}; the rates are those of {after}, so what else ends by then has ended"
    raise InputError(
        f"no instrument gives the rates of {clock.id}={chosen}",
        where="outcome",
        remedy="name an outcome that says them (plus100), or give --matrix FILE or --add-us-on-china 100%",
    )


def _open_us_clocks(law: Any, day: str) -> list[Any]:
    """Clocks of the US side that are known, not past and not settled on a day."""
    return [
        clock
        for clock in law.clocks
        if clock.side == "US"
        and clock.known <= day <= clock.last_moment[:10]
        and not any(settled[0] <= day for settled in clock.settled)
    ]
