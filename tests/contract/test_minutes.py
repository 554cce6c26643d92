"""A time given is a minute on every face: command, server, Python, files; offsets go to the side's clock."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import detente as dt
from detente.cli.main import run
from detente.licensing.transaction_files import licence_rows
from detente.rowfiles.sheets import read_sheet
from detente.terms import InputError

testing = pytest.importorskip("starlette.testclient")
pytest.importorskip("fastapi")

from detente.web.app import make_app  # noqa: E402 - only with the extra

# On 10 November 2025 at 00:01 Eastern (13:01 in Beijing) the suspension of 24 points of the reciprocal duty
# ends by the text known on 3 November (EO 14334, sec. 2): 37.5 % before, 61.5 % from that minute.
DUTY = [
    ("2025-11-09", "37.5"),
    ("2025-11-10T00:00", "37.5"),
    ("2025-11-10T00:00:59", "37.5"),
    ("2025-11-10T00:01", "61.5"),
    ("2025-11-10T00:02", "61.5"),
    ("2025-11-10", "61.5"),
    ("2025-11-10T05:00Z", "37.5"),
    ("2025-11-10T05:01Z", "61.5"),
    ("2025-11-10T13:00+08:00", "37.5"),
    ("2025-11-10T13:01+08:00", "61.5"),
]
# China's farm duty of 10 points ends at 13:01 in Beijing on that day (TCC Announcement 2025 No. 10).
INTO_CHINA = [
    ("2025-11-10T13:00", "50.5"),
    ("2025-11-10T13:01", "40.5"),
    ("2025-11-10T05:00Z", "50.5"),
    ("2025-11-10T05:01Z", "40.5"),
    ("2025-11-10T00:01-05:00", "40.5"),
    ("2025-11-10", "40.5"),
]


@pytest.fixture(scope="module")
def get() -> Any:
    client = testing.TestClient(make_app(), base_url="http://127.0.0.1:8321")

    def ask(address: str, **query: str) -> Any:
        answer = client.get(address, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: str) -> Any:
        with pytest.raises(SystemExit):
            run([*words, "--json"])
        return json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize(("on", "percent"), DUTY)
def test_a_duty_changes_at_its_minute_on_every_face(on: str, percent: str, get: Any, printed: Any) -> None:
    in_python = dt.duty("9506.62.40", origin="CN", value="10000", on=on, known="2025-11-03")
    assert in_python.total_pct == Decimal(percent)
    served = get("/api/duty", hts="9506.62.40", value="10000", on=on, known="2025-11-03")
    said = printed("duty", "9506.62.40", "--value", "10000", "--on", on, "--known", "2025-11-03")
    assert Decimal(str(served["total_pct"])) == Decimal(percent)
    assert said == served
    row = {
        "hts": "9506.62.40",
        "origin": "CN",
        "entry_date": on,
        "customs_value_usd": "10000",
        "known": "2025-11-03",
    }
    assert dt.assess(pl.DataFrame([row]))["total_pct"].to_list() == [float(percent)]


@pytest.mark.parametrize(("on", "percent"), INTO_CHINA)
def test_a_duty_of_chinas_changes_at_its_minute_of_beijing(on: str, percent: str) -> None:
    answer = dt.duty("1201.90.00", origin="US", to="China", value="10000", on=on, known="2025-11-10")
    assert answer.total_pct == Decimal(percent)


def test_rows_of_one_file_are_read_each_on_the_clock_of_its_country_of_entry() -> None:
    goods = {
        "us_import": ("9506.62.40", "CN", "2025-11-03"),
        "china_import": ("1201.90.00", "US", "2025-11-10"),
    }
    rows, expected = [], []
    for direction, cases in (("us_import", DUTY), ("china_import", INTO_CHINA)):
        hts, origin, known = goods[direction]
        for on, percent in cases:
            rows.append({"hts": hts, "origin": origin, "entry_date": on, "customs_value_usd": "10000",
                         "known": known, "direction": direction})  # fmt: skip
            expected.append(float(percent))
    assert dt.assess(pl.DataFrame(rows))["total_pct"].to_list() == expected
    named = [{**row, "direction": "China" if row["direction"] == "china_import" else "USA"} for row in rows]
    assert dt.assess(pl.DataFrame(named))["total_pct"].to_list() == expected


def test_a_day_of_export_with_an_offset_is_read_on_the_clock_of_the_country_of_entry() -> None:
    # relief for goods exported before 12:01 in Beijing on 10 April 2025 and entered by 13 May
    # (TCC Announcement 2025 No. 4)
    def total(exported_on: str) -> Any:
        return dt.duty(
            "1201.90.00",
            origin="US",
            to="CN",
            value="10000",
            on="2025-04-20",
            facts={"exported_on": exported_on},
        ).total_pct

    before, after = total("2025-04-10T12:00"), total("2025-04-10T12:02")
    assert before != after
    assert total("2025-04-10T04:00Z") == before
    assert total("2025-04-10T04:02Z") == after
    rows = [
        {"hts": "1201.90.00", "origin": "US", "entry_date": "2025-04-20", "customs_value_usd": "10000",
         "direction": "china_import", "exported_on": exported}
        for exported in ("2025-04-10T04:00Z", "2025-04-10T04:02Z")
    ]  # fmt: skip
    assert dt.assess(pl.DataFrame(rows))["total_pct"].to_list() == [float(before), float(after)]


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        ("2025-11-10T00:00", "20 %"),
        ("2025-11-10T00:01", "10 %"),
        ("2025-11-10T05:00Z", "20 %"),
        ("2025-11-10", "10 %"),
    ],
)
def test_the_card_changes_at_its_minute_on_every_face(on: str, rate: str, get: Any, printed: Any) -> None:
    in_python = dt.status(on=on)
    served, said = get("/api/status", on=on), printed("status", "--on", on)
    assert served == said
    assert json.loads(in_python.model_dump_json()) == served
    assert next(f.rate for f in in_python.families if f.family == "fentanyl") == rate
    assert (in_python.on, in_python.known) == (
        on if on != "2025-11-10T05:00Z" else "2025-11-10T05:00+00:00",
        "2025-11-10",
    )


# The US suspended its port fees from 10 November 2025 (90 FR 50947) and China hers at 13:01 Beijing time.
@pytest.mark.parametrize(
    ("side", "on", "due"),
    [
        ("US", "2025-11-09", True),
        ("US", "2025-11-09T23:59", True),
        ("us", "2025-11-10T00:00", True),
        ("US", "2025-11-10T05:00Z", True),
        ("USA", "2025-11-10T00:01", False),
        ("US", "2025-11-10T05:01Z", False),
        ("china", "2025-11-10T13:00", True),
        ("CN", "2025-11-10T13:01", False),
        ("中国", "2025-11-10T05:00Z", True),
        ("CN", "2025-11-10T05:01Z", False),
    ],
)
def test_a_port_fee_is_suspended_at_its_minute(side: str, on: str, due: bool) -> None:
    facts = {"net_tonnage": "10000", "owner_country": "CN", "operator_country": "CN", "built_country": "CN",
             "vessel_type": "container"}  # fmt: skip
    if side not in ("US", "us", "USA"):
        facts = {"net_tonnage": "10000", "owner_country": "US", "operator_country": "US", "flag": "US",
                 "built_country": "US", "dwt": "50000"}  # fmt: skip
    answer = dt.fee(side, on=on, known="2025-11-10", facts=facts)
    assert (answer.fee_amount or 0) > 0 if due else answer.fee_amount == 0
    assert answer.side in ("US", "CN")


def test_a_day_alone_on_which_dues_stop_at_an_hour_is_open() -> None:
    facts = {"net_tonnage": "10000", "owner_country": "US", "operator_country": "US", "flag": "US",
             "built_country": "US", "dwt": "50000"}  # fmt: skip
    answer = dt.fee("CN", on="2025-11-10", known="2025-11-10", facts=facts)
    assert (answer.status, answer.low, answer.high) == ("undetermined", 0, 4_000_000)
    assert "hour" in [m.fact for m in answer.missing]


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("2025-11-30", "no_licence"),
        ("2025-11-30T23:59", "no_licence"),
        ("2025-12-01T00:00", "licence_needed"),
        ("2025-12-01T00:01", "licence_needed"),
        ("2025-11-30T15:59Z", "no_licence"),
        ("2025-11-30T16:00Z", "licence_needed"),
        ("2025-11-30T11:00-05:00", "licence_needed"),
    ],
)
def test_a_licence_is_needed_from_its_minute_of_beijing(on: str, outcome: str, tmp_path: Path) -> None:
    # MOFCOM Announcement No. 61 of 2025, 1(1), as known on 20 October 2025: from 1 December 2025
    facts = {
        "leg": "abroad_to_abroad", "origin": "VN", "destination": "US", "controlled_share": "0.12%",
        "military": "no", "listed": "no", "owned_by_listed": "no", "end_use": "civil",
        "chinese_technology": "no",
    }  # fmt: skip
    item = "foreign-made rare-earth magnet"
    for side in ("CN", "china"):
        answer = dt.licence(item, on=on, known="2025-10-20", side=side, facts=facts)
        assert answer.outcome == outcome
        assert answer.side == "CN"
    row = {"item": item, "on": on, "known": "2025-10-20", "side": "China", **facts}
    path = tmp_path / "cases.csv"
    pl.DataFrame([row]).write_csv(path)
    frame, faults = licence_rows(read_sheet(path, required=("item", "on")))
    assert not faults
    assert frame["outcome"].to_list() == [outcome]


def test_the_command_to_repeat_an_answer_names_its_minute() -> None:
    on = "2025-11-10T00:00"
    assert f"--on {on} " in dt.duty("9506.62.40", origin="CN", value="1", on=on).repeat.command
    assert f"--on {on} " in dt.licence("gallium", on=on, side="china").repeat.command
    assert "--side CN" in dt.licence("gallium", on=on, side="china").repeat.command
    assert f"--side US --on {on} " in dt.fee("us", on=on, facts={"net_tonnage": "1"}).repeat.command
    assert "--on 2025-11-10 " in dt.licence("gallium", on="2025-11-10").repeat.command


@pytest.mark.parametrize(
    "on", ["2025-11-10T04:30Z", "2025-11-10T00:00", "2025-11-10", "2025-11-10T13:01+08:00"]
)
def test_the_day_of_knowledge_is_that_of_the_moment_on_every_face(on: str, get: Any, printed: Any) -> None:
    in_python = dt.duty("9506.62.40", origin="CN", value="10000", on=on)
    assert in_python.known == in_python.on[:10]
    assert in_python.known == ("2025-11-09" if on == "2025-11-10T04:30Z" else "2025-11-10")
    assert get("/api/duty", hts="9506.62.40", on=on)["known"] == in_python.known
    assert printed("duty", "9506.62.40", "--on", on)["known"] == in_python.known
    ship = {"net_tonnage": "10000", "owner_country": "CN", "built_country": "CN", "vessel_type": "container"}
    assert get("/api/fee", on=on, **ship)["known"] == dt.fee("US", on=on, facts=ship).known == in_python.known
    there = dt.licence("gallium", on=on, facts={"leg": "CN_to_abroad", "origin": "CN"})
    assert get("/api/licence", item="gallium", on=on)["known"] == there.known == "2025-11-10"
    assert printed("licence", "gallium", "--on", on)["known"] == there.known


def test_days_of_python_and_of_spreadsheets_are_days() -> None:
    def total(on: object) -> Any:
        return dt.duty("9506.62.40", origin="CN", value="10000", on=on, known="2025-11-03").total_pct

    assert total(datetime(2025, 11, 10)) == total("2025-11-10") == Decimal("61.5")
    assert total(datetime(2025, 11, 10, tzinfo=timezone(timedelta(hours=-5)))) == Decimal("37.5")
    frame = pl.DataFrame(
        {"hts": ["9506.62.40"], "origin": ["CN"], "entry_date": [datetime(2025, 11, 10)],
         "customs_value_usd": [10000], "known": ["2025-11-03"]}
    )  # fmt: skip
    assert dt.assess(frame)["total_pct"].to_list() == [61.5]
    path_like = frame.with_columns(pl.col("entry_date").dt.strftime("%Y-%m-%dT%H:%M"))
    assert dt.assess(path_like)["total_pct"].to_list() == [37.5]


def test_a_side_that_is_none_is_refused_on_the_faces_that_read_rows() -> None:
    for side in ("both", "Vietnam", ""):
        with pytest.raises(InputError, match="two sides"):
            dt.fee(side, on="2025-11-10")
