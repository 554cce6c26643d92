"""Each numbered rule finds the fault it is for, with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.regime.law_files.artefact import law_folder
from detente.regime.law_files.check import RULES
from detente.regime.law_files.compile import compiled, read_law
from detente.terms import LawError

FENTANYL = "us/tariffs/ieepa/fentanyl.yaml"


@pytest.fixture
def law(tmp_path: Path) -> Path:
    folder = law_folder()
    assert folder is not None
    return Path(shutil.copytree(folder, tmp_path / "law", ignore=shutil.ignore_patterns("starter")))


def _edit(law: Path, old: str, new: str, file: str = FENTANYL) -> None:
    path = law / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "citation: EO 14200 of 5 February 2025,",
            "citation: an order of 5 February 2025,",
            "EO-14200 opens",
        ),
        ("citation: 90 FR 48451,", 'citation: "not yet published",', "PROC-10984 opens nowhere"),
    ],
)
def test_a_source_that_opens_nowhere_is_named(law: Path, old: str, new: str, words: str) -> None:
    _edit(law, old, new, "sources/us.yaml")
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert any("LAW-18" in fault and words in fault for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("document: NO-SUCH-PAPER, ", "no source 'NO-SUCH-PAPER'"),
        ("document: UEL-2025-1, ", "a second address of 'UEL-2025-1'"),
    ],
)
def test_an_address_is_of_one_source_that_there_is(law: Path, new: str, words: str) -> None:
    _edit(law, "document: MOFCOM-2025-01, ", new, "sources/addresses.yaml")
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert any("LAW-18" in fault and words in fault for fault in caught.value.faults)


def test_an_address_is_a_web_address(law: Path) -> None:
    _edit(law, "https://www.supremecourt.gov/docket", "supremecourt.gov/docket", "sources/addresses.yaml")
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert any("addresses.yaml" in fault and "web address" in fault for fault in caught.value.faults)


def test_the_law_as_it_stands_keeps_every_rule(law: Path) -> None:
    found, _ = read_law(law)
    assert compiled(found)["hash"] == compiled(read_law(law)[0])["hash"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("id: us.ieepa.fentanyl", "id: us.ieepa.reciprocal", "LAW-01"),
        ('known: "2025-03-03"', 'known: "2025-02-01"', "LAW-02"),
        ('until: "2025-03-07T00:01-05:00"', 'until: "2025-01-07T00:01-05:00"', "LAW-03"),
        ("document: EO-14228", "document: EO-99999", "LAW-04"),
        ("kind: void\n", "kind: void\n    of: [nothing]\n", "LAW-05"),
        ("fact: donation", "fact: donationn", "LAW-07"),
        ("with: us.s232.semiconductors", "with: us.s999.nothing", "LAW-08"),
        ("family: fentanyl", "family: nonsense", "LAW-09"),
        (
            'known: "2025-02-01"\n    cite: [{document: EO-14195, at: "sec. 2(a)"}',
            'known: "2025-03-01"\n    cite: [{document: EO-14195, at: "sec. 2(a)"}',
            "LAW-10",
        ),
        (', zh: "芬太尼关税（IEEPA）"', "", "LAW-12"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(law: Path, old: str, new: str, rule: str) -> None:
    _edit(law, old, new)
    with pytest.raises(LawError) as caught:
        read_law(law)
    hits = [f for f in caught.value.faults if rule in f]
    assert hits
    assert any(".yaml:" in hit for hit in hits)


def test_a_list_that_is_not_in_the_registry_is_named(law: Path) -> None:
    _edit(law, "lists: [us.s301.list-1]", "lists: [us.s301.list-99]", "us/tariffs/section-301/list-1.yaml")
    with pytest.raises(LawError, match=r"list-1\.yaml:\d+ .*LAW-06"):
        read_law(law)


def test_a_source_without_a_chinese_title_is_named(law: Path) -> None:
    _edit(law, 'title_zh: "第14228号行政令：芬太尼关税提高至20%", ', "", "sources/us.yaml")
    with pytest.raises(LawError, match=r"us\.yaml:\d+ .*LAW-12 the title of EO-14228"):
        read_law(law)


def test_a_family_without_a_checked_day_is_named(law: Path) -> None:
    _edit(law, "  fentanyl:", "  fentanil:", "verified.yaml")
    with pytest.raises(LawError, match="LAW-11"):
        read_law(law)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('{ad_valorem: "20%"}', "{ad_valorem: twenty}", "not a percentage"),
        ('from: "2025-03-04T00:01-05:00"', 'from: "2025-03-04T00:01"', "zone"),
        ('heading: "9903.01.24"', 'heading: "990301"', "not a chapter 99 heading"),
        ("kind: additional_duty", "kind: additional_duty\nsurprise: yes", "Extra inputs"),
        ("family: fentanyl", "family: fentanyl\nfamily: fentanyl", "stands twice"),
        ("origin: [CN, HK]", "origin: &x [CN, HK]\n  more: *x", "not YAML|Extra inputs|twice"),
    ],
)
def test_a_malformed_value_is_named_with_file_and_line(law: Path, old: str, new: str, words: str) -> None:
    _edit(law, old, new)
    with pytest.raises(LawError, match=words) as caught:
        read_law(law)
    assert "fentanyl.yaml:" in str(caught.value)


def test_every_fault_is_reported_not_only_the_first(law: Path) -> None:
    _edit(law, "document: EO-14228", "document: EO-99999")
    _edit(law, "fact: donation", "fact: donationn")
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert {"LAW-04", "LAW-07"} <= {word for fault in caught.value.faults for word in fault.split()}


def test_every_rule_says_its_number_in_its_docstring() -> None:
    for number, rule in enumerate(RULES, start=1):
        assert (rule.__doc__ or "").startswith(f"LAW-{number:02d}: ")


def test_confidence_a_means_that_the_text_was_read(law: Path) -> None:
    """LAW-16: a row that rests on a quotation cannot be A."""
    steel = "us/tariffs/section-301/list-3.yaml"
    _edit(law, 'at: "annex B"}]\n    confidence: B', 'at: "annex B"}]\n    confidence: A', steel)
    with pytest.raises(LawError) as caught:
        read_law(law)
    fault = next(f for f in caught.value.faults if "LAW-16" in f)
    assert (
        fault.startswith(f"{law / steel}:") and "confidence A, at most B (read: 83-FR-47974 quoted)" in fault
    )
    assert all("LAW-16" in f for f in caught.value.faults)


@pytest.mark.parametrize(
    ("read", "confidence"), [("text", "A"), ("quoted", "B"), ("secondary", "B"), ("memory", "C")]
)
def test_a_row_without_a_confidence_has_the_highest_its_documents_allow(
    law: Path, read: str, confidence: str
) -> None:
    sources = law / "sources/us.yaml"
    text = sources.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines() if "{id: PROC-9693," in row)
    sources.write_text(text.replace(line, line.replace("read: secondary", f"read: {read}")), encoding="utf-8")
    body = compiled(read_law(law)[0])
    solar = next(m for m in body["measures"] if m["id"] == "us.s201.solar")
    first_set = next(p for p in solar["provisions"] if p["id"] == "y4-as-first-set")
    assert first_set.get("confidence", "A") == confidence


def test_the_coverage_table_names_law_files_once_each(law: Path) -> None:
    _edit(law, "us/tariffs/section-122.yaml", "us/tariffs/section-123.yaml", "coverage.yaml")
    _edit(law, "id: tiktok,", "id: uflpa,", "coverage.yaml")
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert any("LAW-17 section-122 names 'us/tariffs/section-123.yaml'" in f for f in caught.value.faults)
    assert any("LAW-17 uflpa stands there twice" in f for f in caught.value.faults)


def test_every_measure_a_specialist_expects_is_modelled_pointed_to_or_absent(law: Path) -> None:
    """56 measures, each with words of its own in both languages; what is absent says why nothing is there."""
    rows = compiled(read_law(law)[0])["extra"]["coverage"]
    assert len(rows) == 56
    assert all(row["title"]["en"] and row["title"]["zh"] for row in rows)
