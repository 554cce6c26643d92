"""How sure the law says it is: never surer than its documents were read, in measures, lists and starter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from detente.duties.evaluation import duty
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import law_folder
from detente.regime.law_files.confidence import HIGHEST

FOLDER = law_folder()
assert FOLDER is not None


def _memberships() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(FOLDER.glob("starter/*-goods-*.yaml")):
        for line in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["lines"]:
            for row in line.get("lists") or ():
                yield line["hts"], row
    for entry in yaml.load((FOLDER / "us/lists.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)[
        "lists"
    ]:
        for row in entry.get("also") or ():
            yield entry["id"], row


def test_a_place_on_a_list_that_rests_on_memory_is_c():
    of_memory = [(where, row) for where, row in _memberships() if "memory" in row.get("cite", "")]
    assert len(of_memory) > 100
    assert [(where, row) for where, row in of_memory if row.get("confidence") != "C"] == []


@pytest.mark.parametrize(
    ("hts", "day"), [("9506.62.40", "2025-10-26"), ("8806.22.00", "2026-10-01"), ("7601.10.30", "2026-08-01")]
)
def test_an_answer_shows_how_its_documents_were_read_and_is_no_surer(hts: str, day: str):
    answer = duty(hts, origin="CN", value="10000", on=day, facts={})
    lines = [line for line in answer.lines if line.component != "mfn"]
    assert lines
    for line in lines:
        assert all(cite.read in HIGHEST for cite in line.cite)


def test_every_row_of_a_measure_is_at_most_as_sure_as_its_best_read_document():
    rows = [
        row
        for measure in tables().measures
        for row in (*measure.provisions(), *measure.exemptions, *measure.said)
    ]
    assert len(rows) > 300
    assert [row.id for row in rows if row.confidence < min(HIGHEST[cite.read] for cite in row.cites)] == []
