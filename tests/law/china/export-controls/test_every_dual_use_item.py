"""A rule on "every dual-use item" is written class by class: no class is left out of one by oversight."""

from __future__ import annotations

import pytest

from detente.licensing.transaction import book_of
from detente.regime import facts_of, law_tables

NO_ITEM = "none"  # what no list names is no dual-use item
ON_EVERY_ITEM = ("46-3-1", "1/2026-passed-on", "control-list-abroad", "control-list-abroad-before")


@pytest.mark.parametrize("family", ON_EVERY_ITEM)
def test_every_class_is_named_or_said_to_be_in_doubt(family: str) -> None:
    tables = law_tables()
    every = {c.id for v in tables.items if v.imposed_by == "CN" for c in v.classes} - {NO_ITEM}
    longer = tuple(f for f in ON_EVERY_ITEM if f.startswith(family) and f != family)
    named = {
        one
        for entry in book_of(tables, "CN").rules
        if entry.rule.id.startswith(family) and not (longer and entry.rule.id.startswith(longer))
        for part in facts_of(entry.rule.when)
        if part.fact == "item_class"
        for one in (part.in_ or (part.equals,))
    }
    assert named == every
