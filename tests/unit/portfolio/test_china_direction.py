"""Goods entering China: single answers, files of both directions, and input that cannot be used."""

from __future__ import annotations

import shlex
from decimal import Decimal

import polars as pl
import pytest

from detente.duties.china.entry import vat_cents
from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import long, wide
from detente.portfolio.read.rows import frame_sheet
from detente.terms import InputError, UnknownCode

DAYS = (
    "2018-01-02",
    "2018-07-06",
    "2019-09-01",
    "2020-02-14",
    "2025-03-10",
    "2025-04-11",
    "2025-05-13",
    "2026-10-01",
)


def into_china(hts: str, on: str, **more):
    return duty(hts, origin="US", to="CN", value="100000", on=on, **more)


def test_a_grain_without_its_quota_is_undetermined_between_its_two_rates() -> None:
    answer = into_china("1005.90.00", "2026-10-01")
    assert answer.status == "undetermined"
    assert answer.total_pct is None
    assert [m.fact for m in answer.missing] == ["quota"]
    # at the low end with an approved exclusion as well
    assert (answer.low_usd, answer.high_usd) == (Decimal(11000), Decimal(100000))


def test_the_total_is_given_with_and_without_an_exclusion() -> None:
    answer = into_china("1201.90.00", "2026-10-01")
    assert answer.total_pct == Decimal("40.5")
    assert answer.with_exclusion is not None
    assert answer.with_exclusion.total_pct == Decimal(13)
    granted = into_china("1201.90.00", "2026-10-01", facts={"exclusion": "granted"})
    assert granted.total_pct == Decimal(13)
    assert granted.with_exclusion is None


def test_a_provisional_rate_goes_before_the_ordinary_one() -> None:
    assert into_china("2711.12.00", "2018-01-02").total_pct == 1


def test_vat_falls_on_value_and_duties_and_stays_outside_the_total() -> None:
    answer = into_china("1201.90.00", "2026-10-01")
    (vat,) = answer.fees
    assert vat.component == "vat"
    assert vat.base_usd == Decimal(140500)
    assert vat.duty_usd == Decimal("12645.00")
    assert answer.duty_usd == Decimal(40500)


@pytest.mark.parametrize(("dollars", "duty_amount", "expected"), [(1, 50, 14), (100, 0, 900), (0, 0, 0)])
def test_vat_is_rounded_once_half_a_cent_up(dollars: int, duty_amount: int, expected: int) -> None:
    assert vat_cents(90_000, dollars, duty_amount) == expected


def test_what_rests_on_memory_says_so() -> None:
    answer = into_china("0406.90.00", "2024-06-01")
    assert any("memory" in note for note in answer.notes)
    assert "C" in {line.confidence for line in answer.lines}
    read = {c.read for line in answer.lines for c in line.cite}
    assert "memory" in read


def test_other_origins_are_not_modelled_unless_free_anyhow() -> None:
    assert duty("1201.90.00", origin="BR", to="CN", value="1000", on="2026-10-01").status == "not_modelled"
    free = duty("8542.31.90", origin="TW", to="CN", value="1000", on="2026-10-01")
    assert (free.status, free.total_pct) == ("ok", 0)


def test_an_answer_past_the_checked_day_gives_both_readings() -> None:
    answer = into_china("1201.90.00", "2026-11-23", known="2026-10-09")
    assert (answer.status, answer.total_pct, answer.duty_usd) == ("undetermined", None, None)
    assert {r.reading: r.total_pct for r in answer.readings} == {
        "text": Decimal("64.5"),
        "announced": Decimal("40.5"),
    }


def test_a_code_whose_lines_were_not_read_gets_its_all_goods_layer() -> None:
    answer = into_china("8807.20.00", "2026-10-01")  # a subheading of 2022 that no table names
    assert answer.status == "undetermined"
    assert any(line.component == "retaliation_2025" and line.rate_pct == 10 for line in answer.lines)
    assert "schedule" in {m.fact for m in answer.missing}


