"""What is watched: official sources, and of each family the words by which a notice touches it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel

from detente.regime.law_files.model import Strict, Words
from detente.regime.law_files.read import Document, validated
from detente.terms import LawError

FILE_KINDS: tuple[str, ...] = ()
Errs = Literal["high", "low", "either"]


class WatchSource(Strict):
    """An official source of notices.

    `files` are names of saved answers, `*` standing for the number of a further page; `addresses` take
    ``{since}``, ``{through}`` and ``{year}``; `unplaced` are words that make a notice count although they
    name no family, `passed_over` those that make it none.
    """

    id: str
    title: Words
    side: Literal["US", "CN"]
    reader: Literal[
        "federal_register", "public_inspection", "schedule_releases", "change_record", "csms", "ecfr",
        "screening_list", "index_page",
    ]  # fmt: skip
    files: tuple[str, ...]
    addresses: tuple[str, ...]
    described_at: str = ""
    unplaced: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


class WatchFamily(Strict):
    """What makes a notice touch a family, beside the documents and headings the family's own law cites.

    In `words` each entry is phrases joined by ``&`` that all stand in the notice; `asked_by` are questions
    whose answers it touches whatever they name, as ``duty:US``.
    """

    id: str
    title: Words | None = None
    sources: tuple[str, ...]
    words: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    dockets: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()


class WatchSign(Strict):
    """Words of a notice that say which way an answer errs that does not know it."""

    errs: Errs
    words: tuple[str, ...]
    because: Words


KINDS: dict[str, type[BaseModel]] = {
    "watch_sources": WatchSource,
    "watch_families": WatchFamily,
    "watch_signs": WatchSign,
}
TABLES: tuple[str, ...] = tuple(KINDS)


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of ``law/watch``, each family with its title and the last day on which it was checked.

    Raises
    ------
    LawError
        When a row is malformed or a numbered rule is broken: WA1 every source named is watched. WA2 every
        family of law/verified.yaml is watched once, and no other. WA3 every family has a title.
    """
    faults: list[str] = []
    tables: dict[str, list[Any]] = {name: [] for name in TABLES}
    places: dict[str, tuple[Document, tuple[str | int, ...]]] = {}
    for name, kind in KINDS.items():
        for document, written in law.get("tables", {}).get(name, ()):
            for i, _ in enumerate(written):
                row = validated(kind, document, (name, i), faults)
                if row is not None:
                    tables[name].append(row)
                    places.setdefault(getattr(row, "id", ""), (document, (name, i)))
    if not any(tables.values()) and not faults:
        return {name: [] for name in TABLES}
    sources = {row.id for row in tables["watch_sources"]}
    titles = {f.id: f.title for f in law["families"]}
    rows = []
    for row in tables["watch_families"]:
        document, loc = places[row.id]
        unknown = [name for name in row.sources if name not in sources]
        faults += [f"{document.place((*loc, 'sources'))}: WA1: no source {name!r}" for name in unknown]
        if row.id not in law["verified"]:
            faults.append(f"{document.place(loc)}: WA2: {row.id} has no day in law/verified.yaml")
        title = row.title or titles.get(row.id)
        if title is None:
            faults.append(f"{document.place(loc)}: WA3: {row.id} has no title")
            continue
        plain = row.model_dump(mode="json", exclude_defaults=True)
        rows.append({**plain, "title": title.model_dump(), "verified": law["verified"].get(row.id, "")})
    named = [row.id for row in tables["watch_families"]]
    faults += [
        f"law/verified.yaml: WA2: {name} is watched {named.count(name)} times in law/watch, not once"
        for name in law["verified"]
        if named.count(name) != 1
    ]
    if faults:
        raise LawError(faults)
    plain_rows = {
        name: [row.model_dump(mode="json", exclude_defaults=True) for row in tables[name]]
        for name in ("watch_sources", "watch_signs")
    }
    return {**plain_rows, "watch_families": rows}
