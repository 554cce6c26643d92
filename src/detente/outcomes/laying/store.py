"""The outcomes this program carries, and those of a user's file laid beside them.

A checkout compiles ``law/outcomes`` when a file is newer; a wheel carries the compiled JSON. A user's
YAML is read and checked when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.outcomes.laying.overlay import Laid, base, lay
from detente.outcomes.laying.read import KINDS, Item, Located, Outcomes, gather, parse_file
from detente.outcomes.laying.rules import Against, check
from detente.regime import ARTEFACT, DATA, Tables, law_folder, law_tables, refresh, tables
from detente.terms import DataError, InputError, LawError, file_at

COMPILED = DATA / "outcomes.json"


def against(law: Tables | None = None) -> Against:
    """What outcomes are checked against: the law of this program."""
    rules = law or tables()
    return Against(rules, law_tables(), frozenset(rules.sources))


def compile_outcomes() -> Path | None:
    """Read, check and compile ``law/outcomes``; None outside a checkout.

    Raises
    ------
    LawError
        With every fault of every file.
    """
    folder = law_folder()
    if folder is None:
        return None
    faults: list[str] = []
    rows = [row for path in sorted((folder / "outcomes").glob("*.yaml")) for row in parse_file(path, faults)]
    if not faults:
        faults.extend(check(gather(rows), against()))
    if faults:
        raise LawError(faults)
    body = {
        key: [_dump_item(r.item) for r in rows if isinstance(r.item, kind)] for key, kind in KINDS.items()
    }
    DATA.mkdir(parents=True, exist_ok=True)
    part = COMPILED.with_suffix(".part")
    part.write_text(json.dumps(body, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    part.replace(COMPILED)
    return COMPILED


def _dump_item(item: Item) -> dict[str, Any]:
    return item.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True)


def _is_stale() -> bool:
    folder = law_folder()
    if folder is None:
        return False
    refresh()
    # checked again when the law is newer: an outcome may name what the law no longer holds
    paths = [folder / "outcomes", *(folder / "outcomes").glob("*.yaml"), ARTEFACT]
    newest = max((p.stat().st_mtime for p in paths if p.exists()), default=0.0)
    return not COMPILED.exists() or COMPILED.stat().st_mtime < newest


@lru_cache(maxsize=1)
def own_outcomes() -> Outcomes:
    """The named outcomes, trees and bargains of the project.

    Raises
    ------
    DataError
        When they were not compiled into this program.
    """
    if _is_stale():
        compile_outcomes()
    try:
        body = json.loads(COMPILED.read_bytes())
    except (OSError, ValueError) as fault:
        raise DataError(
            f"the outcomes cannot be read ({fault})", remedy="install the package again, or run `make law`"
        ) from None
    # a compiled file of an earlier version has no bargains
    return gather(
        [Located(kind.model_validate(row), {}) for key, kind in KINDS.items() for row in body.get(key, [])]
    )


def with_files(paths: Sequence[Path | str]) -> Outcomes:
    """The project's outcomes with those of users' files; a user's id stands over the project's.

    Raises
    ------
    InputError
        No such file.
    LawError
        Every fault of the files, with file and line.
    """
    own = own_outcomes()
    faults: list[str] = []
    rows: list[Located] = []
    for path in map(Path, paths):
        if not file_at(path):
            raise InputError(
                "there is no such file",
                where=f"outcome_files {str(path)[:200]}",
                remedy="give an outcome file in YAML",
            )
        rows.extend(parse_file(path, faults))
    mine = {(type(r.item), r.item.id) for r in rows}
    every = gather([*(r for r in own.located if (type(r.item), r.item.id) not in mine), *rows])
    if not faults and rows:
        faults.extend(f for f in check(every, against()) if any(str(p) in f for p in paths))
    if faults:
        raise LawError(faults)
    return every


def laid(name: str, *, known: str = "", rows: Outcomes | None = None, law: Tables | None = None) -> Laid:
    """The law as a named outcome would leave it.

    Parameters
    ----------
    known : str, optional
        Day of knowledge; default the day the outcome is written for.
    """
    every = rows or own_outcomes()
    outcome = every.outcome(name)
    ground = base(law or tables(), law_tables(), known or outcome.known)
    return lay(ground, every.clauses(name), every.decides(name))
