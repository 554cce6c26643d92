"""The panel's pieces: measures evaluated apart give the components that the whole stack gives."""

from __future__ import annotations

import random

import pytest

from detente.duties.goods import schedule
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.regime import bound_regime
from detente.portfolio.panel_cells import _cells, _holds, _never
from detente.portfolio.panel_table import Cell
from detente.portfolio.place.plans import class_plan
from detente.portfolio.rate_panel import all_codes, panel
from detente.regime import tables


@pytest.fixture(scope="module")
def bound() -> BoundRegime:
    """A bound law of its own with the components of a panel in it, made by pieces."""
    law, book = tables(), schedule()
    panel(first="2018-01-01", last="2026-12-31", origins=("CN", "VN"), law=law, book=book)
    return bound_regime(law, book, "by_text", "us_import")


def _without_heading(cell: Cell) -> Cell:
    """The heading of what is void is that of the moment met first: no duty hangs on it."""
    return cell._replace(heading="") if cell.status == "void" else cell


def test_pieces_are_what_the_whole_stack_says(bound: BoundRegime) -> None:
    keys = [key for key in bound.cells if key[1] < 0]
    for stack, rate in random.Random(5).sample(keys, 250):
        whole = _cells(class_plan(bound.plain_question(stack)))
        pieces = [Cell(*row) for row in bound.cells[stack, rate]]
        assert sorted(map(_without_heading, pieces)) == sorted(map(_without_heading, whole))


def test_some_stack_depends_on_a_fact_and_some_on_none(bound: BoundRegime) -> None:
    cells = [Cell(*row) for rows in bound.cells.values() for row in rows]
    assert any(cell.low < cell.high for cell in cells)
    assert any(cell.low == cell.high > 0 for cell in cells)


def test_a_claim_is_never_made_in_a_panel() -> None:
    scope = frozenset({"vehicle_part"})
    assert _holds(("fact", "equals", "exclusion", "granted"), scope) is False
    assert _holds(("none", (("fact", "equals", "exclusion", "granted"),)), scope) is True
    assert _holds(("fact", "equals", "vehicle_part", "yes"), scope) is None
    assert _holds(("fact", "below", "customs_value_usd", "800"), scope) is False
    both = ("all", (("fact", "equals", "vehicle_part", "yes"), ("fact", "below", "customs_value_usd", "800")))
    assert _holds(both, scope) is False
    assert _holds(None, scope) is True


def test_what_only_a_claim_brings_lays_no_layer() -> None:
    law = tables()
    scope = frozenset(name for name, spec in law.facts.items() if spec["kind"] == "scope")
    never = {m.id for m in law.measures if _never(m, scope)}
    assert "us.de-minimis" in never
    assert not never.intersection(("us.s301.list-1", "us.s301.exclusions", "us.s232.steel"))


def test_codes_of_a_schedule_are_many_and_pieces_few(bound: BoundRegime) -> None:
    stacks = {stack for stack, _ in bound.cells}
    assert len(set(bound.cells.values())) < len(stacks) < 40 * len(list(all_codes(schedule())))
