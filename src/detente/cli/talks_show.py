"""What `detente talks` prints and writes: matrix, differences, board, review list, files."""

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
from detente.report import console
from detente.talks import Analysis, ClaimHead, ClaimRow, ClaimStore, Verdict
from detente.terms import InputError, UnreadableFile

if TYPE_CHECKING:
    from detente.talks import Model

_MARK = {
    "done": "agreed",
    "preliminary": "preliminary",
    "future": "ahead",
    "threat": "threat",
    "negative": "denied",
}


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


def search_ledger(path: Path, query: str, as_json: bool) -> int:
    """Search a ledger file."""
    from detente.talks import open_ledger, search

    if not path.exists():
        raise InputError(f"{str(path)!r} does not exist", remedy="add documents with --ledger first")
    with open_ledger(path) as base:
        rows = search(base, query)
    _print_hits(rows, as_json)
    return 0


def search_claims(analysis: Analysis, query: str) -> None:
    """Search the claims of this run."""
    from detente.talks import add_filed, open_ledger, search

    with open_ledger("") as base:
        for filed, claims in analysis.store.filed():
            add_filed(base, filed, claims, analysis.on)
        _print_hits(search(base, query), False)


def _print_hits(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    from rich.table import Table

    table = Table(title=f"{len(rows)} claim(s)", show_lines=True)
    for name in ("document", "speaker", "modality", "words"):
        table.add_column(name, overflow="fold")
    for r in rows:
        table.add_row(r["doc"], r["speaker"], r["modality"], r["text"])
    console().print(table)


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

        _write_whole(html, render_page(analysis))
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
    analysis: Analysis, *, diff: bool, board: bool, review: bool, written: Sequence[str], added: Sequence[str]
) -> None:
    """Print the views asked for; the matrix when none is named."""
    out = console()
    for row in analysis.failed:
        console(stderr=True).print(f"[yellow]not read:[/] {row.why}")
    if not (diff or board or review):
        _print_documents(analysis)
        _print_matrix(analysis.store)
        out.print(
            f"{len(analysis.agreements)} points agreed, {len(analysis.disagreements)} differences, "
            f"{len(analysis.commitments)} promises, {analysis.store.review_count} for review. "
            "More: --diff --board --review --html FILE"
        )
    if diff:
        _print_differences(analysis)
        if not analysis.disagreements:
            out.print(_no_differences(analysis))
    if board:
        _print_board(analysis)
    if review:
        _print_review(analysis)
    for line in (*added, *(f"written: {w}" for w in written)):
        out.print(line)
    for line in analysis.hindsight if diff else ():
        out.print(f"[dim]Later knowledge changes this: {line}[/]")


def _no_differences(analysis: Analysis) -> str:
    """Why there is nothing to lay side by side, and what to do."""
    rows = list(analysis.store.document_rows())
    documents, claims = len(rows), sum(d.claims for d in rows)
    if not claims:
        return (
            f"No claim was found in {documents} document(s): nothing to compare. --json shows what was read."
        )
    if documents == 1:
        return f"1 document with {claims} claims: nothing to compare it with. Name one of the other side too."
    return f"No difference was found between {documents} documents with {claims} claims."


def _print_documents(analysis: Analysis) -> None:
    from rich.table import Table

    table = Table(title=f"Documents up to {analysis.on}")
    for name in ("document", "day", "language", "claims", "quotations", "turns"):
        table.add_column(name)
    for d in analysis.store.document_rows():
        table.add_row(
            d.name,
            f"{d.day or 'unknown'} ({d.day_source})" if d.day_source else "unknown",
            d.lang,
            str(d.claims),
            str(d.quotations),
            str(d.turns),
        )
    console().print(table)
    for d in analysis.store.document_rows():
        for line in (*d.warnings, *d.refused):
            console().print(f"[yellow]{d.name}:[/] {line}")


def _print_matrix(store: ClaimStore) -> None:
    """Topic by speaker: how firmly each speaks of each topic."""
    from rich.table import Table

    from detente.talks import MODALITY_GROUPS

    counts: dict[str, int] = {}
    topics: dict[str, None] = {}
    for h in _heads_of_speech(store):
        counts[h.speakers[0]] = counts.get(h.speakers[0], 0) + 1
        topics.update(dict.fromkeys(h.topics))
    speakers = sorted(counts, key=lambda s: -counts[s])[:6]
    cells: dict[tuple[str, str], dict[str, None]] = {}
    for h in _heads_of_speech(store):
        if h.speakers[0] in speakers:
            for topic in h.topics:
                word = _MARK.get(MODALITY_GROUPS.get(h.modality, ""), h.modality)
                cells.setdefault((topic, h.speakers[0]), {})[word] = None
    table = Table(title="Who says what: topic by speaker", show_lines=True)
    table.add_column("topic")
    for s in speakers:
        table.add_column(s, overflow="fold")
    for topic in topics:
        row = [", ".join(cells.get((topic, s), ())) or "silent" for s in speakers]
        if any(c != "silent" for c in row):
            table.add_row(topic, *row)
    console().print(table)


def _heads_of_speech(store: ClaimStore) -> Iterator[ClaimHead]:
    return (h for h in store.heads() if h.evidence and h.kind != "outlet")


def _verdict_line(v: Verdict | None) -> str:
    if v is None:
        return ""
    if not v.settled:
        return f"open on this day (settled by what became known on {v.known})"
    return f"{v.says}\n[{'; '.join(v.cite)}; known {v.known}]".replace("[", "\\[")


def _print_differences(analysis: Analysis) -> None:
    from rich.table import Table

    for d in analysis.disagreements:
        table = Table(title=f"{d.topic}: {d.attribute} ({d.type}, {d.severity})", show_lines=True)
        table.add_column("position")
        table.add_column("by")
        table.add_column("words", overflow="fold")
        for p in d.positions:
            shown = [f"{c.doc}: {c.text}" for c in p.claims[:2]]
            table.add_row(p.value, ", ".join(p.speakers[:4]), "\n".join(shown))
        console().print(table)
        if d.note:
            console().print(d.note)
        if d.verdict:
            console().print("The record: " + _verdict_line(d.verdict))


def _print_board(analysis: Analysis) -> None:
    from rich.table import Table

    table = Table(title=f"Commitments, as known on {analysis.known}", show_lines=True)
    for name in ("by", "promise", "said", "still needs", "status", "the record"):
        table.add_column(name, overflow="fold")
    for c in analysis.commitments:
        table.add_row(
            c.by,
            c.what,
            "\n".join(f"{s}: {w}" for s, w in c.said),
            ", ".join(c.conditions),
            c.status,
            _verdict_line(c.record),
        )
    console().print(table)


def _print_review(analysis: Analysis) -> None:
    from rich.table import Table

    table = Table(title=f"{analysis.store.review_count} for review: not in the ledger", show_lines=True)
    for name in ("document", "doubt", "words"):
        table.add_column(name, overflow="fold")
    for r in analysis.store.claim_rows(review=True):
        table.add_row(f"{r.doc} {r.start}-{r.end}", r.doubt, r.text)
    console().print(table)
