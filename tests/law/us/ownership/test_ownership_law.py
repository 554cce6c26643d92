"""Law tests of the ownership tests of both sides: every case of the YAML files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.regime.law_files.read import read_folder
from detente.screening import Settings, screen

FOLDERS = [Path(__file__).parent, Path(__file__).parents[2] / "china" / "ownership"]
PLAIN = ("owner_id", "owned_id", "share_pct", "role")
THREE = ("owner_id", "owned_id", "share_pct", "votes_pct", "board_pct")


def cases():
    faults: list[str] = []
    for folder in FOLDERS:
        for document in read_folder(folder, faults):
            for case in document.data["cases"]:
                yield pytest.param(document.data, case, id=f"{document.data['rule']}: {case['name']}")
    assert not faults


@pytest.mark.parametrize(("file", "case"), list(cases()))
def test_ownership(file: dict[str, Any], case: dict[str, Any]) -> None:
    columns = THREE if file["rule"] in ("maritime_25", "china_port_25") else PLAIN
    owners = [dict(zip(columns, [*row, ""][: len(columns)], strict=False)) for row in case["owners"]]
    answer = screen(
        [{"party_id": "T", "name": "T"}],
        owners,
        [{"party_id": party, "list": name} for party, name in file["listed"].items()],
        on=case["on"],
        settings=Settings(owners_complete=True, cutoff=101),
    )
    (row,) = [row for row in answer.rows if row.rule == file["rule"]]
    assert row.outcome == case["expect"]
    for key, said in (("low", row.low_pct), ("high", row.high_pct), ("state", row.rule_status)):
        assert said == case.get(key, said)
    for key, said in (("why", row.why), ("missing", row.missing), ("effect", row.effect)):
        assert case.get(key, "") in said
    (used,) = [used for used in answer.rules if used.rule == file["rule"]]
    assert used.cite and used.attribution
    assert row.outcome == "not_caught" or row.holders
