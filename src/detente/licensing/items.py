"""From what people call an item, its customs code or CAS number, to the classes that the rules speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.licensing.control_entries import BOTH, Weighed, weigh, weigh_code
from detente.licensing.nearest_entries import nearest_by_control_code, nearest_by_digits, nearest_by_words
from detente.licensing.stated import (
    Says,
    Stated,
    before_the_purpose,
    head_of,
    in_two_ways,
    is_head,
    pieces_of,
    stated,
    unread,
)
from detente.licensing.words_in_text import names_element, plain_text, reader_of, symbols_in, words_present
from detente.regime import ControlEntry, ItemClasses, Recogniser, ReferenceCode, Words
from detente.terms import CN, InputError, folded

MOST_TEXT = 500
NO_CLASS = ("none",)  # what stands for an item that no entry names
OF_ELEMENTS = ("re18", "re57", "w_te_bi_mo_in")  # classes whose control codes are those of the elements named
_CONTROL_CODE = re.compile(r"(?:control code|管制编码)?\s*(\d[A-Ea-e]\d{3}(?:\.[A-Za-z0-9]+)*)")


@dataclass(frozen=True, slots=True)
class Item:
    """What an item was understood to be.

    Attributes
    ----------
    classes : tuple of str
        One class, or several between which `ask` decides; empty when nothing was recognised.
    codes : tuple of str
        Control codes of the elements named.
    ask, assume : Words or None
        The question that decides, and what was taken for granted.
    weighed : tuple of Weighed
        Entries of the control lists that it may be, each with how it stands.
    exact : bool
        Whether a class, a CAS number or a ten-digit code named it, or a rule of one leg alone.
    parameters : str
        What was said beside its name.
    technology : bool
        Whether its own words say that it is technology, not goods.
    nearest : tuple of str
        Where nothing recognised it: the entries that come nearest.
    remark : Words or None
        What is to be said of its number (ECCN).
    """

    text: str
    classes: tuple[str, ...]
    codes: tuple[str, ...] = ()
    ask: Words | None = None
    assume: Words | None = None
    weighed: tuple[Weighed, ...] = ()
    exact: bool = False
    parameters: str = ""
    technology: bool = False
    nearest: tuple[str, ...] = ()
    remark: Words | None = None


def recognise(text: str, vocabulary: ItemClasses, *, leg: str = "", foreign: bool = False) -> Item:
    """Classes of an item.

    Parameters
    ----------
    text : str
        A name (English or Chinese), a class id, a customs code or a CAS number.
    leg : str
        ``CN_to_abroad`` or ``abroad_to_abroad``: the same magnet is another item abroad.
    foreign : bool
        Whether its origin is known to be outside China.

    Raises
    ------
    InputError
        When the text is empty, too long, or a CAS number with a wrong check digit.
    """
    said = folded(text).strip()
    if not said or len(said) > MOST_TEXT:
        raise InputError("an item is described in 1 to 500 characters", where="item")
    if said.lower() in {c.id for c in vocabulary.classes}:
        return Item(said, (said.lower(),), _codes_of_class(vocabulary, said.lower()), exact=True)
    by_number = _by_number(said, vocabulary)
    if by_number is not None:
        return by_number
    rules = [r for r in vocabulary.recognise if (not r.leg or r.leg == leg) and (foreign or not r.foreign)]
    before = _by_words(said, before_the_purpose(said), rules, vocabulary)
    # what an item is for makes it no other good; it tells what it is only where its own words do not
    return before if set(before.classes) - {"none"} else _by_words(said, said, rules, vocabulary)


def _by_words(said: str, text: str, rules: Sequence[Recogniser], vocabulary: ItemClasses) -> Item:
    """The classes of the first rule that fits a text; none where no rule does."""
    low = plain_text(text)
    symbols = symbols_in(text)
    head = head_of(low, vocabulary)
    codes = tuple(
        e.control_code
        for e in vocabulary.elements
        if e.control_code and names_element(e.names, e.symbol, low, symbols)
    )

    def says(word: str) -> bool:
        return words_present(word, low, symbols, vocabulary)

    for rule in rules:
        ends = [w for group in rule.head for w in vocabulary.words.get(group[1:], (group,))]
        if (
            all(any(map(says, group)) for group in rule.all)
            and not any(map(says, rule.none))
            and (not ends or any(is_head(word.casefold(), head) for word in ends))
        ):
            kept = codes if rule.classes[0] in OF_ELEMENTS else ()
            # the entries list goods that leave China: what is made or moved abroad is no matter of theirs
            return Item(said, rule.classes, kept, rule.ask, rule.assume, exact=bool(rule.leg))
    return Item(said, ())


def weigh_item(item: Item, entries: Sequence[ControlEntry], vocabulary: ItemClasses, parameters: str) -> Item:
    """An item with the entries of the control lists weighed against its words, code and parameters.

    A class of which every candidate entry is excluded by name falls away; one that an entry leaves open is
    asked about; one that no entry here tells apart stays as it was recognised.

    Raises
    ------
    InputError
        For parameters that say nothing known.
    """
    beside = folded(parameters).strip()
    code = _CONTROL_CODE.fullmatch(item.text)
    if code and vocabulary.imposed_by == CN:
        return _by_control_code(replace(item, parameters=beside), code[1].upper(), entries)
    low = plain_text(", ".join(filter(None, (item.text, beside))))
    says = reader_of(item.text, vocabulary)
    digits = customs_digits(item.text)
    named = _by_composition(item, beside, vocabulary) if digits and beside else None
    if named is None:
        _check_parameters(plain_text(beside), vocabulary, says)
    facts = stated(low, vocabulary, says)
    rows = (
        weigh_code((digits, plain_text(beside)), entries, facts, vocabulary, says)
        if digits and named is None
        else weigh(low, entries, facts, vocabulary, says)
    )
    technology = "technology" in facts.traits.get("substance", ()) or "re_tech" in item.classes
    item = replace(named or item, parameters=beside, technology=technology)
    if rows and not item.exact:
        item = replace(_decided(item, rows), weighed=rows)
    if item.classes:
        return item
    near = nearest_by_digits(digits, entries, vocabulary) if digits else ()
    return replace(item, nearest=near or nearest_by_words(item.text, entries, vocabulary))


def _by_composition(item: Item, beside: str, vocabulary: ItemClasses) -> Item | None:
    """A customs code told by what its goods are made of; None where that says nothing the code may be."""
    rules = [rule for rule in vocabulary.recognise if not rule.leg]
    told = _by_words(item.text, beside, [rule for rule in rules if not rule.head], vocabulary)
    kept = tuple(name for name in told.classes if name in item.classes)
    good = _by_words(item.text, beside, [rule for rule in rules if rule.head], vocabulary)
    if not kept and ((item.exact and told.classes) or (item.classes and good.classes)):
        ask = Words(
            en=f"{item.text} is a reference code of listed goods, and {beside} is said: which holds?",
            zh=f"{item.text}为列管物项参考税号，而所述为{beside}，以何者为准？",
        )
        classes = dict.fromkeys((*item.classes, *told.classes, *good.classes))
        return replace(item, classes=tuple(classes), ask=ask, exact=False)
    return replace(told, text=item.text, classes=kept) if kept and not item.exact else None


def _by_control_code(item: Item, code: str, entries: Sequence[ControlEntry]) -> Item:
    """The classes of a code of the Dual-use List, as far as its entries are carried."""
    met = [
        e for e in entries if e.code and (e.code.upper().startswith(code) or code.startswith(e.code.upper()))
    ]
    if met:
        return replace(
            item, classes=tuple(dict.fromkeys(e.item_class for e in met)), codes=(code,), exact=True
        )
    ask = Words(
        en=f"{code} is a code of the Dual-use Items List that is not carried here: what does the entry say?",
        zh=f"{code}为《两用物项出口管制清单》编码，此处未收录，请说明该项内容",
    )
    return replace(item, classes=(), ask=ask, nearest=nearest_by_control_code(code, entries))


def read_item(text: str, vocabulary: ItemClasses, parameters: str) -> tuple[str, Stated, Says]:
    """The words of an item and its parameters, what they state, and whether a word stands in a text.

    Raises
    ------
    InputError
        For parameters that say nothing known.
    """
    beside = folded(parameters).strip()
    low = plain_text(", ".join(filter(None, (text, beside))))
    says = reader_of(text, vocabulary)
    _check_parameters(plain_text(beside), vocabulary, says)
    return low, stated(low, vocabulary, says), says


def composition_of(parameters: str, vocabulary: ItemClasses) -> tuple[tuple[str, ...], str]:
    """The parts of folded parameters that say what an item is made of or for, and the other parts."""
    says = reader_of(parameters, vocabulary)
    made_of: list[str] = []
    others: list[str] = []
    for piece in pieces_of(parameters):
        low = plain_text(piece)
        said = stated(low, vocabulary, says)
        measured = (said.numbers or said.traits) and not unread(low, vocabulary)
        told = says("@without", low) or any(says(f"#{e.symbol}", low) for e in vocabulary.elements)
        (made_of if not measured and (told or not before_the_purpose(low)) else others).append(piece)
    return tuple(made_of), ", ".join(others)


def _check_parameters(text: str, vocabulary: ItemClasses, says: Says) -> None:
    """Refuse a part of the parameters that states neither a number nor a trait."""
    for piece in pieces_of(text):
        said = stated(piece, vocabulary, says)
        if (said.numbers or said.traits) and not unread(piece, vocabulary):
            continue
        if figure := in_two_ways(piece):
            raise InputError(
                f"parameter {piece[:40]!r} can be read in two ways", where="parameters",
                remedy=f"write {figure.replace(',', '')} or {figure.replace(',', '.')}",
            )  # fmt: skip
        numbers = ", ".join(f"{m.title.en} ({m.unit})" for m in vocabulary.measures)
        raise InputError(
            f"parameter {piece[:40]!r} says nothing known", where="parameters",
            remedy=f"a number with its unit: {numbers}; or a substance, shape or chemistry",
        )  # fmt: skip


def _decided(item: Item, rows: Sequence[Weighed]) -> Item:
    """The classes that are left of an item once its candidate entries are weighed."""
    standings: dict[str, set[str]] = {}
    for row in rows:
        standings.setdefault(row.entry.item_class, set()).add(row.standing)
    listed = [name for name, s in standings.items() if "listed" in s]
    undecided = [name for name, s in standings.items() if "open" in s and "listed" not in s]
    others = [name for name in item.classes if name not in standings and name not in NO_CLASS]
    certain = bool(listed) or any(row.standing == "open" and row.entry.one_of_these for row in rows)
    free = not certain and (bool(undecided) or not others or "none" in item.classes)
    asked = [row for row in rows if row.standing == "open" and row.entry.item_class in undecided]
    codes = [row.entry.code for row in rows if row.standing != "not_listed" and row.entry.code]
    classes = (*others, *undecided, *(("none",) if free else ()))
    if listed:  # it is of these classes whatever else it may be
        sure = BOTH.join(listed)
        classes = (sure, *(BOTH.join((sure, name)) for name in (*others, *undecided)))
    return replace(
        item, classes=classes,
        codes=tuple(dict.fromkeys(codes)) or (item.codes if others else ()),
        ask=_asked_by(asked) if asked else (item.ask if others else None),
        assume=item.assume if others else None,
    )  # fmt: skip


def _asked_by(rows: Sequence[Weighed]) -> Words:
    """What decides in each open entry, as one question."""
    alone = [r.because == r.entry.asks and bool(r.entry.yes_if) for r in rows]  # it names the good itself
    en = [
        r.because.en if by_itself else f"{r.entry.title.en}: {r.because.en}"
        for r, by_itself in zip(rows, alone, strict=True)
    ]
    zh = [
        r.because.zh if by_itself else f"{r.entry.title.zh}：{r.because.zh}"
        for r, by_itself in zip(rows, alone, strict=True)
    ]
    return Words(en=" / ".join(dict.fromkeys(en)), zh="／".join(dict.fromkeys(zh)))


def customs_digits(text: str) -> str:
    """The digits of a customs code; nothing where the text is none."""
    digits = re.sub(r"^(hs|code|税号)\s*", "", text.strip().lower()).replace(".", "").replace(" ", "")
    return digits if re.fullmatch(r"\d{4,13}", digits) else ""


def _codes_of_class(vocabulary: ItemClasses, name: str) -> tuple[str, ...]:
    return next((c.codes for c in vocabulary.classes if c.id == name), ())


def _by_number(said: str, vocabulary: ItemClasses) -> Item | None:
    """A CAS number or a Chinese customs code; a code that covers more than the listed goods asks."""
    cas = re.fullmatch(r"(?:cas\s*(?:no\.?)?\s*)?(\d{2,7}-\d{2}-\d)", said, re.IGNORECASE)
    if cas:
        return _by_cas(said, cas[1], vocabulary)
    digits = customs_digits(said)
    if not digits:
        return None
    exact: dict[str, tuple[str, ...]] = {}
    wider: set[str] = set()
    entries = [(c.id, c.codes, c.hs) for c in vocabulary.classes]
    entries += [
        (e.item_class, (e.control_code,) if e.control_code else (), e.hs) for e in vocabulary.elements
    ]
    for name, codes, listed in entries:
        for code in listed:
            if len(code) == 10 and digits[:10] == code:
                exact[name] = (*exact.get(name, ()), *codes)
            elif digits.startswith(code) or code.startswith(digits):
                wider.add(name)
    if len(exact) == 1:
        name, codes = next(iter(exact.items()))
        return Item(said, (name,), tuple(dict.fromkeys(codes)), exact=True)
    may_be = [row for row in vocabulary.may_be if _meets(digits, row.codes)]
    if may_be and not exact and len(digits) < 8 and not any(_under(digits, row.codes) for row in may_be):
        return Item(said, (), ask=_asked_of(may_be))  # the heading holds other goods too
    classes = tuple(sorted({*exact, *wider})) or tuple(dict.fromkeys(c for r in may_be for c in r.classes))
    if may_be and not exact:
        return Item(said, (*classes, "none"), ask=_asked_of(may_be))
    # a code that no list read here names is not known to be free: it is an item not recognised
    return Item(
        said,
        (*classes, "none") if classes else (),
        ask=Words(
            en="the customs code covers more than the listed goods, or is not among the codes read: "
            "what is the item?",
            zh="该税号范围大于所列物项或未在已核税号中，请说明物项",
        ),
    )


def _meets(digits: str, codes: tuple[str, ...]) -> bool:
    """Whether a code is one of some codes, lies under one, or reaches one."""
    return any(digits.startswith(code) or code.startswith(digits) for code in codes)


def _under(digits: str, codes: tuple[str, ...]) -> bool:
    """Whether a code is one of some codes, or lies under one."""
    return digits.startswith(codes)


def _asked_of(rows: list[ReferenceCode]) -> Words:
    """The entries that a code may fall under, each with the parameter that decides."""
    return Words(
        en="; ".join(dict.fromkeys(f"{row.entry.en}: {row.ask.en}" for row in rows)),
        zh="；".join(dict.fromkeys(f"{row.entry.zh}：{row.ask.zh}" for row in rows)),
    )


def _by_cas(said: str, number: str, vocabulary: ItemClasses) -> Item:
    from detente.regime import cas_is_sound

    if not cas_is_sound(number):
        raise InputError(f"{number!r} fails the check digit of CAS numbers", where="item")
    for element in vocabulary.elements:
        if element.cas == number:
            codes = (element.control_code,) if element.control_code else ()
            return Item(said, (element.item_class,), codes, exact=True)
    for entry in vocabulary.classes:
        if number in entry.cas:
            return Item(said, (entry.id,), entry.codes, exact=True)
    return Item(said, ())
