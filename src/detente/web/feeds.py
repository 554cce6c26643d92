"""Feeds to subscribe to: clocks as a calendar, what became known as Atom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from detente.answers import days
from detente.outcomes import Decision, decisions, learned, with_costs
from detente.portfolio import portfolio_sheet
from detente.regime import ARTEFACT, law_tables, tables
from detente.report import DAYS_BEFORE, calendar, feed
from detente.rowfiles import Sheet, Upload
from detente.terms import read_day
from detente.web.language import Spoken, SpokenOrBoth
from detente.web.queries import Hindsight, Known, Name, On, Rows
from detente.web.reading import PORTFOLIO

ICS, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"
YEAR = timedelta(days=365)
Alarm = Annotated[int, Query(ge=0, le=366, description="Days before a clock at which the calendar rings.")]


def calendar_feed(sheet: Sheet | None) -> Callable[..., Response]:
    """The calendar's function, with what each lapse costs some lines where they are given."""

    @lru_cache(maxsize=32)  # readers ask again and again; what a lapse costs many lines takes seconds
    def clocks(day: str, asked: str) -> tuple[Decision, ...]:
        return _clocks(day, asked, sheet)

    def calendar_ics(
        request: Request,
        language: SpokenOrBoth,
        on: On = None,
        known: Known = None,
        hindsight: Hindsight = False,
        alarm_days: Alarm = DAYS_BEFORE,
    ) -> Response:
        """Clocks of both sides as a calendar to subscribe to, with zones and alarms."""
        day, asked = days(on, known, hindsight)
        body = calendar(clocks(day, asked), asked, days_before=alarm_days, language=language)
        return _fresh(request, body, asked, ICS)

    return calendar_ics


def calendar_of_rows(
    body: Rows,
    language: SpokenOrBoth,
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    alarm_days: Alarm = DAYS_BEFORE,
    name: Name = PORTFOLIO,
) -> Response:
    """The calendar with what the lapse of each clock costs the lines of the body."""
    day, asked = days(on, known, hindsight)
    sheet = portfolio_sheet(Upload(name, body), tables(), dated=False)
    head = {"Content-Disposition": 'attachment; filename="detente.ics"'}
    body_ics = calendar(_clocks(day, asked, sheet), asked, days_before=alarm_days, language=language)
    return Response(body_ics, headers=head, media_type=ICS)


def changes_atom(
    request: Request,
    language: Spoken,
    known_from: Annotated[
        str | None, Query(max_length=40, description="After this day; default a year before the other.")
    ] = None,
    known_to: Annotated[str | None, Query(max_length=40, description="By this day; default today.")] = None,
) -> Response:
    """What became known about the law of both sides: one entry a clause, event, statement, settled clock."""
    upto = read_day(known_to, what="known_to") if known_to else date.today()
    after = read_day(known_from, what="known_from") if known_from else upto - YEAR
    rows = learned(tables(), law_tables(), after.isoformat(), upto.isoformat())
    home = str(request.base_url)
    return _fresh(
        request, feed(rows, home=home, address=str(request.url), language=language), upto.isoformat(), ATOM
    )


def _clocks(on: str, known: str, sheet: Sheet | None) -> tuple[Decision, ...]:
    law, trade = tables(), law_tables()
    rows = decisions(law, trade, on, known)
    return rows if sheet is None else with_costs(rows, law, trade, known, sheet)


def _fresh(request: Request, body: bytes, known: str, media: str) -> Response:
    """The body, or word that the reader already has it (RFC 9110: the tag counts before the time).

    The time is that of the knowledge shown or of the compiled law, whichever is later, and never in the
    future.
    """
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    law_at = datetime.fromtimestamp(ARTEFACT.stat().st_mtime, UTC)
    known_at = datetime.fromisoformat(known).replace(tzinfo=UTC)
    changed_at = min(max(law_at, known_at), datetime.now(UTC)).replace(microsecond=0)
    head = {
        "ETag": tag, "Last-Modified": format_datetime(changed_at, usegmt=True), "Cache-Control": "no-cache",
        "Vary": "Accept-Language",
    }  # fmt: skip
    asked = request.headers.get("if-none-match")
    if asked is not None:
        same = asked.strip() == "*" or tag in {t.strip().removeprefix("W/") for t in asked.split(",")}
    else:
        same = _not_since(request.headers.get("if-modified-since"), changed_at)
    return Response(status_code=304, headers=head) if same else Response(body, headers=head, media_type=media)


def _not_since(text: str | None, changed_at: datetime) -> bool:
    try:
        since = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
    return since is not None and since.tzinfo is not None and changed_at <= since
