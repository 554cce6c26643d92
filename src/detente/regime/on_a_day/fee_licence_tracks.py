"""How a track of a fee or a licence stands on a day, as known on a day; and when that may change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from detente.regime.kinds.tracks import Assertion, Track, span


@dataclass(frozen=True, slots=True)
class Standing:
    """How a track stands: the state, and the assertion that says so (none before it began)."""

    state: str
    by: Assertion | None = None
    until: str = ""

    @property
    def open(self) -> bool:
        """Whether the track applies."""
        return self.state == "in_force"


def standing(track: Track, side: str, moment: str, known: str, *, announced: bool = False) -> Standing:
    """State of a track at a moment, as known on a day.

    Of the assertions that cover the moment and were known by then, the one known last prevails; what was
    only said counts when `announced` is asked for.

    Parameters
    ----------
    moment : str
        Wall clock of the side that imposes the measure.
    known : str
        Day, ``YYYY-MM-DD``.
    """
    best: Assertion | None = None
    for assertion in (*track.assertions, *(_unanswered(track, side, known) if announced else ())):
        first, after = span(assertion.effective, side)
        if (
            assertion.known <= known
            and first <= moment < after
            and (best is None or assertion.known >= best.known)
        ):
            best = assertion
    if best is None:
        begun = any(span(a.effective, side)[0] <= moment and a.known <= known for a in track.assertions)
        return Standing("ended" if begun else "not_begun")
    return Standing(best.state, best, span(best.effective, side)[1])


def _unanswered(track: Track, side: str, known: str) -> tuple[Assertion, ...]:
    """Statements that no instrument known since puts into words of its own: an instrument settles its day."""
    return tuple(
        said
        for said in track.said
        if not any(
            said.known < a.known <= known and a.state == said.state and _meet(said, a, side)
            for a in track.assertions
        )
    )


def _meet(one: Assertion, other: Assertion, side: str) -> bool:
    (first, after), (begin, end) = span(one.effective, side), span(other.effective, side)
    return first < end and begin < after


def boundaries(tracks: Iterable[tuple[Track, str]], known: str, *, announced: bool = False) -> list[str]:
    """Moments at which any of these tracks may change, in order, as known on a day."""
    moments: set[str] = set()
    for track, side in tracks:
        for assertion in (*track.assertions, *(track.said if announced else ())):
            if assertion.known <= known:
                moments.update(span(assertion.effective, side))
    return sorted(moments)


def end_notes(stands: Mapping[str, Standing], moment: str) -> tuple[str, ...]:
    """Words on how an end date is read, where the day asked for is the last one before it."""
    day = date.fromisoformat(moment[:10])
    near = {day.isoformat(), (day + timedelta(days=1)).isoformat()}
    said = [
        f"{stand.by.end_reading.en} (ends {stand.until.replace('T', ' ')})"
        for stand in stands.values()
        if stand.by is not None and stand.by.end_reading is not None and stand.until[:10] in near
    ]
    return tuple(dict.fromkeys(said))


def past_notes(moment: str, verified: str) -> tuple[str, ...]:
    """A line for days after the last one on which the law was checked."""
    if moment[:10] <= verified:
        return ()
    return (f"{moment[:10]} lies after {verified}, the last day the law was checked",)
