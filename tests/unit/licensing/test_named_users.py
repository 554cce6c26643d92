"""A named end user is screened, or said to be unscreened; a cell that names no item is refused."""

from __future__ import annotations

import polars as pl
import pytest

import detente as dt
from detente.licensing import licence_rows
from detente.rowfiles import Sheet
from detente.terms import InputError


@pytest.mark.parametrize("item", ["laptop", "EAR99 valve"])
def test_a_name_under_us_controls_is_said_to_be_unscreened(item: str) -> None:
    plain = dt.licence(item, side="US", on="2025-10-26", destination="CN")
    named = dt.licence(item, side="US", on="2025-10-26", destination="CN", end_user="Some Co")
    assert any("end user Some Co was not screened" in note for note in named.notes)
    assert not any("not screened" in note for note in plain.notes)
    assert named.status == plain.status != "ok"


@pytest.mark.parametrize("cell", ["None", "n/a", "NULL", "?"])
def test_a_cell_that_names_no_item_is_refused_in_files_as_alone(cell: str) -> None:
    with pytest.raises(InputError, match="names nothing"):
        dt.licence(cell, on="2025-12-02")
    frame = pl.DataFrame({"item": [cell, "NdFeB magnet"], "on": "2025-12-02", "side": ["US", "CN"]})
    rows, faults = licence_rows(Sheet("lines", frame, first_row=2))
    assert rows["status"].to_list()[0] == "error"
    assert rows["status"].to_list()[1] != "error"
    assert "names nothing" in faults[0].text


def test_what_was_screened_and_what_was_not_is_said() -> None:
    answer = dt.licence("NdFeB magnet", on="2026-10-01", destination="US", end_user="Grey Lantern Works")
    assert answer.listings == () and answer.end_user == "Grey Lantern Works"
    notes = " ".join(answer.notes)
    assert "is not among the 170 names read of 242 entities listed that day" in notes
    assert "screened on 2026-10-01 against 170 names" in notes and "not screened: " in notes
    assert {row.list for row in answer.screened} >= {"cn_control_list", "cn_watch_list", "cn_uel"}
    assert answer.outcome == "undetermined"  # a name that is not found clears nobody


def test_a_day_without_any_list_says_nobody_was_screened() -> None:
    answer = dt.licence("gallium", on="2018-01-01", destination="US", end_user="General Dynamics")
    assert any("was not screened" in note for note in answer.notes)


def test_the_repeat_command_asks_for_the_same_end_user() -> None:
    answer = dt.licence("NdFeB magnet", on="2026-10-01", destination="US", end_user="MP Materials Corp.")
    assert (
        "--end-user 'MP Materials Corp.'" in answer.repeat.command and "--listed" not in answer.repeat.command
    )
    assert answer.facts["listed"] == "control_list"


def test_a_file_screens_the_end_user_of_every_row() -> None:
    frame = pl.DataFrame(
        {
            "item": ["dysprosium metal"] * 3, "on": ["2026-10-01", "2024-10-01", "2026-10-01"],
            "end_user": ["General Dynamics", "General Dynamics", "x" * 301], "leg": "CN_to_abroad",
            "origin": "CN", "destination": "US", "owned_by_listed": "no", "military": "no",
            "end_use": "civil",
        }
    )  # fmt: skip
    rows, faults = licence_rows(Sheet("lines", frame, first_row=2))
    assert rows["outcome"].to_list() == ["prohibited", "no_licence", ""]
    assert "General Dynamics is on a list: China" in rows["notes"][0] and faults[0].column == "end_user"
