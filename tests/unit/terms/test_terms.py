"""Codes, days, amounts and countries as people write them."""

from __future__ import annotations

import doctest
import gc
import importlib
from decimal import Decimal

import pytest

from detente.terms import (
    HtsCode,
    InputError,
    duty_cents,
    local_moment,
    percent_to_ppm,
    ppm_to_percent,
    read_amount,
    read_country,
    read_day,
    read_moment,
    whole_dollars,
)
from detente.terms.bulk_work import paused_garbage_collection


@pytest.mark.parametrize(
    ("text", "digits", "repaired"),
    [
        ("8505.11.00.70", "8505110070", False),
        ("8505110070", "8505110070", False),
        ("85051100", "85051100", False),
        ("402.99.68", "04029968", True),
        ("4029968", "04029968", True),
        ("402996800", "0402996800", True),
        (" 8505 11 00 ", "85051100", False),
        ("85051100.0", "85051100", False),
        ("８５０５１１００", "85051100", False),
    ],
)
def test_codes_are_read_as_people_write_them(text: str, digits: str, repaired: bool) -> None:
    code = HtsCode.read(text)
    assert code.digits == digits
    assert bool(code.repaired) is repaired


@pytest.mark.parametrize(
    "text", ["", None, "85", "abc", "=1+1", "8505.11.00.70.99", "00001234", "9" * 500, "7700.00.00"]
)
def test_what_is_no_code_is_refused_with_an_example(text: object) -> None:
    with pytest.raises(InputError, match=r"is not a tariff code.*8505"):
        HtsCode.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-10-26",
        "26 Oct 2025",
        "Oct 26, 2025",
        "10/26/2025",
        "26/10/2025",
        "20251026",
        "2025/10/26",
        "2025年10月26日",
        "45956",
        "2025-10-26 00:00:00",
    ],
)
def test_days_are_read_in_the_forms_spreadsheets_hold(text: str) -> None:
    assert read_day(text).isoformat() == "2025-10-26"


def test_a_day_that_can_be_read_two_ways_is_refused() -> None:
    with pytest.raises(InputError, match=r"Oct.*Nov|Nov.*Oct"):
        read_day("10/11/2025")


@pytest.mark.parametrize("text", ["", "soon", "31 Octember 2025", "2025-13-01", "2025-02-30", "31/31/2025"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_day(text)


def test_a_bare_day_stands_for_its_last_minute() -> None:
    assert read_moment("2025-04-10") == "2025-04-10T23:59"
    assert read_moment("2025-04-10T11:59") == "2025-04-10T11:59"


def test_instants_of_law_turn_into_the_clock_of_the_side() -> None:
    assert local_moment("2025-11-10T00:01-05:00", "US") == "2025-11-10T00:01"
    assert local_moment("2025-11-10T13:01+08:00", "CN") == "2025-11-10T13:01"
    with pytest.raises(InputError, match="zone"):
        local_moment("2025-11-10T00:01", "US")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("10000", "10000"), ("$10,000.50", "10000.50"), ("USD 10 000", "10000"), ("1e4", "1E+4")],
)
def test_amounts_are_read(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "-5", "ten", "1e99", "nan", "inf", "=SUM(A1)", "9" * 60, "10.000,50"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_amount(text)


def test_values_round_to_whole_dollars_before_a_rate_applies() -> None:
    assert whole_dollars(Decimal("10.49")) == 10
    assert whole_dollars(Decimal("10.50")) == 11


def test_duty_is_exact_to_the_cent() -> None:
    assert duty_cents(percent_to_ppm("14.75%"), 333) == 4912
    assert duty_cents(percent_to_ppm("0.3464%"), 10_000) == 3464
    assert ppm_to_percent(3464) == "0.3464"


@pytest.mark.parametrize(
    ("text", "code"), [("cn", "CN"), ("China", "CN"), ("香港", "HK"), ("Macao", "MO"), ("VN", "VN")]
)
def test_countries(text: str, code: str) -> None:
    assert read_country(text) == code


def test_an_unknown_country_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"China \(CN\)"):
        read_country("Chnia")


@pytest.mark.parametrize(
    "name",
    [
        "answers",
        "bulk_work",
        "codes",
        "country",
        "errors",
        "instants",
        "money",
        "party",
        "party_names",
        "written_facts",
    ],
)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"detente.terms.{name}")).failed == 0


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collection_is_paused_inside_and_as_before_outside(enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with pytest.raises(RuntimeError), paused_garbage_collection():
            assert not gc.isenabled()
            raise RuntimeError("work that fails")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
