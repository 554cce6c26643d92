"""Names of the room talks: type checkers and the loader of names read this list."""

from .compare.claim_rows import ClaimRow, schema_claims
from .compare.claim_store import ClaimHead, ClaimStore
from .compare.ledger import add_filed, open_ledger, search
from .compare.record import Verdict, read_record, rounds
from .extract.annotations import document_note, speaker_label
from .extract.extraction import Extraction, extract_claims
from .extract.language_model import Model
from .extract.slots import MODALITY_GROUPS
from .page.analysis import Analysis, Source, analyse, gather
from .page.annotation_file import write_annotations
from .page.answer import TalksAnswer
from .page.api import claims
from .page.page import render_page
from .read.reader import read_document
from .words.compiled import compiled_registry
from .words.registry import Registry, load_registry

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
