"""Law files -> one content-hashed artefact.

The artefact is JSON, so that the cold path of one answer needs the standard library alone; instants
are turned into the wall clock of the side that imposes them, rates into parts per million.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from detente.regime.kinds import (
    entry_rules,
    fee_licence_compile,
    origin_rules,
    other_origins,
    pledges,
    pointers,
    watch,
)
from detente.regime.law_files import check
from detente.regime.law_files.confidence import grade
from detente.regime.law_files.draft_landing import as_landed
from detente.regime.law_files.model import Address, Clock, CoveredMeasure, Fact, Family, Measure, Source
from detente.regime.law_files.openings import opened
from detente.regime.law_files.read import Document, read_file, read_folder, validated
from detente.terms import LawError, local_moment, percent_to_ppm

FORMAT = 3
DUTY_KINDS = {"additional_duty", "fee", "quota", "threat", "exclusion", "investigation", "other"}
_ROWS: dict[str, type[BaseModel]] = {
    "sources": Source, "addresses": Address, "clocks": Clock, "facts": Fact, "families": Family,
    "coverage": CoveredMeasure,
}  # fmt: skip
# each compiles the files whose `kind` is one of its FILE_KINDS, and the tables named in its TABLES
COMPILERS = (
    fee_licence_compile,
    origin_rules,
    pledges,
    entry_rules,
    other_origins,
    pointers,
    watch,
)
# tables that other rooms read: outcomes, the record of the talks, days of the schedule
_READ_ELSEWHERE = ("outcomes", "trees", "bargains", "talks_rounds", "talks_record", "schedule_days")
_PLAIN_LISTS = ("lists", "end_use_words", "presumptions")
_MOMENTS = {"from", "until", "before", "collected_until", "last_moment", "extends_to"}
PERCENTS = {"ad_valorem", "floor_including_base", "per_entry", "points"}


def read_law(
    folder: Path, drafts: Sequence[Path] = (), *, earlier: bool = False
) -> tuple[dict[str, Any], dict[str, Document]]:
    """Every law file under `folder` as checked models.

    Parameters
    ----------
    drafts : sequence of Path
        Drafts to read as if they counted as law; all others are left out.
    earlier : bool
        The files are an earlier state, which kept the rules of its own day: the numbered rules are not run.

    Raises
    ------
    LawError
        With every fault found: unreadable files, malformed values, broken numbered rules.
    """
    faults: list[str] = []
    law: dict[str, Any] = {
        **{key: [] for key in ("measures", "documents", *_ROWS, *_PLAIN_LISTS)},
        **{key: {} for key in ("by_kind", "verified", "tables")},
        "folder": folder,
        "file_kinds": {*DUTY_KINDS, *(kind for c in COMPILERS for kind in c.FILE_KINDS)},
        "table_names": {
            *_ROWS, *_PLAIN_LISTS, "verified", *_READ_ELSEWHERE,
            *(name for c in COMPILERS for name in c.TABLES)
        },
    }  # fmt: skip
    law["documents"] = list(_read_documents(folder, drafts, faults))
    grade(law["documents"])
    for document in law["documents"]:
        if not isinstance(document.data, dict):
            faults.append(f"{document.path}:1: a law file is a mapping")
        elif document.data.get("kind") in DUTY_KINDS:
            measure = validated(Measure, document, (), faults)
            if measure is not None:
                law["measures"].append((document, measure))
        elif "kind" in document.data:
            law["by_kind"].setdefault(document.data["kind"], []).append(document)
        else:
            _read_tables(document, law, faults)
    if not earlier:
        faults.extend(check.document_faults(law) if faults else check.all_faults(law))
    if faults:
        raise LawError(faults)
    return law, {m.id: d for d, m in law["measures"]}


def _read_tables(document: Document, law: dict[str, Any], faults: list[str]) -> None:
    """The tables of a file that holds rows of several kinds, each row checked, into the body of law."""
    for key, rows in document.data.items():
        if key in _ROWS:
            checked = (validated(_ROWS[key], document, (key, i), faults) for i, _ in enumerate(rows or []))
            law[key].extend(row for row in checked if row is not None)
        elif key in _PLAIN_LISTS:
            law[key].extend(rows or [])
        elif key == "verified":
            law["verified"].update(rows or {})
        else:
            law["tables"].setdefault(key, []).append((document, rows))


def _read_documents(folder: Path, drafts: Sequence[Path], faults: list[str]) -> Iterator[Document]:
    """Every document that counts as law, and the drafts asked for without the line that makes them drafts."""
    landed: list[Document] = []
    for path in drafts:
        document = read_file(path, faults)
        if document is not None:
            try:
                landed += as_landed(document, folder)
            except LawError as fault:
                faults += fault.faults
    places = {document.path for document in landed}
    yield from (document for document in read_folder(folder, faults) if document.path not in places)
    yield from landed


def compiled(law: dict[str, Any]) -> dict[str, Any]:
    """The JSON-able artefact of checked law, with its content hash."""
    sides = {m.id: m.imposed_by for _, m in law["measures"]}
    body: dict[str, Any] = {
        "format": FORMAT,
        "measures": [_plain_model(m, m.imposed_by) for _, m in law["measures"]],
        "sources": opened(law["sources"], law["addresses"]),
        "clocks": [_plain_model(c, c.side) for c in law["clocks"]],
        "facts": [f.model_dump(exclude_defaults=True) for f in law["facts"]],
        "families": [
            {**f.model_dump(exclude_defaults=True), "verified": law["verified"][f.id]}
            for f in law["families"]
        ],
        "lists": {row["id"]: row for row in law["lists"]},
        "end_use_words": law["end_use_words"],
        "presumptions": law["presumptions"],
        "extra": {
            **_compile_kinds(law),
            "coverage": [c.model_dump(exclude_defaults=True) for c in law["coverage"]],
        },
    }
    body["measures"].sort(key=lambda m: m["id"])
    assert len(sides) == len(body["measures"])
    # what is watched changes no answer: it stands in the artefact, not in its hash
    counted = {**body, "extra": {k: v for k, v in body["extra"].items() if k not in watch.TABLES}}
    text = json.dumps(counted, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    body["hash"] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return body


def _compile_kinds(law: dict[str, Any]) -> dict[str, Any]:
    """Tables of the kinds that are not duties (port fees, licences), each by its own compiler; all faults
    at once."""
    tables: dict[str, Any] = {}
    faults: list[str] = []
    for kind in COMPILERS:
        try:
            tables.update(kind.compiled(law))
        except LawError as fault:
            faults.extend(fault.faults)
    if faults:
        raise LawError(faults)
    return tables


def _plain_model(model: BaseModel, side: str) -> Any:
    return _convert_values(model.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True), side)


def _convert_values(value: Any, side: str) -> Any:
    if isinstance(value, dict):
        converted: dict[str, Any] = {}
        for key, child in value.items():
            if key in _MOMENTS and isinstance(child, str):
                converted[key] = local_moment(child, side)
            elif key in PERCENTS and isinstance(child, str):
                converted[key] = percent_to_ppm(child)
            else:
                converted[key] = _convert_values(child, side)
        return converted
    if isinstance(value, (list, tuple)):
        return [_convert_values(child, side) for child in value]
    return value


def write_artefact(body: dict[str, Any], path: Path) -> None:
    """Write the artefact beside and swap it in, so that no reader sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".law-", delete=False
    ) as file:
        json.dump(body, file, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        temporary = Path(file.name)
    temporary.replace(path)
