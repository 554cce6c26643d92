"""How words are read: their weights, other spellings, words joined or split."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from detente.schedule.finding.folding import tokens

MOST_TOKENS = 24
# what goods are stands before these words, what they are made of or for stands behind them
_BEHIND = re.compile(
    r"\b(?:of|with|for|from|on|in|composed|containing|designed|used|suitable|made|consisting|valued|capable|to)\b",
    re.I,
)


@dataclass(frozen=True)
class Asked:
    """Words as asked: weights by token."""

    weights: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Weight of all words."""
        return sum(self.weights.values()) or 1.0


def read_words(db: sqlite3.Connection, words: str) -> tuple[list[Asked], tuple[tuple[str, str], ...]]:
    """The words with their weights, also with two of them joined; and what was spelled otherwise."""
    given = tuple(dict.fromkeys(tokens(words)))[:MOST_TOKENS]
    named = set(tokens(_BEHIND.split(words, maxsplit=1)[0]))
    read: list[str] = []
    read_as: list[tuple[str, str]] = []
    for token in given:
        if _uses(db, token):
            read.append(token)
        elif parts := _split(db, token, 4):
            read += parts
        elif near := _nearest(db, token):
            read_as.append((token, near))
            read.append(near)
        elif parts := _split(db, token, 3):
            read += parts
        else:
            read.append(token)
    variants = [read]
    for k in range(len(read) - 1):
        joined = read[k] + read[k + 1]
        if read[k].isascii() and _uses(db, joined):
            variants.append([*read[:k], joined, *read[k + 2 :]])
    behind = {token for token in given if token not in named} if named else set()
    return [Asked(_weights(db, variant, behind)) for variant in variants[:4]], tuple(read_as)


def _weights(db: sqlite3.Connection, read: Sequence[str], behind: set[str]) -> dict[str, float]:
    """A rare word weighs more; one that stands nowhere weighs little, a Chinese pair of that kind nothing.

    Words behind "of", "with", "for" weigh half.
    """
    total = _total(db)
    weights: dict[str, float] = {}
    for token in read:
        uses = _uses(db, token)
        if uses:
            weights[token] = math.log(1 + total / uses) * (0.5 if len(token) == 1 else 1.0)
        elif token.isascii():
            weights[token] = math.log(total) * (0.3 if not token.isdigit() else 0.1)
        elif len(read) == 1:
            weights[token] = 1.0
    return {token: weight * (0.5 if token in behind else 1.0) for token, weight in weights.items()}


def _total(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT value FROM meta WHERE key = 'total'").fetchone()[0])


def _uses(db: sqlite3.Connection, token: str) -> int:
    row = db.execute("SELECT uses FROM token WHERE token = ?", (token,)).fetchone()
    return int(row[0]) if row else 0


def _split(db: sqlite3.Connection, token: str, shortest: int) -> list[str]:
    """A word written together that the index knows apart: ``ebike`` as e bike."""
    if not token.isascii() or len(token) < 5:
        return []
    cuts = [(token[:k], token[k:]) for k in range(1, len(token) - 2)]
    cuts = [(a, b) for a, b in cuts if len(b) >= shortest and (len(a) >= shortest or a in "et")]
    folded = [(" ".join(tokens(a)), " ".join(tokens(b))) for a, b in cuts]
    known = [(min(_uses(db, a), _uses(db, b)), a, b) for a, b in folded]
    _, first, last = max(known, default=(0, "", ""))
    return [first, last] if first and _uses(db, first) and _uses(db, last) else []


def _nearest(db: sqlite3.Connection, token: str) -> str:
    """The word of the index that a misspelled one is nearest to, empty when none is near."""
    if not token.isascii() or not token.isalpha() or len(token) < 5:
        return ""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(
        token, _vocabulary(db), scorer=OSA.distance, score_cutoff=1 if len(token) < 8 else 2, limit=8
    )
    ranked = sorted((distance, word[0] != token[0], -_uses(db, word), word) for word, distance, _ in near)
    return ranked[0][3] if ranked else ""


@lru_cache(maxsize=4)
def _vocabulary(db: sqlite3.Connection) -> tuple[str, ...]:
    rows = db.execute("SELECT token FROM token WHERE token GLOB '[a-z][a-z][a-z]*'")
    return tuple(row[0] for row in rows)
