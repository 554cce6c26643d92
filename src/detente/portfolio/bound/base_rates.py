"""Base rates of a schedule as integers: an ad valorem share, and an amount for each unit of quantity.

Rates of any other form (the higher of two, by degrees of sugar, the rate of another article) are
answered line by line, as one shipment is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.duties import Base, base_duty, has_plan
from detente.portfolio.bound.store import Ints
from detente.schedule import (
    NANO_USD,
    AdValorem,
    AtLeast,
    AtMost,
    DatedLine,
    Declining,
    Free,
    NoChange,
    NotUnderstood,
    OnTop,
    Pointer,
    Rate,
    RateSpans,
    Specific,
    Sum,
    Unit,
    is_basis,
    rate_from_json,
    ratio,
    read_unit,
    special_from_json,
)
from detente.terms import DetenteError

NOTHING, SHARE, OTHER, NO_KIND = 0, 1, 2, 3
_NANO_PER_CENT = NANO_USD // 100


_EMPTY: Mapping[str, list[int]] = {"start": [0], "first": [], "until": [], "kind": [], "form": [], "ppm": []}


def rate_line(general: str, special: str) -> DatedLine | None:
    """A line that carries a rate in the compact text of the book; None where no rate is printed."""
    if not general:
        return None
    return DatedLine(
        "", general=rate_from_json(general), special=special_from_json(special) if special else ()
    )


class RateTable:
    """Base rates of the codes met, as spans of days; it only grows.

    Kinds of rate are numbered: by kind the form (`NOTHING`, `SHARE` of the value or `OTHER`) and the share.
    """

    def __init__(
        self, columns: Mapping[str, np.ndarray[Any, Any]] | None = None, kinds: Sequence[Sequence[str]] = ()
    ) -> None:
        own = columns or {}
        codes = own["codes"].tolist() if "codes" in own else []
        self.number: dict[str, int] = {code.decode(): k for k, code in enumerate(codes)}
        self.kinds: dict[tuple[str, str, str], int] = {(g, s, c): k for k, (g, s, c) in enumerate(kinds)}
        self._lines: dict[int, DatedLine | None] = {}
        self._columns = {
            name: own.get(name, np.array(first, dtype=np.int64)) for name, first in _EMPTY.items()
        }
        self._fresh: dict[str, list[int]] = {name: [] for name in _EMPTY}
        self._named: list[tuple[str, str, str]] = []
        self._by_day: tuple[Ints, NDArray[np.int32]] | None = None
        self._by_kind: tuple[Ints, NDArray[np.uint8], int] | None = None

    def columns(self) -> dict[str, np.ndarray[Any, Any]]:
        """All columns, and the codes in the order of their numbers."""
        self.arrays()
        return {**self._columns, "codes": np.array(list(self.number), dtype="S10")}

    def line(self, kind: int) -> DatedLine | None:
        """A line that carries a kind of rate; None where no rate is printed."""
        if kind not in self._lines:
            if len(self._named) < len(self.kinds):
                self._named = list(self.kinds)
            self._lines[kind] = rate_line(*self._named[kind][:2])
        return self._lines[kind]

    def add(self, codes: Sequence[str], spans: RateSpans) -> None:
        """Add codes with their spans."""
        kinds = [self._add_kind(kind) for kind in spans.kinds]
        firsts, kind = (spans.keys % 10**8).tolist(), spans.kind.tolist()
        owner, until = spans.owner.tolist(), spans.until.tolist()
        fresh, before = self._fresh, len(self._columns["first"])
        at = 0
        for own, digits in enumerate(codes):
            self.number[digits] = len(self.number)
            while at < len(owner) and owner[at] == own:
                fresh["first"].append(firsts[at])
                fresh["until"].append(until[at])
                fresh["kind"].append(kinds[kind[at]])
                at += 1
            fresh["start"].append(before + len(fresh["first"]))

    def _add_kind(self, kind: tuple[str, str, str]) -> int:
        number = self.kinds.get(kind)
        if number is not None:
            return number
        number = self.kinds[kind] = len(self.kinds)
        line = rate_line(*kind[:2])
        rate = line.general if line is not None else None
        form, share = NOTHING, 0
        if line is not None:
            plain = isinstance(rate, AdValorem) and not rate.of and not rate.thirds
            form = SHARE if (plain or rate == Free()) and not has_plan(line) else OTHER
            share = rate.ppm if isinstance(rate, AdValorem) else 0
        self._lines[number] = line
        self._fresh["form"].append(form)
        self._fresh["ppm"].append(share)
        return number

    def in_unit(self, kind: int, unit: str | None) -> UnitRate | None:
        """A kind of rate on a quantity in a unit, or without any; None where lines are answered singly."""
        line = self.line(kind)
        if line is None or has_plan(line):
            return None
        try:
            return unit_rate(line, unit)
        except DetenteError:
            return None  # each line says what is wrong with its unit

    def arrays(self) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """Start of each code's spans, first day, day after the last, kind; form and share by kind."""
        if any(self._fresh.values()):
            for name, rows in self._fresh.items():
                self._columns[name] = np.concatenate([self._columns[name], np.array(rows, dtype=np.int64)])
            self._fresh = {name: [] for name in _EMPTY}
        c = self._columns
        return c["start"], c["first"], c["until"], c["kind"], c["form"], c["ppm"]

    def by_kind(self) -> tuple[Ints, NDArray[np.uint8], int]:
        """Share and form by kind, with a place after the last for no kind; the greatest share."""
        *_, forms, shares = self.arrays()
        if self._by_kind is None or len(self._by_kind[0]) != len(shares) + 1:
            form = np.append(forms, NO_KIND).astype(np.uint8)
            self._by_kind = np.append(shares, 0), form, int(shares.max(initial=0))
        return self._by_kind

    def by_day(self) -> tuple[Ints, NDArray[np.int32]]:
        """Days on which any rate changes, and kinds of rate by code number (-1 too) and cell between them."""
        _, first, until, *_ = self.arrays()
        if self._by_day is None or len(self._by_day[1]) != len(self.number) + 1:
            days = np.unique(np.concatenate([first, until]))
            kinds = np.full((len(self.number) + 1, len(days) + 1), -1, dtype=np.int32)
            codes = np.arange(len(self.number))
            for cell, day in enumerate([0, *days.tolist()]):
                kinds[:-1, cell] = self.find(codes, np.full(len(codes), day))
            self._by_day = days, kinds
        return self._by_day

    def find(self, codes: Ints, days: Ints) -> Ints:
        """Kind of rate of each code number on its day; -1 where no line stands."""
        start, first, until, kind, _, _ = self.arrays()
        if not len(first):
            return np.full(len(codes), -1, dtype=np.int64)
        at, end = start[codes], start[codes + 1]
        open_ = np.flatnonzero(at + 1 < end)
        while len(open_):
            later = at[open_] + 1
            open_ = open_[days[open_] >= first[later]]
            at[open_] += 1
            open_ = open_[at[open_] + 1 < end[open_]]
        safe = np.minimum(at, len(first) - 1)
        holds = (at < end) & (days >= first[safe]) & (days < until[safe])
        return np.where(holds, kind[safe], -1)


