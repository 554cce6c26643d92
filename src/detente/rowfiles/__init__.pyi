"""Names of the room rowfiles: type checkers and the loader of names read this list."""

from .answer_cells import shared_cells
from .sheets import (
    RAGGED,
    SUFFIXES,
    RowFault,
    Sheet,
    Upload,
    csv_bytes,
    read_sheet,
    write_atomic,
    write_frame,
)
from .workbook import SheetLook, write_workbook

__all__ = [
    "RAGGED",
    "SUFFIXES",
    "RowFault",
    "Sheet",
    "SheetLook",
    "Upload",
    "csv_bytes",
    "read_sheet",
    "shared_cells",
    "write_atomic",
    "write_frame",
    "write_workbook",
]
