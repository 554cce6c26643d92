"""How near two names are: the same, nearly the same, part of one another; never by common words alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA, Indel

from detente.screening.matching.name_forms import NameForm
from detente.screening.matching.word_data import name_words

Why = Literal[
    "same name",
    "other legal form",
    "words in another order",
    "part of the name",
    "spelt nearly the same",
    "initials",
]
SAME = 100.0
ALIKE, OTHER_FORM, OTHER_ORDER, INITIALS = 98.0, 97.0, 96.0, 90.0
PART_LEAST, PART_MOST = 90.0, 95.0
OWN_ENOUGH = 0.9  # of the weight of a word that is a company's own
LEAST_LIKE = 0.75  # two long words less alike are other words
_JOINED = 0.95
# letters wrong, missing, too many or in another place: how long a word must be, and how alike it is then
_LETTERS_FOR = (0, 5, 8)
_LIKE_WITH = (1.0, 0.91, 0.88)
_LONG = 12  # letters of words that are compared as a whole: other ways to write sounds
_OF_A_GROUP = frozenset(["group", "holdings"])


@dataclass(frozen=True, slots=True)
class Nearness:
    """Score from 0 to 100, and what makes the names near."""

    score: float
    why: Why

    @property
    def same(self) -> bool:
        """Whether the names are one: but for the legal form, the script's width, accents, marks."""
        return self.score >= SAME


Weigh = Callable[[str], float]


def nearness(asked: NameForm, listed: NameForm, weigh: Weigh) -> Nearness | None:
    """How near a name that is asked about is to a listed one; None where they have nothing to do with one
    another.

    Parameters
    ----------
    weigh : callable
        How much a word tells one company from another, up to one.

    Examples
    --------
    >>> from detente.screening.matching.name_forms import name_forms
    >>> def near(one, other):
    ...     return nearness(name_forms(one)[0], name_forms(other)[0], lambda word: 1.0)
    >>> near("Huawei Technologies", "HUAWEI TECHNOLOGIES CO., LTD").same
    True
    >>> near("General Motors", "Boeing") is None
    True
    """
    if asked.han != listed.han:
        return None
    if asked.compact == listed.compact or asked.exact == listed.exact:
        if asked.legal and listed.legal and not asked.legal & listed.legal:
            return Nearness(OTHER_FORM, "other legal form")
        if asked.exact != listed.exact:
            return Nearness(ALIKE, "spelt nearly the same")
        return Nearness(SAME, "same name")
    if asked.numbers and listed.numbers and asked.numbers != listed.numbers:
        return None
    if asked.han:
        return _han_nearness(asked, listed)
    if sorted(asked.words) == sorted(listed.words):
        return Nearness(OTHER_ORDER, "words in another order")
    if listed.initials and len(asked.words) == 1 and asked.compact == listed.initials:
        return Nearness(INITIALS, "initials")
    if asked.initials and len(listed.words) == 1 and listed.compact == asked.initials:
        return Nearness(INITIALS, "initials")
    return _latin_nearness(asked.words, listed.words, weigh)


def _latin_nearness(asked: Sequence[str], listed: Sequence[str], weigh: Weigh) -> Nearness | None:
    pairs, rest = _aligned(asked, listed)
    shared = sum(like * min(weigh(a), weigh(b)) for a, b, like in pairs)
    own = sum(min(weigh(a), weigh(b)) for a, b, _ in pairs)
    left = [sum(weigh(word) for word in words) for words in rest]
    if own < OWN_ENOUGH and len(pairs) < 3:
        return None
    part = _part_score(asked, listed, rest, weigh)
    letters = 0.0
    if not any(_tells(word, weigh) for words in rest for word in words) and not _other_words(pairs):
        one = " ".join([*(word for word, _, _ in pairs), *rest[0]])
        other = " ".join([*(word for _, word, _ in pairs), *rest[1]])
        letters = 100 * Indel.normalized_similarity(one, other)
    near = 100 * shared / (own + sum(left))
    score = max(near, letters)
    if part >= score:
        return Nearness(round(part, 1), "part of the name") if part else None
    return Nearness(min(round(score, 1), OTHER_FORM), "spelt nearly the same")


def _tells(word: str, weigh: Weigh) -> bool:
    return weigh(word) > 0.35 or word.isdigit()


def _other_words(pairs: Sequence[tuple[str, str, float]]) -> bool:
    """Whether two words paired for their letters are both words of their own: north and worth, Nanjing and
    Nanning."""
    known = name_words().weight
    return any(like < 1 and a in known and b in known for a, b, like in pairs)


