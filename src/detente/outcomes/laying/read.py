"""Outcome files as outcomes, trees and bargains by id, read strictly: every fault with its file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.outcome_file import BargainFile, Chosen, Outcome, TreeFile
from detente.regime import Document, read_file, validated
from detente.terms import InputError, folded, nearest

Item = Outcome | TreeFile | BargainFile
KINDS: dict[str, type[Item]] = {"outcomes": Outcome, "trees": TreeFile, "bargains": BargainFile}


@dataclass(frozen=True, slots=True)
class Located:
    """An outcome, a tree or a bargain with the places of its parts, for messages."""

    item: Item
    places: Mapping[tuple[str | int, ...], str] = field(repr=False)

    def at(self, *loc: str | int) -> str:
        """File, line and key of a part."""
        while loc not in self.places and loc:
            loc = loc[:-1]
        return self.places.get(loc, "")


@dataclass(frozen=True)
class Outcomes:
    """Outcomes, trees and bargains by id."""

    outcomes: Mapping[str, Outcome]
    trees: Mapping[str, TreeFile]
    bargains: Mapping[str, BargainFile]
    located: tuple[Located, ...] = field(default=(), repr=False)

    def outcome(self, name: str) -> Outcome:
        """The outcome of that id.

        Raises
        ------
        InputError
            No such outcome; the nearest are named.
        """
        if name not in self.outcomes:
            titled = self.titled(name)
            if titled is not None:
                return titled
            hint = nearest(name, self.outcomes) or f"outcomes: {', '.join(sorted(self.outcomes))}"
            raise InputError(f"no outcome {name!r}", where="--outcomes", remedy=hint)
        return self.outcomes[name]

    def titled(self, name: str) -> Outcome | None:
        """The one outcome that bears a title, in English or in Chinese of either characters."""
        asked = " ".join(folded(name).casefold().split())
        found = [
            o
            for o in self.outcomes.values()
            if asked in {" ".join(folded(t).casefold().split()) for t in (o.title.en, o.title.zh or "") if t}
        ]
        return found[0] if len(found) == 1 else None

    def parts(self, name: str) -> tuple[str, ...]:
        """An outcome and all it includes, each once, in the order in which they are laid.

        Raises
        ------
        InputError
            An outcome that includes itself, or one that does not exist.
        """
        done: dict[str, None] = {}
        under: list[str] = []

        def visit(part: str) -> None:
            if part in done:
                return
            if part in under:
                raise InputError(f"outcome {part} includes itself ({' > '.join((*under, part))})")
            under.append(part)
            for inner in self.outcome(part).includes:
                visit(inner)
            under.pop()
            done[part] = None

        visit(name)
        return tuple(done)

    def clauses(self, name: str) -> tuple[Clause, ...]:
        """The clauses of an outcome in order: those of what it includes, then its own."""
        rows = []
        for part in self.parts(name):
            outcome = self.outcome(part)
            places = next((p for p in self.located if p.item is outcome), None)
            for i, change in enumerate(outcome.changes):
                rows.append(Clause(change, part, places.at("changes", i) if places else ""))
        return tuple(rows)

    def decides(self, name: str) -> tuple[Chosen, ...]:
        """The clocks an outcome settles, with those of what it includes."""
        return tuple(d for part in self.parts(name) for d in self.outcome(part).decides)


def parse_file(path: Path, faults: list[str]) -> list[Located]:
    """Outcomes, trees and bargains of one file; every fault is added to `faults` with file and line."""
    document = read_file(path, faults)
    if document is None:
        return []
    if not isinstance(document.data, dict):
        faults.append(f"{path}:1: an outcome file is a mapping with {_key_names()}")
        return []
    for key in document.data.keys() - {*KINDS, "sources"}:
        faults.append(f"{document.place((key,))}: no such key; {_key_names()}")
    rows: list[Located] = []
    for key, kind in KINDS.items():
        items = document.data.get(key) or []
        if not isinstance(items, list):
            faults.append(f"{document.place((key,))}: is a list")
            continue
        for i, _ in enumerate(items):
            item = validated(kind, document, (key, i), faults)
            if item is not None:
                rows.append(Located(item, _places_under(document, (key, i))))
    return rows


def _key_names() -> str:
    *first, last = (f"'{key}'" for key in KINDS)
    return f"{', '.join(first)} or {last}"


def _places_under(document: Document, under: tuple[str | int, ...]) -> dict[tuple[str | int, ...], str]:
    n = len(under)
    return {loc[n:]: document.place(loc) for loc in document.lines if loc[:n] == under}


def gather(rows: Sequence[Located]) -> Outcomes:
    """Located rows as outcomes, trees and bargains by id; of two with one id the later stands."""
    outcomes = {r.item.id: r.item for r in rows if isinstance(r.item, Outcome)}
    trees = {r.item.id: r.item for r in rows if isinstance(r.item, TreeFile)}
    bargains = {r.item.id: r.item for r in rows if isinstance(r.item, BargainFile)}
    return Outcomes(outcomes, trees, bargains, tuple(rows))
