"""A user's own schedule of China: two tables in, checked whole, one book of goods out.

``china-lines`` gives the tariff lines with their rates and VAT class, ``china-lists`` the lists they stand
on. Nothing is
changed until both have been read and every row is sound; the new book then takes the place of the old at
once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.rowfiles import RAGGED, SUFFIXES, RowFault, Sheet, read_sheet
from detente.schedule.building.book_writer import write_book
from detente.schedule.lines import BookMeta, DatedLine, Membership
from detente.schedule.rate_grammar import read_rate
from detente.schedule.rates import Rate, SpecialRate, understood
from detente.terms import InputError, UnreadableFile, nearest, read_day

CHINA_BOOK = "schedule-china.sqlite"
LINES = ("code", "name", "mfn", "vat_class", "cite")
LISTS = ("code", "list", "cite")
VAT = {"lower": "cn.vat.lower", "standard": "cn.vat.standard"}
MAX_FAULTS = 200


@dataclass(frozen=True, slots=True)
class ChinaReport:
    """What a build read."""

    lines: int
    memberships: dict[str, int]
    whole_lists: tuple[str, ...]
    content_hash: str
    book: str


class _Rows:
    """Rows of a table with a place for every fault."""

    def __init__(self, sheet: Sheet, faults: list[str]) -> None:
        self.sheet = sheet
        self.faults = faults
        self.number = 0
        self.row: dict[str, Any] = {}

    def each(self) -> Iterator[_Rows]:
        for i, row in enumerate(self.sheet.frame.iter_rows(named=True)):
            self.number, self.row = self.sheet.row(i), row
            if row.get(RAGGED):
                self.fault("(row)", f"{row[RAGGED]}; quote cells that hold a separator")
            yield self

    def fault(self, column: str, words: str) -> None:
        self.faults.append(f"{self.sheet.name}: {RowFault(self.number, column, words).words}")

    def text(self, column: str) -> str:
        return str(self.row.get(column) or "").strip()

    def day(self, column: str) -> str:
        if not self.text(column):
            return ""
        try:
            return read_day(self.text(column), what=column).isoformat()
        except InputError as fault:
            self.fault(column, fault.text)
            return ""

    def code(self, shortest: int) -> str:
        digits = re.sub(r"[.\s]", "", self.text("code"))
        if not digits.isdigit() or not shortest <= len(digits) <= 8 or len(digits) % 2:
            self.fault("code", f"{self.text('code')[:20]!r} is not a code of {shortest} to 8 digits, as text")
            return ""
        return digits

    def rate(self, column: str, needed: bool) -> Rate | None:
        text = self.text(column)
        if not text and not needed:
            return None
        rate = read_rate(f"{text}%" if re.fullmatch(r"\d+(\.\d+)?", text) else text)
        if rate is None or not understood(rate):
            self.fault(column, f"{text[:40]!r} is not a rate; write 3% or Free")
            return None
        return rate

    def span(self) -> tuple[str, str]:
        first, last = self.day("from"), self.day("to")
        if last and last <= first:
            self.fault(
                "to",
                f"{last} is not after {first or 'the beginning'}; it is the first day that no longer counts",
            )
        return first, last


def find_tables(folder: Path) -> tuple[Path, Path | None]:
    """The two tables of a folder; the lists are optional.

    Raises
    ------
    UnreadableFile
        When the folder is missing or holds no ``china-lines`` table.
    """
    tables: dict[str, Path] = {}
    for name in ("china-lines", "china-lists"):
        for suffix in SUFFIXES:
            path = folder / f"{name}{suffix}"
            if path.is_file():
                tables.setdefault(name, path)
    if "china-lines" not in tables:
        raise UnreadableFile(
            "holds no china-lines.csv (or .xlsx, .parquet)", where=str(folder),
            remedy="start from examples/china-lines.csv and examples/china-lists.csv",
        )  # fmt: skip
    return tables["china-lines"], tables.get("china-lists")


def build_china(folder: Path, out: Path, lists: Mapping[str, Any]) -> ChinaReport:
    """Read the tables of a folder and put the book they make into the folder `out`.

    Parameters
    ----------
    lists : mapping
        The registry of goods lists by id, of which the rows may name China's.

    Raises
    ------
    UnreadableFile, InputError
        Nothing is written; every fault is named with file, row and column.
    """
    lines_path, lists_path = find_tables(folder)
    faults: list[str] = []
    lines, memberships, vat_whole = _read_lines(lines_path, faults)
    named: set[str] = set()
    if lists_path is not None:
        rows, named = _read_lists(lists_path, lists, faults)
        memberships += rows
    if faults:
        shown = faults[:MAX_FAULTS]
        more = f"\n  … and {len(faults) - MAX_FAULTS} more" if len(faults) > MAX_FAULTS else ""
        raise InputError(
            f"{len(faults)} fault(s), nothing was changed:\n  " + "\n  ".join(shown) + more,
            remedy="mend the named cells and build again",
        )
    whole = tuple(sorted(named | (set(VAT.values()) if vat_whole else set())))
    files = [p for p in (lines_path, lists_path) if p is not None]
    manifest = {
        p.name: {"bytes": p.stat().st_size, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()}
        for p in files
    }
    meta = BookMeta(
        kind="built",
        editions=("own schedule of China",),
        whole_lists=whole,
        manifest=json.dumps(manifest, sort_keys=True),
    )
    content = write_book(out / CHINA_BOOK, lines, memberships, meta)
    counts: dict[str, int] = defaultdict(int)
    for row in memberships:
        counts[row.list_id] += 1
    return ChinaReport(
        len({x.code for x in lines}), dict(sorted(counts.items())), whole, content, str(out / CHINA_BOOK)
    )


def _read_lines(path: Path, faults: list[str]) -> tuple[list[DatedLine], list[Membership], bool]:
    rows = _Rows(
        read_sheet(path, required=LINES, known=(*LINES, "name_zh", "provisional", "in_quota", "from", "to")),
        faults,
    )
    lines: list[DatedLine] = []
    memberships: list[Membership] = []
    spans: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    every = True
    for row in rows.each():
        code = row.code(8)
        general = row.rate("mfn", needed=True)
        special = []
        for column, symbol in (("in_quota", "TRQ"), ("provisional", "PTR")):
            rate = row.rate(column, needed=False)
            if rate is not None:
                special.append(SpecialRate(rate, (symbol,)))
        if len(special) == 2:
            row.fault("provisional", "a line has an in-quota or a provisional rate, not both")
        first, last = row.span()
        word, cite = row.text("vat_class").lower(), row.text("cite")
        if word and word not in VAT:
            row.fault("vat_class", f"{word[:20]!r} is neither lower nor standard")
        if not cite:
            row.fault("cite", "is empty; say where the rate stands")
        if not code or general is None:
            continue
        spans[code].append((first, last, row.number))
        every = every and bool(word)
        lines.append(
            DatedLine(
                code=code, from_day=first, to_day=last, words=row.text("name"), words_zh=row.text("name_zh"),
                general=general, general_text=row.text("mfn"), special=tuple(special), edition="own schedule",
                cite=cite,
            )
        )  # fmt: skip
        if word in VAT:
            memberships.append(Membership(code, VAT[word], first, last, confidence="A", cite=cite))
    for code, spans_of_code in spans.items():
        for (_, last, _), (first, _, number) in zip(
            sorted(spans_of_code), sorted(spans_of_code)[1:], strict=False
        ):
            if not last or first < last:
                faults.append(
                    f"{path.name}: row {number}, column from: {code} has two rates on "
                    f"{first or 'the same days'}"
                )
    if not lines and not faults:
        faults.append(f"{path.name}: holds no line")
    return lines, memberships, every


def _read_lists(
    path: Path, registry: Mapping[str, Any], faults: list[str]
) -> tuple[list[Membership], set[str]]:
    ids = [name for name in registry if name.startswith("cn.")]
    rows = _Rows(
        read_sheet(path, required=LISTS, known=(*LISTS, "from", "to", "known", "confidence")), faults
    )
    memberships: list[Membership] = []
    for row in rows.each():
        code = row.code(4)
        name = row.text("list")
        if name not in ids:
            row.fault(
                "list", f"{name[:40]!r} is not in law/china/lists.yaml; {nearest(name, ids)}".rstrip("; ")
            )
        first, last = row.span()
        sure = row.text("confidence").upper() or "A"
        if sure not in ("A", "B", "C"):
            row.fault("confidence", f"{sure[:10]!r} is none of A, B, C")
        if not row.text("cite"):
            row.fault("cite", "is empty; say where the list names the code")
        known = row.day("known")
        if code and name in ids:
            memberships.append(Membership(code, name, first, last, known, "", sure, row.text("cite")))
    return memberships, {m.list_id for m in memberships}
