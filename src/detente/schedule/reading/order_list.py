"""Lists of anti-dumping and countervailing orders as their users download them: read, checked, installed.

Any table with a column of case numbers is read, CSV or Excel, its headings by the names that the Department
of Commerce, the Commission and brokers give them. Where a list gives tariff codes, its orders are leads by
code; without codes a case is known by its number alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from detente.terms import DataError, InputError, Party, read_day

ORDER_LIST = "adcvd-orders.json"
FORMAT = 1
MOST_ROWS = 100_000
HEADINGS = {
    "cases": ("case number", "case numbers", "case no", "case", "usdoc case number", "doc case number",
              "commerce case number", "order number", "adcvd case number", "ad cvd case number", "cases"),
    "country": ("country", "country name", "country of origin", "subject country", "origin"),
    "title": ("product", "product name", "merchandise", "case name", "short description", "commodity",
              "product description", "title", "goods", "goods own words"),
    "since": ("order date", "date of order", "order issued", "order issue date", "date issued",
              "effective date", "original order date", "order from"),
    "codes": ("hts", "htsus", "hts number", "hts numbers", "hts code", "hts codes", "htsus numbers",
              "tariff number", "tariff numbers", "tariff codes", "hts leads"),
}  # fmt: skip
_CASE = re.compile(r"\b([AC])-?(\d{3})-?(\d{3})\b")
_CODE = re.compile(r"(?<![\d.])(\d{4}\.\d{2}\.\d{4}|\d{4}(?:\.\d{2}){1,3}|\d{4}(?:\d{2}){0,3})(?!\.?\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """One order of a list: case numbers, goods in the list's own words, country, codes without dots."""

    cases: tuple[str, ...]
    title: str
    origin: str
    since: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderList:
    """A list as installed: its file, a hash of it, its orders, and rows that could not be read."""

    source: str
    sha256: str
    orders: tuple[ListedOrder, ...]
    faults: tuple[str, ...] = ()


def read_order_list(path: Path) -> OrderList:
    """The orders of a downloaded list.

    Raises
    ------
    DataError
        When the file cannot be read or is no list of orders.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise DataError(f"{path.name} cannot be read ({fault.strerror})", where="FILE") from None
    table = _table(path, content)
    top = next((i for i, row in enumerate(table[:40]) if "cases" in _columns(row)), None)
    if top is None:
        raise DataError(
            f"{path.name} has no column of case numbers",
            where="FILE",
            remedy="give a list of orders with a heading such as Case Number, as CSV or Excel",
        )
    columns = _columns(table[top])
    orders: list[ListedOrder] = []
    faults: list[str] = []
    for number, row in enumerate(table[top + 1 :], start=top + 2):
        cells = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
        if not any(cells.values()):
            continue
        try:
            orders.append(_order(cells))
        except InputError as fault:
            faults.append(f"row {number}: {fault.text}")
    if not orders:
        raise DataError(
            f"{path.name} holds no order that can be read", where="FILE", remedy="; ".join(faults[:3])
        )
    return OrderList(path.name, hashlib.sha256(content).hexdigest(), tuple(orders), tuple(faults))


def _table(path: Path, content: bytes) -> list[list[str]]:
    """The cells of a file as text."""
    if path.suffix.casefold() in (".xls", ".xlsx"):
        import polars as pl

        try:
            frame = pl.read_excel(io.BytesIO(content), has_header=False, infer_schema_length=0)
        except Exception as fault:
            raise DataError(
                f"{path.name} is no readable workbook ({type(fault).__name__})", where="FILE"
            ) from None
        return [
            ["" if cell is None else str(cell) for cell in row] for row in frame.head(MOST_ROWS).iter_rows()
        ]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    sample = text[:4096]
    mark = max(",;\t|", key=sample.count)
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), MOST_ROWS))
    except csv.Error as fault:
        raise DataError(f"{path.name} is no readable table ({fault})", where="FILE") from None


def _columns(row: Sequence[str]) -> dict[str, int]:
    """The place of each meaning among headings; the first column of a meaning counts."""
    names = [" ".join(re.sub(r"[^a-z0-9]+", " ", cell.casefold()).split()) for cell in row]
    places = {}
    for meaning, known in HEADINGS.items():
        place = next((i for i, name in enumerate(names) if name in known), None)
        if place is not None:
            places[meaning] = place
    return places


def _order(cells: dict[str, str]) -> ListedOrder:
    cases = tuple(dict.fromkeys(f"{a}-{b}-{c}" for a, b, c in _CASE.findall(cells["cases"].upper())))
    if not cases:
        raise InputError(f"{cells['cases'][:40]!r} is no case number such as A-570-967")
    country = cells.get("country", "")
    origin = str(Party.read(country, what="country")) if country else ""
    if not origin and any(case[2:5] != "570" for case in cases):
        raise InputError(f"{cases[0]} has no country")
    codes = tuple(_codes(cells.get("codes", "")))
    return ListedOrder(cases, cells.get("title", "") or cases[0], origin or "CN", _since(cells), codes)


def _since(cells: dict[str, str]) -> str:
    """The day of an order; of a year alone its first day, empty where a list gives none."""
    said = cells.get("since", "")
    if not said:
        return ""
    return f"{said}-01-01" if _YEAR.fullmatch(said) else read_day(said, what="order date").isoformat()


def _codes(text: str) -> Iterator[str]:
    yield from dict.fromkeys(code.replace(".", "") for code in _CODE.findall(text))


def install_order_list(path: Path, folder: Path) -> OrderList:
    """Put a list into the data folder; what is installed stays where the new one cannot be read."""
    orders = read_order_list(path)
    from detente.rowfiles import write_atomic

    body = {"format": FORMAT, **asdict(orders)}
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(body, ensure_ascii=False)

    write_atomic(folder / ORDER_LIST, lambda p: _write(p, text))
    return orders


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def installed_order_list(folder: Path) -> OrderList | None:
    """The list installed in a data folder; None without one.

    Raises
    ------
    DataError
        When it is damaged or of another format.
    """
    path = _order_file(folder)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _opened(path, changed)


@lru_cache(maxsize=8)
def _order_file(folder: Path) -> Path:
    """Asked for with every answer, put together once."""
    return folder / ORDER_LIST


@lru_cache(maxsize=4)
def _opened(path: Path, changed: int) -> OrderList:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["format"] != FORMAT:
            raise ValueError(f"format {body['format']}")
        rows = tuple(
            ListedOrder(tuple(r["cases"]), r["title"], r["origin"], r["since"], tuple(r["prefixes"]))
            for r in body["orders"]
        )
        return OrderList(body["source"], body["sha256"], rows)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DataError(
            f"the installed list of orders is damaged ({fault})",
            where=path.name,
            remedy="install it again: detente data orders FILE",
        ) from None
