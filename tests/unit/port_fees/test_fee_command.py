"""The three commands at the terminal: JSON equals the model, files in every format, exit statuses."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from detente.licensing.transaction import licence
from detente.port_fees.port_call import fee

PROGRAM = Path(sys.executable).with_name("detente")
CALLS = [
    {"call_id": "1", "side": "us", "port_call_on": "2025-10-26", "imo": "9074729", "net_tonnage": "10000",
     "vessel_type": "bulk",
     "owner_country": "CN", "operator_country": "CN", "built_country": "CN", "rotation_id": "A"},
    {"call_id": "2", "side": "us", "port_call_on": "2025-10-28", "imo": "9074729", "net_tonnage": "10000",
     "vessel_type": "bulk",
     "owner_country": "CN", "operator_country": "CN", "built_country": "CN", "rotation_id": "A"},
]  # fmt: skip


def run(*args):
    return subprocess.run([PROGRAM, *args], capture_output=True, text=True, check=False)


def test_json_of_a_fee_is_the_model():
    args = [
        "--owner-country",
        "CN",
        "--operator-country",
        "CN",
        "--built-country",
        "CN",
        "--net-tonnage",
        "10000",
    ]
    done = run("fee", "--side", "us", "--on", "2025-10-26", *args, "--vessel-type", "bulk", "--json")
    facts = {
        "owner_country": "CN",
        "operator_country": "CN",
        "built_country": "CN",
        "net_tonnage": "10000",
        "vessel_type": "bulk",
    }
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == fee("us", on="2025-10-26", facts=facts).model_dump(mode="json")


def test_json_of_a_licence_is_the_model():
    done = run("licence", "dysprosium metal", "--to", "US", "--on", "2026-05-04", "--json")
    assert done.returncode == 0, done.stderr
    made = licence("dysprosium metal", on="2026-05-04", leg="CN_to_abroad", origin="CN", destination="US")
    assert json.loads(done.stdout) == made.model_dump(mode="json")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_calls_in_every_format_with_their_years(tmp_path, suffix):
    source, out, years = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}", tmp_path / "years.csv"
    frame = pl.DataFrame(CALLS)
    {".csv": frame.write_csv, ".parquet": frame.write_parquet, ".xlsx": frame.write_excel}[suffix](source)
    done = run("fee", str(source), "-o", str(out), "--vessel-years", str(years), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == {"ok": 2}
    with years.open(encoding="utf8") as file:
        (row,) = csv.DictReader(file)
    assert (row["calls"], row["charged"], row["fee_amount"]) == ("2", "1", "500000.00")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["fee", "nowhere.csv", "-o", "x.csv"], "no such file"),
        (["fee", "--side", "us", "--on", "2025-10-26", "--imo", "9074728"], "check digit"),
        (["licence", "nowhere.csv", "-o", "x.csv"], "no such file"),
        (["licence", "", "--on", "2025-10-26"], "1 to 500"),
        (["licence", "magnet", "--to", "Atlantis"], "country"),
        (["screen", "a.csv", "--owners", "b.csv", "--listed", "c.csv"], "no such file"),
    ],
)
def test_unusable_input_ends_with_status_2_and_words(args, words):
    done = run(*args)
    assert done.returncode == 2
    assert words in done.stderr and "Traceback" not in done.stderr


def test_a_file_without_its_columns_names_them(tmp_path):
    (tmp_path / "in.csv").write_text("a,b\n1,2\n")
    done = run("fee", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert done.returncode == 2 and "port_call_on" in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_ragged_row_is_kept_and_named(tmp_path):
    (tmp_path / "in.csv").write_text(
        "item,on,destination\ndysprosium,2026-05-04,US,surplus\ndysprosium,2026-05-04,JP\n"
    )
    done = run("licence", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert done.returncode == 1 and "row 2" in done.stderr
    with (tmp_path / "out.csv").open(encoding="utf8") as file:
        assert [r["status"] for r in csv.DictReader(file)] == ["error", "undetermined"]


@pytest.mark.parametrize(
    ("held", "counts"),
    [
        ({"us_equity_pct": "10", "us_voting_pct": "30"}, "30"),
        ({"us_board_pct": "25"}, "25"),
        ({"us_equity_pct": "24.9", "us_voting_pct": "9", "us_board_pct": "10"}, "24.9"),
    ],
)
def test_the_largest_of_equity_votes_and_seats_counts(held, counts):
    facts = {"owner_country": "GR", "operator_country": "GR", "built_country": "KR", "flag": "LR"}
    answer = fee("china", on="2025-10-26", facts={**facts, **held, "net_tonnage": "100"})
    assert answer.grounds == (("3",) if float(counts) >= 25 else ())
    assert answer.facts.items() >= held.items()  # as they were given


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (["fee"], "side,port_call_on,colour\nus,2025-10-26,red\n"),
        (["licence"], "item,on,colour\nmagnet,2025-10-26,red\n"),
        (["screen", "--listed", "law"], "party,colour\nHuawei,red\n"),
    ],
)
def test_a_column_with_no_use_is_said_by_every_command_of_controls(tmp_path, command, text):
    (tmp_path / "in.csv").write_text(text)
    done = run(command[0], str(tmp_path / "in.csv"), *command[1:], "-o", str(tmp_path / "out.csv"))
    assert "columns with no use here, carried through unchanged: 'colour'" in done.stderr, done.stderr
