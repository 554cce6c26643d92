"""The house keeps its shape: no cycles, doors that open, readable folders, functions that stay functions."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import detente
from checkout import script

ROOT = Path(__file__).resolve().parents[2]


house = script("docs/house.py")
ROOMS = sorted(house.rooms())


def test_no_module_imports_itself_through_others() -> None:
    """Lazy imports count, and a name at a door counts as an import of the module that defines it."""
    try:
        TopologicalSorter(house.imports()).prepare()
    except CycleError as fault:
        pytest.fail(" -> ".join(fault.args[1]))


def test_every_room_has_a_storey_and_imports_point_downward() -> None:
    height = {room: k for k, storey in enumerate(house.STOREYS) for room in storey}
    folders = {p.name for p in house.PACKAGE.iterdir() if (p / "__init__.py").exists()}
    assert folders <= set(height), folders - set(height)
    upward = [(a, b) for a, b in house.between_rooms() if height[b] < height[a]]
    assert upward == []


def test_a_flat_folder_holds_at_most_twenty_modules() -> None:
    assert {folder: n for folder, n in house.folders().items() if n > 20} == {}


def test_a_room_has_at_most_one_level_of_folders() -> None:
    assert [m for m in house.source_files() if m.count(".") > 3] == []


def test_no_module_is_longer_than_400_lines() -> None:
    long = {
        m: n for m, p in house.source_files().items() if (n := len(p.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_only_the_room_itself_reaches_past_a_door() -> None:
    """What import-linter holds for the package, held for the programs beside it."""
    past = []
    for folder in ("benchmarks", "docs", "examples"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                deep = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detente.")
                if deep and node.module.count(".") > 1 and not node.module.startswith("detente.cli."):
                    past.append(f"{path.name}:{node.lineno} {node.module}")
    assert past == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_at_a_door_opens(room: str) -> None:
    module = importlib.import_module(f"detente.{room}")
    for name, home in house.door(room).items():
        assert getattr(module, name) is getattr(importlib.import_module(home), name), name


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_at_a_door_is_also_a_module_of_the_room(room: str) -> None:
    inside = {p.stem for p in (house.PACKAGE / room).glob("*.py")} | {
        p.name for p in (house.PACKAGE / room).iterdir() if p.is_dir()
    }
    assert inside & set(house.door(room)) == set()


def test_no_room_bears_the_name_of_a_public_function() -> None:
    assert set(ROOMS) & set(detente.__all__) == set()


@pytest.mark.parametrize("name", sorted(set(detente.__all__)))
def test_public_functions_are_functions_with_typed_signatures(name: str) -> None:
    function = getattr(detente, name)
    assert inspect.isfunction(function)
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())
    assert (function.__doc__ or "").strip()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_goes_in_and_what_comes_out(room: str) -> None:
    words = importlib.import_module(f"detente.{room}").__doc__ or ""
    assert len(words.split()) > 12, room
    assert f"`detente.{room}`" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_picture_is_what_the_code_draws() -> None:
    assert (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8") == house.picture(), (
        "run `make docs`"
    )
    assert house.table() in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), "run `make docs`"
