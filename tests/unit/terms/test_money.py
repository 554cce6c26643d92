"""Whole dollars, cents and percent: rounded half up, exact in whole numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.terms import InputError, cents_text, duty_cents, percent_to_ppm, ppm_to_percent, whole_dollars


@pytest.mark.parametrize(
    ("amount", "dollars"),
    [("0", 0), ("0.49", 0), ("0.499999", 0), ("0.50", 1), ("0.51", 1), ("1.49", 1), ("1.50", 2), ("2.50", 3),
     ("10000.49", 10_000), ("10000.50", 10_001), ("999999999999.50", 10**12)],
)  # fmt: skip
def test_values_are_rounded_half_up_to_whole_dollars(amount: str, dollars: int) -> None:
    """19 CFR 159.3(a): under 50 cents is dropped, 50 cents and more counts as one dollar."""
    assert whole_dollars(Decimal(amount)) == dollars


@pytest.mark.parametrize(
    ("ppm", "dollars", "cents"),
    [(4_999, 1, 0), (5_000, 1, 1), (5_001, 1, 1), (14_999, 1, 1), (15_000, 1, 2), (25_000, 1, 3),
     (75_000, 10_000, 75_000), (333_333, 3, 100), (0, 10**12, 0)],
)  # fmt: skip
def test_duty_is_rounded_half_up_to_the_cent(ppm: int, dollars: int, cents: int) -> None:
    assert duty_cents(ppm, dollars) == cents


@given(st.integers(0, 10**7), st.integers(0, 10**12))
def test_duty_is_that_of_decimal_arithmetic(ppm: int, dollars: int) -> None:
    exact = Decimal(ppm) * dollars / Decimal(1_000_000)
    assert Decimal(duty_cents(ppm, dollars)) / 100 == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.integers(-(10**8), 10**8))
def test_a_rate_written_as_percent_is_read_back(ppm: int) -> None:
    assert percent_to_ppm(ppm_to_percent(ppm) + "%") == ppm


@pytest.mark.parametrize("text", ["7.5", "7,5%", "%", "0.00001%", "1e3%", "seven %", ""])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        percent_to_ppm(text)


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "0.00"), (5, "0.05"), (100, "1.00"), (-5, "-0.05"), (-12_345, "-123.45")]
)
def test_cents_are_shown_with_two_decimals(cents: int, text: str) -> None:
    assert cents_text(cents) == text
