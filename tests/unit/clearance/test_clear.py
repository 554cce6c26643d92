"""Cleared transactions: what stops them, what is asked, what is told to do; nothing lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import detente as dt
from detente.clearance import read_transactions
from detente.cli.main import run
from detente.terms import InputError, UnreadableFile

CIVIL = {"end_use": "civil", "military": "no", "listed": "no", "owned_by_listed": "no"}
OXIDE = {"id": "ox", "on": "2026-07-01", "shipped_from": "CN", "origin": "CN", "destination": "US"}


def one(record: dict, **tables):
    return dt.clear([record], **tables).records[0]


def part(record, question: str, side: str):
    return next(p for p in record.parts if (p.question, p.side) == (question, side))


def test_a_listed_end_user_is_found_by_name_and_stops_the_goods():
    record = one({**OXIDE, "item": "dysprosium oxide", "end_use": "civil", "military": "no",
                  "end_user": "MP Materials Corp."})  # fmt: skip
    assert record.verdict == "do_not_ship"
    assert [p.outcome for p in record.parties] == ["listed"]
    assert part(record, "licence", "CN").outcome == "prohibited"


def test_half_of_the_end_user_held_by_a_listed_party_is_derived_not_typed():
    owners = [{"name": "General Dynamics", "share_pct": 50, "country": "US"}]
    user = {"role": "end_user", "name": "Harbor Supply (made up)", "country": "US", "owners": owners}
    record = one({**OXIDE, "on": "2026-11-20", "item": "dysprosium oxide", "facts": {"end_use": "civil"},
                  "parties": [user]})  # fmt: skip
    row = next(d for d in record.derived if d.bears_on == ("licence CN",))
    assert (row.fact, row.value) == ("owned_by_listed", "yes")
    assert record.parties[0].outcome == "owned_by_listed"


def test_nobody_is_free_of_listed_owners_for_want_of_a_list():
    """No names of the US lists are held: that nobody listed owns the party is not known."""
    parties = [{"party_id": "A", "name": "Straits (made up)", "country": "SG"}]
    owners = [{"owner_id": "B", "owned_id": "A", "share_pct": "100", "owner_country": "SG"}]
    record = one(
        {"id": "x", "on": "2026-11-20", "shipped_from": "US", "origin": "US", "destination": "SG",
         "item": "EAR99 valve", "end_user": "A", "end_use": "civil", "military": "no"},
        parties=parties, owners=owners, owners_complete=True,
    )  # fmt: skip
    asked = {q.fact for q in record.ask}
    assert "owned_by_listed" in part(record, "licence", "US").missing or "listed" in asked
    assert record.verdict != "may_ship"


@pytest.mark.parametrize(("share", "low", "high"), [("24.99", "0", "0"), ("25", "900000", "900000")])
def test_a_quarter_of_chinese_equity_is_derived_from_the_owners(share: str, low: str, high: str):
    """Day of Annex I in force; ship built in Korea, owner Greek: the quarter alone decides."""
    owners = [
        {"owner_id": "C", "owned_id": "O", "share_pct": share, "votes_pct": share, "board_pct": "0",
         "owner_country": "CN"},
        {"owner_id": "G", "owned_id": "O", "share_pct": str(100 - float(share)),
         "votes_pct": str(100 - float(share)), "board_pct": "100", "owner_country": "GR"},
    ]  # fmt: skip
    record = one(
        {"id": "v", "on": "2025-10-20", "port_call_on": "2025-10-26", "shipped_from": "SG",
         "destination": "US", "vessel_type": "bulk", "built_country": "KR", "flag": "LR",
         "net_tonnage": "18000", "vessel_owner": "O", "vessel_operator": "O"},
        parties=[{"party_id": "O", "name": "Aegean Bulk (made up)", "country": "GR"}], owners=owners,
    )  # fmt: skip
    called = part(record, "fee", "US")
    assert (called.low, called.high) == (low, high), called


def test_an_unknown_owner_is_never_free():
    record = one(
        {"id": "v", "on": "2025-10-20", "port_call_on": "2025-10-26", "shipped_from": "SG",
         "destination": "US", "vessel_type": "bulk", "built_country": "KR", "net_tonnage": "18000",
         "vessel_owner": "Nobody Knows Shipping (made up)", "vessel_owner_country": "GR",
         "vessel_operator": "Nobody Knows Shipping (made up)", "vessel_operator_country": "GR"},
    )  # fmt: skip
    called = part(record, "fee", "US")
    assert called.status == "undetermined"
    assert "chinese_equity_pct" in {q.fact for q in record.ask}
    assert record.verdict == "ask_first"


def test_the_call_of_arrival_has_a_day_of_its_own():
    record = one({"id": "v", "on": "2025-10-20", "shipped_from": "KR", "destination": "US",
                  "vessel_type": "bulk", "built_country": "CN", "net_tonnage": "1000"})  # fmt: skip
    called = part(record, "fee", "US")
    assert (called.status, called.low, called.high, called.missing) == (
        "undetermined", "0", "", ("port_call_on",),
    )  # fmt: skip


def test_questions_that_settle_most_come_first():
    record = one({**OXIDE, "on": "2026-11-20", "item": "terbium metal", "destination": "JP"})
    left = [float(q.open_parts_left) for q in record.ask]
    assert left == sorted(left)
    assert all(v.outcome for q in record.ask for v in q.tried)


def test_a_record_without_item_and_vessel_is_not_clear():
    record = one({"id": "p", "on": "2026-11-20", "end_user": "Quiet Optics (made up)"})
    assert (record.verdict, record.status) == ("ask_first", "undetermined")


def test_a_listed_bank_is_asked_about_though_no_licence_speaks_of_it():
    record = one(
        {**OXIDE, "destination": "DE", "item": "ferrite magnet", **CIVIL, "bank": "General Dynamics"}
    )
    assert record.verdict == "ask_first"
    assert "General Dynamics (bank): listed" in record.sentence


def test_goods_that_come_in_are_no_matter_of_export_controls():
    record = one(
        {"id": "i", "on": "2026-11-20", "shipped_from": "US", "destination": "CN", "item": "soybeans"}
    )
    assert [n.question for n in record.not_asked] == ["licence CN"]


def test_what_to_do_names_the_authority():
    record = one({**OXIDE, "item": "dysprosium oxide", "destination": "DE", **CIVIL})
    assert record.verdict == "licence_needed"
    step = next(s for s in record.to_do if s.part == "licence CN")
    assert step.act is not None
    assert step.act.authority.startswith("Ministry of Commerce")
    assert step.act.cite


BAD = [
    ({"item": "ferrite magnet", "on": "2026-13-01"}, "on"),
    ({"item": "ferrite magnet", "on": "2026-07-01", "destination": "Atlantis"}, "destination"),
    ({"item": "ferrite magnet", "on": "2026-07-01", "colour": "red"}, "colour"),
    ({"item": "ferrite magnet", "on": "2026-07-01", "parties": [{"role": "uncle", "name": "X"}]}, "role"),
    ({"item": "ferrite magnet", "on": "2026-07-01", "shipped_from": "CN", "leg": "abroad_to_abroad",
      "destination": "DE"}, None),
    ({"on": "2026-07-01", "shipped_from": "KR", "destination": "US", "vessel_type": "spaceship",
      "port_call_on": "2026-07-20"}, "record"),
    ({"on": "2026-07-20", "port_call_on": "2026-07-01", "destination": "US", "vessel_type": "bulk"},
     "port_call_on"),
    ({"on": "2026-07-01"}, "item"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "where"), BAD)
def test_a_faulty_record_is_named_and_the_others_are_answered(record: dict, where: str | None):
    good = {**OXIDE, "item": "dysprosium oxide", **CIVIL}
    answer = dt.clear([{"id": "bad", **record}, good])
    assert {r.record for r in answer.records} == {"bad", "ox"}
    assert next(r for r in answer.records if r.record == "ox").verdict == "licence_needed"
    if where is None:  # no side sees both: the leg of one is not that of the other
        return
    assert [f.row for f in answer.faults] == [1]
    assert where in (answer.faults[0].column, answer.faults[0].text.split()[0], "record")


def test_a_typed_fact_that_the_parties_contradict_is_a_fault():
    answer = dt.clear([
        {"id": "v", "on": "2025-10-20", "port_call_on": "2025-10-26", "shipped_from": "SG",
         "destination": "US", "vessel_type": "bulk", "owner_country": "CN",
         "vessel_owner": "Aegean (made up)", "vessel_owner_country": "GR"}
    ])  # fmt: skip
    assert answer.records[0].verdict == "error"
    assert "owner_country" in answer.faults[0].text


def test_rows_nested_records_json_and_frames_say_the_same(tmp_path: Path):
    import polars as pl

    flat = {"case_id": "ox", **{k: v for k, v in OXIDE.items() if k != "id"}, "item": "dysprosium oxide",
            "end_user": "MP Materials Corp.", "end_use": "civil"}  # fmt: skip
    nested = {**OXIDE, "item": "dysprosium oxide", "facts": {"end_use": "civil"},
              "parties": [{"role": "最终用户", "name": "MP Materials Corp."}]}  # fmt: skip
    (tmp_path / "t.csv").write_text(",".join(flat) + "\n" + ",".join(flat.values()) + "\n")
    (tmp_path / "t.json").write_text(json.dumps([nested]))
    (tmp_path / "t.yaml").write_text("- " + json.dumps(nested, ensure_ascii=False) + "\n", encoding="utf-8")
    given = [tmp_path / "t.csv", tmp_path / "t.json", tmp_path / "t.yaml", pl.DataFrame([flat]), [nested]]
    answers = [dt.clear(one).records[0] for one in given]
    assert {a.verdict for a in answers} == {"do_not_ship"}
    assert len({tuple((p.low, p.high) for p in a.parts) for a in answers}) == 1


@pytest.mark.parametrize(
    "text", ["{", "[]", "- just words\n", "- &a {on: 2026-07-01}\n- *a\n", '[{"on": ' + "[" * 5000]
)
def test_hostile_or_empty_records_are_refused_in_words(tmp_path: Path, text: str):
    path = tmp_path / "t.yaml"
    path.write_text(text)
    try:
        read = read_transactions(path)
    except (UnreadableFile, InputError) as fault:
        assert fault.text
    else:
        assert read.faults and not read.records


def test_numbers_of_json_stay_as_written():
    read = read_transactions([{"id": 7, "on": "2026-07-01", "item": "x", "imo": 9074729}])
    assert read.records[0].name == "7"
    assert read.records[0].call_facts["imo"] == "9074729"


def test_the_command_writes_a_workbook_a_page_and_says_what_failed(tmp_path: Path, capsys):
    out, page = tmp_path / "out.xlsx", tmp_path / "out.html"
    with pytest.raises(SystemExit) as ended:
        run(["clear", "examples/transactions/chips.csv", "-o", str(out), "--html", str(page)])
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "CHIP-6" in said.out and "row 7, column on" in said.err
    import fastexcel

    sheets = fastexcel.read_excel(out).sheet_names
    assert len(sheets) >= 4
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert text.count('class="verdict') == 6


def test_values_of_a_file_are_escaped_on_the_page(tmp_path: Path):
    from detente.report import clear_page

    answer = dt.clear([{**OXIDE, "id": "<b>x</b>", "item": "dysprosium oxide <img src=x onerror=alert(1)>"}])
    text = clear_page(answer)
    assert "<img src=x" not in text and "<b>x</b>" not in text


def test_only_answers_the_record_named_and_suggests_the_nearest():
    rows = [{**OXIDE, "id": "MAG-1", "item": "ferrite magnet"}, {**OXIDE, "id": "MAG-2", "item": "laptop"}]
    assert [r.record for r in dt.clear(rows, only=["MAG-2"]).records] == ["MAG-2"]
    with pytest.raises(InputError, match="MAG-1"):
        dt.clear(rows, only=["MAG-l"])
