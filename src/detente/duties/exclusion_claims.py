"""Claims of a Section 301 exclusion.

The heading must exist, be open on the day as known, and its list must hold the goods.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from detente.regime import ProvisionRow, Tables
from detente.schedule import Membership, Schedule
from detente.terms import HtsCode, InputError, nearest

NONE, GRANTED = "none", "granted"
COMPONENT = "s301_exclusion"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it counts on its day: a heading, ``none``, and what is said about it."""

    value: str
    note: str = ""


@lru_cache(maxsize=8)
def exclusion_rows(law: Tables) -> dict[str, tuple[ProvisionRow, ...]]:
    """The clauses of every exclusion heading of Section 301, by heading."""
    clauses: dict[str, tuple[ProvisionRow, ...]] = {}
    for measure in law.measures:
        if measure.component == COMPONENT:
            for row in measure.provisions():
                clauses[row.heading] = (*clauses.get(row.heading, ()), row)
    return dict(sorted(clauses.items()))


def read_heading(text: str, law: Tables) -> str:
    """An exclusion heading as the law dots it.

    Raises
    ------
    InputError
        For a heading that is no exclusion; the nearest are named.
    """
    digits = text.replace(".", "")
    dotted = f"{digits[:4]}.{digits[4:6]}.{digits[6:]}"
    headings = exclusion_rows(law)
    if dotted in headings:
        return dotted
    of = next((m.title[0] for m in law.measures for p in m.provisions() if p.heading == dotted), "")
    what = f"is the heading of {of}, not of an exclusion" if of else "is no exclusion heading"
    near = nearest(dotted, headings)
    known = list(headings)
    raise InputError(
        f"exclusion {dotted} {what}",
        remedy=f"{near + '; ' if near else ''}exclusion headings are those of note 20 "
        f"from {known[0]} to {known[-1]}",
    )


@lru_cache(maxsize=1 << 15)
def settle_claim(law: Tables, book: Schedule, digits: str, moment: str, known: str, value: str) -> Claim:
    """What a claim counts as for goods of China on a moment, as known on a day.

    Raises
    ------
    InputError
        For ``granted`` where no exclusion is open that could hold the goods, and for a heading that is open
        and whose list does not name the code.
    """
    if value == NONE:
        return Claim(NONE)
    if value == GRANTED:
        holding = _open_for(law, book, digits, moment, known)
        if holding:
            return Claim(
                holding[0],
                f"exclusion granted is taken as heading {holding[0]}, the one open for these goods",
            )
        raise InputError(
            f"no exclusion that is open on {moment[:10]} names {HtsCode(digits).dotted}",
            remedy=f"{_accepted(law, moment, known)}; give the heading, or exclusion=none",
        )
    if not _open(law, value, moment, known):
        return Claim(value, f"exclusion {value} lifts nothing on {moment[:10]}: {_window(law, value, known)}")
    if _holds(law, book, value, digits, moment, known):
        return Claim(value)
    later = _known_later(law, book, value, digits, moment, known)
    when = f"; it does as known from {later} on: give known={later} or a later day" if later else ""
    raise InputError(
        f"exclusion {value} names no goods of {HtsCode(digits).dotted} on {moment[:10]}{when}",
        remedy=f"{_accepted(law, moment, known, book, digits)}; or exclusion=none",
    )


def _open(law: Tables, heading: str, moment: str, known: str) -> bool:
    return any(r.known <= known and r.start <= moment < r.until for r in exclusion_rows(law).get(heading, ()))


@lru_cache(maxsize=8192)
def _headings_open(law: Tables, moment: str, known: str) -> tuple[str, ...]:
    """The headings open at a moment as known on a day."""
    return tuple(h for h in exclusion_rows(law) if _open(law, h, moment, known))


def _holds(law: Tables, book: Schedule, heading: str, digits: str, moment: str, known: str) -> bool:
    """Whether a list of the heading names the code, one that begins it, or one that it begins."""
    rows = _named(law, book, heading, digits, moment, known)
    return any(row.holds_on(moment[:10], known) for row in rows)


def _named(
    law: Tables, book: Schedule, heading: str, digits: str, moment: str, known: str
) -> list[Membership]:
    """Memberships of the code in the lists of a heading that is open, whatever their days."""
    lists = _lists_open(law, heading, moment, known)
    return [row for row in _memberships(book, digits) if row.list_id in lists] if lists else []


@lru_cache(maxsize=8192)
def _lists_open(law: Tables, heading: str, moment: str, known: str) -> frozenset[str]:
    """The lists of a heading that is open."""
    rows = exclusion_rows(law).get(heading, ())
    standing = (r for r in rows if r.known <= known and r.start <= moment < r.until)
    return frozenset(name for r in standing for name in r.lists)


def _memberships(book: Schedule, digits: str) -> tuple[Membership, ...]:
    """Memberships of a code, of those that begin it and of those that it begins."""
    below = book.memberships_below(digits) if len(digits) < 10 else ()
    return (*book.memberships(digits), *below)


def _open_for(law: Tables, book: Schedule, digits: str, moment: str, known: str) -> list[str]:
    """The headings open at a moment whose lists hold the goods."""
    held = {row.list_id for row in _memberships(book, digits) if row.holds_on(moment[:10], known)}
    headings = _headings_open(law, moment, known) if held else ()
    return [h for h in headings if not held.isdisjoint(_lists_open(law, h, moment, known))]


def _known_later(law: Tables, book: Schedule, heading: str, digits: str, moment: str, known: str) -> str:
    """The day from which it is known that a list of the heading names the code on that moment, if ever."""
    rows = _named(law, book, heading, digits, moment, known)
    return min(
        (row.known_day for row in rows if row.known_day > known and row.holds_on(moment[:10])), default=""
    )


def _accepted(law: Tables, moment: str, known: str, book: Schedule | None = None, digits: str = "") -> str:
    """The headings open that day, for the goods where a code is given."""
    headings = _headings_open(law, moment, known)
    if book is not None:
        own = _open_for(law, book, digits, moment, known)
        return f"open for these goods: {', '.join(own)}" if own else "none is open for these goods"
    return f"open that day: {', '.join(headings)}" if headings else "none is open that day"


def _window(law: Tables, heading: str, known: str) -> str:
    rows = exclusion_rows(law)[heading]
    seen = [r for r in rows if r.known <= known]
    if not seen:
        return f"it became known on {min(r.known for r in rows)}"
    return f"it is open from {min(r.start for r in seen)[:10]} to before {max(r.until for r in seen)[:10]}"
