"""Terms over arrays: half a cent up, floors never below zero, void terms that come back as refunds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.portfolio.money.cents import cents_of, sum_terms, term_cents, total_of_terms
from detente.portfolio.place.plans import Term
from detente.portfolio.read.shipments import Ints
from detente.terms import duty_cents


def ints(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def term(
    ppm: int, plus: str = "full", minus: tuple[str, ...] = (), *, floor: bool = False, void: bool = False
) -> Term:
    return Term("made_up", ppm, plus, minus, floor, void)


def named(component: str, ppm: int, *, void: bool = False) -> Term:
    return Term(component, ppm, "full", (), False, void)


AMOUNTS = {"full": ints(10_000, 20_000, 30_001), "steel_value_usd": ints(4_000, 25_000, 0)}
ROWS = ints(0, 1, 2)
NO_BASE = ints(0, 0, 0)


@pytest.mark.parametrize(
    ("ppm", "dollars", "cents"),
    [
        (75_000, 10_000, 75_000),
        (4_999, 1, 0),  # 0.4999 cents
        (5_000, 1, 1),  # half a cent counts as one
        (5_001, 1, 1),
        (14_999, 1, 1),
        (15_000, 1, 2),
        (0, 10_000, 0),
        (100_000, 0, 0),
        (1_000_000, 3, 300),
    ],
)
def test_half_a_cent_is_rounded_up(ppm: int, dollars: int, cents: int) -> None:
    assert cents_of(ppm, ints(dollars)).tolist() == [cents]
    assert duty_cents(ppm, dollars) == cents


def test_a_product_beyond_64_bits_is_still_exact() -> None:
    ppm, most = 5_000_000, 10**12
    edge = 2**62 // ppm  # the last value whose product is below the bound
    for dollars in (edge - 1, edge, edge + 1, most):
        cents = cents_of(ppm, ints(1, dollars))
        assert cents.tolist() == [duty_cents(ppm, 1), duty_cents(ppm, dollars)]
        assert cents.dtype == np.int64
    assert cents_of(-ppm, ints(most)).tolist() == [duty_cents(-ppm, most)]
    huge = 10**13
    assert cents_of(huge, ints(10**7)).tolist() == [10**16]
    assert cents_of(2_000_000, ints(2**61 // 10**6)).tolist() == [duty_cents(2_000_000, 2**61 // 10**6)]


def test_no_rows_give_no_cents() -> None:
    assert cents_of(75_000, ints()).tolist() == []
    parts, back = sum_terms([term(75_000)], AMOUNTS, ints(), ints())
    assert parts["made_up"].tolist() == []
    assert back.tolist() == []


@given(st.integers(0, 5_000_000), st.lists(st.integers(0, 10**12), min_size=1, max_size=5))
def test_cents_are_those_of_decimal_arithmetic(ppm: int, dollars: list[int]) -> None:
    exact = [int((Decimal(ppm) * d / 10_000).quantize(Decimal(1), ROUND_HALF_UP)) for d in dollars]
    assert cents_of(ppm, ints(*dollars)).tolist() == exact


def test_a_term_falls_on_the_value_it_names_in_the_rows_asked_for() -> None:
    assert term_cents(term(100_000), AMOUNTS, ROWS, NO_BASE).tolist() == [100_000, 200_000, 300_010]
    assert term_cents(term(100_000), AMOUNTS, ints(2, 0), ints(0, 0)).tolist() == [300_010, 100_000]
    assert term_cents(term(100_000, "steel_value_usd"), AMOUNTS, ROWS, NO_BASE).tolist() == [
        40_000,
        250_000,
        0,
    ]
    assert term_cents(term(100_000, "none"), AMOUNTS, ROWS, NO_BASE).tolist() == [0, 0, 0]


def test_what_is_taken_off_never_makes_a_value_negative() -> None:
    less = term(100_000, minus=("steel_value_usd",))
    assert term_cents(less, AMOUNTS, ROWS, NO_BASE).tolist() == [60_000, 0, 300_010]
    assert term_cents(term(100_000, minus=("full_value",)), AMOUNTS, ROWS, NO_BASE).tolist() == [0, 0, 0]
    one_less = term_cents(term(100_000, minus=("x",)), {"full": ints(5), "x": ints(4)}, ints(0), ints(0))
    assert one_less.tolist() == [10]
    twice = term(100_000, minus=("steel_value_usd", "steel_value_usd"))
    assert term_cents(twice, AMOUNTS, ROWS, NO_BASE).tolist() == [20_000, 0, 300_010]


def test_a_content_that_no_column_gives_is_nothing_in_whole_cents() -> None:
    cents = term_cents(term(100_000, minus=("copper_value_usd",)), AMOUNTS, ROWS, NO_BASE)
    assert cents.tolist() == [100_000, 200_000, 300_010]
    assert cents.dtype == np.int64


def test_a_floor_counts_the_base_duty_in_and_is_never_negative() -> None:
    floor = term(150_000, floor=True)
    base = ints(100_000, 300_000, 450_015)
    assert term_cents(floor, AMOUNTS, ROWS, base).tolist() == [50_000, 0, 0]
    assert term_cents(floor, AMOUNTS, ROWS, base - 1).tolist() == [50_001, 1, 1]
    assert term_cents(floor, AMOUNTS, ROWS, base + 1).tolist() == [49_999, 0, 0]
    assert term_cents(term(150_000), AMOUNTS, ROWS, base).tolist() == [150_000, 300_000, 450_015]


def test_terms_of_one_component_add_up_and_void_ones_come_back() -> None:
    terms = [
        named("fentanyl", 100_000, void=True),
        named("reciprocal", 100_000, void=True),
        named("s301", 250_000),
        named("s301", 50_000),
        named("mfn", 0),
    ]
    parts, back = sum_terms(terms, AMOUNTS, ROWS, NO_BASE)
    assert {name: cents.tolist() for name, cents in parts.items()} == {
        "fentanyl": [0, 0, 0],
        "reciprocal": [0, 0, 0],
        "s301": [300_000, 600_000, 900_030],
        "mfn": [0, 0, 0],
    }
    assert back.tolist() == [200_000, 400_000, 600_020]
    assert back.dtype == np.int64
    assert parts["mfn"].dtype == np.int64
    assert total_of_terms(terms, AMOUNTS, ROWS, NO_BASE).tolist() == [300_000, 600_000, 900_030]


def test_a_void_term_of_a_component_leaves_its_other_terms_alone() -> None:
    for terms in (
        [named("s301", 250_000), named("s301", 100_000, void=True)],
        [named("s301", 100_000, void=True), named("s301", 250_000)],
    ):
        parts, back = sum_terms(terms, AMOUNTS, ROWS, NO_BASE)
        assert parts["s301"].tolist() == [250_000, 500_000, 750_025]
        assert back.tolist() == [100_000, 200_000, 300_010]


def test_a_term_without_a_rate_keeps_what_its_component_has() -> None:
    parts, back = sum_terms([named("s301", 250_000), named("s301", 0)], AMOUNTS, ROWS, NO_BASE)
    assert parts["s301"].tolist() == [250_000, 500_000, 750_025]
    assert back.tolist() == [0, 0, 0]


def test_the_terms_after_one_without_a_rate_count() -> None:
    parts, back = sum_terms(
        [named("mfn", 0), named("s301", 250_000), named("s122", 100_000, void=True)], AMOUNTS, ROWS, NO_BASE
    )
    assert parts["s301"].tolist() == [250_000, 500_000, 750_025]
    assert back.tolist() == [100_000, 200_000, 300_010]


def test_a_floor_in_a_sum_and_in_a_total_counts_the_base_of_its_own_row() -> None:
    floor = [term(150_000, floor=True)]
    base = ints(100_000, 0, 450_016)
    parts, _ = sum_terms(floor, AMOUNTS, ROWS, base)
    assert parts["made_up"].tolist() == [50_000, 300_000, 0]
    assert total_of_terms(floor, AMOUNTS, ROWS, base).tolist() == [50_000, 300_000, 0]


def test_no_terms_total_nothing_in_every_row() -> None:
    total = total_of_terms([], AMOUNTS, ROWS, NO_BASE)
    assert total.tolist() == [0, 0, 0]
    assert total.dtype == np.int64
