"""Fees and licences as rows of the card: two time axes, suspensions, what begins later."""

from __future__ import annotations

import pytest

from detente.regime.on_a_day.fee_licence_status import family_rows


def row(family, measure, track, on, known=None):
    rows = [
        r for r in family_rows(family, on, known or on) if r.measure == measure and r.what.startswith(track)
    ]
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("on", "known", "status", "rate"),
    [
        ("2025-10-13", None, "adopted", ""),
        ("2025-10-14", None, "in_force", "50 USD a net ton"),
        ("2025-11-10", None, "suspended", "nothing (else 50 USD a net ton)"),
        ("2025-11-10", "2025-10-26", "in_force", "50 USD a net ton"),
        # an extension was announced on 23 September 2026 and no instrument was seen: two readings, no fact
        ("2026-11-10", "2026-10-09", "not_settled", "80 USD a net ton by the text or suspended as announced"),
        ("2026-11-10", "2026-09-22", "in_force", "80 USD a net ton"),
        ("2027-01-10", "2026-10-09", "in_force", "80 USD a net ton"),
    ],
)
def test_annex_i_on_the_card(on, known, status, rate):
    found = row("us_port_fees", "us.port-fees.annex-i", "fees", on, known)
    assert (found.status, found.rate) == (status, rate)
    assert found.cite


def test_what_nobody_knew_is_no_row():
    assert row("us_port_fees", "us.port-fees.annex-i", "fees", "2025-03-01") is None
    assert row("cn_export_controls", "cn.export-controls.no-61-2025", "limb (c)", "2025-10-08") is None


def test_limbs_stand_each_for_themselves():
    limbs = {
        n: row("cn_export_controls", "cn.export-controls.no-46-2024", f"limb {n}", "2026-01-10")
        for n in ("1", "2: gallium")
    }
    assert (limbs["1"].status, limbs["1"].rate) == ("in_force", "prohibited")
    assert limbs["2: gallium"].status == "suspended" and limbs["2: gallium"].until == "2026-11-28T00:00"
    before = row("cn_export_controls", "cn.export-controls.no-57-2025", "licence", "2025-11-08", "2025-10-20")
    assert before.status == "in_force" and before.later == "later suspended (known 2025-11-07)"
