"""Timing for the terminal: days around clocks, goods that wait, option value, drawback, refunds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import day_words, plural, usd, whole

WORDY = ("clock", "of which")


def timing_screen(answer: Any, output: Any = None) -> Screen:
    """When to enter: the clock before which entry saves most, then every clock; ways of waiting in full."""
    saving = [row for row in answer.clocks if row.saving_usd > 0]
    best = max(saving, key=lambda row: row.saving_usd, default=None)
    cells: list[tuple[str, ...]] = []
    for row in sorted(answer.clocks, key=lambda r: (r.day, -abs(r.saving_usd))):
        if row.saving_usd:
            cells.append((row.day, row.outcome, whole(row.before_usd), whole(row.after_usd), row.title))
    columns = (
        Column("clock"), Column("under"), Column("day before USD", right=True),
        Column("on the day USD", right=True), Column("the clock", words=True),
    )  # fmt: skip
    rows, more = first_rows(Rows(columns, tuple(cells)), "clocks")
    if best is None and answer.open_lines:
        sentence = (
            f"The duty on {plural(answer.open_lines, 'line')} is open, so it cannot be said that no day is "
            f"cheaper, as known {day_words(answer.known)}."
        )
    elif best is None:
        sentence = f"No clock ahead makes entering earlier cheaper, as known {day_words(answer.known)}."
    else:
        sentence = (
            f"Entered before {day_words(best.day)} saves {usd(best.saving_usd)} USD on "
            f"{plural(best.lines, 'line')} under {best.outcome}, as known {day_words(answer.known)}."
        )
    notes: list[str | Text] = [
        f"Out of bond under {t.outcome}, {plural(t.lines, 'line')} that can wait: "
        f"{usd(t.arrival_usd)} USD on arrival, {usd(t.best_usd)} on the best day, saved {usd(t.saving_usd)}."
        for t in sorted(answer.held, key=lambda t: -t.saving_usd)[:1]
        if t.lines
    ]
    notes += [Text(f"Not modelled: {n}", style="yellow") for n in answer.not_modelled]
    if output is not None:
        notes.append(f"Written: {output}")
    return Screen(
        sentence=sentence, rows=rows, more=more, notes=tuple(notes),
        next_step="the same command with --full for each line, zones, drawback and refunds",
        full=(timing_table(answer),),
    )  # fmt: skip


def timing_table(answer: Any) -> Group:
    """Everything on timing: a table for each question that has an answer, the rules, what is not covered."""
    tables = (_lines(answer), *_held(answer), _waiting(answer), *_drawn(answer), _refunds(answer))
    parts: list[Any] = [_clocks(answer), *(table for table in tables if table is not None)]
    parts += [
        Text(f"loaded before {r.loaded_before}: {r.measure}: {r.title} (enter before {r.entered_before})")
        for r in answer.loaded
    ]
    parts += [Text(w, style="magenta") for w in answer.refund_status]
    parts += [
        Text(f"{w.way}: {w.says} ({w.source}; confidence {w.confidence})", style="dim") for w in answer.ways
    ]
    parts += [Text(f"not modelled: {n}", style="yellow") for n in answer.not_modelled]
    limits = [limit for w in answer.ways for limit in w.limits]
    parts += [Text(f"note: {n}", style="dim") for n in (*answer.notes, *limits)]
    return Group(*parts)


def _table(title: str, names: Sequence[str]) -> Table:
    """A table whose days and amounts never break; only words do."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for name in names:
        money = "USD" in name or name == "lines"
        wordy = name in WORDY
        table.add_column(
            name, justify="right" if money else "left", no_wrap=not wordy, min_width=18 if wordy else None
        )
    return table


def _signed(value: Decimal) -> str:
    return f"{value:+,.0f}" if value else "0"


def _break_even(a_day: Decimal | None, a_month: Decimal | None) -> str:
    """Break-even cost of storage, a day and a month."""
    return "–" if a_day is None or a_month is None else f"{a_day:,.2f}\n{whole(a_month)}"


def _named(row: Any) -> str:
    return f"{row.line_id}\n{row.hts}"


def _clocks(answer: Any) -> Table:
    table = _table(
        f"Entering before each clock, as known {answer.known}",
        ("clock", "under", "day before\nUSD", "on the day\nUSD", "saved by entering\nbefore, USD"),
    )
    last = ""
    for row in answer.clocks:
        name = f"{row.day} {row.title}" if row.clock != last else ""
        last = row.clock
        table.add_row(
            name, row.outcome, whole(row.before_usd), whole(row.after_usd), _signed(row.saving_usd)
        )  # fmt: skip
    return table


def _lines(answer: Any) -> Table | None:
    if not answer.lines:
        return None
    table = _table(
        "Lines planned after a clock",
        ("line", "planned", "clock of", "under", "saving\nUSD", "break-even\nUSD a day"),
    )
    days = {row.clock: row.day for row in answer.clocks}
    for r in answer.lines:
        most = (
            "–" if r.break_even_usd_a_day is None else f"{r.break_even_usd_a_day:+,.2f}\n{r.days_moved} days"
        )
        table.add_row(_named(r), r.planned, days[r.clock], r.outcome, f"{r.saving_usd:+,.0f}", most)
    return table


