"""Every unsettled clock of each family of the card, in order of time."""

from __future__ import annotations

from detente.regime.dated.rows import Tables
from detente.regime.on_a_day.fee_licence_status import measures_of
from detente.regime.on_a_day.shown import ClockText
from detente.regime.on_a_day.status import clock_text


def family_clocks(law: Tables, on: str, known: str) -> dict[str, tuple[ClockText, ...]]:
    """The clocks over a family's measures known by `known` and not settled then, oldest first.

    Parameters
    ----------
    on : str
        A day or a minute, from which a clock is open or passed.
    known : str
        ISO day.
    """
    rows = [
        clock
        for clock in sorted(law.clocks, key=lambda c: c.last_moment)
        if clock.known <= known and not any(s[0] <= known for s in clock.settled)
    ]
    by_family = {}
    for family in law.families:
        names = {m.id for m in law.measures if m.family == family["id"]}
        names |= {m.id for m in measures_of(family["id"])}
        by_family[family["id"]] = tuple(clock_text(c, on, known) for c in rows if names & set(c.measures))
    return by_family
