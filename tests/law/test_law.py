"""Law tests: YAML beside this file, at the same paths as the law they test, readable aloud.

A test names a good, the facts given, and what a component (or ``total``) is on each day, in percent of
customs value. `known` is a day or ``hindsight``; without it each day is answered as known that day.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.duties.duty_answer import DutyAnswer
from detente.duties.evaluation import duty
from detente.regime.dated.rows import MeasureRow
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import law_folder

HERE = Path(__file__).parent
KINDS = {"law", "ruling", "worked_example", "regression"}


def _cases() -> list[Any]:
    made = []
    for path in sorted((HERE / "us").rglob("*.yaml")):
        if path.parts[len(HERE.parts) + 1] not in ("tariffs", "entry", "examples"):
            continue
        for test in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["tests"]:
            for day, expected in test["on"].items():
                made.append(pytest.param(test, day, expected, id=f"{path.stem}: {test['name'][:70]} [{day}]"))
    return made


def _percent(test: dict[str, Any], day: str) -> Decimal:
    known = test.get("known")
    answer = duty(
        test["hts"],
        origin=test.get("origin", "CN"),
        value=test.get("value", "10000"),
        on=day,
        known=None if known == "hindsight" else known,
        hindsight=known == "hindsight",
        facts=test.get("facts", {}),
        reading=test.get("reading", test.get("state", "text")),
    )
    if "drawback" in test:
        return _drawn_back(test, answer)
    names = test["component"].split("+")
    wanted = [x for x in answer.lines if "total" in names or x.component in names]
    if "measures" in test:
        wanted = [x for x in wanted if x.measure in test["measures"]]
    if test.get("plus_base"):
        wanted += [x for x in answer.lines if x.component == "mfn"]
    assert not answer.missing, f"missing facts: {[m.fact for m in answer.missing]}"
    return (
        sum((x.duty_usd or Decimal(0) for x in wanted), Decimal(0))
        / Decimal(test.get("value", "10000"))
        * 100
    )


def _drawn_back(test: dict[str, Any], answer: DutyAnswer) -> Decimal:
    """What comes back of the layers named, in percent of what was paid on them."""
    assert answer.drawback is not None
    rows = [r for r in answer.drawback.lines if r.component in test["drawback"].split("+")]
    assert rows, f"no such layer: {[r.component for r in answer.drawback.lines]}"
    back = sum((r.drawback_usd or Decimal(0) for r in rows), Decimal(0))
    return (back / sum(r.paid_usd for r in rows) * 100).quantize(Decimal("0.01")).normalize()


@pytest.mark.parametrize(("test", "day", "expected"), _cases())
def test_law(test: dict[str, Any], day: str, expected: str) -> None:
    assert _percent(test, day) == Decimal(expected), test["name"]


def test_every_law_test_says_why_it_is_right() -> None:
    sources = tables().sources
    for path in sorted(HERE.glob("us/*/**/*.yaml")):
        if path.parts[len(HERE.parts) + 1] not in ("tariffs", "entry", "examples"):
            continue
        for test in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["tests"]:
            assert test["kind"] in KINDS, path
            assert test["cite"]["document"] in sources, (path, test["cite"])


def _changes(measure: MeasureRow) -> set[str]:
    """Days on which a duty begins, ends, is suspended or resumes (not the windows of importers' claims)."""
    days: set[str] = set()
    for row in measure.provisions():
        if row.shown and not row.replaced_before_effect:
            days.update((row.start, row.until))
    days.update(
        m for e in measure.events if not e.announced_only and e.kind != "void" for m in (e.start, e.until)
    )
    return {d[:10] for d in days if "2018-01-02" < d < "9000"}


@pytest.mark.parametrize(
    "path", sorted((law_folder() or Path()).glob("us/tariffs/**/*.yaml")), ids=lambda p: p.stem
)
def test_every_change_date_has_the_day_before_the_day_and_the_day_after(path: Path) -> None:
    name = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["id"]
    measure = tables().measure(name)
    changes = _changes(measure)
    if not changes:
        return
    beside = HERE / path.relative_to(law_folder() or Path())
    assert beside.exists(), f"no law test at tests/law/{path.relative_to(law_folder() or Path())}"
    tested = {
        d
        for t in yaml.load(beside.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["tests"]
        for d in t["on"]
    }
    for change in sorted(changes):
        day = date.fromisoformat(change)
        near = {(day + timedelta(days=n)).isoformat() for n in (-1, 0, 1)}
        assert near <= tested, f"{name} changes on {change}: no test for {sorted(near - tested)}"
