"""Entries of China's control lists weighed against an item: listed, not listed by name, or what decides.

"No licence" needs every candidate excluded by a trait or a number that the item states. What the item leaves
open is asked for; nothing is taken for granted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from detente.licensing.answer import CandidateEntry
from detente.licensing.stated import Says, Stated, is_an_element, is_head
from detente.regime import ControlEntry, ItemClasses, Threshold, Words, cites_out, sources

EntryStanding = Literal["listed", "not_listed", "open"]
LINE_DIGITS = 8
UNWORKED = ("wafer", "crystal", "piece")  # shapes that are traded as such, not a part of a device's name
BOTH = "+"  # between the classes of an item that is of several at once: re18+re57
_COMPARES = {
    "at_least": ("from {} on", "{}及以上"),
    "above": ("above {}", "大于{}"),
    "at_most": ("up to {}", "{}及以下"),
    "below": ("below {}", "小于{}"),
}


_TRAITS_ZH = {"substance": "物质", "shape": "形态", "kind": "类别", "chemistry": "体系"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry that an item may be, with how it stands and why.

    Parameters
    ----------
    standing : {"listed", "not_listed", "open"}
    because : Words
        What decides, or the questions that would decide.
    """

    entry: ControlEntry
    standing: EntryStanding
    because: Words


def weigh(
    low: str, entries: Iterable[ControlEntry], stated: Stated, vocabulary: ItemClasses, says: Says
) -> tuple[Weighed, ...]:
    """The entries that the words of an item make candidates, each weighed."""
    rows = (e for e in entries if _names(e, low, says))
    return tuple(weighed(entry, stated, vocabulary, Wording(low, says)) for entry in rows)


def _names(entry: ControlEntry, text: str, says: Says) -> bool:
    """Whether the words of a text make an entry a candidate."""
    return all(any(says(word, text) for word in group) for group in entry.named)


def weigh_code(
    code: tuple[str, str],
    entries: Iterable[ControlEntry],
    stated: Stated,
    vocabulary: ItemClasses,
    says: Says,
) -> tuple[Weighed, ...]:
    """The entries whose reference codes a customs code lies under or, from eight digits on, reaches.

    Parameters
    ----------
    code : tuple of str
        Its digits, and what was said beside it.
    """
    digits, beside = code
    reach = len(digits) >= LINE_DIGITS
    rows = (e for e in entries if any(digits.startswith(c) or (reach and c.startswith(digits)) for c in e.hs))
    return tuple(weighed(entry, stated, vocabulary, Wording(beside, says)) for entry in rows)


