"""A small edition in the official form."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any


def row(code: str, indent: int, words: str, general: str = "", **more: Any) -> dict[str, Any]:
    """One row as the publisher writes it."""
    base: dict[str, Any] = {
        "htsno": code,
        "indent": str(indent),
        "description": words,
        "superior": None if code else "true",
        "units": [],
        "general": general,
        "special": "",
        "other": "",
        "footnotes": [],
        "quotaQuantity": None,
        "additionalDuties": None,
        "addiitionalDuties": None,
    }
    return base | more


def see(heading: str, column: str = "general") -> list[dict[str, Any]]:
    return [{"columns": [column], "value": f"See {heading}. ", "type": "endnote"}]


ROWS = [
    row("8505", 0, "Magnets:"),
    row("", 1, "Permanent magnets:"),
    row("8505.11.00", 2, "Of metal", "2.1%", special="Free (A,AU)", other="45%", footnotes=see("9903.91.06")),
    row("8505.11.00.70", 3, "Sintered NdFeB", units=["No.", "kg"]),
    row("8505.11.00.90", 3, "Other", units=["No.", "kg"]),
    row("8505.20.00.00", 1, "Couplings", "3.1%", units=["No."], other="35%", footnotes=see("9903.88.01")),
    row("9903.88.01", 0, "List 1 goods", "The duty provided in the applicable subheading + 25%"),
]


def write_edition(folder: Path, name: str, rows: Any = None) -> Path:
    path = folder / name
    text = json.dumps(ROWS if rows is None else rows).encode()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


CSV_COLUMNS = (
    "HTS Number", "Indent", "Description", "Unit of Quantity", "General Rate of Duty",
    "Special Rate of Duty", "Column 2 Rate of Duty", "Quota Quantity", "Additional Duties",
)  # fmt: skip
CSV_HEADER = ",".join(CSV_COLUMNS) + "\n"


def csv_row(code: str, indent: int, words: str, general: str = "", **more: str) -> list[str]:
    """One row as the publisher's CSV form has it."""
    return [
        code, str(indent), words, more.get("units", ""), general, more.get("special", ""),
        more.get("other", ""), "", "",
    ]  # fmt: skip


def write_csv_edition(folder: Path, name: str, rows: list[list[str]]) -> Path:
    path = folder / name
    text = io.StringIO()
    csv.writer(text).writerows([CSV_COLUMNS, *rows])
    data = text.getvalue().encode("utf-8-sig")
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path
