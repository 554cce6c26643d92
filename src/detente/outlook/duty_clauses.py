"""Duties that begin, end or step by their own text: a clock for every such day that no clock of the law tells of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from detente.assess.answer import Frozen
from detente.outlook.learned import state_words
from detente.regime.shown import ClockText
from detente.regime.status import cites
from detente.regime.tables import MeasureRow, Tables
from detente.regime.timeline import TrackState, change_moments, track_state
from detente.terms import in_zone

# entry fees move with each fiscal year and are no part of the truce
FEES = frozenset({"mpf", "hmf"})
ZH = {
    "no duty": "不加征",
    "no relief": "排除失效",
    "relief": "排除有效",
    "suspended": "暂停",
    "void": "被判无效",
    "total at least": "合计不低于",
    "rate not modelled": "税率未建模",
}


class DutyStep(Frozen):
    """A moment at which duties change by their own text: the clock, and its words in Chinese."""

    clock: ClockText
    by_text_zh: str


def duty_clauses(law: Tables, on: str, known: str, *, passed: bool = True) -> list[DutyStep]:
    """Moments ahead at which a duty changes by its own text, as known on a day, one for each measure and moment.

    Parameters
    ----------
    passed : bool
        Also those that passed after the last day the law was checked: no one knows here whether they were kept.
    """
    made = []
    for measure in law.measures:
        if measure.component in FEES:
            continue
        for moment in change_moments(measure, known):
            ahead = moment > f"{on}T23:59"
            unseen = passed and law.verified < moment[:10] <= on
            if (ahead or unseen) and not said_already(law, measure.id, moment, known):
                steps = list(_steps(measure, moment, known))
                if steps:
                    made.append(_clock(measure, moment, steps, ahead))
    return made


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


Step = tuple[TrackState, tuple[str, str], str, str]


def _steps(measure: MeasureRow, moment: str, known: str) -> Iterator[Step]:
    """Each track whose state changes at the moment: the state that tells of it, its name, both states in words."""
    for track in measure.tracks:
        if not track[0].shown:
            continue
        before = track_state(measure, track, minute_before(moment), known)
        after = track_state(measure, track, moment, known)
        was, will = _words(measure, before), _words(measure, after)
        told = after or before
        if was != will and told is not None:
            title, first = told.provision.title, track[0].title
            yield told, (title[0] or first[0], title[1] or first[1]), was, will


def _words(measure: MeasureRow, state: TrackState | None) -> str:
    if state is None or state.status == "ended":
        return "no duty" if measure.kind != "exclusion" else "no relief"
    if measure.kind == "exclusion" and state.status == "in_force":
        return "relief"
    return state_words(state)


def _clock(measure: MeasureRow, moment: str, steps: list[Step], ahead: bool) -> DutyStep:
    lines = [
        dict.fromkeys(
            (f"{name[i]}: " if name[i] else "") + f"{before} → {after}" for _, name, before, after in steps
        )
        for i in (0, 1)
    ]
    zh = "；".join(lines[1]).replace(": ", "：")
    for words, said in ZH.items():
        zh = zh.replace(words, said)
    sources = dict.fromkeys(
        c for s, *_ in steps for c in ((s.event.cites if s.event else ()) or s.provision.cites)
    )
    clock = ClockText(
        id=f"{measure.id}@{moment[:10]}", title=measure.title[0], title_zh=measure.title[1], side=measure.side,
        last_moment=moment, washington=in_zone(moment, measure.side, "America/New_York").strftime("%Y-%m-%d %H:%M %Z"),
        beijing=in_zone(moment, measure.side, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M") + " Beijing", decider="",
        by_text="; ".join(lines[0]), outcomes=(),
        state="open" if ahead else "passed; no instrument seen", cite=cites(tuple(sources))[:6],
    )  # fmt: skip
    return DutyStep(clock=clock, by_text_zh=zh)
