"""What was asked before changes no answer: a question narrowed to some measures leaves nothing behind."""

from __future__ import annotations

from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.duties.shipment import question_of, read_shipment
from detente.duties.stack import _MATCHED, layers_of
from detente.regime.dated.tables import tables


def test_a_question_narrowed_to_no_measure_leaves_nothing_for_a_whole_one() -> None:
    _MATCHED.clear()
    before = duty("9506.62.40", origin="CN", value="10000", on="2025-10-26")
    _MATCHED.clear()
    ship = read_shipment("9506.62.40", origin="CN", value="10000", on="2025-10-26", law=tables())
    ask = question_of(ship, tables(), schedule(), "by_text", ship.known)
    ask.relevant = frozenset()
    assert layers_of(ask) == []
    after = duty("9506.62.40", origin="CN", value="10000", on="2025-10-26")
    assert after == before and len(after.lines) > 1
