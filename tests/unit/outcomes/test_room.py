"""The room of outcomes: folders in order, public names that lead somewhere, a function that is one."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import detente
import detente.outcomes as room

STEPS = ("laying", "clocks", "costs", "entering", "trees")
HERE = Path(room.__path__[0])


def imports_of(path: Path) -> set[str]:
    """Modules a file imports, inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    return found | {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}


@pytest.mark.parametrize("step", STEPS)
def test_a_folder_imports_from_folders_to_its_left_only(step: str) -> None:
    to_the_left = STEPS[: STEPS.index(step) + 1]
    for path in (HERE / step).glob("*.py"):
        for name in imports_of(path):
            if name.startswith("detente.outcomes"):
                assert name.split(".")[2] in to_the_left, f"{path.name} imports {name}"


def test_no_module_of_the_room_imports_itself_through_others() -> None:
    modules = {".".join(("detente.outcomes", *p.relative_to(HERE).with_suffix("").parts)): p
               for p in HERE.rglob("*.py") if p.name != "__init__.py"}  # fmt: skip
    graph = {name: imports_of(path) & modules.keys() for name, path in modules.items()}
    while free := [name for name, targets in graph.items() if not targets & graph.keys()]:
        for name in free:
            del graph[name]
    assert not graph, f"a cycle among {sorted(graph)}"


def test_the_python_face_is_a_function_with_a_typed_signature() -> None:
    row = {"hts": ["9506.62.40"], "origin": ["CN"], "customs_value_usd": ["10000"]}
    answer = detente.outlook(row, ["truce", "busan"], against="lapse", entered="2025-11-15")
    assert [str(t.duty_usd) for t in answer.totals] == ["6150", "3750", "2750"]
    assert inspect.isfunction(detente.outlook)
    assert detente.outlook is room.outlook
    signature = inspect.signature(detente.outlook)
    assert all(p.annotation is not p.empty for p in signature.parameters.values())
    assert signature.return_annotation == "Exposure"
    assert not callable(room)


def test_the_room_gives_every_public_name_and_none_is_a_module_of_it() -> None:
    modules = {m.name for m in pkgutil.iter_modules(room.__path__)}
    assert modules.isdisjoint(room.__all__)
    for name in room.__all__:
        assert getattr(room, name) is not None
    assert "outlook" in room.__all__
    with pytest.raises(AttributeError):
        importlib.import_module("detente.outcomes").nothing  # noqa: B018 - the access is the test
