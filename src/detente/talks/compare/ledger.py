"""The ledger: one SQLite file to which documents are added, corrected and searched.

A document is known by its name and the digest of its text. The same text twice changes nothing; a new
text under the same name supersedes the old one, whose rows stay with the day they were superseded.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detente.talks.extract.extraction import Extraction
from detente.talks.read.document import Document
from detente.talks.read.language import fold_chinese
from detente.talks.words.claim import DateFound, FigureFound, Statement, Voice
from detente.terms import DataError, InputError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS documents(
  id INTEGER PRIMARY KEY, name TEXT, digest TEXT, day TEXT, day_source TEXT, lang TEXT, publisher TEXT,
  text TEXT, added TEXT, superseded TEXT, UNIQUE(name, digest));
CREATE TABLE IF NOT EXISTS claims(
  id INTEGER PRIMARY KEY, document INTEGER REFERENCES documents(id), start INTEGER, stop INTEGER, text TEXT,
  lang TEXT, kind TEXT, speaker TEXT, side TEXT, modality TEXT, topics TEXT, row TEXT);
CREATE INDEX IF NOT EXISTS claims_document ON claims(document);
CREATE VIRTUAL TABLE IF NOT EXISTS words
  USING fts5(text, speaker, topics, tokenize="unicode61 remove_diacritics 2");
"""
FORMAT = "1"


@dataclass(frozen=True)
class Added:
    """What adding one document did: ``new``, ``unchanged``, or ``superseded`` an older text."""

    name: str
    outcome: str
    claims: int


def spaced(text: str) -> str:
    """Text with Chinese split into characters (simplified), so that words of any length are found.

    Examples
    --------
    >>> spaced("稀土 export")
    '稀 土 export'
    """
    return re.sub(r"\s+", " ", re.sub(r"([\u3400-\u9fff])", r" \1 ", fold_chinese(text))).strip()


@contextmanager
def open_ledger(path: Path | str = ":memory:") -> Iterator[sqlite3.Connection]:
    """A ledger file, made when it is not there.

    Raises
    ------
    DataError
        When the file is no ledger, or of another format.
    """
    base = sqlite3.connect(path)
    try:
        base.executescript(_SCHEMA)
        format_row = base.execute("SELECT value FROM meta WHERE key='format'").fetchone()
        if format_row is None:
            base.execute("INSERT INTO meta VALUES('format', ?)", (FORMAT,))
        elif format_row[0] != FORMAT:
            raise DataError(f"is a ledger of format {format_row[0]}, not {FORMAT}", where=str(path))
        yield base
        base.commit()
    except sqlite3.DatabaseError as fault:
        raise DataError(
            f"is no ledger of claims ({fault})", where=str(path), remedy="name another file"
        ) from None
    finally:
        base.close()


@dataclass(frozen=True)
class Filed:
    """What a ledger keeps of a document beside its claims."""

    name: str
    digest: str
    day: str | None
    day_source: str
    lang: str
    publisher: str
    text: str


def filed_of(d: Document) -> Filed:
    """A document as a ledger keeps it."""
    day = d.day.isoformat() if d.day else None
    return Filed(d.name, d.digest, day, d.day_source, d.lang, d.publisher, d.text)


def add_document(base: sqlite3.Connection, extraction: Extraction, added_on: str) -> Added:
    """Add one document with its claims; the same text again changes nothing."""
    return add_filed(base, filed_of(extraction.document), extraction.statements, added_on)


def add_filed(base: sqlite3.Connection, d: Filed, statements: Iterable[Statement], added_on: str) -> Added:
    """Add a document already reduced to what a ledger keeps."""
    same = base.execute(
        "SELECT id, superseded FROM documents WHERE name=? AND digest=?", (d.name, d.digest)
    ).fetchone()
    if same and same[1] is None:
        return Added(d.name, "unchanged", 0)
    older = base.execute("SELECT id FROM documents WHERE name=? AND superseded IS NULL", (d.name,)).fetchall()
    for (number,) in older:
        base.execute("UPDATE documents SET superseded=? WHERE id=?", (added_on, number))
        base.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM claims WHERE document=?)", (number,))
    if same:
        base.execute("UPDATE documents SET superseded=NULL WHERE id=?", (same[0],))
        rows = base.execute(
            "SELECT id, text, speaker, topics FROM claims WHERE document=?", (same[0],)
        ).fetchall()
        base.executemany(
            "INSERT INTO words(rowid, text, speaker, topics) VALUES(?,?,?,?)",
            [(i, spaced(t), spaced(s), p) for i, t, s, p in rows],
        )
        return Added(d.name, "superseded", len(rows))
    number = _insert_document(base, d, added_on)
    count = 0
    for statement in statements:
        count += 1
        _insert_claim(base, number, statement)
    return Added(d.name, "superseded" if older else "new", count)


