"""Paths -> the answer: read every document, extract, compare; one damaged document stops nothing."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.regime.artefact import artefact
from detente.talks.agree import find_agreements
from detente.talks.answer import (
    FailedRow,
    Repeat,
    TalksAnswer,
    agreement_row,
    claim_row,
    commitment_row,
    disagreement_row,
    document_row,
    quotation_rows,
)
from detente.talks.commitments import find_commitments
from detente.talks.disagree import Disagreement, find_disagreements
from detente.talks.extraction import Extraction, extract
from detente.talks.read import SUFFIXES, read_document
from detente.talks.record import read_record, rounds
from detente.talks.registry import Registry, load_registry
from detente.terms import DetenteError, InputError

if TYPE_CHECKING:
    from detente.talks.model import Model

MAX_DOCUMENTS = 20_000


@dataclass(frozen=True)
class Source:
    """A document to read: a file, or bytes with a name."""

    name: str
    path: Path | None = None
    raw: bytes = b""


def gather(paths: Sequence[Path], stdin: bytes | None = None) -> list[Source]:
    """The documents under files and folders, in order of name; ``-`` is standard input.

    Raises
    ------
    InputError
        For a path that does not exist, or a folder without a document.
    """
    found: list[Source] = []
    for path in paths:
        if str(path) == "-":
            found.append(Source("stdin", raw=stdin or b""))
        elif path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES and p.is_file() and not p.is_symlink()
            )
            if not inside:
                raise InputError(
                    f"folder {str(path)!r} holds no document",
                    remedy=f"documents end in {', '.join(sorted(SUFFIXES))}",
                )
            found += [Source(str(p.relative_to(path)), p) for p in inside]
        elif path.exists():
            found.append(Source(path.name, path))
        else:
            raise InputError(
                f"{str(path)!r} does not exist", remedy="name a file, a folder, or - for standard input"
            )
    if len(found) > MAX_DOCUMENTS:
        raise InputError(
            f"{len(found):,} documents are more than {MAX_DOCUMENTS:,}", remedy="split the folder"
        )
    return _unlike_names(found)


def _unlike_names(found: list[Source]) -> list[Source]:
    """Two documents of one name are told apart by their folder."""
    count: dict[str, int] = {}
    rows = []
    for s in found:
        count[s.name] = count.get(s.name, 0) + 1
        rows.append(replace(s, name=f"{s.name} ({count[s.name]})") if count[s.name] > 1 else s)
    return rows


def read_all(
    sources: Iterable[Source], registry: Registry, day: date | None = None
) -> Iterator[Extraction | FailedRow]:
    """Each document in turn as an extraction, or as a row that says why it could not be read."""
    calendar = rounds()
    for source in sources:
        try:
            document = read_document(source.path if source.path else source.raw, source.name, day)
            yield extract(document, registry, calendar)
        except DetenteError as fault:
            yield FailedRow(name=source.name, why=fault.text)


@dataclass(frozen=True)
class Analysis:
    """Extractions and disagreements beside the answer, for the views that need spans of the text."""

    answer: TalksAnswer
    found: tuple[Extraction, ...]
    disagreements: tuple[Disagreement, ...]


def analyse(
    sources: Sequence[Source],
    *,
    registry: Registry | None = None,
    on: date | None = None,
    known: date | None = None,
    day: date | None = None,
    tick: Callable[[], None] = lambda: None,
    model: Model | None = None,
) -> Analysis:
    """Read documents and compare what they say.

    Parameters
    ----------
    on : date, optional
        Only documents up to this day count; default the day of the last document.
    known : date, optional
        Day of the record's knowledge; default ``on``: no hindsight unless asked.
    day : date, optional
        Day of documents that print none.
    tick : callable
        Called after each document, for a progress bar.
    model : Model, optional
        A language model to ask for further rows; only checked rows are taken.

    Raises
    ------
    InputError
        When no document could be read.
    """
    registry = registry or load_registry()
    found: list[Extraction] = []
    failed: list[FailedRow] = []
    for row in read_all(sources, registry, day):
        if isinstance(row, FailedRow):
            failed.append(row)
        else:
            found.append(_with_model(row, model, registry) if model else row)
        tick()
    if not found:
        raise InputError("no document could be read: " + "; ".join(f.why for f in failed[:5]))
    days = [x.document.day for x in found if x.document.day]
    last = on or max(days, default=date.fromisoformat(_last_day_of_record()))
    if on:
        late = [x for x in found if x.document.day and x.document.day > on]
        failed += [
            FailedRow(name=x.document.name, why=f"is of {x.document.day}, after {on}: left out") for x in late
        ]
        found = [x for x in found if x not in late]
    knowing = known or last
    return Analysis(*_answer(found, failed, registry, last, knowing, sources))


def _with_model(row: Extraction, model: Model, registry: Registry) -> Extraction:
    """The extraction with the model's checked rows beside those of the rules."""
    from detente.talks.model import ask

    asked = ask(model, row, registry)
    statements = sorted([*row.statements, *asked.rows], key=lambda s: (s.start, s.end))
    notes = tuple(f"model: {r}" for r in dict.fromkeys(asked.refused))
    return replace(row, statements=tuple(statements), refused=(*row.refused, *notes))


def _last_day_of_record() -> str:
    return str(max(row["known"] for row in read_record()["talks_record"]))


def _answer(
    found: Sequence[Extraction],
    failed: Sequence[FailedRow],
    registry: Registry,
    on: date,
    known: date,
    sources: Sequence[Source],
) -> tuple[TalksAnswer, tuple[Extraction, ...], tuple[Disagreement, ...]]:
    differ = find_disagreements(found, registry, known)
    later = [
        f"{d.topic}, {d.attribute}: settled by what became known on {d.verdict.known}"
        for d in differ
        if d.verdict and not d.verdict.settled
    ]
    digest = hashlib.sha256("".join(x.document.digest for x in found).encode()).hexdigest()[:16]
    names = " ".join(shlex.quote(str(s.path) if s.path else "-") for s in sources[:20])
    answer = TalksAnswer(
        on=on.isoformat(),
        known=known.isoformat(),
        documents=tuple(document_row(x) for x in found),
        failed=tuple(failed),
        claims=tuple(claim_row(s) for x in found for s in x.statements),
        review=tuple(claim_row(s) for x in found for s in x.review),
        quotations=tuple(q for x in found for q in quotation_rows(x)),
        agreements=tuple(agreement_row(a) for a in find_agreements(found, registry)),
        disagreements=tuple(disagreement_row(d) for d in differ),
        commitments=tuple(commitment_row(c) for c in find_commitments(found, registry, known)),
        topics={t.id: t.name for t in registry.topics},
        hindsight=tuple(dict.fromkeys(later)),
        repeat=Repeat(
            command=f"detente talks {names} --on {on} --known {known}",
            rules=str(artefact().get("hash", "")),
            data=digest,
        ),
    )
    return answer, tuple(found), tuple(differ)
