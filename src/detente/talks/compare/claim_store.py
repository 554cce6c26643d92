"""The claim store of one run: documents put on disk one by one, claims and positions read back as asked.

A private SQLite file that goes with the run. Only counts and numbers of claims stay in memory, so a
folder of five hundred documents needs no more of it than a folder of five.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from detente.talks.compare.claim_rows import (
    ClaimRow,
    DocumentRow,
    QuotationRow,
    claim_id,
    claim_row,
    document_row,
    quotation_rows,
)
from detente.talks.compare.ledger import Filed, filed_of, row_of, statement_of
from detente.talks.compare.marks import marks_of, source_of
from detente.talks.extract.annotations import document_note
from detente.talks.extract.extraction import Extraction
from detente.talks.words.claim import Statement
from detente.talks.words.registry import Registry

_SCHEMA = """
CREATE TABLE documents(
  number INTEGER PRIMARY KEY, head TEXT, filed TEXT, text TEXT, note TEXT, quotations TEXT);
CREATE TABLE claims(
  number INTEGER PRIMARY KEY, document INTEGER, id TEXT, review INTEGER, evidence INTEGER, kind TEXT,
  side TEXT,
  source TEXT, speakers TEXT, topics TEXT, modality TEXT, text TEXT, row TEXT);
CREATE INDEX claims_document ON claims(document);
CREATE TABLE marks(seq INTEGER PRIMARY KEY, rule TEXT, value TEXT, claim INTEGER);
CREATE INDEX marks_rule ON marks(rule, value);
CREATE TABLE differing(claim INTEGER PRIMARY KEY);
"""


class Claims(Sequence[Statement]):
    """Claims of a store by number; each is read back when it is asked for."""

    def __init__(self, store: ClaimStore, numbers: Iterable[int]) -> None:
        self.store = store
        self.numbers = array("I", numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Statement: ...
    @overload
    def __getitem__(self, at: slice) -> Claims: ...
    def __getitem__(self, at: int | slice) -> Statement | Claims:
        if isinstance(at, slice):
            return Claims(self.store, self.numbers[at])
        return self.store.statement(self.numbers[at])

    def first_by_language(self, lang: str, most: int) -> list[Statement]:
        """The first few, those in one language before the others."""
        chosen: list[Statement] = []
        rest: list[Statement] = []
        for s in self:
            if s.lang == lang:
                chosen.append(s)
            elif len(rest) < most:
                rest.append(s)
            if len(chosen) == most:
                break
        return [*chosen, *rest][:most]

    @property
    def ids(self) -> Iterator[str]:
        """Ids of the claims, in order."""
        return (self.store.id_of(n) for n in self.numbers)

    @property
    def spans(self) -> Iterator[tuple[str, int, int]]:
        """Document, start and end of each."""
        return ((s.doc, s.start, s.end) for s in self)


@dataclass(frozen=True)
class Position:
    """One value of an attribute: the claims that give it, the sides and speakers they come from.

    ``sources`` names two first speakers at most, enough to tell one from several.
    """

    value: str
    claims: Claims
    sides: tuple[str, ...]
    speakers: tuple[str, ...]
    sources: frozenset[str]


@dataclass(frozen=True)
class ClaimHead:
    """What a matrix needs of a claim."""

    kind: str
    side: str
    speakers: tuple[str, ...]
    topics: tuple[str, ...]
    modality: str
    evidence: bool


class ClaimStore:
    """The documents of one run on disk, with their claims and the marks by which claims are compared."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.base = sqlite3.connect("")  # SQLite's own temporary file, gone with the connection
        weakref.finalize(self, self.base.close)
        self.base.executescript(_SCHEMA)
        self._digest = hashlib.sha256()
        self.first: date | None = None
        self.last: date | None = None
        self.documents_count = self.claims_count = self.review_count = 0

    @classmethod
    def of(cls, extractions: Iterable[Extraction], registry: Registry) -> ClaimStore:
        """A store with these documents."""
        store = cls(registry)
        for x in extractions:
            store.put(x)
        return store

    @property
    def digest(self) -> str:
        """Digest of all texts in their order."""
        return self._digest.hexdigest()[:16]

    def put(self, x: Extraction) -> None:
        """Add one document with all that was found in it."""

        d = x.document
        self._digest.update(d.digest.encode())
        if d.day:
            self.first = min(self.first or d.day, d.day)
            self.last = max(self.last or d.day, d.day)
        self.documents_count += 1
        filed = filed_of(d)
        self.base.execute(
            "INSERT INTO documents VALUES(?,?,?,?,?,?)",
            (
                self.documents_count,
                document_row(x).model_dump_json(),
                json.dumps(
                    [filed.name, filed.digest, filed.day, filed.day_source, filed.lang, filed.publisher]
                ),
                d.text,
                json.dumps(document_note(x), ensure_ascii=False),
                json.dumps([q.model_dump(mode="json") for q in quotation_rows(x)], ensure_ascii=False),
            ),
        )
        for s in x.statements:
            number = self._put_claim(s, False)
            self.base.executemany(
                "INSERT INTO marks(rule, value, claim) VALUES(?,?,?)",
                [(rule, value, number) for rule, value in marks_of(s, self.registry)],
            )
        for s in x.review:
            self._put_claim(s, True)
        self.claims_count += len(x.statements)
        self.review_count += len(x.review)

    def _put_claim(self, s: Statement, review: bool) -> int:
        return self.base.execute(
            "INSERT INTO claims VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                self.documents_count, claim_id(s), review, s.evidence, s.kind, s.side, source_of(s),
                json.dumps([v.name for v in s.voices], ensure_ascii=False), " ".join(s.topics), s.modality,
                s.text,
                row_of(s),
            ),
        ).lastrowid or 0  # fmt: skip

    def statement(self, number: int) -> Statement:
        """One claim."""
        (row,) = self.base.execute("SELECT row FROM claims WHERE number=?", (number,)).fetchone()
        return statement_of(json.loads(row))

    def id_of(self, number: int) -> str:
        """The id of one claim."""
        return str(self.base.execute("SELECT id FROM claims WHERE number=?", (number,)).fetchone()[0])

    def statements(self, document: int | None = None, review: bool = False) -> Iterator[Statement]:
        """Claims in the order of their documents, or those of one document."""
        if document is None:
            rows = self._query("SELECT row FROM claims WHERE review=? ORDER BY number", review)
        else:
            asked = "SELECT row FROM claims WHERE review=? AND document=? ORDER BY number"
            rows = self._query(asked, review, document)
        for (row,) in rows:
            yield statement_of(json.loads(row))

    def claim_rows(self, review: bool = False) -> Iterator[ClaimRow]:
        """The claims, or those that wait for review, as rows of the answer."""

        return (claim_row(s) for s in self.statements(review=review))

    def document_rows(self) -> Iterator[DocumentRow]:
        """The documents as rows of the answer."""

        for (head,) in self.base.execute("SELECT head FROM documents ORDER BY number"):
            yield DocumentRow.model_validate_json(head)

    def quotation_rows(self) -> Iterator[QuotationRow]:
        """The quotations as rows of the answer."""

        for (rows,) in self.base.execute("SELECT quotations FROM documents ORDER BY number"):
            yield from (QuotationRow.model_validate(r) for r in json.loads(rows))

    def notes(self) -> Iterator[str]:
        """The annotation line of each document."""
        return (r[0] for r in self.base.execute("SELECT note FROM documents ORDER BY number"))

    def filed(self) -> Iterator[tuple[Filed, Iterator[Statement]]]:
        """What a ledger keeps of each document, with its claims."""
        rows = self.base.execute("SELECT number, filed, text FROM documents ORDER BY number")
        for number, words, text in rows:
            name, digest, day, day_source, lang, publisher = json.loads(words)
            yield Filed(name, digest, day, day_source, lang, publisher, text), self.statements(number)

    def texts(self) -> Iterator[tuple[int, DocumentRow, str]]:
        """Number, row and text of each document."""

        for number, head, text in self.base.execute(
            "SELECT number, head, text FROM documents ORDER BY number"
        ):
            yield number, DocumentRow.model_validate_json(head), text

    def heads(self) -> Iterator[ClaimHead]:
        """What a matrix needs of each claim, in order."""
        for kind, side, speakers, topics, modality, evidence in self.base.execute(
            "SELECT kind, side, speakers, topics, modality, evidence FROM claims "
            "WHERE NOT review ORDER BY number"
        ):
            yield ClaimHead(
                kind, side, tuple(json.loads(speakers)), tuple(topics.split()), modality, bool(evidence)
            )

    def values(self, rule: str) -> list[str]:
        """Values marked under a rule, in order of first appearance."""
        return [
            r[0]
            for r in self._query(
                "SELECT value FROM marks WHERE rule=? GROUP BY value ORDER BY min(seq)", rule
            )
        ]

    def counts(self, rule: str) -> dict[str, int]:
        """How often each value of a rule is marked, in order of first appearance."""
        return dict(
            self._query(
                "SELECT value, count(*) FROM marks WHERE rule=? GROUP BY value ORDER BY min(seq)", rule
            )
        )

    def numbers(self, rule: str, value: str | None = None) -> list[int]:
        """Numbers of the claims marked under a rule, in order."""
        if value is None:
            rows = self._query("SELECT claim FROM marks WHERE rule=? ORDER BY seq", rule)
        else:
            rows = self._query("SELECT claim FROM marks WHERE rule=? AND value=? ORDER BY seq", rule, value)
        return [r[0] for r in rows]

    def position(self, value: str, numbers: Iterable[int]) -> Position:
        """A position held by the claims of these numbers."""
        claims = Claims(self, numbers)
        sides: dict[str, None] = {}
        sources: set[str] = set()
        names: dict[str, None] = {}
        for n in claims.numbers:
            side, source, speakers = self._query(
                "SELECT side, source, speakers FROM claims WHERE number=?", n
            ).fetchone()
            sides[side] = names[speakers] = None
            if len(sources) < 2:
                sources.add(source)
        speakers = tuple(dict.fromkeys(name for row in names for name in json.loads(row)))
        return Position(value, claims, tuple(sides), speakers, frozenset(sources))

    def positions(self, rule: str) -> list[Position]:
        """The positions marked under a rule, in order of first appearance."""
        return [self.position(v, self.numbers(rule, v)) for v in self.values(rule)]

    def sides_and_values(self, rule: str) -> list[tuple[str, str]]:
        """Sides with the values they give under a rule, in order of first appearance."""
        return self._query(
            "SELECT c.side, m.value FROM marks m JOIN claims c ON c.number=m.claim WHERE m.rule=? "
            "GROUP BY c.side, m.value ORDER BY min(m.seq)",
            rule,
        ).fetchall()

    def side_and_document(self, number: int) -> tuple[str, int]:
        """Side and document of one claim."""
        side, document = self._query("SELECT side, document FROM claims WHERE number=?", number).fetchone()
        return side, document

    def holding(self, words: str) -> list[int]:
        """Claims whose text holds these words, letter for letter."""
        return [
            r[0]
            for r in self._query(
                "SELECT number FROM claims WHERE NOT review AND instr(text, ?) ORDER BY number", words
            )
        ]

    @property
    def venue(self) -> str:
        """The place named most apart from the meeting of the leaders: where the talks were held."""
        named = self.counts("place")
        return max(named, key=lambda k: named[k], default="")

    def mark_differing(self, positions: Iterable[Position]) -> None:
        """Remember which claims stand in a difference."""
        for p in positions:
            self.base.executemany(
                "INSERT OR IGNORE INTO differing VALUES(?)", [(n,) for n in p.claims.numbers]
            )

    def differing(self, document: int) -> frozenset[str]:
        """Ids of the claims of a document that stand in a difference."""
        rows = self._query(
            "SELECT c.id FROM differing d JOIN claims c ON c.number=d.claim WHERE c.document=?", document
        )
        return frozenset(r[0] for r in rows)

    def _query(self, sql: str, *given: Any) -> sqlite3.Cursor:
        return self.base.execute(sql, given)
