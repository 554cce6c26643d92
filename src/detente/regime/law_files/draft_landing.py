"""Drafts that lie outside the law folder: where one says it belongs, and the law files it would become."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.regime.law_files.law_paths import place_of
from detente.regime.law_files.read import Document
from detente.terms import InputError, LawError

OWN_KEYS = ("status", "place", "sources")  # of a draft alone: its state, its path under law/, what it cites


def landing_place(document: Document, folder: Path) -> Path:
    """The path under the law folder at which a draft lands.

    Raises
    ------
    InputError
        When it lies outside the folder and does not say its place.
    """
    path = document.path.resolve()
    if path.is_relative_to(folder.resolve()):
        return path.relative_to(folder.resolve())
    place = document.data.get("place") if isinstance(document.data, dict) else None
    if not isinstance(place, str) or not place:
        raise InputError(
            "the draft does not say its place", where=document.path.name,
            remedy="write `place: us/tariffs/section-301/new-action` into it",
        )  # fmt: skip
    return place_of(place, folder, folder)


def as_landed(document: Document, folder: Path) -> Iterator[Document]:
    """A draft as the files it would become: the act at its place, and what it cites beside law/sources.

    Raises
    ------
    LawError
        When it is no mapping, or does not say its place.
    """
    if not isinstance(document.data, dict):
        raise LawError([f"{document.path}:1: a law file is a mapping"])
    try:
        place = landing_place(document, folder)
    except InputError as fault:
        raise LawError([fault.text]) from None
    act = {key: value for key, value in document.data.items() if key not in OWN_KEYS}
    yield Document(folder / place, act, document.lines)
    sources = document.data.get("sources")
    if sources:
        yield Document(folder / "sources" / f"{place.stem}-draft.yaml", {"sources": sources}, document.lines)
