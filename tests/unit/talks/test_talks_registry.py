"""Registries are data: another pair of parties, one more speaker, faults reported together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.talks import extract_claims, load_registry, read_document
from detente.talks.compare.claim_store import ClaimStore
from detente.talks.compare.disagreements import find_disagreements
from detente.terms import InputError, UnreadableFile

EU_CHINA = Path(__file__).with_name("eu-china")
EU_TEXT = (
    "September 15, 2025\n\nChina and the EU said on Monday that talks on electric cars would go on.\n\n"
    "“We agreed on a price for every electric car,” Šefčovič told reporters in Brussels.\n\n"
    "Wang Wentao said the duties on electric vehicles were discussed and that nothing was agreed on brandy."
)
ZH_TEXT = (
    "2025年9月16日\n\n谢夫乔维奇表示，欧方愿就电动汽车继续磋商。王文涛指出，中方反对反补贴措施。"
    "双方同意保持沟通。"
)


def test_another_pair_of_parties_needs_data_only() -> None:
    registry = load_registry(EU_CHINA)
    assert registry.sides == ("EU", "China")
    english = extract_claims(read_document(EU_TEXT, "en.txt"), registry)
    assert [(s.voice.id, s.side) for s in english.statements] == [
        ("both_sides", "both"),
        ("sefcovic", "EU"),
        ("wang_wentao", "China"),
    ]
    assert english.statements[1].topics == ("car-duties",)
    chinese = extract_claims(read_document(ZH_TEXT, "zh.txt"), registry)
    assert [s.voice.id for s in chinese.statements] == ["sefcovic", "wang_wentao", "both_sides"]
    found = find_disagreements(ClaimStore.of([english, chinese], registry), date(2025, 9, 16))
    assert [(d.topic, d.type) for d in found if d.attribute == "status" and d.topic == "car-duties"] == [
        ("car-duties", "status-conflict")
    ]


def test_the_americans_are_nobody_in_that_registry() -> None:
    x = extract_claims(
        read_document("Bessent said the truce would hold.", "t", date(2025, 9, 15)), load_registry(EU_CHINA)
    )
    assert not [s for s in x.statements if s.voice.known and s.kind != "outlet"]


def test_one_more_speaker_and_cue_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        "speakers:\n  - {id: harbour_board, kind: institution, side: US, name: Harbour Board, aliases: [the "
        "Harbour Board]}\nlanguage: en\nsay: {'': [intoned]}\n",
        encoding="utf-8",
    )
    x = extract_claims(
        read_document("The Harbour Board intoned that port fees would go.", "t", date(2025, 9, 15)),
        load_registry(tmp_path),
    )
    assert [s.voice.id for s in x.statements] == ["harbour_board"]
    assert x.statements[0].side == "US"


def test_faults_are_reported_together(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        "speakers:\n  - {id: a, kind: person, side: Mars, name: A}\n  - {id: b, kind: ghost, side: US, "
        "name: B}\ntopics:\n  - {id: t, name: t, en: ['(']}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as fault:
        load_registry(tmp_path)
    assert "3 fault(s)" in fault.value.text
    assert "Mars" in fault.value.text and "bad.yaml" in fault.value.text


def test_unreadable_registry_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        load_registry(tmp_path / "none")
    (tmp_path / "x.yaml").write_text("a: &b [x]\nc: [*b, *b]", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="alias"):
        load_registry(tmp_path)
    load_registry.cache_clear()
    (tmp_path / "x.yaml").write_text("a: [1", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="YAML"):
        load_registry(tmp_path)


def test_words_that_yaml_takes_for_truth_stay_words() -> None:
    assert "no" in load_registry().cues["en"]["transparent"]
