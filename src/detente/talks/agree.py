"""Points both sides state, or several independent outlets: what the sources agree on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.talks.claim import Statement
from detente.talks.compare import plain, positions_of
from detente.talks.extraction import Extraction
from detente.talks.registry import Registry


@dataclass(frozen=True)
class Agreement:
    """A point with its evidence by side; ``standing`` says how widely it is carried."""

    id: str
    topic: str
    point: str
    by_side: tuple[tuple[str, tuple[Statement, ...]], ...]
    outlets: tuple[Statement, ...]
    standing: str

    @property
    def claims(self) -> tuple[Statement, ...]:
        """All its evidence."""
        return tuple(c for _, rows in self.by_side for c in rows) + self.outlets


def find_agreements(found: Sequence[Extraction], registry: Registry) -> list[Agreement]:
    """Points carried by both sides (``both sides``), by one side and outlets, or by several outlets."""
    rows = [s for x in found for s in x.statements if s.evidence]
    home = _home(rows, registry)
    made = []
    for point in registry.points:
        fitting = [s for s in rows if _fits(s, point, registry, home)]
        sides: dict[str, list[Statement]] = {}
        for s in fitting:
            for side in registry.sides if s.side == "both" else (s.side,):
                if side in registry.sides:
                    sides.setdefault(side, []).append(s)
        outlets = [s for s in fitting if s.side not in (*registry.sides, "both")]
        standing = _standing(sides, outlets, registry)
        if standing:
            ordered = tuple((side, tuple(sides[side])) for side in registry.sides if side in sides)
            made.append(
                Agreement(point["id"], point["topic"], point["point"], ordered, tuple(outlets), standing)
            )
    return made


def _standing(sides: Mapping[str, list[Statement]], outlets: list[Statement], registry: Registry) -> str:
    documents = {s.doc for s in outlets}
    if len(sides) == len(registry.sides):
        return "stated by both sides"
    if sides and documents:
        return f"stated by {next(iter(sides))} and {len(documents)} outlet(s)"
    if len(documents) > 1:
        return f"carried by {len(documents)} outlets"
    return ""


def _home(rows: Sequence[Statement], registry: Registry) -> str:
    count: dict[str, int] = {}
    for row in rows:
        if "leaders-meeting" not in row.topics:
            for place in row.places:
                count[place] = count.get(place, 0) + 1
    return max(count, key=lambda k: count[k], default="")


_HELD = re.compile(
    r"\b(?:held|began|concluded|led|meet|met|took place|talks?|meeting|two\s+days?|consultations?|round)\b|举行|磋商|会谈",
    re.IGNORECASE,
)


def _fits(row: Statement, point: Mapping[str, Any], registry: Registry, home: str) -> bool:
    read = point.get("read")
    if read == "venue-of-talks":
        within = {p["id"]: p["within"] for p in registry.places}
        here = home in row.places or within.get(home) in row.places
        return bool(_HELD.search(plain(row))) and (here or any(f.unit == "days" for f in row.figures))
    if read == "leads":
        return bool(positions_of("counterparts", {"read": "leads"}, [row], registry)) or bool(
            re.search(r"counterpart", row.text) and row.kind == "transcript"
        )
    if point.get("topics"):
        return bool(set(point["topics"]) & set(row.topics)) and row.modality != "question"
    pattern = point.get("zh") if row.lang == "zh" else point.get("en")
    return bool(pattern and re.search(pattern, plain(row), re.IGNORECASE))
