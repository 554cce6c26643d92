"""What many lines owe, in cents, without a word: read lines in, arrays of money out, under any law.

The same steps that answer a file, so the sums are those of the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.duties import TERRITORY, schedule
from detente.portfolio.bound.bases import BaseReader
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.evaluating import evaluate_lines
from detente.portfolio.bound.placing import place
from detente.portfolio.bound.regime import bound_regime
from detente.portfolio.layout.answer_columns import AnswerColumns, Cents, Facets
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.place.classes import Classes
from detente.portfolio.plain_lines import plain_lines
from detente.portfolio.read.faults import RowFaults, RowWrong, Wrong, row_by_row
from detente.portfolio.read.rows import RowReader, typed_sheet
from detente.portfolio.read.settle_rows import settle_rows
from detente.portfolio.read.shipments import Bools, Column, Entries, Ints
from detente.regime import State, Tables, tables
from detente.rowfiles import RowFault
from detente.schedule import Schedule
from detente.terms import HtsCode, paused_garbage_collection

if TYPE_CHECKING:
    import polars as pl

STATUSES = ("ok", "undetermined", "not_modelled", "error")


@dataclass(frozen=True)
class Evaluated:
    """Lines evaluated, before any words: columns of all rows, and the rows of each direction."""

    columns: AnswerColumns
    bases: Bases
    ways: tuple[tuple[BoundRegime, Ints], ...]

    @property
    def stack(self) -> Ints:
        """Number of each row's stack, -1 where it cannot be answered."""
        return self.columns.stack

    @property
    def plan(self) -> Ints:
        """Number of each row's plan, -1 where it cannot be answered."""
        return self.columns.plan

    @property
    def alone(self) -> Bools:
        """Rows evaluated on their own values."""
        return self.columns.alone

    @property
    def cents(self) -> Cents:
        """Money of every row."""
        return self.columns.cents

    @property
    def facets(self) -> Facets:
        """What else of a row's plan is asked for."""
        return self.columns.facets

    def status(self) -> Ints:
        """Index into `STATUSES` of every row."""
        made = ~(self.bases.known | self.facets.relieved)
        made |= self.columns.lacking
        number = made.astype(np.uint8)
        number[~self.facets.modelled] = 2
        number[self.plan < 0] = 3
        return number.astype(np.int64)


@dataclass(frozen=True)
class LineSums:
    """What lines owe under one law, in cents (arrays of length n; 0 where a line is not answered).

    Parameters
    ----------
    answered, settled : Bools
        Lines that could be answered, and of these the ones whose duty is known.
    status : Ints
        Index into `STATUSES`: ok, undetermined, not modelled, error.
    duty, low, high : Ints
        Duty (meant where `settled`), and its bounds; `high` counts where not `open_top`.
    refundable : Ints
        Collected under a measure since held void; meant where `refund_known`.
    parts : mapping of str to Ints
        Duty by component, ``mfn`` the base duty at its low bound.
    plan : Ints
        Number of each line's plan in the bound law of its direction: equal numbers, equal arithmetic.
    """

    answered: Bools
    settled: Bools
    status: Ints
    duty: Ints
    low: Ints
    high: Ints
    open_top: Bools
    refundable: Ints
    refund_known: Bools
    parts: Mapping[str, Ints]
    plan: Ints
    regimes: Mapping[str, BoundRegime]


def sum_lines(
    entries: Entries,
    *,
    law: Tables | None = None,
    state: State = "by_text",
    books: Mapping[str, Schedule] | None = None,
    moments: Column | str | None = None,
    known: str | None = None,
) -> LineSums:
    """What lines already read owe under a law: money alone, no words, no layout.

    Parameters
    ----------
    entries : Entries
        Lines read and settled, as `PortfolioAnswer.entries` holds them.
    law : Tables, optional
        The law itself where left out, else any law laid over it.
    state : {"by_text", "announced"}
        Reading of the time after the last verified day.
    books : mapping of direction to Schedule, optional
        Schedules; those installed where left out.
    moments : Column or str, optional
        Moments of entry to ask about in place of the lines' own; one text for all.
    known : str, optional
        Day of the knowledge used for every line, in place of the lines' own.

    Returns
    -------
    LineSums
        Arrays of the length of `entries`.
    """
    law = law or tables()
    if moments is not None or known is not None:
        entries = _asked_at(entries, moments, known)
    with paused_garbage_collection():
        regimes = bound_for(entries, law, state, books or {})
        made, _ = evaluate_entries(entries, regimes, laid_out=False)
    return _sums(made, regimes)


def sum_frame(
    frame: pl.DataFrame,
    *,
    law: Tables | None = None,
    state: State = "by_text",
    books: Mapping[str, Schedule] | None = None,
    known: str | None = None,
) -> tuple[LineSums, Sequence[RowFault]]:
    """What the lines of a data frame owe: money alone, from columns of their own types.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns as a portfolio has them. Categories, days and numbers are read as they are, quicker than text.
    known : str, optional
        Day of the knowledge used for all rows; default the row's ``known`` column, else its entry date.

    Returns
    -------
    LineSums, sequence of RowFault
        The money, and what is wrong with the rows that could not be answered.

    Examples
    --------
    >>> import polars as pl
    >>> lines = {"hts": ["9506.62.40"], "origin": ["CN"], "entry_date": ["2025-10-26"]}
    >>> sums, faults = sum_frame(pl.DataFrame({**lines, "customs_value_usd": [10_000]}))
    >>> int(sums.duty[0]), faults
    (375000, ())
    """
    law = law or tables()
    with paused_garbage_collection():
        reader = RowReader(typed_sheet(frame), law, known, noted=False)
        entries = reader.entries()
        regimes = bound_for(entries, law, state, books or {})
        entries, unsettled = settle(entries, regimes, noted=False)
        made, wrong = evaluate_entries(entries, regimes, laid_out=False)

    def tell() -> Iterable[RowFault]:
        return (*reader.faults, *reader.faults_of(row_by_row(unsettled)), *reader.faults_of(wrong))

    return _sums(made, regimes), RowFaults(tell)


