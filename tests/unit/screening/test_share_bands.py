"""Shares as registers write them: a least and a most, in words, GLEIF records and BODS statements."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from detente.screening import read_owners, screen
from detente.screening.owner_files.share_bands import read_band
from detente.screening.ownership_kernel import UNITS_PER_PERCENT
from detente.terms import UnreadableFile

PARTIES = [{"party_id": "T", "name": "Target"}]
SHARE = {"minimum": 50, "maximum": 75, "exclusiveMaximum": True}
LISTED = [{"party_id": "A", "list": "Entity List"}, {"party_id": "B", "list": "Entity List"}]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50-75%", 50, 75),
        ("50 % to 75 %", 50, 75),
        ("more than 25% but not more than 50%", 25, 50),
        ("ownership-of-shares-75-to-100-percent", 75, 100),
        ("49,9", 49.9, 49.9),
        ("75% or more", 75, 100),
        (">50%", 50, 100),
        ("up to 10 %", 0, 10),
        ("50%以上", 50, 100),
        ("25%至50%", 25, 50),
        ("超过50%", 50, 100),
    ],
)
def test_a_band_is_a_least_and_a_most(text: str, low: float, high: float) -> None:
    assert read_band(text) == (int(low * UNITS_PER_PERCENT), int(high * UNITS_PER_PERCENT))


@pytest.mark.parametrize("text", ["about half", "~50%", "120", "75-50%", "minority", "50-175%", ""])
def test_words_that_settle_nothing_stay_unknown(text: str) -> None:
    assert read_band(text) is None


def test_less_than_a_threshold_does_not_reach_it() -> None:
    low, high = read_band("less than 50%") or (0, 0)
    assert (low, high < 50 * UNITS_PER_PERCENT) == (0, True)


@pytest.mark.parametrize(
    ("share", "outcome", "held"),
    [
        ("50-75%", "caught", "50"),
        ("more than 25% but not more than 50%", "red_flag", "25"),
        ("25-49%", "red_flag", "25"),
        ("less than 50%", "red_flag", "0"),
        ("49,9", "red_flag", "49.9"),
        ("about half", "red_flag", "0"),
    ],
)
def test_an_outcome_is_as_sure_as_the_band_makes_it(share: str, outcome: str, held: str) -> None:
    owners = [{"owner_id": "A", "owned_id": "T", "share_pct": share}]
    (row,) = screen(PARTIES, owners, LISTED, on="2025-10-15").rows
    assert (row.outcome, row.aggregate_pct) == (outcome, held)


def test_bands_of_several_owners_add_up() -> None:
    owners = [
        {"owner_id": "A", "owned_id": "T", "share_pct": "25-30%"},
        {"owner_id": "B", "owned_id": "T", "share_pct": "25-30%"},
    ]
    answer = screen(PARTIES, owners, LISTED, on="2025-10-15")
    assert (answer.rows[0].outcome, answer.rows[0].aggregate_pct, answer.holdings) == ("caught", "50", 2)
    owners[1]["share_pct"] = "15-25%"
    (row,) = screen(PARTIES, owners, LISTED, on="2025-10-15").rows
    assert (row.outcome, row.missing.count("exact share of")) == ("red_flag", 2)


def test_gleif_records_are_holdings_of_unknown_size_unless_an_amount_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "rr.csv"
    path.write_text(
        "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
        "Relationship.RelationshipStatus,Relationship.Quantifiers.1.QuantifierAmount,"
        "Relationship.Quantifiers.1.QuantifierUnits\n"
        "T,A,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,,\n"
        "U,A,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,60,PERCENTAGE\n"
        "V,A,IS_FUND-MANAGED_BY,ACTIVE,,\n"
        "W,A,IS_DIRECTLY_CONSOLIDATED_BY,INACTIVE,,\n",
        encoding="utf-8",
    )
    sheet = read_owners(path)
    assert sheet.frame.rows() == [("A", "T", None), ("A", "U", "60")]
    assert "2 funds and relationships that ended are left out" in sheet.notes[0]


def test_bods_statements_of_both_generations(tmp_path: Path) -> None:
    old = {
        "statementID": "s1", "statementType": "ownershipOrControlStatement",
        "subject": {"describedByEntityStatement": "T"},
        "interestedParty": {"describedByPersonStatement": "A"},
        "interests": [{"type": "shareholding", "share": SHARE}],
    }  # fmt: skip
    new = {
        "recordId": "r1", "recordType": "relationship",
        "recordDetails": {
            "subject": "U", "interestedParty": "A",
            "interests": [{"type": "votingRights", "share": {"exact": 90}}],
        },
    }  # fmt: skip
    person = {"statementID": "A", "statementType": "personStatement", "names": [{"fullName": "Ann"}]}
    path = tmp_path / "bods.jsonl"
    path.write_text("\n".join(json.dumps(s) for s in (person, old, new)), encoding="utf-8")
    frame = read_owners(path).frame
    assert frame["owner_id", "owned_id", "share_pct", "owner_name"].rows() == [
        ("A", "T", "at least 50 less than 75", "Ann"),
        ("A", "U", None, "Ann"),
    ]
    (row,) = screen(PARTIES, path, LISTED, on="2025-10-15").rows
    assert row.outcome == "caught"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no ownership statement"):
        read_owners(path)


def test_columns_of_an_owner_table_by_the_names_of_registers(tmp_path: Path) -> None:
    path = tmp_path / "owners.csv"
    path.write_text("股东,被投资企业,持股比例\nA,T,50%以上\n", encoding="gb18030")
    (row,) = screen(PARTIES, path, LISTED, on="2025-10-15").rows
    assert row.outcome == "caught"
    assert isinstance(read_owners(path).frame, pl.DataFrame)
