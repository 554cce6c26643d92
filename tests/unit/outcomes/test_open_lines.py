"""A line whose duty is open is counted in the answer on timing; the notes of one line are carried."""

from __future__ import annotations

import detente as dt
from detente.report import timing_screen

ASKED = {"outcomes": ["lapse", "truce"], "entered": "2025-11-15", "timing": True}


def test_timing_says_how_many_lines_are_open() -> None:
    answer = dt.whatif(hts="1005.90.20", **ASKED)  # its base rate is by the kilogram, and none is given
    assert answer.open_lines == 1
    assert "The duty on 1 line is open" in timing_screen(answer).sentence


def test_a_settled_line_is_not_open() -> None:
    answer = dt.whatif(hts="9506.62.40", **ASKED)
    assert answer.open_lines == 0
    assert "open" not in timing_screen(answer).sentence


def test_what_is_said_of_the_number_of_one_line_is_carried() -> None:
    for timing in (True, False):
        answer = dt.whatif(hts="9506.62.40.00", **{**ASKED, "timing": timing})
        assert any("read as the line 9506.62.40" in note for note in answer.notes)
