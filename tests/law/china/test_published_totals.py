"""Every product-date total of the check lists beside a development checkout, as their corrections have it.

208 totals of 13 products: statutory, and with an approved exclusion; duty with VAT beside them.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.duties.evaluation import duty

CODES = {
    "soybeans": "1201.90.00", "sorghum": "1007.90.00", "corn_in_quota": "1005.90.00",
    "wheat_in_quota": "1001.99.00", "cotton_in_quota": "5201.00.00", "pork_frozen_02032900": "0203.29.00",
    "beef_frozen_boneless": "0202.30.00", "lng": "2711.11.00", "crude": "2709.00.00",
    "coking_coal": "2701.12.10", "propane": "2711.12.00", "semiconductor_ic": "8542.31.90",
    "aircraft_15_45t": "8802.40.10",
}  # fmt: skip
LAST_SEEN = "2026-10-09"


def _corrected(shared: Path) -> list[dict[str, Any]]:
    """The rows with the corrections of VAT before April 2019 and of coking coal laid over them."""
    folder = shared / "facts" / "china"
    rows = yaml.safe_load((folder / "tariff_totals.yaml").read_text(encoding="utf-8"))["rows"]
    fixes = yaml.safe_load((folder / "corrections.yaml").read_text(encoding="utf-8"))
    vat = {(r["product"], str(r["date"])): r["new"] for r in fixes["vat_rows"]}
    coal = {str(r["date"]): r for r in fixes["coking_coal_rows"]}
    for row in rows:
        stated = row["statutory"]
        fix = coal.get(str(row["date"])) if row["product"] == "coking_coal" else None
        if fix:
            stated["duty_total"] = fix["new"]
            stated["duty_plus_vat_pct_of_value"] = fix["new_with_vat"]
            lapse = fix.get("if_truce_lapsed_statutory")
            if lapse:
                row["if_truce_lapsed_2026_11_10"]["statutory"] = lapse["new"]
        key = (row["product"], str(row["date"]))
        if key in vat:
            stated["duty_plus_vat_pct_of_value"] = vat[key]
    return list(rows)


def _answer(product: str, day: str, exclusion: str, state: str) -> Any:
    facts = {"exclusion": exclusion} if exclusion else {}
    if product.endswith("_in_quota"):
        facts["quota"] = "in"
    known = LAST_SEEN if day > LAST_SEEN else None
    return duty(
        CODES[product], origin="US", to="CN", value="100000", on=day, known=known, facts=facts,
        reading="announced" if state == "announced" else "text",
    )  # fmt: skip


def _with_vat(answer: Any) -> Decimal:
    assert answer.duty_usd is not None
    return (answer.duty_usd + sum((f.duty_usd for f in answer.fees), Decimal(0))) / 1000


def test_every_total_of_the_check_lists(shared: Path) -> None:
    if not (shared / "facts" / "china" / "tariff_totals.yaml").exists():
        pytest.skip("the check lists are not beside this checkout")
    rows = _corrected(shared)
    assert len(rows) == 208
    wrong: list[str] = []

    def check(name: str, found: object, expected: object, near: str = "0") -> None:
        if abs(Decimal(str(found)) - Decimal(str(expected))) > Decimal(near):
            wrong.append(f"{name}: {found}, expected {expected}")

    for row in rows:
        day, product = str(row["date"]), row["product"]
        # the lists take both sides at their word about the extension to 10 January 2027
        answer = _answer(product, day, "", "announced")
        check(f"{product} {day}", answer.total_pct, row["statutory"]["duty_total"])
        paid = row["statutory"]["duty_plus_vat_pct_of_value"]
        check(f"{product} {day} with VAT", _with_vat(answer), paid, near="0.0051")
        if "with_301_exclusion" in row:
            excluded = row["with_301_exclusion"]
            granted = _answer(product, day, "granted", "announced")
            check(f"{product} {day} excluded", granted.total_pct, excluded["duty_total"])
            paid = excluded["duty_plus_vat_pct_of_value"]
            check(f"{product} {day} excluded, with VAT", _with_vat(granted), paid, near="0.0051")
        lapsed = row.get("if_truce_lapsed_2026_11_10")
        if lapsed:
            check(f"{product} lapsed", _answer(product, day, "", "by_text").total_pct, lapsed["statutory"])
            granted = _answer(product, day, "granted", "by_text")
            check(f"{product} lapsed, excluded", granted.total_pct, lapsed["with_301_exclusion"])
    assert not wrong, "\n".join(wrong)
