"""Names against the lists that the law itself holds: who is listed on a day, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from detente.regime import (
    FeeLicenceTables,
    ListedParty,
    ListName,
    PartyAction,
    Standing,
    Track,
    cites_out,
    sources,
    standing,
)
from detente.screening.answer import ListScreened, NameOnList
from detente.screening.matching.name_index import DEFAULT_CUTOFF, NameIndex, NameMatch
from detente.terms import OPEN_END

LAW = "law"


@dataclass(frozen=True, slots=True)
class LawParty:
    """A party that the law lists, with the action that listed it and the track of that action."""

    party: ListedParty
    action: PartyAction
    track: Track
    side: str


@dataclass(frozen=True)
class LawNames:
    """Every name that the law lists, indexed; `parties` by the place of a name."""

    index: NameIndex
    parties: tuple[LawParty, ...]


class _Law:
    """A body of law as a cache key by identity."""

    def __init__(self, tables: FeeLicenceTables) -> None:
        self.tables = tables

    def __hash__(self) -> int:
        return id(self.tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Law) and other.tables is self.tables


def law_names(law: FeeLicenceTables) -> LawNames:
    """The names of a body of law, indexed once."""
    return _names_once(_Law(law))


@lru_cache(maxsize=8)
def _names_once(key: _Law) -> LawNames:
    parties = list(law_parties(key.tables))
    named = [(name, party) for party in parties for name in party.party.names]
    return LawNames(NameIndex.of(name for name, _ in named), tuple(party for _, party in named))


def law_parties(law: FeeLicenceTables) -> Iterator[LawParty]:
    """Every party that the law lists by name, on whatever day."""
    tracks = {f"{m.id}/{t.id}": (t, m.imposed_by) for m in law.entity_lists for t in m.tracks}
    for action in law.listed_parties:
        track, side = tracks[action.track]
        for party in action.parties:
            yield LawParty(party, action, track, side)


def listings_by_name(
    law: FeeLicenceTables, name: str, when: tuple[str, str], cutoff: float = DEFAULT_CUTOFF
) -> tuple[tuple[NameOnList, LawParty], ...]:
    """The listings that a name meets, the surest and those in force first; those of later days come last, as
    ``not_begun``.

    Parameters
    ----------
    when : tuple of str
        The moment on the clock of the side that lists, and the day of the knowledge.
    cutoff : float
        Least score of a name that is near and not the same.
    """
    names = law_names(law)
    best: dict[int, tuple[NameMatch, LawParty]] = {}
    for match in names.index.matches(name, cutoff):
        party = names.parties[match.place]
        best.setdefault(id(party), (match, party))
    if any(match.same for match, _ in best.values()):
        best = {key: row for key, row in best.items() if row[0].same}
    rows = [(_on_list(name, match, party, law, when), party) for match, party in best.values()]
    order = ("in_force", "suspended", "ended", "not_begun")
    return tuple(sorted(rows, key=lambda row: (order.index(row[0].state), -row[0].score, row[0].list)))


def _on_list(
    asked: str, match: NameMatch, party: LawParty, law: FeeLicenceTables, when: tuple[str, str]
) -> NameOnList:
    by_text = standing(party.track, party.side, *when)
    announced = standing(party.track, party.side, *when, announced=True)
    title = list_names(law)[party.action.list_].title
    cites = (*party.action.cite, *(by_text.by.cite if by_text.by else ()))
    return NameOnList(
        asked=asked,
        name=party.party.names[0],
        also=party.party.names[1:],
        list=party.action.list_,
        title=title.en,
        title_zh=title.zh,
        action=party.track.title.en,
        action_zh=party.track.title.zh,
        match="same" if match.same else "near",
        score=match.score,
        why=match.why,
        state=by_text.state,
        announced_state=announced.state,
        since=party.track.assertions[0].effective.from_,
        until="" if by_text.until in ("", OPEN_END) else by_text.until,
        confidence=party.action.confidence,
        cite=cites_out(cites, sources()),
    )


def list_names(law: FeeLicenceTables) -> dict[str, ListName]:
    """Every list that the law speaks of, by its id."""
    return {entry.id: entry for test in law.ownership_tests for entry in test.lists}


def lists_screened(law: FeeLicenceTables, when: tuple[str, str], side: str = "") -> tuple[ListScreened, ...]:
    """What of every list of a side was compared by name on a day, and what was not.

    Parameters
    ----------
    side : {"", "CN", "US"}
        Whose lists; both without it.
    """
    held = {party.action.track: 0 for party in law_parties(law)}
    for party in law_parties(law):
        held[party.action.track] += 1
    rows: list[ListScreened] = []
    for owner, entry in _lists_of_sides(law, side):
        names = listed = 0
        for full, track, count in _actions_of(law, entry.id):
            if _open_either_way(track, owner, when):
                names, listed = names + held.get(full, 0), listed + count
        rows.append(_row_of_list(entry, owner, when, (names, listed)))
    return tuple(rows)


def _row_of_list(entry: ListName, side: str, when: tuple[str, str], counted: tuple[int, int]) -> ListScreened:
    names, listed = counted
    if side == "US":
        words = "no names of this list are held here"
    elif not listed:
        words = "nobody is listed that day, as far as the law files go"
    else:
        words = f"{listed - names} of {listed} listed parties are not held by name" if listed > names else ""
    return ListScreened(
        list=entry.id,
        title=entry.title.en,
        title_zh=entry.title.zh,
        side=side,
        source=LAW,
        day=when[0][:10],
        names=names,
        listed=None if side == "US" else listed,
        not_screened=words,
    )


def _lists_of_sides(law: FeeLicenceTables, side: str) -> Iterator[tuple[str, ListName]]:
    """The lists of parties of a side; lists of countries are none."""
    seen: set[str] = set()
    for test in law.ownership_tests:
        for entry in test.lists:
            own = test.imposed_by in (side or test.imposed_by) and not entry.id.endswith("_person")
            if own and entry.id not in seen:
                seen.add(entry.id)
                yield test.imposed_by, entry


def _actions_of(law: FeeLicenceTables, list_: str) -> Iterator[tuple[str, Track, int]]:
    for measure in law.entity_lists:
        tracks = {track.id: track for track in measure.tracks}
        for listing in measure.listings:
            if listing.list_ == list_:
                yield f"{measure.id}/{listing.track}", tracks[listing.track], int(listing.count)


def _open_either_way(track: Track, side: str, when: tuple[str, str]) -> bool:
    """Whether a listing is in force by the text or as announced."""
    return any(standing(track, side, *when, announced=said).open for said in (False, True))


def open_parties(
    law: FeeLicenceTables, when: tuple[str, str]
) -> Iterable[tuple[LawParty, Standing, Standing]]:
    """The parties listed on a day under either reading, with how their listing stands by the text and as
    announced."""
    for party in law_parties(law):
        text, announced = (standing(party.track, party.side, *when, announced=s) for s in (False, True))
        if text.open or announced.open:
            yield party, text, announced
