"""One written name as the forms under which it is compared: own words, legal form, numbers, script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from detente.screening.matching.word_data import NEUTRAL, NameWords, name_words
from detente.terms import folded

LONGEST_NAME = 300
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_PART = re.compile(r"[A-Za-z][A-Za-z0-9&.,'’ -]*[A-Za-z0-9.)]")
_HAN_PART = re.compile(r"[\u3400-\u9fff·•・]{2,}")
_ALSO = re.compile(
    r"\b(?:a\.?\s?k\.?\s?a\.?|f\.?k\.?a\.?|n\.?k\.?a\.?|d\.?\s?b\.?\s?a\.?|t/a|formerly known as|"
    r"also known as|formerly|trading as|doing business as)(?:\s|:)+|"
    r"(?:简称|又名|又称|原名|曾用名|别名)[:： ]*",
    re.IGNORECASE,
)
_AT_END = re.compile(r"^(?P<before>.*\S)\s*\((?P<within>[^()]{1,120})\)\s*[.,;]?$")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_POSSESSIVE = re.compile(r"['’`´]")
_NO_WORD = re.compile(r"[^\w]+|_")
_NUMBER = re.compile(r"\d+")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_COUNTED = re.compile(r"(?<=第)[〇零一二三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as it is compared.

    Attributes
    ----------
    exact : str
        Its own words as written, without blanks and legal form: names that agree in it are one.
    words : tuple of str
        The same in order, words that differ little made one; of a Chinese name, none.
    compact : str
        These without blanks; of a Chinese name, its characters without legal form.
    legal : frozenset of str
        Families of the legal forms it bears.
    numbers : frozenset of str
        Numbers in it: two names with other numbers are two parties.
    han : bool
        Whether it is Chinese or Japanese.
    initials : str
        First letters of all its words, legal form included, where there are four and more.
    """

    exact: str
    words: tuple[str, ...]
    compact: str
    legal: frozenset[str]
    numbers: frozenset[str]
    han: bool
    initials: str = ""


def name_forms(name: str, *, asked: bool = False) -> tuple[NameForm, ...]:
    """The forms of a name: the whole, what stands before a bracket at its end, what stands in it, and other
    names it gives of itself.

    Parameters
    ----------
    asked : bool
        The name is one that is looked for: its Latin and its Chinese part are tried alone as well.

    Examples
    --------
    >>> [form.compact for form in name_forms("Huawei Technologies Co., Ltd. (Huawei)")]
    ['huaweitechnology', 'huawei']
    >>> [form.compact for form in name_forms("華為技術有限公司")]
    ['华为技术']
    """
    return _forms_once(name[:LONGEST_NAME], asked)


@lru_cache(maxsize=200_000)
def _forms_once(name: str, asked: bool) -> tuple[NameForm, ...]:
    text = readable(name)
    forms: dict[tuple[str, bool], NameForm] = {}
    for part in _parts(text, asked):
        form = _form(part)
        if form is not None:
            forms.setdefault((form.compact, form.han), form)
    return tuple(forms.values())


def readable(name: str) -> str:
    """A name in one line: full-width narrowed, Chinese simplified, no control or unseen characters."""
    if name.isascii() and name.isprintable():
        return name
    return folded("".join(_seen(character) for character in name))