def _insert_document(base: sqlite3.Connection, d: Filed, added_on: str) -> int | None:
    """The number of a document after it is written."""
    return base.execute(
        "INSERT INTO documents(name, digest, day, day_source, lang, publisher, text, added) "
        "VALUES(?,?,?,?,?,?,?,?)",
        (d.name, d.digest, d.day, d.day_source, d.lang, d.publisher, d.text, added_on),
    ).lastrowid


def _insert_claim(base: sqlite3.Connection, number: int | None, s: Statement) -> None:
    """Write one claim of a document; only evidence is searched by its words."""
    speaker, topics = "; ".join(v.name for v in s.voices), " ".join(s.topics)
    claim = base.execute(
        "INSERT INTO claims(document, start, stop, text, lang, kind, speaker, side, modality, topics, "
        "row) VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        (number, s.start, s.end, s.text, s.lang, s.kind, speaker, s.side, s.modality, topics, row_of(s)),
    ).lastrowid
    if s.evidence:
        base.execute(
            "INSERT INTO words(rowid, text, speaker, topics) VALUES(?,?,?,?)",
            (claim, spaced(s.text), spaced(speaker), topics),
        )


def search(base: sqlite3.Connection, query: str, limit: int = 50) -> list[dict[str, Any]]:
    """Claims whose words, speaker or topics hold every word of the query, best first.

    Raises
    ------
    InputError
        When the query holds no word.
    """
    words = re.findall(r"[\w\u3400-\u9fff]+", query)
    if not words:
        raise InputError(f"{query!r} holds no word to search for")
    phrase = " ".join(
        '"' + spaced(w).replace('"', "") + '"' + ("" if re.search(r"[\u3400-\u9fff]", w) else "*")
        for w in words
    )
    rows = base.execute(
        "SELECT d.name, d.day, c.start, c.stop, c.text, c.lang, c.kind, c.speaker, c.side, c.modality, "
        "c.topics FROM words JOIN claims c ON c.id = words.rowid JOIN documents d ON d.id = c.document "
        "WHERE words MATCH ? ORDER BY rank LIMIT ?",
        (phrase, limit),
    ).fetchall()
    names = ("doc", "day", "start", "end", "text", "lang", "kind", "speaker", "side", "modality", "topics")
    return [dict(zip(names, r, strict=True)) for r in rows]


def history(base: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """All texts a document has had: when added, when superseded, how many claims."""
    rows = base.execute(
        "SELECT d.added, d.superseded, d.digest, count(c.id) FROM documents d "
        "LEFT JOIN claims c ON c.document = d.id WHERE d.name=? GROUP BY d.id ORDER BY d.id",
        (name,),
    ).fetchall()
    return [dict(zip(("added", "superseded", "digest", "claims"), r, strict=True)) for r in rows]


def stored_statements(base: sqlite3.Connection) -> list[Statement]:
    """All claims of the documents that stand, as they were added."""
    rows = base.execute(
        "SELECT c.row FROM claims c JOIN documents d ON d.id = c.document "
        "WHERE d.superseded IS NULL ORDER BY d.name, c.start"
    ).fetchall()
    return [statement_of(json.loads(r[0])) for r in rows]


def row_of(s: Statement) -> str:
    """A statement as its JSON row."""
    return json.dumps(asdict(s), ensure_ascii=False)


def statement_of(row: dict[str, Any]) -> Statement:
    """A statement from its JSON row."""
    figures = tuple(
        FigureFound(**{**f, "value": tuple(f["value"]) if isinstance(f["value"], list) else f["value"]})
        for f in row["figures"]
    )
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    fields |= {
        "voices": tuple(Voice(**v) for v in row["voices"]),
        "figures": figures,
        "dates": tuple(DateFound(**d) for d in row["dates"]),
        "attributes": tuple(tuple(a) for a in row["attributes"]),
    }
    return Statement(**fields)
