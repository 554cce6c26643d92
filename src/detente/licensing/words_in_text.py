"""Words of the vocabulary of controlled items, found in a text: names, formulas, groups of words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from detente.regime import ItemClasses

_FORMULA = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]?\d{0,3}){1,6}(?![a-z])")
_SYMBOL = re.compile(r"[A-Z][a-z]?")
# symbols that are English words when they stand alone
_NOT_ALONE = {
    "In",
    "As",
    "No",
    "At",
    "Be",
    "He",
    "I",
    "C",
    "W",
    "Y",
    "V",
    "U",
    "S",
    "N",
    "O",
    "K",
    "B",
    "F",
    "H",
    "P",
}
_CJK = re.compile(r"[㐀-鿿]")


def plain_text(text: str) -> str:
    """A text in lower case with one kind of hyphen."""
    return re.sub(r"[‐-―−]", "-", text).casefold()


def symbols_in(text: str) -> frozenset[str]:
    """Symbols of the elements that a text spells or that stand in its formulas."""
    symbols: set[str] = set()
    for run in _FORMULA.findall(text):
        parts = _SYMBOL.findall(run)
        spelled = any(c.islower() or c.isdigit() for c in run)  # USA, WTO and CN are no formulas
        if spelled and (len(parts) > 1 or run not in _NOT_ALONE):
            symbols.update(parts)
    return frozenset(symbols - {"C"})


def names_element(names: tuple[str, ...], symbol: str, low: str, symbols: frozenset[str]) -> bool:
    """Whether a text names an element by its symbol or a name."""
    return symbol in symbols or any(_word_pattern(name, low) for name in names)


def words_present(word: str, low: str, symbols: frozenset[str], vocabulary: ItemClasses) -> bool:
    """Whether a word, a group of words or an element of the vocabulary stands in a text."""
    if word.startswith("#"):
        element = next(e for e in vocabulary.elements if e.symbol == word[1:])
        return names_element(element.names, element.symbol, low, symbols)
    if not word.startswith("@"):
        return _word_pattern(word, low)
    name = word[1:]
    if name in vocabulary.words:
        return any(words_present(w, low, symbols, vocabulary) for w in vocabulary.words[name])
    wanted = "none" if name == "light" else name
    return any(
        names_element(e.names, e.symbol, low, symbols) for e in vocabulary.elements if e.item_class == wanted
    )


def reader_of(text: str, vocabulary: ItemClasses) -> Callable[[str, str], bool]:
    """Reads words of the vocabulary in parts of a text; a symbol counts in the part that writes it."""
    symbols = {symbol.casefold(): symbol for symbol in symbols_in(text)}

    def says(word: str, part: str) -> bool:
        written = frozenset(own for low, own in symbols.items() if low in part) if symbols else frozenset()
        return words_present(word, part, written, vocabulary)

    return says


def _word_pattern(word: str, low: str) -> bool:
    word = word.casefold()
    if _CJK.search(word):
        return word in low
    return _pattern_of_words(word).search(low) is not None


@cache
def _pattern_of_words(word: str) -> re.Pattern[str]:
    return re.compile(r"(?<![a-z0-9])" + re.escape(word).replace(r"\ ", r"[\s-]+") + r"(?![a-z0-9])")