def test_the_command_that_repeats_an_answer_names_the_direction() -> None:
    words = shlex.split(into_china("1201.90.00", "2026-10-01").repeat.command)
    assert words[words.index("--to") + 1] == "CN"


def test_entry_elsewhere_is_refused_with_what_is_accepted() -> None:
    with pytest.raises(InputError, match="US or CN"):
        duty("1201.90.00", origin="US", to="BR", value="1000", on="2026-10-01")
    with pytest.raises(InputError, match="one of in, over"):
        into_china("1005.90.00", "2026-10-01", facts={"quota": "maybe"})


def test_a_file_and_its_lines_one_by_one_agree() -> None:
    """One line in sixty of the schedule on every day, with and without an exclusion; and refused alike."""
    codes = schedule("CN").codes(8)[::60]
    rows = [(c, d, e) for c in codes for d in DAYS for e in ("", "granted")]
    frame = pl.DataFrame(
        {
            "hts": [r[0] for r in rows], "origin": ["US"] * len(rows), "entry_date": [r[1] for r in rows],
            "customs_value_usd": ["12345.67"] * len(rows), "direction": ["china_import"] * len(rows),
            "exclusion": [r[2] for r in rows], "quota": ["in"] * len(rows),
        }
    )  # fmt: skip
    answer = assess_sheet(frame_sheet(frame))
    answered = 0
    for (code, day, exclusion), found in zip(rows, answer.rows, strict=True):
        facts = {"quota": "in", **({"exclusion": exclusion} if exclusion else {})}
        try:
            single = duty(code, origin="US", to="CN", value="12345.67", on=day, facts=facts)
        except UnknownCode:
            assert found.status == "error", (code, day)
            continue
        assert single.status == found.status, (code, day)
        answered += 1
        if single.duty_usd is None:
            bounds = [None if cents is None else Decimal(cents) / 100 for cents in (found.low, found.high)]
            assert [single.low_usd, single.high_usd] == bounds, (code, day)
            continue
        assert single.duty_usd == Decimal(found.duty) / 100, (code, day)
        assert single.fees[0].duty_usd == Decimal(found.fees["vat"]) / 100, (code, day)
    assert answered > 2000
    assert all("China's schedule holds no line" in fault.text for fault in answer.faults)


def test_both_directions_stand_in_one_file() -> None:
    frame = pl.DataFrame(
        {
            "hts": ["12019000", "9506.62.40", "12019000"], "origin": ["US", "CN", "US"],
            "entry_date": ["2025-10-26"] * 3, "customs_value_usd": ["1000"] * 3,
            "direction": ["china_import", None, "to_china"],
        }
    )  # fmt: skip
    answer = assess_sheet(frame_sheet(frame))
    table = wide(answer)
    assert table["status"].to_list() == ["ok", "ok", "error"]
    assert table["total_pct"].to_list()[:2] == [50.5, 37.5]
    assert table["retaliation_2025_pct"][0] == 20
    assert table["fentanyl_pct"][1] == 20
    assert table["vat_pct"].to_list()[:2] == [13.545, None]
    assert table["with_exclusion_pct"].to_list() == [23.0, None, None]
    assert [f.column for f in answer.faults] == ["direction"]
    layers = long(answer)
    assert "cn.base.most-favoured-nation" in layers["measure"].to_list()
    assert "vat" in layers["component"].to_list()


def test_a_file_of_one_direction_shows_only_its_components() -> None:
    frame = pl.DataFrame(
        {
            "hts": ["12019000"], "origin": ["US"], "entry_date": ["2025-10-26"],
            "customs_value_usd": ["1000"],
            "direction": ["china_import"],
        }
    )  # fmt: skip
    columns = wide(assess_sheet(frame_sheet(frame))).columns
    assert "s301_pct" not in columns
    assert "retaliation_301_pct" in columns
