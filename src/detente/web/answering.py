"""Every question's addresses, made from its model: what they take, answer, and say in the document."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Literal

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from detente.answers import Entry, loaded
from detente.questions import MOST_VALUES, AssessQuestion, Question, Text
from detente.rowfiles import csv_bytes
from detente.web.reading import CSV, FORM, JSON, body_kind, read_request
from detente.web.work import Workers

EXAMPLE = "hts,origin,entry_date,customs_value_usd\n9506.62.40,CN,2025-10-26,10000\n"
FILE_NAME = r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$"


class NoOptions(Question):
    """No option beside the question."""


class RowsOptions(Question):
    """What a request with rows may say beside the question."""

    file_name: Text = Field(
        default="portfolio.csv",
        description="What faults and the repeat command call the rows.",
        pattern=FILE_NAME,
    )


class NamedRowsOptions(RowsOptions):
    """The same, where no field of the question is called `name`."""

    aliases: ClassVar[dict[str, str]] = {"name": "file_name"}


class AssessOptions(NamedRowsOptions):
    """How the rows of a portfolio come back."""

    layout: Literal["wide", "long"] = Field(
        default="wide", description="One row a line, or one row a line and layer."
    )
    format: Literal["json", "csv", "rows"] = Field(
        default="json",
        description="json: the summary; csv: every row answered; rows: the same rows as JSON.",
    )


def options_of(entry: Entry, method: str) -> type[Question]:
    """What an address takes beside the fields of its question."""
    if entry.name == "assess":
        return AssessOptions
    if method != "POST" or body_kind(entry) != CSV:
        return NoOptions
    return RowsOptions if "name" in entry.question.model_fields else NamedRowsOptions


def methods_of(entry: Entry) -> Sequence[str]:
    """How a question may be asked: GET where a query carries it, POST with rows or where it takes long."""
    if not entry.method:
        return ()
    if entry.method == "POST":
        return ("POST",)
    return ("GET", "POST") if entry.question.rows_fields() else ("GET",)


def endpoint(entry: Entry, method: str, workers: Workers) -> Callable[[Request], Awaitable[Response]]:
    """The function of an address: it reads the question and has it answered beside the loop."""
    options = options_of(entry, method)

    async def asked(request: Request) -> Response:
        question, said = await read_request(request, entry, options)
        return await workers.run(functools.partial(_responded, entry, question, said))

    asked.__doc__ = entry.question.__doc__
    asked.__name__ = entry.function
    return asked


def _responded(entry: Entry, question: Question, options: Question) -> Response:
    if isinstance(question, AssessQuestion) and isinstance(options, AssessOptions):
        return _portfolio(question, options)
    return answered(entry.ask(question))


def _portfolio(question: AssessQuestion, options: AssessOptions) -> Response:
    """An answered portfolio: its summary, or its rows."""
    from detente.answers import assessed, check_layout
    from detente.terms import InputError

    check_layout(question, options.layout)
    if question.outcomes and options.format == "json":
        raise InputError(
            "outcomes are columns of the answered rows", where="outcomes", remedy="ask for format csv or rows"
        )
    done = assessed(question)
    if options.format == "json":
        return answered(done.summary)
    frame, _ = done.rows(options.layout)
    if options.format == "rows":
        return Response(frame.write_json(), media_type=JSON)
    stem = options.file_name.rsplit(".", 1)[0]
    head = {"Content-Disposition": f'attachment; filename="answered-{stem}.csv"'}
    return Response(csv_bytes(frame), media_type="text/csv; charset=utf-8", headers=head)


def answered(answer: BaseModel | Sequence[BaseModel]) -> Response:
    """An answer as the command line's ``--json`` gives it."""
    if isinstance(answer, BaseModel):
        text = answer.model_dump_json(by_alias=True)
    else:
        text = f"[{','.join(one.model_dump_json(by_alias=True) for one in answer)}]"
    return Response(text, media_type=JSON)


def answer_kind(entry: Entry) -> Any:
    """What an address answers in JSON, for the document."""
    kind = loaded(entry.answer)
    return kind | list[dict[str, Any]] if entry.name == "assess" else kind


def first_sentence(question: type[Question]) -> str:
    """What a question asks, in one line."""
    return " ".join((question.__doc__ or "").strip().partition("\n\n")[0].split())


def operation(entry: Entry, method: str) -> dict[str, Any]:
    """What the OpenAPI document says an address takes."""
    schema = entry.question.served_schema()
    rows = entry.question.rows_fields()
    kind = body_kind(entry)
    said: dict[str, Any] = {}
    if method == "POST" and kind == JSON:
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
        return said
    if method == "POST" and kind == FORM:
        fields = {
            name: _file_part(spec) if name in rows else spec for name, spec in schema["properties"].items()
        }
        form = {**schema, "properties": fields}
        said["requestBody"] = {"required": True, "content": {FORM: {"schema": form}}}
        return said
    options = options_of(entry, method)
    fields = {**schema["properties"], **options.served_schema()["properties"]}
    said["parameters"] = [
        _parameter(name, spec, name in schema["required"])
        for name, spec in fields.items()
        if name not in rows
    ]
    if method == "POST":
        content = {"schema": {"type": "string", "format": "binary"}, "example": EXAMPLE}
        words = "Rows as CSV with a header."
        said["requestBody"] = {"required": True, "description": words, "content": {CSV: content}}
    return said


def _parameter(name: str, spec: dict[str, Any], required: bool) -> dict[str, Any]:
    """A field as a parameter of a query: a mapping is a list of name=value."""
    schema = {key: value for key, value in spec.items() if key not in ("description", "examples")}
    kinds = {one.get("type"): one for one in (schema, *schema.get("anyOf", ()))}
    if "array" in kinds:
        several = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_VALUES}
        schema = {**several, **({"default": spec["default"]} if spec.get("default") else {})}
    return {
        "name": name, "in": "query", "required": required, "description": spec.get("description", ""),
        "schema": schema,
    }  # fmt: skip


def _file_part(spec: dict[str, Any]) -> dict[str, Any]:
    return {"type": "string", "format": "binary", "description": spec.get("description", "")}
