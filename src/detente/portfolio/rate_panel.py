"""The panel: every line's rates over time, interval-coded, one row a line, origin and component.

Rates are worked out once a class of codes and joined to the codes of the class, so the whole tariff costs
little more than its classes. A line that depends on a fact is ``conditional`` and carries both bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.duties import TERRITORY, Shipment, plan_rates, stands_always
from detente.portfolio.bound.axes import ENTRY_DAY
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.parts import ON_BASE
from detente.portfolio.bound.regime import bound_regime, keep
from detente.portfolio.bound.store import Ints
from detente.portfolio.panel_averages import on_day
from detente.portfolio.panel_cells import PartsOfLine, StackPieces
from detente.portfolio.panel_table import FAR, Lives, PanelTable, Stretch, layer_frame
from detente.portfolio.read.distinct import distinct_rows
from detente.regime import State, Tables, tables
from detente.schedule import (
    AdValorem,
    DatedLine,
    Free,
    Rate,
    Schedule,
    SpecialRate,
    day_number,
    line_rates,
    rate_from_json,
    say,
    special_from_json,
)
from detente.terms import HtsCode

if TYPE_CHECKING:
    import polars as pl

ORIGINS = ("CN", "HK", "MO")
MANY_STACKS = 500  # so many made anew are kept on disk


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the panel: first, last (inclusive), day of knowledge (empty: each day as known that day)."""

    first: str
    last: str
    known: str = ""


def _days(bound: BoundRegime, span: Span) -> tuple[int, list[str]]:
    """The policy of knowledge of a span, and the days in it on which anything may change."""
    axes = bound.axes
    policy = axes.policy_of(span.known) if span.known else ENTRY_DAY
    days = {moment[:10] for moment in axes.points(policy)}
    return policy, [span.first, *sorted(d for d in days if span.first < d <= span.last)]


def _stretches(marks: Sequence[tuple[int, dict[object, int]]]) -> Iterator[Stretch]:
    """Components over the days, equal neighbours merged.

    Parameters
    ----------
    marks : sequence of tuple
        Places of days on which the stack changes, with the numbers of its cells from then on by component.
    """
    open_cells: dict[object, tuple[int, int]] = {}
    for k, cells in marks:
        for component, (since, cell) in list(open_cells.items()):
            if cells.get(component) != cell:
                yield Stretch(since, k, cell)
                del open_cells[component]
        for component, cell in cells.items():
            if component not in open_cells:
                open_cells[component] = (k, cell)
    for since, cell in open_cells.values():
        yield Stretch(since, -1, cell)


class Kind(NamedTuple):
    """Lines of a kind: a code of it, the code that stands for its class, group of origins."""

    code: str
    digits: str
    group: int


class _Changes:
    """Components of stacks of kinds of lines, from each day on which they change."""

    def __init__(
        self, bound: BoundRegime, pieces: StackPieces, days: Sequence[str], table: PanelTable
    ) -> None:
        self.bound, self.pieces, self.days, self.table = bound, pieces, days, table
        self._numbered: dict[tuple[int, int], dict[object, int]] = {}

    def marks(
        self, kind: Kind, own: Iterable[tuple[int, int, int]]
    ) -> Iterator[tuple[int, dict[object, int]]]:
        """Places of days with the cells from then on; what the bound law does not have yet is worked out.

        Parameters
        ----------
        own : iterable of tuple of int
            Place of the day, stack, kind of base rate where that decides (else -1).
        """
        parts: PartsOfLine | None = None
        before: object = None
        for k, stack, rate in own:
            cells = self._numbered.get((stack, rate))
            if cells is None:
                if (stack, rate) not in self.bound.cells:
                    parts = parts or PartsOfLine(self.pieces, kind.digits, kind.group)
                    ship = self._shipment(kind, self.days[k]) if rate >= 0 else None
                    self.bound.cells[stack, rate] = self.pieces.cells(parts, k, stack, rate, ship)
                cells = self._numbered[stack, rate] = self.table.numbered(self.bound.cells[stack, rate])
            if cells != before:
                yield k, cells
            before = cells

    def _shipment(self, kind: Kind, day: str) -> Shipment:
        """A shipment of a kind of line on a day."""
        origin, moment = self.bound.groups.first[kind.group], f"{day}T23:59"
        code = HtsCode(kind.code)
        return Shipment(code, origin, moment, day, Decimal(1), 1, {}, (), self.bound.direction)


