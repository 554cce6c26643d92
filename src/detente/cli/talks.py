"""Who said what, where the sides differ, and what became of it: reports and readouts as claims."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from detente.terms import InputError, read_day


def talks(
    paths: Annotated[list[Path] | None, Parameter(allow_leading_hyphen=True, negative="")] = None,
    *,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    date: str | None = None,
    diff: bool = False,
    board: bool = False,
    review: bool = False,
    search: str | None = None,
    html: Path | None = None,
    csv: Path | None = None,
    schema: Path | None = None,
    annotations: Path | None = None,
    ledger: Path | None = None,
    registry: Path | None = None,
    llm: bool = False,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Turn reports and readouts into claims; lay the sides beside each other.

    Parameters
    ----------
    paths
        Files (text, HTML, PDF, docx), folders, or - for standard input.
    on
        Last day of the documents used (default: the day of the last document).
    known
        Day of the knowledge behind the record's verdict (default: the same day).
    hindsight
        Use all that the record knows.
    date
        Day of documents that print none.
    diff
        Show where the sources differ, and what the record says.
    board
        Show the commitments board.
    review
        Show what waits for a person's decision.
    search
        Find claims by word, in English or Chinese.
    html
        Write a page with the sentences side by side.
    csv
        Write the claims as CSV.
    schema
        Write the claims as schema.org Claim objects.
    annotations
        Write every span found, one JSON object a document.
    ledger
        Keep the claims in this SQLite file; the same document twice changes nothing.
    registry
        A folder with speakers, outlets, cues and topics of your own.
    llm
        Ask the model named by DETENTE_LLM_URL for more claims (off by default; rows are marked).
    json
        Print the answer as JSON.
    """
    from detente.cli import talks_show as show
    from detente.talks.page.analysis import analyse, gather
    from detente.talks.words.registry import load_registry

    if known and hindsight:
        raise InputError("--known and --hindsight cannot both be given", remedy="leave one out")
    if not paths:
        if ledger and search:
            return show.search_ledger(ledger, search, json)
        raise InputError("no document is named", remedy="name files or folders, or - for standard input")
    stdin = sys.stdin.buffer.read() if any(str(p) == "-" for p in paths) else None
    sources = gather(paths, stdin)
    words = load_registry(registry)
    with show.progress(len(sources)) as tick:
        analysis = analyse(
            sources,
            registry=words,
            on=read_day(on, what="--on") if on else None,
            known=show.last_known() if hindsight else read_day(known, what="--known") if known else None,
            day=read_day(date, what="--date") if date else None,
            tick=tick,
            model=show.model_from_environment() if llm else None,
        )
    written = show.write_files(analysis, html=html, csv=csv, schema=schema, annotations=annotations)
    added = show.add_to_ledger(ledger, analysis) if ledger else ()
    if json:
        sys.stdout.writelines(analysis.json())
        sys.stdout.write("\n")
    elif search:
        show.search_claims(analysis, search)
    else:
        show.print_answer(analysis, diff=diff, board=board, review=review, written=written, added=added)
    return 1 if analysis.failed else 0
