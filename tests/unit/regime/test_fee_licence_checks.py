"""The numbered checks of fee, licence and ownership law: each refuses what it is for, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.regime.kinds.fee_licence_compile import compile_documents, compiled
from detente.regime.law_files.read import read_file
from detente.terms import LawError

LAW = Path(__file__).parents[3] / "law"
FEE, LICENCE, ITEMS = (
    "us/port-fees/annex-i.yaml",
    "china/export-controls/no-57-2025.yaml",
    "china/export-controls/items.yaml",
)
ENTITIES = "china/export-controls/entity-lists.yaml"


def faults_of(tmp_path, name, old, new):
    text = (LAW / name).read_text(encoding="utf8")
    assert text.count(old) >= 1
    path = tmp_path / "law.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf8")
    faults: list[str] = []
    document = read_file(path, faults)
    assert document is not None
    compile_documents([document], faults)
    return faults


@pytest.mark.parametrize("name", [FEE, LICENCE, ITEMS, ENTITIES])
def test_the_files_as_they_are_pass(tmp_path, name):
    assert faults_of(tmp_path, name, "id:", "id:") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (FEE, 'until: "2026-11-10T00:01-05:00"', 'until: "2025-11-09T00:01-05:00"', "FL1"),
        (FEE, "unit: net_ton", "unit: furlong", "law.yaml:"),
        (FEE, "cite: [{document: 90-FR-50947}]", "cite: []", "FL5"),
        (FEE, "currency: USD", "currency: EUR", "USD"),
        (FEE, "tonnage: as_given", "tonnages: as_given", "xtra"),
        (LICENCE, "tracks: [main]", "tracks: [nowhere]", "FL2"),
        (LICENCE, "then: licence_needed", "then: perhaps", "law.yaml:"),
        (LICENCE, 'known: "2025-11-07"', 'known: "2025-10-09"', "FL8"),
        (ITEMS, '"7440-19-9"', '"7440-19-8"', "FL4"),
        (ITEMS, "classes: [nexperia]", "classes: [nexperias]", "FL2"),
        (ENTITIES, 'count: "2"', 'count: "two"', "FL7"),
        (ENTITIES, "track: control-2025-01-02", "track: control-2025-01-03", "FL2"),
    ],
)
def test_each_check_refuses_what_it_is_for(tmp_path, name, old, new, words):
    assert any(words in fault for fault in faults_of(tmp_path, name, old, new))


def test_a_citation_that_resolves_to_no_source_is_refused():
    faults: list[str] = []
    document = read_file(LAW / FEE, faults)
    with pytest.raises(LawError, match="FL6"):
        compiled({"by_kind": {"port_fee": [document]}, "sources": []})