def _changes_of(stacks: Ints, rates: Ints) -> list[list[tuple[int, int, int]]]:
    """By kind of line (rows): places of the days on which stack or rate change, with these."""
    differ = np.ones(stacks.shape, dtype=bool)
    differ[:, 1:] = (stacks[:, 1:] != stacks[:, :-1]) | (rates[:, 1:] != rates[:, :-1])
    row, k = np.nonzero(differ)
    told = list(zip(k.tolist(), stacks[row, k].tolist(), rates[row, k].tolist(), strict=True))
    ends = np.cumsum(differ.sum(axis=1)).tolist()
    return [told[first:last] for first, last in zip([0, *ends[:-1]], ends, strict=True)]


def _kinds(
    bound: BoundRegime, stacks: Ints, line_of: Ints, wanted: Sequence[str], days: Sequence[str]
) -> tuple[Ints, Ints, Ints]:
    """Codes by kind: the first of each, the kind of every code, the base rates that decide (kinds x days)."""
    counts = (bound.stacks.arrays[2][stacks] & np.uint64(ON_BASE)) > 0
    bound.read_rates(wanted)
    number = np.array([bound.rates.number[code] for code in wanted], dtype=np.int64)
    rates = np.full((len(wanted), len(days)), -1, dtype=np.int64)
    for k, day in enumerate(days):
        inside = np.flatnonzero(counts[line_of, k])
        if len(inside):
            rates[inside, k] = bound.rates.find(number[inside], np.full(len(inside), day_number(day)))
    columns = [line_of, *(rates.T[counts.any(axis=0)] + 1)]
    first, at = distinct_rows(columns)
    return first, at, rates[first]