def bound_for(
    entries: Entries, law: Tables, state: State, books: Mapping[str, Schedule]
) -> dict[str, BoundRegime]:
    """The bound laws of the directions of some lines."""
    count = np.bincount(entries.directions.at[entries.good], minlength=1)
    met = {entries.directions.values[k] for k in np.flatnonzero(count)}
    ways = [way for way in TERRITORY if way in (met or {"us_import"})]
    return {w: bound_regime(law, books.get(w) or schedule(TERRITORY[w]), state, w) for w in ways}


def settle(
    entries: Entries, regimes: Mapping[str, BoundRegime], *, noted: bool = True
) -> tuple[Entries, list[Wrong]]:
    """Lines as they count on their days, and the faults of those that cannot be answered."""
    settled, wrong = settle_rows(
        entries, {way: regime.classes for way, regime in regimes.items()}, noted=noted
    )
    for rows, _, _ in wrong:
        settled.good[rows] = False
    return settled, wrong


def _sums(made: Evaluated, regimes: Mapping[str, BoundRegime]) -> LineSums:
    status, answered = made.status(), np.greater_equal(made.plan, 0)
    refund_known = answered & made.facets.refund_known & (made.bases.kind >= 0)
    cents = made.cents
    return LineSums(
        answered, np.equal(status, 0), status, cents.duty, cents.low, cents.high, cents.open_top,
        np.where(refund_known, cents.back, 0), refund_known, cents.parts, made.plan, regimes,
    )  # fmt: skip


def _asked_at(entries: Entries, moments: Column | str | None, known: str | None) -> Entries:
    none = np.zeros(len(entries), dtype=np.int64)
    if isinstance(moments, str):
        moments = Column([moments], none)
    knowns = entries.knowns if known is None else Column([known], none)
    return replace(entries, moments=moments or entries.moments, knowns=knowns)


def evaluate_entries(
    entries: Entries, regimes: Mapping[str, BoundRegime], *, laid_out: bool = True
) -> tuple[Evaluated, list[RowWrong]]:
    """Money of every row under the bound law of its direction, and the faults: row, column, words.

    Rows with a fault are not answered. What only layouts ask for is left out where nothing is `laid_out`.
    """
    columns, reader = AnswerColumns(entries.dollars, laid_out=laid_out), BaseReader(entries)
    wrong: list[RowWrong] = []
    owns: list[Bools] = []
    for way, regime in regimes.items():
        own = entries.good & (entries.directions.at == entries.directions.values.index(way))
        wrong += sorted(_priced(entries, own, regime, reader))
        owns.append(own)
    bases, ways = reader.bases(), []
    amounts = _amounts(entries, next(iter(regimes.values())).law) if regimes else {}
    for regime, own in zip(regimes.values(), owns, strict=True):
        left = np.flatnonzero(plain_lines(entries, own, bases, regime, columns))
        if len(left):
            placed = place(entries, left, bases.kind[left], regime, amounts)
            columns.put(placed, evaluate_lines(entries, placed, bases, regime, amounts), bases, regime)
        rows = np.flatnonzero(own)
        if laid_out:
            columns.put_facets(rows, regime)
        ways.append((regime, rows))
    return Evaluated(columns, bases, tuple(ways)), wrong


def _amounts(entries: Entries, law: Tables) -> dict[str, Ints]:
    """Whole dollars by name: the customs value and the facts that are amounts."""
    amounts = {"customs_value_usd": entries.dollars}
    for name in entries.facts:
        if law.facts[name]["type"] == "money" and (column := entries.money(name)) is not None:
            amounts[name] = column
    return amounts


def _priced(entries: Entries, own: Bools, regime: BoundRegime, bases: BaseReader) -> list[RowWrong]:
    """Read the base duties of rows; gives the faults of those that have none, and takes them out of `own`."""
    met = entries.codes.met(own)
    used = np.flatnonzero(met)
    codes = [entries.codes.values[c] for c in used]
    numbers = regime.read_rates(codes)
    wrong: list[RowWrong] = []
    if regime.classes.full:
        wrong += _not_existing(entries, own, used, regime.classes)
        own[[i for i, _, _ in wrong]] = False
    number = np.full(len(met), -1, dtype=np.int64)
    number[used] = numbers
    failed = bases.read(own, number, regime)
    own[[i for i, _ in failed]] = False
    return [*wrong, *((i, "unit", text) for i, text in failed)]


def _not_existing(entries: Entries, own: Bools, used: Ints, groups: Classes) -> list[RowWrong]:
    """The faults of rows whose code does not exist."""
    values, stands = entries.codes.values, groups.stands
    doubtful = [c for c in used.tolist() if not stands.get(values[c])]
    none = {c: values[c] for c in doubtful if not groups.standing(values[c])}
    if not none:
        return []
    words = {}
    for number, digits in none.items():
        close = ", ".join(HtsCode(c).dotted for c in groups.book.nearest(digits))
        words[number] = f"no tariff line {HtsCode(digits).dotted}" + (f" — nearest: {close}" if close else "")
    lacking = np.zeros(len(entries.codes.values) + 1, dtype=bool)
    lacking[list(none)] = True
    gone = np.flatnonzero(lacking[entries.codes.at] & own)
    return [(i, "hts", words[int(entries.codes.at[i])]) for i in gone.tolist()]
