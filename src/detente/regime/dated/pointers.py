"""Pointers at run time: law beside an answer, by code, country, day and knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.regime.dated.entry_rules import cite_row
from detente.regime.dated.rows import CiteRow, Tables
from detente.terms import OPEN_END

REMEDY = "trade_remedy"
_SCOPE = (
    "the written scope of the order decides, and its rate is the producer's own",
    "以税令书面范围为准，税率按生产商确定",
)
# goods that enter one side leave the other: what that side says of exports is to be checked as well
_WAYS = {
    "us_import": ("us_import", "china_export"),
    "china_import": ("china_import", "us_export"),
    "us_export": ("us_export",),
    "china_export": ("china_export",),
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A rule that goods may fall under; words are (English, Chinese), moments wall clock of Washington."""

    id: str
    kind: str
    title: tuple[str, str]
    says: tuple[str, str]
    directions: frozenset[str]
    origin: frozenset[str]
    destination: frozenset[str]
    prefixes: tuple[str, ...]
    named: tuple[str, ...]
    start: str
    until: str
    known: str
    errs: str
    confidence: str
    cites: tuple[CiteRow, ...]
    cases: tuple[str, ...] = ()

    def stands(self, moment: str, known: str) -> bool:
        """Whether it was in force at a moment, as known on a day."""
        return self.known <= known and self.start <= moment < self.until


@lru_cache(maxsize=4)
def pointers(law: Tables) -> tuple[Pointer, ...]:
    """Every pointer of the law: orders on trade first, then what else may stop or burden goods."""
    orders = law.extra.get("entry_rules", {}).get("remedy_orders", ())
    return (
        *(_pointer(r, law, kind=REMEDY, says=_SCOPE, directions=("us_import",), errs="low") for r in orders),
        *(_pointer(r, law) for r in law.extra.get("pointers", ())),
    )


def _pointer(raw: Mapping[str, Any], law: Tables, **usual: Any) -> Pointer:
    return Pointer(
        id=raw["id"], kind=usual.get("kind") or raw["kind"], title=_two(raw["title"]),
        says=usual.get("says") or _two(raw["says"]),
        directions=frozenset(usual.get("directions") or raw["directions"]),
        origin=frozenset(raw.get("origin", ())), destination=frozenset(raw.get("destination", ())),
        prefixes=tuple(raw.get("prefixes", ())), named=tuple(raw.get("named", ())),
        start=raw.get("from", ""), until=raw.get("until", OPEN_END), known=raw["known"],
        errs=usual.get("errs") or raw["errs"], confidence=raw.get("confidence", "A"),
        cites=tuple(cite_row(c, law) for c in raw["cite"]), cases=tuple(raw.get("cases", ())),
    )  # fmt: skip


def listed_order(
    cases: tuple[str, ...], title: str, origin: str, prefixes: tuple[str, ...], since: str, cite: CiteRow
) -> Pointer:
    """An order of a list that was installed, as a pointer."""
    return Pointer(
        id=cases[0].lower(), kind=REMEDY, title=(title, title), says=_SCOPE,
        directions=frozenset(("us_import",)), origin=frozenset((origin,)), destination=frozenset(),
        prefixes=prefixes, named=(), start=since, until=OPEN_END, known=since, errs="low", confidence="C",
        cites=(cite,), cases=cases,
    )  # fmt: skip


def _two(words: Mapping[str, str]) -> tuple[str, str]:
    return words.get("en", ""), words.get("zh", "")


@lru_cache(maxsize=1 << 16)
def pointers_over(
    law: Tables, direction: str, digits: str, more: tuple[Pointer, ...] = ()
) -> tuple[Pointer, ...]:
    """The pointers that may reach goods of a code going one way, whatever their origin and day.

    `more` are pointers that stand in no law file: of a list that was installed.
    """
    ways = _WAYS[direction]
    begun = {digits[:n] for n in range(2, len(digits) + 1)}
    return tuple(
        row for row in (*pointers(law), *more)
        if row.prefixes and not row.directions.isdisjoint(ways) and not begun.isdisjoint(row.prefixes)
    )  # fmt: skip


@lru_cache(maxsize=4)
def pointer_changes(law: Tables, more: tuple[Pointer, ...] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Moments at which a pointer begins or ends, and days on which one became known, in order."""
    rows = (*pointers(law), *more)
    moments = {moment for row in rows for moment in (row.start, row.until)}
    return tuple(sorted(moments)), tuple(sorted({row.known for row in rows}))


def pointers_at(
    law: Tables, place: tuple[str, str, str, str, str], more: tuple[Pointer, ...] = ()
) -> tuple[Pointer, ...]:
    """The pointers, at a direction, code, origin, moment and knowledge, that goods entering the United
    States or China may fall under."""
    direction, digits, origin, moment, known = place
    side = "US" if direction == "us_import" else "CN"
    return tuple(
        row
        for row in pointers_over(law, direction, digits, more)
        if row.stands(moment, known)
        and (not row.origin or origin in row.origin)
        and _leaves(row, direction, origin, side)
    )


def _leaves(row: Pointer, direction: str, origin: str, side: str) -> bool:
    """Of a rule on exports alone: whether the goods leave its side for the other."""
    if direction in row.directions:
        return True
    home = "CN" if side == "US" else "US"
    return origin == home and (not row.destination or side in row.destination)


def pointers_for_item(
    law: Tables, direction: str, item: str, destination: str, moment: str, known: str
) -> tuple[Pointer, ...]:
    """The pointers that an item leaving one side may fall under, by its code or by words that name it."""
    digits = item.replace(".", "").replace(" ", "")
    text = item.casefold()
    return tuple(
        row for row in pointers(law)
        if direction in row.directions
        and row.stands(moment, known)
        and (not row.destination or not destination or destination in row.destination)
        and (
            not (row.prefixes or row.named)
            or (digits.isdigit() and digits.startswith(row.prefixes))
            or any(word in text for word in row.named)
        )
    )  # fmt: skip