def panel(
    *,
    first: str,
    last: str,
    origins: Iterable[str] = ORIGINS,
    known: str = "",
    state: State = "by_text",
    law: Tables | None = None,
    book: Schedule | None = None,
    codes: Iterable[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    direction: str = "us_import",
) -> pl.DataFrame:
    """Rates of every line, interval-coded.

    Parameters
    ----------
    direction : {"us_import", "china_import"}
        Whose import duties, of whose schedule.
    first, last : str
        ISO days; the last is included.
    origins : iterable of str
        Countries of origin.
    known : str
        Day of the knowledge used for the whole panel; empty means each day as known that day.
    codes : iterable of str, optional
        Only these codes (digits); default every line of the installed schedule, and the statistical
        numbers under a line where a list reaches only some of them.
    progress : callable, optional
        Told classes done and in all.

    Returns
    -------
    polars.DataFrame
        Columns hts, origin, component, status, kind, rate_pct, low_pct, high_pct, refundable_pct
        (collected under a measure since held void), from, to (first day it no longer
        holds), heading, provisions (``measure/provision`` keys of the law files), base (words of a base
        rate).
    """

    law = law or tables()
    if book is None:
        from detente.duties import schedule

        book = schedule(TERRITORY[direction])
    bound = bound_regime(law, book, state, direction)
    span = Span(first, last, known)
    policy, days = _days(bound, span)
    wanted = list(codes) if codes is not None else list(all_codes(book, first, last))
    numbers = bound.class_numbers(wanted)
    wanted_origins = tuple(origins)
    table = PanelTable(_base_rows(book, wanted, span), days)
    cells = bound.table(policy).cells_of([f"{day}T23:59" for day in days])
    changes = _Changes(bound, StackPieces(bound, policy, cells), days, table)
    done = 0
    for origin in wanted_origins:
        group = bound.groups.number[origin]
        lines_table = bound.fill(policy, np.full(len(numbers), group), numbers)
        lines, line_of = np.unique(lines_table.row[group, numbers], return_inverse=True)
        stacks = lines_table.stacks[lines][:, cells]
        firsts, kind_of, rates = _kinds(bound, stacks, line_of, wanted, days)
        starts = [table.size]
        own = _changes_of(stacks[line_of[firsts]], rates)
        for code, changed in zip(firsts.tolist(), own, strict=True):
            kind = Kind(wanted[code], bound.first[numbers[code]], group)
            table.add(_stretches(list(changes.marks(kind, changed))))
            starts.append(table.size)
            done += 1
            if progress is not None and done % 50 == 0:
                progress(done, len(firsts) * len(wanted_origins))
        table.place(origin, kind_of, np.array(starts))
    keep(bound, MANY_STACKS)
    return table.laid(wanted, _lives(book, wanted))


def _lives(book: Schedule, codes: Sequence[str]) -> Lives:
    """Days of the lines that had not come yet, or had ended, on some day: no layer falls on them then."""
    found = []
    lines = [code[:8] for code in codes]
    for k, rows in enumerate(line_rates(book, lines)):
        if rows and not stands_always([row[:2] for row in rows]):
            found.append((k, day_number(rows[0][0]), day_number(rows[-1][1] or FAR)))
    made = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Lives(made[:, 0], made[:, 1], made[:, 2])


def all_codes(book: Schedule, first: str = "", last: str = "") -> Iterator[str]:
    """Every line of chapters 1 to 97 that stands on a day between two, and its statistical numbers where a
    list reaches only some of them."""
    tens: dict[str, list[str]] = {}
    for code in book.codes(10, first, last):
        tens.setdefault(code[:8], []).append(code)
    for line in book.codes(8, first, last):
        if line.startswith(("98", "99")):
            continue  # provisions laid over the goods of chapters 1 to 97, not goods
        yield line
        if book.memberships_below(line):
            yield from tens.get(line, ())


def _base_rows(book: Schedule, codes: Sequence[str], span: Span) -> tuple[pl.DataFrame, Ints]:
    """Column 1 general by line and day, and where the rows of each code begin.

    Specific and compound rates keep their words and no percentage; of two rates of a plan both are bounds.
    """
    rows: list[tuple[object, ...]] = []
    starts = [0]
    for lines in _general_rates(book, codes):
        for line in lines:
            until = line.to_day or FAR
            if until <= span.first or line.from_day > span.last or (line.general is None and not line.cite):
                continue
            low, high = _bounds(line)
            rate = low if low == high else None
            status = "in_force" if rate is not None else "conditional"
            days = max(line.from_day, span.first), until
            words = " or ".join(say(one) for one in plan_rates(line, {})) or "unknown"
            rows.append(("mfn", status, "ad_valorem", rate, low, high, 0.0, *days, "", line.cite, words))
        starts.append(len(rows))
    return layer_frame(rows), np.array(starts)


def _bounds(line: DatedLine) -> tuple[float | None, float | None]:
    """The lowest and the highest base rate of a line, percent; None where one is no share of the value."""
    shares: list[float] = []
    for rate in plan_rates(line, {}):
        if isinstance(rate, Free) and not rate.condition:
            shares.append(0.0)
        elif isinstance(rate, AdValorem) and not rate.of:
            shares.append(rate.ppm / 1e4)
        else:
            return None, None
    return (min(shares), max(shares)) if shares else (None, None)


def _general_rates(book: Schedule, codes: Sequence[str]) -> Iterator[Sequence[DatedLine]]:
    """By code its dated base rates, each as a line of no words.

    A statistical number has those of its line, parted on the days on which the number comes or goes.
    """
    for code, rates in zip(codes, line_rates(book, codes), strict=True):
        if len(code) <= 8:
            yield [
                DatedLine(code, first, last, general=_rate(text), special=_special(special), cite=cite)
                for first, last, text, special, cite in rates
            ]
        else:
            yield book.lines(code)


@lru_cache(maxsize=1 << 10)
def _special(text: str) -> tuple[SpecialRate, ...]:
    return special_from_json(text) if text else ()


@lru_cache(maxsize=1 << 14)
def _rate(text: str) -> Rate | None:
    return rate_from_json(text) if text else None


def daily(table: pl.DataFrame, first: str, last: str) -> pl.DataFrame:
    """One row a day instead of one an interval (large: days times rows)."""
    import polars as pl

    days = pl.date_range(pl.lit(first).str.to_date(), pl.lit(last).str.to_date(), eager=True).dt.to_string(
        "%Y-%m-%d"
    )
    return pl.concat([on_day(table, d).with_columns(pl.lit(d).alias("day")) for d in days])
