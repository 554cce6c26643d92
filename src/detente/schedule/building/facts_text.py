"""Facts of a book as plain text that can be read and compared, and back: sorted tables, one fact a cell.

What is written: codes, days, units, rates, editions, places on lists, citations. What is not: the words of
the schedule and of its notes, but for a single word that names a material (``steel``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from detente.schedule.book import GoodsBook
from detente.schedule.lines import SHIPPED, BookMeta, DatedLine, Membership
from detente.schedule.rate_grammar import read_rate, read_special
from detente.schedule.rates import (
    Rate,
    SpecialRate,
    rate_from_json,
    rate_to_json,
    say,
    special_from_json,
    special_to_json,
)
from detente.terms import HtsCode, LawError

BOOK, LINES, LISTS = "book.tsv", "lines-{}.tsv", "lists-{}.tsv"
CHAPTERS = ("01-24", "25-40", "41-67", "68-83", "84-85", "86-97", "98-99")
LINE_COLUMNS = ("code", "from", "to", "units", "general", "special", "column 2", "edition", "cite")
LIST_COLUMNS = (
    "list", "from", "to", "known", "end known", "condition", "confidence", "material", "cite", "codes",
)  # fmt: skip
UNITED_STATES = "the Harmonized Tariff Schedule of the United States"
_EXACT = " = "  # between a rate as printed and its exact form, where reading the print does not give it
_OWN_CODE = ", @"  # a citation that ends with the code itself
Row: TypeAlias = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a book of goods.

    Parameters
    ----------
    lines : list of DatedLine
        Without words.
    memberships : list of Membership
        Without the described goods.
    meta : BookMeta
        Editions, days and lists held in full, as the book says.
    """

    lines: list[DatedLine] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    meta: BookMeta = field(default_factory=lambda: BookMeta(SHIPPED))


def facts_of(book: GoodsBook) -> Facts:
    """What of a built book is fact."""
    meta = book.meta
    return Facts(
        [line._replace(words="", words_zh="", within="") for line in book.all_lines()],
        sorted({m._replace(words="" if " " in m.words else m.words) for m in book.all_memberships()}),
        BookMeta(
            SHIPPED,
            meta.editions,
            meta.verified_through,
            meta.whole_lists,
            meta.unlisted,
            meta.manifest,
            meta.renumbered,
            meta.successions,
            meta.edition_days,
        ),
    )


def write_facts(facts: Facts, folder: Path, of: str = UNITED_STATES) -> list[Path]:
    """Write facts into a folder, in place of those that lie there; tables of other names stay.

    Parameters
    ----------
    of : str
        Whose schedule it is, as the head of each table says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in (LINES, LISTS):
        for old in folder.glob(pattern.format("*")):
            old.unlink()
    written = [
        _write(folder / BOOK, f"{of}: what they were read from", ("key", "value"), _book_rows(facts.meta))
    ]
    for chapters in CHAPTERS:
        first, last = chapters.split("-")
        rows = [_line_row(line) for line in facts.lines if first <= line.code[:2] <= last]
        path = folder / LINES.format(chapters)
        written.append(_write(path, f"{of}: lines of chapters {first} to {last}", LINE_COLUMNS, sorted(rows)))
    families: dict[str, list[Membership]] = {}
    for member in facts.memberships:
        families.setdefault(member.list_id.split(".")[1], []).append(member)
    for family, members in sorted(families.items()):
        path = folder / LISTS.format(family)
        written.append(_write(path, f"{of}: codes on lists", LIST_COLUMNS, sorted(_list_rows(members))))
    return written


def read_facts(folder: Path) -> Facts:
    """The facts of a folder, its own tables of lists (``own-lists.tsv``) among them.

    Raises
    ------
    LawError
        Naming every row that cannot be read.
    """
    faults: list[str] = []
    lines = [
        line
        for path in sorted(folder.glob(LINES.format("*")))
        for line in _read(path, LINE_COLUMNS, _line, faults)
    ]
    tables = [*sorted(folder.glob(LISTS.format("*"))), *folder.glob("own-lists.tsv")]
    members = [row for path in tables for rows in _read(path, LIST_COLUMNS, _members, faults) for row in rows]
    meta = _meta(dict_of(_read(folder / BOOK, ("key", "value"), _pair, faults)))
    if faults:
        raise LawError(faults)
    return Facts(lines, sorted(set(members)), meta)


def read_table(path: Path, columns: Sequence[str], faults: list[str]) -> Iterator[Row]:
    """The rows of a table by its columns; rows of another length are faults."""
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if text.startswith("#") or text == "\t".join(columns):
            continue
        row = tuple(text.split("\t"))
        if len(row) == len(columns):
            yield row
        else:
            faults.append(f"{path.name}:{number}: {len(row)} cells, expected {len(columns)}")


def dict_of(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Values by key, in order."""
    values: dict[str, list[str]] = {}
    for key, value in pairs:
        values.setdefault(key, []).append(value)
    return values


def _read(path: Path, columns: Sequence[str], read: Callable[[Row], T], faults: list[str]) -> Iterator[T]:
    for row in read_table(path, columns, faults):
        try:
            yield read(row)
        except ValueError as fault:
            faults.append(f"{path.name}: {row[0]}: {fault}")


