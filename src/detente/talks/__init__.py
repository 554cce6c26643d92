"""The talks: who said what, where the sides differ, and what became of it.

In go reports and readouts (text, HTML, PDF, .docx; English and Chinese), a registry of speakers, outlets,
topics and words, and the record of the talks. Out come attributed claims with their exact spans, positions
side by side, agreements, commitments and the record's verdict, as one answer (`claims`, `analyse`), a page,
files or a ledger. The steps stand in five folders in the order of the pipeline: words, read, extract,
compare, page.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.talks.compare.claim_rows import ClaimRow, schema_claims
    from detente.talks.compare.claim_store import ClaimHead, ClaimStore
    from detente.talks.compare.ledger import add_filed, open_ledger, search
    from detente.talks.compare.record import Verdict, read_record, rounds
    from detente.talks.extract.annotations import document_note, speaker_label
    from detente.talks.extract.extraction import Extraction, extract_claims
    from detente.talks.extract.language_model import Model
    from detente.talks.extract.slots import MODALITY_GROUPS
    from detente.talks.page.analysis import Analysis, Source, analyse, gather
    from detente.talks.page.annotation_file import write_annotations
    from detente.talks.page.answer import TalksAnswer
    from detente.talks.page.api import claims
    from detente.talks.page.page import render_page
    from detente.talks.read.reader import read_document
    from detente.talks.words.compiled import compiled_registry
    from detente.talks.words.registry import Registry, load_registry

_WHERE = {
    "ClaimRow": "detente.talks.compare.claim_rows",
    "schema_claims": "detente.talks.compare.claim_rows",
    "ClaimHead": "detente.talks.compare.claim_store",
    "ClaimStore": "detente.talks.compare.claim_store",
    "add_filed": "detente.talks.compare.ledger",
    "open_ledger": "detente.talks.compare.ledger",
    "search": "detente.talks.compare.ledger",
    "Verdict": "detente.talks.compare.record",
    "read_record": "detente.talks.compare.record",
    "rounds": "detente.talks.compare.record",
    "document_note": "detente.talks.extract.annotations",
    "speaker_label": "detente.talks.extract.annotations",
    "Extraction": "detente.talks.extract.extraction",
    "extract_claims": "detente.talks.extract.extraction",
    "Model": "detente.talks.extract.language_model",
    "MODALITY_GROUPS": "detente.talks.extract.slots",
    "Analysis": "detente.talks.page.analysis",
    "Source": "detente.talks.page.analysis",
    "analyse": "detente.talks.page.analysis",
    "gather": "detente.talks.page.analysis",
    "write_annotations": "detente.talks.page.annotation_file",
    "TalksAnswer": "detente.talks.page.answer",
    "claims": "detente.talks.page.api",
    "render_page": "detente.talks.page.page",
    "read_document": "detente.talks.read.reader",
    "compiled_registry": "detente.talks.words.compiled",
    "Registry": "detente.talks.words.registry",
    "load_registry": "detente.talks.words.registry",
}

__all__ = [
    "MODALITY_GROUPS",
    "Analysis",
    "ClaimHead",
    "ClaimRow",
    "ClaimStore",
    "Extraction",
    "Model",
    "Registry",
    "Source",
    "TalksAnswer",
    "Verdict",
    "add_filed",
    "analyse",
    "claims",
    "compiled_registry",
    "document_note",
    "extract_claims",
    "gather",
    "load_registry",
    "open_ledger",
    "read_document",
    "read_record",
    "render_page",
    "rounds",
    "schema_claims",
    "search",
    "speaker_label",
    "write_annotations",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'detente.talks' has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)
