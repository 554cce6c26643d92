"""The card of a day: what is in force first, the clock that matters now, dead measures in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rich.text import Text

from detente.regime import CLOCK_NOT_NAMED
from detente.report.briefing.words import ALIVE, DEAD
from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen
from detente.report.terminal.words import day_words, linked, listed, moment, plural, status_text, zoned

_TO_DAY = re.compile(r"\bto (\d{1,2} [A-Z][a-z]+ \d{4})")
Clocks = Mapping[str, Sequence[Any]]


def card_screen(card: Any, clocks: Clocks, *, next_step: str) -> Screen:
    """The card of a day.

    Parameters
    ----------
    card : Card
    clocks : mapping of family to ClockText
        Every unsettled clock of each family, oldest first: of them the card shows the one that matters now.
    next_step : str
        A command to type.
    """
    clocks = {f.family: clocks.get(f.family) or ((f.clock,) if f.clock else ()) for f in card.families}
    alive = [f for f in card.families if f.status in ALIVE]
    kept = _that_matter(alive, clocks)
    rest = [f for f in alive if f not in kept]
    coming = [f for f in card.families if f.status not in (*DEAD, *ALIVE)]
    dead = [f for f in card.families if f.status in DEAD]
    notes: list[str | Text] = []
    if words := open_words(card.families, clocks, card.reading):
        notes.append(Text(words, style="bold yellow"))
    if coming:
        notes.append("Not in force: " + "; ".join(_coming(f) for f in coming) + ".")
    if rest:
        notes.append("Also in force: " + "; ".join(f"{f.title} {f.rate}".strip() for f in rest) + ".")
    if dead:
        gone = "; ".join(f"{f.title} ({_over(f, clocks)})" for f in dead)
        notes.append(Text(f"Over or void: {gone}.", style="dim"))
    notes += [Text(note, style="yellow") for note in card.notes]
    return Screen(
        sentence=_sentence(card, alive, coming, dead), rows=_rows(kept, clocks), notes=tuple(notes),
        next_step=next_step,
        full=(_families(card, clocks), _because(card), _provisions(card)),
    )  # fmt: skip


def _sentence(card: Any, alive: Sequence[Any], coming: Sequence[Any], dead: Sequence[Any]) -> str:
    lens = (
        f"with hindsight to {day_words(card.known)}"
        if card.hindsight
        else f"as known {day_words(card.known)}"
    )
    if not card.hindsight and card.known == card.on[:10]:
        lens = "as known that day"
    sure = [f for f in alive if not f.readings]
    counts = [
        f"{len(sure)} of {plural(len(card.families), 'group')} of measures "
        f"{'is' if len(sure) == 1 else 'are'} in force"
    ]
    if len(alive) > len(sure):
        counts.append(f"{len(alive) - len(sure)} not settled in whole or in part")
    by_status: dict[str, int] = {}
    for family in coming:
        by_status[family.status] = by_status.get(family.status, 0) + 1
    counts += [f"{n} {status.replace('_', ' ')}" for status, n in by_status.items()]
    counts += [f"{len(dead)} over"] if dead else []
    return f"{day_words(card.on)}, {lens}: {listed(counts)}."


def _over(family: Any, clocks: Clocks) -> str:
    """What became of a measure, and that the announced extension does not name it."""
    words = str(family.status.replace("_", " "))
    unnamed = any(clock.state == CLOCK_NOT_NAMED[0] for clock in clocks[family.family])
    return f"{words}; the announced extension does not name it" if unnamed else words


def open_words(families: Iterable[Any], clocks: Clocks, reading: str = "both") -> str:
    """In a few sentences, whose end has passed with an extension announced, and what would settle it."""
    names, ends, until = [], set(), set()
    settled_by: dict[str, None] = {}
    for family in families:
        rows = [clock for clock in clocks[family.family] if clock.not_settled]
        if (rows or family.readings) and family.status not in DEAD:
            names.append(family.title)
            ends |= {_last_day(clock.last_moment) for clock in rows}
            until |= {day for clock in rows for words in clock.said for day in _TO_DAY.findall(words)}
            settled_by |= dict.fromkeys(clock.settled_by for clock in rows if clock.settled_by)
    if not names:
        return ""
    days = listed(day_words(day) for day in sorted(ends))
    to = f" to {listed(sorted(until))}" if until else ""
    shown = {
        "both": "Neither reading is a fact: what the text says by itself and what was announced stand above.",
        "text": "What stands above is what the text says by itself.",
        "announced": "What stands above takes what was announced at its word.",
    }[reading]
    would = f" What would settle it: {listed(settled_by)}." if settled_by else ""
    return (
        f"Open, not settled: for {listed(names)} the last day passed on {days}; an extension{to} was "
        f"announced, and no instrument was seen. {shown}{would}"
    )


def _last_day(last_moment: str) -> str:
    """The last day of a span; one that ends at midnight ends with the day before."""
    day = date.fromisoformat(last_moment[:10])
    return (day - timedelta(days=1) if last_moment[11:16] == "00:00" else day).isoformat()


def clock_now(clocks: Sequence[Any]) -> Any:
    """The clock that matters now: one not settled, else the next ahead, else the last that passed."""
    unsettled = [clock for clock in clocks if clock.not_settled]
    ahead = [clock for clock in clocks if clock.ahead]
    return unsettled[-1] if unsettled else ahead[0] if ahead else clocks[-1] if clocks else None


def _that_matter(alive: Sequence[Any], clocks: Clocks) -> list[Any]:
    """At most ten families: not settled, then the nearest clocks and suspensions, then what began last."""
    leads = {family.side: family for family in reversed(alive)}

    def urgency(family: Any) -> tuple[int, str]:
        clock = clock_now(clocks[family.family])
        if family.readings or (clock is not None and clock.not_settled):
            return 0, clock.last_moment if clock is not None else ""
        if family.rows[0].suspended_points:
            return 1, family.rows[0].until
        if clock is not None and clock.ahead:
            return 1, clock.last_moment
        return 2 if leads[family.side] is family else 3, ""

    newest = sorted(alive, key=lambda family: family.rows[0].since, reverse=True)
    chosen = sorted(newest, key=urgency)[:MOST_ROWS]
    return [family for family in alive if family in chosen]


def _rows(families: Sequence[Any], clocks: Clocks) -> Rows:
    cells: list[tuple[str | Text, ...]] = []
    for family in families:
        clock = clock_now(clocks[family.family])
        cells.append((family.side, family.title, _rate(family), _clock(clock)))
    return Rows(
        (
            Column("by"),
            Column("measures", words=True),
            Column("rate", words=True),
            Column("the clock that matters now", words=True),
        ),
        tuple(cells),
    )


def _rate(family: Any) -> str:
    lead = family.rows[0]
    if not lead.suspended_points:
        return str(family.rate)
    until = f" until {moment(lead.until, family.side)}" if lead.until else ""
    return f"{family.rate}; {lead.suspended_points} points suspended{until}"


def _clock(clock: Any) -> str | Text:
    if clock is None:
        return ""
    when = clock.beijing if clock.side == "CN" else clock.washington
    if clock.not_settled:
        return Text(f"{when} passed: open, not settled", style="yellow")
    if clock.ahead:
        return (
            f"{when} {', '.join(clock.outcomes)}: {clock.decider}"
            if clock.outcomes
            else f"{when} {clock.decider}"
        )
    return f"{when} {clock.state}"


def _coming(family: Any) -> str:
    """A family that is suspended or to come: its state, rate and first day in brackets."""
    lead = family.rows[0]
    words = family.status.replace("_", " ")
    words += f": {family.rate}" if family.rate and family.status != "suspended" else ""
    if family.status in ("adopted", "threatened") and lead.since:
        words += f" from {moment(lead.since, family.side)}"
    return f"{family.title} ({words})"


def _families(card: Any, clocks: Clocks) -> Rows:
    """Every family with its Chinese name and all its clocks."""
    cells: list[tuple[str | Text, ...]] = []
    for number, family in enumerate(card.families, start=1):
        times = [
            f"{c.washington} = {c.beijing}: {c.title}; {c.decider}: {', '.join(c.outcomes)}; {c.state}"
            for c in clocks[family.family]
        ]
        name = f"{family.title}\n{family.title_zh}"
        cells.append((str(number), name, _rate(family), status_text(family.status), "\n".join(times)))
    columns = (
        Column("", right=True), Column("measures", words=True), Column("rate", words=True), Column("status"),
        Column("clocks", words=True),
    )  # fmt: skip
    return Rows(columns, tuple(cells), title="Every group of measures")


def _because(card: Any) -> Rows:
    cells: list[tuple[str | Text, ...]] = []
    for number, family in enumerate(card.families, start=1):
        lead = family.rows[0]
        because = Text(zoned(lead.because, family.side))
        if lead.cite:
            because.append_text(Text(f" — {lead.cite[0].document}: ", style="dim") + linked(lead.cite[:1]))
        for words in sorted({row.later for row in family.rows if row.later})[:2]:
            because.append(f"; {words}", style="italic red")
        for words in family.announced:
            because.append(f"; announced: {words}", style="magenta")
        cells.append((str(number), because))
    return Rows((Column("", right=True), Column("because", words=True)), tuple(cells), title="Because")


def _provisions(card: Any) -> Rows:
    """Every row of the card, one a provision."""
    cells: list[tuple[str | Text, ...]] = []
    for family in card.families:
        for row in family.rows:
            rate = row.rate + (f" ({row.suspended_points} points suspended)" if row.suspended_points else "")
            because = zoned(row.because, family.side) + (f" — {row.later}" if row.later else "")
            cells.append((
                row.title if row.title == row.what else f"{row.title}: {row.what}", rate,
                status_text(row.status), row.heading, moment(row.until, family.side), because,
                Text(f"{row.cite[0].document}: ") + linked(row.cite[:1]) if row.cite else "",
            ))  # fmt: skip
    columns = (
        Column("provision", words=True), Column("rate", words=True), Column("status"), Column("heading"),
        Column("until"), Column("because", words=True), Column("source", words=True),
    )  # fmt: skip
    return Rows(columns, tuple(cells), title="Every provision")
