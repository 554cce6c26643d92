"""Law tests of goods entering China: YAML beside this file, at the same paths as the law they test.

A test names a good, the facts given, and what a component (or ``total``, or ``added`` for the total without
the base duty) is on each day or Beijing moment, in percent of customs value; ``refused`` where
the line does not stand.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.duties.evaluation import duty
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import law_folder
from detente.terms import UnknownCode

HERE = Path(__file__).parent
KINDS = {"law", "ruling", "worked_example", "regression"}
ROOMS = ("tariffs", "entry", "examples")


def _files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((HERE / room).rglob("*.yaml"))]


def _tests(path: Path) -> list[dict[str, Any]]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["tests"]


def _cases() -> list[Any]:
    return [
        pytest.param(test, day, expected, id=f"{path.stem}: {test['name'][:70]} [{day}]")
        for path in _files()
        for test in _tests(path)
        for day, expected in test["on"].items()
    ]


def _answer(test: dict[str, Any], day: str) -> Any:
    return duty(
        test["hts"],
        origin=test.get("origin", "US"),
        to="CN",
        value="100000",
        on=day,
        known=test.get("known"),
        facts=test.get("facts", {}),
        reading=test.get("reading", test.get("state", "text")),
    )


@pytest.mark.parametrize(("test", "day", "expected"), _cases())
def test_law(test: dict[str, Any], day: str, expected: str) -> None:
    if expected == "refused":  # China's schedule holds no such line that day
        with pytest.raises(UnknownCode):
            _answer(test, day)
        return
    answer = _answer(test, day)
    assert answer.status == test.get("status", "ok"), answer.missing
    component = test["component"]
    if component == "vat":
        found = sum((x.rate_pct for x in answer.fees if x.component == "vat"), Decimal(0))
    elif component == "duty_and_vat":
        paid = (answer.duty_usd or 0) + sum(x.duty_usd or 0 for x in answer.fees)
        found = round(Decimal(paid) / 1000, 2)
    elif component in ("total", "added"):
        found = answer.total_pct
        if component == "added":
            found -= next(x.rate_pct for x in answer.lines if x.component == "mfn")
    else:
        lines = [x for x in answer.lines if x.component in component.split("+")]
        found = sum((x.duty_usd for x in lines), Decimal(0)) / 1000
    assert found == Decimal(expected), test["name"]


def test_every_law_test_says_why_it_is_right() -> None:
    sources = tables().sources
    for path in _files():
        for test in _tests(path):
            assert test["kind"] in KINDS, path
            assert test["cite"]["document"] in sources, (path, test["cite"])


@pytest.mark.parametrize(
    "path", sorted((law_folder() or Path()).glob("china/tariffs/**/*.yaml")), ids=lambda p: p.stem
)
def test_every_change_date_has_the_day_before_the_day_and_the_day_after(path: Path) -> None:
    name = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["id"]
    measure = tables().measure(name)
    moments: set[str] = set()
    for row in measure.provisions():
        if row.shown and not row.replaced_before_effect:
            moments.update((row.start, row.until))
    for event in measure.events:
        if not event.announced_only:
            moments.update((event.start, event.until))
    changes = {m[:10] for m in moments if m < "9000"}
    if not changes:
        return
    beside = HERE / path.relative_to((law_folder() or Path()) / "china")
    assert beside.exists(), f"no law test for {name}"
    tested = {day[:10] for test in _tests(beside) for day in test["on"]}
    for change in sorted(changes):
        day = date.fromisoformat(change)
        near = {(day + timedelta(days=n)).isoformat() for n in (-1, 0, 1)}
        assert near <= tested, f"{name} changes on {change}: no test for {sorted(near - tested)}"
