"""Both readings of a law under an outcome: as its text has it, and as what was announced would have it.

What an outcome decides, by a clock that it settles or a clause that it lays, has one reading. What it leaves
as it is keeps both while an extension was announced and no instrument was seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from detente.outcomes.laying.overlay import Laid
from detente.outcomes.laying.overlay_tracks import GROUPS
from detente.regime import (
    MeasureRow,
    OneReading,
    Reading,
    Settling,
    Tables,
    announced_clocks,
    settling,
    tables,
)

READINGS: tuple[OneReading, ...] = ("text", "announced")


def decided_by(laid: Laid) -> frozenset[str]:
    """Measures whose reading an outcome decides: of the clocks it settles, and of the clauses it lays."""
    before = {clock.id: clock for clock in tables().clocks}
    settled = (c for c in laid.law.clocks if before.get(c.id) is not c)
    named = (name for clock in settled for name in clock.measures)
    return frozenset((*named, *(clause.change.of for clause in laid.clauses)))


@lru_cache(maxsize=256)
def as_announced(laid: Laid) -> Laid:
    """A law with what was announced by its day of knowledge taken at its word.

    The same object where nothing was.
    """
    said = frozenset(_said(laid)) - decided_by(laid) - laid.decided
    if not said:
        return laid
    measures = tuple(_told(m, laid.known) if m.id in said else m for m in laid.law.measures)
    law = laid.law
    if any(one is not two for one, two in zip(measures, law.measures, strict=True)):
        law = replace(law, measures=measures, hash=f"{law.hash}+announced")
    return replace(laid, law=law, said=said)


def _said(laid: Laid) -> Iterable[str]:
    """Measures of which something was announced by the day of knowledge."""
    for measure in laid.law.measures:
        if any(_counts(event, laid.known) for event in measure.events):
            yield measure.id
    for group in GROUPS:
        for own in getattr(laid.trade, group):
            tracks = (
                track for track in own.tracks if track.on_card
            )  # the others are read in two ways, clock or no
            if any(said.known <= laid.known for track in tracks for said in track.said):
                yield own.id


def _counts(event: object, known: str) -> bool:
    return bool(event.announced_only and event.known <= known)  # type: ignore[attr-defined]


def _told(measure: MeasureRow, known: str) -> MeasureRow:
    """A measure whose statements count as instruments."""
    if not any(_counts(event, known) for event in measure.events):
        return measure
    events = tuple(
        replace(event, announced_only=False) if _counts(event, known) else event for event in measure.events
    )
    return replace(measure, events=events)


def read_as(laids: Mapping[str, Laid], reading: Reading) -> tuple[dict[str, Laid], dict[str, Laid]]:
    """Laws under outcomes by the text, and as announced: one of them twice where one reading was chosen."""
    text = dict(laids)
    if reading == "text":
        return text, text
    said = {name: as_announced(laid) for name, laid in laids.items()}
    return (said, said) if reading == "announced" else (text, said)


def settled_by(law: Tables, measures: Collection[str], known: str) -> tuple[Settling, ...]:
    """What would settle the reading of some measures, of clocks that are open or will be."""
    found: dict[Settling, None] = {}
    for clock in announced_clocks(law, known):
        if not set(measures).isdisjoint(clock.measures):
            rows = settling(law, clock.measures, clock.last_moment, known)
            found |= dict.fromkeys(row for row in rows if row.clock == clock.id)
    return tuple(found)
