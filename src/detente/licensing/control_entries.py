"""Entries of China's control lists weighed against an item: listed, not listed by name, or what decides.

"No licence" needs every candidate excluded by a trait or a number that the item states. What the item leaves
open is asked for; nothing is taken for granted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from detente.licensing.answer import CandidateEntry
from detente.licensing.stated import Says, Stated, is_head
from detente.regime import ControlEntry, ItemClasses, Threshold, Words, cites_out, sources

EntryStanding = Literal["listed", "not_listed", "open"]
LINE_DIGITS = 8
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
    rows = (e for e in entries if all(any(says(word, low) for word in group) for group in e.named))
    return tuple(weighed(entry, stated, vocabulary, lambda word: says(word, low)) for entry in rows)


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
    return tuple(weighed(entry, stated, vocabulary, lambda word: says(word, beside)) for entry in rows)


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


def weighed(
    entry: ControlEntry, stated: Stated, vocabulary: ItemClasses, said: Callable[[str], bool] = bool
) -> Weighed:
    """An entry weighed against what is stated: listed, not listed by one thing said, or what decides.

    `said` tells whether a word stands in what was said of the item.
    """
    outside = _outside(entry, stated, vocabulary) or _said_not(entry, vocabulary, said)
    if outside is not None:
        return Weighed(entry, "not_listed", outside)
    asked = list(_open_traits(entry, stated, vocabulary)) + list(_open_numbers(entry, stated, vocabulary))
    asked += [entry.asks] if entry.asks and not any(map(said, entry.yes_if)) else []
    if asked:
        return Weighed(entry, "open", _joined(asked))
    return Weighed(entry, "listed", entry.title)


def _outside(entry: ControlEntry, stated: Stated, vocabulary: ItemClasses) -> Words | None:
    """Why an entry does not name the item: a word, a trait or a number that is stated; None where none is."""
    for group in entry.unless:
        for word in vocabulary.words.get(group[1:], (group,)):
            if is_head(word.casefold(), stated.head):
                en, zh = (f": {entry.outside.en}", f"：{entry.outside.zh}") if entry.outside else ("", "")
                return Words(en=f"{word!r} is outside the entry{en}", zh=f"“{word}”不在该项之内{zh}")
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
