"""Every command that asks a question is a function of `detente` with the same names and defaults."""

from __future__ import annotations

import csv
import inspect
import re
from pathlib import Path

import polars as pl
import pytest
from pydantic_core import PydanticUndefined

import detente
from detente.answers import ENTRIES, Entry, loaded
from detente.cli.main import COMMANDS, OWN
from detente.regime import tables

ROOT = Path(__file__).resolve().parents[2]


def test_every_command_is_a_question_or_keeps_or_serves_something() -> None:
    assert set(COMMANDS) == set(ENTRIES) | set(OWN)
    assert {entry.function for entry in ENTRIES.values()} <= set(detente.__all__)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.name)
def test_a_function_takes_the_fields_of_its_question(entry: Entry) -> None:
    taken = inspect.signature(getattr(detente, entry.function)).parameters
    open_ended = any(p.kind is p.VAR_KEYWORD for p in taken.values())
    for name, field in entry.question.model_fields.items():
        if name not in taken:
            assert open_ended, f"detente.{entry.function} lacks {name}"
            continue
        given = taken[name].default
        if given in (inspect.Parameter.empty, None, ...):
            continue
        assert given == field.get_default(call_default_factory=True), (entry.name, name)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.name)
def test_the_command_and_the_function_have_the_same_defaults(entry: Entry) -> None:
    """An option of the command that is a field of the question has the field's default."""
    options = inspect.signature(loaded(entry.command)).parameters
    for name, field in entry.question.model_fields.items():
        option = options.get(name)
        if option is None or option.default in (inspect.Parameter.empty, None):
            continue
        default = field.get_default(call_default_factory=True)
        assert default is not PydanticUndefined
        spelt = {str(default).lower(), ",".join(map(str, default)) if isinstance(default, tuple) else ""}
        assert str(option.default).lower() in spelt or not option.default, (name, option.default, default)


COMPONENT = re.compile(r"(?P<component>\w+)_(?:pct|usd)")


def _documented(layout: str) -> set[str]:
    text = (ROOT / "docs" / "columns.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["column"] for row in rows if row["layout"] == layout}


@pytest.mark.parametrize(
    "file", ["examples/importer.csv", "examples/china-exports.csv", "examples/waiting.csv"]
)
def test_every_column_of_an_answered_file_is_documented(file: str) -> None:
    components = {m.component for m in tables().measures} | {"mfn"}
    own = set(pl.read_csv(ROOT / file, infer_schema=False).columns)
    added = [c for c in detente.assess(ROOT / file).columns if c not in own]
    patterns = {c for c in added if (shape := COMPONENT.fullmatch(c)) and shape["component"] in components}
    assert {c for c in added if c not in patterns} <= _documented("wide")
    assert patterns and "[component]_pct" in _documented("wide")
    assert set(detente.assess(ROOT / file, layout="long").columns) == _documented("long")


def test_every_column_of_a_panel_is_documented_and_parquet_keeps_it(tmp_path: Path) -> None:
    codes = ["9506.62.40", "8505.11.00"]
    panel = detente.panel(codes=codes)
    days = detente.panel(codes=codes, daily=True, first="2025-11-08", last="2025-11-11")
    assert set(days.columns) == _documented("panel")
    assert set(panel.columns) == _documented("panel") - {"day"}
    panel.write_parquet(tmp_path / "panel.parquet")
    assert pl.read_parquet(tmp_path / "panel.parquet").equals(panel)


def test_a_panel_draws_itself() -> None:
    pytest.importorskip("altair")
    chart = detente.panel(codes=["9506.62.40"], origins=("CN",)).plot.line(
        x="from", y="rate_pct", color="component"
    )
    assert chart.to_dict()["mark"]["type"] == "line"
