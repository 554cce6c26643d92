"""Fees are monotone in tonnage and boxes, capped at five charges a year, bounded when facts are missing."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.port_fees.call_files import fee_rows
from detente.port_fees.port_call import fee
from detente.rowfiles.sheets import Sheet

COUNTRY = st.sampled_from(["CN", "HK", "US", "GR", "KR"])
FACTS = st.fixed_dictionaries(
    {
        "net_tonnage": st.integers(1, 120_000).map(str),
        "containers": st.integers(0, 20_000).map(str),
        "vessel_type": st.sampled_from(["container", "bulk", "tanker", "vehicle_carrier", "lng_carrier"]),
        "owner_country": COUNTRY,
        "operator_country": COUNTRY,
        "built_country": COUNTRY,
        "flag": COUNTRY,
        "us_equity_pct": st.sampled_from(["0", "24.9", "25", "74.9", "75"]),
        "chinese_equity_pct": st.sampled_from(["0", "24.9", "25"]),
    }
)
SIDE = st.sampled_from(["us", "china"])
DAY = st.sampled_from(["2025-10-13", "2025-10-14", "2025-11-09", "2026-11-12", "2027-04-17", "2028-04-17"])


@settings(max_examples=120, deadline=None)
@given(SIDE, DAY, FACTS, st.integers(0, 5_000), st.sampled_from(["net_tonnage", "containers"]))
def test_a_larger_ship_never_pays_less(side, day, facts, more, grows):
    before = fee(side, reading="text", on=day, facts=facts)
    after = fee(side, reading="text", on=day, facts={**facts, grows: str(int(facts[grows]) + more)})
    assert after.low >= before.low
    assert after.high is None or (before.high is not None and after.high >= before.high)


@settings(max_examples=80, deadline=None)
@given(SIDE, DAY, FACTS, st.sets(st.sampled_from(["owner_country", "operator_country", "built_country",
    "flag", "vessel_type", "net_tonnage"]), max_size=2))  # fmt: skip
def test_missing_facts_bound_the_fee(side, day, facts, gone):
    whole = fee(side, reading="text", on=day, facts=facts)
    partly = fee(side, reading="text", on=day, facts={k: v for k, v in facts.items() if k not in gone})
    assert partly.low <= whole.low
    assert partly.high is None or (whole.high is not None and whole.high <= partly.high)
    assert partly.fee_amount in (None, whole.fee_amount)


@settings(max_examples=30, deadline=None)
@given(SIDE, st.integers(1, 9), st.integers(1, 50_000))
def test_a_vessel_year_is_capped_at_five_charges(side, voyages, tonnage):
    country = "CN" if side == "us" else "US"
    rows = [
        {"side": side, "port_call_on": f"2025-10-{14 + i}", "rotation_id": str(i), "imo": "9074729",
         "net_tonnage": str(tonnage),
         "vessel_type": "bulk", "owner_country": country, "operator_country": country, "built_country": "KR",
         "flag": "PA"}
        for i in range(voyages)
    ]  # fmt: skip
    frame, _ = fee_rows(Sheet("calls", pl.DataFrame(rows)))
    amounts = [Decimal(a) for a in frame["fee_amount"].to_list()]
    assert sum(a > 0 for a in amounts) == min(voyages, 5)
    assert sum(amounts) == min(voyages, 5) * amounts[0]


@settings(max_examples=80, deadline=None)
@given(DAY, FACTS)
def test_one_annex_at_most(day, facts):
    answer = fee("us", reading="text", on=day, facts=facts)
    assert answer.annex in ("", "I", "II", "III", "IV")
    if answer.fee_amount is None:  # a relief that the text can be read to give or not
        assert answer.missing and answer.high is not None and 0 <= answer.low < answer.high
        return
    assert answer.fee_amount >= 0
    if answer.liable == "no":
        assert answer.fee_amount == 0
