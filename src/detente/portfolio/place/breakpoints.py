"""What cuts codes and days into classes: changes of a measure, whether it can touch a code, prefixes."""

from __future__ import annotations

from functools import lru_cache

from detente.regime import ExemptionRow, MeasureRow, ProvisionRow, change_moments

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


def touches(measure: MeasureRow, lists: set[str], starts: tuple[str, ...]) -> bool:
    """Whether a duty or a relief can ever fall on goods of these lists and prefixes (fees stand apart)."""
    if measure.kind == "fee" or not measure.tracks:
        return False
    if measure.lists or measure.prefixes:
        return not measure.lists.isdisjoint(lists) or any(p in starts for p in measure.prefixes)
    return any(
        (not named and not prefixes) or not named.isdisjoint(lists) or any(p in starts for p in prefixes)
        for named, prefixes in _scopes(measure)
    )


@lru_cache(maxsize=512)
def _scopes(measure: MeasureRow) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
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
