"""The goods book: one read-only SQLite file of dated lines and list memberships."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from detente.schedule.lines import (
    SHIPPED,
    BookMeta,
    DatedLine,
    Membership,
    nearest_in,
    rank_nearest,
)
from detente.schedule.rates import rate_from_json, special_from_json
from detente.schedule.successors import succession_of
from detente.terms import DataError, file_at

APPLICATION_ID = 0x44544E54  # "DTNT"
FORMAT = 2
READABLE = (1, 2)  # 1 is without the days on which the ends of memberships became known
REBUILD = "run `detente data build --from FOLDER` or `detente data sync`; in a checkout, `make law`"
RateRow: TypeAlias = tuple[str, str, str, str, str]
_OPEN = "9999-12-31"
# special rates that are no programme's: in quota, provisional, of a part of the ten-digit goods of a line
PLANS = ("TRQ", "PTR", "PRT")
_RATES = "from_day, to_day, general, special, cite"
_LINE = (
    "code, from_day, to_day, words, words_zh, within, units, "
    "general, general_text, special, column2, edition, cite"
)
_MEMBERSHIP = (
    "prefix, list_id, from_day, to_day, known_day, condition, confidence, cite, words, end_known_day"
)
_MEMBERSHIP_1 = _MEMBERSHIP.replace("end_known_day", "''")


class GoodsBook:
    """A book of goods on disk. Answers are cached; the file is never written through it.

    Open one with `open_book`. Memory grows with the codes asked for, about 2 kB a code.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, meta: BookMeta) -> None:
        self.path = path
        self.meta = meta
        self._db = connection
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        self._membership = _MEMBERSHIP_1 if version == 1 else _MEMBERSHIP
        self._lines: dict[str, tuple[DatedLine, ...]] = {}
        self._memberships: dict[str, tuple[Membership, ...]] = {}
        self._below: dict[str, tuple[Membership, ...]] = {}
        self._codes: dict[tuple[int, str, str], tuple[str, ...]] = {}
        self._rates: dict[str, list[RateRow]] | None = None
        self._reaches: tuple[dict[str, int], dict[str, int]] | None = None

    def lines(self, digits: str) -> tuple[DatedLine, ...]:
        """The dated lines of a code, oldest first; empty when neither it nor its 8 digits are known.

        A 10-digit code gives its own words and units with the rates of its 8 digits. On days on which it
        does not stand, and when it is not in the book at all, the 8-digit line answers (its `code` says so).
        """
        lines = self._lines.get(digits)
        if lines is None:
            own = self._read_lines(digits)
            if self.meta.kind == SHIPPED and len(digits) == 8:
                own = self._with_heading(own)
            if len(digits) == 10:
                parents = self.lines(digits[:8])
                lines = _inherit(own, parents) if own else parents
            else:
                lines = own
            self._lines[digits] = lines
        return lines

    def line_on(self, digits: str, day: str) -> DatedLine | None:
        """The line of a code on an ISO day, None when no line stands that day."""
        return next((line for line in self.lines(digits) if line.holds_on(day)), None)

    def memberships(self, digits: str) -> tuple[Membership, ...]:
        """Every membership of the code or of a shorter code that begins it, by list and day."""
        memberships = self._memberships.get(digits)
        if memberships is None:
            prefixes = [digits[:n] for n in range(4, len(digits) + 1)]
            marks = ",".join("?" * len(prefixes))
            rows = self._db.execute(
                f"SELECT {self._membership} FROM membership "  # noqa: S608
                f"WHERE prefix IN ({marks}) ORDER BY list_id, from_day, prefix",
                prefixes,
            )
            memberships = self._memberships[digits] = tuple(Membership(*row) for row in rows)
        return memberships

    def memberships_below(self, digits: str) -> tuple[Membership, ...]:
        """Memberships of longer codes that begin with `digits`: they reach only a part of its goods."""
        memberships = self._below.get(digits)
        if memberships is None:
            rows = self._db.execute(
                f"SELECT {self._membership} FROM membership "  # noqa: S608
                "WHERE prefix > ? AND prefix < ? ORDER BY list_id, from_day, prefix",
                (digits, digits + ":"),
            )
            memberships = self._below[digits] = tuple(Membership(*row) for row in rows)
        return memberships

    def has(self, digits: str) -> bool:
        """Whether the code itself is in the book, on any day."""
        if self._lines.get(digits):
            return any(line.code == digits for line in self._lines[digits])
        return self._db.execute("SELECT 1 FROM line WHERE code = ?", (digits,)).fetchone() is not None

    def successors(self, digits: str) -> tuple[str, ...]:
        """The statistical numbers that came in place of one that went; empty when none did."""
        row = succession_of(self.meta, digits)
        return row.new if row else ()

    def nearest(self, digits: str, n: int = 3) -> tuple[str, ...]:
        """The codes of the book most like `digits`, at 8 digits (10 when 10 are given and its line is
        known)."""
        if len(digits) == 10 and self.has(digits[:8]):
            for standing in (self.codes(10, _OPEN), self.codes(10)):
                below = [code for code in standing if code.startswith(digits[:8])]
                if below:
                    return rank_nearest(digits, below, n)
        return nearest_in(digits[:8], self.codes(8, _OPEN), n)

    def codes(self, depth: int = 8, first: str = "", last: str = "") -> tuple[str, ...]:
        """All codes of a depth that stand on a day between two, sorted; an empty day is no bound."""
        codes = self._codes.get((depth, first, last))
        if codes is None:
            codes = self._codes[depth, first, last] = self._read_codes(depth, first, last)
        return codes

    def all_lines(self) -> Iterator[DatedLine]:
        """Every line as stored (10-digit lines without the rates they inherit), by code and day."""
        for row in self._db.execute(f"SELECT {_LINE} FROM line ORDER BY code, from_day"):  # noqa: S608
            yield _line(row)

    def all_memberships(self) -> Iterator[Membership]:
        """Every membership, by prefix, list and day."""
        query = f"SELECT {self._membership} FROM membership ORDER BY prefix, list_id, from_day"  # noqa: S608
        for row in self._db.execute(query):
            yield Membership(*row)

    def rates_of(self, code: str) -> list[RateRow]:
        """Rates of a code as written in the book: first day, last day, general, special (of a plan),
        citation."""
        if self._rates is not None and len(code) <= 8:
            return self._rates.get(code, [])
        rows = self._db.execute(f"SELECT code, {_RATES} FROM line WHERE code = ? ORDER BY from_day", (code,))  # noqa: S608
        return [_plan_only(row) for row in rows]

    def rate_rows(self) -> dict[str, list[RateRow]]:
        """`rates_of` for every code of at most 8 digits, where rates attach, read in one pass."""
        if self._rates is None:
            rows_by_code: dict[str, list[RateRow]] = {}
            query = f"SELECT code, {_RATES} FROM line WHERE length(code) <= 8 ORDER BY code, from_day"  # noqa: S608
            for row in self._db.execute(query):
                rows_by_code.setdefault(row[0], []).append(_plan_only(row))
            self._rates = rows_by_code
        return self._rates

    def reaches(self) -> tuple[dict[str, int], dict[str, int]]:
        """Prefix -> number of the lists it stands on; 8 digits -> number of the lists of longer codes under
        them.

        Equal numbers mean the same lists on the same days, under the same conditions, as well known.
        """
        if self._reaches is None:
            own: dict[str, list[object]] = {}
            below: dict[str, list[object]] = {}
            for m in self.all_memberships():
                reach = (
                    m.list_id,
                    m.from_day,
                    m.to_day,
                    m.known_day,
                    m.end_known_day,
                    m.condition,
                    m.confidence,
                )
                own.setdefault(m.prefix, []).append(reach)
                if len(m.prefix) > 8:
                    below.setdefault(m.prefix[:8], []).append((reach, m.prefix[8:]))
            self._reaches = _numbered(own), _numbered(below)
        return self._reaches

    def edges(self) -> set[str]:
        """First days, and days after the last, of all lines and memberships."""
        tables = ("line", "membership")
        pairs = [self._db.execute(f"SELECT DISTINCT from_day, to_day FROM {t}") for t in tables]  # noqa: S608
        return {day for rows in pairs for row in rows for day in row if day}

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def headings(self) -> dict[str, tuple[str, str]]:
        """Words for lines without any, by heading, English and Chinese; the shipped book alone has them."""
        if self.meta.kind != SHIPPED:
            return {}
        rows = self._db.execute("SELECT code, words, words_zh FROM heading")
        return {code: (words, words_zh) for code, words, words_zh in rows}

    def _read_codes(self, depth: int, first: str, last: str) -> tuple[str, ...]:
        if not first and not last:
            with suppress(sqlite3.OperationalError):  # a book of before there was the table
                row = self._db.execute("SELECT codes FROM codes WHERE depth = ?", (depth,)).fetchone()
                return tuple(row[0].split()) if row else ()
        rows = self._db.execute(
            "SELECT DISTINCT code FROM line WHERE length(code) = ? AND (to_day = '' OR to_day > ?) "
            "AND from_day <= ? ORDER BY code",
            (depth, first, last or _OPEN),
        )
        return tuple(row[0] for row in rows)

    def _with_heading(self, lines: tuple[DatedLine, ...]) -> tuple[DatedLine, ...]:
        """Lines of one code, those without words in the words of their heading."""
        if all(line.words for line in lines):
            return lines
        query = "SELECT words, words_zh FROM heading WHERE code = ?"
        own = self._db.execute(query, (lines[0].code[:4],)).fetchone() or ("", "")
        return tuple(line if line.words else line._replace(words=own[0], words_zh=own[1]) for line in lines)

    def _read_lines(self, code: str) -> tuple[DatedLine, ...]:
        rows = self._db.execute(f"SELECT {_LINE} FROM line WHERE code = ? ORDER BY from_day", (code,))  # noqa: S608
        return tuple(_line(row) for row in rows)


