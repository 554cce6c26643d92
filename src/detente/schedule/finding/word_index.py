"""The index of words over the schedule in use: one SQLite file, made when it is not there."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path

from detente.schedule.book import GoodsBook
from detente.schedule.finding.folding import stated, tokens
from detente.schedule.finding.trade_words import heading_words, trade_words, words_hash
from detente.schedule.layers import LayeredBook
from detente.schedule.lines import DatedLine, Schedule
from detente.schedule.places import data_folder
from detente.terms import DataError

FORMAT = 1
FOLDER = "words"  # of the user's data folder
KEPT = 4  # indexes of other schedules that stay in the folder
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entry (id INTEGER PRIMARY KEY, code TEXT NOT NULL, words TEXT NOT NULL, words_zh TEXT NOT NULL,
  until TEXT NOT NULL, own TEXT NOT NULL, stat TEXT NOT NULL, above TEXT NOT NULL, heading TEXT NOT NULL);
CREATE UNIQUE INDEX entry_code ON entry (code);
CREATE TABLE phrase (id INTEGER PRIMARY KEY, code TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL);
CREATE TABLE token (token TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE entry_words USING fts5(own, stat, above, heading, content='entry', content_rowid='id',
  tokenize="unicode61 remove_diacritics 0 tokenchars '.'", detail=none);
CREATE VIRTUAL TABLE phrase_words USING fts5(folded, content='phrase', content_rowid='id',
  tokenize="unicode61 remove_diacritics 0 tokenchars '.'", detail=none);
"""


@lru_cache(maxsize=4)
def open_index(book: Schedule, territory: str = "US") -> sqlite3.Connection:
    """The index of a schedule: opened where it was made before, made in a second or two where it was not.

    A folder that cannot be written costs the time of making it again, never the answer.
    """
    key = _key(book, territory)
    with suppress(OSError, sqlite3.Error, DataError):
        place = data_folder() / FOLDER / f"words-{key[:16]}.sqlite"
        if not place.is_file():
            _make_file(place, book, territory, key)
        if place.is_file():
            uri = f"{place.resolve().as_uri()}?mode=ro&immutable=1"
            db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            if db.execute("SELECT value FROM meta WHERE key = 'key'").fetchone() == (key,):
                return db
    db = sqlite3.connect(":memory:", check_same_thread=False)
    fill(db, book, territory, key)
    return db


def _key(book: Schedule, territory: str) -> str:
    parts = [str(FORMAT), territory, words_hash(), *(b.meta.content_hash for b in _books(book))]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _books(book: Schedule) -> tuple[GoodsBook, ...]:
    return book.books if isinstance(book, LayeredBook) else (book,) if isinstance(book, GoodsBook) else ()


def _make_file(place: Path, book: Schedule, territory: str, key: str) -> None:
    """Write the index beside its place and swap it in at once; old ones go."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        with closing(sqlite3.connect(beside)) as db:
            db.execute("PRAGMA journal_mode=OFF")
            fill(db, book, territory, key)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    others = sorted(place.parent.glob("words-*.sqlite"), key=lambda p: p.stat().st_mtime)
    for old in others[:-KEPT]:
        with suppress(OSError):
            old.unlink()


def fill(db: sqlite3.Connection, book: Schedule, territory: str, key: str) -> None:
    """Write the tables of an index."""
    db.executescript(_TABLES)
    uses: Counter[str] = Counter()
    phrases = list(_phrases(territory))
    of_heading = _by_heading(phrases)
    with db:
        db.executemany(
            "INSERT INTO phrase VALUES (?,?,?,?)",
            [(n, code, text, folded) for n, (code, text, folded) in enumerate(phrases, 1)],
        )
        entries = list(_entries(_books(book), of_heading))
        db.executemany(
            "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)", [(n, *row) for n, row in enumerate(entries, 1)]
        )
        for _, _, folded in phrases:
            uses.update(set(folded.split()))
        for row in entries:
            uses.update(set(" ".join(row[4:7]).split()))
        db.executemany("INSERT INTO token VALUES (?,?)", uses.items())
        for table in ("entry_words", "phrase_words"):
            db.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608 - a name of ours
            db.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
        total = len(entries) + len(phrases)
        db.executemany("INSERT INTO meta VALUES (?,?)", [("key", key), ("total", str(total))])


def _phrases(territory: str) -> Iterator[tuple[str, str, str]]:
    """Code, phrase, its folded words; in China's schedule a code of the American one counts to 6 digits."""
    seen = set()
    for word in trade_words():
        code = word.code if territory == "US" else word.code[:6]
        folded = " ".join(tokens(word.text))
        if folded and (code, folded) not in seen:
            seen.add((code, folded))
            yield code, word.text, folded


def _by_heading(phrases: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    words: dict[str, dict[str, None]] = {}
    for code, _, folded in phrases:
        if len(code) == 4:
            words.setdefault(code, {}).update(dict.fromkeys(folded.split()))
    return {code: " ".join(those) for code, those in words.items()}


def _entries(books: Iterable[GoodsBook], of_heading: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """One row a line of 8 digits: code, words, Chinese words, end, then folded words by where they stand."""
    newest: dict[str, list[DatedLine]] = {}
    below: dict[str, dict[str, None]] = {}
    own_words: dict[str, str] = {}
    for book in books:
        of_book: dict[str, DatedLine] = {}
        for line in book.all_lines():
            if line.code >= "98":
                continue  # special provisions are no goods; they are found by their number
            if len(line.code) == 8:
                of_book[line.code] = line
            elif not line.to_day:
                below.setdefault(line.code[:8], {}).update(
                    dict.fromkeys(tokens(stated(f"{line.words} {line.words_zh}")))
                )
        for code, line in of_book.items():
            newest.setdefault(code, []).append(line)
        if book.meta.kind != "built":
            own_words.update((code, line.words) for code, line in of_book.items() if line.words)
    for code in sorted(newest):
        lines = newest[code]
        chinese = next((line.words_zh for line in lines if line.words_zh), "")
        own = dict.fromkeys(t for line in lines for t in tokens(stated(line.words)))
        own |= dict.fromkeys(tokens(stated(chinese)))
        heading, heading_zh = heading_words(code)
        yield (
            code, own_words.get(code) or _shown(lines[0]) or heading,
            chinese or ("" if lines[0].words else heading_zh), lines[0].to_day, " ".join(own),
            " ".join(below.get(code, ())), " ".join(dict.fromkeys(tokens(stated(lines[0].within)))),
            of_heading.get(code[:4], ""),
        )  # fmt: skip


def _shown(line: DatedLine) -> str:
    """The words of the schedule to show, after those above them where they are only "Other"."""
    above = line.within.split(" > ")[-1].strip(" :")
    return f"{above}: {line.words}" if above and len(line.words) < 40 else line.words