class Linear(NamedTuple):
    """A rate in billionths of a dollar at its bounds: for each dollar of value and each unit of quantity."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    low_amount: Fraction = Fraction(0)
    high_amount: Fraction = Fraction(0)
    open_top: bool = False


def linear_rate(rate: Rate, unit: Unit | None) -> Linear | None:
    """A rate that is linear in value and quantity; None for any other.

    Parameters
    ----------
    unit : Unit or None
        Unit of the quantity, None where no quantity is given: what falls on it has then no upper bound.
    """
    match rate:
        case Free():
            return Linear()
        case Pointer() | OnTop() | NoChange() | NotUnderstood():
            return Linear(open_top=True)
        case AdValorem(ppm, of, thirds):
            share = Fraction((3 * ppm + thirds) * (NANO_USD // 1_000_000), 3)
            return Linear(Fraction(0) if of else share, share)
        case Specific(nano_usd, own):
            turned = ratio(unit.name, own.name) if unit is not None else None
            if unit is None or turned is None or unit.of not in ("", own.of):
                return Linear(open_top=True)
            amount = Fraction(nano_usd * turned[0], turned[1])
            exact = unit.of == own.of or is_basis(own.of)  # a content cannot weigh more than the goods
            return Linear(low_amount=amount if exact else Fraction(0), high_amount=amount)
        case Declining(start, _, _):
            most = linear_rate(start, unit)
            return None if most is None else most._replace(low_amount=Fraction(0))
        case Sum(terms):
            return _linear_sum(terms, unit)
    return None


def _linear_sum(terms: tuple[Rate, ...], unit: Unit | None) -> Linear | None:
    parts = [linear_rate(term, unit) for term in terms]
    known = [p for p in parts if p is not None]
    if len(known) < len(parts):
        return None
    low, high, low_amount, high_amount = (sum(p, Fraction(0)) for p in list(zip(*known, strict=True))[:4])
    open_top = any(p.open_top for p in known)
    shared = [p.high for p, t in zip(known, terms, strict=True) if isinstance(t, AdValorem) and t.of]
    if len(shared) > 1 and not open_top:  # parts of one article share its value: the dearest bounds them all
        high += max(shared) - sum(shared, Fraction(0))
    return Linear(low, high, low_amount, high_amount, open_top)


@dataclass(frozen=True, slots=True)
class UnitRate:
    """A linear rate in integers, at both bounds.

    Cents are (share * dollars + amount * micro-units + half) // whole.

    `base` carries what is missing and noted about it; `other` is a second rate where the higher one counts.
    """

    low: int
    high: int
    low_amount: int
    high_amount: int
    half: int
    whole: int
    open_top: bool
    base: Base
    other: UnitRate | None = None


def unit_rate(line: DatedLine, unit: str | None) -> UnitRate | None:
    """The rate of a line on a quantity in a unit, or without any; None where it is not linear.

    Raises
    ------
    InputError
        When the unit is none.
    """
    assert line.general is not None
    given = {} if unit is None else {"quantity": "1", "unit": unit}
    base = base_duty(line, 0, given)
    pieces = _pieces(line.general, None if unit is None else read_unit(unit))
    made: UnitRate | None = None
    for piece in pieces:
        made = _in_integers(piece, base, made)
    return made


def _pieces(rate: Rate, unit: Unit | None) -> list[Linear]:
    """The linear rates of which the highest counts; none where the rate is of another form.

    Of two rates it must not depend on the line which facts are missing: so it is where a bound is open, where
    both are exact, and where both fall on a quantity above zero alone and their bounds differ.
    """
    match rate:
        case AtLeast(inner, floor):
            both = [linear_rate(inner, unit), linear_rate(floor, unit)]
            pieces = [p for p in both if p is not None]
            if len(pieces) < 2 or isinstance(inner, Sum) or isinstance(floor, Sum):
                return []
            open_top = any(p.open_top for p in pieces)
            exact = all((p.low, p.low_amount) == (p.high, p.high_amount) for p in pieces)
            by_quantity = not any(p.high for p in pieces)
            least, most = (max(getattr(p, name) for p in pieces) for name in ("low_amount", "high_amount"))
            if open_top or exact or (by_quantity and least < most):
                return [p._replace(open_top=open_top) for p in pieces]
            return []
        case AtMost(inner, _):
            most = linear_rate(inner, unit)
            return [] if most is None else [most._replace(low=Fraction(0), low_amount=Fraction(0))]
    one = linear_rate(rate, unit)
    return [] if one is None else [one]


def _in_integers(piece: Linear, base: Base, other: UnitRate | None) -> UnitRate:
    scale = 10**6
    for part in piece[:4]:
        scale *= part.denominator
    low, high, low_amount, high_amount = (int(part * scale) for part in piece[:4])
    own = (low, high, low_amount // 10**6, high_amount // 10**6, _NANO_PER_CENT * scale // 2)
    shared = gcd(*own)  # small integers keep the products within 64 bits
    low, high, low_amount, high_amount, half = (part // shared for part in own)
    return UnitRate(low, high, low_amount, high_amount, half, 2 * half, piece.open_top, base, other)


MANY_TEXTS = 100
FINER = -1  # a quantity that is no whole number of millionths


def micro_units(texts: Sequence[str]) -> Ints:
    """Quantities in millionths of their unit; `FINER` where that is no whole number, or too large.

    Examples
    --------
    >>> micro_units(["12", "0.333", "0.0000001"]).tolist()
    [12000000, 333000, -1]
    """
    made = np.full(len(texts), FINER, dtype=np.int64)
    plain = _plain_micro(texts, made) if len(texts) > MANY_TEXTS else np.zeros(len(texts), dtype=bool)
    for i in np.flatnonzero(~plain).tolist():
        text = texts[i]
        if text.isdigit() and len(text) <= 12:
            made[i] = int(text) * 10**6
            continue
        scaled = Decimal(text).scaleb(6)
        if scaled == scaled.to_integral_value() and scaled < 2**62:
            made[i] = int(scaled)
    return made


def _plain_micro(texts: Sequence[str], made: Ints) -> NDArray[np.bool_]:
    """Fill in the quantities written with at most six decimals; gives which these are."""
    import polars as pl

    series = pl.Series(texts, dtype=pl.String)
    plain = series.str.contains(r"^[0-9]{1,12}(\.[0-9]{1,6})?$")
    parts = series.filter(plain).str.split_exact(".", 1).struct.unnest()
    tail = parts["field_1"].fill_null("").str.pad_end(6, "0")
    inside = plain.to_numpy()
    made[inside] = (parts["field_0"].cast(pl.Int64) * 10**6 + tail.cast(pl.Int64)).to_numpy()
    return inside


def each_base(line: DatedLine | None, dollars: int, given: Mapping[str, str]) -> Base | DetenteError:
    """The base duty of one line of a file, or why it cannot be told."""
    try:
        return base_duty(line, dollars, given)
    except DetenteError as wrong:
        return wrong
