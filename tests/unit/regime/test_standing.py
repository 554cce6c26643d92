"""A clause of a fee or a licence at the minute before, at and after each boundary, and as it became known."""

from __future__ import annotations

from typing import Any

import pytest

from detente.regime.kinds.tracks import Track
from detente.regime.on_a_day.fee_licence_tracks import boundaries, standing


def assertion(name: str, state: str, start: str, until: str, known: str) -> dict[str, Any]:
    return {
        "id": name,
        "state": state,
        "effective": {"from": start, "until": until} if until else {"from": start},
        "known": known,
        "cite": [],
    }


def track(*assertions: dict[str, Any], said: tuple[dict[str, Any], ...] = ()) -> Track:
    raw = {
        "id": "main",
        "title": {"en": "a clause", "zh": "条款"},
        "assertions": list(assertions),
        "said": list(said),
    }
    return Track.model_validate(raw)


FORCE = assertion("begun", "in_force", "2025-10-14T00:01-04:00", "2026-10-14T00:01-04:00", "2025-04-17")
PAUSE = assertion("paused", "suspended", "2025-11-10T00:01-05:00", "2026-11-10T00:01-05:00", "2025-11-06")


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2025-10-14T00:00", "not_begun"),
        ("2025-10-14T00:01", "in_force"),
        ("2025-10-14T00:02", "in_force"),
        ("2025-11-10T00:00", "in_force"),
        ("2025-11-10T00:01", "suspended"),
        ("2026-10-14T00:01", "suspended"),
        ("2026-11-10T00:00", "suspended"),
        ("2026-11-10T00:01", "ended"),
        ("2026-11-10T00:02", "ended"),
    ],
)
def test_a_clause_changes_at_its_minute(moment: str, state: str) -> None:
    for clause in (track(FORCE, PAUSE), track(PAUSE, FORCE)):
        found = standing(clause, "US", moment, "2025-12-31")
        assert found.state == state
        assert found.open is (state == "in_force")
        assert (found.by is None) is (state in ("not_begun", "ended"))


def test_a_clause_of_chinas_changes_at_the_same_instant_of_its_own_clock() -> None:
    clause = track(PAUSE)
    assert standing(clause, "CN", "2025-11-10T13:00", "2025-12-31").state == "not_begun"
    assert standing(clause, "CN", "2025-11-10T13:01", "2025-12-31").state == "suspended"


@pytest.mark.parametrize(
    ("known", "state"), [("2025-11-05", "in_force"), ("2025-11-06", "suspended"), ("2025-11-07", "suspended")]
)
def test_an_act_counts_from_the_day_it_is_known(known: str, state: str) -> None:
    found = standing(track(FORCE, PAUSE), "US", "2026-01-01T12:00", known)
    assert found.state == state
    assert found.until == {"in_force": "2026-10-14T00:01", "suspended": "2026-11-10T00:01"}[state]


@pytest.mark.parametrize(("known", "state"), [("2025-04-16", "not_begun"), ("2025-04-17", "ended")])
def test_a_clause_has_ended_only_once_its_beginning_is_known(known: str, state: str) -> None:
    assert standing(track(FORCE), "US", "2026-12-01T12:00", known).state == state


def test_of_two_acts_known_on_one_day_the_later_in_the_file_prevails() -> None:
    other = {**PAUSE, "id": "other", "known": FORCE["known"]}
    assert standing(track(FORCE, other), "US", "2026-01-01T12:00", "2025-12-31").state == "suspended"
    assert standing(track(other, FORCE), "US", "2026-01-01T12:00", "2025-12-31").state == "in_force"


def test_what_was_only_said_counts_when_announcements_are_taken_at_their_word() -> None:
    said = assertion("said", "suspended", "2026-11-10T00:01-05:00", "2027-01-10T00:01-05:00", "2026-09-23")
    clause = track(FORCE, PAUSE, said=(said,))
    at = "2026-12-01T12:00"
    assert standing(clause, "US", at, "2026-12-01").state == "ended"
    assert standing(clause, "US", at, "2026-12-01", announced=True).state == "suspended"
    assert standing(clause, "US", at, "2026-09-22", announced=True).state == "ended"
    assert standing(clause, "US", at, "2026-09-23", announced=True).state == "suspended"


def test_the_moments_of_change_are_those_known_in_order() -> None:
    said = assertion("said", "suspended", "2026-11-10T00:01-05:00", "2027-01-10T00:01-05:00", "2026-09-23")
    both = [(track(PAUSE, FORCE, said=(said,)), "US")]
    known_first = ["2025-10-14T00:01", "2026-10-14T00:01"]
    assert boundaries(both, "2025-04-16") == []
    assert boundaries(both, "2025-04-17") == known_first
    assert boundaries(both, "2025-11-06") == [
        "2025-10-14T00:01",
        "2025-11-10T00:01",
        "2026-10-14T00:01",
        "2026-11-10T00:01",
    ]
    assert boundaries(both, "2026-09-22", announced=True) == boundaries(both, "2026-09-23")
    assert boundaries(both, "2026-09-23", announced=True)[-1] == "2027-01-10T00:01"
