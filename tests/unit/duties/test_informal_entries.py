"""An entry that could be informal and does not say so: its fee as one is said, alone and in files."""

from __future__ import annotations

import polars as pl
import pytest

import detente as dt

WORDS = "the merchandise processing fee is then 2.69 USD"


@pytest.mark.parametrize(
    ("value", "facts", "said"),
    [("55", {}, True), ("2500", {}, True), ("2501", {}, False),
     ("500", {"entry_type": "formal"}, False), ("500", {"entry_type": "informal"}, False),
     ("500", {"chapter_98": "yes"}, False)],
)  # fmt: skip
def test_a_small_entry_says_that_it_could_be_informal(value: str, facts: dict[str, str], said: bool) -> None:
    alone = dt.duty("9506.62.40", on="2025-11-20", value=value, facts=facts)
    assert any(WORDS in note for note in alone.notes) == said
    row = {"hts": "9506.62.40", "origin": "CN", "entry_date": "2025-11-20", "customs_value_usd": value}
    in_file = dt.assess(pl.DataFrame({**row, **facts}))
    assert (WORDS in (in_file["notes"][0] or "")) == said
    assert in_file["status"].to_list() == [alone.status]


def test_the_lines_of_an_invoice_are_one_entry() -> None:
    rows = pl.DataFrame(
        {"hts": "9506.62.40", "origin": "CN", "entry_date": "2025-11-20",
         "customs_value_usd": ["2000", "2000", "2000", "500"], "invoice_id": ["A", "A", "B", None]}
    )  # fmt: skip
    assert [WORDS in (note or "") for note in dt.assess(rows)["notes"]] == [False, False, True, True]


def test_before_fiscal_2026_the_fee_of_an_informal_entry_is_not_known() -> None:
    answer = dt.duty("9506.62.40", on="2024-11-20", value="500")
    assert not any(WORDS in note for note in answer.notes)
