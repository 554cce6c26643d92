"""Duties that begin, end or step by their own text: a clock for every such day that has none in the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from detente.regime import (
    CLOCK_OPEN,
    CLOCK_PASSED,
    RELIEF_WORDS,
    STATUS_WORDS,
    ClockText,
    MeasureRow,
    Said,
    Tables,
    TrackState,
    change_moments,
    cites,
    floor,
    percent,
    track_state,
)
from detente.terms import in_zone, ppm_to_percent

# entry fees move with each fiscal year and are no part of the truce
FEES = frozenset({"mpf", "hmf"})
NO_DUTY: Said = ("no duty", "不加征")
NO_RELIEF: Said = ("no relief", "排除到期")
UNKNOWN: Said = ("rate not modelled", "税率未建模")


def duty_clauses(law: Tables, on: str, known: str, *, passed: bool = True) -> list[ClockText]:
    """Moments ahead at which a duty changes by its own text, as known on a day; one a measure and moment.

    Parameters
    ----------
    passed : bool
        Also those that passed after the last day the law was checked: not known here whether they were kept.
    """
    clocks = []
    for measure in law.measures:
        if measure.component in FEES:
            continue
        for moment in change_moments(measure, known):
            ahead = moment > f"{on}T23:59"
            unseen = passed and law.verified < moment[:10] <= on
            if (ahead or unseen) and not said_already(law, measure.id, moment, known):
                steps = list(_steps_at(measure, moment, known))
                if steps:
                    clocks.append(_clock_of_steps(measure, moment, steps, ahead))
    return clocks


def said_already(law: Tables, measure: str, moment: str, known: str) -> bool:
    """Whether a clock of the law already tells of this measure at this time, give or take a day."""
    day = date.fromisoformat(moment[:10])
    return any(
        measure in c.measures
        and c.known <= known
        and abs((date.fromisoformat(c.last_moment[:10]) - day).days) <= 1
        for c in law.clocks
    )


def minute_before(moment: str) -> str:
    """The minute before a moment of wall clock."""
    return (datetime.fromisoformat(moment) - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")


Step = tuple[TrackState, Said, Said, Said]


def _steps_at(measure: MeasureRow, moment: str, known: str) -> Iterator[Step]:
    """Each track whose state changes then: the state that tells of it, its name, both states in words."""
    for track in measure.tracks:
        if not track[0].shown:
            continue
        before = track_state(measure, track, minute_before(moment), known)
        after = track_state(measure, track, moment, known)
        was, will = _state_words(measure, before), _state_words(measure, after)
        told = after or before
        if was != will and told is not None:
            title, first = told.provision.title, track[0].title
            yield told, (title[0] or first[0], title[1] or first[1]), was, will


def _state_words(measure: MeasureRow, state: TrackState | None) -> Said:
    exclusion = measure.kind == "exclusion"
    if state is None or state.status == "ended":
        return NO_RELIEF if exclusion else NO_DUTY
    if state.status != "in_force":
        return STATUS_WORDS[state.status]
    if exclusion:
        return RELIEF_WORDS
    if state.provision.kind == "not_modelled":
        return UNKNOWN
    words = floor if state.provision.kind == "floor_including_base" else percent
    return words(ppm_to_percent(state.ppm))


def _clock_of_steps(measure: MeasureRow, moment: str, steps: list[Step], ahead: bool) -> ClockText:
    lines = [
        dict.fromkeys(
            (f"{name[i]}{mark}" if name[i] else "") + f"{was[i]} → {will[i]}" for _, name, was, will in steps
        )
        for i, mark in enumerate((": ", "："))
    ]
    sources = dict.fromkeys(
        c for s, *_ in steps for c in ((s.event.cites if s.event else ()) or s.provision.cites)
    )
    state = CLOCK_OPEN if ahead else CLOCK_PASSED
    return ClockText(
        id=f"{measure.id}@{moment[:10]}", title=measure.title[0], title_zh=measure.title[1],
        side=measure.side,
        last_moment=moment,
        washington=in_zone(moment, measure.side, "America/New_York").strftime("%Y-%m-%d %H:%M %Z"),
        beijing=in_zone(moment, measure.side, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M") + " Beijing",
        decider="",
        by_text="; ".join(lines[0]), by_text_zh="；".join(lines[1]), outcomes=(),
        state=state[0], state_zh=state[1], cite=cites(tuple(sources))[:6],
    )  # fmt: skip
