"""Writes a book of goods: beside its place, hashed, then swapped in at once."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from detente.schedule.book import APPLICATION_ID, FORMAT
from detente.schedule.lines import BookMeta, DatedLine, Membership
from detente.schedule.rates import rate_to_json, special_to_json
from detente.terms import DataError

_TABLES = """
CREATE TABLE line(
  code TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,
  words TEXT NOT NULL, words_zh TEXT NOT NULL,
  within TEXT NOT NULL, units TEXT NOT NULL, general TEXT NOT NULL, general_text TEXT NOT NULL,
  special TEXT NOT NULL, column2 TEXT NOT NULL, edition TEXT NOT NULL, cite TEXT NOT NULL,
  PRIMARY KEY (code, from_day)) WITHOUT ROWID;
CREATE TABLE membership(
  prefix TEXT NOT NULL, list_id TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,
  known_day TEXT NOT NULL, condition TEXT NOT NULL, confidence TEXT NOT NULL, cite TEXT NOT NULL,
  words TEXT NOT NULL, end_known_day TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (prefix, list_id, from_day, number)) WITHOUT ROWID;
CREATE TABLE codes(depth INTEGER PRIMARY KEY, codes TEXT NOT NULL);
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_HEADINGS = """
CREATE TABLE heading(code TEXT PRIMARY KEY, words TEXT NOT NULL, words_zh TEXT NOT NULL) WITHOUT ROWID;
"""


def write_book(
    path: Path | str,
    lines: Iterable[DatedLine],
    memberships: Iterable[Membership],
    meta: BookMeta,
    headings: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Write a book atomically: a reader sees the old book or the new one, never a part.

    Parameters
    ----------
    path : Path
        Where the book is to stand; its folder is made when missing.
    lines, memberships : iterable
        Their order does not matter.
    meta : BookMeta
        `content_hash` and `counts` are computed here.
    headings : mapping
        Words of headings, English and Chinese, of a book whose lines have few of their own.

    Returns
    -------
    str
        The content hash: the same lines and memberships give the same hash.
    """
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    line_rows = sorted(_row(line) for line in lines)
    member_rows = _numbered(sorted(set(memberships)))
    heading_rows = _heading_rows(headings or {})
    digest = _digest(line_rows, member_rows, heading_rows)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        meta_rows = _meta_rows(meta, digest, line_rows, member_rows)
        _write_rows(beside, line_rows, member_rows, meta_rows, heading_rows)
        beside.replace(path)
    except (OSError, sqlite3.OperationalError) as fault:
        raise DataError(
            f"the book cannot be written ({fault})",
            where=str(path),
            remedy="check the folder and the space on the disk",
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return digest


def _write_rows(
    path: Path,
    lines: list[tuple[str, ...]],
    members: list[tuple[str | int, ...]],
    meta: list[tuple[str, str]],
    headings: list[tuple[str, ...]],
) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT};"
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES + (_HEADINGS if headings else "")
        )
        with db:
            db.executemany("INSERT INTO line VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", lines)
            db.executemany("INSERT INTO membership VALUES (?,?,?,?,?,?,?,?,?,?,?)", members)
            db.executemany("INSERT INTO codes VALUES (?,?)", _codes(lines))
            db.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta))
            if headings:
                db.executemany("INSERT INTO heading VALUES (?,?,?)", headings)
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _row(line: DatedLine) -> tuple[str, ...]:
    return (
        line.code,
        line.from_day,
        line.to_day,
        line.words,
        line.words_zh,
        line.within,
        "|".join(line.units),
        rate_to_json(line.general) if line.general is not None else "",
        line.general_text,
        special_to_json(line.special) if line.special else "",
        rate_to_json(line.column2) if line.column2 is not None else "",
        line.edition,
        line.cite,
    )


def _numbered(rows: list[Membership]) -> list[tuple[str | int, ...]]:
    seen: dict[tuple[str, str, str], int] = {}
    numbered: list[tuple[str | int, ...]] = []
    for row in rows:
        key = (row.prefix, row.list_id, row.from_day)
        seen[key] = seen.get(key, -1) + 1
        numbered.append((*row, seen[key]))
    return numbered


def _codes(lines: list[tuple[str, ...]]) -> list[tuple[int, str]]:
    """All codes of each depth as one text: read at once, without a walk through the lines."""
    codes = dict.fromkeys(row[0] for row in lines)
    return [(n, " ".join(c for c in codes if len(c) == n)) for n in sorted({len(c) for c in codes})]


def _heading_rows(headings: Mapping[str, tuple[str, str]]) -> list[tuple[str, ...]]:
    return sorted((code, *words) for code, words in headings.items())


def _digest(
    lines: list[tuple[str, ...]], members: list[tuple[str | int, ...]], headings: list[tuple[str, ...]]
) -> str:
    digest = hashlib.sha256(f"detente book {FORMAT}".encode())
    for rows in (lines, members, headings) if headings else (lines, members):
        for row in rows:
            digest.update("\x1f".join(map(str, row)).encode() + b"\x1e")
        digest.update(b"\x1d")
    return digest.hexdigest()


def _meta_rows(
    meta: BookMeta, digest: str, lines: list[tuple[str, ...]], members: list[tuple[str | int, ...]]
) -> list[tuple[str, str]]:
    counts = {
        "count.lines": len(lines),
        "count.lines_8": len({row[0] for row in lines if len(row[0]) == 8}),
        "count.lines_10": len({row[0] for row in lines if len(row[0]) == 10}),
        "count.memberships": len(members),
    }
    return [
        ("kind", meta.kind),
        ("editions", "|".join(meta.editions)),
        ("verified_through", meta.verified_through),
        ("whole_lists", "|".join(meta.whole_lists)),
        ("unlisted", "|".join(meta.unlisted)),
        ("manifest", meta.manifest),
        ("renumbered", meta.renumbered),
        ("successions", meta.successions),
        ("edition_days", meta.edition_days),
        ("content_hash", digest),
        *[(key, str(value)) for key, value in counts.items()],
    ]


def book_hash(path: Path | str) -> str:
    """The content hash recomputed from a book's rows; differs from its meta when the file was changed."""
    from detente.schedule.book import open_book

    book = open_book(path)
    try:
        lines = sorted(_row(line) for line in book.all_lines())
        return _digest(lines, _numbered(sorted(book.all_memberships())), _heading_rows(book.headings()))
    finally:
        book.close()