def _plan_only(row: Sequence[str]) -> RateRow:
    """A rate row, its special column kept only where it carries the quota or provisional rate of a tariff
    plan."""
    _, first, last, general, special, cite = row
    return first, last, general, special if any(f'"{name}"' in special for name in PLANS) else "", cite


def _numbered(rows: dict[str, list[object]]) -> dict[str, int]:
    numbers: dict[tuple[object, ...], int] = {}
    return {name: numbers.setdefault(tuple(row), len(numbers) + 1) for name, row in rows.items()}


def _line(row: tuple[str, ...]) -> DatedLine:
    code, first, last, words, words_zh, within, units, general, text, special, column2, edition, cite = row
    return DatedLine(
        code,
        first,
        last,
        words,
        words_zh,
        within,
        tuple(units.split("|")) if units else (),
        rate_from_json(general) if general else None,
        text,
        special_from_json(special) if special else (),
        rate_from_json(column2) if column2 else None,
        edition,
        cite,
    )


def _inherit(own: tuple[DatedLine, ...], parents: tuple[DatedLine, ...]) -> tuple[DatedLine, ...]:
    """Words and units of a statistical line with the rates of its 8 digits, cut where either changes.

    On days on which the number does not stand, the line of 8 digits answers: rates attach there.
    """
    joined = []
    for parent in parents:
        at, end = parent.from_day, parent.to_day or "~"
        for line in own:
            first, last = max(line.from_day, parent.from_day), min(line.to_day or "~", end)
            if first >= last:
                continue
            if at < first:
                joined.append(parent._replace(from_day=at, to_day=first))
            joined.append(
                parent._replace(
                    code=line.code,
                    from_day=first,
                    to_day="" if last == "~" else last,
                    words=line.words or parent.words,
                    words_zh=line.words_zh or parent.words_zh,
                    within=line.within or parent.within,
                    units=line.units or parent.units,
                )
            )
            at = last
        if at < end:
            joined.append(parent._replace(from_day=at, to_day=parent.to_day))
    return tuple(joined) or own


