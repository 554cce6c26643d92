"""Paragraph -> sentences, with abbreviations, list marks, and quotations that hold whole sentences."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    [
        "U.S",
        "U.K",
        "E.U",
        "U.N",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Prof",
        "Sen",
        "Rep",
        "Gov",
        "Gen",
        "Col",
        "Sec",
        "Amb",
        "Adm",
        "St",
        "Jr",
        "Sr",
        "Inc",
        "Ltd",
        "Co",
        "Corp",
        "No",
        "Nos",
        "vs",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
        "a.m",
        "p.m",
        "i.e",
        "e.g",
        "approx",
        "est",
        "Art",
        "Sec",
        "SEC",
        "AMB",
        "pct",
        "bn",
        "mn",
        "D.C",
    ]
)
LONGEST = 2_000
_CLOSERS = "”’\"')）」』»]"


def split_sentences(text: str, base: int = 0) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph, offsets from ``base``.

    Examples
    --------
    >>> split_sentences("He met Mr. Li. They talked.")
    [(0, 14), (15, 27)]
    """
    spans: list[tuple[int, int]] = []
    start = n = 0
    while n < len(text):
        char = text[n]
        if char in "。！？":
            stop = _past_closers(text, n + 1)
            spans.append((start, stop))
            start = n = stop
            continue
        if char in ".!?…":
            stop = _past_closers(text, n + 1)
            if _ends_here(text, start, n, stop):
                spans.append((start, stop))
                start = n = stop
                continue
        n += 1
    spans.append((start, len(text)))
    cut = [piece for span in spans for piece in _pieces(text, span)]
    return [(base + a, base + b) for a, b in (_trim(text, s) for s in cut) if b > a]


def _pieces(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """A span no longer than a sentence can be: what is longer is cut at a blank, or anywhere."""
    a, b = span
    rows = []
    while b - a > LONGEST:
        blank = text.rfind(" ", a + LONGEST // 2, a + LONGEST)
        stop = blank if blank > 0 else a + LONGEST
        rows.append((a, stop))
        a = stop
    return [*rows, (a, b)]


def _past_closers(text: str, n: int) -> int:
    while n < len(text) and text[n] in _CLOSERS:
        n += 1
    return n


def _ends_here(text: str, start: int, n: int, stop: int) -> bool:
    if stop >= len(text):
        return True
    following = text[stop : stop + 2]
    if not following[0].isspace():
        return "\u3400" <= following[0] <= "\u9fff" and text[n] != "."
    after = text[stop:].lstrip()[:1]
    if not (after.isupper() or after in "“\"‘'$€£（(" or after.isdigit() or "\u3400" <= after <= "\u9fff"):
        return False
    if text[n] != ".":
        return True
    word = re.search(r"([\w.–-]+)$", text[max(start, n - 40) : n])
    last = word[1] if word else ""
    if stop == n + 1 and (last in _ABBREVIATIONS or re.fullmatch(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]", last)):
        return False
    return not re.fullmatch(r"\d{1,2}", last) or n - start > 3


def _trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    a, b = span
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b
