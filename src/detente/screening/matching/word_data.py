"""The words of names that data files hold: legal forms, common words, places, spellings of one word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

NEUTRAL = "neutral"
WEIGHTS = {"common": 0.2, "place": 0.35, "usual": 0.5}  # of one for a word that is the company's own


@dataclass(frozen=True, slots=True)
class NameWords:
    """What is known of the words in names.

    Attributes
    ----------
    weight : mapping
        How much a word tells one company from another, where that is less than one.
    same, alike : mapping
        The spelling under which a word is compared: of one word, and of words that differ little.
    ends, starts : mapping
        Legal forms as tuples of words, and their family.
    han_ends : tuple
        Chinese legal forms with their family, longest first.
    han_common, han_places : tuple
        Chinese words that many companies share, and places, longest first.
    places, left_out : frozenset
        Places, and small words that are not compared.
    letters : mapping
        Letters of other alphabets in Latin, for ``str.translate``.
    """

    weight: Mapping[str, float]
    same: Mapping[str, str]
    alike: Mapping[str, str]
    ends: Mapping[tuple[str, ...], str]
    starts: Mapping[tuple[str, ...], str]
    han_ends: tuple[tuple[str, str], ...]
    han_common: tuple[str, ...]
    han_places: tuple[str, ...]
    places: frozenset[str]
    left_out: frozenset[str]
    letters: Mapping[int, str]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The words, read once."""
    kinds: dict[str, dict[str, None]] = {}
    same: dict[str, str] = {}
    alike: dict[str, str] = {}
    letters: dict[int, str] = {}
    for kind, words in _rows("name_words.tsv"):
        if kind in ("same", "alike"):
            written, compared = words.split()
            (same if kind == "same" else alike)[written] = compared
        elif kind == "letter":
            letters[ord(words[0])] = words[1:].strip()
        else:
            kinds.setdefault(kind, {}).update(dict.fromkeys(words.split()))
    forms: dict[str, dict[tuple[str, ...], str]] = {"end": {}, "start": {}}
    han: list[tuple[str, str]] = []
    for phrase, family, where in _rows("legal_forms.tsv"):
        if where == "han":
            han.append((phrase, family))
        else:
            forms[where][tuple(phrase.split())] = family
    weight = {word: WEIGHTS[kind] for kind in ("usual", "place", "common") for word in kinds.get(kind, {})}
    for spelt in (same, alike):
        weight |= {spelt[w]: weight[w] for w in list(weight) if w in spelt and spelt[w] not in weight}
    return NameWords(
        MappingProxyType(weight),
        MappingProxyType(same),
        MappingProxyType(alike),
        MappingProxyType(forms["end"]),
        MappingProxyType(forms["start"]),
        tuple(sorted(han, key=lambda row: -len(row[0]))),
        _longest_first(kinds.get("common_zh", {})),
        _longest_first(kinds.get("place_zh", {})),
        frozenset(kinds.get("place", {})),
        frozenset(kinds.get("left_out", {})),
        MappingProxyType(letters),
    )


def _longest_first(words: Mapping[str, None]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _rows(name: str) -> Iterator[tuple[str, ...]]:
    text = (files(__package__ or "") / name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))
