"""Points both sides state, or several independent outlets: what the sources agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.talks.compare.claim_store import Claims, Shelf


@dataclass(frozen=True)
class Agreement:
    """A point with its evidence by side; ``standing`` says how widely it is carried."""

    id: str
    topic: str
    point: str
    by_side: tuple[tuple[str, Claims], ...]
    outlets: Claims
    standing: str

    @property
    def claims(self) -> Claims:
        """All its evidence, each claim once."""
        held = [*(c for _, c in self.by_side), self.outlets]
        return Claims(self.outlets.shelf, dict.fromkeys(n for c in held for n in c.numbers))


def find_agreements(shelf: Shelf) -> list[Agreement]:
    """Points carried by both sides (``both sides``), by one side and outlets, or by several outlets."""
    registry = shelf.registry
    made = []
    for point in registry.points:
        sides: dict[str, list[int]] = {}
        outlets: list[int] = []
        documents: set[int] = set()
        for number in _fitting(point, shelf):
            side, document = shelf.home_of(number)
            for s in registry.sides if side == "both" else (side,):
                if s in registry.sides:
                    sides.setdefault(s, []).append(number)
            if side not in (*registry.sides, "both"):
                outlets.append(number)
                documents.add(document)
        standing = _standing(sides, len(documents), registry.sides)
        if standing:
            ordered = tuple((s, Claims(shelf, sides[s])) for s in registry.sides if s in sides)
            made.append(
                Agreement(
                    point["id"], point["topic"], point["point"], ordered, Claims(shelf, outlets), standing
                )
            )
    return made


def _fitting(point: Mapping[str, Any], shelf: Shelf) -> list[int]:
    """Claims that state a point; for the place of the talks, those that name it or how long they took."""
    rule = f"point:{point['id']}"
    if point.get("read") != "venue-of-talks":
        return shelf.numbers(rule)
    within = {p["id"]: p["within"] for p in shelf.registry.places}
    wanted = ("days", shelf.home, within.get(shelf.home, ""))
    return sorted({n for value in wanted for n in shelf.numbers(rule, value)})


def _standing(sides: Mapping[str, Sequence[int]], documents: int, parties: Sequence[str]) -> str:
    if len(sides) == len(parties):
        return "stated by both sides"
    if sides and documents:
        return f"stated by {next(iter(sides))} and {documents} outlet(s)"
    if documents > 1:
        return f"carried by {documents} outlets"
    return ""
