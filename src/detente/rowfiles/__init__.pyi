"""Names of the room rowfiles: type checkers and the loader of names read this list."""

from .answer_cells import shared_cells
from .rows import (
    RAGGED,
    ReadColumn,
    Reading,
    RowFault,
    Sheet,
    Source,
    Upload,
    check_columns_said,
    faulty_column,
    is_file,
    reading_of,
    reading_words,
    source_of,
)
from .sheets import SUFFIXES, csv_bytes, frame_sheet_of, read_sheet, write_atomic, write_frame
from .workbook import SheetLook, write_workbook

__all__ = [
    "RAGGED",
    "SUFFIXES",
    "ReadColumn",
    "Reading",
    "RowFault",
    "Sheet",
    "SheetLook",
    "Source",
    "Upload",
    "check_columns_said",
    "csv_bytes",
    "faulty_column",
    "frame_sheet_of",
    "is_file",
    "read_sheet",
    "reading_of",
    "reading_words",
    "shared_cells",
    "source_of",
    "write_atomic",
    "write_frame",
    "write_workbook",
]
