"""One transaction at any moment and knowledge: its outcome, its next clock, and what was learned later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from detente.licensing.answer import LaterKnown
from detente.licensing.china_facts import DIRECT
from detente.licensing.control_entries import BOTH
from detente.licensing.listed_names import BARRED, LISTING, STRICTEST, Listing
from detente.licensing.rules import Book, Range, Rule, joined, relevant, standings, weigh
from detente.regime import OUTCOMES, Standing, boundaries, span
from detente.terms import OPEN_END, NextClock


@dataclass(frozen=True, slots=True)
class Case:
    """A transaction with the book it is judged by: facts, candidate classes, moment and knowledge; and the
    listings of a named end user, each of which counts while its track is open."""

    book: Book
    facts: Mapping[str, str]
    classes: tuple[str, ...]
    moment: str
    known: str
    listings: tuple[Listing, ...] = ()

    @property
    def tracks(self) -> frozenset[str]:
        """Tracks that may bear on the case: those of rules, and of the end user's own listings."""
        own = frozenset(listing.track for listing in self.listings)
        return frozenset(self.book.tracks) - (self.book.lists - own)

    def facts_on(self, stands: Mapping[str, Standing]) -> tuple[Mapping[str, str], ...]:
        """The facts while the tracks stand so: more than one set where a name is only near a listed one.

        Beside what a person may say stands ``listing``: whether a list that bars all dealings names it.
        """
        standing = [listing for listing in self.listings if stands[listing.track].open]
        sure = {listing.listed for listing in standing if listing.sure}
        doubted = {listing.listed for listing in standing} - sure
        said = self.facts.get("listed", "")
        value = next((v for v in STRICTEST if v in sure | {said}), "")
        facts = {**DIRECT, **self.facts, LISTING: BARRED if BARRED in sure else "none"}
        facts |= {"listed": value} if value else {}
        if said == "no":
            return (facts,)
        lists = () if value else tuple({**facts, "listed": v} for v in STRICTEST if v in doubted)
        return (facts, *lists, *(({**facts, LISTING: BARRED},) if BARRED in doubted else ()))

    def without_idle_doubts(self) -> Case:
        """The case less the classes that the item may be of besides, where they change no outcome that day.

        An item of one class for sure that is caught today is not made to wait on the clocks of another.
        """
        sure, *others = self.classes
        if not others or not all(name.startswith(sure + BOTH) for name in others):
            return self
        alone = replace(self, classes=(sure,))
        for announced in (False, True):
            stands = self.stands(announced=announced)
            one, every = alone.weighed(stands), self.weighed(stands)
            bounds = [(r.low.outcome, r.high.outcome) for r in (one, every)]
            if bounds[0] != bounds[1] or one.low.outcome == OUTCOMES[0]:
                return self
        return alone

    def relevant(self, stands: Mapping[str, Standing], tracks: frozenset[str]) -> tuple[Rule, ...]:
        """Rules that the facts leave possible while the given tracks are open."""
        rules = {
            entry.rule.id: entry
            for facts in self.facts_on(stands)
            for entry in relevant(self.book, facts, self.classes, tracks)
        }
        return tuple(entry for entry in self.book.rules if rules.get(entry.rule.id) is entry)

    def stands(self, *, moment: str = "", known: str = "", announced: bool = False) -> Mapping[str, Standing]:
        """How every track stands, at another moment or with other knowledge where given."""
        return standings(self.book, moment or self.moment, known or self.known, announced=announced)

    def weighed(self, stands: Mapping[str, Standing]) -> Range:
        """Least and strictest outcome under given standings."""
        opened = frozenset(name for name, standing in stands.items() if standing.open)
        ranges = [weigh(self.book, facts, self.classes, opened) for facts in self.facts_on(stands)]
        return joined(ranges, "listed")


def next_clock(case: Case, *, announced: bool = False) -> NextClock | None:
    """The next moment at which a track that could bear on the answer changes by its own text.

    Parameters
    ----------
    announced : bool
        Take announced extensions at their word.
    """
    stands = case.stands(announced=announced)
    rules = case.relevant(stands, frozenset(case.book.tracks))
    names = sorted({t for r in rules for t in r.tracks} | {listing.track for listing in case.listings})
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


def returned(case: Case, rules: Iterable[Rule], stands: Mapping[str, Standing]) -> Iterator[str]:
    """Rules that apply again since a suspension ended, each with the day."""
    for entry in rules:
        for name in entry.tracks:
            track, side = case.book.tracks[name]
            ends = [
                span(a.effective, side)[1]
                for a in track.assertions
                if a.state == "suspended" and a.known <= case.known
            ]
            last = max((end for end in ends if end <= case.moment), default="")
            if not last or not stands[name].open:
                continue
            said = case.stands(announced=True)[name].open
            words = "in force again" if said else "by the text in force again"
            yield f"{entry.rule.id}: {words} since {last[:10]}, when its suspension ended"


def later_known(case: Case, verified: str) -> LaterKnown | None:
    """What is known by the last verified day and was not then, where it changes the outcome."""
    first = case.weighed(case.stands()).outcome
    tracks = [case.book.tracks[name][0] for name in case.tracks]
    days = sorted({a.known for t in tracks for a in t.assertions if case.known < a.known <= verified})
    last, since = first, ""
    for day in days:
        outcome = case.weighed(case.stands(known=day)).outcome
        if outcome != last:
            last, since = outcome, day
    if last == first:
        return None
    return LaterKnown(known=since, outcome=last, words=f"with what is known since {since}: {last}")
