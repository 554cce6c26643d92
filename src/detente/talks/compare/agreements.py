"""Points both sides state, or several independent outlets: what the sources agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.talks.compare.claim_store import Claims, ClaimStore


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
        return Claims(self.outlets.store, dict.fromkeys(n for c in held for n in c.numbers))


def find_agreements(store: ClaimStore) -> list[Agreement]:
    """Points carried by both sides (``both sides``), by one side and outlets, or by several outlets."""
    registry = store.registry
    agreements = []
    for point in registry.points:
        sides: dict[str, list[int]] = {}
        outlets: list[int] = []
        documents: set[int] = set()
        for number in _claims_on_point(point, store):
            side, document = store.side_and_document(number)
            for s in registry.sides if side == "both" else (side,):
                if s in registry.sides:
                    sides.setdefault(s, []).append(number)
            if side not in (*registry.sides, "both"):
                outlets.append(number)
                documents.add(document)
        standing = _support_of(sides, len(documents), registry.sides)
        if standing:
            ordered = tuple((s, Claims(store, sides[s])) for s in registry.sides if s in sides)
            agreements.append(
                Agreement(
                    point["id"], point["topic"], point["point"], ordered, Claims(store, outlets), standing
                )
            )
    return agreements


def _claims_on_point(point: Mapping[str, Any], store: ClaimStore) -> list[int]:
    """Claims that state a point; for the place of the talks, those that name it or how long they took."""
    rule = f"point:{point['id']}"
    if point.get("read") != "venue-of-talks":
        return store.numbers(rule)
    within = {p["id"]: p["within"] for p in store.registry.places}
    wanted = ("days", store.venue, within.get(store.venue, ""))
    return sorted({n for value in wanted for n in store.numbers(rule, value)})


def _support_of(sides: Mapping[str, Sequence[int]], documents: int, parties: Sequence[str]) -> str:
    if len(sides) == len(parties):
        return "stated by both sides"
    if sides and documents:
        return f"stated by {next(iter(sides))} and {documents} outlet(s)"
    if documents > 1:
        return f"carried by {documents} outlets"
    return ""
