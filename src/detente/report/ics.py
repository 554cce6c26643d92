"""A calendar of clocks: zoned events with alarms, for any calendar program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONES = {"US": "America/New_York", "CN": "Asia/Shanghai"}
DAYS_BEFORE = 7


def calendar(rows: Sequence[Any], known: str, *, days_before: int = DAYS_BEFORE) -> bytes:
    """Clocks as an iCalendar file with VTIMEZONE and one alarm each.

    Parameters
    ----------
    rows : sequence of Decision
        Clocks with, where a portfolio was given, what their lapse costs it.
    known : str
        Day of the knowledge used; it stamps every event, so that the same question gives the same file.
    """
    from icalendar import Alarm, Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Detente//clocks//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"US-China clocks, as known {known}")
    stamp = datetime.fromisoformat(known).replace(tzinfo=ZoneInfo("UTC"))
    for row in rows:
        clock = row.clock
        event = Event()
        start = datetime.fromisoformat(clock.last_moment).replace(tzinfo=ZoneInfo(ZONES[clock.side]))
        event.add("uid", f"{clock.id}@detente")
        event.add("dtstamp", stamp)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=30))
        event.add("summary", f"{clock.title} / {clock.title_zh}" if clock.title_zh else clock.title)
        event.add("description", description(row, known))
        event.add("categories", [f"{clock.side} clock"])
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"In {days_before} days: {clock.title}")
        alarm.add("trigger", -timedelta(days=days_before))
        event.add_component(alarm)
        made.add_component(event)
    if rows:
        years = [int(row.clock.last_moment[:4]) for row in rows]
        made.add_missing_timezones(
            first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 1, 12, 31)
        )
    text: bytes = made.to_ical()
    return text


def description(row: Any, known: str) -> str:
    """What an event says: when, who decides, what lapses, what it costs, what was said, where it stands."""
    clock = row.clock
    parts = [
        f"Washington {clock.washington}; {clock.beijing}",
        f"Decides: {clock.decider or ('its own text' if row.kind == 'duty' else 'not named')}",
        f"By the text: {clock.by_text}",
        *([f"Can be chosen: {', '.join(clock.outcomes) or 'not named'}"] if row.kind != "duty" else []),
        f"State: {clock.state}",
    ]
    if row.cost_usd is not None:
        parts.append(f"Lapse costs this portfolio {row.cost_usd:,.2f} USD ({row.cost_words})")
    elif row.cost_words:
        parts.append(f"Cost: {row.cost_words}")
    parts += [f"Said: {words}" for words in clock.said]
    parts += [f"Source: {c.document}: {c.citation}" for c in clock.cite]
    parts.append(f"As known {known}. Detente.")
    return "\n".join(parts)
