"""Law tests of the port fees of both sides: every case of the YAML files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from detente.port_fees.port_call import fee
from detente.regime.law_files.read import read_folder

FOLDERS = [Path(__file__).parent, Path(__file__).parents[2] / "china" / "port-fees"]


def cases():
    faults: list[str] = []
    for folder in FOLDERS:
        for document in read_folder(folder, faults):
            for case in document.data["cases"]:
                facts = {**document.data["defaults"], **(case.get("facts") or {})}
                yield pytest.param(facts, case, id=f"{case['side']}: {case['name']}")
    assert not faults


@pytest.mark.parametrize(("facts", "case"), list(cases()))
def test_fee(facts, case):
    answer = fee(
        case["side"],
        on=case["on"],
        known=case.get("known"),
        reading=case.get("reading", case.get("state", "text")),
        facts=facts,
    )
    assert answer.fee_amount == (Decimal(case["fee"]) if case["fee"] else None)
    if "liable" in case:
        assert answer.liable == case["liable"]
    if "annex" in case:
        assert answer.annex == case["annex"]
    if "grounds" in case:
        assert list(answer.grounds) == case["grounds"]
    if "missing" in case:
        assert {m.fact for m in answer.missing} == set(case["missing"])
    for name, amounts in (case.get("cases") or {}).items():
        assert [c.fee_amount for c in answer.cases if c.fact == name] == [Decimal(a) for a in amounts]
        assert all(c.words_zh for c in answer.cases)
    if "deferred_to" in case:
        assert (answer.deferral.until if answer.deferral else "") == case["deferred_to"]
    if answer.fee_amount:
        assert all(line.cite for line in answer.lines)
