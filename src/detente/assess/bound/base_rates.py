"""Base rates of a schedule as integers: an ad valorem share, and an amount for each unit of quantity.

Rates of any other form (the higher of two, by degrees of sugar, the rate of another article) are answered line by
line, as one shipment is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np

from detente.assess import china
from detente.assess.bases import ad_valorem_part
from detente.assess.bound.store import Ints
from detente.assess.totals import Base, base_duty
from detente.schedule.bulk import RateSpans
from detente.schedule.lines import DatedLine
from detente.schedule.rates import (
    NANO_USD,
    AdValorem,
    Free,
    Rate,
    Specific,
    Sum,
    rate_from_json,
    special_from_json,
)
from detente.schedule.units import ratio, read_unit
from detente.terms import DetenteError

NOTHING, SHARE, QUANTITY, OTHER = 0, 1, 2, 3
_NANO_PER_CENT = NANO_USD // 100


class RateTable:
    """Base rates of the codes met, as spans of days; it only grows.

    Attributes
    ----------
    lines : list of DatedLine or None
        By kind of rate: a line that carries it, None where no rate is printed.
    form, ppm : list of int
        By kind: `NOTHING`, `SHARE` of the value, `QUANTITY` (alone or beside a share) or `OTHER`; the share.
    """

    def __init__(self) -> None:
        self.number: dict[str, int] = {}
        self.kinds: dict[tuple[str, str, str], int] = {}
        self.lines: list[DatedLine | None] = []
        self.form: list[int] = []
        self.ppm: list[int] = []
        self._first: list[int] = []
        self._until: list[int] = []
        self._kind: list[int] = []
        self._start: list[int] = [0]
        self._arrays: tuple[Ints, Ints, Ints, Ints, Ints, Ints] | None = None

    def add(self, codes: Sequence[str], spans: RateSpans) -> None:
        """Add codes with their spans."""
        kinds = [self._add_kind(kind) for kind in spans.kinds]
        firsts, kind = (spans.keys % 10**8).tolist(), spans.kind.tolist()
        owner, until = spans.owner.tolist(), spans.until.tolist()
        at = 0
        for own, digits in enumerate(codes):
            self.number[digits] = len(self.number)
            while at < len(owner) and owner[at] == own:
                self._first.append(firsts[at])
                self._until.append(until[at])
                self._kind.append(kinds[kind[at]])
                at += 1
            self._start.append(len(self._first))
        self._arrays = None

    def _add_kind(self, kind: tuple[str, str, str]) -> int:
        number = self.kinds.get(kind)
        if number is not None:
            return number
        general, special, _ = kind
        line, form, share = None, NOTHING, 0
        if general:
            rate = rate_from_json(general)
            line = DatedLine("", general=rate, special=special_from_json(special) if special else ())
            part = None if china.has_plan(line) else ad_valorem_part(rate)
            share = part or 0
            form = OTHER if part is None else SHARE if isinstance(rate, Free | AdValorem) else QUANTITY
        self.lines.append(line)
        self.form.append(form)
        self.ppm.append(share)
        number = self.kinds[kind] = len(self.lines) - 1
        return number

    def arrays(self) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """Start of each code's spans, their first day, the day after the last, their kind; form and share by kind."""
        if self._arrays is None:
            rows = (self._start, self._first, self._until, self._kind, self.form, self.ppm)
            self._arrays = tuple(np.array(x, dtype=np.int64) for x in rows)  # type: ignore[assignment]
        assert self._arrays is not None
        return self._arrays

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


@dataclass(frozen=True, slots=True)
class UnitRate:
    """A rate on the quantity in a unit: cents are (share * dollars + amount * micro-units + half) // whole."""

    share: int
    amount: int
    half: int
    whole: int
    base: Base

    def cents(self, dollars: Sequence[int], micro: Sequence[int]) -> list[int]:
        """Cents of lines, half a cent up, in exact integers."""
        return [
            (self.share * d + self.amount * q + self.half) // self.whole
            for d, q in zip(dollars, micro, strict=True)
        ]


def unit_rate(line: DatedLine, unit: str) -> UnitRate | None:
    """The rate of a line on a quantity in a unit; None where the unit does not settle it.

    Raises
    ------
    InputError
        When the unit is none.
    """
    given = {"quantity": "1", "unit": unit}
    base = base_duty(line, 0, given)
    if not base.known or line.general is None:
        return None
    name = read_unit(unit).name
    parts = _parts(line.general, name)
    if parts is None:
        return None
    share, amount = parts
    scale = share.denominator * amount.denominator * 10**6
    return UnitRate(
        int(share * scale),
        int(amount * scale) // 10**6,
        _NANO_PER_CENT * scale // 2,
        _NANO_PER_CENT * scale,
        base,
    )


def _parts(rate: Rate, unit: str) -> tuple[Fraction, Fraction] | None:
    """Billionths of a dollar for each dollar of value and for each unit of quantity."""
    match rate:
        case Free(condition=""):
            return Fraction(0), Fraction(0)
        case AdValorem(ppm, of="", thirds=thirds):
            return Fraction((3 * ppm + thirds) * (NANO_USD // 1_000_000), 3), Fraction(0)
        case Specific(nano_usd, own):
            turned = ratio(unit, own.name)
            return None if turned is None else (Fraction(0), Fraction(nano_usd * turned[0], turned[1]))
        case Sum(terms):
            parts = [_parts(term, unit) for term in terms]
            if any(p is None for p in parts):
                return None
            return sum((p[0] for p in parts if p), Fraction(0)), sum((p[1] for p in parts if p), Fraction(0))
    return None


@lru_cache(maxsize=65536)
def micro_units(text: str) -> int | None:
    """A quantity in millionths of its unit; None where it is finer."""
    scaled = Decimal(text).scaleb(6)
    whole = int(scaled)
    return whole if scaled == whole else None


def each_base(line: DatedLine | None, dollars: int, given: Mapping[str, str]) -> Base | DetenteError:
    """The base duty of one line of a file, or why it cannot be told."""
    try:
        return base_duty(line, dollars, given)
    except DetenteError as wrong:
        return wrong
