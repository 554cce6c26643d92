"""Every fact of the registry changes at least one answer: one that changes none is asked for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from detente.duties.evaluation import duty
from detente.licensing.transaction import licence
from detente.licensing.transaction_facts import QUESTIONS as TRANSACTION_FACTS
from detente.port_fees.call_facts import CALL_QUESTIONS
from detente.port_fees.port_call import fee
from detente.regime.dated.tables import tables
from witnesses import CALLS, DUTIES, TRANSACTIONS

REQUIRED = {"hts", "origin", "entry_date", "customs_value_usd"}  # without them there is no answer
# `liquidated_on` counts for the day of protest in `timing`, see tests/law/us/entry/test_timing_law.py;
# `currency` asks for the rate, see test_currency.py
# own deposit rates stand outside every bound, see test_trade_remedies.py
ELSEWHERE = {"liquidated_on", "currency", "adcvd_case", "ad_rate_pct", "cvd_rate_pct"}


def _money(code: str, day: str, facts: dict[str, str], more: dict[str, str]) -> Any:
    answer = duty(code, on=day, facts=facts, **{"origin": "CN", **more})
    fees = tuple(x.duty_usd for x in answer.fees)
    back = answer.drawback.model_dump_json() if answer.drawback else ""
    return answer.total_pct, answer.low_usd, answer.high_usd, answer.duty_usd, fees, back


def test_every_fact_has_a_witness_or_is_asked_elsewhere() -> None:
    assert set(tables().facts) == set(DUTIES) | REQUIRED | ELSEWHERE


@pytest.mark.parametrize("name", sorted(DUTIES))
def test_a_fact_changes_an_answer(name: str) -> None:
    code, day, one, two, others, more = DUTIES[name]
    first = _money(code, day, {**others, name: one}, more)
    assert first != _money(code, day, {**others, name: two}, more)


def test_every_fact_of_a_port_call_has_a_witness() -> None:
    # the vessel and its rotation tell calls of a file apart, see tests/properties/test_fee_order.py
    # a long-term charter changes by when a fee is to be paid, not the fee: tests/unit/port_fees
    assert set(CALL_QUESTIONS) == set(CALLS) | {"imo", "rotation_id", "long_term_charter"}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_fact_changes_a_fee(name: str) -> None:
    side, on, known, one, two, others = CALLS[name]
    made = [fee(side, on=on, known=known, facts={**others, name: value}) for value in (one, two)]
    first, second = ((a.fee_amount, a.low, a.high) for a in made)
    assert first != second


def test_every_fact_of_a_transaction_has_a_witness() -> None:
    assert set(TRANSACTION_FACTS) == set(TRANSACTIONS) | {"item_class"}  # read from the item's own words


@pytest.mark.parametrize("name", sorted(TRANSACTIONS))
def test_a_fact_changes_whether_a_licence_is_needed(name: str) -> None:
    item, side, on, known, one, two, others = TRANSACTIONS[name]
    user = "Acme KK" if name == "general_licence_customer" else ""
    made = [
        licence(item, side=side, on=on, known=known, end_user=user, facts={**others, name: v})
        for v in (one, two)
    ]
    first, second = (a.model_dump(exclude={"facts", "repeat"}) for a in made)
    assert first != second
