"""Duties that change by their own text are clocks as known on the day; none tells what was not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente.outcomes.clocks.duty_steps import duty_clauses
from detente.outcomes.clocks.upcoming import decisions
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.regime.on_a_day.timeline import track_state


@pytest.mark.parametrize("known", ["2018-10-01", "2019-08-24", "2024-09-28", "2025-10-26", "2026-10-10"])
def test_a_step_is_a_change_of_the_law_as_known(known: str) -> None:
    law = tables()
    steps = duty_clauses(law, known, known)
    assert steps
    for step in steps:
        measure = law.measure(step.id.split("@")[0])
        day = step.last_moment[:10]
        eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        states = [
            [track_state(measure, track, f"{moment}T23:59", known) for track in measure.tracks]
            for moment in (eve, day)
        ]
        seen = [[(s.status, s.ppm) if s else None for s in row] for row in states]
        assert seen[0] != seen[1], step.id


def test_steps_printed_by_an_instrument_stand_in_the_list_before_they_come() -> None:
    found = {s.id: s for s in duty_clauses(tables(), "2024-09-28", "2024-09-28")}
    review = found["us.s301.four-year-review@2026-01-01"]
    assert "→ 25 %" in review.by_text
    assert "不加征 → 25%" in review.by_text_zh
    assert review.cite
    assert "us.s301.exclusions@2025-06-01" in found


def test_what_was_not_known_is_no_clock() -> None:
    found = {s.id for s in duty_clauses(tables(), "2018-10-01", "2018-10-01")}
    assert not any(name.startswith(("cn.retaliation-301", "cn.vat")) for name in found)


def test_a_step_is_told_once_where_a_clock_of_the_law_tells_it() -> None:
    rows = decisions(tables(), law_tables(), "2026-10-10", "2026-10-10")
    told = [(r.clock.last_moment[:10], r.clock.title) for r in rows]
    assert len(told) == len(set(told))
    assert not any(r.clock.id.startswith("us.s232.wood@2027") for r in rows)


def test_hindsight_shows_what_settled_a_clock() -> None:
    rows = {r.clock.id: r for r in decisions(tables(), law_tables(), "2025-10-26", "2026-10-10")}
    assert rows["us.reciprocal.november-2025"].clock.state.startswith("settled 2025-11-04")
    on_the_day = {r.clock.id: r for r in decisions(tables(), law_tables(), "2025-10-26", "2025-10-26")}
    assert on_the_day["us.reciprocal.november-2025"].clock.state == "open"
    after = {r.clock.id for r in decisions(tables(), law_tables(), "2025-11-06", "2025-11-06")}
    assert "us.reciprocal.november-2025" not in after
