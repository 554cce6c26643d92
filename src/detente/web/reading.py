"""How a request becomes a question: a query, rows as CSV, a form of files, or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from detente.answers import Entry
from detente.questions import LocalFile, Question, Rows, marked
from detente.rowfiles import Upload
from detente.terms import InputError
from detente.web.served import has_field, read_served, unknown, uploaded

CSV, FORM, JSON = "text/csv", "multipart/form-data", "application/json"
CSV_TYPES = (
    CSV, "text/tab-separated-values", "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.apache.parquet",
)  # fmt: skip
PORTFOLIO = "portfolio.csv"
MOST = {"outcomes": 12, "enter": 12}  # of a request with rows: each is another pass over them


def body_kind(entry: Entry) -> str:
    """The media type in which an address takes what a query cannot carry."""
    rows = entry.question.rows_fields()
    required = [name for name in rows if entry.question.model_fields[name].is_required()]
    if len(required) > 1 or (required and len(rows) > 1):
        return FORM
    return CSV if required or (rows and entry.method == "GET") else JSON


async def read_request(request: Request, entry: Entry, options: type[Question]) -> tuple[Question, Question]:
    """The question of a request, and the options that only this face has.

    Raises
    ------
    UnknownArgument
        For a parameter that does not exist; names the nearest.
    InputError
        For one that cannot be used.
    HTTPException
        415 for a body of another kind.
    """
    given = _query(request.query_params.multi_items(), entry.question, options, LocalFile, Rows)
    if request.method == "POST":
        given |= await _body(request, entry, given)
    return _split(given, entry.question, options)


def _query(
    items: Sequence[tuple[str, Any]],
    question: type[Question],
    options: type[Question],
    *kept: type,
) -> dict[str, Any]:
    """Parameters by name: several values where a field takes several, else one; `kept` kinds are refused."""
    given: dict[str, Any] = {}
    for name, value in items:
        model = options if has_field(options, name) else question
        if not has_field(model, name) or marked(model.model_fields[model.field_of(name)], *kept):
            raise unknown(name, question, options, *kept)
        if get_origin(model.model_fields[model.field_of(name)].annotation) in (tuple, dict):
            given.setdefault(name, []).append(value)
        elif name in given:
            raise InputError(f"{name} is given twice", remedy="give it once")
        else:
            given[name] = value
    return given


async def _body(request: Request, entry: Entry, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the body adds: rows, files of a form, or the fields of a question."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    wanted = body_kind(entry)
    if wanted == CSV and kind in CSV_TYPES:
        body = await request.body()
        if not body:
            raise InputError("Field required", where="body", remedy="send rows as CSV with a header")
        name = str(given.get("file_name") or given.get("name") or PORTFOLIO)
        return {entry.question.rows_fields()[0]: uploaded(name, body)}
    if wanted == FORM and kind == FORM:
        return await _form(request, entry)
    if wanted == JSON and kind == JSON:
        return _json(await request.body())
    raise HTTPException(415, _TAKES[wanted])


_TAKES = {
    CSV: "send rows as text/csv, or a workbook under its own type: "
    "curl -H 'Content-Type: text/csv' --data-binary @FILE",
    FORM: "send the tables as a form: curl -F parties=@FILE",
    JSON: "send the question as JSON: curl -H 'Content-Type: application/json' -d '{…}'",
}


async def _form(request: Request, entry: Entry) -> dict[str, Any]:
    items: list[tuple[str, Any]] = []
    async with request.form(max_files=8, max_fields=64) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                items.append((name, uploaded(value.filename or "", await value.read())))
            else:
                items.append((name, value))
    return _query(items, entry.question, Question, LocalFile)


def _json(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise InputError("the body is no JSON", where="body", remedy='send {"name": value, …}') from None
    if not isinstance(given, dict):
        raise InputError("the body is no JSON object", where="body", remedy='send {"name": value, …}')
    return given


def _split(
    given: Mapping[str, Any], question: type[Question], options: type[Question]
) -> tuple[Question, Question]:
    """A question and the options beside it; rows given as text are rows, never the name of a file."""
    own = {name: value for name, value in given.items() if has_field(options, name)}
    rest = {name: value for name, value in given.items() if name not in own}
    asked = read_served(rest, question)
    if any(isinstance(value, Upload) for value in rest.values()):
        for name, most in MOST.items():
            if len(getattr(asked, name, ())) > most:
                raise InputError(
                    f"{len(getattr(asked, name))} {name} are too many", remedy=f"give at most {most}"
                )
    return asked, options.read(own)
