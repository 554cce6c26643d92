"""The example notebooks run from their first cell, and show what they give."""

from __future__ import annotations

import runpy
import tempfile
import warnings
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))


def test_there_is_one_for_each_reader() -> None:
    assert [p.stem for p in NOTEBOOKS] == ["broker", "journalist", "researcher"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_its_outputs_have_the_shape_it_shows(path: Path) -> None:
    stored = nbformat.read(path, as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the notebook client and its event loop
        fresh = runpy.run_path(str(ROOT / "examples" / "run_notebooks.py"))["run"](path)
    cells = [(s, f) for s, f in zip(stored.cells, fresh.cells, strict=True) if s.cell_type == "code"]
    for shown, given in cells:
        kinds = [sorted(o.get("data", {"text": ""})) for o in shown.outputs]
        assert kinds == [sorted(o.get("data", {"text": ""})) for o in given.outputs], shown.source
    assert sum(bool(shown.outputs) for shown, _ in cells) >= 6


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_names_no_place_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for place in (ROOT, Path.home(), Path(tempfile.gettempdir())):
        assert f"{place}/" not in text
