"""For an item that nothing recognises: the entries that come nearest to its words or code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from detente.regime import ControlEntry, ItemClasses

MOST = 3
LEAST_ALIKE = 0.72  # share of letters in common below which a word is another word
LEAST_DIGITS = 4  # of a customs code that two codes share to be near


def nearest_by_words(text: str, entries: Sequence[ControlEntry], vocabulary: ItemClasses) -> tuple[str, ...]:
    """Titles of entries whose elements or words are nearly those of a text.

    Examples
    --------
    >>> nearest_by_words("zzz", (), ItemClasses.model_construct(elements=(), words={}))
    ()
    """
    names = {name.casefold(): f"#{e.symbol}" for e in vocabulary.elements for name in e.names}
    words = {word.casefold(): word for entry in entries for group in entry.named for word in group}
    words |= {
        w.casefold(): f"@{g}" for g, group in vocabulary.words.items() for w in group if len(w) > LEAST_DIGITS
    }
    said = [word for word in text.casefold().replace("-", " ").split() if len(word) > 3]
    near = [
        {**words, **names}[close]
        for word in said
        for close in difflib.get_close_matches(word, [*names, *words], n=2, cutoff=LEAST_ALIKE)
    ]
    found = [e for e in entries if any(word in group for word in near for group in e.named)]
    return _titles(sorted(found, key=lambda e: -_alike(text, e)))


def nearest_by_digits(
    digits: str, entries: Iterable[ControlEntry], vocabulary: ItemClasses
) -> tuple[str, ...]:
    """Titles of entries, classes and reference codes that share the longest beginning of a customs code."""
    rows = [(_shared(digits, code), f"{e.title.en} ({code})") for e in entries for code in e.hs]
    rows += [(_shared(digits, code), c.title.en) for c in vocabulary.classes for code in c.hs]
    rows += [(_shared(digits, code), row.entry.en) for row in vocabulary.may_be for code in row.codes]
    near = sorted((row for row in rows if row[0] >= LEAST_DIGITS), key=lambda row: -row[0])
    return tuple(dict.fromkeys(title for _, title in near))[:MOST]


def nearest_by_control_code(code: str, entries: Iterable[ControlEntry]) -> tuple[str, ...]:
    """Control codes carried here that are nearest to one that is not, with their titles."""
    known = {e.code: e.title.en for e in entries if e.code}
    close = difflib.get_close_matches(code, list(known), n=MOST, cutoff=0.5)
    return tuple(f"{one} {known[one]}" for one in close)


def _titles(entries: Iterable[ControlEntry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{e.code} {e.title.en}".strip() for e in entries))[:MOST]


def _alike(text: str, entry: ControlEntry) -> float:
    return difflib.SequenceMatcher(None, text.casefold(), entry.title.en.casefold()).ratio()


def _shared(one: str, other: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