def _write(path: Path, what: str, columns: Sequence[str], rows: Sequence[Row]) -> Path:
    head = f"# Facts of {what}. Written by `make schedule`."
    texts = ["\t".join(row) for row in rows]
    broken = next((t for t, row in zip(texts, rows, strict=True) if t.count("\t") != len(columns) - 1), "")
    if broken or any("\n" in text for text in texts):
        raise LawError([f"{path.name}: a cell holds a tab or a new line: {broken!r}"])
    path.write_text("\n".join([head, "\t".join(columns), *texts, ""]), encoding="utf-8")
    return path


def _line_row(line: DatedLine) -> Row:
    code = HtsCode(line.code).dotted
    cite = line.cite.removesuffix(f", {code}") + _OWN_CODE if line.cite.endswith(f", {code}") else line.cite
    return (
        code, line.from_day, line.to_day, "|".join(line.units),
        _rate_cell(line.general_text, line.general),
        _special_cell(line.special),
        _rate_cell(say(line.column2) if line.column2 is not None else "", line.column2),
        line.edition, cite,
    )  # fmt: skip


def _line(row: Row) -> DatedLine:
    code, first, last, units, general, special, column2, edition, cite = row
    text, rate = _value(general, read_rate, rate_from_json)
    return DatedLine(
        code.replace(".", ""), first, last, units=tuple(units.split("|")) if units else (),
        general=rate, general_text=text, special=_value(special, _special, special_from_json)[1] or (),
        column2=_value(column2, read_rate, rate_from_json)[1], edition=edition,
        cite=cite.removesuffix("@") + code if cite.endswith(_OWN_CODE) else cite,
    )  # fmt: skip


def _rate_cell(text: str, rate: Rate | None) -> str:
    """A rate as printed; with its exact form behind where the print alone does not give it."""
    return text if rate is None or read_rate(text) == rate else f"{text}{_EXACT}{rate_to_json(rate)}"


def _special_cell(entries: tuple[SpecialRate, ...]) -> str:
    text = " ".join(
        f"{say(e.rate)} ({','.join(e.programmes)})" if e.programmes else say(e.rate) for e in entries
    )
    return text if read_special(text) == entries else f"{text}{_EXACT}{special_to_json(entries)}"


def _value(cell: str, read: Callable[[str], T | None], exact: Callable[[str], T]) -> tuple[str, T | None]:
    text, found, form = cell.partition(f"{_EXACT}[")
    return text, exact(f"[{form}") if found else read(text)


def _special(text: str) -> tuple[SpecialRate, ...] | None:
    return read_special(text) or None


def _list_rows(members: Iterable[Membership]) -> list[Row]:
    """Rows of one list, day, condition and citation, each with all its codes."""
    codes: dict[Row, list[str]] = {}
    for m in members:
        key = (
            m.list_id, m.from_day, m.to_day, m.known_day, m.end_known_day, m.condition, m.confidence, m.words,
            m.cite,
        )  # fmt: skip
        codes.setdefault(key, []).append(HtsCode(m.prefix).dotted)
    return [(*key, " ".join(sorted(own))) for key, own in codes.items()]


def _members(row: Row) -> list[Membership]:
    list_id, first, last, known, end_known, condition, confidence, words, cite, codes = row
    make = partial(
        Membership, list_id=list_id, from_day=first, to_day=last, known_day=known, condition=condition,
        confidence=confidence, cite=cite, words=words, end_known_day=end_known,
    )  # fmt: skip
    return [make(prefix=code.replace(".", "")) for code in codes.split(" ")]


def _book_rows(meta: BookMeta) -> list[Row]:
    rows: list[Row] = [("verified through", meta.verified_through)]
    rows += [("edition", name) for name in meta.editions]
    rows += [("published", f"{day} {name}") for name, day in json.loads(meta.edition_days)]
    rows += [("list held in full", name) for name in meta.whole_lists]
    rows += [("list without codes", name) for name in meta.unlisted]
    rows += [("source", f"{name} {_compact(row)}") for name, row in _sorted(meta.manifest)]
    rows += [("became", f"{old} {_compact(row)}") for old, row in _sorted(meta.renumbered)]
    rows += [("went", f"{old} {_compact(row)}") for old, row in _sorted(meta.successions)]
    return rows


def _meta(values: Mapping[str, list[str]]) -> BookMeta:
    return BookMeta(
        SHIPPED, tuple(values.get("edition", ())), "".join(values.get("verified through", ())),
        tuple(values.get("list held in full", ())), tuple(values.get("list without codes", ())),
        _object(values.get("source", ())), _object(values.get("became", ())), _object(values.get("went", ())),
        json.dumps([row.split(" ", 1)[::-1] for row in values.get("published", ())]),
    )  # fmt: skip


def _pair(row: Row) -> tuple[str, str]:
    return row[0], row[1]


def _sorted(text: str) -> list[tuple[str, object]]:
    return sorted(json.loads(text).items())


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _object(rows: Iterable[str]) -> str:
    pairs = (row.split(" ", 1) for row in rows)
    return json.dumps({name: json.loads(value) for name, value in pairs}, sort_keys=True)
