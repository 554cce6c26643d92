"""The text of the chapter 99 PDF, page by page, in the columns it prints."""

from __future__ import annotations

from pathlib import Path

from detente.terms import NotInstalled, UnreadableFile

MOST_PAGES = 3_000


def pdf_text(path: Path) -> str:
    """Text of a PDF, pages parted by form feeds, columns kept apart by spaces.

    Raises
    ------
    NotInstalled
        When the library that reads PDF is not installed.
    UnreadableFile
        When the file is no PDF, damaged, locked, or has too many pages.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise NotInstalled(
            "reading the chapter 99 PDF needs the extra `talks`", remedy="pip install 'detente[talks]'"
        ) from None
    try:
        reader = PdfReader(path)
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableFile(
                f"has {len(reader.pages):,} pages; expected at most {MOST_PAGES:,}", where=path.name
            )
        return "\f".join(page.extract_text(extraction_mode="layout") for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, RecursionError, OSError) as fault:
        raise UnreadableFile(
            f"cannot be read as PDF ({type(fault).__name__}: {fault})",
            where=path.name,
            remedy="fetch chapter 99 again with `detente data sync`",
        ) from None
