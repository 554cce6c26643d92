"""Parties on China's lists, by name: on the days their listing holds, and what suspensions say on others.

Days and hours are those of the notices (law/sources/entity-lists.yaml and party-lists.yaml).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import detente as dt
from detente.regime import law_tables
from detente.screening import listings_by_name, lists_screened
from detente.terms import InputError

FACTS = Path(__file__).parents[5] / "shared" / "facts" / "updates" / "cn_entity_names.csv"
SALE = {
    "leg": "CN_to_abroad", "origin": "CN", "destination": "US", "military": "no", "owned_by_listed": "no",
    "end_use": "civil",
}  # fmt: skip


def sale(end_user: str, on: str, item: str = "dysprosium metal", **more):
    return dt.licence(item, on=on, end_user=end_user, **{**SALE, **more})


def listings(name: str, moment: str, known: str = ""):
    rows = listings_by_name(law_tables(), name, (moment, known or moment[:10]))
    return {(row.list, row.action): (row.match, row.state, row.announced_state) for row, _ in rows}


@pytest.mark.parametrize(
    ("end_user", "on", "wanted"),
    [
        # No. 1 of 2025, 2 January; No. 18 makes dysprosium a controlled item from 4 April
        ("General Dynamics", "2025-04-04", "prohibited"),
        ("General Dynamics", "2026-11-30", "prohibited"),
        # No. 23 of 2026, 22 June: the day before, the day, the day after
        ("MP Materials Corp.", "2026-06-21", "undetermined"),
        ("MP Materials Corp.", "2026-06-22", "prohibited"),
        ("MP Materials Corp.", "2026-06-23", "prohibited"),
        # No. 35 of 2025, 9 July
        ("汉翔航空工业股份有限公司", "2025-07-08", "undetermined"),
        ("漢翔航空工業股份有限公司", "2025-07-09", "prohibited"),
        # No. 51 of 2025, 25 September
        ("Global Dimensions LLC", "2025-09-24", "undetermined"),
        ("Global Dimensions LLC", "2025-09-25", "prohibited"),
        # No. 13 of 2025: stopped on 10 November 2025, and it does not return
        ("Leidos, Inc.", "2025-11-09", "prohibited"),
        ("Leidos, Inc.", "2025-11-10", "undetermined"),
        ("Leidos, Inc.", "2026-11-30", "undetermined"),
        # No. 21 of 2025: suspended from 14 May
        ("Source Intelligence, Inc.", "2025-05-13", "prohibited"),
        ("Source Intelligence, Inc.", "2025-05-14", "undetermined"),
        # No. 22 of 2025 applies from 10 April, 12:01
        ("Echodyne", "2025-04-10T12:00", "undetermined"),
        ("Echodyne", "2025-04-10T12:01", "prohibited"),
        ("Echodyne", "2025-08-12", "undetermined"),
    ],
)
def test_an_end_user_is_barred_on_the_days_of_its_listing(end_user: str, on: str, wanted: str) -> None:
    assert sale(end_user, on).outcome == wanted


def test_a_suspension_that_was_only_announced_leaves_two_readings() -> None:
    answer = sale("Source Intelligence, Inc.", "2026-11-30")
    assert {r.reading: r.outcome for r in answer.readings} == {
        "text": "prohibited",
        "announced": "undetermined",
    }
    assert sale("Source Intelligence, Inc.", "2026-11-30", reading="text").outcome == "prohibited"
    assert sale("Source Intelligence, Inc.", "2026-11-10").outcome == "undetermined"


def test_what_was_not_known_is_not_used() -> None:
    assert sale("MP Materials", "2026-06-22", known="2026-06-21").outcome == "undetermined"
    late = sale("MP Materials", "2026-06-22", known="2026-06-21")
    assert late.hindsight is not None and late.hindsight.outcome == "prohibited"


def test_the_unreliable_entity_list_bars_dealings_whatever_the_item() -> None:
    answer = sale("PVH Group", "2026-10-01", item="cotton shirts")
    assert (
        answer.outcome == "undetermined" and answer.high == "prohibited"
    )  # its notice does not say what is barred
    assert sale("Saronic Technologies", "2026-10-01", item="cotton shirts").outcome == "prohibited"
    assert (
        sale("Saronic Technologies", "2025-09-24", item="cotton shirts").outcome == "prohibited"
    )  # MFA, 2024
    assert sale("Recorded Future", "2025-10-08", item="cotton shirts").low == "no_licence"
    assert sale("Recorded Future", "2025-10-09", item="cotton shirts").outcome == "prohibited"


def test_a_near_name_is_a_question_with_the_candidates_named() -> None:
    answer = sale("Boeing", "2026-10-01")
    assert (answer.outcome, answer.high) == ("undetermined", "prohibited")
    assert {c.name for c in answer.listings} == {"Boeing Defense, Space & Security"}
    assert "listed" in {m.fact for m in answer.missing}
    assert any("is Boeing the listed Boeing Defense" in note for note in answer.notes)


def test_lists_are_kept_apart_and_each_stands_as_its_notice_says() -> None:
    rows = listings("Skydio, Inc.", "2026-10-01T23:59")
    assert {(lists, state) for (lists, _), (_, state, _) in rows.items()} == {
        ("cn_control_list", "ended"), ("cn_uel", "suspended"),
    }  # fmt: skip
    rows = listings("Skydio", "2026-11-30T23:59")
    assert ("same", "in_force", "suspended") in rows.values()


def test_what_is_held_of_each_list_is_counted() -> None:
    rows = {r.list: r for r in lists_screened(law_tables(), ("2026-10-01T23:59", "2026-10-01"))}
    assert (rows["cn_watch_list"].names, rows["cn_watch_list"].listed) == (10, 40)
    assert rows["cn_control_list"].not_screened == "41 of 110 listed parties are not held by name"
    assert rows["entity_list"].names == 0 and "no names" in rows["entity_list"].not_screened


@pytest.mark.skipif(not FACTS.is_file(), reason="the folder of facts is not beside this checkout")
def test_every_name_that_the_facts_hold_is_met_on_its_day() -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 215
    for row in rows:
        moment, list_ = row["effective_from"][:16], row["list"].replace("cn_uel_measure", "cn_uel")
        for name in (row["name_en"], row["name_zh"]):
            found = {(lists, *told[:2]) for (lists, _), told in listings(name, moment).items()}
            if name != "空间与安全集团":  # half of a name that a mark in it cut in two
                assert (list_, "same", "in_force") in found, (name, found)


def test_an_end_user_said_not_to_be_listed_who_is_is_refused() -> None:
    with pytest.raises(InputError, match="control list"):
        sale("General Dynamics", "2026-10-01", listed="no")
