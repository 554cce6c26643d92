"""The verdict on when to ship: by which day, how much, what waiting costs, what it depends on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from detente.outcomes.entering.ship_answer import ShipAnswer, ShipSpan

READINGS = {"text": "by the text", "announced": "as announced"}


def verdict(answer: ShipAnswer) -> str:
    """One sentence: when to enter, what it saves, what waiting costs, and what that depends on."""
    parts = [_which_day(answer), _waiting(answer), _depends(answer)]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _which_day(answer: ShipAnswer) -> str:
    home = answer.planned
    if home.readings:
        parts = [f"{_owed(r.total_pct, r.duty_usd)} {READINGS[r.reading]}" for r in home.readings]
        return f"entered on {_day(answer.on)} it owes {' or '.join(parts)}: open, not settled"
    if home.duty_usd is None:
        high = "no upper bound known" if home.high_usd is None else f"{home.high_usd:,.2f} USD"
        low = Decimal(0) if home.low_usd is None else home.low_usd
        state = "is not modelled as a whole" if home.status == "not_modelled" else "is undetermined"
        return f"the duty {state}: {low:,.2f} to {high} entered on {_day(answer.on)}"
    if answer.saving_usd is not None and answer.saving_usd > 0:
        return _saving(answer, answer.saving_usd)
    later = _next_change(answer)
    if later is None:
        return (
            f"it owes {_owed(home.total_pct, home.duty_usd)} on every day from {_day(answer.from_day)} to "
            f"{_day(answer.to_day)}"
        )
    return _before(answer, later)


def _saving(answer: ShipAnswer, saving: Decimal) -> str:
    """Another day than the planned one owes less."""
    best = answer.best_day
    earlier = best < answer.on[:10]
    word = f"entered by {_day(best)}" if earlier else f"entered from {_day(best)}"
    return (
        f"{word} it saves {_points(answer.saving_points)}{saving:,.2f} USD against {_day(answer.on)}, which "
        f"owes {_owed(answer.planned.total_pct, answer.planned.duty_usd)}"
    )


def _before(answer: ShipAnswer, later: ShipSpan) -> str:
    """The planned day is as cheap as any: what a later one costs."""
    home = answer.planned
    owes = f"entered on {_day(answer.on)} it owes {_owed(home.total_pct, home.duty_usd)}"
    if later.against_planned_usd is None:
        return f"{owes}; from {_day(later.from_day)} the duty is not settled"
    points = None
    if later.total_pct is not None and home.total_pct is not None:
        points = later.total_pct - home.total_pct
    return (
        f"{owes}: entered by {_day(_eve(later.from_day))} it saves {_points(points)}"
        f"{later.against_planned_usd:,.2f} USD against the days after"
    )


def _waiting(answer: ShipAnswer) -> str:
    """What waiting in a bonded warehouse after the planned day does."""
    bond = answer.bonded
    if bond is None:
        return ""
    if bond.saving_usd > 0:
        pays = (
            f", which pays while storage costs less than {bond.break_even_usd_a_day:,.2f} USD a day"
            if bond.break_even_usd_a_day is not None
            else ""
        )
        until = f"waiting in a bonded warehouse until {_day(bond.best_day)}"
        return f"{until} saves {bond.saving_usd:,.2f} USD{pays}"
    if bond.dearest_usd > 0:
        return (
            f"waiting in a bonded warehouse past {_day(_eve(bond.dearest_from))} costs "
            f"{bond.dearest_usd:,.2f} USD and storage"
        )
    return "waiting in a bonded warehouse saves nothing and costs storage"


def _depends(answer: ShipAnswer) -> str:
    """Facts that are missing, else the clocks whose decision would change it."""
    facts = [m.fact for m in answer.missing if m.kind == "fact"]
    if facts:
        return "it depends on " + ", ".join(facts[:4])
    names = [
        f"{clock.title} ({', '.join(clock.outcomes)}: {clock.decider})" if clock.outcomes else clock.title
        for clock in answer.clocks
        if clock.not_settled or clock.state == "open"
    ]
    return "it depends on " + " and ".join(names[:2]) if names else ""


def _next_change(answer: ShipAnswer) -> ShipSpan | None:
    return next((span for span in answer.spans if span.from_day > answer.on[:10]), None)


def _owed(pct: Decimal | None, amount: Decimal | None) -> str:
    return "an undetermined duty" if pct is None or amount is None else f"{pct} % = {amount:,.2f} USD"


def _points(points: Decimal | None) -> str:
    return "" if points is None else f"{points.normalize():f} points = "


def _eve(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()


def _day(day: str) -> str:
    when = date.fromisoformat(day[:10])
    return f"{when.day} {when:%B %Y}"
