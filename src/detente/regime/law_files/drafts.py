"""Drafts: law files that say ``status: draft``. The compiled law leaves them out; they are checked as if
they counted."""

from __future__ import annotations

from pathlib import Path

from detente.regime.law_files.compile import compiled, read_law
from detente.regime.law_files.law_paths import draft_files
from detente.terms import LawError


def draft_faults(folder: Path, draft: Path) -> tuple[str, ...]:
    """What keeps a draft from counting as law, with file and line; the other files of the folder keep every
    rule."""
    try:
        compiled(read_law(folder, drafts=(draft,))[0])
    except LawError as fault:
        # what is empty is named by LAW-14; that it is no day or no rate either adds nothing
        return tuple(text for text in fault.faults if not text.endswith("found ''"))
    return ()


def faults_of_drafts(folder: Path) -> dict[Path, tuple[str, ...]]:
    """Every draft of a law folder, in path order, with what keeps it from counting as law."""
    return {draft: draft_faults(folder, draft) for draft in draft_files(folder)}
