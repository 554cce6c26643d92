"""What stands at a moment as known on a day: states of measures, open exemptions."""

from __future__ import annotations

from functools import lru_cache

from detente.regime import ExemptionRow, MeasureRow, State, Tables, TrackState, track_state


@lru_cache(maxsize=8192)
def states_of(
    tables: Tables, direction: str, origin: str, moment: str, known: str, state: State
) -> tuple[tuple[MeasureRow, tuple[TrackState, ...]], ...]:
    """Measures of a direction that can fall on goods of an origin, with the states that hold."""
    rows = []
    for measure in tables.measures:
        if measure.direction != direction or not ("ALL" in measure.origin or origin in measure.origin):
            continue
        states = (track_state(measure, track, moment, known, state) for track in measure.tracks)
        held = tuple(
            s
            for s in states
            if s is not None
            and s.status != "ended"
            and (not s.provision.origin or origin in s.provision.origin)
        )
        if held:
            rows.append((measure, held))
    return tuple(rows)


@lru_cache(maxsize=16384)
def windows(measure: MeasureRow, moment: str, known: str) -> tuple[ExemptionRow, ...]:
    """Exemptions known and covering a moment; of those with one id, the one known last."""
    latest: dict[str, ExemptionRow] = {}
    for row in measure.exemptions:
        if row.known <= known and (row.id not in latest or row.known >= latest[row.id].known):
            latest[row.id] = row
    return tuple(row for row in latest.values() if row.start <= moment < row.until)
