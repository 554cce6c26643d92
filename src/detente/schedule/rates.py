"""Rates of duty as values: what a rate column can say, exactly, and its compact written form.

An ad valorem rate is whole parts per million (and thirds of one, for ``33 1/3%``); a specific
amount is whole billionths of a dollar a unit. Anything the grammar cannot read is `NotUnderstood`
with its words: a rate is never dropped and never zero for want of understanding.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from detente.schedule.units import Unit
from detente.terms import DataError, ppm_to_percent

NANO_USD = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Free:
    """The schedule says free of duty; `condition` holds words such as ``under bond``."""

    condition: str = ""


@dataclass(frozen=True, slots=True)
class AdValorem:
    """A share of value: `ppm` parts per million and `thirds` of one; `of` names the part of the goods
    valued."""

    ppm: int
    of: str = ""
    thirds: int = 0


@dataclass(frozen=True, slots=True)
class Specific:
    """An amount a unit: `nano_usd` billionths of a dollar for each `unit` (of its `of`, when a part is
    measured)."""

    nano_usd: int
    unit: Unit

    @property
    def usd(self) -> Decimal:
        """Dollars a unit."""
        return Decimal(self.nano_usd) / NANO_USD


@dataclass(frozen=True, slots=True)
class Sum:
    """A compound rate: all `terms` are due."""

    terms: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`rate`, but not less than `floor`."""

    rate: Rate
    floor: Rate


@dataclass(frozen=True, slots=True)
class AtMost:
    """`rate`, capped as the words in `cap` say (kept as words: the cap is another article's duty)."""

    rate: Rate
    cap: str


@dataclass(frozen=True, slots=True)
class Declining:
    """`start`, less `step` for each degree (of polarisation) under `from_degrees`."""

    start: Specific
    step: Specific
    from_degrees: int


@dataclass(frozen=True, slots=True)
class OnTop:
    """Chapter 99: the duty of the applicable subheading, and `plus` on top (None: nothing more)."""

    plus: Rate | None = None
    less: Rate | None = None


@dataclass(frozen=True, slots=True)
class NoChange:
    """Chapter 99: the column's rate is left as it is."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """The rate stands elsewhere: ``See 9904.12.05``, or the rate of another article; `codes` are those
    named."""

    words: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words of a rate column the grammar cannot read, kept whole."""

    text: str


Rate: TypeAlias = (
    Free
    | AdValorem
    | Specific
    | Sum
    | AtLeast
    | AtMost
    | Declining
    | OnTop
    | NoChange
    | Pointer
    | NotUnderstood
)


IN_PART = "PRT"  # programme of the lower of two rates that the ten-digit goods of a line of China bear


@dataclass(frozen=True, slots=True)
class SpecialRate:
    """One entry of the special column: a rate and the symbols of the programmes that get it."""

    rate: Rate
    programmes: tuple[str, ...]


def pack(rate: Rate) -> list[Any]:
    """A rate as a short JSON-able list; `unpack` gives it back.

    Examples
    --------
    >>> pack(AdValorem(21000))
    ['av', 21000]
    """
    match rate:
        case Free(condition):
            return ["free", condition] if condition else ["free"]
        case AdValorem(ppm, of, thirds):
            return ["av", ppm, of, thirds] if thirds else (["av", ppm, of] if of else ["av", ppm])
        case Specific(nano, unit):
            return ["sp", nano, unit.name, unit.of] if unit.of else ["sp", nano, unit.name]
        case Sum(terms):
            return ["sum", *[pack(t) for t in terms]]
        case AtLeast(inner, floor):
            return ["min", pack(inner), pack(floor)]
        case AtMost(inner, cap):
            return ["max", pack(inner), cap]
        case Declining(start, step, degrees):
            return ["decl", pack(start), pack(step), degrees]
        case OnTop(plus, less):
            return ["top", pack(plus) if plus else None, pack(less) if less else None]
        case NoChange():
            return ["same"]
        case Pointer(words, codes):
            return ["see", words, *codes]
        case NotUnderstood(text):
            return ["?", text]


