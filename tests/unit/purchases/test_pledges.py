"""Pledges by their clocks and bases, the user's own counts, the calendar and its names."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from detente.outcomes.clocks.rounds import agreement_named, calendar
from detente.purchases.own_counts import read_progress
from detente.purchases.pledge_states import Count, bounds, pledges
from detente.regime.dated.tables import tables
from detente.report.pages.china_pages import pledges_page
from detente.terms import UnreadableFile


def one(name: str, on: str, known: str, extra=None):
    return next(p for p in pledges(tables(), on, known, extra).pledges if p.id == name)


def by_clock(pledge):
    return {v.id: {b.basis: b for b in v.periods[0].bases} for v in pledge.versions}


def test_twelve_million_tonnes_are_missed_by_one_clock_and_met_by_the_other() -> None:
    rows = by_clock(one("soybeans-12", "2026-10-09", "2026-10-09"))
    assert rows["white-house"]["sale"].status == "missed"
    assert rows["february"]["sale"].status == "met"
    arrivals = rows["white-house"]["arrival"]
    assert (arrivals.status, arrivals.at_least, arrivals.at_most) == ("missed", 0, 0)
    # nothing here says how much had been registered by the end of February
    assert rows["february"]["registered_sale"].status == "not shown"


@pytest.mark.parametrize(
    ("known", "status"), [("2025-11-30", "open"), ("2026-01-05", "not shown"), ("2026-01-09", "missed")]
)
def test_nothing_is_called_missed_before_it_could_be_known(known: str, status: str) -> None:
    rows = by_clock(one("soybeans-12", known, known))
    assert rows["white-house"]["sale" if known != "2025-11-30" else "registered_sale"].status == status


def test_china_stated_no_figure() -> None:
    assert one("soybeans-12", "2026-10-09", "2026-10-09").silent == ("CN",)


def test_pace_and_projection_of_twenty_five_million() -> None:
    pledge = one("soybeans-25", "2026-10-09", "2026-10-09")
    sale = next(v for v in pledge.versions if v.id == "white-house").periods[0].bases[0]
    assert sale.status == "open"
    # 9.5 in the 111 days from 11 September; 15.5 in the first 254
    assert sale.pace_needed == Decimal("0.599")
    assert sale.pace_seen == Decimal("0.427")
    assert sale.projected_on == "2027-02-14"


def test_phase_one_is_missed() -> None:
    assert "missed" in one("phase-one", "2022-03-01", "2022-03-01").verdict


def test_a_later_total_bounds_from_above_an_earlier_start_never_from_below() -> None:
    def count(since, on, low, high=None):
        return Count(
            "sale", since, on, on, Decimal(low), None if high is None else Decimal(high), "", "A", ()
        )

    rows = [
        count("2025-01-01", "2025-03-01", 5),
        count("2025-02-01", "2025-03-01", 3),
        count("2024-12-01", "2025-07-01", 9, 9),
    ]
    low, high = bounds(rows, "sale", "2025-02-01", "2025-06-30", "2026-01-01")
    assert low is not None and low.low == 3
    assert high is not None and high.high == 9


def test_own_counts_add_up_and_bad_rows_are_named(tmp_path: Path) -> None:
    path = tmp_path / "progress.csv"
    path.write_text(
        "pledge,basis,from,to,amount,unit\n"
        "soybeans-25,shipment,2026-01-01,2026-01-07,900000,tonnes\n"
        "soybeans-25,shipment,2026-01-08,2026-01-14,1.1,million tonnes\n"
        "soybeans-25,shipment,2026-01-10,2026-01-20,1,million tonnes\n"
        "soybean-25,shipment,2026-01-21,2026-01-27,1,million tonnes\n"
        "soybeans-25,dreams,2026-01-21,2026-01-27,1,million tonnes\n"
        "soybeans-25,shipment,2026-01-28,2026-01-21,1,million tonnes\n"
        "soybeans-25,shipment,2026-01-28,2026-02-03,1,aircraft\n"
        "soybeans-25,shipment,2026-01-28,2026-02-03,minus one,million tonnes\n",
        encoding="utf-8",
    )
    extra, faults = read_progress(path, tables())
    assert [(f.row, f.column) for f in sorted(faults, key=lambda f: f.row)] == [
        (4, "from"), (5, "pledge"), (6, "basis"), (7, "to"), (8, "unit"), (9, "(row)"),
    ]  # fmt: skip
    pledge = one("soybeans-25", "2026-10-09", "2026-10-09", extra)
    shipped = next(b for b in pledge.versions[0].periods[0].bases if b.basis == "shipment")
    assert shipped.at_least == Decimal(2)


def test_a_progress_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("pledge,amount\nsoybeans-25,1\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="basis"):
        read_progress(path, tables())


def test_the_page_is_whole_offline_and_escapes(tmp_path: Path) -> None:
    answer = pledges(tables(), "2026-10-09", "2026-10-09")
    page = pledges_page(answer.model_copy(update={"notes": ("<script>alert(1)</script>",)}))
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page.count("<svg") == page.count("</svg>") > 2
    assert page.count('role="img"') == page.count("<svg")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Busan Agreement", "kuala-lumpur-busan"),
        ("Kuala Lumpur joint arrangement", "kuala-lumpur-busan"),
        ("the busan agreement", "kuala-lumpur-busan"),
        ("吉隆坡经贸磋商联合安排", "kuala-lumpur-busan"),
        ("Geneva joint statement", "geneva"),
        ("Treaty of Nowhere", ""),
    ],
)
def test_one_arrangement_goes_by_many_names(name: str, expected: str) -> None:
    assert agreement_named(tables(), name) == expected


def test_the_calendar_counts_the_rounds_and_keeps_what_was_not_yet_known() -> None:
    law = tables()
    full = calendar(law, "2026-10-09", "2026-10-09")
    assert [e.round for e in full.events if e.round] == [str(n) for n in range(1, 9)]
    early = calendar(law, "2025-10-28", "2025-10-28")
    assert all(e.known <= "2025-10-28" for e in early.events)
    assert "kuala-lumpur-busan" not in {a.id for a in early.agreements}
    truce = next(a for a in full.agreements if a.id == "kuala-lumpur-busan")
    assert {e.until for e in truce.extended} >= {"2026-11-10", "2026-11-27", "2026-12-31"}
    said = next(a for a in full.agreements if a.id == "new-york-washington")
    assert not any(e.seen for e in said.extended)
