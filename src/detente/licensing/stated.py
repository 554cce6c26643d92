"""What a text says of an item: its traits (substance, shape, kind) and its numbers, as intervals.

Nothing is assumed: a trait that no word says is not stated, and a number that two figures say differently is
not known. What the item is stands in its head, the words before a comma or a "for"; a percentage is a purity
only where it stands with the item or with a word for purity, so that an impurity never clears a good. An
element named alone is the element itself, a metal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from detente.licensing.item_text import side_by_side
from detente.regime import ItemClasses, MeasuredBy, Threshold

Says = Callable[[str, str], bool]  # whether a word of the vocabulary stands in a text

_FIGURE = r"\d{1,9}(?:[.,]\d{1,9})*"
_GROUPED = re.compile(
    r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+"
)  # commas can only part thousands
_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")  # thousands to one, a decimal comma to another
_BELOW = ("below", "under", "less than", "<", "低于", "小于")
_UP_TO = ("up to", "at most", "not more than", "max.", "max", "≤", "<=", "不超过", "不大于")
_ABOVE = ("above", "over", "more than", "greater than", ">", "高于", "大于", "超过")
_FROM = ("at least", "not less than", "min.", "min", "≥", ">=", "不低于", "不小于")
_NINES = re.compile(r"(?<![0-9a-z.])([2-9])n([1-9])?(?![0-9a-z.])")
_PIECES = re.compile(r",(?!\d)|[;，；()（）]")
_AFTER_THE_HEAD = re.compile(
    r"\b(?:for|with|containing|made|using|used|in|to|from|without|free of|free from)\b|用于|供|含|不含"
)
_PURPOSE = re.compile(r"\b(?:for|used in|used for|to make|to produce)\b|用于|供", re.IGNORECASE)
_FILLER = re.compile(
    r"[\s\d.,%％\-/+–—:·、。]|\b(?:\d+n\d?|high|ultra|pure|purity|grade|of|and|the)\b|纯度|高纯"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a number lies: from `low` to `high`, either end open or closed."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def meets(self, bound: Threshold) -> bool | None:
        """Whether every number of the span meets a threshold; None where some do and some do not.

        Examples
        --------
        >>> Span(Decimal("99.8"), Decimal("99.8")).meets(Threshold(measure="purity", at_least="99.99"))
        False
        >>> Span(Decimal(0), Decimal(300), high_open=True).meets(Threshold(measure="e", at_least="300"))
        False
        """
        if bound.at_least or bound.above:
            value, strict = Decimal(bound.at_least or bound.above), bool(bound.above)
            if self.low > value or (self.low == value and (not strict or self.low_open)):
                return True
            return False if self.high < value or (self.high == value and (strict or self.high_open)) else None
        value, strict = Decimal(bound.at_most or bound.below), bool(bound.below)
        if self.high < value or (self.high == value and (not strict or self.high_open)):
            return True
        return False if self.low > value or (self.low == value and (strict or self.low_open)) else None


@dataclass(frozen=True, slots=True)
class Stated:
    """Traits and numbers that a text states; what is missing is not stated.

    Parameters
    ----------
    head : str
        The words that say what the item is, without its figures.
    traits : mapping of str to frozenset of str
        By trait, the values that a word says.
    numbers : mapping of str to Span
    words : mapping of str to str
        How the text writes a number, by measure.
    parts : tuple of str
        What the text names side by side, each without what it is for, with or made of.
    """

    head: str
    traits: Mapping[str, frozenset[str]]
    numbers: Mapping[str, Span]
    words: Mapping[str, str]
    parts: tuple[str, ...] = ()


def stated(low: str, vocabulary: ItemClasses, says: Says) -> Stated:
    """What a folded, lower-case text states in the words of a vocabulary.

    Parameters
    ----------
    says : callable
        Whether a word stands in a text.
    """
    pieces = pieces_of(low)
    head = head_of(low, vocabulary)
    traits = {name: _values_said(name, head, low, vocabulary, says) for name in _trait_names(vocabulary)}
    if is_an_element(head, vocabulary):
        traits["substance"] = frozenset({"metal"})
    numbers: dict[str, Span] = {}
    words: dict[str, str] = {}
    for measure in vocabulary.measures:
        said = [one for k, piece in enumerate(pieces) for one in _spans(piece, measure, first=k == 0)]
        if len({span for span, _ in said}) == 1:
            numbers[measure.name], words[measure.name] = said[0]
    parts = tuple(part for piece in pieces for part in side_by_side(_AFTER_THE_HEAD.split(piece)[0]))
    return Stated(head, {k: v for k, v in traits.items() if v}, numbers, words, parts)


def head_of(low: str, vocabulary: ItemClasses) -> str:
    """The words that say what an item is: those before a comma, a purpose or a content, without figures."""
    (first, *_) = (*pieces_of(low), "")
    return _without_figures(_AFTER_THE_HEAD.split(first)[0], vocabulary)


def before_the_purpose(low: str) -> str:
    """A text up to the words that say what the item is for."""
    return _PURPOSE.split(low)[0].strip()


def unread(piece: str, vocabulary: ItemClasses) -> str:
    """What is left of a part of a text once its numbers and the words of the vocabulary are taken out."""
    rest = _without_figures(piece, vocabulary)
    words = [word for trait in vocabulary.traits for said in trait.values.values() for word in said]
    words += [word for measure in vocabulary.measures for word in (*measure.words, *measure.named)]
    words += [name for element in vocabulary.elements for name in element.names]
    for word in sorted(words, key=len, reverse=True):
        rest = re.sub(rf"(?<![a-z]){re.escape(word.casefold())}(?![a-z])", " ", rest)
    return _FILLER.sub("", rest).strip()


def in_two_ways(piece: str) -> str:
    """A figure of a text whose comma may part thousands or decimals; nothing where there is none."""
    figures = (match[0] for match in re.finditer(_FIGURE, piece))
    return next((figure for figure in figures if _EITHER.fullmatch(figure)), "")


def is_head(word: str, head: str) -> bool:
    """Whether an item is of a word: its head ends with it.

    Examples
    --------
    >>> is_head("charger", "gan charger"), is_head("led", "led-grade gallium"), is_head("led", "sealed")
    (True, False, False)
    """
    rest = head.removesuffix(word)
    return rest != head and (not word.isascii() or not rest[-1:].isalnum())


def pieces_of(low: str) -> list[str]:
    """The parts of a text between commas, semicolons and brackets; a decimal comma parts nothing."""
    return [piece.strip() for piece in _PIECES.split(low) if piece.strip()]


def _trait_names(vocabulary: ItemClasses) -> list[str]:
    return [trait.name for trait in vocabulary.traits]


def _values_said(name: str, head: str, low: str, vocabulary: ItemClasses, says: Says) -> frozenset[str]:
    """Values of a trait said in the head; those said anywhere where the head says none."""
    values = next(trait.values for trait in vocabulary.traits if trait.name == name)
    for text in (head, low):
        said = frozenset(v for v, words in values.items() if any(says(word, text) for word in words))
        if said:
            return said
    return frozenset()


def is_an_element(head: str, vocabulary: ItemClasses) -> bool:
    """Whether a head names one element and, at most, its shape."""
    shapes = next((t.values for t in vocabulary.traits if t.name == "shape"), {})
    rest = head
    for names in (*(e.names for e in vocabulary.elements), *shapes.values()):
        for name in sorted(names, key=len, reverse=True):
            rest = re.sub(rf"(?<![a-z]){re.escape(name.casefold())}(?![a-z])", "", rest)
    named = any(name.casefold() in head for e in vocabulary.elements for name in e.names)
    return named and not _FILLER.sub("", rest).strip()


def _without_figures(text: str, vocabulary: ItemClasses) -> str:
    for measure in vocabulary.measures:
        text = _pattern(tuple(measure.units)).sub(" ", text)
        if measure.bare:
            text = _after_its_name(measure.named).sub(" ", text)
    return _NINES.sub(" ", text).strip()


def _spans(piece: str, measure: MeasuredBy, *, first: bool) -> Iterator[tuple[Span, str]]:
    """Every number of a measure in a piece of text, with the words that say it."""
    if any(word in piece for word in measure.not_with):
        return
    pattern = _pattern(tuple(measure.units))
    alone = not _FILLER.sub("", pattern.sub("", piece)).strip()
    if measure.words and not (first or alone or any(word in piece for word in measure.words)):
        return
    for match in pattern.finditer(piece):
        if (span := _span(match, measure)) is not None:
            yield span, match[0].strip()
    if measure.bare and not pattern.search(piece):
        for match in _after_its_name(measure.named).finditer(piece):
            if (value := _figure(match["one"], measure)) is not None:
                yield Span(value, value), match[0].strip()
    if measure.nines:
        for match in _NINES.finditer(piece):
            digits = "9" * int(match[1]) + (match[2] or "")
            value = Decimal(f"{digits[:2]}.{digits[2:] or '0'}")
            yield Span(value, value), match[0]


def _figure(text: str, measure: MeasuredBy) -> Decimal | None:
    """A figure as a number; None where a comma may part thousands or decimals, or no number is written."""
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _EITHER.fullmatch(text) and not measure.most:
        return None
    plain = text.replace(",", ".")
    return Decimal(plain) if plain.count(".") <= 1 else None


def _span(match: re.Match[str], measure: MeasuredBy) -> Span | None:
    factor = Decimal(measure.units[match["unit"]])
    figures = [_figure(match[name], measure) for name in ("one", "two") if match[name]]
    if None in figures:
        return None
    one, *rest = [figure * factor for figure in figures if figure is not None]
    if rest:
        return Span(one, rest[0])
    if match["down"]:
        return Span(Decimal(0), one, high_open=match["down"] in _BELOW)
    if match["up"]:
        return Span(one, Decimal(measure.most or "Infinity"), low_open=match["up"] in _ABOVE)
    return Span(one, one)


@cache
def _after_its_name(names: tuple[str, ...]) -> re.Pattern[str]:
    """A number that follows a name: ``TPP 20000``, ``TPP: 20000``."""
    name = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:{name})\s*(?:of|:|=|为)?\s*(?P<one>{_FIGURE})(?![\w.])")


@cache
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    """Numbers before one of some units, alone, as a range, or after a word of comparison."""
    unit, down, up = (
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        for words in (units, (*_BELOW, *_UP_TO), (*_ABOVE, *_FROM))
    )
    return re.compile(
        rf"(?:(?P<down>{down})|(?P<up>{up}))?\s*(?<![0-9a-z.\-−])(?P<one>{_FIGURE})"
        rf"(?:\s*(?:-|–|to|至|~)\s*(?P<two>{_FIGURE}))?\s*(?P<unit>{unit})(?![a-z])"
    )
