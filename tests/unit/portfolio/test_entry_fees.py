"""MPF and HMF: rate, least and greatest amount, fiscal years, ocean only, one fee an entry over its lines."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

import detente as dt
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import long
from detente.portfolio.read.rows import frame_sheet

CODE = "9506.62.40"


def fee(
    component: str, value: str, on: str = "2025-10-26", *, known: str | None = None, **facts: str
) -> Decimal | None:
    """A fee of one shipment, None where none is due."""
    answer = dt.duty(CODE, origin="CN", value=value, on=on, known=known, facts=facts)
    rows = [f.duty_usd for f in answer.fees if f.component == component]
    assert len(rows) <= 1
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("value", "usd"),
    [
        ("0", "33.58"),
        ("9694", "33.58"),
        ("9697", "33.59"),  # 33.5904
        ("9698", "33.59"),  # 33.5939
        ("9699", "33.60"),  # 33.5973
        ("10000", "34.64"),
        ("100000", "346.40"),
        ("188000", "651.23"),
        ("188077", "651.50"),
        ("188078", "651.50"),
        ("5000000", "651.50"),
    ],
)
def test_mpf_lies_between_its_least_and_its_greatest_amount(value: str, usd: str) -> None:
    assert fee("mpf", value) == Decimal(usd)


@pytest.mark.parametrize(
    ("on", "least", "most"),
    [
        ("2024-10-01T00:00", "32.71", "634.62"),
        ("2025-09-30T23:58", "32.71", "634.62"),
        ("2025-09-30T23:59", "32.71", "634.62"),
        ("2025-10-01T00:00", "33.58", "651.50"),
        ("2025-10-01T00:01", "33.58", "651.50"),
        ("2018-09-30T23:59", "25.00", "485.00"),
        ("2018-10-01T00:00", "26.22", "508.70"),
    ],
)
def test_the_amounts_of_mpf_change_with_the_fiscal_year(on: str, least: str, most: str) -> None:
    assert (fee("mpf", "1", on), fee("mpf", "9999999", on)) == (Decimal(least), Decimal(most))


def test_the_amounts_of_a_year_count_from_the_day_they_are_known() -> None:
    assert fee("mpf", "1", known="2025-07-22") == Decimal("32.71")
    assert fee("mpf", "1", known="2025-07-23") == Decimal("33.58")
    assert fee("mpf", "1", known="2025-07-24") == Decimal("33.58")


@pytest.mark.parametrize(
    ("value", "usd"),
    [
        ("3", "0.00"),
        ("4", "0.01"),
        ("11", "0.01"),
        ("12", "0.02"),
        ("10000", "12.50"),
        ("10000000", "12500.00"),
    ],
)
def test_hmf_is_an_eighth_of_a_percent_rounded_half_up_without_bounds(value: str, usd: str) -> None:
    assert fee("hmf", value, mode="ocean") == Decimal(usd)


@pytest.mark.parametrize("mode", ["air", "land", "post"])
def test_hmf_is_due_on_goods_by_sea_only(mode: str) -> None:
    assert fee("hmf", "10000", mode=mode) is None
    assert fee("mpf", "10000", mode=mode) == Decimal("34.64")


def test_both_fees_fall_on_whole_dollars() -> None:
    assert fee("mpf", "10000.49") == fee("mpf", "10000")
    assert fee("mpf", "10000.50") == fee("mpf", "10001") == Decimal("34.64")
    assert fee("hmf", "3.49", mode="ocean") == Decimal("0.00")
    assert fee("hmf", "3.50", mode="ocean") == Decimal("0.01")


def test_fees_are_no_duties_and_fall_on_entry_into_the_united_states_only() -> None:
    answer = dt.duty(CODE, origin="CN", value="10000", on="2025-10-26", facts={"mode": "ocean"})
    assert answer.duty_usd == Decimal("3750.00")
    into_china = dt.duty(
        "1201.90.00", origin="US", to="CN", value="10000", on="2025-10-26", facts={"mode": "ocean"}
    )
    assert {f.component for f in into_china.fees} <= {"vat"}


def priced(rows: list[dict[str, str]]) -> pl.DataFrame:
    """Lines of the same goods, with what each row says."""
    usual = {"hts": CODE, "origin": "CN", "entry_date": "2025-10-26", "mode": "ocean"}
    return dt.assess(pl.DataFrame([{**usual, **row} for row in rows]))


def test_one_entry_pays_one_fee_shared_over_its_lines_by_value() -> None:
    frame = priced([{"customs_value_usd": v, "invoice_id": "A"} for v in ("100", "200", "300")])
    assert frame["mpf_usd"].to_list() == [
        5.59,
        11.19,
        16.80,
    ]  # 33.58; the last line takes what rounding leaves
    assert frame["hmf_usd"].to_list() == [0.12, 0.25, 0.38]  # 0.75 on 600


def test_the_bounds_of_mpf_are_those_of_the_whole_entry() -> None:
    frame = priced([{"customs_value_usd": v, "invoice_id": "A"} for v in ("100000", "100000")])
    assert frame["mpf_usd"].to_list() == [325.75, 325.75]
    below = priced([{"customs_value_usd": v, "invoice_id": "A"} for v in ("5000", "5000")])
    assert below["mpf_usd"].to_list() == [17.32, 17.32]


def test_each_invoice_and_each_day_is_an_entry_of_its_own() -> None:
    frame = priced(
        [
            {"customs_value_usd": "100", "invoice_id": "A"},
            {"customs_value_usd": "100", "invoice_id": "B"},
            {"customs_value_usd": "100", "invoice_id": "A"},
            {"customs_value_usd": "100", "invoice_id": "A", "entry_date": "2025-10-27"},
        ]
    )
    assert frame["mpf_usd"].to_list() == [16.79, 33.58, 16.79, 33.58]


def test_lines_without_an_invoice_are_entries_of_their_own() -> None:
    frame = priced([{"customs_value_usd": "100", "invoice_id": name} for name in ("", "", "A", "A")])
    assert frame["mpf_usd"].to_list() == [33.58, 33.58, 16.79, 16.79]
    plain = priced([{"customs_value_usd": v} for v in ("1", "10000", "5000000")])
    assert plain["mpf_usd"].to_list() == [33.58, 34.64, 651.50]
    assert plain["hmf_usd"].to_list() == [0.00, 12.50, 6250.00]


def test_an_entry_without_value_still_pays_the_least_fee() -> None:
    frame = priced([{"customs_value_usd": "0", "invoice_id": "A"} for _ in range(2)])
    assert frame["mpf_usd"].to_list() == [0.0, 33.58]
    assert frame["hmf_usd"].to_list() == [0.0, 0.0]


def test_lines_of_one_file_pay_hmf_by_their_own_mode() -> None:
    frame = priced([{"customs_value_usd": "10000", "mode": mode} for mode in ("ocean", "air", "")])
    assert frame["hmf_usd"].to_list() == [12.50, 0.0, None], "due, not due, and not known without the mode"
    assert frame["mpf_usd"].to_list() == [34.64, 34.64, 34.64]


def test_a_fee_that_the_mode_decides_is_open_where_the_mode_is_not_given() -> None:
    """19 CFR 24.24(a): the fee falls on cargo that is unloaded from a vessel, so the mode decides it."""
    open_ = next(f for f in dt.duty(CODE, value="10000", on="2025-10-26").fees if f.component == "hmf")
    assert (open_.status, open_.duty_usd) == ("undetermined", None)
    assert "mode is not given" in open_.because
    by_mode = {
        mode: [f.duty_usd for f in dt.duty(CODE, value="10000", on="2025-10-26", facts={"mode": mode}).fees
               if f.component == "hmf"]
        for mode in ("ocean", "air")
    }  # fmt: skip
    assert by_mode == {"ocean": [Decimal("12.50")], "air": []}
    line = {"hts": [CODE], "origin": ["CN"], "entry_date": ["2025-10-26"], "customs_value_usd": ["10000"]}
    (row,) = (
        long(assess_sheet(frame_sheet(pl.DataFrame(line)))).filter(pl.col("component") == "hmf").to_dicts()
    )
    assert (row["status"], row["duty_usd"]) == ("undetermined", None)


def test_lines_of_one_file_pay_the_fees_of_their_fiscal_year() -> None:
    days = ("2025-09-30", "2025-10-01T00:00", "2025-10-01")
    frame = priced([{"customs_value_usd": "1", "entry_date": day} for day in days])
    assert frame["mpf_usd"].to_list() == [32.71, 33.58, 33.58]


def test_a_low_value_spares_no_cash_deposit_alone_or_in_a_file() -> None:
    facts = {"de_minimis_claim": "yes", "ad_rate_pct": "25.6"}
    alone = dt.duty("5802.20.00.10", origin="HK", value="499.50", on="2024-10-12", facts=facts)
    assert [f.duty_usd for f in alone.fees if f.component == "ad"] == [Decimal("128.00")]
    frame = priced(
        [
            {
                "hts": "5802200010",
                "origin": "HK",
                "entry_date": "2024-10-12",
                "customs_value_usd": "499.50",
                **facts,
            }
        ]
    )
    assert frame["ad_usd"].to_list() == [128.0]
    assert frame["duty_usd"].to_list() == [0.0]


def test_a_rate_that_rounds_to_nothing_is_a_rate_alone_and_in_a_file() -> None:
    """0.4 % of a dollar: an agreement of Brazil's would lower it, and no agreement is covered."""
    alone = dt.duty("8805.29.00", origin="BR", to="CN", value="1", on="2026-07-01")
    row = {"hts": "88052900", "origin": "BR", "entry_date": "2026-07-01", "customs_value_usd": "1"}
    frame = priced([{**row, "direction": "china_import"}])
    assert (alone.status, frame["status"].to_list()) == ("not_modelled", ["not_modelled"])
