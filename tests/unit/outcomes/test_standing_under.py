"""The law itself under outcomes: what differs is shown with its states, what does not is left out."""

from __future__ import annotations

import pytest

from detente.outcomes.clocks.knowledge import state_words
from detente.outcomes.clocks.law_under_outcomes import law_under
from detente.outcomes.laying.store import with_files
from detente.regime.dated.tables import tables
from detente.regime.on_a_day.timeline import track_state
from detente.terms import InputError

ROWS = with_files([])


def test_busan_shows_what_the_later_law_shows() -> None:
    found = law_under(["busan"], rows=ROWS, known="2025-10-29", on="2025-11-11")
    assert found.outcomes == ("as_known", "busan")
    states = {row.measure: row.states[1] for row in found.duties if row.measure.startswith("us.ieepa")}
    later = {
        m.id: state_words(track_state(m, m.tracks[0], "2025-11-11T23:59", "2025-11-11"))
        for m in tables().measures
        if m.id in states
    }
    assert states == later
    assert set(states.values()) == {"10 %"}
    assert {row.states[1] for row in found.controls if "No. 61" in row.title} == {"suspended"}


def test_a_threat_stands_only_under_the_outcome_that_carries_it_out() -> None:
    found = law_under(["lapse", "plus100"], rows=ROWS, known="2025-10-26")
    threat = [row for row in found.duties if row.measure.startswith("us.threat")]
    assert [row.states for row in threat] == [("nothing", "nothing", "100 %")]
    assert found.on > "2025-11-10"
    assert any("none was named" in note for note in found.notes)


def test_the_law_by_its_text_differs_in_nothing_from_the_law_as_known() -> None:
    found = law_under(["lapse"], rows=ROWS, known="2025-10-26")
    assert (found.duties, found.controls) == ((), ())


def test_an_exclusion_is_a_relief_and_no_rate() -> None:
    found = law_under(["to-2027-01-10"], rows=ROWS)
    relief = [row for row in found.duties if row.measure == "us.s301.exclusions"]
    assert relief
    assert {row.states for row in relief} == {("nothing", "relief")}


@pytest.mark.parametrize(
    ("word", "said"), [("lapes", "lapse"), ("us.reciprocal.november-2025=extnd", "one of extend, lapse")]
)
def test_an_outcome_that_does_not_exist_is_named(word: str, said: str) -> None:
    with pytest.raises(InputError) as fault:
        law_under([word], rows=ROWS, known="2025-10-26")
    assert said in fault.value.text
