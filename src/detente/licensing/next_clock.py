"""One transaction at any moment and knowledge: its outcome, its next clock, and what was learned later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.licensing.answer import LaterKnown
from detente.licensing.rules import Book, Range, relevant, standings, weigh
from detente.regime import Standing, boundaries
from detente.terms import OPEN_END, NextClock


@dataclass(frozen=True, slots=True)
class Case:
    """A transaction with the book it is judged by: facts, candidate classes, moment and knowledge."""

    book: Book
    facts: Mapping[str, str]
    classes: tuple[str, ...]
    moment: str
    known: str

    def stands(self, *, moment: str = "", known: str = "", announced: bool = False) -> Mapping[str, Standing]:
        """How every track stands, at another moment or with other knowledge where given."""
        return standings(self.book, moment or self.moment, known or self.known, announced=announced)

    def weighed(self, stands: Mapping[str, Standing]) -> Range:
        """Least and strictest outcome under given standings."""
        opened = frozenset(name for name, standing in stands.items() if standing.open)
        return weigh(self.book, self.facts, self.classes, opened)


def next_clock(case: Case, *, announced: bool = False) -> NextClock | None:
    """The next moment at which a track that could bear on the answer changes by its own text.

    Parameters
    ----------
    announced : bool
        Take announced extensions at their word.
    """
    rules = relevant(case.book, case.facts, case.classes, frozenset(case.book.tracks))
    names = sorted({t for r in rules for t in r.tracks})
    stands = case.stands(announced=announced)
    for turn in boundaries((case.book.tracks[n] for n in names), case.known, announced=announced):
        if turn <= case.moment or turn == OPEN_END:
            continue
        after = case.stands(moment=turn, announced=announced)
        changed = [n for n in names if after[n].state != stands[n].state]
        if not changed:
            continue
        track = case.book.tracks[changed[0]][0]
        measure = case.book.measures[changed[0]]
        before = stands[changed[0]].state
        said = case.stands(moment=turn, announced=True)[changed[0]].by
        return NextClock(
            moment=turn,
            title=(
                f"{measure.en}, {track.title.en}: {before.replace('_', ' ')} until then, "
                f"{after[changed[0]].state.replace('_', ' ')} after"
            ),
            title_zh=measure.zh,
            decider=track.decider.en if track.decider else "",
            if_lapsed=case.weighed(after).outcome,
            if_extended=case.weighed({**after, **{n: stands[n] for n in changed}}).outcome,
            said=f"{said.by}: {said.note.en}" if said and said.by and said.note else "",
        )
    return None


def later_known(case: Case, verified: str) -> LaterKnown | None:
    """What is known by the last verified day and was not then, where it changes the outcome."""
    first = case.weighed(case.stands()).outcome
    tracks = [track for track, _ in case.book.tracks.values()]
    days = sorted({a.known for t in tracks for a in t.assertions if case.known < a.known <= verified})
    last, since = first, ""
    for day in days:
        outcome = case.weighed(case.stands(known=day)).outcome
        if outcome != last:
            last, since = outcome, day
    if last == first:
        return None
    return LaterKnown(known=since, outcome=last, words=f"with what is known since {since}: {last}")
