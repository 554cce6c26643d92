"""The commands about China's side: exit codes, JSON, and faults in words."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from detente.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        run(list(words))
    return int(ended.value.code or 0)


def test_duty_into_china_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("duty", "1201.90.00", "--to", "CN", "--value", "100000", "--on", "2025-08-13", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["origin"], answer["destination"]) == ("US", "CN")
    assert answer["total_pct"] == "50.5"
    assert answer["with_exclusion"]["total_pct"] == "23"
    assert answer["fees"][0]["component"] == "vat"


def test_duty_into_a_third_country_is_unusable(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("duty", "1201.90.00", "--to", "BR", "--on", "2025-08-13") == 2
    assert "US or CN" in capsys.readouterr().err


def test_status_of_china_stands_beside_that_of_the_united_states(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("status", "--on", "2026-10-01", "--json") == 0
    both = json.loads(capsys.readouterr().out)["families"]
    assert {row["side"] for row in both} == {"US", "CN"}
    assert call("status", "--side", "china", "--on", "2026-10-01", "--json") == 0
    rows = {row["family"]: row for row in json.loads(capsys.readouterr().out)["families"]}
    assert {row["side"] for row in rows.values()} == {"CN"}
    assert rows["cn-counter-2025-all"]["rate"] == "10 %"
    assert rows["cn-counter-2025-farm"]["status"] == "ended"
    assert rows["cn-counter-2025-energy"]["status"] == "in_force"


def test_the_example_of_both_directions_is_answered(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert call("assess", str(EXAMPLES / "china-exports.csv"), "-o", str(out)) == 0
    with out.open(encoding="utf-8") as file:
        rows = {row["line_id"]: row for row in csv.DictReader(file)}
    assert {k: float(v["total_pct"]) for k, v in rows.items()} == {
        "S1": 50.5, "S2": 13, "S3": 36, "S4": 107, "S5": 0, "S6": 37.5,
    }  # fmt: skip


def test_pledges_as_json_and_as_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "pledges.html"
    assert call("pledges", "soybeans-12", "--on", "2026-10-09", "--html", str(page), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert "missed by the White House clock" in answer["pledges"][0]["verdict"]
    assert "<svg" in page.read_text(encoding="utf-8")


def test_own_counts_with_bad_rows_end_with_one_and_name_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("pledges", "--progress", str(EXAMPLES / "china-progress.csv"), "--on", "2026-10-09") == 0
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "pledge,basis,from,to,amount,unit\nnone,sale,2026-01-01,2026-01-02,1,tonnes\n", encoding="utf-8"
    )
    capsys.readouterr()
    assert call("pledges", "--progress", str(bad), "--on", "2026-10-09", "--json") == 1
    assert json.loads(capsys.readouterr().out)["notes"][0].startswith("row 2, column pledge")
    assert call("pledges", "soybeens-12") == 2


def test_the_calendar_finds_one_arrangement_by_either_name(capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for name in ("Busan Agreement", "吉隆坡经贸磋商联合安排"):
        assert call("calendar", "--on", "2026-10-09", "--name", name, "--json") == 0
        found.append([a["id"] for a in json.loads(capsys.readouterr().out)["agreements"]])
    assert found == [["kuala-lumpur-busan"]] * 2
    assert call("calendar", "--on", "2026-10-09", "--name", "Treaty of Nowhere") == 2


def test_a_schedule_of_ones_own_is_built_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("china-lines.csv", "china-lists.csv"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    out = tmp_path / "out"
    assert call("data", "build", "--side", "china", "--from", str(tmp_path), "--to", str(out), "--json") == 0
    assert json.loads(capsys.readouterr().out)["lines"] == 4
    (tmp_path / "china-lines.csv").write_text("code,name,mfn,vat_class,cite\nx,y,z,w,\n", encoding="utf-8")
    assert call("data", "build", "--side", "china", "--from", str(tmp_path), "--to", str(out)) == 2
    assert "row 2, column code" in capsys.readouterr().err
    assert call("data", "build", "--side", "china") == 2
