"""A text of an item before its words are looked up: what it denies, the parts it names side by side, and a
customs code that stands before words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.regime import ItemClasses

_JOINED = (
    r"(?:\s*(?:,|/|、|&|和|及|或|与|\band\b|\bor\b|\bnor\b)\s*(?:and\s+|or\s+|nor\s+)?"
    r"|(?<=[㐀-鿿])(?=[㐀-鿿]))"
)
_NONE_OF = (
    r"(?:\bwithout(?:\s+any)?|\bw/o|\bno|\bfree\s+(?:of|from)|\bexcluding|\bneither"
    r"|\b(?:does|do|did)\s+not\s+contain(?:\s+any)?|\bdoesn't\s+contain(?:\s+any)?|\bnot\s+containing(?:\s+any)?"
    r"|\bcontain(?:s|ing)?\s+(?:neither|no)|\bzero|(?:\bwith\s+)?(?<![\d.])0(?:\.0+)?\s*%(?:\s+of)?"
    r"|不含有?|无|没有|未添加|不添加)\s*"
)
_LIMIT = r"(?!\s*(?:above|over|more|beyond|exceeding|higher|>|高于|超过|大于))"
_NOT_BEFORE = r"(?<!not )(?<!never )(?<!非)"
_CODE = re.compile(r"(\d{4}(?:[.\s]?\d{2}){1,4})(?![\d%.,])[\s:：,，;；-]+(\S.*)", re.DOTALL)
_CAS = re.compile(r"(?:cas\s*(?:no\.?)?\s*)?(\d{2,7}-\d{2}-\d)(?:[\s,;]+(.*))?", re.IGNORECASE | re.DOTALL)
# what stands side by side: each part may be the good
_SIDE_BY_SIDE = re.compile(
    r"\s[-–—:|/+]+\s|(?<=[a-z]{4})/(?=[a-z]{4})|\s+(?:and|plus|or)\s+|\s*&\s*|[:：|]"
    r"|(?<=[㐀-鿿])\s+(?=[㐀-鿿])"
)
_ASIDE = ("Tb", "Dy")
BOTH_DENIED = "without terbium or dysprosium"
_CANONICAL = {"Tb": "without terbium", "Dy": "without dysprosium", "Ho": "without holmium"}


def denied(text: str, vocabulary: ItemClasses) -> str:
    """A text in which every list of elements that it denies is said in the words of the vocabulary.

    What is denied and decides nothing is left out, so that its name is not read as a content.
    """
    patterns = _patterns(tuple(_names(vocabulary).items()))
    if patterns is None:
        return text
    for pattern in patterns:
        text = pattern.sub(lambda match: _as_denied(match, vocabulary), text)
    if all(_CANONICAL[symbol] in text for symbol in _ASIDE):  # denied one after the other
        text = text.replace(_CANONICAL["Tb"], BOTH_DENIED).replace(_CANONICAL["Dy"], " ")
    return text


def _as_denied(match: re.Match[str], vocabulary: ItemClasses) -> str:
    if "heavy" in match[0].casefold() or "重稀土" in match[0]:
        return match[0]  # a phrase of the vocabulary itself
    names = _names(vocabulary)
    said = {symbol for name, symbol in names.items() if _stands(name, match["list"])}
    if said.issuperset(_ASIDE):
        said -= set(_ASIDE)
        words = [BOTH_DENIED]
    else:
        words = []
    words += [_CANONICAL[symbol] for symbol in sorted(said) if symbol in _CANONICAL]
    return f" {', '.join(words)} "


def _names(vocabulary: ItemClasses) -> Mapping[str, str]:
    """What may be denied: elements by name and symbol, samarium-cobalt, rare earths."""
    names = {name.casefold(): e.symbol for e in vocabulary.elements for name in e.names}
    names |= {e.symbol: e.symbol for e in vocabulary.elements if len(e.symbol) > 1}
    for group in ("smco", "rare_earth"):
        names |= {word.casefold(): group for word in vocabulary.words.get(group, ())}
    return names


def _stands(name: str, text: str) -> bool:
    if name[0].isupper():
        return re.search(rf"(?<![A-Za-z]){name}(?![a-z])", text) is not None
    return name in text.casefold()


@cache
def _patterns(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], ...] | None:
    if not names:
        return None
    words = sorted((name for name, _ in names), key=len, reverse=True)
    one = "|".join(rf"(?-i:{re.escape(w)})(?![A-Za-z])" if w[0].isupper() else _spaced(w) for w in words)
    several = rf"(?P<list>(?:heavy\s+)?(?:{one})(?:{_JOINED}(?:{one}))*)"
    nothing = r"\s*:?\s*0(?:\.0+)?\s*(?:ppm|%)(?![\d.])"
    each = rf"(?P<list>(?:{one}){nothing}(?:[\s,;/]*(?:and\s+)?(?:{one}){nothing})*)"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{_NOT_BEFORE}{_NONE_OF}{several}{_LIMIT}",
            rf"(?<![A-Za-z]){several}\s*[-\s]\s*free\b(?!\s+(?:of|from)\b)",
            rf"(?<![A-Za-z]){each}",
        )
    )


def _spaced(word: str) -> str:
    plain = re.escape(word).replace(r"\ ", r"[\s-]+")
    return rf"(?<![a-z]){plain}(?![a-z])" if word.isascii() else plain


def side_by_side(text: str) -> list[str]:
    """The parts that a text names side by side, with a dash, a stroke, a colon or an "and" between.

    Examples
    --------
    >>> side_by_side("samarium cobalt magnet - sensor"), side_by_side("energy density 310 wh/kg")
    (['samarium cobalt magnet', 'sensor'], ['energy density 310 wh/kg'])
    """
    return [part.strip() for part in _SIDE_BY_SIDE.split(text) if part.strip()]


def named_by_cas(text: str, vocabulary: ItemClasses) -> str:
    """A text with a number of the Chemical Abstracts Service as the name of its substance, where its entry
    asks for more than the number says."""
    match = _CAS.fullmatch(text)
    name = vocabulary.cas_names.get(match[1]) if match else None
    return f"{name} {match[2] or ''}".strip() if match and name else text


@dataclass(frozen=True, slots=True)
class Coded:
    """A text that begins with a customs code: its digits as written, and the words after it."""

    code: str
    words: str


def code_before_words(text: str) -> Coded | None:
    """The customs code before the words of a text; None where it has none.

    Examples
    --------
    >>> code_before_words("2805301910 motor")
    Coded(code='2805301910', words='motor')
    >>> code_before_words("8505.11.10.00") is None
    True
    """
    match = _CODE.fullmatch(text.strip())
    return Coded(match[1], match[2]) if match and re.search(r"[^\W\d_]{2}", match[2]) else None
