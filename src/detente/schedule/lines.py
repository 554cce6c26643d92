"""What a schedule knows of a code: dated lines, dated list memberships, and where they come from."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Protocol

from detente.schedule.rates import Rate, SpecialRate

SHIPPED = "shipped"  # the kind of the book that travels with the program


class DatedLine(NamedTuple):
    """One tariff line over a span of days.

    Parameters
    ----------
    code : str
        4, 6, 8 or 10 digits. Rates attach at 8; a 10-digit line carries those of its 8 digits.
    from_day, to_day : str
        ISO days: the first day it holds, and the first day it no longer holds (half-open);
        ``""`` is since always, and until further notice.
    words, words_zh, within : str
        The line's own description, its Chinese rendering if any, and the descriptions above it.
    units : tuple of str
        Units of quantity as the schedule prints them, first unit first.
    general, column2 : Rate or None
        Column 1 general and column 2; None when the schedule prints none.
    special : tuple of SpecialRate
        Column 1 special.
    general_text : str
        The general rate as printed.
    edition : str
        The edition it was read from; ``carried back`` in it means that no edition of those days was read.
    cite : str
        Citation of the rate.
    """

    code: str
    from_day: str = ""
    to_day: str = ""
    words: str = ""
    words_zh: str = ""
    within: str = ""
    units: tuple[str, ...] = ()
    general: Rate | None = None
    general_text: str = ""
    special: tuple[SpecialRate, ...] = ()
    column2: Rate | None = None
    edition: str = ""
    cite: str = ""

    def holds_on(self, day: str) -> bool:
        """Whether the line stands on an ISO day."""
        return self.from_day <= day and (not self.to_day or day < self.to_day)


class Membership(NamedTuple):
    """A code, or all codes that begin with it, stands on a list over a span of days.

    Parameters
    ----------
    prefix : str
        4 to 10 digits.
    list_id : str
        An id of the registry of goods lists, for example ``us.s301.list-3``.
    from_day, to_day : str
        As for `DatedLine`: half-open, ``""`` is open. An open `from_day` means since the list exists.
    known_day : str
        The day this became known, when later than `from_day` (retroactive additions); else ``""``.
    condition : str
        Name of the fact it depends on (``civil_aircraft``, ``exclusion`` …); empty when every good of
        the code is on the list.
    confidence : str
        ``A`` official text, ``B`` one good source, ``C`` single mention.
    cite : str
        Where the list names the code.
    words : str
        The described goods, when only some goods of the code are on the list.
    end_known_day : str
        The day the end became known, when an instrument of its own brought it; on less knowledge the code
        still stands on the list. ``""``: the end was known with the beginning.
    """

    prefix: str
    list_id: str
    from_day: str = ""
    to_day: str = ""
    known_day: str = ""
    condition: str = ""
    confidence: str = "A"
    cite: str = ""
    words: str = ""
    end_known_day: str = ""

    def holds_on(self, day: str, known: str = "9999-12-31") -> bool:
        """Whether the code stands on the list on a day, as known on another."""
        return (
            self.from_day <= day
            and (not self.to_day or day < self.to_day or known < self.end_known_day)
            and (self.known_day or self.from_day) <= known
        )


class Succession(NamedTuple):
    """A code that went, and what came in its place.

    Parameters
    ----------
    old : str
        The code that went, 8 or 10 digits.
    new : tuple of str
        Its successors, or the codes it may have become, the nearest first.
    day : str
        The first day on which it no longer stands.
    kind : str
        How its successors are known: ``listed`` by a published list, ``only`` new code of its heading (a
        number: of its line), ``unknown``: candidates.
    """

    old: str
    new: tuple[str, ...]
    day: str
    kind: str

    @property
    def settled(self) -> bool:
        """Whether the successors are known to be these."""
        return self.kind != "unknown"


@dataclass(frozen=True, slots=True)
class BookMeta:
    """What a book is made of.

    Parameters
    ----------
    kind : str
        ``built`` (read from the official editions, or from a person's own tables), `SHIPPED` (the facts of
        these, with the program's own words) or ``starter`` (chosen lines, written by hand).
    editions : tuple of str
        Editions covered, oldest first.
    verified_through : str
        Last ISO day for which the book's sources speak.
    whole_lists : tuple of str
        Lists this book holds in full; a lower book's memberships of them do not count.
    unlisted : tuple of str
        Lists of the registry of which this book holds no code at all: its goods are not known.
    manifest : str
        JSON of the source files with sizes and sha256.
    renumbered : str
        JSON of the codes of 8 and 10 digits that went: to each, those that came, or may have come, in its
        place.
    successions : str
        JSON of the codes that went: to each, the day, and how its successors are known (``listed``,
        ``only``, ``unknown``: candidates).
    edition_days : str
        JSON of the editions with the days they were published, oldest first; empty where a book holds some
        only.
    content_hash : str
        sha256 over every line and membership; set by the writer.
    """

    kind: str
    editions: tuple[str, ...] = ()
    verified_through: str = ""
    whole_lists: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    manifest: str = "{}"
    renumbered: str = "{}"
    successions: str = "{}"
    edition_days: str = "[]"
    content_hash: str = ""
    counts: tuple[tuple[str, int], ...] = field(default=())

    @property
    def every_line(self) -> bool:
        """Whether the whole schedule is held, so that a code it lacks does not exist."""
        return self.kind in ("built", SHIPPED)


@lru_cache(maxsize=16)
def _edition_days(text: str) -> tuple[list[str], list[str]]:
    """Days of publication, and the editions of these, oldest first."""
    rows = sorted((day, name) for name, day in json.loads(text))
    return [day for day, _ in rows], [f"HTS {name}" for _, name in rows]


def edition_on(meta: BookMeta, line: DatedLine, day: str) -> str:
    """The edition in force on a day for a line: the newest published by then, or the first that prints the
    line as it stands, where that one was published after the day from which it holds.

    What a line says beside its edition (carried back, day of a change not seen) is kept on the days it is
    true.

    Examples
    --------
    >>> days = '[["2018 revision 11", "2018-09-05"], ["2019 revision 15", "2019-10-24"]]'
    >>> meta = BookMeta("built", edition_days=days)
    >>> edition_on(meta, DatedLine("85181080", "2019-07-01", edition="HTS 2019 revision 15"), "2019-08-01")
    'HTS 2019 revision 15'
    >>> edition_on(meta, DatedLine("85051100", edition="HTS 2018 revision 11, carried back"), "2019-08-01")
    'HTS 2018 revision 11'
    """
    days, editions = _edition_days(meta.edition_days)
    name, _, more = line.edition.partition(", ")
    if name not in editions:
        return line.edition
    at = max(editions.index(name), bisect_right(days, day) - 1)
    carried = more == "carried back" and day >= days[0]
    return f"{editions[at]}, {more}" if more and not carried else editions[at]


class Schedule(Protocol):
    """What every book of goods answers; `GoodsBook` and `LayeredBook` are the two that do."""

    @property
    def meta(self) -> BookMeta:
        """What the book is made of."""
        ...

    def __hash__(self) -> int:
        """A book is one object: what is looked up in it may be remembered."""
        ...

    def lines(self, digits: str) -> tuple[DatedLine, ...]:
        """The dated lines of a code."""
        ...

    def memberships(self, digits: str) -> tuple[Membership, ...]:
        """Every membership that reaches the whole code."""
        ...

    def memberships_below(self, digits: str) -> tuple[Membership, ...]:
        """Memberships of codes under the code: they reach a part of it."""
        ...

    def has(self, digits: str) -> bool:
        """Whether the code itself is in the book."""
        ...

    def successors(self, digits: str) -> tuple[str, ...]:
        """The statistical numbers that came in place of one that went."""
        ...

    def nearest(self, digits: str, n: int = 3) -> tuple[str, ...]:
        """The nearest codes of the same depth that stand until further notice."""
        ...

    def codes(self, depth: int = 8, first: str = "", last: str = "") -> tuple[str, ...]:
        """All codes of a depth that stand on a day between two, sorted; an empty day is no bound."""
        ...


def rank_nearest(digits: str, codes: Iterable[str], n: int) -> tuple[str, ...]:
    """The `n` codes most like `digits`: two digits swapped or one wrong first, then the longest common start.

    Of another heading only a slip of the pen within the chapter counts: any other code of it is other goods.

    Examples
    --------
    >>> rank_nearest("85051101", ["85051100", "85051910", "01012100"], 3)
    ('85051100', '85051910')
    >>> rank_nearest("84138190", ["84713001", "84139190"], 3)
    ('84139190',)
    """

    def distance(code: str) -> tuple[int, int, int]:
        wrong = [i for i, (a, b) in enumerate(zip(code, digits, strict=False)) if a != b]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and (code[wrong[0]] + code[wrong[1]] == digits[wrong[1]] + digits[wrong[0]])
        )
        slip = 0 if swapped or len(wrong) <= 1 else 1
        common = wrong[0] if wrong else min(len(code), len(digits))
        return slip, -common, abs(int(code) - int(digits[: len(code)] or 0))

    def near(code: str) -> bool:
        return code[:4] == digits[:4] or (code[:2] == digits[:2] and distance(code)[0] == 0)

    return tuple(sorted(filter(near, codes), key=distance)[:n])


def nearest_in(digits: str, codes: Sequence[str], n: int) -> tuple[str, ...]:
    """`rank_nearest` over sorted codes of one depth, looking only where the nearest can stand.

    Examples
    --------
    >>> nearest_in("85051101", ["01012100", "85051100", "85051910"], 2)
    ('85051100', '85051910')
    """
    if not codes:
        return ()
    digits = digits[: len(codes[0])]
    nearest: set[str] = set()
    for near in _slips(digits):
        nearest.update(_beginning(near, codes))
    nearest = {code for code in nearest if code[:2] == digits[:2]}
    for length in range(len(digits) - 1, 3, -1):
        if len(nearest) >= n:
            break  # every code left has a shorter common start and more than one slip
        nearest.update(_beginning(digits[:length], codes))
    return rank_nearest(digits, sorted(nearest), n)


def _slips(digits: str) -> list[str]:
    """The codes one wrong digit or two swapped neighbours away."""
    slips = [digits[:i] + d + digits[i + 1 :] for i in range(len(digits)) for d in "0123456789"]
    return slips + [digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)]


def _beginning(start: str, codes: Sequence[str]) -> Sequence[str]:
    return codes[bisect_left(codes, start) : bisect_left(codes, start + ":")]