def open_book(path: Path | str) -> GoodsBook:
    """Open a book of goods for reading.

    Raises
    ------
    DataError
        When the file is missing, damaged, no book, or of another format.
    """
    path = Path(path)
    if not file_at(path):
        raise DataError("there is no book of goods", where=str(path), remedy=REBUILD)
    try:
        db = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        (kind,) = db.execute("PRAGMA application_id").fetchone()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if kind != APPLICATION_ID:
            raise DataError("the file is no book of goods", where=str(path), remedy=REBUILD)
        if version not in READABLE:
            raise DataError(
                f"the book has format {version}, this program reads format {FORMAT}",
                where=str(path),
                remedy=REBUILD,
            )
        meta = _meta(dict(db.execute("SELECT key, value FROM meta")))
    except sqlite3.DatabaseError as fault:
        raise DataError(f"the book of goods is damaged ({fault})", where=str(path), remedy=REBUILD) from None
    return GoodsBook(path, db, meta)


def _meta(values: dict[str, str]) -> BookMeta:
    try:
        counts = tuple((k[6:], int(v)) for k, v in sorted(values.items()) if k.startswith("count."))
        return BookMeta(
            kind=values["kind"],
            editions=tuple(filter(None, values["editions"].split("|"))),
            verified_through=values["verified_through"],
            whole_lists=tuple(filter(None, values["whole_lists"].split("|"))),
            unlisted=tuple(filter(None, values.get("unlisted", "").split("|"))),
            manifest=values["manifest"],
            renumbered=values.get("renumbered", "{}"),
            successions=values.get("successions", "{}"),
            edition_days=values.get("edition_days", "[]"),
            content_hash=values["content_hash"],
            counts=counts,
        )
    except (KeyError, ValueError) as fault:
        raise DataError(f"the book of goods lacks {fault}", remedy=REBUILD) from None
