"""The public contract of the command line: commands, exit codes, JSON, help."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import detente as dt
from detente.cli.main import COMMANDS
from detente.terms import UnknownCode

ROOT = Path(__file__).resolve().parents[2]


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from detente.cli.main import run; run()", *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_json_of_duty_is_the_python_answer_field_by_field() -> None:
    words = ("duty", "8505.11.00.70", "--from", "CN", "--value", "10000", "--on", "2025-10-26", "--json")
    made = json.loads(_run(*words).stdout)
    answer = dt.duty("8505.11.00.70", origin="CN", value="10000", on="2025-10-26")
    assert made == answer.model_dump(mode="json")


def test_every_answer_can_be_repeated_by_the_command_it_names() -> None:
    import shlex

    answer = dt.duty("7408.11.60", value="12345.67", on="2025-10-26", facts={"copper_value_usd": "8000"})
    again = json.loads(_run(*shlex.split(answer.repeat.command)[1:], "--json").stdout)
    assert again["duty_usd"] == str(answer.duty_usd)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("duty", "banana", "--on", "2025-10-26"), 2, "not a tariff code"),
        (("duty", "9506.62.40", "--on", "someday"), 2, "cannot be read as a day"),
        (("duty", "9506.62.40", "--on", "2025-10-26", "--fact", "quanttiy=3"), 2, "did you mean quantity"),
        (("duty", "9506.62.40", "--on", "2025-10-26", "--fact", "quantity"), 2, "name=value"),
        (("status", "--on", "2025-10-26", "--known", "2025-10-27", "--hindsight"), 2, "cannot both"),
        (("assess", "no-such-file.csv"), 2, "no such file"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_unusable_input_exits_2_with_one_clear_sentence(words: tuple[str, ...], code: int, said: str) -> None:
    made = _run(*words)
    assert made.returncode == code
    assert said in made.stderr + made.stdout
    assert "Traceback" not in made.stderr


def test_a_file_with_a_bad_row_exits_1_and_answers_the_others(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(
        "line_id,hts,origin,entry_date,customs_value_usd\n1,9506.62.40,CN,2025-10-26,10000\n2,xx,CN,2025-10-26,1\n",
        encoding="utf-8",
    )
    made = _run("assess", str(path), "-o", str(tmp_path / "out.csv"))
    assert made.returncode == 1
    assert "row 3, column hts" in made.stdout
    assert "37.5" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_one_answer_loads_no_heavy_library() -> None:
    code = (
        "import sys; from detente.cli.main import run\ntry: run(['duty','9506.62.40','--on','2025-10-26'])\n"
        "except SystemExit: pass\nprint('HEAVY', [m for m in "
        "('numpy','polars','pandas','duckdb','fastapi','numba','spacy') if m in sys.modules])"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert "HEAVY []" in made.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_that_teaches(name: str) -> None:
    made = _run(name, "--help")
    assert made.returncode == 0, made.stderr
    assert len(made.stdout) > 200


def test_the_status_of_26_october_2025() -> None:
    card = dt.status(on="2025-10-26")
    rows = {f.family: f for f in card.families}
    reciprocal = rows["reciprocal"]
    assert (reciprocal.status, reciprocal.rate) == ("in_force", "10 %")
    assert reciprocal.rows[0].suspended_points == "24"
    assert reciprocal.rows[0].until == "2025-11-10T00:01"
    assert reciprocal.clock is not None and reciprocal.clock.decider == "the President"
    assert reciprocal.clock.washington == "2025-11-10 00:01 EST"
    threat = rows["threat-100"]
    assert threat.status == "threatened"
    assert threat.clock is not None and threat.clock.last_moment.startswith("2025-11-01")
    assert rows["fentanyl"].rate == "20 %"


def test_the_same_day_with_hindsight() -> None:
    card = dt.status(on="2025-10-26", hindsight=True)
    rows = {f.family: f for f in card.families}
    assert rows["threat-100"].status == "never_applied"
    assert rows["fentanyl"].status == "void"
    assert rows["reciprocal"].status == "void"


def test_past_the_verified_day_both_readings_are_shown() -> None:
    card = dt.status(on="2026-11-23")
    cranes = next(f for f in card.families if f.family == "s301-maritime-goods")
    assert card.notes
    assert cranes.past_verified
    assert any(
        r.status == "not_settled" and r.rate == "100 % by the text or suspended as announced"
        for r in cranes.rows
    )
    assert cranes.announced
    answer = dt.duty("8426.19.00", on="2026-11-23", facts={"sts_crane": "yes"})
    assert {r.reading for r in answer.readings} == {"text", "announced"}


def test_every_line_is_priced_from_what_ships() -> None:
    answer = dt.duty("0106.90.01", on="2025-10-26")
    assert (answer.status, str(answer.total_pct)) == ("ok", "37.5")


def test_a_line_without_a_printed_rate_keeps_its_all_goods_layers() -> None:
    answer = dt.duty("9401.99.30", on="2025-06-15")  # printed by 2025 revision 16 alone, without a rate
    assert answer.status == "undetermined"
    assert "schedule" in [m.fact for m in answer.missing]
    assert {x.component for x in answer.lines if x.status == "in_force"} >= {"fentanyl", "reciprocal"}
    assert answer.high_usd is None
    assert answer.lines[0].cite[0].at == "HTS 2025 revision 16"


def test_a_line_on_a_day_on_which_it_no_longer_stands_is_refused() -> None:
    with pytest.raises(UnknownCode, match=r"9401\.99\.30 ended on 2025-07-01"):
        dt.duty("9401.99.30", on="2025-10-26")


def test_the_help_says_what_every_command_is_for() -> None:
    shown = _run("--help").stdout
    rows = {
        line.strip("│ ").split("  ")[0]: line.strip("│ ").split("  ")[-1]
        for line in shown.splitlines()
        if "│" in line
    }
    for name in COMMANDS:
        assert name in rows, name
        assert len(rows[name].split()) > 3, name
    assert "detente duty 9506.62.40" in shown
