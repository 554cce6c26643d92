"""Items under US controls: the number (ECCN) that was stated, and the entries it leaves open.

A stated classification is a fact. It settles which entries name the item, unless a product or a figure that
is stated as well stands in another one: then both are tried. A number that no entry here covers is never
clear; nor is an item that nobody classified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.licensing.control_entries import Weighed, weighed
from detente.licensing.items import Item, read_item
from detente.regime import ControlEntry, ItemClasses, Words
from detente.terms import InputError, folded, names_nothing

EAR99 = "EAR99"
OTHER, UNCLASSIFIED = "ccl", "unclassified"  # a number that is not carried here; no number at all
_NUMBER = re.compile(r"(?<![0-9A-Z.])(\d[A-E]\d{3})((?:\.[A-Z0-9]{1,2})*)(?![0-9A-Z])", re.IGNORECASE)
_EAR99 = re.compile(r"\bEAR[\s-]?99\b", re.IGNORECASE)
MOST_NEAR = 4


def read_eccn(value: object) -> str:
    """A number of the Commerce Control List as it is printed, or ``EAR99``.

    Raises
    ------
    InputError
        When it is neither.

    Examples
    --------
    >>> [read_eccn(n) for n in ("3a090.A", "ECCN 5A992.c", "ear 99", "3B001.c.1.a")]
    ['3A090.a', '5A992.c', 'EAR99', '3B001.c.1.a']
    """
    text = re.sub(r"^eccn[\s:]*", "", folded(str(value)).strip(), flags=re.IGNORECASE)
    if _EAR99.fullmatch(text):
        return EAR99
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise InputError(
            f"{text[:40]!r} is no number of the Commerce Control List", where="eccn",
            remedy="write it as 3A090.a or 5A992.c, or EAR99 for an item on no list",
        )  # fmt: skip
    return match[1].upper() + match[2].lower()


def us_item(
    text: str, eccn: str, entries: Sequence[ControlEntry], vocabulary: ItemClasses, parameters: str = ""
) -> Item:
    """What an item is under US controls, with every entry that it may be.

    Raises
    ------
    InputError
        When the text and the fact name different numbers, or parameters say nothing known.
    """
    said = folded(text).strip()
    numbers, on_no_list = _classified(said, eccn)
    low, stated, says = read_item(said, vocabulary, parameters)
    rows = []
    for entry in entries:
        reach = max((_reach(entry, number) for number in numbers), default="")
        by_word = bool(entry.named) and all(any(says(w, low) for w in group) for group in entry.named)
        if not (reach or by_word or any(b.measure in stated.numbers for b in entry.numbers)):
            continue
        row = weighed(entry, stated, vocabulary)
        if (numbers or on_no_list) and not reach and row.standing != "listed":
            continue  # the number that was stated is another one, and nothing stated contradicts it
        rows.append(_which_paragraph(row) if reach == "wider" and row.standing != "not_listed" else row)
    left = _left(rows, numbers)
    fits = [row for row in rows if row.standing != "not_listed"]
    unknown = tuple(
        n for n in numbers if not any(_answers(row.entry, n) or _treated_alike(row, fits, n) for row in left)
    )
    classes = [row.entry.item_class for row in left]
    if on_no_list:
        classes.append(EAR99.lower())
    elif unknown:
        classes.append(OTHER)
    elif not numbers and not any(row.standing == "listed" for row in left):
        classes.append(UNCLASSIFIED)
    asked = [row for row in left if row.standing == "open"]
    codes = [row.entry.code for row in left if row.entry.code]
    return Item(
        said, tuple(dict.fromkeys(classes)), tuple(dict.fromkeys((*numbers, *codes))), _question(asked),
        weighed=tuple(rows), parameters=folded(parameters).strip(),
        remark=_not_carried(unknown, entries, rows),
    )  # fmt: skip


def _classified(said: str, eccn: str) -> tuple[tuple[str, ...], bool]:
    """The numbers that a text and a fact state, the narrower of two that agree; and whether it is EAR99."""
    in_text = tuple(dict.fromkeys(m[1].upper() + m[2].lower() for m in _NUMBER.finditer(said)))
    on_no_list = bool(_EAR99.search(said))
    if not names_nothing(eccn):
        other = in_text or ((EAR99,) if on_no_list else ())
        agree = [n for n in other if _within(n, eccn) or _within(eccn, n)]
        if other and not agree:
            raise InputError(
                f"the item says {', '.join(other)} and eccn says {eccn}", where="eccn", remedy="give one"
            )
        numbers = tuple(max((n, eccn), key=len) for n in agree) or (eccn,)
        return tuple(n for n in numbers if n != EAR99), eccn == EAR99
    if in_text and on_no_list:
        raise InputError(
            f"the item says {in_text[0]} and EAR99, which is on no list", where="item", remedy="give one"
        )
    return in_text, on_no_list


def _left(rows: Iterable[Weighed], numbers: Sequence[str]) -> list[Weighed]:
    """Entries that are not excluded, those listed first.

    A product that is named is known by its figures: what words or its own number leave open is settled.
    """
    left = sorted((r for r in rows if r.standing != "not_listed"), key=lambda r: r.standing != "listed")
    products = [r for r in left if r.standing == "listed" and r.entry.named and not r.entry.numbers]
    if not products:
        return left
    by_letter = [r for r in products if not r.entry.code]
    if by_letter:
        return by_letter  # a letter to its maker stands beside whatever its number is
    settled = {
        n for n in numbers
        if any(_within(p.entry.code, n) or _treated_alike(p, left, n) for p in products)
    }  # fmt: skip
    return [
        r for r in left
        if r.standing == "listed" or any(_reach(r.entry, n) for n in numbers if n not in settled)
    ]  # fmt: skip


def _treated_alike(product: Weighed, rows: Iterable[Weighed], number: str) -> bool:
    """Whether an entry of the number stated is treated as the product is: 4A090.a holds chips of 3A090.a."""
    return any(_reach(r.entry, number) for r in rows if r.entry.item_class == product.entry.item_class)


def _answers(entry: ControlEntry, number: str) -> bool:
    """Whether an entry is one of a number that was stated."""
    return bool(_reach(entry, number)) or not entry.code or _within(entry.code, number)


def _within(number: str, paragraph: str) -> bool:
    """Whether a number lies in a paragraph or is it."""
    return number == paragraph or number.startswith(f"{paragraph}.")


def _reach(entry: ControlEntry, number: str) -> str:
    """``within`` an entry, ``wider`` than it, or nothing."""
    if any(_within(number, p) for p in entry.eccn_except):
        return ""
    if any(_within(number, p) for p in entry.eccn):
        return "within"
    return "wider" if any(_within(p, number) for p in entry.eccn) else ""


def _which_paragraph(row: Weighed) -> Weighed:
    """An entry that covers a part of the number that was stated: open until its paragraph is."""
    code = row.entry.code
    ask = Words(en=f"is it paragraph {code}?", zh=f"是否为{code}项？")
    if row.standing == "open":
        ask = Words(en=f"{ask.en}; {row.because.en}", zh=f"{ask.zh}；{row.because.zh}")
    return replace(row, standing="open", because=ask)


def _question(rows: Iterable[Weighed]) -> Words | None:
    """What decides between the entries that are open, each question once."""
    rows = tuple(rows)
    if not rows:
        return None
    en = dict.fromkeys(part for row in rows for part in row.because.en.split("; "))
    zh = dict.fromkeys(part for row in rows for part in row.because.zh.split("；"))
    return Words(en="; ".join(en), zh="；".join(zh))


def _not_carried(
    unknown: Sequence[str], entries: Iterable[ControlEntry], rows: Iterable[Weighed]
) -> Words | None:
    """That a number is in no entry here, or contradicted by what is stated, and which are near it."""
    if not unknown:
        return None
    number = unknown[0]
    if any(_reach(row.entry, number) for row in rows):
        return Words(
            en=f"{number} does not fit what is stated of the item: which of them is right?",
            zh=f"{number}与所述物项不符：以何者为准？",
        )
    codes = dict.fromkeys(paragraph for entry in entries for paragraph in entry.eccn)
    near = [c for c in codes if c[:4] == number[:4]] or [c for c in codes if c[:2] == number[:2]]
    named = ", ".join(near[:MOST_NEAR])
    return Words(
        en=f"{number} is not carried here, nor is the rest of the Commerce Control List"
        + (f"; is one of {named} meant?" if named else "; is it another number?"),
        zh=f"此处未收录{number}，商业管制清单其余部分亦未收录"
        + (f"；是否应为{named}之一？" if named else "；是否为其他编号？"),
    )
