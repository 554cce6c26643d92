"""The application: every address with its function, its answer's model and its door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, FastAPI
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

import detente
from detente.answers import ENTRIES
from detente.web import feeds, pages
from detente.web.answering import answer_kind, endpoint, first_sentence, methods_of, operation
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
    """An address that is no question's own: a page or a feed, its method, its function, its media types."""

    path: str
    ask: Callable[..., Response]
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
        answers = {**errors, 200: {"description": "The answer", **({"content": content} if content else {})}}
        if self.path in ("/calendar.ics", "/changes.atom") and self.method == "GET":
            answers[304] = {"description": "Not changed since the reader last asked"}
        return answers


def routes(settings: ServeSettings) -> tuple[Route, ...]:
    """Pages and feeds."""
    html, ics, atom = (HTML,), (feeds.ICS,), (feeds.ATOM,)
    return (
        Route("/calendar.ics", feeds.calendar_feed(settings.portfolio), media=ics),
        Route("/calendar.ics", feeds.calendar_of_rows, "POST", ics, rows=True),
        Route("/changes.atom", feeds.changes_atom, media=atom),
        Route("/", pages.home, media=html),
        Route("/find", pages.find_page, media=html),
        Route("/paid", pages.paid, media=html),
        Route("/api", pages.addresses, media=html),
        Route("/brief", pages.brief, media=html),
        Route("/brief", pages.brief_of_rows, "POST", html),
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
    add_questions(app, workers)
    for route in routes(settings):
        checks = [Depends(known_parameters), *([Depends(csv_only)] if route.rows else [])]
        app.add_api_route(
            route.path, workers.answering(route.ask), methods=[route.method], response_model=None,
            responses=route.responses, dependencies=checks, name=f"{route.method.lower()} {route.path}",
            summary=(route.ask.__doc__ or "").strip().splitlines()[0],
            operation_id=f"{route.method.lower()}_{route.ask.__name__}",
            response_class=_media(route.media[0]),
        )  # fmt: skip
    return Guard(app, settings)


def add_questions(app: FastAPI, workers: Workers) -> None:
    """An address for every question that a server takes, under its own name."""
    for entry in ENTRIES.values():
        for method in methods_of(entry):
            app.add_api_route(
                f"/api/{entry.name}", endpoint(entry, method, workers), methods=[method],
                response_model=answer_kind(entry), response_class=JSONResponse,
                responses={**ERRORS, 200: {"description": "The answer", **_also_csv(entry.name)}},
                name=f"{method.lower()} /api/{entry.name}", openapi_extra=operation(entry, method),
                summary=first_sentence(entry.question),
                operation_id=f"{method.lower()}_{entry.function}",
            )  # fmt: skip


def _also_csv(name: str) -> dict[str, Any]:
    return (
        {"content": {"text/csv; charset=utf-8": {"schema": {"type": "string"}}}} if name == "assess" else {}
    )


def _media(kind: str) -> type[Response]:
    """A response class of one media type, which the OpenAPI document names."""
    return type("Answer", (Response,), {"media_type": kind})
