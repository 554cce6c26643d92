"""Quotation marks -> quotations: all the pairs in use, several paragraphs, forgotten closing marks."""

from __future__ import annotations

import re

from detente.talks.read.segments import Segment
from detente.talks.words.claim import Quotation
from detente.talks.words.lexicon import compose

_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“", "〝": "〞"}
_TOKEN = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9À-ɏ]+(?:[-'’.][A-Za-z0-9À-ɏ]+)*")
_ELISION = compose(r"^(?:{elided_words})\b", re.IGNORECASE)


def count_words(text: str) -> int:
    """Words of Latin text plus characters of Chinese text."""
    return len(_TOKEN.findall(text))


def find_quotations(segment: Segment) -> list[Quotation]:
    """Quotations of one paragraph, outermost only; book titles 《》 are none.

    A mark left open runs to the end of the paragraph and is marked ``closed=False``; a closing mark
    without an opening one is ignored.
    """
    text = segment.text
    quotations: list[Quotation] = []
    n = 0
    while n < len(text):
        char = text[n]
        span = None
        if char in _PAIRS and not (char == "“" and _is_low_close(text, n)):
            span = _end_of_pair(text, n, _PAIRS[char])
        elif char == '"' and _opens_straight(text, n):
            span = _end_of_pair(text, n, '"')
        elif char in "‘'" and _opens_single(text, n):
            span = _end_of_single(text, n)
        if span is None:
            n += 1
            continue
        end, closed = span
        words = count_words(text[n:end])
        if words and not (not closed and words < 2):
            start = segment.start + n
            quotations.append(
                Quotation(start, segment.start + end, text[n:end], words, closed, None, segment.lang)
            )
        n = end if closed else max(end, n + 1)
    return quotations


def _is_low_close(text: str, n: int) -> bool:
    return "„" in text[:n] and text[:n].count("„") > text[:n].count("“")


def _end_of_pair(text: str, start: int, close: str) -> tuple[int, bool] | None:
    """End of a quotation that opens at ``start``; nested marks of the same kind are counted."""
    depth, opening = 0, text[start]
    for n in range(start + 1, len(text)):
        if text[n] == opening and opening != close:
            depth += 1
            if opening == "“" and depth == 1 and text[start + 1 : n].strip().endswith((".", "!", "?", ",")):
                return n, False  # a new quotation opens: the one before was never closed
        elif text[n] == close:
            if depth == 0:
                return n + 1, True
            depth -= 1
    return len(text), False


def _opens_straight(text: str, n: int) -> bool:
    before = text[n - 1] if n else " "
    after = text[n + 1] if n + 1 < len(text) else " "
    return not after.isspace() and (
        before.isspace() or before in "([—–-,，:：。;；" or "\u4e00" <= before <= "\u9fff"
    )


def _opens_single(text: str, n: int) -> bool:
    """Whether a single mark opens a quotation and is no apostrophe."""
    before = text[n - 1] if n else " "
    rest = text[n + 1 :]
    if not rest or rest[0].isspace() or not (before.isspace() or before in '([—–-,，:：、“"'):
        return False
    if _ELISION.match(rest):
        return False
    return _end_of_single(text, n) is not None


def _end_of_single(text: str, start: int) -> tuple[int, bool] | None:
    """A quotation in single marks closes where a mark stands before a blank or punctuation."""
    close = "’" if text[start] == "‘" else "'"
    best = None
    for n in range(start + 2, min(len(text), start + 600)):
        if text[n] != close:
            continue
        after = text[n + 1] if n + 1 < len(text) else " "
        if after.isspace() or after in ',.;:!?)]—–”"、，。；':
            possessive = text[n - 1] == "s" and after == " " and text[n + 2 : n + 3].islower()
            if not possessive:
                return n + 1, True
            best = best or (n + 1, True)
    return best
