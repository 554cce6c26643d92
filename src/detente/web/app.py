"""The application: every address with its function, its answer's model and its door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, FastAPI
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

import detente
from detente.assess.answer import DutyAnswer
from detente.assess.china_calendar import CalendarAnswer
from detente.assess.china_pledges_answer import PledgesAnswer
from detente.assess.fee_answer import FeeAnswer
from detente.assess.licence_answer import LicenceAnswer
from detente.assess.screen_answer import ScreenAnswer
from detente.outcomes.clocks.between_days import Difference
from detente.outcomes.clocks.upcoming import Decision
from detente.outcomes.costs.exposure_answer import Exposure
from detente.outcomes.costs.timing_answer import Timing
from detente.outcomes.trees.answer import TreeAnswer
from detente.regime.shown import Card
from detente.web import answers, feeds, pages, uploads
from detente.web.guard import Guard
from detente.web.problems import MEDIA, Problem, add_handlers
from detente.web.queries import csv_only, known_parameters
from detente.web.settings import ServeSettings
from detente.web.work import Workers

OPENAPI = "/api/openapi.json"
HTML = "text/html; charset=utf-8"
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {MEDIA: {"schema": Problem.model_json_schema()}}}
    for status, words in (
        ("4XX", "Input that cannot be used: `detail` is the sentence the program prints"),
        (503, "Busy, or the answer took longer than it may"),
    )
}


@dataclass(frozen=True)
class Route:
    """An address: its method, the function that answers, the model or media types of the answer."""

    path: str
    ask: Callable[..., Response]
    model: Any = None
    method: str = "GET"
    media: Sequence[str] = ()
    rows: bool = False

    @property
    def responses(self) -> dict[int | str, dict[str, Any]]:
        """What may come back, for the OpenAPI document."""
        text = {"type": "string"}
        errors = ERRORS
        if HTML in self.media:  # a person gets the sentence on a page
            wrong: dict[str, Any] = ERRORS["4XX"]
            said = {**wrong["content"], HTML: {"schema": text}}
            errors = {**ERRORS, "4XX": {**wrong, "content": said}}
        content = {kind: {"schema": text} for kind in self.media}
        made = {**errors, 200: {"description": "The answer", **({"content": content} if content else {})}}
        if self.path in ("/calendar.ics", "/changes.atom") and self.method == "GET":
            made[304] = {"description": "Not changed since the reader last asked"}
        return made


def routes(settings: ServeSettings) -> tuple[Route, ...]:
    """Every address of the server."""
    html, ics, atom = (HTML,), (feeds.ICS,), (feeds.ATOM,)
    return (
        Route("/api/status", answers.status, Card),
        Route("/api/next", answers.next_clocks, list[Decision]),
        Route("/api/next", uploads.next_clocks, list[Decision], "POST", rows=True),
        Route("/api/duty", answers.duty, DutyAnswer),
        Route("/api/licence", answers.licence, LicenceAnswer),
        Route("/api/fee", answers.fee, FeeAnswer),
        Route("/api/screen", uploads.screen, ScreenAnswer, "POST"),
        Route("/api/diff", answers.diff, Difference),
        Route("/api/pledges", answers.pledges, PledgesAnswer),
        Route("/api/calendar", answers.calendar, CalendarAnswer),
        Route("/api/assess", uploads.assess, uploads.assess_models(), "POST", ("text/csv; charset=utf-8",), True),
        Route("/api/whatif", answers.whatif, answers.WHATIF),
        Route("/api/whatif", uploads.whatif, Exposure | Timing, "POST", rows=True),
        Route("/api/tree", answers.tree, TreeAnswer),
        Route("/api/tree", uploads.tree, TreeAnswer, "POST", rows=True),
        Route("/calendar.ics", feeds.calendar_feed(settings.portfolio), media=ics),
        Route("/calendar.ics", feeds.calendar_of_rows, None, "POST", ics, rows=True),
        Route("/changes.atom", feeds.changes_atom, media=atom),
        Route("/", pages.home, media=html),
        Route("/api", pages.addresses, media=html),
        Route("/brief", pages.brief, media=html),
        Route("/brief", pages.brief_of_rows, None, "POST", html),
        Route("/style.css", pages.style, media=("text/css; charset=utf-8",)),
    )  # fmt: skip


def make_app(settings: ServeSettings | None = None) -> ASGIApp:
    """The application behind its door; nothing in it asks the network."""
    settings = settings or ServeSettings()
    app = FastAPI(
        title="Detente", version=detente.__version__, openapi_url=OPENAPI, docs_url=None, redoc_url=None,
        description="The answers of the program `detente`; every field as in its --json. No legal advice.",
        redirect_slashes=False,
    )  # fmt: skip
    add_handlers(app)
    workers = Workers(settings.limits)
    for route in routes(settings):
        checks = [Depends(known_parameters), *([Depends(csv_only)] if route.rows else [])]
        app.add_api_route(
            route.path, workers.answering(route.ask), methods=[route.method], response_model=route.model,
            responses=route.responses, dependencies=checks, name=f"{route.method.lower()} {route.path}",
            summary=(route.ask.__doc__ or "").strip().splitlines()[0],
            operation_id=f"{route.method.lower()}_{route.ask.__name__}",
            response_class=_media(route.media[0]) if route.model is None else JSONResponse,
        )  # fmt: skip
    return Guard(app, settings)


def _media(kind: str) -> type[Response]:
    """A response class of one media type, which the OpenAPI document names."""
    return type("Answer", (Response,), {"media_type": kind})
