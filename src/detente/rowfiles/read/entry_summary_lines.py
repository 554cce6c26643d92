"""The lines of entry summaries as ACE reports them (ES-003): a row a tariff number, chapter 99 beside goods.

A line of an entry summary has its additional duties under numbers of chapter 99, each in a row of its own,
and the number of the goods in another. The rows become one line a good; what was paid under each is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from detente.rowfiles.rows import Sheet
from detente.terms import InputError, cents_text, read_amount

ENTRY_SUMMARY = {
    "Entry Summary Number": "entry_number", "Entry Number": "entry_number",
    "Entry Summary Line Number": "entry_line",
    "Tariff Ordinal Number": "tariff_ordinal",
    "HTS Number - Full": "hts",
    "Country of Origin Code": "origin", "Country of Origin": "origin",
    "Entry Date": "entry_date",
    "Entry Type Code": "entry_type_code", "Entry Type": "entry_type_code",
    "Line Goods Value Amount": "line_value_usd",
    "Line Tariff Goods Value Amount": "tariff_value_usd",
    "Line Tariff Duty Amount": "tariff_duty_usd",
    "Liquidation Date": "liquidated_on",
    "Mode of Transportation Code": "mode",
}  # fmt: skip
GIVES = frozenset({"line_id", "hts", "origin", "entry_date", "customs_value_usd"})
_KEPT = (
    "entry_number",
    "entry_line",
    "tariff_ordinal",
    "line_value_usd",
    "tariff_value_usd",
    "tariff_duty_usd",
)
_ADDITIONAL = "99"
MOST_ODD = 20
_TYPES = {
    "01": "01",
    "1": "01",
    "11": "11",
}  # those the fact entry_type knows; others are carried as they are


@dataclass
class _Line:
    """A good of a line, and the chapter 99 numbers filed with it."""

    row: int
    cells: dict[str, Any]
    filed: list[str] = field(default_factory=list)
    paid: dict[str, Decimal] = field(default_factory=dict)

    def pay(self, name: str, amount: Decimal | None) -> None:
        if amount is not None:
            self.paid[name] = self.paid.get(name, Decimal(0)) + amount


def fold_lines(sheet: Sheet) -> Sheet:
    """One row a good, with ``paid_usd`` and what was paid under each number; odd amounts are named."""
    import numpy as np
    import polars as pl

    lines: list[_Line] = []
    odd: list[str] = []
    groups: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = {}
    for i, cells in enumerate(sheet.frame.iter_rows(named=True)):
        key = (str(cells.get("entry_number") or ""), str(cells.get("entry_line") or ""))
        groups.setdefault(key, []).append((sheet.row(i), cells))
    for rows in groups.values():
        lines += _goods_of(rows, odd)
    headings = sorted({h for line in lines for h in line.paid if h != "base"})
    carried = [
        c for c in sheet.frame.columns if c not in (*_KEPT, "line_id", "customs_value_usd", "entry_type")
    ]
    records = [_record(line, carried, headings) for line in sorted(lines, key=lambda line: line.row)]
    columns = list(records[0]) if records else [*GIVES]
    frame = pl.DataFrame(records, schema=dict.fromkeys(columns, pl.String))
    numbers = np.array(sorted(line.row for line in lines), dtype=np.int64)
    folded = sheet.frame.height - len(lines)
    note = (
        f"read as ACE report ES-003: {sheet.frame.height} rows are {len(lines)} lines of goods; {folded} "
        "rows of chapter 99 are folded into their line, what was paid stands in paid_usd"
    )
    more = (f"and {len(odd) - MOST_ODD} more amounts that cannot be read",) if len(odd) > MOST_ODD else ()
    return replace(sheet, frame=frame, numbers=numbers, notes=(note, *sheet.notes, *odd[:MOST_ODD], *more))


def _goods_of(rows: list[tuple[int, dict[str, Any]]], odd: list[str]) -> list[_Line]:
    """The goods of a line; a chapter 99 number belongs to the good after it, the last to the one before."""
    goods: list[_Line] = []
    waiting: list[tuple[int, dict[str, Any]]] = []
    for row, cells in sorted(rows, key=lambda r: (_ordinal(r[1]), r[0])):
        if _digits(cells).startswith(_ADDITIONAL):
            waiting.append((row, cells))
            continue
        line = _Line(row, cells)
        line.pay("base", _amount(cells, "tariff_duty_usd", row, odd))
        _file(line, waiting, odd)
        waiting = []
        goods.append(line)
    if not goods:
        row, cells = waiting.pop(0)
        goods.append(_Line(row, cells))
    _file(goods[-1], waiting, odd)
    return goods


def _file(line: _Line, rows: list[tuple[int, dict[str, Any]]], odd: list[str]) -> None:
    for row, cells in rows:
        digits = _digits(cells)
        heading = f"{digits[:4]}.{digits[4:6]}.{digits[6:8]}".rstrip(".")
        line.filed.append(heading)
        line.pay(heading, _amount(cells, "tariff_duty_usd", row, odd))


def _record(line: _Line, carried: list[str], headings: list[str]) -> dict[str, str | None]:
    cells = line.cells
    entry, number = (str(cells.get(name) or "").strip() for name in ("entry_number", "entry_line"))
    ordinal = str(cells.get("tariff_ordinal") or "").strip()
    own = str(cells.get("tariff_value_usd") or "").strip()
    value = own if own and re.search(r"[1-9]", own) else cells.get("line_value_usd")
    total = sum(line.paid.values(), Decimal(0)) if line.paid else None
    kind = str(cells.get("entry_type_code") or "").strip()
    record: dict[str, str | None] = {
        "line_id": "/".join(part for part in (entry, number, ordinal) if part),
        "invoice_id": entry or None,
        **{name: cells.get(name) for name in carried},
        "customs_value_usd": value,
        "headings_filed": " ".join(line.filed) or None,
        "paid_usd": _text(total),
        "paid_base_usd": _text(line.paid.get("base")),
        **{f"paid_{h.replace('.', '_')}_usd": _text(line.paid.get(h)) for h in headings},
    }
    record["entry_type"] = _TYPES.get(kind)
    return record


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else cents_text(int(amount * 100))


def _ordinal(cells: dict[str, Any]) -> int:
    text = str(cells.get("tariff_ordinal") or "").strip()
    return int(text) if text.isdigit() and len(text) < 6 else 0


def _digits(cells: dict[str, Any]) -> str:
    return re.sub(r"\D", "", str(cells.get("hts") or ""))


def _amount(cells: dict[str, Any], name: str, row: int, odd: list[str]) -> Decimal | None:
    text = str(cells.get(name) or "").strip()
    if not text:
        return None
    try:
        return read_amount(text, what="Line Tariff Duty Amount")
    except InputError as fault:
        odd.append(f"row {row}: {fault.what}: it is not counted as paid")
        return None
