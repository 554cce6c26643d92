"""The panel under both readings: rows that the text and what was announced put otherwise stand twice.

Only the lines that a measure with a statement can reach are looked at a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.portfolio.bound.regime import bound_regime
from detente.portfolio.rate_panel import ORIGINS, all_codes, panel
from detente.regime import READING_STATES, OneReading, Reading, Tables, tables
from detente.schedule import Schedule

if TYPE_CHECKING:
    import polars as pl

KEYS = ("hts", "origin", "component")
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class PanelAsked:
    """What a panel is asked for.

    Parameters
    ----------
    first, last : str
        ISO days; the last is included.
    origins : iterable of str
        Countries of origin.
    known : str
        Day of the knowledge used for the whole panel; empty means each day as known that day.
    codes : sequence of str, optional
        Only these codes (digits); default every line of the installed schedule.
    reading : {"both", "announced", "text"}
        Where an extension was announced and no instrument was seen: both readings, or one.
    direction : {"us_import", "china_import"}
        Whose import duties.
    """

    first: str
    last: str
    origins: Sequence[str] = ORIGINS
    known: str = ""
    codes: Sequence[str] | None = None
    reading: Reading = "both"
    direction: str = "us_import"


def panel_as_read(
    asked: PanelAsked, law: Tables | None = None, progress: Callable[[int, int], None] | None = None
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """A panel with a column `reading`, and the measures whose readings differ in it.

    `reading` is ``both`` in a row that holds in either, else ``text`` or ``announced``: such a row has a
    counterpart of the other reading over the same days, unless that reading asks nothing then.
    """
    import polars as pl

    from detente.duties import TERRITORY, schedule

    law, book = law or tables(), schedule(TERRITORY[asked.direction])
    one: OneReading = "announced" if asked.reading == "announced" else "text"
    span = {"first": asked.first, "last": asked.last, "origins": tuple(asked.origins), "known": asked.known}
    common = {**span, "law": law, "book": book, "direction": asked.direction}
    table = panel(**common, codes=asked.codes, state=READING_STATES[one], progress=progress)  # type: ignore[arg-type]
    if asked.reading != "both":
        return table.with_columns(pl.lit(asked.reading).alias("reading")), ()
    table = table.with_columns(pl.lit("both").alias("reading"))
    measures = _stated(law, asked)
    codes = _reached(law, book, measures, asked) if measures else []
    if not codes:
        return table, ()
    told = panel(**common, codes=codes, state="announced")  # type: ignore[arg-type]
    own = table.filter(pl.col("hts").is_in(codes))
    rows = list(_of_both(own.drop("reading").rows(), told.rows(), told.columns))
    if all(row[-1] == "both" for row in rows):
        return table, ()
    place = told.columns.index("provisions")
    apart = {str(name).split("/")[0] for row in rows if row[-1] != "both" for name in str(row[place]).split()}
    mended = pl.DataFrame(rows, schema=table.schema, orient="row")
    joined = pl.concat([table.filter(~pl.col("hts").is_in(codes)), mended])
    return joined.sort(*KEYS, "from", "reading", maintain_order=True), tuple(sorted(apart & measures))


def _stated(law: Tables, asked: PanelAsked) -> frozenset[str]:
    """Measures of which a statement, known in time, changes something within the days."""
    heard, end = asked.known or asked.last, f"{asked.last}T23:59"
    return frozenset(
        m.id
        for m in law.measures
        if m.direction == asked.direction
        and any(
            e.announced_only and e.known <= heard and e.start <= end and asked.first < e.until
            for e in m.events
        )
    )


def _reached(law: Tables, book: Schedule, measures: frozenset[str], asked: PanelAsked) -> list[str]:
    """Codes on which one of the measures can fall."""
    kinds = bound_regime(law, book, "by_text", asked.direction).classes
    wanted = list(asked.codes) if asked.codes is not None else list(all_codes(book))
    pairs = zip(wanted, kinds.code_classes(wanted), strict=True)
    return [code for code, kind in pairs if kind.relevant & measures]


def _of_both(text: list[Row], announced: list[Row], columns: list[str]) -> Iterator[Row]:
    """Rows of both readings with the reading of each: cut where they part, joined where they meet."""
    keys = [columns.index(name) for name in KEYS]
    since, until = columns.index("from"), columns.index("to")
    groups: dict[Row, tuple[list[Row], list[Row]]] = {}
    for k, rows in enumerate((text, announced)):
        for row in rows:
            groups.setdefault(tuple(row[i] for i in keys), ([], []))[k].append(row)
    for one, two in groups.values():
        yield from _merged(one, two, since, until)


def _merged(one: list[Row], two: list[Row], since: int, until: int) -> Iterator[Row]:
    if one == two:
        yield from (((*row, "both")) for row in one)
        return
    marks = sorted({str(row[i]) for row in (*one, *two) for i in (since, until)})
    pieces: dict[str, list[Row]] = {"both": [], "text": [], "announced": []}
    for first, last in pairwise(marks):
        told = [_cut(rows, (first, last), since, until) for rows in (one, two)]
        shown = {"both": told[0]} if told[0] == told[1] else {"text": told[0], "announced": told[1]}
        for reading, row in shown.items():
            if row is not None:
                _append(pieces[reading], row, since, until)
    yield from ((*row, reading) for reading, rows in pieces.items() for row in rows)


def _cut(rows: list[Row], days: tuple[str, str], since: int, until: int) -> Row | None:
    """The row that holds over some days, cut to them."""
    for row in rows:
        if str(row[since]) <= days[0] and days[1] <= str(row[until]):
            cut = list(row)
            cut[since], cut[until] = days
            return tuple(cut)
    return None


def _append(rows: list[Row], row: Row, since: int, until: int) -> None:
    """Add a row, joined to the one before it where that is the same and ends as it begins."""
    if rows:
        last = list(rows[-1])
        if last[until] == row[since]:
            last[until] = row[until]
            if all(a == b for i, (a, b) in enumerate(zip(last, row, strict=True)) if i != since):
                rows[-1] = tuple(last)
                return
    rows.append(row)
