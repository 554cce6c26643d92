"""The rules on waiting: bonded warehouse, privileged foreign status, refunds. Each says why it is right."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.entering.timing import compare_days
from detente.outcomes.laying.store import with_files
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.entry_rules import drawback_rule, entry_rules, zone_rules
from detente.regime.dated.tables import tables


def _timed(known, names=("as_known",), *, hindsight=False, **row):
    given = {"origin": "CN", "customs_value_usd": "10000", **row}
    sheet = frame_sheet(pl.DataFrame({k: [v] for k, v in given.items()}))
    made = outcomes_on(sheet, names, rows=with_files([]), known=known)
    laid = dict(zip(made.names, made.laids, strict=True))
    return compare_days(sheet, laid, tables(), known, with_hindsight=hindsight)


def _line(found, outcome):
    return next(r for r in found.held_lines if r.outcome == outcome)


def test_goods_under_bond_pay_the_rate_of_the_day_of_withdrawal():
    """19 USC 1557(a)(1): "duty imposed by law upon such merchandise at the date of withdrawal"."""
    found = _timed(
        "2025-11-05", ("busan",), hts="9506.62.40", imported_on="2025-11-05", entry_date="2025-11-12"
    )
    line = _line(found, "busan")
    assert (line.arrival_usd, line.planned_usd) == (Decimal(3750), Decimal(2750))
    assert line.best_day == "2025-11-10"


def test_the_last_lawful_withdrawal_is_five_years_after_importation():
    """19 USC 1557(a)(1)(A); the day itself, since a period from a date does not count that date."""
    found = _timed("2025-11-05", ("busan",), hts="9506.62.40", entry_date="2025-11-05")
    assert _line(found, "busan").last_day == "2030-11-05"
    leap = _timed("2024-02-28", hts="9506.62.40", imported_on="2024-02-29", entry_date="2025-02-10")
    assert {r.last_day for r in leap.held_lines} == {"2029-02-28"}


def test_privileged_foreign_status_keeps_the_opioid_duty_of_the_day_of_admission():
    """EO 14195 sec. 2(e): "in effect at the time of admittance into the United States foreign trade zone"."""
    found = _timed(
        "2025-11-05", ("busan",), hts="9506.62.40", imported_on="2025-11-05", entry_date="2026-01-12"
    )
    line = _line(found, "busan")
    assert line.zone_usd == line.arrival_usd == Decimal(3750)


def test_a_threatened_duty_does_not_reach_goods_in_the_zone_before_it():
    """19 CFR 146.65(a)(1): the rate in force on the day the request is filed."""
    known = "2025-10-26"
    found = _timed(known, ("plus100",), hts="9506.62.40", imported_on="2025-10-28", entry_date="2025-12-01")
    line = _line(found, "plus100")
    assert line.zone_usd == line.arrival_usd < line.planned_usd


@pytest.mark.parametrize(
    ("out", "settled"), [("2026-04-05", True), ("2026-04-06", False), ("2026-04-07", False)]
)
def test_metals_in_the_zone_before_6_april_2026_owe_the_duty_of_the_day_they_leave(out, settled):
    """Proclamation 11021 cl. 12 reaches goods admitted before it; with other frozen rates it is unsettled."""
    found = _timed(
        "2026-04-03", hts="7318.15.20", steel_value_usd="10000", imported_on="2026-03-20", entry_date=out
    )
    line = next((r for r in found.held_lines), None)
    (total,) = found.held
    assert total.zone_lines == int(settled)
    if not settled:
        assert line.zone_usd is None
        assert "cl. 12" in line.zone_words


def test_toys_in_the_zone_before_6_april_2026_are_not_reached():
    found = _timed("2026-04-03", hts="9506.62.40", imported_on="2026-03-20", entry_date="2026-05-04")
    (total,) = found.held
    assert total.zone_lines == 1


def test_every_order_that_requires_the_status_is_named_from_its_own_day():
    """EO 14195 sec. 2(e), EO 14257 sec. 3(g), Proclamation 11012 cl. 6, Section 301, Section 232."""
    rules, known = entry_rules(tables()), tables().verified
    for measure, before, day in (
        ("us.ieepa.fentanyl", "2025-02-03", "2025-02-04"),
        ("us.ieepa.reciprocal", "2025-04-08", "2025-04-09"),
        ("us.s122", "2026-02-23", "2026-02-24"),
        ("us.s301.list-3", "2018-07-05", "2018-07-06"),
        ("us.s232.wood", "2025-10-13", "2025-10-14"),
        ("us.s232.polysilicon", "2026-12-03", "2026-12-04"),
    ):
        assert not zone_rules(rules, measure, f"{before}T23:59", known)
        assert zone_rules(rules, measure, f"{day}T23:59", known)


def test_what_no_instrument_read_settles_is_not_settled():
    """The forced-labour action was not read for drawback; nor were duties that are only threatened."""
    rules = entry_rules(tables())
    assert drawback_rule(rules, "us.s301-forced-labor", "", "CN", "2026-08-01T23:59", "2026-09-01") is None
    found = duty("9506.62.40", on="2026-09-01", facts={"reexported_on": "2026-12-01"})
    line = next(r for r in found.drawback.lines if r.component == "s301_forced_labor")
    assert line.drawback_usd is None
    assert any("errs low" in w for w in found.drawback.not_modelled)


def test_metals_of_partners_are_not_said_to_be_drawn_back_or_not():
    """Proclamation 11021 cl. 13: manufacturing drawback for products of agreement partners, on conditions."""
    rules = entry_rules(tables())
    args = ("2026-05-01T23:59", "2026-05-01")
    assert drawback_rule(rules, "us.s232.metals", "annex-1a", "CN", *args).allowed == "no"
    assert drawback_rule(rules, "us.s232.metals", "annex-1a", "JP", *args) is None


def test_a_void_duty_comes_back_as_a_refund_until_180_days_after_liquidation():
    """19 USC 1514(c)(3), and 19 USC 1504(a)(1) where no day of liquidation is given."""
    row = {"hts": "9506.62.40", "entry_date": "2025-10-27"}
    known = _timed("2025-10-29", ("busan",), hindsight=True, **row, liquidated_on="2026-09-11").refunds
    assert {r.component: (r.refundable_usd, r.protest_by) for r in known} == {
        "fentanyl": (Decimal(2000), "2027-03-10"),
        "reciprocal": (Decimal(1000), "2027-03-10"),
    }
    open_ = _timed("2025-10-29", ("busan",), hindsight=True, **row).refunds
    assert {(r.protest_by, r.protest_by_latest) for r in open_} == {("", "2027-04-25")}


def test_goods_that_leave_from_bond_pay_nothing_and_draw_nothing_back():
    """19 USC 1557(a)(1): withdrawn for exportation "without the payment of duties thereon"."""
    found = duty(
        "9506.62.40", on="2025-12-01", facts={"imported_on": "2025-10-01", "reexported_on": "2025-11-01"}
    )
    assert found.drawback.drawback_usd == 0
    assert all("before entry for consumption" in r.because for r in found.drawback.lines)
