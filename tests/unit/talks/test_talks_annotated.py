"""The floors of quality on the annotated reports, where they lie beside the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checkout import script

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def table(shared: Path) -> dict[str, dict[str, Any]]:
    module = script("benchmarks/score_talks.py")
    if not (shared / "gold" / "evaluate.py").exists():
        pytest.skip("the annotation is not beside this checkout")
    return module.scores(shared) | {"floors": module.FLOORS}


@pytest.mark.shared
def test_spans_and_speakers_reach_their_floors(table: dict[str, Any]) -> None:
    below = {
        name: table[name][key] for name, (key, floor) in table["floors"].items() if table[name][key] < floor
    }
    assert not below


@pytest.mark.shared
def test_coverage_topics_and_modality(table: dict[str, Any]) -> None:
    tags = table["tags"]
    assert tags["coverage"] >= 0.85
    assert tags["topics_f1"] >= 0.90
    assert tags["modality_accuracy"] >= 0.85


@pytest.mark.shared
def test_disagreements_and_agreed_points(table: dict[str, Any]) -> None:
    found = table["disagreements"]
    assert found["hard_found"] == found["hard"]
    assert found["false"] <= 1
    assert table["agreed_points"]["met"] >= 10


@pytest.mark.shared
def test_comments_are_no_evidence(table: dict[str, Any]) -> None:
    assert table["comments_used_as_evidence"] == 0


@pytest.mark.shared
def test_no_rule_mentions_a_sentence_of_the_reports(shared: Path) -> None:
    """No run of six words (or ten Chinese characters) of a report stands in the code or the registry."""
    import re

    ours = "\n".join(
        p.read_text(encoding="utf-8")
        for p in (ROOT / "src/detente/talks").rglob("*")
        if p.suffix in (".py", ".yaml")
    )
    folded = re.sub(r"[^a-z㐀-鿿]+", " ", re.sub(r"\\[a-zA-Z]\+?", " ", ours.lower()))
    hits = []
    for path in sorted((shared / "reports").glob("*.txt")):
        text = path.read_text(encoding="utf-8").lower()
        words = re.findall(r"[a-z]+", text)
        hits += [
            " ".join(words[n : n + 6])
            for n in range(len(words) - 5)
            if f" {' '.join(words[n : n + 6])} " in folded
        ]
        for run in re.findall(r"[㐀-鿿]{10,}", text):
            hits += [run[n : n + 10] for n in range(len(run) - 9) if run[n : n + 10] in ours]
    names = re.compile(
        r"south china morning post|treasury secretary|trade representative|vice premier|united states", re.I
    )
    assert not [h for h in hits if not names.search(h)]
