"""Every fact of the registry changes at least one answer: one that changes none is asked for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from detente.duties.evaluation import duty
from detente.regime.dated.tables import tables

BALL, CHIP = "9506.62.40", "8542.31.90"
# fact: code, day, two values that differ, other facts, other arguments
WITNESSES: dict[str, tuple[str, str, str, str, dict[str, str], dict[str, str]]] = {
    "quantity": ("1005.90.20", "2025-10-26", "1000", "900000", {"unit": "kg"}, {}),
    "unit": ("1005.90.20", "2025-10-26", "kg", "t", {"quantity": "1000"}, {}),
    "usd_per_unit": (BALL, "2025-10-26", "0.14", "0.15", {"currency": "CNY"}, {}),
    "exported_on": (CHIP, "2025-05-05", "2025-04-08", "2025-04-30", {}, {"to": "CN", "origin": "US"}),
    "loaded_on": (BALL, "2025-03-06", "2025-01-31", "2025-02-10", {}, {}),
    "imported_on": (BALL, "2025-10-26", "2025-10-01", "2019-10-01", {"reexported_on": "2026-01-10"}, {}),
    "reexported_on": (BALL, "2025-10-26", "2026-01-10", "2031-01-10", {}, {}),
    "reexported_to": (BALL, "2025-10-26", "MX", "JP", {"reexported_on": "2026-01-10"}, {}),
    "drawback_kind": (
        "8708.99.81", "2025-12-01", "unused", "manufacturing",
        {"reexported_on": "2026-01-10", "vehicle_part": "yes"}, {},
    ),
    "mode": (BALL, "2025-10-26", "ocean", "air", {}, {}),
    "entry_type": (BALL, "2026-10-26", "formal", "informal", {}, {}),
    "exclusion": ("7326.90.86.88", "2025-10-26", "9903.88.69", "none", {}, {}),
    "steel_value_usd": ("7318.15.20", "2025-09-15", "6000", "1000", {}, {}),
    "aluminum_value_usd": ("7616.99.10", "2025-09-15", "6000", "1000", {}, {}),
    "copper_value_usd": ("8544.42.90", "2025-09-15", "6000", "1000", {"aluminum_value_usd": "0"}, {}),
    "us_content_value_usd": (BALL, "2025-07-10", "2500", "5000", {}, {}),
    "us_content_share": (BALL, "2025-07-10", "0.25", "0.5", {}, {}),
    "metal_weight_share": ("8418.10.00", "2026-05-01", "0.10", "0.50", {}, {}),
    "melted_poured": ("7318.15.20", "2025-09-15", "US", "CN", {}, {}),
    "civil_aircraft": ("3926.90.45", "2026-05-10", "yes", "no", {}, {}),
    "chapter_98": (BALL, "2025-10-26", "yes", "no", {}, {}),
    "processing_value_usd": (BALL, "2025-10-26", "1000", "2000", {"chapter_98": "9802.00.50"}, {}),
    "us_parts_value_usd": (BALL, "2025-10-26", "1000", "2000", {"chapter_98": "9802.00.80"}, {}),
    "donation": (BALL, "2025-10-26", "yes", "no", {}, {}),
    "informational_materials": ("4901.99.00", "2025-10-26", "yes", "no", {}, {}),
    "de_minimis_claim": (BALL, "2025-04-01", "yes", "no", {}, {"value": "500"}),
    "end_use": ("8507.60.00.20", "2025-10-26", "auto part", "stationary", {}, {}),
    "vehicle_part": ("8507.60.00.20", "2025-10-26", "yes", "no", {}, {}),
    "truck_part": ("4009.12.00.20", "2025-12-01", "yes", "no", {"vehicle_part": "no"}, {}),
    "vehicle_25_years": ("8703.23.01", "2025-10-26", "yes", "no", {}, {}),
    "enteral_syringe": ("9018.31.00.80", "2025-10-26", "yes", "no", {}, {}),
    "sts_crane": ("8426.19.00", "2025-11-09", "yes", "no", {}, {}),
    "contract_signed_on": ("8426.19.00", "2025-11-09", "2025-03-01", "2025-06-01", {"sts_crane": "yes"}, {}),
    "intermodal_chassis": ("8716.90.50", "2025-11-09", "yes", "no", {}, {}),
    "kitchen_cabinet": ("9403.40.90.60", "2025-10-26", "yes", "no", {}, {}),
    "semiconductor_band": ("8471.80.40", "2026-02-10", "yes", "no", {}, {}),
    "semiconductor_excused_use": ("8471.80.40", "2026-02-10", "yes", "no", {"semiconductor_band": "yes"}, {}),
    "patented_pharma": ("2918.99.30", "2026-10-01", "yes", "no", {}, {}),
    "pharma_annex_iii_company": ("2918.99.30", "2026-08-10", "yes", "no", {"patented_pharma": "yes"}, {}),
    "pharma_relief": ("2918.99.30", "2026-10-01", "onshoring", "trials", {"patented_pharma": "yes"}, {}),
    "pharmaceutical_use": ("2918.99.30", "2026-10-01", "yes", "no", {"patented_pharma": "no"}, {}),
    "forced_labor_described": ("1207.40.00", "2026-08-10", "yes", "no", {}, {}),
    "drone_class": ("8806.22.00", "2026-10-01", "light", "heavy_or_thermal", {}, {}),
    "described_good": ("1905.90.10", "2025-12-01", "yes", "no", {}, {}),
    "bifacial": ("8541.43.00.10", "2023-10-26", "yes", "no", {}, {}),
    "residential_washer": ("8450.11.00.40", "2019-10-26", "yes", "no", {}, {}),
    "quartz_surface": ("6810.99.00.40", "2026-08-20", "yes", "no", {}, {}),
    "in_quota": ("6810.99.00.20", "2026-08-20", "yes", "no", {}, {}),
    "quota": ("1005.90.00", "2025-01-10", "in", "over", {}, {"to": "CN", "origin": "US"}),
    "wafer_fab": (CHIP, "2025-05-05", "US", "TW", {}, {"to": "CN", "origin": "US"}),
}  # fmt: skip
REQUIRED = {"hts", "origin", "entry_date", "customs_value_usd"}  # without them there is no answer
# `liquidated_on` counts for the day of protest in `timing`, see tests/law/us/entry/test_timing_law.py;
# `currency` asks for the rate, see test_currency.py
ELSEWHERE = {"liquidated_on", "currency"}


def _money(code: str, day: str, facts: dict[str, str], more: dict[str, str]) -> Any:
    answer = duty(code, on=day, facts=facts, **{"origin": "CN", **more})
    fees = tuple(x.duty_usd for x in answer.fees)
    back = answer.drawback.model_dump_json() if answer.drawback else ""
    return answer.total_pct, answer.low_usd, answer.high_usd, answer.duty_usd, fees, back


def test_every_fact_has_a_witness_or_is_asked_elsewhere() -> None:
    assert set(tables().facts) == set(WITNESSES) | REQUIRED | ELSEWHERE


@pytest.mark.parametrize("name", sorted(WITNESSES))
def test_a_fact_changes_an_answer(name: str) -> None:
    code, day, one, two, others, more = WITNESSES[name]
    first = _money(code, day, {**others, name: one}, more)
    assert first != _money(code, day, {**others, name: two}, more)
