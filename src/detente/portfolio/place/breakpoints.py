"""What cuts codes and days into classes: changes of a measure, whether it can touch a code, prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from detente.regime import ExemptionRow, MeasureRow, ProvisionRow, Tables, change_moments

# facts whose value, not only whose presence, decides: such lines are evaluated one by one
BY_VALUE = (
    "us_content_value_usd", "us_content_share", "de_minimis_claim", "steel_value_usd", "aluminum_value_usd",
    "copper_value_usd",
)  # fmt: skip


def counts_by_value(name: str, value: str) -> bool:
    """Whether a given fact makes the plan depend on the customs value: a post parcel is small or not."""
    return name in BY_VALUE or (name == "mode" and value == "post")


@lru_cache(maxsize=512)
def changes_of(measure: MeasureRow) -> tuple[frozenset[str], frozenset[str]]:
    """Moments at which a measure may change, and days on which something of it became known."""
    moments = {*change_moments(measure), *(e.collected_until for e in measure.events)}
    moments.update(gap[edge] for gap in measure.not_modelled for edge in ("from", "until") if gap.get(edge))
    knowns = {*(row.known for row in clauses(measure)), *(e.known for e in measure.events)}
    return frozenset(moments), frozenset(knowns)


def clauses(measure: MeasureRow) -> list[ProvisionRow | ExemptionRow]:
    """Provisions and exemptions of a measure."""
    return [*measure.provisions(), *measure.exemptions]


class Touching:
    """Finds the measures of a direction that can ever fall on goods, by their lists and prefixes."""

    def __init__(self, law: Tables, direction: str) -> None:
        self.measures = [
            m for m in law.measures if m.direction == direction and m.kind != "fee" and m.tracks
        ]  # fees stand apart
        self._always: set[int] = set()
        self._by_list: dict[str, set[int]] = {}
        self._by_prefix: dict[str, set[int]] = {}
        for k, measure in enumerate(self.measures):
            own = bool(measure.lists or measure.prefixes)
            for lists, prefixes in ((measure.lists, tuple(measure.prefixes)),) if own else scopes(measure):
                if not lists and not prefixes:
                    self._always.add(k)
                for name in lists:
                    self._by_list.setdefault(name, set()).add(k)
                for prefix in prefixes:
                    self._by_prefix.setdefault(prefix, set()).add(k)
        self._changes: dict[frozenset[str], tuple[frozenset[str], frozenset[str]]] = {}

    def on(self, lists: Iterable[str], starts: Iterable[str]) -> list[MeasureRow]:
        """The measures, a duty or a relief of which can ever fall on goods of these lists and prefixes."""
        none: set[int] = set()
        found = self._always.union(
            *(self._by_list.get(name, none) for name in lists),
            *(self._by_prefix.get(prefix, none) for prefix in starts),
        )
        return [self.measures[k] for k in sorted(found)]

    def changes(self, measures: Sequence[MeasureRow]) -> tuple[frozenset[str], frozenset[str]]:
        """`changes_of` some measures together."""
        names = frozenset(m.id for m in measures)
        if names not in self._changes:
            moments: set[str] = set()
            knowns: set[str] = set()
            for measure in measures:
                changes, learned = changes_of(measure)
                moments |= changes
                knowns |= learned
            self._changes[names] = frozenset(moments), frozenset(knowns)
        return self._changes[names]


@lru_cache(maxsize=16)
def touching(law: Tables, direction: str) -> Touching:
    """The measures of a law by what they can touch."""
    return Touching(law, direction)


@lru_cache(maxsize=512)
def scopes(measure: MeasureRow) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Lists and prefixes of the provisions of a measure, each pair once."""
    return tuple(dict.fromkeys((row.lists, tuple(row.prefixes)) for row in measure.provisions()))


@lru_cache(maxsize=16)
def by_length(
    prefixes: tuple[str, ...],
) -> tuple[tuple[int, ...], frozenset[str], dict[int, dict[str, list[str]]]]:
    """Lengths of the prefixes, the prefixes as a set, and by every shorter beginning those longer."""
    longer: dict[int, dict[str, list[str]]] = {}
    for p in prefixes:
        for n in range(2, len(p)):
            longer.setdefault(n, {}).setdefault(p[:n], []).append(p)
    return tuple(sorted({len(p) for p in prefixes})), frozenset(prefixes), longer
