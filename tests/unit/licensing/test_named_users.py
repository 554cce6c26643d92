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
