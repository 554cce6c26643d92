"""Pointers of the law (also check): each numbered rule finds its fault; items are met by their words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.regime import pointers_for_item
from detente.regime.dated.pointers import pointers
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import law_folder
from detente.regime.law_files.compile import compiled, read_law
from detente.terms import LawError

FILE = "us/also-check/forced-labour.yaml"
WHEN = ("2026-06-01T12:00", "2026-06-01")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: detention", "kind: seizure", "kind"),
        ('prefixes: ["52"', 'prefixes: ["5"', "not the beginning of a tariff code"),
        ("document: UFLPA, ", "document: NO-SUCH, ", "AC2: no source 'NO-SUCH'"),
        ("id: us.uflpa.silica", "id: us.uflpa.cotton", "AC3: us.uflpa.cotton stands twice"),
        ('    prefixes: ["0702", "2002", "210320"]\n', "", "AC4: us.uflpa.tomatoes names no beginnings"),
    ],
)
def test_a_broken_pointer_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = law_folder()
    assert folder is not None
    law = Path(shutil.copytree(folder, tmp_path / "law", ignore=shutil.ignore_patterns("starter")))
    text = (law / FILE).read_text(encoding="utf-8")
    assert old in text
    (law / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        compiled(read_law(law)[0])
    hits = [fault for fault in caught.value.faults if words in fault]
    assert hits
    assert all("forced-labour.yaml:" in hit for hit in hits)


def test_every_pointer_has_words_in_both_languages_and_a_source_that_opens() -> None:
    for row in pointers(tables()):
        assert all((*row.title, *row.says)), row.id
        assert row.cites and all(c.opening.url for c in row.cites), row.id


@pytest.mark.parametrize(
    ("side", "item", "to", "met"),
    [
        ("us_export", "GPU chip", "CN", True),
        ("us_export", "半导体设备", "CN", True),
        ("us_export", "8542.31", "CN", True),
        ("us_export", "GPU chip", "DE", False),
        ("us_export", "soybeans", "CN", False),
        ("us_export", "9503", "CN", False),
        ("china_export", "GPU chip", "US", False),
    ],
)
def test_an_item_without_a_code_is_met_by_its_words(side: str, item: str, to: str, met: bool) -> None:
    rows = {row.id for row in pointers_for_item(tables(), side, item, to, *WHEN)}
    assert ("us.outbound-investment" in rows) is met


def test_countermeasures_are_named_whatever_leaves_china_for_the_united_states() -> None:
    rows = {row.id for row in pointers_for_item(tables(), "china_export", "NdFeB magnet", "US", *WHEN)}
    assert "cn.countermeasures" in rows
    early = pointers_for_item(tables(), "china_export", "magnet", "US", "2024-12-04T12:00", "2024-12-04")
    assert "cn.countermeasures" not in {row.id for row in early}
