"""The Python face: texts or paths in, the answer out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detente.talks.page.analysis import Source, analyse, gather
from detente.talks.page.answer import TalksAnswer
from detente.talks.words.registry import load_registry
from detente.terms import InputError, read_day


def claims(
    documents: Sequence[str | Path],
    *,
    on: str | None = None,
    known: str | None = None,
    date: str | None = None,
    registry: str | Path | None = None,
) -> TalksAnswer:
    """Claims, agreements, disagreements and commitments of documents.

    Parameters
    ----------
    documents : sequence
        Paths of files or folders; a string that is no path of an existing file is read as a text.
    on, known, date : str, optional
        Last day of the documents used; day of the record's knowledge (default ``on``); day of texts
        that print none. ISO.

    Examples
    --------
    >>> answer = claims(["He Lifeng said on Sunday that the talks were candid."], date="2025-05-12")
    >>> answer.claims[0].speakers
    ('He Lifeng',)
    """
    sources: list[Source] = []
    for n, item in enumerate(documents):
        if isinstance(item, str) and ("\n" in item or len(item) > 240 or not Path(item).exists()):
            if "\n" not in item and " " not in item.strip():
                raise InputError(f"{item!r} is neither a file nor a text")
            sources.append(Source(f"text-{n + 1}", raw=item.encode("utf-8", "surrogatepass")))
        else:
            sources += gather([Path(item)])

    def as_day(text: str | None, what: str):  # type: ignore[no-untyped-def]
        return read_day(text, what=what) if text else None

    return analyse(
        sources,
        registry=load_registry(Path(registry) if registry else None),
        on=as_day(on, "on"),
        known=as_day(known, "known"),
        day=as_day(date, "date"),
    ).answer
