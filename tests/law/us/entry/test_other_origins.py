"""Other origins: what is known is said, what is not is named with its direction, and neither is zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from detente.duties.evaluation import duty
from detente.outcomes.costs.other_origins import origins
from detente.outcomes.laying.store import laid
from detente.regime.dated.other_origins import other_origins
from detente.regime.dated.tables import tables

MOTOR = "8501.10.40"  # base 4.4 %


def _beside(origin, on, *, hts=MOTOR, known=None):
    found = duty(hts, origin=origin, value="10000", on=on, known=known)
    assert found.status == "not_modelled"
    assert found.duty_usd is None
    return {d.duty: d.up_to_usd for d in found.elsewhere}


@pytest.mark.parametrize(
    ("origin", "day", "points"),
    [
        ("VN", "2025-04-04", None), ("VN", "2025-04-05", 10), ("VN", "2025-08-06", 10),
        ("VN", "2025-08-07", 20), ("VN", "2025-08-08", 20), ("GB", "2025-08-07", 10),
        ("CH", "2025-08-07", 39), ("AR", "2025-10-26", 10), ("KR", "2025-11-13", 15),
        ("TW", "2025-10-26", 20), ("LA", "2025-10-26", 40), ("TH", "2025-10-26", 19),
    ],
)  # fmt: skip
def test_the_reciprocal_rate_of_a_country_from_its_day(origin, day, points):
    """EO 14257 sec. 3(a), 10 % from 5 April 2025; EO 14326 annex I from 7 August; 9903.02.02 to .71."""
    found = _beside(origin, day)
    assert found.get("reciprocal") == (None if points is None else Decimal(points * 100))


@pytest.mark.parametrize(("origin", "on"), [("DE", "2025-08-07"), ("JP", "2025-10-26"), ("KR", "2025-12-15")])
def test_partners_with_a_floor_pay_15_percent_with_the_base_duty(origin, on):
    """EO 14326 sec. 2(c) for the EU; 90 FR 44638 and 90 FR 55964 for Japan and Korea: 15 % less 4.4 %."""
    assert _beside(origin, on) == {"reciprocal": Decimal("1060.00")}


def test_goods_of_annex_ii_owe_no_reciprocal_duty_from_anywhere():
    """EO 14257 sec. 3(b)(iv)."""
    found = duty("8471.30.01.00", origin="VN", on="2025-10-26", value="10000")
    (row,) = found.elsewhere
    assert row.up_to_usd == 0
    assert "Annex II" in row.rate


def test_the_ruling_of_february_2026_ends_them_and_makes_what_was_paid_refundable():
    """Learning Resources v. Trump; collection ended with entries of 24 February 2026."""
    assert _beside("VN", "2026-02-23", known="2026-02-19") == {"reciprocal": Decimal(2000)}
    late = duty(MOTOR, origin="VN", value="10000", on="2025-10-26", known="2026-03-01")
    assert [d.refundable for d in late.elsewhere] == [True]
    assert duty(MOTOR, origin="VN", value="10000", on="2026-02-24", known="2026-03-01").elsewhere == ()


def test_what_is_missing_is_named_with_its_direction():
    mexico = duty(MOTOR, origin="MX", value="10000", on="2025-10-26")
    assert any("symbol S" in w and "errs high" in w for w in mexico.not_modelled)
    assert any(d.duty == "border" and "USMCA" in d.rate for d in mexico.elsewhere)
    russia = duty(MOTOR, origin="RU", value="10000", on="2025-10-26")
    assert russia.elsewhere == ()
    assert any("column 2" in w and "errs low" in w for w in russia.not_modelled)
    assert any("column 2 rate of the line" in n for n in russia.notes)
    steel = duty(
        "7318.15.20", origin="GB", value="10000", on="2025-10-26", facts={"steel_value_usd": "10000"}
    )
    assert any("Section 232 rates agreed" in w and "errs high" in w for w in steel.not_modelled)
    later = duty(MOTOR, origin="VN", value="10000", on="2026-08-01")
    assert any("forced-labour" in w and "errs low" in w for w in later.not_modelled)


def test_the_layers_that_fall_on_all_origins_stand_in_the_covered_part():
    """Proclamation 11012 puts the surcharge on goods of every origin; Section 232 likewise."""
    found = duty(MOTOR, origin="VN", value="10000", on="2026-03-15")
    assert {x.component: x.duty_usd for x in found.lines if x.duty_usd} == {
        "mfn": Decimal(440),
        "s122": Decimal(1000),
    }
    steel = duty(
        "7318.15.20", origin="IN", value="10000", on="2025-10-26", facts={"steel_value_usd": "10000"}
    )
    assert any(x.component == "s232" and x.duty_usd == Decimal(5000) for x in steel.lines)


def test_china_is_answered_as_before():
    found = duty(MOTOR, origin="CN", value="10000", on="2025-10-26")
    assert (found.status, found.elsewhere) == ("ok", ())


def test_every_country_of_the_order_stands_once():
    rows = [r for r in other_origins(tables()).duties if r.id.endswith("-2025-08") and not r.floor]
    names = [next(iter(r.origin)) for r in rows]
    assert len(names) == len(set(names)) == 68
    assert {r.heading for r in rows} == {f"9903.02.{n:02d}" for n in range(2, 72)} - {
        "9903.02.19",
        "9903.02.20",
    }


def test_an_origin_beside_china_says_both_parts():
    china, vietnam, korea = origins(MOTOR, "10000", "2025-11-09", laid("busan"), ["VN", "KR"])
    assert china.beside == ()
    assert (vietnam.low_usd, vietnam.beside_usd) == (Decimal("440.00"), Decimal("2000.00"))
    assert any("symbol KR" in m for m in korea.missing)
    assert china.duty_usd > vietnam.low_usd + vietnam.beside_usd
