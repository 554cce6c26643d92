"""Threats and pending cases: seen in the status, asked for as outcomes, and never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from detente.cli.main import run
from detente.outcomes import outlook
from detente.outcomes.laying.store import laid, own_outcomes
from detente.outcomes.laying.titles import unmodelled
from detente.regime import card, threats
from detente.regime.dated.tables import tables

ROW = {"hts": ["9506.62.40"], "origin": ["CN"], "customs_value_usd": ["10000"]}
PENDING = ["s232-robotics-decided", "s232-medical-decided", "s232-aircraft-decided", "s232-wind-decided"]


@pytest.mark.parametrize(
    ("known", "status"), [("2026-08-06", None), ("2026-08-07", "proposed"), ("2026-09-17", "proposed"),
                          ("2026-09-18", "threatened"), ("2026-10-10", "threatened")],
)  # fmt: skip
def test_the_act_on_buyers_of_russian_energy_is_known_step_by_step(known: str, status: str | None) -> None:
    rows = {t.measure: t for t in threats(tables(), known)}
    row = rows.get("us.russia-energy")
    assert (row.status if row else None) == status
    if row is not None:
        assert row.authority == ("Sanctioning Russia and Iran Act of 2026 (H.R. 5334)",)
        assert "100 %" in row.rate


def test_every_pending_investigation_stands_with_its_authority_and_no_rate() -> None:
    rows = {t.measure: t for t in threats(tables(), "2026-10-10")}
    for name in ("robotics", "medical", "aircraft", "wind"):
        row = rows[f"us.s232.pending-{name}"]
        assert row.rate == ""
        assert "1862" in row.authority[0]


def test_a_threat_that_was_dropped_is_no_threat_any_more() -> None:
    assert "us.threat-100" in {t.measure for t in threats(tables(), "2025-10-26")}
    assert "us.threat-100" not in {t.measure for t in threats(tables(), "2025-11-02")}


def test_the_card_shows_them() -> None:
    shown = card(tables(), "2026-10-10", "2026-10-10")
    families = {f.family: f.status for f in shown.families}
    assert families["russia-energy"] == "threatened"
    assert families["s232-pending"] == "proposed"


@pytest.mark.parametrize(("day", "more"), [("2026-11-30", 0), ("2026-12-01", 10_000), ("2027-03-01", 10_000)])
def test_the_upper_bound_is_asked_for_from_its_assumed_day(day: str, more: int) -> None:
    answer = outlook(ROW, ["russia-energy-at-100"], against="by_text", entered=day)
    text, bound = (t.duty_usd for t in answer.totals)
    assert bound - text == Decimal(more)


def test_goods_of_hong_kong_are_not_reached() -> None:
    row = {**ROW, "origin": ["HK"]}
    answer = outlook(row, ["russia-energy-at-100"], against="by_text", entered="2027-03-01")
    text, bound = (t.duty_usd for t in answer.totals)
    assert text == bound


@pytest.mark.parametrize("name", PENDING)
def test_what_has_no_rate_is_not_modelled_and_errs_low(name: str) -> None:
    assert laid(name).clauses == ()
    (gap,) = unmodelled([name], own_outcomes())
    assert (gap.errs, gap.whole) == ("low", True)
    answer = outlook(ROW, [name], against="by_text", entered="2027-03-01")
    assert [g.outcome for g in answer.unmodelled] == [name]


def test_a_cut_of_both_sides_is_left_open_in_part() -> None:
    gaps = unmodelled(["thirty-for-thirty"], own_outcomes())
    assert {g.errs for g in gaps} == {"high"}
    assert not any(g.whole for g in gaps)
    assert len(gaps) == 2
    assert unmodelled(["by_text", "overcapacity-at-7-5"], own_outcomes()) == ()


def test_a_screen_never_tells_what_is_not_modelled_as_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["whatif", "s232-robotics-decided", "--hts", "8479.89.95", "--entered", "2026-12-15"])
    said = " ".join(capsys.readouterr().out.split())
    assert "s232-robotics-decided not modelled (errs low)" in said
    assert "The same under every outcome" not in said


def test_the_deadline_of_the_statute_is_a_clock_and_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["whatif", "us.s301.excess-capacity.march-2027=imposed", "--known", "2026-10-10",
             "--hts", "9506.62.40", "--entered", "2027-03-12"])  # fmt: skip
    assert "+750.00 USD" in " ".join(capsys.readouterr().out.split())
