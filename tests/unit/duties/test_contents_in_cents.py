"""Contents in cents: together they never count more whole dollars than the value, alone and in a file."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

import detente as dt
from detente.duties import weigh_contents

METALS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")


@pytest.mark.parametrize(
    ("stated", "dollars", "whole"),
    [
        (("1.50", "1.50"), 3, 3),
        (("0.60", "0.60", "1.80"), 3, 3),
        (("2", "2"), 3, 3),
        (("3.50",), 3, 3),
        (("1.40", "1.40"), 3, 2),
        (("1.60", "1.40"), 3, 3),
        (("0", "0.50"), 1, 1),
    ],
)
def test_whole_dollars_of_contents_fit_in_the_value(
    stated: tuple[str, ...], dollars: int, whole: int
) -> None:
    clean = dict(zip(METALS, stated, strict=False))
    assert weigh_contents(clean, dollars) is None
    counted = [int(Decimal(text).quantize(Decimal(1), rounding="ROUND_HALF_UP")) for text in clean.values()]
    assert sum(counted) == whole
    assert min(counted) >= 0


def test_a_settled_duty_of_contents_in_cents_lies_within_the_bounds_before() -> None:
    line = {"hts": "9401.79.00.15", "origin": "HK", "on": "2025-12-24", "value": "3"}
    before = dt.duty(**line, facts={"kitchen_cabinet": "no"})
    cents = {"aluminum_value_usd": "1.50", "steel_value_usd": "1.50"}
    after = dt.duty(**line, facts={"kitchen_cabinet": "no", **cents})
    assert after.duty_usd is not None
    assert before.high_usd is not None
    assert before.low_usd <= after.duty_usd <= before.high_usd
    row = {"hts": line["hts"], "origin": "HK", "entry_date": line["on"], "customs_value_usd": "3"}
    answered = dt.assess(pl.DataFrame({**row, "kitchen_cabinet": "no", **cents}))
    assert answered["duty_usd"].to_list() == [float(after.duty_usd)]
