"""Each column its meaning: by its own name, by what a person said, by what the trade calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.rowfiles.read.vocabulary import column_key, other_currency, vocabulary, without_currency
from detente.rowfiles.rows import UNREAD
from detente.rowfiles.unread_columns import meant
from detente.terms import UnreadableFile, nearest

ANY_OF_SEVERAL = frozenset({"line_id", "supplier", "name", "case_id"})  # a first of several does no harm


@dataclass(frozen=True)
class Accepted:
    """What the columns of a file may mean: those that must be there, and the others; with `say_unread` every
    column that means nothing is said."""

    required: tuple[str, ...]
    known: tuple[str, ...]
    say_unread: bool = False

    @property
    def all(self) -> frozenset[str]:
        """Every meaning."""
        return frozenset((*self.required, *self.known))


@dataclass(frozen=True)
class Mapped:
    """Meaning by the place of its column, and what is to be said about it."""

    meanings: dict[int, str]
    notes: tuple[str, ...] = ()


def map_columns(names: Sequence[str], accepted: Accepted, said: Mapping[str, str], where: str) -> Mapped:
    """The meaning of every column that has one.

    Raises
    ------
    UnreadableFile
        When a column that was said is not there or a meaning does not exist, and when two columns fit one
        meaning.
    """
    meanings = _as_said(names, accepted, said, where)
    taken = set(meanings.values())
    notes: list[str] = []
    for sure in ("own", "yes", "spare"):
        fits: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            if place in meanings or not name:
                continue
            for meaning in _fitting(name, accepted, sure):
                if meaning not in taken:
                    fits.setdefault(meaning, []).append(place)
        for meaning, places in fits.items():
            if len(places) > 1 and meaning not in ANY_OF_SEVERAL:
                raise _two_fit([names[p] for p in places], meaning, where)
            if places[0] in meanings:
                continue
            meanings[places[0]] = meaning
            if len(places) > 1:
                others = ", ".join(repr(_short(names[p])) for p in places[1:])
                notes.append(f"{meaning} is read from {_short(names[places[0]])!r}, not from {others}")
        taken = set(meanings.values())
    unread = {place for place, meaning in meanings.items() if meaning == UNREAD}
    return Mapped({p: m for p, m in sorted(meanings.items()) if p not in unread}, tuple(notes))


def _fitting(name: str, accepted: Accepted, sure: str) -> tuple[str, ...]:
    if sure == "own":
        return tuple(m for m in accepted.all if _machine(name) == m)
    words = vocabulary()
    fits = words.meanings(name, accepted.all, sure)
    if other_currency(name):
        fits = tuple(m for m in fits if words.kinds.get(m) != "amount")
    return fits[:1] if len(fits) == 1 else tuple(m for m in fits if m in accepted.required)[:1] or fits[:1]


def _machine(name: str) -> str:
    return "_".join(name.strip().lower().replace("-", " ").split())


def _as_said(names: Sequence[str], accepted: Accepted, said: Mapping[str, str], where: str) -> dict[int, str]:
    """The columns a person gave a meaning."""
    meanings: dict[int, str] = {}
    for column, meaning in said.items():
        places = [i for i, name in enumerate(names) if name == column]
        places = places or [i for i, name in enumerate(names) if column_key(name) == column_key(column)]
        if not places:
            raise UnreadableFile(
                f"there is no column {column[:60]!r}", where=where,
                remedy=nearest(column, names) or f"its columns: {_listed(names)}",
            )  # fmt: skip
        if len(places) > 1:
            raise UnreadableFile(
                f"column {column[:60]!r} stands {len(places)} times", where=where, remedy="rename one of them"
            )
        if meaning != UNREAD and meaning not in accepted.all:
            raise UnreadableFile(
                f"no meaning {meaning[:60]!r} for column {column[:60]!r}", where=where,
                remedy=nearest(meaning, accepted.all) or f"for example {', '.join(sorted(accepted.all)[:8])}",
            )  # fmt: skip
        if meaning != UNREAD and meaning in meanings.values():
            raise UnreadableFile(
                f"two columns are said to be {meaning}", where=where, remedy="give it to one of them"
            )
        meanings[places[0]] = meaning
    return meanings


def _two_fit(names: Sequence[str], meaning: str, where: str) -> UnreadableFile:
    if len(set(names)) == 1:
        return UnreadableFile(f"column {names[0]!r} stands twice", where=where, remedy="rename one of them")
    columns = " and ".join(repr(_short(name)) for name in names[:4])
    return UnreadableFile(
        f"columns {columns} can each be {meaning}", where=where,
        remedy=f'say which: --map "{_short(names[0])}={meaning}"',
    )  # fmt: skip


def missing_columns(names: Sequence[str], mapped: Mapped, accepted: Accepted, where: str) -> None:
    """Refuse a file that lacks a column that must be there.

    Raises
    ------
    UnreadableFile
        Names the columns it has and those that may have been meant.
    """
    missing = [c for c in accepted.required if c not in mapped.meanings.values()]
    if not missing:
        return
    free = [name for place, name in enumerate(names) if place not in mapped.meanings and name]
    hints = [hint for hint in (_hint(meaning, free) for meaning in missing) if hint]
    raise UnreadableFile(
        f"column {', '.join(missing)} is missing (found: {_listed(names) or 'none'})", where=where,
        remedy="; ".join(hints) or f'add it, or say which column it is: --map "your column={missing[0]}"',
    )  # fmt: skip


def _hint(meaning: str, free: Sequence[str]) -> str:
    """What a column that is missing may be called here."""
    words = vocabulary()
    for name in free:
        if words.kinds.get(meaning) == "amount" and other_currency(name):
            plain = without_currency(name)
            if any(words.meanings(plain, frozenset({meaning}), sure) for sure in ("yes", "ask")):
                return f"column {_short(name)!r} is not in US dollars: add one that is"
            continue
        asked = words.meanings(name, frozenset({meaning}), "ask") or words.meanings(
            name, frozenset({meaning})
        )
        if asked or meant(_machine(name).replace(" ", "_"), [meaning]):
            return f'if {_short(name)!r} is {meaning}, add --map "{_short(name)}={meaning}"'
    near = nearest(meaning, [_machine(name) for name in free])
    return f"{near} (--map)" if near else ""


def _listed(names: Sequence[str]) -> str:
    shown = [_short(name) for name in names if name]
    return ", ".join(shown[:20]) + (" …" if len(shown) > 20 else "")


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= 60 else plain[:60] + "…"
