"""Drafts: law files that say ``status: draft``, in the law folder or outside it. The compiled law leaves them
out; they are checked as if they counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.regime.law_files.compile import compiled, read_law
from detente.regime.law_files.draft_landing import landing_place
from detente.regime.law_files.law_paths import draft_files
from detente.regime.law_files.read import Document, read_file
from detente.terms import InputError, LawError


@dataclass(frozen=True)
class Draft:
    """A draft as read: its file, its place under ``law/``, its values and its text."""

    path: Path
    place: Path
    data: dict[str, Any]
    text: str


def read_draft(path: Path, folder: Path) -> Draft:
    """A draft by its path.

    Raises
    ------
    InputError
        When there is none, it is no law file, or it does not say that it is a draft.
    """
    if not path.is_file():
        raise InputError(f"there is no draft {str(path)!r}", remedy="`detente rule new PATH --from NOTICE`")
    faults: list[str] = []
    document: Document | None = read_file(path, faults)
    if document is None or not isinstance(document.data, dict):
        raise InputError("; ".join(faults) or "a law file is a mapping", where=path.name)
    if document.data.get("status") != "draft":
        raise InputError(
            "this is no draft", where=path.name, remedy="a draft says so: `status: draft` stands in it"
        )
    place = landing_place(document, folder)
    return Draft(path, place, document.data, path.read_text(encoding="utf-8"))


def draft_faults(folder: Path, draft: Path) -> tuple[str, ...]:
    """What keeps a draft from counting as law, with file and line; the other files of the folder keep every
    rule."""
    try:
        law_with(folder, draft)
    except LawError as fault:
        # what is empty is named by LAW-14; that it is no day or no rate either adds nothing
        return tuple(text for text in fault.faults if not text.endswith("found ''"))
    return ()


def law_with(folder: Path, draft: Path) -> dict[str, Any]:
    """The compiled law as it would be with a draft in it.

    Raises
    ------
    LawError
        With everything that keeps the draft from counting as law, in the lines of the draft.
    """
    try:
        return compiled(read_law(folder, drafts=(draft,))[0])
    except LawError as fault:
        raise LawError(_in_draft(folder, draft, fault.faults)) from None


def _in_draft(folder: Path, draft: Path, faults: tuple[str, ...]) -> list[str]:
    """Faults with the draft's own file in the place of those it would become."""
    document = read_file(draft, [])
    try:
        place = landing_place(document, folder) if document is not None else None
    except InputError:
        place = None
    if place is None or draft.resolve() == (folder / place).resolve():
        return list(faults)
    landed = (str(folder / place), str(folder / "sources" / f"{place.stem}-draft.yaml"))
    return [
        next((f"{draft}{text[len(path) :]}" for path in landed if text.startswith(path)), text)
        for text in faults
    ]


def faults_of_drafts(folder: Path) -> dict[Path, tuple[str, ...]]:
    """Every draft of a law folder, in path order, with what keeps it from counting as law."""
    return {draft: draft_faults(folder, draft) for draft in draft_files(folder)}
