"""Beside a row of the card: the next step, the announced reading, what was said, steps replaced."""

from __future__ import annotations

from detente.regime.dated.rows import MeasureRow, ProvisionRow
from detente.regime.on_a_day import sentences
from detente.regime.on_a_day.timeline import State, TrackState, change_moments, track_state
from detente.terms import ppm_to_percent

NOTHING: sentences.Said = ("", "")


def next_step(
    measure: MeasureRow, track: tuple[ProvisionRow, ...], moment: str, known: str, state: State = "by_text"
) -> sentences.Said:
    """What the law known by then changes next on a track, and when; empty where it changes nothing more."""
    now = track_state(measure, track, moment, known, state)
    for turn in change_moments(measure, known):
        if turn <= moment:
            continue
        then = track_state(measure, track, turn, known, state)
        if _stand(then) != _stand(now):
            return sentences.step(_state_words(measure, then), turn)
    return NOTHING


def announced_reading(
    measure: MeasureRow, track: tuple[ProvisionRow, ...], moment: str, known: str
) -> sentences.Said:
    """How the track stands where what was announced is taken at its word; empty where that is the same."""
    text = track_state(measure, track, moment, known)
    announced = track_state(measure, track, moment, known, "announced")
    return NOTHING if _stand(text) == _stand(announced) else _state_words(measure, announced)


def replaced_steps(measure: MeasureRow, known: str) -> list[sentences.Said]:
    """Steps that were adopted and replaced before they took effect, once what replaced them is known."""
    told = []
    for track in measure.tracks:
        for row in track:
            if not (row.replaced_before_effect and row.shown and row.known <= known):
                continue
            if any(row.known < other.known <= known and other.until > row.start for other in track):
                told.append(sentences.replaced(_rate(measure, row), row.start, sentences.both(row.note)))
    return told


def statements(measure: MeasureRow, known: str) -> list[sentences.Said]:
    """What was said of a measure by then, each with its day and who said it."""
    return [
        sentences.stated(said.known, said.by, sentences.STATUS_WORDS[said.status], sentences.both(said.words))
        for said in measure.said
        if said.known <= known
    ]


def _stand(state: TrackState | None) -> tuple[object, ...]:
    """What tells states apart: an end is none."""
    if state is None or state.status == "ended":
        return ("ended",)
    return state.status, state.ppm, state.suspended_ppm, state.provision.kind


def _rate(measure: MeasureRow, row: ProvisionRow, ppm: int | None = None) -> sentences.Said:
    if measure.kind == "exclusion":
        return sentences.RELIEF_WORDS
    number = ppm_to_percent(row.ppm if ppm is None else ppm)
    if row.kind == "floor_including_base":
        return sentences.floor(number)
    if not row.ppm and row.minimum_usd and row.minimum_usd == row.maximum_usd:
        return sentences.fixed_fee(row.minimum_usd)
    return sentences.percent(number)


def _state_words(measure: MeasureRow, state: TrackState | None) -> sentences.Said:
    if state is None or state.status == "ended":
        return sentences.STATUS_WORDS["ended"]
    if state.status != "in_force":
        return sentences.STATUS_WORDS[state.status]
    return _rate(measure, state.provision, state.ppm)
