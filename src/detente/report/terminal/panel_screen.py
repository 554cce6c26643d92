"""The panel on a screen: what it holds, and average rates by day and sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import day_words, listed, plural
from detente.terms import is_chinese

_READING = {"both": "", "text": "by the text", "announced": "as announced"}
WHOLE = "total"
CLAIMED = "with_exclusion_low_pct"

MOST_CODES = 6


def panel_screen(answer: Any, language: str = "en") -> Screen:
    """What a panel holds, and the average rate where weights or sectors were asked for.

    By section or chapter the rows are those of the newest day of each; ``--full`` has every day.
    """
    rows = answer.effective
    apart = len({row.get("reading", "both") for row in rows}) > 1
    by = "" if answer.by in ("", WHOLE) else answer.by
    columns = _columns(by, apart=apart, claimed=any(CLAIMED in row for row in rows))
    told = [(row, _cells(row, by, language, apart=apart)) for row in rows]
    simple = answer.weights is not None and answer.weights.kind == "simple"
    kind = "simple average rate" if simple else "weighted average rate"
    title = f"{kind} by {by}, newest day" if by else f"{kind}, newest first"
    shown, more = first_rows(
        Rows(columns, _newest(told) if by else _from_the_end(told), title=title), "rows" if by else "days"
    )
    step = "detente panel -o build/panel.parquet"
    if answer.written:
        step = "docs/reference/columns.md says what each column holds"
    full = (Rows(columns, tuple(cells for _, cells in told), title=kind),) if rows else ()
    return Screen(
        sentence=f"{plural(answer.rows, 'row')} of rates for {plural(answer.lines, 'line')}, "
        f"{day_words(answer.first)} to {day_words(answer.last)}, as known {_known(answer.known)}.",
        rows=shown, more=more,
        notes=(
            *_panel_readings(answer), *_weights(answer.weights),
            *((f"Written: {answer.written}",) if answer.written else ()),
        ),
        next_step=step, full=full,
    )  # fmt: skip


def _columns(by: str, *, apart: bool, claimed: bool) -> tuple[Column, ...]:
    names = ("statutory %", "with an exclusion %") if claimed else ("low %", "high %")
    return (
        Column("origin"), *((Column(by, words=by == "section"),) if by else ()), Column("from"),
        *((Column("reading"),) if apart else ()),
        *(Column(name, right=True) for name in (*names, "weights covered")),
    )  # fmt: skip


def _cells(row: Mapping[str, Any], by: str, language: str, *, apart: bool) -> tuple[str, ...]:
    words = row["sector_words_zh" if is_chinese(language) else "sector_words"] if by else ""
    rates = [_rate(row["low_pct"]), _rate(row["high_pct"])]
    if CLAIMED in row:
        rates = [_between(*rates), _between(_rate(row[CLAIMED]), _rate(row["with_exclusion_high_pct"]))]
    return (
        row["origin"], *((f"{row['sector']} {words}".strip(),) if by else ()), row["day"],
        *((_READING[row["reading"]],) if apart else ()), *rates, f"{row['covered']:.1%}",
    )  # fmt: skip


def _rate(rate: float | None) -> str:
    return "?" if rate is None else f"{rate:.2f}"


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _from_the_end(told: Sequence[tuple[Mapping[str, Any], tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    """Rows of each origin, the newest first."""
    origins = dict.fromkeys(row["origin"] for row, _ in told)
    return tuple(cells for origin in origins for row, cells in reversed(told) if row["origin"] == origin)


def _newest(told: Sequence[tuple[Mapping[str, Any], tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    """The newest row of each origin and sector, of each reading where they part."""
    last: dict[tuple[str, str], str] = {}
    for row, _ in told:
        last[row["origin"], row["sector"]] = max(row["day"], last.get((row["origin"], row["sector"]), ""))
    return tuple(cells for row, cells in told if row["day"] == last[row["origin"], row["sector"]])


def _weights(weights: Any) -> list[str]:
    """What the averages are weighted with."""
    if weights is None:
        return []
    if weights.kind == "simple":
        return ["Simple averages: every line of eight digits counts once."]
    name = f" ({weights.name})" if weights.name else ""
    told = [f"Weights: the values given{name} for {plural(weights.lines, 'line')}, the same on every day."]
    if weights.unmatched:
        codes = ", ".join(weights.unmatched[:MOST_CODES])
        of = f"{len(weights.unmatched):,} of {weights.lines:,}"
        told.append(f"On no line of the panel, so not covered: {codes} ({of}).")
    return told


def _panel_readings(answer: Any) -> list[Text]:
    """How many rows hold under one reading only, and what would settle which."""
    if not answer.open_rows:
        return []
    words = (
        f"Open, not settled: {plural(answer.open_rows, 'row')} by the text or as announced, marked in the "
        "column reading; do not add both."
    )
    would = dict.fromkeys(one.instrument for one in answer.settled_by)
    words += f" What would settle it: {listed(would)}." if would else ""
    return [Text(words, style="bold yellow")]


def _known(known: str) -> str:
    return day_words(known) if known[:1].isdigit() else known
