"""The bound law on disk: what was bound and compiled so far, under a name that tells all it rests on.

The name is a hash over the law, the schedule and the program itself, so a snapshot is never read for
another law, and a change of any of them binds anew. Only the law and the schedules installed are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.portfolio.bound.arrays_file import ArraysFile, write_arrays
from detente.portfolio.bound.axes import TimeAxes
from detente.portfolio.bound.compiler import Case, Term
from detente.portfolio.bound.store import Numbered, PlanArrays, PlanStore
from detente.regime import PACKAGE, State, Tables, law_folder
from detente.schedule import LayeredBook, Schedule, data_folder

if TYPE_CHECKING:
    from detente.portfolio.bound.bound_law import BoundRegime

PLAIN = ("components", "facts", "headings")
NESTED = ("forms", "guards", "notes", "names", "active")
CASES = ("cases", "layers", "spreads")
_ROOMS = ("terms", "schedule", "regime", "duties", "portfolio")


@lru_cache(maxsize=1)
def program_hash() -> str:
    """A hash of the program: of its files in a checkout, where they change without a new version."""
    from importlib.metadata import version

    digest = blake2b(version("detente").encode(), digest_size=8)
    if law_folder() is not None:
        for room in _ROOMS:
            for path in sorted((PACKAGE / room).rglob("*.py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def snapshot_path(law: Tables, book: Schedule, state: State, direction: str) -> Path:
    """Where the snapshot of a law bound to a schedule lies."""
    books = book.books if isinstance(book, LayeredBook) else (book,)
    parts = (law.hash, law.verified, *(b.meta.content_hash for b in books), state, direction, program_hash())
    name = blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()
    return data_folder() / "bound" / f"{direction}-{name}.bin"


def save(regime: BoundRegime, path: Path) -> None:
    """Write what has been bound so far; a folder that cannot be written is left alone."""
    store, stacks, rates = regime.store, regime.stacks, regime.rates
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "codes": np.array(list(regime.kind_of), dtype="S10"),
        "class": np.array(list(regime.kind_of.values()), dtype=np.int32),
        "first": np.array(regime.first, dtype="S10"),
        "policies": np.array(list(regime.tables), dtype=np.int64),
        "plan_rows": store.plan_rows(),
        "keys": np.array([key for key, own in regime.plans.items() for _ in own], dtype=np.uint64),
        "key_plans": np.array([plan for own in regime.plans.values() for plan in own], dtype=np.int64),
        "stands": np.array([regime.classes.standing(digits) for digits in rates.number], dtype=np.uint8),
        **{f"stack_{name}": column for name, column in stacks.columns().items()},
        **{f"rate_{name}": column for name, column in rates.columns().items()},
        **{f"plan_{f.name}": getattr(store.arrays, f.name) for f in fields(PlanArrays)},
    }
    for policy, table in regime.tables.items():
        arrays[f"row_{policy}"] = table.row.astype(np.int32)
        arrays[f"stacks_{policy}"] = table.stacks.astype(np.int32)
    cells = Numbered()
    rows = [[cells.of(tuple(cell)) for cell in own] for own in regime.cells.values()]
    arrays["cell_keys"] = np.array(list(regime.cells), dtype=np.int64).reshape(-1, 2)
    arrays["cell_start"] = np.cumsum([0, *(len(row) for row in rows)])
    arrays["cell_of"] = np.array([k for row in rows for k in row], dtype=np.int32)
    words: dict[str, Any] = {name: getattr(store, name).values for name in (*PLAIN, *NESTED, *CASES)}
    words |= {
        "moments": regime.axes.moments,
        "knowns": regime.axes.knowns,
        "rates": list(rates.kinds),
        "cells": cells.values,
    }
    try:
        write_arrays(path, arrays, words)
    except OSError:
        return
    _forget_others(path)


def _forget_others(path: Path) -> None:
    """Remove snapshots of other versions of the same direction: the newest three stay."""
    direction = path.name.rsplit("-", 1)[0]
    others = sorted(path.parent.glob(f"{direction}-*.bin"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in others[3:]:
        old.unlink(missing_ok=True)


def load(path: Path) -> ArraysFile | None:
    """The snapshot at a path; None where there is none, or it is damaged."""
    try:
        return ArraysFile(path)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def axes_of(file: ArraysFile) -> TimeAxes:
    """The time axes of a snapshot."""
    return TimeAxes(tuple(file.words("moments")), tuple(file.words("knowns")))


def store_of(file: ArraysFile) -> PlanStore:
    """The plans of a snapshot; what only compiling needs is decoded when something is compiled."""
    store = PlanStore()
    for name in PLAIN:
        setattr(store, name, Numbered(file.words(name)))
    for name in NESTED:
        setattr(store, name, Numbered(loading=_tuples(file, name)))
    store.cases = Numbered(loading=lambda: [_case(row) for row in file.words("cases")])
    store.layers = Numbered(loading=lambda: [_terms(row) for row in file.words("layers")])
    store.spreads = Numbered(loading=_tuples(file, "spreads"))
    rows = file.array("plan_rows")
    store.plans = Numbered(loading=lambda: [tuple(row) for row in rows.tolist()])
    store.keep(PlanArrays(**{f.name: file.array(f"plan_{f.name}") for f in fields(PlanArrays)}))
    return store


def _tuples(file: ArraysFile, name: str) -> Callable[[], list[Any]]:
    return lambda: [_frozen(value) for value in file.words(name)]


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value


def _terms(rows: list[Any]) -> tuple[Term, ...]:
    return tuple(Term(name, ppm, _frozen(form), floor, void) for name, ppm, form, floor, void in rows)


def _case(row: list[Any]) -> Case:
    return Case(_terms(row[0]), row[1])
