"""The facts of one shipment: read, checked against the registry, looked up; what was missing is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from detente.duties.exclusion_claims import GRANTED, NONE, read_heading
from detente.duties.remedy_claims import REMEDY_READERS
from detente.regime import ConditionRow, Tables
from detente.terms import (
    ALIASES,
    NO,
    US,
    YES,
    InputError,
    UnknownFact,
    folded,
    nearest,
    read_amount,
    read_country,
    read_decimal,
    read_moment,
    whole_dollars,
)

CONTENTS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")
US_CONTENT, US_SHARE = "us_content_value_usd", "us_content_share"
PARTS = ("processing_value_usd", "us_parts_value_usd")  # see the provisions on a part of the value
NEAR_DAYS = ("loaded_on", "exported_on")  # days that are taken for each other
# contents assumed where none is given: all that the metals given leave of the value,
# and that less the US content
REST, REST_LESS_US = "rest", "rest less US content"
# facts of what becomes of the goods later: they change no duty, so they tell no shipments apart
AFTERWARDS = frozenset({"imported_on", "reexported_on", "reexported_to", "drawback_kind", "liquidated_on"})


class Facts:
    """Facts given, assumptions laid over them, and the record of facts that were asked for and missing.

    Parameters
    ----------
    given : mapping of str to str
        Checked facts, as strings: yes/no, amounts, moments, codes.
    dollars : int
        Customs value in whole dollars.
    """

    __slots__ = ("asked", "assumed", "claims", "dollars", "given", "kinds", "metals", "read")

    def __init__(self, given: Mapping[str, str], dollars: int, kinds: Mapping[str, str]) -> None:
        self.given = given
        self.dollars = dollars
        self.kinds = kinds
        self.assumed: Mapping[str, str] = {}
        self.asked: set[str] = set()
        self.claims: set[str] = set()
        self.metals: frozenset[str] = frozenset()
        self.read: set[str] = set()

    def declared(self) -> tuple[str, ...]:
        """Contents given of the metals whose measures reach the goods."""
        return tuple(metal for metal in CONTENTS if metal in self.given and metal in self.metals)

    def get(self, name: str) -> str | None:
        """The value of a fact, or of an assumption; a missing scope fact is recorded as asked."""
        value = self.given.get(name)
        if value is not None:
            self.read.add(name)
            return value
        value = self.assumed.get(name)
        if value is not None:
            return value
        if self.kinds.get(name) == "scope":
            self.asked.add(name)
        else:
            self.claims.add(name)
        return None

    def amount(self, name: str) -> int | None:
        """A money fact in whole dollars, never more than the customs value."""
        stated = self.get(name)
        if stated is None:
            return None
        if stated in (REST, REST_LESS_US):
            given = sum(self.amount(metal) or 0 for metal in self.declared())
            rest = self.dollars - given
            if stated == REST_LESS_US:
                rest -= self.amount(US_CONTENT) or 0
            return max(0, rest)
        return min(int(Decimal(stated).quantize(Decimal(1), rounding="ROUND_HALF_UP")), self.dollars)

    def _each(self, parts: tuple[ConditionRow, ...]) -> list[bool]:
        """Every part evaluated, none skipped: each missing fact must be recorded."""
        return [self.holds(part) for part in parts]

    def holds(self, when: ConditionRow | None) -> bool:
        """Whether a condition holds; what is missing counts as not so, and is recorded."""
        if when is None:
            return True
        head = when[0]
        if head == "all":
            return self._each(when[1]).count(False) == 0
        if head == "any":
            return self._each(when[1]).count(True) > 0
        if head == "none":
            return self._each(when[1]).count(True) == 0
        _, op, name, value = when
        if name == "customs_value_usd":
            stated: str | None = str(self.dollars)
        else:
            stated = self.get(name)
        if stated is None:
            return False
        return _compare(op, stated, value)


def _compare(op: str, stated: str, value: str) -> bool:
    if op == "equals":
        return stated == value
    if op == "before":
        return stated < value
    if op == "from":
        return stated >= value
    number = Decimal(stated)
    return number >= Decimal(value) if op == "at_least" else number < Decimal(value)


def read_facts(
    raw: Mapping[str, Any], tables: Tables, dollars: int = 0, side: str = US
) -> tuple[dict[str, str], list[str]]:
    """Check facts against the registry; gives the clean facts and notes on what was understood.

    Moments such as `loaded_on` are read on the clock of `side`, the country of entry.

    Raises
    ------
    UnknownFact, InputError
        For the first fact whose name or value cannot be used.
    """
    clean: dict[str, str] = {}
    notes: list[str] = []
    for key, value in raw.items():
        name = ALIASES.get(key, key)
        spec = tables.facts.get(name)
        if spec is None:
            raise UnknownFact(
                f"no fact named {key!r}",
                remedy=nearest(key, tables.facts) or f"facts are {', '.join(sorted(tables.facts))}",
            )
        if value is None or str(value).strip() == "":
            continue
        clean[name] = (
            _exclusion(str(value).strip(), tables) if name == "exclusion" else _value(name, spec, value, side)
        )
    if dollars:
        content_fault = weigh_contents(clean, dollars)
        if content_fault:
            raise InputError(content_fault[1], where=content_fault[0])
    if "end_use" in clean:
        notes.extend(_imply(clean, tables))
    return clean, notes


def weigh_contents(clean: dict[str, str], dollars: int) -> tuple[str, str] | None:
    """Lay the contents of a shipment beside its value; gives the fact at fault and why, None where they fit.

    The share of US content gives its value, and the value its share; contents that whole dollars would lift
    above the value count a dollar less. What is fixed here is laid into `clean`.
    """
    for name in PARTS:
        if name in clean and Decimal(clean[name]) > dollars + Decimal("0.5"):
            return name, f"{name} {clean[name]} is more than the customs value of {dollars}"
    metals = [name for name in CONTENTS if name in clean]
    total = sum(Decimal(clean[name]) for name in metals)
    # whole dollars: each part may be half a dollar up
    if total > dollars + Decimal(len(metals)) / 2:
        parts = " + ".join(metals)
        return metals[-1], f"{parts} = {format(total, 'f')} is more than the customs value of {dollars}"
    _fit_in_whole_dollars(clean, metals, dollars)
    value, share = clean.get(US_CONTENT), clean.get(US_SHARE)
    if value is not None and Decimal(value) > dollars + Decimal("0.5"):
        return US_CONTENT, f"{US_CONTENT} {value} is more than the customs value of {dollars}"
    if (
        value is not None
        and share is not None
        and abs(Decimal(share) * dollars - Decimal(value)) > max(1, dollars // 100)
    ):
        return (
            US_SHARE,
            f"{US_SHARE} {share} and {US_CONTENT} {value} disagree on a customs value of {dollars}",
        )
    if value is not None and share is None:
        clean[US_SHARE] = format(min(Decimal(1), Decimal(value) / dollars), "f")
    if share is not None and value is None:
        clean[US_CONTENT] = format((Decimal(share) * dollars).quantize(Decimal("0.01")), "f")
    return None


def _fit_in_whole_dollars(clean: dict[str, str], metals: Sequence[str], dollars: int) -> None:
    """Take a dollar off contents that, each rounded half up, are together more than the value.

    What was rounded up furthest gives way first, as when the parts of a bill are made to add up.
    """
    stated = {name: Decimal(clean[name]) for name in metals}
    whole = {name: whole_dollars(stated[name]) for name in metals}
    first_to_yield = sorted(metals, key=lambda name: stated[name] - whole[name])
    while sum(whole.values()) > dollars:
        for name in first_to_yield:
            if whole[name] and sum(whole.values()) > dollars:
                whole[name] -= 1
                clean[name] = str(whole[name])


def presume(digits: str, moment: str, clean: dict[str, str], tables: Tables) -> list[str]:
    """Add the presumptions of the law files to facts not given; gives the words of each, for the notes."""
    notes = []
    for row in tables.presumptions:
        if (
            row["fact"] not in clean
            and moment[:10] >= row["from"]
            and digits.startswith(tuple(row["prefixes"]))
        ):
            clean[row["fact"]] = row["value"]
            notes.append(f"{row['words']} (else give {row['fact']})")
    return notes


def _value(name: str, spec: Mapping[str, Any], value: Any, side: str) -> str:
    text = folded(str(value)).strip()
    kind = spec["type"]
    if len(text) > 500:
        raise InputError(f"{name} is longer than 500 characters", remedy="give fewer")
    if kind == "yes_no":
        if text.lower() in YES:
            return "yes"
        if text.lower() in NO:
            return "no"
        raise InputError(f"{name} {text[:40]!r} is neither yes nor no", remedy="write yes or no")
    if kind in ("money", "number"):
        return format(read_amount(value, what=name), "f")
    if kind == "share":
        return _share(name, text)
    if kind == "day":
        return read_moment(value, what=name, side=side)
    if kind == "word" and spec.get("values"):
        return _word(name, spec, text)
    if name in REMEDY_READERS:
        return REMEDY_READERS[name](text)
    if name in ("melted_poured", "wafer_fab", "reexported_to"):
        return read_country(text, what=name)
    return text


def _word(name: str, spec: Mapping[str, Any], text: str) -> str:
    """A word of a closed vocabulary, or what the trade calls it."""
    low = " ".join(text.lower().replace("-", " ").replace("_", " ").split())
    synonyms: Mapping[str, str] = spec.get("synonyms", {})
    word = next((v for v in spec["values"] if v.lower().replace("_", " ") == low), None) or synonyms.get(low)
    if word is None:
        words = ", ".join(spec["values"])
        also = f" (also {', '.join(synonyms)})" if synonyms else ""
        raise InputError(f"{name} {text[:40]!r} is not known", remedy=f"one of {words}{also}")
    return word


def _exclusion(text: str, tables: Tables) -> str:
    """A claim: an exclusion heading of the law, ``granted``, or ``none``."""
    low = text.lower()
    if low in NO or low in ("none", "not granted"):
        return NONE
    if low in YES or low in ("granted", "approved"):
        return GRANTED
    if re.fullmatch(r"99\d{2}\.?\d{2}\.?\d{2}", text):
        return read_heading(text, tables)
    raise InputError(
        f"exclusion {text[:40]!r} is not understood", remedy="a heading such as 9903.88.69, granted, or none"
    )


def _share(name: str, text: str) -> str:
    try:
        number = read_decimal(text.rstrip("%％").strip(), what=name)
    except InputError:
        raise InputError(f"{name} {text[:40]!r} is not a share", remedy="write 0.15 or 15%") from None
    share = number / 100 if text.endswith(("%", "％")) else number
    if not 0 <= share <= 1:
        raise InputError(f"{name} {text[:40]!r} is outside 0 to 1", remedy="write 0.15 or 15%")
    return format(share, "f")


def _imply(clean: dict[str, str], tables: Tables) -> Iterable[str]:
    said = clean["end_use"].lower()
    for rule in tables.end_use_words:
        fact = rule["fact"]
        if fact not in clean and any(word in said for word in rule["any"]):
            clean[fact] = rule["value"]
            yield f"end use {clean['end_use']!r} is taken as {fact} = {rule['value']}"
