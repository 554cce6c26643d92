"""Screening end to end: rules, doubts, dates, names, lists, files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from detente.regime.dated.law_tables import law_tables
from detente.screening.frames import SCREEN_ANSWER, cells_of, screen_frame
from detente.screening.lists import law_lists, read_listed
from detente.screening.parties import screen, screening
from detente.screening.register import as_sheet
from detente.screening.result import Settings
from detente.terms import InputError, UnreadableFile

ON = "2025-10-15"
EXAMPLE = Path(__file__).parents[3] / "examples" / "ownership"


def parties(*ids, **names):
    return [{"party_id": i, "name": names.get(i, "")} for i in ids]


def owns(*rows):
    return [
        dict(zip(("owner_id", "owned_id", "share_pct", "from", "to"), [*r, "", ""][:5], strict=True))
        for r in rows
    ]


def with_votes(*rows):
    """Holdings of which votes and board seats are as the equity is."""
    return [{**row, "votes_pct": row["share_pct"], "board_pct": row["share_pct"]} for row in owns(*rows)]


def on_list(name="Entity List", **who):
    return [{"party_id": i, "name": n, "list": name} for i, n in who.items()]


def outcome(answer, party, rule="bis_50"):
    (row,) = [r for r in answer.rows if r.party_id == party and r.rule == rule]
    return row


def test_direct_indirect_and_summed_holdings_are_caught():
    answer = screen(
        parties("B", "C", "D"),
        owns(("A", "B", "50"), ("B", "C", "50"), ("A", "D", "30"), ("E", "D", "20")),
        on_list(A="", E=""),
        on=ON,
    )
    assert [outcome(answer, p).outcome for p in "BCD"] == ["caught"] * 3
    assert outcome(answer, "C").aggregate_pct == "50"
    assert outcome(answer, "D").chain == "A (Entity List) 30 % of D; E (Entity List) 20 % of D"
    assert [(s.owner, s.owned, s.share_pct) for s in outcome(answer, "C").stakes] == [
        ("A", "B", "50"),
        ("B", "C", "50"),
    ]


def test_stakes_of_owners_below_half_are_ignored_not_multiplied():
    rows = owns(("A", "B", "49"), ("X", "B", "51"), ("B", "C", "100"))
    answer = screen(parties("B", "C"), rows, on_list(A=""), on=ON)
    assert [outcome(answer, p).outcome for p in "BC"] == ["red_flag", "red_flag"]
    assert [outcome(answer, p).aggregate_pct for p in "BC"] == ["49", "0"]


def test_the_threshold_is_met_exactly():
    rows = owns(("A", "B", "16.666666667"), ("E", "B", "16.666666667"), ("F", "B", "16.666666666"))
    assert outcome(screen(parties("B"), rows, on_list(A="", E="", F=""), on=ON), "B").outcome == "caught"
    rows = owns(("A", "B", "49.999"), ("X", "B", "50.001"))
    row = outcome(screen(parties("B"), rows, on_list(A=""), on=ON), "B")
    assert (row.outcome, row.high_pct) == ("red_flag", "49.999")


def test_thirds_cut_off_by_a_spreadsheet_are_a_question():
    rows = owns(*((o, "B", "16.66666666") for o in "AEF"), *((o, "B", "16.66666667") for o in "XYZ"))
    row = outcome(screen(parties("B"), rows, on_list(A="", E="", F=""), on=ON), "B")
    assert row.outcome == "red_flag" and "rounding" in row.missing


def test_a_listed_owner_of_unknown_share_is_a_red_flag():
    row = outcome(screen(parties("B"), owns(("A", "B", "")), on_list(A=""), on=ON), "B")
    assert (row.outcome, row.missing) == ("red_flag", "share of A in B")
    row = outcome(
        screen(parties("B"), owns(("A", "B", ""), ("E", "B", "50")), on_list(A="", E=""), on=ON), "B"
    )
    assert row.outcome == "caught"


def test_a_party_nobody_is_known_to_own_is_not_clear():
    answer = screen(parties("Z"), owns(("A", "B", "50")), on_list(A=""), on=ON)
    assert outcome(answer, "Z").outcome == "undetermined"
    told = screen(
        parties("Z"), owns(("A", "B", "50")), on_list(A=""), on=ON, settings=Settings(owners_complete=True)
    )
    assert outcome(told, "Z").outcome == "not_caught"


def test_loops_need_a_listed_owner():
    rows = owns(("B", "C", "80"), ("X", "C", "20"), ("C", "B", "80"), ("A", "B", "10"), ("X", "B", "10"))
    row = outcome(screen(parties("B", "C"), rows, on_list(A=""), on=ON), "B")
    assert (row.outcome, row.aggregate_pct) == ("red_flag", "10")
    rows = owns(("B", "C", "80"), ("C", "B", "20"), ("A", "B", "50"))
    assert outcome(screen(parties("B", "C"), rows, on_list(A=""), on=ON), "C").outcome == "caught"


def test_holdings_count_on_their_days():
    rows = owns(("A", "B", "60", "2024-01-01", "2025-10-14"), ("E", "B", "60", "2025-10-15"))
    listed = on_list(A="")
    assert outcome(screen(parties("B"), rows, listed, on="2025-10-14"), "B").outcome == "caught"
    assert outcome(screen(parties("B"), rows, listed, on="2025-10-15"), "B").outcome == "not_caught"


def test_the_chinese_test_is_settled_where_every_reading_agrees():
    rows = owns(
        ("A", "B", "100"), ("B", "C", "50"), ("A", "D", "30"), ("E", "D", "30"), ("C", "F", "60"),
        ("X", "F", "40"),
    )  # fmt: skip
    answer = screen(parties("B", "C", "D", "F"), rows, on_list("control list", A="", E=""), on=ON)
    found = {p: outcome(answer, p, "china_50") for p in "BCDF"}
    assert [found[p].outcome for p in "BCDF"] == ["caught", "caught", "undetermined", "undetermined"]
    assert "whether the stakes of several listed parties are added is not said" in found["D"].missing
    held = {one.reading: one.low_pct for one in found["F"].readings}
    assert (held["tier_by_tier_each"], held["multiplied_each"]) == ("60", "30")
    assert "60 % by tier_by_tier_each" in found["F"].why and "逐层相乘" in found["F"].why_zh


@pytest.mark.parametrize(
    ("on", "known", "us", "china"),
    [
        ("2025-09-28", None, "not_begun", "not_begun"),
        ("2025-10-09", None, "in_force", "in_force"),
        ("2025-11-06", None, "in_force", "in_force"),
        ("2025-11-07", None, "in_force", "suspended"),
        ("2025-11-10", None, "suspended", "suspended"),
        ("2025-11-10", "2025-10-26", "in_force", "in_force"),
        ("2026-11-11", "2026-10-09", "in_force", "in_force"),
    ],
)
def test_each_rule_has_its_days(on, known, us, china):
    both = [*on_list(A=""), *on_list("control list", A="")]
    answer = screen(parties("B"), owns(("A", "B", "60")), both, on=on, known=known)
    assert outcome(answer, "B").rule_status == us
    assert outcome(answer, "B", "china_50").rule_status == china
    if us == "suspended":
        assert "none through ownership" in outcome(answer, "B").effect


def test_announced_extension_is_shown_beside_the_text():
    row = outcome(
        screen(parties("B"), owns(("A", "B", "60")), on_list(A=""), on="2026-11-12", known="2026-10-09"), "B"
    )
    assert (row.rule_status, row.announced_status) == ("in_force", "suspended")


def test_the_quarter_passes_through_the_half_and_is_in_proportion_below():
    rows = with_votes(
        ("P", "S", "50"), ("S", "T", "25"), ("P", "M", "40"), ("M", "T2", "62.5"), ("M", "T3", "62.4"),
        ("P", "T4", "25"),
    )  # fmt: skip
    people = parties("S", "T", "T2", "T3", "T4")
    told = Settings(owners_complete=True)
    answer = screen(people, rows, on_list("chinese_person", P=""), on=ON, settings=told)
    rule = "maritime_25"
    assert [outcome(answer, p, rule).outcome for p in ("S", "T", "T2", "T3", "T4")] == [
        "caught",
        "undetermined",
        "undetermined",
        "not_caught",
        "caught",
    ]
    assert [one.low_pct for one in outcome(answer, "T", rule).readings] == ["25", "12.5", "25"]
    assert [outcome(answer, p, rule).aggregate_pct for p in ("T", "T2", "T3")] == ["25", "25", "24.96"]


def test_a_name_on_a_list_is_matched_exactly_in_both_scripts_and_nearly_with_a_score():
    people = parties(
        "B",
        "C",
        "D",
        "E",
        B="ＩＲＯＮ Crane Holding Co., Ltd.",
        C="Iron Krane Holding Ltd",
        D="长江仪器有限公司",
        E="Lantern Software",
    )
    rows = owns(("X", "B", "1"), ("X", "C", "1"), ("X", "D", "1"), ("X", "E", "1"))
    listed = [
        {"name": "Iron Crane Holding Co Ltd", "list": "Entity List"},
        {"name": "长江仪器 有限公司", "list": "Entity List"},
    ]
    answer = screen(people, rows, listed, on=ON, settings=Settings(owners_complete=True))
    assert outcome(answer, "B").outcome == "caught"
    near = outcome(answer, "C")
    assert near.outcome == "undetermined" and "score 9" in near.missing
    assert outcome(answer, "D").outcome == "caught"
    assert outcome(answer, "E").outcome == "not_caught"


def test_a_former_name_counts():
    people = [{"party_id": "B", "name": "New Name", "aliases": "Old Iron Works|Older Iron Works"}]
    answer = screen(people, owns(("X", "B", "1")), [{"name": "Old Iron Works", "list": "MEU"}], on=ON)
    assert outcome(answer, "B").outcome == "caught"


def test_two_ids_of_one_name_are_a_question_unless_told_otherwise():
    people = parties("B1", "B2", B1="Twin Works", B2="TWIN WORKS")
    rows = owns(("A", "B1", "60"), ("X", "B2", "60"))
    row = outcome(screen(people, rows, on_list(A=""), on=ON), "B2")
    assert row.outcome == "undetermined" and "same party" in row.missing
    told = screen(people, rows, on_list(A=""), on=ON, settings=Settings(same_name_is_same=True))
    assert outcome(told, "B2").outcome == "caught"


def test_faults_are_kept_and_never_clear_a_party():
    rows = owns(("A", "B", "sixty"), ("A", "C", "160"), ("A", "", "50"), ("A", "D", "60", "not a day"))
    answer = screen(parties("B", "C", "D", ""), rows, on_list(A=""), on=ON)
    assert [outcome(answer, p).outcome for p in "BCD"] == ["red_flag", "red_flag", "caught"]
    assert len(answer.faults) == 5


def test_repeated_rows_count_once():
    rows = owns(("A", "B", "30"), ("A", "B", "30"), ("X", "B", "70"))
    answer = screen(parties("B"), rows, on_list(A=""), on=ON)
    assert (outcome(answer, "B").outcome, outcome(answer, "B").high_pct) == ("red_flag", "30")
    assert any("repeat" in note for note in answer.notes) and not answer.faults


def test_owners_of_more_than_the_whole_are_a_fault_of_that_company_alone():
    rows = owns(
        ("A", "C", "70"), ("F", "C", "60"), ("A", "B", "60"), ("C", "D", "100"), ("X", "G", "33.34"),
        ("Y", "G", "33.34"), ("Z", "G", "33.34"),
    )  # fmt: skip
    answer = screen(parties("B", "C", "D", "G"), rows, on_list(A=""), on=ON)
    assert [outcome(answer, p).outcome for p in "BCDG"] == ["caught", "red_flag", "red_flag", "not_caught"]
    (fault,) = answer.faults
    assert "shares of C come to 130 %" in fault and "row 1" in fault
    assert "the record of C: its owners come to 130 %" in outcome(answer, "D").missing


@pytest.mark.parametrize("role", ["nominee", "受托人", "limited partner", "warrant", "uncle"])
def test_a_share_in_a_role_that_the_text_leaves_open_is_not_settled(role):
    rows = [{**owns(("A", "B", "60"))[0], "role": role}, {**owns(("X", "B", "40"))[0], "role": "shareholder"}]
    answer = screen(parties("B"), rows, on_list("control list", A=""), on=ON)
    row = outcome(answer, "B", "china_50")
    assert (row.outcome, row.low_pct, row.high_pct) == ("undetermined", "0", "60")
    assert ("holds B" in row.missing or "holds in B" in row.missing) and bool(answer.faults) == (
        role == "uncle"
    )


def test_a_nominee_hides_its_principal():
    rows = [{**owns(("N", "B", "60"))[0], "role": "nominee"}, {**owns(("X", "B", "40"))[0], "role": ""}]
    row = outcome(screen(parties("B"), rows, on_list(A=""), on=ON), "B")
    assert row.outcome == "undetermined" and "for whom N holds B as nominee" in row.missing


def test_holders_below_the_threshold_are_shown_with_every_link():
    rows = owns(("A", "H", "49"), ("X", "H", "51"), ("H", "B", "60"), ("X", "B", "40"))
    row = outcome(screen(parties("B"), rows, on_list("control list", A=""), on=ON), "B", "china_50")
    assert (row.outcome, row.threshold_pct, row.low_pct, row.high_pct) == ("not_caught", "50", "0", "29.4")
    (holder,) = row.holders
    assert [(s.owner, s.owned, s.share_pct) for s in holder.chain] == [("A", "H", "49"), ("H", "B", "60")]
    assert holder.multiplied_pct == "29.4" and row.chain.startswith(
        "A (China's export control list) 49 % of H"
    )
    assert "29.4 % counts, 50 % is needed" in row.why


def test_own_shares_and_crossed_holdings_are_said_and_count_for_nobody():
    rows = owns(("B", "B", "20"), ("B", "C", "50"), ("C", "B", "50"), ("X", "B", "30"), ("X", "C", "50"))
    answer = screen(parties("B", "C"), rows, on_list(A=""), on=ON)
    assert [outcome(answer, p).outcome for p in "BC"] == ["not_caught", "not_caught"]
    assert any("own shares count in no sum: B" in note for note in answer.notes)


def test_lists_that_do_not_reach_what_their_members_own():
    answer = screen(parties("A", "B"), owns(("A", "B", "100"), ("X", "A", "1")), on_list("UVL", A=""), on=ON)
    rows = [(r.party_id, r.rule, r.outcome) for r in answer.rows]
    assert rows == [("A", "listed", "caught"), ("B", "names", "not_found")]


def test_an_unknown_list_errs_on_the_side_of_catching():
    answer = screen(parties("B"), owns(("A", "B", "60")), on_list("house list", A=""), on=ON)
    assert outcome(answer, "B").outcome == "caught"
    assert any("house list" in n for n in answer.notes)


def test_sdn_programmes_decide():
    rows = owns(("A", "B", "60"))
    listed = [{"party_id": "A", "list": "SDN", "programmes": "CUBA"}]
    rules = {r.party_id: r.rule for r in screen(parties("A", "B"), rows, listed, on=ON).rows}
    assert rules == {"A": "listed", "B": "names"}
    listed = [{"party_id": "A", "list": "SDN", "programmes": "CUBA; NPWMD"}]
    assert outcome(screen(parties("B"), rows, listed, on=ON), "B").outcome == "caught"


def test_the_consolidated_list_in_csv_and_json(tmp_path):
    head = "_id,source,entity_number,type,programs,name,alt_names\n"
    row = (
        "1,Entity List (EL) - Bureau of Industry and Security,,Entity,,Iron Crane Works,Iron Crane "
        "Factory; 铁鹤厂\n"
    )
    (tmp_path / "list.csv").write_text(head + row, encoding="utf8")
    entry = {
        "source": "Entity List (EL) - Bureau of Industry and Security",
        "name": "Iron Crane Works",
        "alt_names": ["Iron Crane Factory", "铁鹤厂"],
        "programs": [],
    }
    (tmp_path / "list.json").write_text(json.dumps({"results": [entry]}), encoding="utf8")
    tests = law_tables().ownership_tests
    people = parties("B", "C", B="iron crane factory", C="铁鹤厂")
    for name in ("list.csv", "list.json"):
        listed = read_listed(tmp_path / name, tests)
        answer = screen(people, owns(("X", "B", "1"), ("X", "C", "1")), listed, on=ON)
        assert [outcome(answer, p).outcome for p in "BC"] == ["caught", "caught"], name
    (tmp_path / "bad.json").write_text("[" * 100_000, encoding="utf8")
    with pytest.raises(UnreadableFile):
        read_listed(tmp_path / "bad.json", tests)


def test_the_frame_says_what_the_rows_say():
    sheets = [as_sheet(EXAMPLE / f"{n}.csv", n, ()) for n in ("parties", "owners", "listed")]
    done = screening(*sheets, on=ON)
    frame = screen_frame(done)
    rows = [cells_of(row) for row in done.rows()]
    assert frame.to_dicts() == rows
    assert frame.columns == list(SCREEN_ANSWER)


def test_unusable_input_says_so():
    with pytest.raises(InputError, match="no rule"):
        screen(parties("B"), owns(("A", "B", "1")), on_list(A=""), on=ON, settings=Settings(rules=("nope",)))
    with pytest.raises(InputError, match="missing"):
        screen(parties("B"), [{"owner_id": "A"}], on_list(A=""), on=ON)
    with pytest.raises(InputError):
        screen(parties("B"), owns(("A", "B", "1")), [{"party_id": "A"}], on=ON)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_the_command_answers_in_every_format(tmp_path, suffix):
    names = []
    for name in ("parties", "owners", "listed"):
        frame = pl.read_csv(EXAMPLE / f"{name}.csv", infer_schema=False)
        path = tmp_path / f"{name}{suffix}"
        {".csv": frame.write_csv, ".parquet": frame.write_parquet, ".xlsx": frame.write_excel}[suffix](path)
        names.append(str(path))
    out = tmp_path / f"out{suffix}"
    args = [
        "screen",
        names[0],
        "--owners",
        names[1],
        "--listed",
        names[2],
        "--on",
        ON,
        "-o",
        str(out),
        "--json",
    ]
    program = Path(sys.executable).with_name("detente")
    done = subprocess.run([program, *args], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"]["bis_50:caught"] == 3


def test_fractions_in_place_of_percent_are_noticed():
    answer = screen(parties("B"), owns(("A", "B", "0.6")), on_list(A=""), on=ON)
    assert any("fractions" in note for note in answer.notes)


def run_screen(*words: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("detente")
    return subprocess.run([program, "screen", *words], capture_output=True, text=True, check=False)


def test_nothing_compared_is_not_screened_and_no_empty_table() -> None:
    done = run_screen("General Dynamics", "--on", "2011-01-01")
    assert done.returncode == 1 and done.stdout.startswith("Not screened: 1 party")
    answer = json.loads(run_screen("General Dynamics", "--on", "2011-01-01", "--json").stdout)
    assert [row["outcome"] for row in answer["rows"]] == ["not_screened"]
    done = run_screen("Grey Lantern Works", "--on", "2026-10-01")
    assert done.returncode == 0 and "On no list compared" in done.stdout and "Not screened: " in done.stdout


def test_a_listing_that_stands_under_one_reading_alone_is_a_question() -> None:
    listed = law_lists(law_tables(), "2026-11-30T23:59", "2026-11-30")
    answer = screen("Source Intelligence", None, listed, on="2026-11-30")
    (row,) = answer.rows
    assert row.outcome == "undetermined" and "in force by the text, suspended as announced" in row.missing
    assert {(c.state, c.announced_state) for c in answer.candidates} == {("in_force", "suspended")}


def test_a_name_that_is_a_file_is_read_as_one(tmp_path: Path) -> None:
    done = run_screen(str(tmp_path / "missing.csv"), "--on", "2026-10-01")
    assert done.returncode == 2 and "no such file" in done.stderr
