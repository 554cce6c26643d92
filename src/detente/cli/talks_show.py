"""What `detente talks` prints and writes: the views asked for, files, the ledger."""

from __future__ import annotations

import csv as csv_module
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli.progress import progress_on
from detente.cli.show import show
from detente.cli.speaking import said_line, spoken
from detente.talks import Analysis, ClaimRow
from detente.terms import InputError, UnreadableFile, anything_at

if TYPE_CHECKING:
    from detente.talks import Model


@contextmanager
def progress(count: int) -> Iterator[Callable[[], None]]:
    """A bar on the error stream where reading takes long."""
    with progress_on("reading", count, unit="documents") as told:
        read = itertools.count(1)
        yield lambda: told(next(read))


def last_known() -> date:
    """The last day of knowledge of the record and the law."""
    from detente.regime import tables
    from detente.talks import read_record

    days = [tables().verified, *(row["known"] for row in read_record()["talks_record"])]
    return date.fromisoformat(max(days))


def model_from_environment() -> Model:
    """The model named by the environment, only ever asked for by flag."""
    from detente.talks import Model

    url = os.environ.get("DETENTE_LLM_URL", "")
    if not url:
        raise InputError("--llm needs DETENTE_LLM_URL", remedy="set it to an OpenAI-compatible address")
    return Model(
        url,
        os.environ.get("DETENTE_LLM_MODEL", "default"),
        os.environ.get("DETENTE_LLM_KEY", ""),
        Path(os.environ.get("DETENTE_LLM_CACHE", "")) if os.environ.get("DETENTE_LLM_CACHE") else None,
    )


def add_to_ledger(path: Path, analysis: Analysis) -> Sequence[str]:
    """Add the documents to a ledger; one line a document that is new or corrected."""
    from detente.talks import add_filed, open_ledger

    with open_ledger(path) as base:
        rows = [add_filed(base, filed, claims, analysis.on) for filed, claims in analysis.store.filed()]
    return [f"{r.name}: {r.outcome}, {r.claims} claims" for r in rows]


def search_ledger(path: Path, query: str, *, as_json: bool, full: bool) -> int:
    """Search a ledger file."""
    from detente.talks import open_ledger, search

    if not anything_at(path):
        raise InputError(f"{str(path)!r} does not exist", remedy="add documents with --ledger first")
    with open_ledger(path) as base:
        rows = search(base, query)
    _print_hits(rows, query, as_json=as_json, full=full)
    return 0


def search_claims(analysis: Analysis, query: str, *, full: bool) -> None:
    """Search the claims of this run."""
    from detente.talks import add_filed, open_ledger, search

    with open_ledger("") as base:
        for filed, claims in analysis.store.filed():
            add_filed(base, filed, claims, analysis.on)
        _print_hits(search(base, query), query, as_json=False, full=full)


def _print_hits(rows: Sequence[dict[str, Any]], query: str, *, as_json: bool, full: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    from detente.report import hits_screen

    show(hits_screen(rows, query), full=full)


def write_files(
    analysis: Analysis, *, html: Path | None, csv: Path | None, schema: Path | None, annotations: Path | None
) -> Sequence[str]:
    """Write the views asked for; the names of the files."""
    from detente.talks import write_annotations

    written = []
    if annotations:
        write_annotations(annotations, analysis.store.notes(), analysis.disagreements)
        written.append(str(annotations))
    if schema:
        _write_whole(schema, _schema_pieces(analysis))
        written.append(str(schema))
    if csv:
        _write_csv(csv, analysis.store.claim_rows())
        written.append(str(csv))
    if html:
        from detente.talks import render_page

        _write_whole(html, render_page(analysis, spoken()))
        written.append(str(html))
    return written


def _schema_pieces(analysis: Analysis) -> Iterator[str]:
    from detente.talks import schema_claims

    opening = "["
    for claim in schema_claims(analysis.store.claim_rows(), analysis.store.document_rows()):
        yield opening + "\n " + json.dumps(claim, ensure_ascii=False, indent=1).replace("\n", "\n ")
        opening = ","
    yield "[]" if opening == "[" else "\n]"


def _write_whole(path: Path, pieces: Iterable[str]) -> None:
    try:
        with path.open("w", encoding="utf-8") as out:
            out.writelines(pieces)
    except OSError as fault:
        raise UnreadableFile(f"cannot be written: {fault.strerror}", where=str(path)) from None


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _write_csv(path: Path, rows: Iterable[ClaimRow]) -> None:
    names = (
        "id",
        "doc",
        "start",
        "end",
        "lang",
        "kind",
        "speakers",
        "side",
        "chain",
        "topics",
        "modality",
        "approval",
        "figures",
        "dates",
        "measures",
        "text",
    )
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv_module.writer(out)
            writer.writerow(names)
            for r in rows:
                writer.writerow([safe_cell(cell) for cell in _csv_cells(r)])
    except OSError as fault:
        raise UnreadableFile(f"cannot be written: {fault.strerror}", where=str(path)) from None


def _csv_cells(r: ClaimRow) -> tuple[str, ...]:
    """The cells of one claim, in the order of the header."""
    return (
        r.id,
        r.doc,
        str(r.start),
        str(r.end),
        r.lang,
        r.kind,
        "; ".join(r.speakers),
        r.side,
        " > ".join(r.chain),
        " ".join(r.topics),
        r.modality,
        " ".join(r.approval),
        "; ".join(f.text for f in r.figures),
        "; ".join(f"{d.text} = {d.iso}" for d in r.dates),
        " ".join(r.measures),
        r.text,
    )


def print_answer(
    analysis: Analysis, *, views: Sequence[str], again: str, said: Sequence[str], full: bool
) -> None:
    """Print the views asked for; the matrix when none is named."""
    from detente import report

    for row in analysis.failed:
        sys.stderr.write(said_line(f"not read: {row.why}") + "\n")
    screens = {
        "diff": report.differences_screen,
        "board": report.board_screen,
        "review": report.review_screen,
    }
    for view in views:
        show(screens[view](analysis, said, again), full=full)
    if not views:
        show(report.talks_screen(analysis, said, again), full=full)
