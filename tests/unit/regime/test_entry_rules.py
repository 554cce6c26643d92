"""Rules on entry: each fault is found, with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.regime.law_files.artefact import law_folder
from detente.regime.law_files.compile import compiled, read_law
from detente.terms import LawError


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("drawback.yaml", "of: [us.s122]", "of: [us.s999]", "ER2: 'us.s999' names no duty"),
        ("drawback.yaml", "of: [us.s232.autos/parts]", "of: [us.s232.autos/wheels]", "ER2"),
        ("drawback.yaml", "document: CSMS-67844987", "document: CSMS-1", "ER3: no source 'CSMS-1'"),
        ("drawback.yaml", "allowed: manufacturing", "allowed: perhaps", "manufacturing"),
        ("warehouse.yaml", 'years: "5"', 'years: "five"', "not a whole number"),
        ("refunds.yaml", "refund_terms:", "refund_notes:", "LAW-15 no table 'refund_notes'"),
        ("warehouse.yaml", "warehouse_rules:", "zone_rules:", "ER4: 0 rows of warehouse_rules"),
    ],
)
def test_a_fault_in_the_rules_on_entry_is_named(tmp_path: Path, file, old, new, fault):
    folder = law_folder()
    assert folder is not None
    law = Path(shutil.copytree(folder, tmp_path / "law", ignore=shutil.ignore_patterns("starter")))
    path = law / "us" / "entry" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        compiled(read_law(law)[0])
    assert any(fault in line for line in caught.value.faults)
