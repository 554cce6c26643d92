"""Names of the room talks: type checkers and the loader of names read this list."""

from .analysis import Analysis, Source, analyse, gather
from .annotate import write_annotations
from .answer import ClaimRow, TalksAnswer, schema_claims
from .api import claims
from .extraction import Extraction, extract
from .ledger import add_filed, open_ledger, search
from .model import Model
from .page import render_page
from .read import read_document
from .record import Verdict, read_record
from .registry import Registry, load_registry
from .shelf import Head, Shelf
from .slots import GROUPS

__all__ = [
    "GROUPS",
    "Analysis",
    "ClaimRow",
    "Extraction",
    "Head",
    "Model",
    "Registry",
    "Shelf",
    "Source",
    "TalksAnswer",
    "Verdict",
    "add_filed",
    "analyse",
    "claims",
    "extract",
    "gather",
    "load_registry",
    "open_ledger",
    "read_document",
    "read_record",
    "render_page",
    "schema_claims",
    "search",
    "write_annotations",
]
