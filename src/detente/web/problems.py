"""Errors over HTTP: problem details in JSON, in the words the program uses on the command line."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from detente.questions import UnknownArgument
from detente.terms import DataError, DetenteError, InputError, NotInstalled, worded, worded_fault
from detente.web.language import language_of_fault

if TYPE_CHECKING:
    from fastapi import FastAPI

MEDIA = "application/problem+json"


class Problem(BaseModel):
    """What went wrong: `detail` is the sentence the command line prints."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None) -> Response:
    """An error as a response; what is echoed in it is JSON text and nothing else."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail).model_dump()
    return Response(json.dumps(body), status, headers, MEDIA)


def status_of(fault: DetenteError) -> int:
    """Status of a fault: the asker's (422: an unknown parameter), the installation's, the program's."""
    if isinstance(fault, UnknownArgument):
        return 422
    if isinstance(fault, InputError):
        return 400
    if isinstance(fault, NotInstalled):
        return 501
    return 503 if isinstance(fault, DataError) else 500


def add_handlers(app: FastAPI) -> None:
    """Answer every fault with a problem."""

    @app.exception_handler(DetenteError)
    async def _ours(request: Request, fault: DetenteError) -> Response:
        language = language_of_fault(request)
        return problem(status_of(fault), worded_fault(fault, language), headers=_spoken(language))

    @app.exception_handler(HTTPException)
    async def _theirs(request: Request, fault: HTTPException) -> Response:
        language = language_of_fault(request)
        head = {**dict(fault.headers or {}), **_spoken(language)}
        return problem(fault.status_code, worded(str(fault.detail), language), headers=head)

    @app.exception_handler(RequestValidationError)
    async def _shape(_: Request, fault: RequestValidationError) -> Response:
        return problem(400, "; ".join(dict.fromkeys(_words(e) for e in fault.errors())))

    @app.exception_handler(Exception)
    async def _unforeseen(_: Request, __: Exception) -> Response:
        return problem(500, "the program failed here; its own terminal says how")


def _spoken(language: str) -> dict[str, str]:
    """What says that the sentence is of the language that was asked for."""
    return {} if language == "en" else {"Content-Language": language, "Vary": "Accept-Language"}


def _words(error: dict[str, object]) -> str:
    """A fault of shape: where it stands and what would be accepted."""
    place = error.get("loc")
    where = str(place[-1]) if isinstance(place, (tuple, list)) and len(place) > 1 else "body"
    return f"{where}: {error.get('msg', 'cannot be used')}"