def _aligned(
    asked: Sequence[str], listed: Sequence[str]
) -> tuple[list[tuple[str, str, float]], tuple[list[str], list[str]]]:
    """Words of both names in pairs with how alike they are, and the words left over on either side."""
    left, right = list(asked), list(listed)
    pairs: list[tuple[str, str, float]] = []
    for word in asked:
        if word in right:
            right.remove(word)
            left.remove(word)
            pairs.append((word, word, 1.0))
    _pair_joined(left, right, pairs)
    _pair_joined(right, left, pairs)
    for word in list(left):
        best = max(((_likeness(word, other), other) for other in right), default=(0.0, ""))
        if best[0] > 0:
            left.remove(word)
            right.remove(best[1])
            pairs.append((word, best[1], best[0]))
    return pairs, (left, right)


def _pair_joined(one: list[str], other: list[str], pairs: list[tuple[str, str, float]]) -> None:
    """Two words of one name that the other writes as one."""
    for word in list(other):
        for a, b in itertools.pairwise(one):
            if a + b == word:
                one.remove(a)
                one.remove(b)
                other.remove(word)
                pairs.append((word, word, _JOINED))
                break


def _likeness(one: str, other: str) -> float:
    """How alike two words are spelt; short words, numbers and two words of their own are not alike."""
    if min(len(one), len(other)) < 4 or one.isdigit() or other.isdigit():
        return 0.0
    known = name_words().weight
    if one in known and other in known:
        return 0.0
    shorter = min(len(one), len(other))
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips <= 2 and shorter >= _LETTERS_FOR[slips]:
        return _LIKE_WITH[slips]
    if shorter < _LONG:
        return 0.0
    return Indel.normalized_similarity(one, other, score_cutoff=LEAST_LIKE)


def _part_score(
    asked: Sequence[str], listed: Sequence[str], rest: tuple[list[str], list[str]], weigh: Weigh
) -> float:
    """Score of a name that stands whole in the other: Boeing in Boeing Defense, General Dynamics in General
    Dynamics Canada."""
    if bool(rest[0]) == bool(rest[1]):
        return 0.0
    short, extra = (asked, rest[1]) if rest[1] else (listed, rest[0])
    long = listed if rest[1] else asked
    if sum(weigh(word) for word in short) < OWN_ENOUGH and len(short) < 3:
        return 0.0
    if len(short) == 1 and any(_tells(word, weigh) for word in extra):
        return 0.0
    if len(short) == 1 and (len(short[0]) < 3 or (len(short[0]) < 4 and not set(extra) <= _OF_A_GROUP)):
        return 0.0
    if not _follows(short, long) and any(_tells(word, weigh) for word in extra):
        return 0.0
    told = sum(weigh(word) for word in short)
    share = told / (told + sum(weigh(word) for word in extra))
    return PART_LEAST + (PART_MOST - PART_LEAST) * share


def _follows(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of one stand beside one another in the other."""
    size = len(short)
    return any(tuple(long[i : i + size]) == tuple(short) for i in range(len(long) - size + 1))


def _han_nearness(asked: NameForm, listed: NameForm) -> Nearness | None:
    short, long = sorted((asked.compact, listed.compact), key=len)
    own = _own_characters(short)
    if short in long:
        extra = long.replace(short, "", 1)
        country = long.endswith(short) and extra in name_words().han_places
        if country and len(short) >= 4:
            return Nearness(PART_MOST + 1, "part of the name")
        if len(own) >= 2 and not _own_characters(extra):
            return Nearness(PART_MOST, "part of the name")
        if len(own) >= 4:
            return Nearness(PART_LEAST + 1, "part of the name")
        return None
    if len(own) < 2 or len(short) < 4:
        return None
    score = 100 * Indel.normalized_similarity(short, long)
    one, other = _own_characters(asked.compact), _own_characters(listed.compact)
    if one != other and 100 * Indel.normalized_similarity(one, other) < LEAST_LIKE * 100:
        return None
    return Nearness(round(score, 1), "spelt nearly the same") if score >= 60 else None


def _own_characters(text: str) -> str:
    """A Chinese name less the words that many companies share, and the places."""
    words = name_words()
    for word in (*words.han_places, *words.han_common):
        text = text.replace(word, "")
    return text


def weight_of(word: str) -> float:
    """How much a word tells one company from another, up to one.

    A word that a list bears often tells as much as a rare one: it is a family, whose members are asked about.
    """
    weight = name_words().weight.get(word, 1.0)
    return min(weight, 0.35) if len(word) == 1 else weight
