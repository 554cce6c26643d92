"""Reads one official edition of the US schedule, JSON or CSV: rows -> a checked tree of lines with pointers.

The edition is a flat list in printed order; `indent` gives the tree. A row with `superior` has no
code: its words apply to the rows under it. Rates stand on the row of 8 digits, or, where a line has
one statistical number only, on that row of 10 digits.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from detente.schedule.rate_grammar import tidy
from detente.schedule.reading.csv_editions import read_csv_records
from detente.terms import UnreadableFile, paused_garbage_collection

MOST_BYTES = 128 * 1024 * 1024
MOST_ROWS = 200_000
MOST_TEXT = 40_000
_CODE = re.compile(r"\d{4}(?:\.\d{2}){0,3}$")
_HEADING = re.compile(r"\b99\d{2}\.\d{2}\.\d{2}\b")
_NAME = re.compile(
    r"(?P<year>20\d{2})_(?:(?:basic_)?(?:rev|revision)_(?P<number>\d{1,2})(?:[._](?P<again>\d)(?!\d))?|basic)"
)
_BREAK = re.compile(r"<(?:br|nl|/?newline)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_TEXTS = ("htsno", "indent", "description")
_RATES = ("general", "special", "other")
REMEDY = "fetch the edition again with `detente data sync`, or give the official JSON file"


class EditionName(NamedTuple):
    """Year, revision and printing; ``basic`` is revision 0. Sorts in the order of publication."""

    year: int
    revision: int
    again: int = 0

    @property
    def text(self) -> str:
        """As the schedule calls it.

        Examples
        --------
        >>> EditionName(2026, 10).text
        '2026 revision 10'
        """
        if self.revision == 0:
            return f"{self.year} basic"
        return f"{self.year} revision {self.revision}" + (f".{self.again}" if self.again else "")


class Pointer99(NamedTuple):
    """A footnote of a row that points at a chapter 99 heading, with the columns it is attached to."""

    heading: str
    columns: tuple[str, ...]


class EditionRow(NamedTuple):
    """A row with a code, as printed; rate texts are the row's own and empty when it prints none."""

    digits: str
    indent: int
    words: str
    within: str
    units: tuple[str, ...]
    general: str
    special: str
    other: str
    pointers: tuple[Pointer99, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition read: its name, the sha256 of its file, its rows by code in printed order, slips mended."""

    name: EditionName
    sha256: str
    rows: dict[str, EditionRow]
    mended: tuple[str, ...] = field(default=())


def edition_name(path: Path | str) -> EditionName:
    """Year and revision from a file's name, ours or the publisher's.

    Raises
    ------
    UnreadableFile
        When the name says neither.

    Examples
    --------
    >>> edition_name("hts_2025_rev_18.json.gz").text, edition_name("hts_2026_basic_edition_json.json").text
    ('2025 revision 18', '2026 basic')
    >>> edition_name("hts_2018_rev_8_1.csv.gz").text, edition_name("hts_2021_basic_rev_10.csv").text
    ('2018 revision 8.1', '2021 revision 10')
    """
    name = Path(path).name
    match = _NAME.search(name)
    if not match:
        raise UnreadableFile(
            "the file's name does not say which edition it is",
            where=name,
            remedy="name it like hts_2026_rev_10.json.gz or hts_2026_basic.json",
        )
    return EditionName(int(match["year"]), int(match["number"] or 0), int(match["again"] or 0))


def read_edition(path: Path | str) -> Edition:
    """Read and check one edition, plain or gzipped.

    Raises
    ------
    UnreadableFile
        Naming file, entry and what was expected, for a file that is damaged, truncated, too large, too
        deeply nested, HTML, of another form, or that gives a code twice.
    """
    path = Path(path)
    name = edition_name(path)
    with paused_garbage_collection():
        data = _read_bytes(path)
        mended: tuple[str, ...] = ()
        records: list[Any]
        if is_csv(path):
            records, mended = read_csv_records(data, path.name)
        else:
            records = _read_records(data, path.name)
        if not records:
            _refuse(path.name, "has no rows")
        rows = _build_tree(records, path.name)
        return Edition(name, hashlib.sha256(data).hexdigest(), rows, mended)


def is_csv(path: Path | str) -> bool:
    """Whether a file's name says that it holds an edition in the CSV form.

    Examples
    --------
    >>> is_csv("hts_2018_rev_11.csv.gz"), is_csv("hts_2025_basic.json")
    (True, False)
    """
    return Path(path).name.lower().removesuffix(".gz").endswith(".csv")


def _refuse(file: str, what: str, entry: int | None = None, code: str = "") -> NoReturn:
    place = file if entry is None else f"{file}, entry {entry + 1}" + (f" ({code})" if code else "")
    raise UnreadableFile(what, where=place, remedy=REMEDY)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if zipped:
                with gzip.open(raw) as stream:
                    data = stream.read(MOST_BYTES + 1)
            else:
                data = raw.read(MOST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        _refuse(path.name, f"the gzip file is damaged or truncated ({fault})")
    except OSError as fault:
        _refuse(path.name, f"cannot be opened ({fault.strerror or fault})")
    if len(data) > MOST_BYTES:
        _refuse(path.name, f"is larger than {MOST_BYTES // 2**20} MB unpacked; an edition has about 13 MB")
    return data


def _read_records(data: bytes, file: str) -> list[Any]:
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        _refuse(file, "holds HTML; expected a JSON list of rows")
    try:
        rows = json.loads(
            data, parse_constant=lambda word: _refuse(file, f"holds {word}; JSON has no such number")
        )
    except RecursionError:
        _refuse(file, "is nested too deeply; expected a flat JSON list of rows")
    except UnicodeDecodeError as fault:
        _refuse(file, f"is not UTF-8 (byte {fault.start})")
    except ValueError as fault:
        _refuse(file, f"is no complete JSON ({str(fault)[:120]})")
    if not isinstance(rows, list):
        _refuse(file, f"expected a JSON list of rows, found {type(rows).__name__}")
    if not rows:
        _refuse(file, "has no rows")
    if len(rows) > MOST_ROWS:
        _refuse(file, f"has {len(rows):,} rows; expected at most {MOST_ROWS:,}")
    return rows


def _build_tree(records: list[Any], file: str) -> dict[str, EditionRow]:
    rows: dict[str, EditionRow] = {}
    above: list[tuple[int, str]] = []  # indent and words of the rows over the present one
    for number, record in enumerate(records):
        if type(record) is not dict:
            _refuse(file, f"expected an object, found {type(record).__name__}", number)
        code, indent, words = _texts(record, file, number)
        while above and above[-1][0] >= indent:
            above.pop()
        if code:
            digits = code.replace(".", "")
            if digits in rows:
                _refuse(file, "the code stands twice in the edition", number, code)
            within = " > ".join([w for _, w in above])
            rows[digits] = _read_row(record, (digits, indent, words, within), file, number)
        above.append((indent, words))
    return rows


def _texts(record: dict[str, Any], file: str, number: int) -> tuple[str, int, str]:
    code, indent, words = (record.get(key) for key in _TEXTS)
    if type(code) is not str or type(indent) is not str or type(words) is not str:
        wrong = next(key for key in _TEXTS if type(record.get(key)) is not str)
        _refuse(file, f"{wrong} is {_kind(record, wrong)}; expected a text", number, str(code)[:20])
    if code and not _CODE.match(code):
        _refuse(file, f"htsno {code[:40]!r} is no code of 4, 6, 8 or 10 digits", number)
    if not (indent.isascii() and indent.isdigit() and len(indent) <= 2):
        _refuse(file, f"indent {indent[:20]!r} is not a small whole number", number, code)
    if len(words) > MOST_TEXT:
        _refuse(
            file, f"description has {len(words):,} characters; expected at most {MOST_TEXT:,}", number, code
        )
    return code, int(indent), " ".join(without_markup(words).split())


def _read_row(record: dict[str, Any], tree: tuple[str, int, str, str], file: str, number: int) -> EditionRow:
    digits, indent, words, within = tree
    general, special, other = (_rate_text(record, key, file, number) for key in _RATES)
    units = record.get("units")
    if type(units) is not list or not all(type(u) is str and len(u) < 100 for u in units):
        _refuse(file, f"units is {_kind(record, 'units')}; expected a list of short texts", number, digits)
    pointers, notes = _footnotes(record, file, number, digits) if record.get("footnotes") else ((), ())
    unit_texts = tuple(u for unit in units for u in _unit_texts(unit) if u and u != "X")
    return EditionRow(digits, indent, words, within, unit_texts, general, special, other, pointers, notes)


def without_markup(text: str) -> str:
    """A text without the tags of the page it was printed on, with whatever attributes; breaks are spaces.

    Examples
    --------
    >>> without_markup('m<sup style="font-size: 9.75px;">3</sup>')
    'm3'
    >>> without_markup("Bintangor (<u>Calophyllum</u> spp.)<br />, of a thickness < 6 mm")
    'Bintangor (Calophyllum spp.) , of a thickness < 6 mm'
    """
    return _TAG.sub("", _BREAK.sub(" ", text)) if "<" in text else text


@lru_cache(maxsize=4096)
def _unit_texts(text: str) -> tuple[str, ...]:
    """Units without tags and raised digits (``m<sup>3</sup>`` and ``m³`` are m3); ``No. and kg`` is two."""
    return tuple(tidy(without_markup(text)).replace("²", "2").replace("³", "3").split(" and "))


def _rate_text(record: dict[str, Any], key: str, file: str, number: int) -> str:
    text = record.get(key)
    if type(text) is not str or len(text) > MOST_TEXT:
        code = str(record.get("htsno"))[:13]
        _refuse(file, f"{key} is {_kind(record, key)}; expected a text of a rate column", number, code)
    return text.strip()


def _footnotes(
    record: dict[str, Any], file: str, number: int, digits: str
) -> tuple[tuple[Pointer99, ...], tuple[str, ...]]:
    notes = record["footnotes"]
    if type(notes) is not list:
        _refuse(file, f"footnotes is {_kind(record, 'footnotes')}; expected a list", number, digits)
    pointers: list[Pointer99] = []
    words: list[str] = []
    for note in notes:
        value = note.get("value") if type(note) is dict else None
        columns = note.get("columns") if type(note) is dict else None
        if type(value) is not str or type(columns) is not list or len(value) > MOST_TEXT:
            _refuse(file, "a footnote lacks its `value` text or its `columns` list", number, digits)
        headings = _HEADING.findall(value)
        if headings:
            where = tuple(str(c) for c in columns)
            pointers += [Pointer99(heading, where) for heading in headings]
        words.append(" ".join(without_markup(value).split()))
    return tuple(pointers), tuple(words)


def _kind(record: dict[str, Any], key: str) -> str:
    if key not in record:
        return "missing"
    value = record[key]
    return (
        f"too long ({len(value):,} characters)"
        if isinstance(value, str) and len(value) > MOST_TEXT
        else type(value).__name__
    )
