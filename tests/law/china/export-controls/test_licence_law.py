"""Law tests of the export controls of both sides: every case of the YAML files beside this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.licensing.transaction import licence
from detente.regime.law_files.read import read_folder

FOLDERS = [Path(__file__).parent, Path(__file__).parents[2] / "us" / "export-controls"]


def cases():
    faults: list[str] = []
    for folder in FOLDERS:
        for document in read_folder(folder, faults):
            for case in document.data["cases"]:
                yield pytest.param(
                    {**document.data.get("defaults", {}), **(case.get("facts") or {})}, case, id=case["name"]
                )
    assert not faults


@pytest.mark.parametrize(("facts", "case"), list(cases()))
def test_licence(facts, case):
    answer = licence(
        case["item"],
        on=case["on"],
        known=case.get("known"),
        reading=case.get("reading", case.get("state", "text")),
        side=case.get("side", "china"),
        parameters=case.get("parameters", ""),
        facts=facts,
    )
    assert answer.outcome == case["expect"]
    fired = {line.rule for line in answer.rules}
    assert set(case.get("rules", ())) <= fired
    if "missing" in case:
        assert {m.fact for m in answer.missing} == set(case["missing"])
    for line in answer.rules:
        assert line.cite, f"{line.rule} cites nothing"
