"""A named end user on the lists of the side whose law is asked: what its listings make of the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.regime import FeeLicenceTables
from detente.screening import ListScreened, NameOnList
from detente.terms import CN, InputError, Party

if TYPE_CHECKING:
    from detente.screening import LawParty

BARRED = "dealings_barred"
LISTING = "listing"  # the fact, set here alone, whether a list bars all dealings with the end user
STRICTEST = ("control_list", "watch_list")  # the first that applies decides what `listed` is
LISTED_STRICTEST = (*STRICTEST, "yes", "no")  # values of `listed`: whose rules are the strictest first
MOST_SAID = 12


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing that bears on a transaction while its track is open.

    Attributes
    ----------
    track : str
        Full name of the track by which the listing stands.
    listed : str
        Value of the fact `listed` while it stands; or ``dealings_barred``.
    sure : bool
        The name is the listed one and its action says what it bars; else it is a question.
    """

    track: str
    listed: str
    sure: bool


@dataclass(frozen=True, slots=True)
class EndUser:
    """A named end user, screened: its listings, the lists that were looked in, and both in sentences."""

    name: str = ""
    listings: tuple[Listing, ...] = ()
    on_lists: tuple[NameOnList, ...] = ()
    screened: tuple[ListScreened, ...] = ()
    notes: tuple[str, ...] = ()


def screened_user(
    name: str, side: str, facts: dict[str, str], law: FeeLicenceTables, when: tuple[str, str]
) -> EndUser:
    """What the lists of a side say of a named end user on a day.

    A name that is not found settles nothing: lists hold parties under other names, and not all are held.

    Raises
    ------
    InputError
        For a name that is too long; when the name is listed and the facts say it is not.
    """
    from detente.screening import listings_by_name, lists_screened

    if not name.strip():
        return EndUser()
    if len(name) > 300:
        raise InputError(
            "a name has at most 300 characters", where="end_user", remedy="give the name of the party alone"
        )
    screened = lists_screened(law, when, side)
    if side != CN:
        return EndUser(name, screened=screened, notes=(_unscreened(name, side),))
    rows = listings_by_name(law, name, when)
    denied = {one.id: one.listed for test in law.ownership_tests for one in test.lists if one.listed}
    for row, _ in rows:
        # a listing that stands by the text alone is no fault of the record: its reading overrides the fact
        stands = row.state == row.announced_state == "in_force"
        listed = row.match == "same" and stands and row.list in denied
        if listed and facts.get("listed") == "no":
            raise InputError(f"{name} is on a list: {row.title}", where="listed", remedy="leave it empty")
    listings = tuple(
        Listing(party.action.track, value, row.match == "same" and party.action.bars != "not_said")
        for row, party in rows
        if (value := _fact_of(party, denied))
    )
    on_lists = tuple(row for row, _ in rows if row.state != "not_begun")
    return EndUser(name, listings, on_lists, screened, tuple(_sentences(name, on_lists, screened)))


def _fact_of(party: LawParty, denied: Mapping[str, str]) -> str:
    return denied.get(party.action.list_) or (BARRED if party.action.bars else "")


def _unscreened(name: str, side: str) -> str:
    return (
        f"end user {name} was not screened: no names of the lists of {Party(side).name} are held here; "
        "look there and give `listed`, or run `detente screen` on that list"
    )


def _sentences(name: str, rows: Iterable[NameOnList], screened: Iterable[ListScreened]) -> Iterable[str]:
    rows = tuple(rows)
    for row in rows[:MOST_SAID]:
        state = row.state.replace("_", " ")
        if row.announced_state != row.state:
            state += f" by the text, {row.announced_state.replace('_', ' ')} as announced"
        where = f"{row.title} ({row.action}): {state} on that day"
        if row.match == "same":
            yield f"{name} is on a list: {where}"
        else:
            yield f"is {name} the listed {row.name}? {where}, score {row.score:g}, {row.why}"
    lists = [row for row in screened if row.names]
    names = sum(row.names for row in lists)
    if not lists:
        yield f"end user {name} was not screened: no list held here names anybody on that day"
        return
    if not rows:
        total = sum(row.listed or 0 for row in screened)
        yield f"{name} is not among the {names} names read of {total} entities listed that day"
    yield f"screened on {lists[0].day} against {names} names on {len(lists)} lists"
    yield from (f"not screened: {row.title}: {row.not_screened}" for row in screened if row.not_screened)
