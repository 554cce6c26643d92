"""What a track of provisions says at a moment, as known on a day.

Of the provisions that cover the moment and were known, the one known last prevails. Events known by
then are laid over it: a ruling voids, an end ends, a suspension takes points off (or all), and a lift
takes a suspension off. Nothing known later is looked at, so an answer for an earlier `known` can never
change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.regime.dated.rows import EventRow, ExemptionRow, MeasureRow, ProvisionRow

State = Literal["by_text", "announced"]


@dataclass(frozen=True, slots=True)
class TrackState:
    """A track at a moment as known on a day.

    Parameters
    ----------
    ppm : int
        Rate to collect, parts per million, after suspensions; 0 when void.
    suspended_ppm : int
        Points taken off by a suspension.
    payable_ppm : int
        What was collected in spite of a later ruling; 0 unless void and still collected.
    """

    provision: ProvisionRow
    status: str
    ppm: int
    suspended_ppm: int = 0
    payable_ppm: int = 0
    event: EventRow | None = None
    heading: str = ""

    @property
    def confidence(self) -> str:
        """The weaker of the clause and of what changes it at the moment."""
        return max(self.provision.confidence, self.event.confidence if self.event else "A")


def governing(track: tuple[ProvisionRow, ...], moment: str, known: str) -> ProvisionRow | None:
    """The provision that covers `moment` and was known last by `known`."""
    best: ProvisionRow | None = None
    for row in track:
        if (
            row.known <= known
            and row.start <= moment < row.until
            and (best is None or row.known >= best.known)
        ):
            best = row
    return best


def _is_in_effect(event: EventRow, row: ProvisionRow, moment: str, known: str, state: State) -> bool:
    """Whether an event is known, lasts at the moment and reaches the provision under a reading."""
    return (
        event.known <= known
        and event.start <= moment < event.until
        and (not event.of or row.id in event.of)
        and (state == "announced" or not event.announced_only)
    )


def track_state(
    measure: MeasureRow,
    track: tuple[ProvisionRow, ...],
    moment: str,
    known: str,
    state: State = "by_text",
) -> TrackState | None:
    """State of one track, or None where no provision covers the moment.

    Parameters
    ----------
    moment : str
        Wall clock of the imposing side.
    known : str
        Day of the knowledge used, ``YYYY-MM-DD``.
    state : {"by_text", "announced"}
        Whether statements without an instrument are taken at their word.
    """
    row = governing(track, moment, known)
    if row is None:
        return None
    ended: EventRow | None = None
    void: EventRow | None = None
    paused: EventRow | None = None
    for event in measure.events:
        if not _is_in_effect(event, row, moment, known, state):
            continue
        if event.kind == "void":
            void = event
        elif event.kind == "end":
            ended = event
        elif paused is None or (event.start, event.known) >= (paused.start, paused.known):
            paused = event
    if ended is not None:
        return TrackState(row, "ended", 0, event=ended)
    ppm, off, heading = row.ppm, 0, row.heading
    if paused is not None and paused.kind == "suspend":
        off = row.ppm if paused.points is None else min(paused.points, row.ppm)
        ppm -= off
        heading = paused.heading or heading
    if void is not None:
        payable = ppm if moment < void.collected_until else 0
        return TrackState(row, "void", 0, off, payable, void, heading)
    if paused is not None and paused.kind == "suspend" and (paused.points is None or ppm == 0):
        return TrackState(row, "suspended", 0, off, 0, paused, heading)
    return TrackState(row, "in_force", ppm, off, 0, paused if off else None, heading)


def change_moments(measure: MeasureRow, known: str = "9999-12-31") -> tuple[str, ...]:
    """Every moment at which the measure may change, as known on a day, in order."""
    moments: set[str] = set()
    rows: list[ProvisionRow | ExemptionRow | EventRow] = [
        *measure.provisions(),
        *measure.exemptions,
        *measure.events,
    ]
    for row in rows:
        if row.known <= known:
            moments.update((row.start, row.until))
    for rule in measure.stacking:
        moments.update((rule.start, rule.until))
    return tuple(sorted(m for m in moments if "2000" < m < "9000"))
