"""Law tests of pledges: every case of the YAML files beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.purchases.pledge_states import pledges
from detente.regime.dated.tables import tables

HERE = Path(__file__).parent
KINDS = {"law", "ruling", "worked_example", "regression"}


def _cases() -> list[Any]:
    rows = []
    for path in sorted(HERE.glob("*.yaml")):
        tests = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["tests"]
        rows += [pytest.param(test, id=test["name"][:90]) for test in tests]
    return rows


@pytest.mark.parametrize("test", _cases())
def test_pledge(test: dict[str, Any]) -> None:
    law = tables()
    assert test["kind"] in KINDS
    assert test["cite"]["document"] in law.sources
    known = test.get("known", test["on"])
    pledge = next(p for p in pledges(law, test["on"], known).pledges if p.id == test["pledge"])
    version = next(v for v in pledge.versions if v.id == test["version"])
    basis = next(b for b in version.periods[0].bases if b.basis == test["basis"])
    assert basis.status == test["expect"], test["name"]