def unpack(packed: list[Any]) -> Rate:
    """A rate from its short list.

    Raises
    ------
    DataError
        When the list is of no known form (a data file of another version, or damaged).
    """
    match packed:
        case ["free"]:
            return Free()
        case ["free", str(condition)]:
            return Free(condition)
        case ["av", int(ppm)]:
            return AdValorem(ppm)
        case ["av", int(ppm), str(of)]:
            return AdValorem(ppm, of)
        case ["av", int(ppm), str(of), int(thirds)]:
            return AdValorem(ppm, of, thirds)
        case ["sp", int(nano), str(unit)]:
            return Specific(nano, Unit(unit))
        case ["sp", int(nano), str(unit), str(of)]:
            return Specific(nano, Unit(unit, of))
        case ["sum", *terms]:
            return Sum(tuple(unpack(t) for t in terms))
        case ["min", list(inner), list(floor)]:
            return AtLeast(unpack(inner), unpack(floor))
        case ["max", list(inner), str(cap)]:
            return AtMost(unpack(inner), cap)
        case ["decl", list(start), list(step), int(degrees)]:
            first, each = unpack(start), unpack(step)
            if isinstance(first, Specific) and isinstance(each, Specific):
                return Declining(first, each, degrees)
        case ["top", plus, less]:
            return OnTop(unpack(plus) if plus else None, unpack(less) if less else None)
        case ["same"]:
            return NoChange()
        case ["see", str(words), *codes]:
            return Pointer(words, tuple(codes))
        case ["?", str(text)]:
            return NotUnderstood(text)
    raise DataError(f"{packed!r} is no rate", remedy="run `detente data build` or `detente data sync` again")


@lru_cache(maxsize=16384)
def rate_from_json(text: str) -> Rate:
    """A rate from its compact JSON text (cached: a schedule has a few thousand distinct rates)."""
    return unpack(json.loads(text))


def rate_to_json(rate: Rate) -> str:
    """A rate as compact JSON text."""
    return json.dumps(pack(rate), separators=(",", ":"), ensure_ascii=False)


def special_to_json(entries: tuple[SpecialRate, ...]) -> str:
    """The special column as compact JSON text."""
    rows = [[pack(e.rate), list(e.programmes)] for e in entries]
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=16384)
def special_from_json(text: str) -> tuple[SpecialRate, ...]:
    """The special column from its compact JSON text."""
    return tuple(SpecialRate(unpack(rate), tuple(names)) for rate, names in json.loads(text))


def understood(rate: Rate) -> bool:
    """Whether no part of the rate was left as words.

    Examples
    --------
    >>> understood(Sum((AdValorem(21000), NotUnderstood("and a bit"))))
    False
    """
    match rate:
        case NotUnderstood():
            return False
        case Sum(terms):
            return all(understood(t) for t in terms)
        case AtLeast(inner, floor):
            return understood(inner) and understood(floor)
        case AtMost(inner, _):
            return understood(inner)
        case OnTop(plus, less):
            return all(understood(r) for r in (plus, less) if r is not None)
        case _:
            return True


@lru_cache(maxsize=4096)
def say(rate: Rate) -> str:
    """A rate in words.

    Examples
    --------
    >>> say(Sum((Specific(44_000_000, Unit("kg")), AdValorem(60_000))))
    '4.4¢/kg + 6%'
    """
    match rate:
        case Free(condition):
            return f"Free, {condition}" if condition else "Free"
        case AdValorem(ppm, of, thirds):
            number = ppm_to_percent(ppm) if not thirds else f"{ppm // 10_000} {_thirds(ppm, thirds)}"
            return f"{number}%" + (f" on {of}" if of else "")
        case Specific(nano, unit):
            return f"{_money(nano)}/{unit.name}" + (f" on {unit.of}" if unit.of else "")
        case Sum(terms):
            return " + ".join(say(t) for t in terms)
        case AtLeast(inner, floor):
            return f"{say(inner)} but not less than {say(floor)}"
        case AtMost(inner, cap):
            return f"{say(inner)}, {cap}"
        case Declining(start, step, degrees):
            return f"{say(start)} less {say(step)} for each degree under {degrees} degrees"
        case OnTop(plus, less):
            base = "the duty provided in the applicable subheading"
            return base + (f" + {say(plus)}" if plus else "") + (f" less {say(less)}" if less else "")
        case NoChange():
            return "no change"
        case Pointer(words, _):
            return words
        case NotUnderstood(text):
            return text


def _money(nano: int) -> str:
    if nano >= NANO_USD:
        return "$" + format((Decimal(nano) / NANO_USD).normalize(), "f")
    return format((Decimal(nano) / (NANO_USD // 100)).normalize(), "f") + "¢"


def _thirds(ppm: int, thirds: int) -> str:
    share = (3 * (ppm % 10_000) + thirds) / 30_000
    return "1/3" if abs(share - 1 / 3) < 1e-9 else "2/3"
