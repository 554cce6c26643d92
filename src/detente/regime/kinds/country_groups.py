"""Groups of countries: their members put in the place of their names in the conditions of licence rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def members_of(tables: Iterable[Mapping[str, Any]]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Members of every group, and the names of groups that do not exist before they are used.

    Examples
    --------
    >>> a, b = {"id": "A", "members": ["CN", "RU"]}, {"id": "B", "of": ["A"], "less": ["C"]}
    >>> members_of([{"id": "t", "groups": [{"id": "C", "members": ["RU"]}, a, b]}])
    ({'C': ('RU',), 'A': ('CN', 'RU'), 'B': ('CN',)}, [])
    """
    groups: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for table in tables:
        for group in table["groups"]:
            named = (*group.get("of", ()), *group.get("less", ()))
            faults += [f"FL10: {table['id']} names group {n!r}" for n in named if n not in groups]
            whole = [*group.get("members", ()), *(c for n in group.get("of", ()) for c in groups.get(n, ()))]
            less = {c for n in group.get("less", ()) for c in groups.get(n, ())}
            groups[group["id"]] = tuple(c for c in dict.fromkeys(whole) if c not in less)
    return groups, faults


def put_members(
    licences: Iterable[Mapping[str, Any]], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Put the members of groups into the conditions of rules, in place; FL10: a group that does not exist."""
    for measure in licences:
        for rule in measure["rules"]:
            for condition in _parts(rule["when"]):
                unknown = [name for name in condition["in_group"] if name not in groups]
                yield from (f"FL10: rule {rule['id']} names group {name!r}" for name in unknown)
                codes = (c for name in condition["in_group"] for c in groups.get(name, ()))
                condition["in"] = list(dict.fromkeys((*condition["in"], *codes)))
                condition["in_group"] = []


def _parts(condition: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    if condition is None:
        return
    yield condition
    for part in (*condition["all_of"], *condition["any_of"], *condition["none_of"]):
        yield from _parts(part)
