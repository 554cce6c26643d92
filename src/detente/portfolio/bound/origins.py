"""Origins the law cannot tell apart: the same sets of every clause hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.duties import ORIGINS
from detente.regime import Elsewhere, ExemptionRow, MeasureRow, ProvisionRow, Tables, other_origins


class NamedOrigin(str):
    """An origin that stands for its group: it compares as itself and prints as a mark.

    Words made about it hold the mark, which `origin_words` replaces by the origin of a line.
    """

    __slots__ = ()
    MARK = "\x01"

    def __format__(self, spec: str) -> str:
        return self.MARK


def origin_words(text: str, origin: str) -> str:
    """Words about a group of origins as words about one of them."""
    return text.replace(NamedOrigin.MARK, origin)


@dataclass(frozen=True)
class OriginGroups:
    """Groups of origins: the first origin met stands for its group.

    Parameters
    ----------
    first : tuple of str
        One origin a group of duties.
    number : mapping of str to int
        Group of each origin by the duties it meets.
    covered : tuple of bool
        By group of duties: whether the duties of the origin are covered.
    beside : tuple of str
        One origin a group of words about law that is not covered.
    beside_number : mapping of str to int
        Group of each origin by those words.
    """

    first: tuple[str, ...]
    number: Mapping[str, int]
    covered: tuple[bool, ...]
    beside: tuple[str, ...]
    beside_number: Mapping[str, int]


def origin_groups(law: Tables, direction: str, origins: tuple[str, ...]) -> OriginGroups:
    """Groups of some origins under the law of a direction."""
    sets = _origin_sets(law, direction)
    covered = ORIGINS[direction]
    first, number = _grouped(origins, lambda o: (o in covered, tuple(o in s for s in sets)))
    other = direction == "us_import"
    beside, beside_number = _grouped(
        origins, lambda o: _elsewhere_key(law, o) if other and o not in covered else o in covered
    )
    return OriginGroups(first, number, tuple(o in covered for o in first), beside, beside_number)


def _grouped(
    origins: tuple[str, ...], key: Callable[[str], object]
) -> tuple[tuple[str, ...], dict[str, int]]:
    """The first origin of every group of equal keys, and the group of each origin."""
    groups: dict[object, int] = {}
    first: list[str] = []
    number: dict[str, int] = {}
    for origin in origins:
        number[origin] = groups.setdefault(key(origin), len(first))
        if number[origin] == len(first):
            first.append(origin)
    return tuple(first), number


def measure_origins(measure: MeasureRow, origin: str) -> tuple[bool, ...]:
    """Which clauses of a measure name an origin: origins that agree in it meet the same measure."""
    rows: list[ProvisionRow | ExemptionRow] = [*measure.provisions(), *measure.exemptions]
    return (
        "ALL" in measure.origin or origin in measure.origin,
        *(origin in row.origin for row in rows if row.origin),
    )


def _origin_sets(law: Tables, direction: str) -> list[frozenset[str]]:
    found: dict[frozenset[str], None] = {}
    for measure in law.measures:
        if measure.direction == direction:
            rows: list[ProvisionRow | ExemptionRow] = [*measure.provisions(), *measure.exemptions]
            found.update(dict.fromkeys([measure.origin, *(row.origin for row in rows)]))
    return list(found)


def _elsewhere_key(law: Tables, origin: str) -> tuple[object, ...]:
    """What words about other origins depend on: tracks and windows (not rates), gaps, symbol, column 2."""
    rows = other_origins(law)

    def reaches(row: Elsewhere) -> bool:
        return origin not in row.except_origin and ("ALL" in row.origin or origin in row.origin)

    duties = tuple((r.track, r.start, r.until, r.known, r.voided_with) for r in rows.duties if reaches(r))
    gaps = tuple(r.id for r in rows.gaps if reaches(r))
    return duties, gaps, rows.symbols.get(origin), origin in rows.column_two
