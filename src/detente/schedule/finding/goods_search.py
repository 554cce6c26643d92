"""Lines of the schedule in use for words people type: candidates, each with a score and a reason."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.schedule.finding.asked_words import Asked, read_words
from detente.schedule.finding.trade_words import headings
from detente.schedule.finding.word_index import open_index
from detente.schedule.lines import Schedule
from detente.terms import HtsCode

LONGEST = 200
CUTOFF = 0.22  # below it nothing is near
SPELLED_OTHERWISE = 0.85  # a match of words that were not the ones typed
FAR = 0.5  # of the best: what is further from the words than that is left out
_MOST_PHRASES, _MOST_ENTRIES = 300, 200
_MOST_ALIKE = 4  # lines without words of their own that are named beside their heading
_LEVEL = {8: 1.0, 6: 0.95, 4: 0.86}
_PLACE = (
    1.0,
    0.8,
    0.7,
    0.6,
)  # a word in the line itself, its statistical lines, the lines above, the heading
_PARTS = frozenset({"part", "accessory", "零件", "配件", "附件"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line or heading that words may mean.

    Parameters
    ----------
    code : str
        4, 8 or 10 digits.
    words, words_zh : str
        What it holds, as the schedule in use or the package says it.
    score : float
        0 to 1; 1 is a trade word of this very line.
    because, because_zh : str
        What matched.
    until : str
        First day the line no longer holds, empty while it stands.
    """

    code: str
    words: str
    words_zh: str
    score: float
    because: str
    because_zh: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """Candidates in order, and how the words were read."""

    candidates: tuple[Candidate, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Reason:
    """The best that is known of a code so far."""

    score: float = 0.0
    because: tuple[str, str] = ("", "")
    field: float = 0.0
    line: float = 0.0
    row: tuple[str, ...] = ()
    at: int = 0


def without_control(text: str) -> str:
    """Text without control characters, blanks made single."""
    return " ".join(_CONTROL.sub(" ", text).split())


def find_goods(book: Schedule, words: str, territory: str = "US", limit: int = 10) -> Matches:
    """Candidates for words, a brand-like word or the beginning of a code, best first, ties by code.

    Parameters
    ----------
    book : Schedule
        The schedule in use.
    words : str
        In English or Chinese, simplified or traditional.
    territory : str
        ``US`` or ``CN``: whose schedule it is.
    limit : int
        At most so many.
    """
    plain = without_control(words)[:LONGEST]
    digits = re.sub(r"[.\s]", "", plain)
    if re.fullmatch(r"[0-9]{2,10}", digits):
        return Matches(tuple(_by_code(open_index(book, territory), digits, limit)))
    db = open_index(book, territory)
    asked, read_as = read_words(db, plain)
    best: dict[str, Candidate] = {}
    for variant in asked:
        for candidate in _ranked(db, variant):
            if candidate.code not in best or best[candidate.code].score < candidate.score:
                best[candidate.code] = candidate
    if read_as:
        best = {code: replace(c, score=round(c.score * SPELLED_OTHERWISE, 3)) for code, c in best.items()}
    ordered = sorted(best.values(), key=lambda c: (-c.score, c.code))
    least = max(CUTOFF, FAR * ordered[0].score) if ordered else CUTOFF
    return Matches(tuple(c for c in ordered if c.score >= least)[:limit], read_as)


def _ranked(db: sqlite3.Connection, asked: Asked) -> Iterator[Candidate]:
    reasons: dict[str, _Reason] = {}
    if not asked.weights:
        return
    for row in _matched(db, "entry", asked, _MOST_ENTRIES):
        _weigh_line(asked, row, reasons)
    closest = _closest_phrases(db, asked)
    for code, (score, text, folded) in closest.items():
        rows = _lines_under(db, code)
        if not rows and len(code) > 4:
            rows = [_beyond(code, text, folded)]
        for row in rows:
            _weigh_line(asked, row, reasons)
            reason = reasons[row[0]]
            reason.line = max(reason.line, score) if len(code) > 4 else reason.line
            if (score, len(code)) > (reason.score, reason.at):
                reason.score, reason.at = score, len(code)
                reason.because = _of_phrase(text, code)
    heads = {code: (score, text) for code, (score, text, _) in closest.items() if len(code) == 4}
    _keep_the_closest(reasons)
    yield from _in_their_place(reasons, heads)
    yield from _headings(heads, reasons)
    for code, reason in reasons.items():
        yield _candidate(code, reason)


def _closest_phrases(db: sqlite3.Connection, asked: Asked) -> dict[str, tuple[float, str, str]]:
    """The phrase of each code that the words come nearest to: how near, the phrase, its folded words."""
    closest: dict[str, tuple[float, str, str]] = {}
    for code, text, folded in _phrases(db, asked):
        score = _closeness(asked, folded.split()) * _LEVEL[len(code)]
        if score >= CUTOFF and score > closest.get(code, (0.0,))[0]:
            closest[code] = (score, text, folded)
    return closest


def _beyond(code: str, text: str, folded: str) -> tuple[str, ...]:
    """A code that a trade word names and the schedule in use does not hold: its row is that word."""
    chinese = not text.isascii()
    return (code, "" if chinese else text, text if chinese else "", "", folded, "", "", "")


def _candidate(code: str, reason: _Reason) -> Candidate:
    score = max(reason.field * 0.92, 0.8 * reason.score + 0.1 * reason.field + 0.1 * reason.line)
    because = reason.because
    if reason.field * 0.92 > reason.score or not because[0]:
        because = ("words of the line", "税目用语")
    if reason.row[3]:
        score *= 0.8
    return Candidate(code, reason.row[1], reason.row[2], round(score, 3), *because, until=reason.row[3])


def _keep_the_closest(reasons: dict[str, _Reason]) -> None:
    """Where a line of a heading is named itself, a word of the heading says nothing of its other lines."""
    named: dict[str, float] = {}
    for code, reason in reasons.items():
        if reason.at > 4:
            named[code[:4]] = max(named.get(code[:4], 0.0), reason.score)
    for code, reason in reasons.items():
        if reason.at == 4 and named.get(code[:4], 0.0) >= reason.score:
            reason.score, reason.because = 0.0, ("", "")


def _in_their_place(reasons: dict[str, _Reason], heads: dict[str, tuple[float, str]]) -> Iterator[Candidate]:
    """Headings in the place of lines that nothing told apart: of many without words of their own, none is
    nearer."""
    nameless: dict[str, list[str]] = {}
    for code, reason in reasons.items():
        if reason.at <= 4 and not reason.row[4]:
            nameless.setdefault(code[:4], []).append(code)
    for heading, codes in nameless.items():
        if len(codes) > _MOST_ALIKE:
            best = max((_candidate(code, reasons.pop(code)) for code in codes), key=lambda c: c.score)
            if heading not in heads:
                words = headings()[heading]
                yield replace(best, code=heading, words=words.words, words_zh=words.words_zh, until="")


def _headings(heads: dict[str, tuple[float, str]], reasons: dict[str, _Reason]) -> Iterator[Candidate]:
    """Headings the words name, where no line under them is named more closely."""
    best: dict[str, float] = {}
    for code, reason in reasons.items():
        if reason.at > 4 or not reason.score:
            best[code[:4]] = max(best.get(code[:4], 0.0), reason.score, reason.field * 0.92)
    for code, (score, text) in heads.items():
        if score > best.get(code, 0.0):
            words = headings()[code]
            yield Candidate(code, words.words, words.words_zh, round(score, 3), *_of_phrase(text, code))


def _of_phrase(text: str, code: str) -> tuple[str, str]:
    dotted = HtsCode(code).dotted
    return f"trade word of {dotted}: {text}", f"{dotted}的商品俗称：{text}"


def _closeness(asked: Asked, phrase: Sequence[str]) -> float:
    """How much of the words a phrase says, and how much of the phrase they say."""
    said = set(phrase)
    covered = sum(weight for token, weight in asked.weights.items() if token in said)
    if not covered:
        return 0.0
    both = sum(token in asked.weights for token in said) / len(said)
    return covered / asked.total * (0.5 + 0.5 * both)


def _weigh_line(asked: Asked, row: tuple[str, ...], reasons: dict[str, _Reason]) -> None:
    if row[0] in reasons:
        return
    places = [set(text.split()) for text in row[4:8]]
    covered = 0.0
    for token, weight in asked.weights.items():
        covered += weight * next((w for w, words in zip(_PLACE, places, strict=True) if token in words), 0.0)
    own = places[0]
    share = sum(token in asked.weights for token in own) / len(own) if own else 0.0
    score = covered / asked.total * (0.7 + 0.3 * share)
    if own & _PARTS and not _PARTS & asked.weights.keys():
        score *= 0.75
    reasons[row[0]] = _Reason(field=score, row=row)


_ROW = "code, words, words_zh, until, entry.own, entry.stat, entry.above, entry.heading"


def _matched(db: sqlite3.Connection, table: str, asked: Asked, most: int) -> Iterable[tuple[str, ...]]:
    query = (
        f"SELECT {_ROW} FROM entry_words JOIN {table} ON {table}.id = entry_words.rowid "  # noqa: S608
        "WHERE entry_words MATCH ? ORDER BY rank LIMIT ?"
    )
    return db.execute(query, (_match(asked), most)).fetchall()


def _phrases(db: sqlite3.Connection, asked: Asked) -> Iterable[tuple[str, str, str]]:
    return db.execute(
        "SELECT code, text, phrase.folded FROM phrase_words JOIN phrase ON phrase.id = phrase_words.rowid "
        "WHERE phrase_words MATCH ? ORDER BY rank LIMIT ?",
        (_match(asked), _MOST_PHRASES),
    ).fetchall()


def _match(asked: Asked) -> str:
    """Words for MATCH: letters, digits and Chinese characters alone, each quoted: nothing is an operator."""
    return " OR ".join(f'"{token}"' for token in asked.weights)


def _lines_under(db: sqlite3.Connection, code: str) -> Iterable[tuple[str, ...]]:
    query = f"SELECT {_ROW} FROM entry WHERE code >= ? AND code < ?"  # noqa: S608 - names of columns
    return db.execute(query, (code, code + ":")).fetchall()


def _by_code(db: sqlite3.Connection, digits: str, limit: int) -> Iterator[Candidate]:
    """The headings and lines that a code begins, in order."""
    because = (f"begins with {digits}", f"以{digits}开头")
    rows: list[Candidate] = []
    for code, words in headings().items():
        if code.startswith(digits[:4]) and len(digits) <= 4:
            rows.append(Candidate(code, words.words, words.words_zh, 1.0, *because))
    if len(digits) >= 4:
        rows += [Candidate(r[0], r[1], r[2], 1.0, *because, until=r[3]) for r in _lines_under(db, digits[:8])]
    if len(digits) >= 4 and not any(len(row.code) >= 8 for row in rows):
        rows += _trade_words_under(db, digits, because)
    yield from rows[:limit]


def _trade_words_under(db: sqlite3.Connection, digits: str, because: tuple[str, str]) -> list[Candidate]:
    """Codes that trade words name below the digits, for a schedule that holds none of them."""
    named: dict[str, list[str]] = {}
    query = (
        "SELECT code, text FROM phrase WHERE code >= ? AND code < ? AND length(code) > 4 ORDER BY code, id"
    )
    for code, text in db.execute(query, (digits, digits + ":")):
        named.setdefault(code, []).append(text)
    return [
        Candidate(
            code, "; ".join(t for t in texts if t.isascii())[:80],
            "；".join(t for t in texts if not t.isascii()), 1.0, *because,
        )
        for code, texts in named.items()
    ]  # fmt: skip
