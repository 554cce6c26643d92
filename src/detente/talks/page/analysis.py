"""Paths -> the answer: read every document, extract, compare; one damaged document stops nothing."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.regime import artefact
from detente.talks.compare.agreements import find_agreements
from detente.talks.compare.claim_store import ClaimStore
from detente.talks.compare.commitments import find_commitments
from detente.talks.compare.disagreements import find_disagreements
from detente.talks.compare.record import read_record, rounds
from detente.talks.extract.extraction import Extraction, extract_claims
from detente.talks.page.answer import (
    FailedRow,
    Repeat,
    TalksAnswer,
    agreement_row,
    answer_json,
    commitment_row,
    disagreement_row,
)
from detente.talks.read.reader import SUFFIXES, read_document
from detente.talks.words.registry import Registry, load_registry
from detente.terms import DetenteError, InputError, anything_at, folder_at

if TYPE_CHECKING:
    from detente.talks.extract.language_model import Model

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
    sources: list[Source] = []
    for path in paths:
        if str(path) == "-":
            sources.append(Source("stdin", raw=stdin or b""))
        elif folder_at(path):
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
            sources += [Source(_printable_name(str(p.relative_to(path))), p) for p in inside]
        elif anything_at(path):
            sources.append(Source(_printable_name(path.name), path))
        else:
            raise InputError(
                f"{str(path)!r} does not exist", remedy="name a file, a folder, or - for standard input"
            )
    if len(sources) > MAX_DOCUMENTS:
        raise InputError(
            f"{len(sources):,} documents are more than {MAX_DOCUMENTS:,}", remedy="split the folder"
        )
    return _tell_names_apart(sources)


def _printable_name(name: str) -> str:
    """A file's name as text; bytes that are none become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _tell_names_apart(sources: list[Source]) -> list[Source]:
    """Two documents of one name are told apart by their folder."""
    count: dict[str, int] = {}
    rows = []
    for s in sources:
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
            yield extract_claims(document, registry, calendar)
        except DetenteError as fault:
            yield FailedRow(name=source.name, why=fault.text)


class Analysis:
    """What a run found: documents and claims in the claim store, comparisons, and the answer they make.

    The answer is read from the store as it is needed: `pieces` gives it part by part, in constant
    memory; `answer` holds it whole.
    """

    def __init__(
        self, store: ClaimStore, failed: Sequence[FailedRow], on: date, known: date, sources: Sequence[Source]
    ) -> None:
        self.store = store
        self.failed = tuple(failed)
        self.on = on.isoformat()
        self.known = known.isoformat()
        self.disagreements = tuple(find_disagreements(store, known))
        self.agreements = tuple(find_agreements(store))
        self.commitments = tuple(find_commitments(store, known))
        names = " ".join(shlex.quote(str(s.path) if s.path else "-") for s in sources[:20])
        self.repeat = Repeat(
            command=f"detente talks {names} --on {on} --known {known}",
            rules=str(artefact().get("hash", "")),
            data=store.digest,
        )
        store.mark_differing(p for d in self.disagreements for p in d.positions)

    @property
    def hindsight(self) -> tuple[str, ...]:
        """What later knowledge settles."""
        later = (
            f"{d.topic}, {d.attribute}: settled by what became known on {d.verdict.known}"
            for d in self.disagreements
            if d.verdict and not d.verdict.settled
        )
        return tuple(dict.fromkeys(later))

    def pieces(self) -> Iterator[tuple[str, Any]]:
        """The fields of the answer in order; lists come as iterators."""
        yield "on", self.on
        yield "known", self.known
        yield "documents", self.store.document_rows()
        yield "failed", iter(self.failed)
        yield "claims", self.store.claim_rows()
        yield "review", self.store.claim_rows(review=True)
        yield "quotations", self.store.quotation_rows()
        yield "agreements", (agreement_row(a) for a in self.agreements)
        yield "disagreements", (disagreement_row(d) for d in self.disagreements)
        yield "commitments", (commitment_row(c) for c in self.commitments)
        yield "topics", {t.id: t.name for t in self.store.registry.topics}
        yield "hindsight", self.hindsight
        yield "repeat", self.repeat

    @property
    def answer(self) -> TalksAnswer:
        """The whole answer in memory."""
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, Iterator) else v for k, v in self.pieces()}
        return TalksAnswer(**fields)

    def json(self) -> Iterator[str]:
        """The answer as indented JSON, piece by piece: what `answer.model_dump_json(indent=2)` gives."""
        return answer_json(self.pieces())


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
    store = ClaimStore(registry)
    failed: list[FailedRow] = []
    late: list[FailedRow] = []
    for row in read_all(sources, registry, day):
        if isinstance(row, FailedRow):
            failed.append(row)
        elif on and row.document.day and row.document.day > on:
            why = f"is of {row.document.day}, after {on}: left out"
            late.append(FailedRow(name=row.document.name, why=why))
        else:
            store.put(_add_model_rows(row, model, registry) if model else row)
        tick()
    if not store.documents_count and not late:
        raise InputError("no document could be read: " + "; ".join(f.why for f in failed[:5]))
    last = on or store.last or date.fromisoformat(_last_day_of_record())
    return Analysis(store, [*failed, *late], last, known or last, sources)


def _add_model_rows(row: Extraction, model: Model, registry: Registry) -> Extraction:
    """The extraction with the model's checked rows beside those of the rules."""
    from detente.talks.extract.language_model import ask

    asked = ask(model, row, registry)
    statements = sorted([*row.statements, *asked.rows], key=lambda s: (s.start, s.end))
    notes = tuple(f"model: {r}" for r in dict.fromkeys(asked.refused))
    return replace(row, statements=tuple(statements), refused=(*row.refused, *notes))


def _last_day_of_record() -> str:
    return str(max(row["known"] for row in read_record()["talks_record"]))
