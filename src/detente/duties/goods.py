"""What the installed schedules know of a code on a day: base rate, memberships, and those of a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from detente.duties.facts import Facts
from detente.regime import SHIPPED, SHIPPED_CHINA, refresh
from detente.schedule import DatedLine, Membership, Schedule, data_folder, edition_on, layered, open_book

HTS_10 = "hts_10"


@dataclass(frozen=True, slots=True)
class Goods:
    """A code with its line and memberships.

    Parameters
    ----------
    code : str
        Digits as asked for.
    line : DatedLine or None
        The line that stands on the day, None when the code is in no installed schedule.
    memberships : tuple of Membership
        Reaching the whole code.
    below : tuple of Membership
        Reaching only some of its statistical lines (the code was given at 8 digits).
    unlisted : tuple of str
        Lists of which the schedule holds no code: whether the goods are on them is not known.
    """

    code: str
    line: DatedLine | None
    memberships: tuple[Membership, ...]
    below: tuple[Membership, ...]
    unlisted: tuple[str, ...] = ()


def installed_books(territory: str = "US") -> list[Path]:
    """Books of goods of a customs territory, the user's built schedule first, the package's own last."""
    refresh()
    built = data_folder() / f"schedule-{'us' if territory == 'US' else 'china'}.sqlite"
    shipped = SHIPPED if territory == "US" else SHIPPED_CHINA
    return [path for path in (built, shipped) if path.is_file()]


def schedule(territory: str = "US") -> Schedule:
    """The installed schedule of a customs territory, US or CN."""
    return _installed(str(territory))  # a party and its code are kept as one


@lru_cache(maxsize=2)
def _installed(territory: str) -> Schedule:
    return layered([open_book(path) for path in installed_books(territory)])


@lru_cache(maxsize=1 << 14)
def goods_of(book: Schedule, digits: str, day: str) -> Goods:
    """The goods of a code on a day."""
    lines = book.lines(digits)
    line = next((row for row in lines if row.holds_on(day)), None)
    if line is not None:
        line = line._replace(edition=edition_on(book.meta, line, day))
    below = () if len(digits) >= 10 or not lines else book.memberships_below(digits)
    return Goods(digits, line, book.memberships(digits), below, book.meta.unlisted)


@dataclass(frozen=True, slots=True)
class Held:
    """Lists the goods are on at the moment.

    `lists` reach the whole code and carry the citation of the membership; `below` reach only some statistical
    numbers under a code given at 8 digits: which of them counts is asked only where a measure looks at the
    list.
    """

    lists: Mapping[str, str]
    below: Mapping[str, tuple[Membership, ...]]


def reaches(
    lists: frozenset[str],
    prefixes: tuple[str, ...],
    except_prefixes: tuple[str, ...],
    held: Held,
    code: str,
) -> bool | None:
    """Whether a scope reaches the goods; None where the statistical number decides."""
    if except_prefixes and code.startswith(except_prefixes):
        return False
    if not lists and not prefixes:
        return True
    if lists and not lists.isdisjoint(held.lists):
        return True
    if lists and held.below and not lists.isdisjoint(held.below):
        return None
    if not prefixes:
        return False
    if code.startswith(prefixes):
        return True
    return None if len(code) == 8 and any(p.startswith(code) for p in prefixes) else False


def by_number(lists: frozenset[str], prefixes: tuple[str, ...], held: Held, code: str, facts: Facts) -> bool:
    """Whether the statistical number brings goods into a scope that does not reach all of their line."""
    if lists and held.below and not lists.isdisjoint(held.below) and _below(lists, held, facts):
        return True
    if not prefixes:
        return False
    if code.startswith(prefixes):
        return True
    if len(code) == 8 and any(p.startswith(code) for p in prefixes):
        chosen = facts.get(HTS_10)
        return chosen is not None and chosen != "other" and chosen.startswith(prefixes)
    return False


def _below(lists: frozenset[str], held: Held, facts: Facts) -> bool:
    """Whether the statistical number chosen (or assumed) is on one of the lists."""
    chosen = facts.get(HTS_10)
    if not chosen:
        return False
    rows = (row for name in lists for row in held.below.get(name, ()))
    return any(chosen.startswith(row.prefix) or row.prefix.startswith(chosen) for row in rows)
