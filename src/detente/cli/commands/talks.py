"""Who said what, where the sides differ, and what became of it: reports and readouts as claims."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente.cli.ask import asks
from detente.questions import TalksQuestion
from detente.terms import InputError, read_day

if TYPE_CHECKING:
    from detente.talks import Analysis


@asks(TalksQuestion)
def talks(
    question: TalksQuestion,
    *,
    diff: bool = False,
    board: bool = False,
    review: bool = False,
    search: str | None = None,
    html: Path | None = None,
    csv: Path | None = None,
    schema: Path | None = None,
    annotations: Path | None = None,
    ledger: Path | None = None,
    llm: bool = False,
    full: bool = False,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Turn reports and readouts into claims; lay the sides beside each other.

    Parameters
    ----------
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
    llm
        Ask the model named by DETENTE_LLM_URL for more claims (off by default; rows are marked).
    full
        Show every row, with the sentences and the record's citations.
    json
        Print the answer as JSON.
    """
    from detente.cli import talks_show as show

    if not question.documents and ledger and search:
        return show.search_ledger(ledger, search, as_json=json, full=full)
    analysis = _analysis(question, llm=llm)
    written = show.write_files(analysis, html=html, csv=csv, schema=schema, annotations=annotations)
    added = show.add_to_ledger(ledger, analysis) if ledger else ()
    if json:
        sys.stdout.writelines(analysis.json())
        sys.stdout.write("\n")
    elif search:
        show.search_claims(analysis, search, full=full)
    else:
        views = [name for name, asked in (("diff", diff), ("board", board), ("review", review)) if asked]
        few = len(question.documents) < 4
        again = (
            f"detente talks {shlex.join(map(str, question.documents))}" if few else "the same command with"
        )
        said = (*added, *(f"Written: {w}" for w in written))
        show.print_answer(analysis, views=views, again=again, said=said, full=full)
    return 1 if analysis.failed else 0


def _analysis(question: TalksQuestion, *, llm: bool) -> Analysis:
    """The documents read and compared, with a progress bar.

    Raises
    ------
    InputError
        When no document is named.
    """
    from detente.cli import talks_show as show
    from detente.talks import analyse, gather, load_registry

    paths, on, known, day = question.documents, question.on, question.known, question.date
    if not paths:
        raise InputError("no document is named", remedy="name files or folders, or - for standard input")
    stdin = sys.stdin.buffer.read() if any(str(p) == "-" for p in paths) else None
    sources = gather(paths, stdin)
    words = load_registry(question.registry)
    asked = read_day(known, what="--known") if known else None
    with show.progress(len(sources)) as tick:
        return analyse(
            sources,
            registry=words,
            on=read_day(on, what="--on") if on else None,
            known=show.last_known() if question.hindsight else asked,
            day=read_day(day, what="--date") if day else None,
            tick=tick,
            model=show.model_from_environment() if llm else None,
        )