def _held(answer: Any) -> Iterator[Table]:
    """All lines entered on arrival, as planned, on the best day out of bond, from a zone; then one by one."""
    if not answer.held:
        return
    table = _table(
        f"Enter, store or zone: duty of the {answer.held[0].lines} lines that can wait",
        (
            "under",
            "on arrival\nUSD",
            "as planned\nUSD",
            "best day\nUSD",
            "saved\nUSD",
            "zone\nUSD",
        ),
    )
    for t in answer.held:
        zone = whole(t.zone_usd) + ("" if t.zone_lines == t.lines else f"\n({t.zone_lines} lines)")
        table.add_row(
            t.outcome, whole(t.arrival_usd), whole(t.planned_usd), whole(t.best_usd),
            _signed(t.saving_usd), zone,
        )  # fmt: skip
    yield table
    if not answer.held_lines:
        return
    shown = [r for r in answer.held_lines if r.saving_usd or r.planned_usd != r.arrival_usd or r.zone_words]
    if not shown:
        return
    table = _table(
        "Out of bond: day in, planned day, best day; largest saving first",
        ("line,\nlast day", "under", "day", "duty\nUSD", "break-even\nUSD a day,\na month", "zone\nUSD"),
    )
    for r in shown:
        zone = whole(r.zone_usd) if r.zone_usd is not None else "not settled"
        table.add_row(
            f"{_named(r)}\n{r.last_day}", r.outcome, f"in   {r.arrived}\nplan {r.planned}\nbest {r.best_day}",
            f"{whole(r.arrival_usd)}\n{whole(r.planned_usd)}\n{whole(r.best_usd)}",
            _break_even(r.break_even_usd_a_day, r.break_even_usd_a_month), zone,
        )  # fmt: skip
    yield table
    words = dict.fromkeys(r.zone_words for r in answer.held_lines if r.zone_words)
    for said in words:
        yield Text(f"zone not settled: {said}", style="yellow")  # type: ignore[misc]


def _waiting(answer: Any) -> Group | None:
    """The option value of waiting, with the probabilities it rests on."""
    if not answer.waiting:
        return None
    table = _table(
        "Option value of waiting under bond, before the outcome is known",
        (
            "line", "on arrival\nUSD", "expected\nUSD", "value,\nforeseen\nUSD",
            "break-even\nUSD a day,\na month",
            "withdraw",
        ),
    )  # fmt: skip
    for r in answer.waiting:
        table.add_row(
            _named(r), whole(r.arrival_usd), whole(r.expected_usd),
            f"{whole(r.value_usd)}\n{whole(r.foreseen_usd)}",
            _break_even(r.break_even_usd_a_day, r.break_even_usd_a_month),
            "\n".join(w.removesuffix(" (100%)") for w in r.withdraw),
        )  # fmt: skip
    odds = ", ".join(
        f"{c.outcome} {c.probability:.0%}{' assumed' if c.assumed else ''}" for c in answer.chances
    )
    return Group(
        table,
        Text(f"all lines: {usd(answer.waiting_usd)} USD; chances: {odds}", style="bold"),
        Text(
            "the rule of withdrawal is the best at no cost of storage; set that cost against the option "
            "value",
            style="dim",
        ),
    )


def _drawn(answer: Any) -> Iterator[Table | Text]:
    if not answer.drawn:
        return
    table = _table(
        "Drawn back, of lines that leave again", ("under", "lines", "paid, with fees USD", "back USD")
    )
    for t in answer.drawn:
        table.add_row(t.outcome, str(t.lines), usd(t.paid_usd), usd(t.drawback_usd))
    yield table
    table = _table(
        "Lines drawn back",
        ("line", "entered,\nleaves,\nlast day", "under", "paid\nUSD", "back\nUSD", "of which"),
    )
    for r in answer.drawn_lines:
        table.add_row(
            _named(r), f"{r.entered}\n{r.reexported_on}\n{r.last_day}", r.outcome, usd(r.paid_usd),
            usd(r.drawback_usd),
            r.words or "\n".join(r.by_component) or "nothing",
        )  # fmt: skip
    yield table
    for said in dict.fromkeys(w for r in answer.drawn_lines for w in r.not_modelled):
        yield Text(f"not modelled: {said}", style="yellow")


def _refunds(answer: Any) -> Group | None:
    if answer.refundable_with_hindsight_usd is None:
        return None
    words = (
        f"with hindsight, refundable on the file's own days: {usd(answer.refundable_with_hindsight_usd)} USD"
    )
    table = _table(
        "Refundable with hindsight, largest first",
        ("line", "entered,\nruled", "component", "refundable\nUSD", "protest by\n(latest)"),
    )
    for r in answer.refunds:
        ends = r.protest_by or f"({r.protest_by_latest})"
        table.add_row(_named(r), f"{r.entered}\n{r.known}", r.component, whole(r.refundable_usd), ends)
    return Group(table, Text(words, style="magenta"))
