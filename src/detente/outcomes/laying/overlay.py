"""Lay changes over the law: new tables that share every row they do not change.

Order: the changes of one list from first to last, lists in the order given; each change sees what those
before it made. Every row a change adds is stamped with the day of knowledge and stands last, so it
prevails over law known by that day and over earlier changes; law known later is never looked at when
the tables are asked as known on that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.outcomes.laying.clause import Clause, assumed
from detente.outcomes.laying.outcome_file import Chosen
from detente.outcomes.laying.overlay_duties import changed_measure
from detente.outcomes.laying.overlay_tracks import lay_on_tracks, track_measures
from detente.regime import ClockRow, FeeLicenceTables, Tables
from detente.terms import LawError


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The law as an outcome would leave it, as known on a day.

    Parameters
    ----------
    law : Tables
        Duties; shares every row that no clause changes.
    trade : FeeLicenceTables
        Port fees and licences, likewise.
    said : frozenset of str
        Measures of which what was announced is taken at its word.
    decided : frozenset of str
        Measures whose reading is decided elsewhere, beside those that the clauses change.
    """

    law: Tables
    trade: FeeLicenceTables
    known: str
    clauses: tuple[Clause, ...] = ()
    said: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()


def base(law: Tables, trade: FeeLicenceTables, known: str) -> Laid:
    """The law itself, as known on a day."""
    return Laid(law, trade, known)


def lay(under: Laid, clauses: Iterable[Clause], decides: Sequence[Chosen] = ()) -> Laid:
    """Clauses laid over the law, or over what earlier clauses made of it.

    An empty list with nothing decided gives the very same object.

    Raises
    ------
    LawError
        A clause that names what does not exist on the day of knowledge; every fault, with its place.
    """
    rows = tuple(clauses)
    if not rows and not decides:
        return under
    measures = {m.id: m for m in under.law.measures}
    trade, faults = under.trade, []
    on_tracks = track_measures(trade)
    for clause in rows:
        name = clause.change.of
        try:
            if name in on_tracks:
                trade = lay_on_tracks(trade, clause.change, under.known)
            elif name in measures:
                measures[name] = changed_measure(measures[name], clause, under.known)
            else:
                raise ValueError(f"no measure {name!r}")
        except ValueError as fault:
            faults.append(f"{clause.place or clause.name}: {clause.change.id}: {fault}")
    if faults:
        raise LawError(faults)
    law = replace(
        under.law,
        measures=tuple(measures[m.id] for m in under.law.measures),
        clocks=tuple(_settle_clock(c, rows, decides, under.known) for c in under.law.clocks),
        hash=_hash_rules(under.law.hash, rows, under.known),
    )
    return Laid(law, trade, under.known, (*under.clauses, *rows))


def _hash_rules(before: str, rows: Sequence[Clause], known: str) -> str:
    text = known + "".join(r.change.model_dump_json() for r in rows)
    return f"{before}+{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _settle_clock(clock: ClockRow, rows: Sequence[Clause], decides: Sequence[Chosen], known: str) -> ClockRow:
    """The clock with what was chosen for it; the very same object where nothing was."""
    for chosen in decides:
        if chosen.clock == clock.id:
            name = rows[0].outcome if rows else chosen.choose
            words = (f"assumed: {chosen.choose}", f"假设：{chosen.choose}")
            return replace(clock, settled=(*clock.settled, (known, words, (assumed(name, chosen.choose),))))
    return clock