def candidates_of(rows: Iterable[Weighed]) -> tuple[CandidateEntry, ...]:
    """Weighed entries as rows of an answer: those listed first, then what is open, then what is excluded."""
    documents = sources()
    order = ("listed", "open", "not_listed")
    return tuple(
        CandidateEntry(
            entry=row.entry.id, code=row.entry.code, item_class=row.entry.item_class,
            title=row.entry.title.en, title_zh=row.entry.title.zh, standing=row.standing,
            because=row.because.en, because_zh=row.because.zh, confidence=row.entry.confidence,
            cite=cites_out(row.entry.cite, documents),
        )
        for row in sorted(rows, key=lambda row: (order.index(row.standing), -len(row.entry.named)))
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """What was said of an item, and the reader of its words."""

    low: str = ""
    says: Says = lambda word, text: False

    def __call__(self, word: str) -> bool:
        """Whether a word stands in what was said."""
        return self.says(word, self.low)


def weighed(
    entry: ControlEntry, stated: Stated, vocabulary: ItemClasses, said: Wording | None = None
) -> Weighed:
    """An entry weighed against what is stated: listed, not listed by one thing said, or what decides."""
    said = said or Wording()
    good = _good_outside(entry, stated, vocabulary)
    beside = bool(good) and _named_beside(entry, good, stated, vocabulary, said)
    outside = _by_its_good(entry, good) if good and not beside else _outside(entry, stated, vocabulary)
    outside = outside or _said_not(entry, vocabulary, said)
    if outside is not None:
        return Weighed(entry, "not_listed", outside)
    asked = [_which_of_two(entry, good)] if beside else []
    asked += list(_open_traits(entry, stated, vocabulary)) + list(_open_numbers(entry, stated, vocabulary))
    asked += [entry.asks] if entry.asks and not any(map(said, entry.yes_if)) else []
    if asked:
        return Weighed(entry, "open", _joined(asked))
    return Weighed(entry, "listed", entry.title)


def _good_outside(entry: ControlEntry, stated: Stated, vocabulary: ItemClasses) -> str:
    """The good outside an entry that the head of an item names; empty where it names none.

    A word that ends a longer one of the vocabulary is that one, and a shape of a bare element is no device.
    """
    own = dict.fromkeys(_words_outside(entry, vocabulary))
    pieces = _shapes(vocabulary).get("piece", ())
    for word in own:
        low = word.casefold()
        if not is_head(low, stated.head) or (word in pieces and is_an_element(stated.head, vocabulary)):
            continue
        longer = (w.casefold() for words in vocabulary.words.values() for w in words if w not in own)
        if not any(w != low and w.endswith(low) and is_head(w, stated.head) for w in longer):
            return word
    return ""


def _words_outside(entry: ControlEntry, vocabulary: ItemClasses) -> Iterator[str]:
    """The words of the goods that an entry leaves out."""
    return (word for group in entry.unless for word in vocabulary.words.get(group[1:], (group,)))


def _named_beside(
    entry: ControlEntry, good: str, stated: Stated, vocabulary: ItemClasses, said: Wording
) -> bool:
    """Whether a text names what is listed beside a good that is not: as a part of its own, as a wafer, an
    ingot or a metal before it, or by a number that the entry asks for."""
    if any(
        bound.measure in stated.numbers and stated.numbers[bound.measure].meets(bound)
        for bound in entry.numbers
    ):
        return True
    own = tuple(_words_outside(entry, vocabulary))
    for part in stated.parts:
        if _names(entry, part, said.says) and not any(said.says(word, part) for word in own):
            return True
    rest = stated.head.removesuffix(good.casefold())
    forms = [word for name in UNWORKED for word in _shapes(vocabulary).get(name, ())]
    substances = next((t.values for t in vocabulary.traits if t.name == "substance"), {})
    return any(said.says(word, rest) for word in (*forms, *substances.get("metal", ())))


def _shapes(vocabulary: ItemClasses) -> Mapping[str, tuple[str, ...]]:
    return next((t.values for t in vocabulary.traits if t.name == "shape"), {})


def _by_its_good(entry: ControlEntry, good: str) -> Words:
    en, zh = (f": {entry.outside.en}", f"：{entry.outside.zh}") if entry.outside else ("", "")
    return Words(en=f"{good!r} is outside the entry{en}", zh=f"“{good}”不在该项之内{zh}")


def _which_of_two(entry: ControlEntry, good: str) -> Words:
    return Words(
        en=f"is it {entry.title.en}, or a finished good ({good})?",
        zh=f"是{entry.title.zh}，还是成品（{good}）？",
    )


def _outside(entry: ControlEntry, stated: Stated, vocabulary: ItemClasses) -> Words | None:
    """Why an entry does not name the item: a trait or a number that is stated; None where none is."""
    if "technology" in stated.traits.get("substance", ()) and not _of_technology(entry):
        return Words(en="technology; the entry lists goods", zh="属技术，该项所列为货物")
    for name, wanted in entry.wants.items():
        said = stated.traits.get(name, frozenset())
        if said and not said & set(wanted):
            one, listed = ", ".join(sorted(said)), ", ".join(wanted)
            return Words(
                en=f"{name} {one.replace('_', ' ')}, listed is {listed.replace('_', ' ')}",
                zh=f"{_TRAITS_ZH[name]}为{_said_zh(vocabulary, name, said)}，所列为"
                f"{_said_zh(vocabulary, name, wanted)}",
            )
    for bound in entry.numbers:
        span = stated.numbers.get(bound.measure)
        if span is not None and span.meets(bound) is False:
            title, (en, zh) = _title(vocabulary, bound.measure), _bound(vocabulary, bound)
            said_as = stated.words[bound.measure]
            return Words(en=f"{title.en} {said_as}, listed {en}", zh=f"{title.zh}{said_as}，所列为{zh}")
    return None


def _of_technology(entry: ControlEntry) -> bool:
    return any("@technology" in group for group in entry.named)


def _said_not(entry: ControlEntry, vocabulary: ItemClasses, said: Callable[[str], bool]) -> Words | None:
    """The words of an item that answer what an entry asks with no."""
    for group in entry.no_if:
        for word in sorted(vocabulary.words.get(group[1:], (group,)), key=len, reverse=True):
            if said(word):
                return Words(en=f"said: {word}", zh=f"已说明：{word}")
    return None


def _open_traits(entry: ControlEntry, stated: Stated, vocabulary: ItemClasses) -> Iterable[Words]:
    asks = {trait.name: trait.ask for trait in vocabulary.traits}
    return [asks[name] for name in entry.wants if name not in stated.traits]


def _open_numbers(entry: ControlEntry, stated: Stated, vocabulary: ItemClasses) -> Iterable[Words]:
    for bound in entry.numbers:
        span = stated.numbers.get(bound.measure)
        if span is None or span.meets(bound) is None:
            title, (en, zh) = _title(vocabulary, bound.measure), _bound(vocabulary, bound)
            yield Words(en=f"{title.en}: listed {en}?", zh=f"{title.zh}：所列为{zh}？")


def _bound(vocabulary: ItemClasses, bound: Threshold) -> tuple[str, str]:
    measure = next(m for m in vocabulary.measures if m.name == bound.measure)
    name, value = next((n, getattr(bound, n)) for n in _COMPARES if getattr(bound, n))
    figure = f"{value} {measure.unit}"
    return _COMPARES[name][0].format(figure), _COMPARES[name][1].format(f"{value}{measure.unit}")


def _title(vocabulary: ItemClasses, measure: str) -> Words:
    return next(m.title for m in vocabulary.measures if m.name == measure)


def _said_zh(vocabulary: ItemClasses, name: str, values: Iterable[str]) -> str:
    trait = next(t for t in vocabulary.traits if t.name == name)
    return "、".join(next((w for w in trait.values[v] if not w.isascii()), v) for v in sorted(values))


def _joined(asked: list[Words]) -> Words:
    unique = list({w.en: w for w in asked}.values())
    return Words(en="; ".join(w.en for w in unique), zh="；".join(w.zh for w in unique))
