"""Names of a list in an index: for a name asked about, the few listed names worth comparing, compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from detente.screening.matching.name_forms import NameForm, name_forms
from detente.screening.matching.name_scores import Weigh, Why, nearness, weight_of

DEFAULT_CUTOFF = 90.0
MOST_BEHIND_A_WORD = 1500  # entries that share a word: more of them do not tell one from another
MOST_TELLING = 60  # entries behind two words side by side that tell them apart; more make them usual ones
MOST_COMPARED = 250
MOST_MATCHES = 25
_LEAST_TYPED = 5  # letters of a word that may be mistyped
_TELLS = 0.5  # weight of a word that is asked for
_TOLD_ENOUGH = 0.85  # weight of all that two names share, below which they are not compared


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A listed name that a name asked about meets.

    Attributes
    ----------
    place : int
        Place of the listed name among those the index was made of.
    name : str
        The listed name as written.
    score : float
        100 for the same name; below, how near.
    why : str
        What makes them near.
    """

    place: int
    name: str
    score: float
    why: Why

    @property
    def same(self) -> bool:
        """Whether the names are one."""
        return self.score >= 100


@dataclass(frozen=True)
class NameIndex:
    """Listed names, ready to be asked.

    Examples
    --------
    >>> index = NameIndex.of(["Huawei Technologies Co., Ltd. (Huawei)", "Summit Technologies Inc."])
    >>> [(match.place, match.same) for match in index.matches("HUAWEI TECHNOLOGIES")]
    [(0, True)]
    >>> index.matches("Technologies")
    ()
    """

    names: tuple[str, ...]
    forms: tuple[tuple[NameForm, int], ...]
    exact: dict[str, list[int]]
    keyed: dict[str, list[int]]
    typed: dict[str, list[str]]
    weigh: Weigh
    asked: dict[tuple[str, float], tuple[NameMatch, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str]) -> NameIndex:
        """The index of names; a name without a letter is kept and never met."""
        listed = tuple(names)
        forms = [(form, place) for place, name in enumerate(listed) for form in name_forms(name)]
        exact: dict[str, list[int]] = {}
        keyed: dict[str, list[int]] = {}
        for number, (form, _) in enumerate(forms):
            for spelt in {form.compact, form.exact}:
                exact.setdefault(spelt, []).append(number)
            for key in _keys(form):
                keyed.setdefault(key, []).append(number)
        words = dict.fromkeys(word for form, _ in forms for word in form.words)
        return cls(listed, tuple(forms), exact, keyed, _typing_slips(words), weight_of)

    def matches(self, name: str, cutoff: float = DEFAULT_CUTOFF) -> tuple[NameMatch, ...]:
        """Listed names that a name meets, the nearest first.

        Parameters
        ----------
        cutoff : float
            Least score of a name that is not the same; above 100 no near name is looked for.
        """
        key = (name, cutoff)
        if key not in self.asked:
            if len(self.asked) > 50_000:
                self.asked.clear()
            self.asked[key] = self._matched(name, cutoff)
        return self.asked[key]

    def _matched(self, name: str, cutoff: float) -> tuple[NameMatch, ...]:
        best: dict[int, NameMatch] = {}
        for form in name_forms(name, asked=True):
            for number in self._candidates(form, near=cutoff <= 100):
                other, place = self.forms[number]
                near = nearness(form, other, self.weigh)
                if near is None or not (near.same or near.score >= cutoff):
                    continue
                if place not in best or near.score > best[place].score:
                    best[place] = NameMatch(place, self.names[place], near.score, near.why)
        ordered = sorted(best.values(), key=lambda match: (-match.score, match.place))
        return tuple(m for i, m in enumerate(ordered) if m.same or i < MOST_MATCHES)

    def _candidates(self, form: NameForm, *, near: bool) -> list[int]:
        """Numbers of the listed forms worth comparing: the same ones, and those of the rarest keys."""
        same = [n for spelt in {form.compact, form.exact} for n in self.exact.get(spelt, ())]
        if not near:
            return same
        keys = {key: self.keyed.get(key, ()) for key in self._worth_asking(form)}
        for word in form.words:
            if word not in self.keyed and len(word) >= _LEAST_TYPED:
                for meant in self._meant(word):
                    keys[meant] = self.keyed[meant]
        told: dict[int, float] = {}
        for key, numbers in sorted(keys.items(), key=lambda row: len(row[1])):
            if len(numbers) > MOST_BEHIND_A_WORD:
                break
            weight = 1.0 if form.han else self.weigh(key)
            if len(numbers) > MOST_TELLING and key not in form.words:
                weight = min(weight, _TELLS)
            for number in numbers:
                told[number] = told.get(number, 0.0) + weight
        worth = [number for number, weight in told.items() if weight >= _TOLD_ENOUGH]
        if len(worth) > MOST_COMPARED:
            worth = sorted(worth, key=told.__getitem__, reverse=True)[:MOST_COMPARED]
        return [*same, *(number for number in worth if number not in same)]

    def _worth_asking(self, form: NameForm) -> Iterator[str]:
        """The keys of a form that tell one company from another; two common words side by side do."""
        for key in _keys(form):
            if form.han or self.weigh(key) >= _TELLS:
                yield key

    def _meant(self, word: str) -> dict[str, None]:
        """Words of the list that a word may be a slip for."""
        return {meant: None for slip in _slips(word) for meant in self.typed.get(slip, ())}


def _keys(form: NameForm) -> Iterator[str]:
    """The words, joined words, initials or pairs of characters under which a form is looked for."""
    if form.han:
        yield from dict.fromkeys(form.compact[i : i + 2] for i in range(len(form.compact) - 1))
        return
    yield from dict.fromkeys(form.words)
    yield from dict.fromkeys(a + b for a, b in zip(form.words, form.words[1:], strict=False))
    if form.initials:
        yield form.initials


def _slips(word: str) -> Iterator[str]:
    """A word, and what is left of it when one letter is missing."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _typing_slips(words: Iterable[str]) -> dict[str, list[str]]:
    slips: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _LEAST_TYPED and word.isalpha():
            for slip in dict.fromkeys(_slips(word)):
                slips.setdefault(slip, []).append(word)
    return slips


def all_matches(index: NameIndex, names: Sequence[str], cutoff: float) -> list[tuple[NameMatch, ...]]:
    """What every name of a sequence meets, in its order."""
    return [index.matches(name, cutoff) for name in names]