def _seen(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Co", "Cs", "Cn") else character


def _parts(text: str, asked: bool) -> list[str]:
    """The names that one text holds; the whole first."""
    words = name_words()
    parts: list[str] = []
    for piece in _ALSO.split(text) if _ALSO.search(text) else (text,):
        ended = _AT_END.match(piece.strip(" ;,"))
        if ended is None or _is_place(ended["within"], words):
            parts.append(piece)
        else:
            parts += [ended["before"], *re.split(r"[;/]", ended["within"])]
    if asked and _HAN.search(text):
        latin = max(_LATIN_PART.findall(text), key=len, default="")
        han = "".join(_HAN_PART.findall(text))
        parts += [part for part, least in ((latin, 5), (han, 3)) if len(part) >= least and len(latin) > 4]
    return parts


def _is_place(text: str, words: NameWords) -> bool:
    """Whether a bracket says where, not who: (China), （上海）."""
    low = text.casefold().strip()
    if _HAN.search(low):
        return low in words.han_places
    return all(w in words.places for w in _NO_WORD.split(low) if w)


def _form(text: str) -> NameForm | None:
    if _HAN.search(text):
        return _han_form(text)
    return _latin_form(text)


def _latin_form(text: str) -> NameForm | None:
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(name_words().letters))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), _POSSESSIVE.sub("", plain))
    said = [word for word in _NO_WORD.split(plain) if word]
    if not said:
        return None
    said = _joined_letters(said)
    words = name_words()
    kept, legal = _without_legal_form(said, words)
    written = [words.same.get(word, word) for word in kept if word not in words.left_out] or kept
    own = tuple(_compared(word, words) for word in written)
    compact = "".join(own)
    if len(compact) < 2:
        return None
    initials = "".join(word[0] for word in said if word not in words.left_out)
    return NameForm(
        "".join(written), own, compact, frozenset(legal - {NEUTRAL}),
        frozenset(_NUMBER.findall(compact)), False, initials if len(initials) >= 4 else "",
    )  # fmt: skip


def _joined_letters(said: list[str]) -> list[str]:
    """Single letters that follow one another as one word: L L C, C S B C."""
    joined: list[str] = []
    run = ""
    for word in [*said, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined += [run]
            run = ""
        if word:
            joined.append(word)
    return joined


def _compared(word: str, words: NameWords) -> str:
    if word in words.alike:
        return words.alike[word]
    ordinal = _ORDINAL.match(word)
    if ordinal is not None:
        return ordinal[1]
    if len(word) > 4 and word[-1] == "s" and word[:-1] in words.weight:
        return words.alike.get(word[:-1], word[:-1])
    return word


def _without_legal_form(said: list[str], words: NameWords) -> tuple[list[str], set[str]]:
    """The words less the legal forms at both ends; at least one word is left."""
    legal: set[str] = set()
    kept = list(said)
    if len(kept) > 2 and kept[-1] in words.places and _form_at_end(kept[:-1], words):
        kept = kept[:-1] if _form_at_end(kept[:-1], words) else kept
        kept = [*kept[: -_form_at_end(kept, words)], said[-1], *kept[-_form_at_end(kept, words) :]]
    while length := _form_at_end(kept, words):
        legal.add(words.ends[tuple(kept[-length:])])
        kept = kept[:-length]
    for length in (5, 3, 2, 1):
        if len(kept) > length and (family := words.starts.get(tuple(kept[:length]))):
            legal.add(family)
            kept = kept[length:]
            break
    return kept, legal


def _form_at_end(kept: list[str], words: NameWords) -> int:
    """How many words at the end are a legal form."""
    for length in (5, 4, 3, 2, 1):
        if len(kept) > length and tuple(kept[-length:]) in words.ends:
            return length
    return 0


def _han_form(text: str) -> NameForm | None:
    plain = _COUNTED.sub(lambda match: _counted(match[0]), text.casefold())
    plain = "".join(c for c in plain if c.isalnum())
    words = name_words()
    legal: set[str] = set()
    cut = True
    while cut:
        cut = False
        for ending, family in words.han_ends:
            if plain.endswith(ending) and len(plain) > len(ending) + 1:
                plain, cut = plain[: -len(ending)], True
                legal.add(family)
                break
        for ending, family in words.han_ends:
            if len(ending) > 3 and plain.startswith(ending) and len(plain) > len(ending) + 1:
                plain, cut = plain[len(ending) :], True
                legal.add(family)
    if len(plain) < 2:
        return None
    return NameForm(plain, (), plain, frozenset(legal - {NEUTRAL}), frozenset(_NUMBER.findall(plain)), True)


def _counted(text: str) -> str:
    """A Chinese number up to 999 in digits: 三十八 is 38."""
    if not re.search("[十百]", text):
        return "".join(_DIGITS[c] for c in text)
    total = digit = 0
    for character in text:
        if character in "十百":
            total += max(digit, 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = int(_DIGITS[character])
    return str(total + digit)
