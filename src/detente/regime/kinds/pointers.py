"""Pointers (also check): law beside duty, licence and fee that goods may fall under, cited, never priced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from detente.regime.law_files.cited_rows import CitedRow, compiled_row
from detente.regime.law_files.model import Window, Words
from detente.regime.law_files.read import validated
from detente.terms import LawError

PointerKind = Literal["trade_remedy", "detention", "prohibition", "procurement", "investment", "agency"]
Way = Literal["us_import", "china_import", "us_export", "china_export"]


def _beginning(text: str) -> str:
    if not text.isdigit() or not 2 <= len(text) <= 10:
        raise ValueError("not the beginning of a tariff code (2 to 10 digits)")
    return text


class Pointer(CitedRow):
    """A rule whose goods may lie under codes of some beginnings; empty beginnings are all goods.

    `origin` counts for goods that enter, `destination` for goods that leave; empty is every country. `named`
    are words by which an item without a code is known. `errs` says how an answer errs without the rule.
    """

    kind: PointerKind
    title: Words
    says: Words
    directions: tuple[Way, ...]
    effective: Window
    errs: Literal["low", "high", "none"]
    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    prefixes: tuple[Annotated[str, AfterValidator(_beginning)], ...] = ()
    named: tuple[str, ...] = ()


FILE_KINDS: tuple[str, ...] = ()
TABLES: tuple[str, ...] = ("pointers",)


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The pointers of the law files, under ``pointers``.

    Raises
    ------
    LawError
        When a numbered rule is broken: AC1 every row is well formed. AC2 every citation resolves to a source.
        AC3 an id stands once. AC4 what points at goods that enter names beginnings of their codes.
    """
    faults: list[str] = []
    sources = {source.id for source in law["sources"]}
    rows: dict[str, dict[str, Any]] = {}
    for document, written in law.get("tables", {}).get("pointers", ()):
        for i, _ in enumerate(written):
            row = validated(Pointer, document, ("pointers", i), faults)
            if row is None:
                continue
            place = document.place(("pointers", i))
            faults += [
                f"{place}: AC2: no source {c.document!r}" for c in row.cite if c.document not in sources
            ]
            if row.id in rows:
                faults.append(f"{place}: AC3: {row.id} stands twice")
            if not row.prefixes and any(way.endswith("_import") for way in row.directions):
                faults.append(f"{place}: AC4: {row.id} names no beginnings of codes")
            rows[row.id] = compiled_row(row)
    if faults:
        raise LawError(faults)
    return {"pointers": list(rows.values())}
