"""Run the example notebooks and write what they give: `python examples/run_notebooks.py [NAME…]`."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent / "notebooks"
SECONDS_A_CELL = 180


def run(path: Path) -> nbformat.NotebookNode:
    """A notebook with fresh outputs; an error in a cell is raised with the cell's words."""
    book = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(book, timeout=SECONDS_A_CELL, kernel_name="python3", resources=where).execute()
    for cell in book.cells:
        cell.metadata.pop("execution", None)  # the times of a run are not part of the example
    book.metadata.pop("language_info", None)
    return book


def main() -> int:
    """Run every notebook, or those named, and write them."""
    names = sys.argv[1:]
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if not names or path.stem in names:
            nbformat.write(run(path), path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
