"""What is threatened, proposed or agreed in principle and no law yet: how high, from when at the earliest."""

from __future__ import annotations

from detente.regime.dated.rows import Tables
from detente.terms import Frozen

PENDING = ("threatened", "proposed", "agreed_in_principle")


class Threat(Frozen):
    """A measure that rests on words alone: its authority, the highest rate named, the earliest day named."""

    measure: str
    side: str
    title: str
    title_zh: str
    status: str
    authority: tuple[str, ...]
    rate: str
    earliest: str
    known_since: str
    words: str
    words_zh: str


def threats(law: Tables, known: str) -> tuple[Threat, ...]:
    """Measures without a clause in an instrument whose last word, as known on a day, is a plan or threat."""
    rows = []
    for measure in law.measures:
        said = [one for one in measure.said if one.known <= known]
        if measure.tracks or not said or said[-1].status not in PENDING:
            continue
        last = said[-1]
        rows.append(
            Threat(
                measure=measure.id, side=measure.side, title=measure.title[0], title_zh=measure.title[1],
                status=last.status, authority=measure.authority, rate=last.rate, earliest=last.applies_from,
                known_since=last.known, words=last.words[0], words_zh=last.words[1],
            )
        )  # fmt: skip
    return tuple(rows)
