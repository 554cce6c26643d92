"""One question asked on every face: Python, command line, HTTP, an assistant's tool; all in this process."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import shlex
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from detente.answers import Entry
from detente.cli.main import run
from detente.terms import DetenteError

Met = tuple[str, Any]  # ("answered", JSON) or ("refused", words)
REFUSED = "refused"


def words_of(entry: Entry, given: Mapping[str, Any]) -> list[str]:
    """The command line of a question, every field by its name."""
    words = [entry.name]
    for name, value in given.items():
        option = "--map" if name == "read_as" else f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            words.append(option if value else f"--no-{option[2:]}")
        elif isinstance(value, dict):
            words += [word for k, v in value.items() for word in (option, f"{k}={v}")]
        elif isinstance(value, (list, tuple)):
            words += [word for one in value for word in (option, str(one))]
        else:
            words += [option, str(value)]
    return words


def command_of(entry: Entry, given: Mapping[str, Any]) -> str:
    """The command that repeats a question, to paste into a shell."""
    return shlex.join(["detente", *words_of(entry, given)])


def dumped(answer: Any) -> Any:
    """An answer as the JSON that every face gives."""
    if isinstance(answer, BaseModel):
        return answer.model_dump(mode="json", by_alias=True)
    return [dumped(one) for one in answer] if isinstance(answer, (list, tuple)) else answer


def plain(answer: Any) -> Any:
    """An answer without the words that repeat the question."""
    return {k: v for k, v in answer.items() if k != "repeat"} if isinstance(answer, dict) else answer


def by_python(entry: Entry, given: Mapping[str, Any]) -> Met:
    try:
        return "answered", plain(dumped(entry.ask(entry.question.read(given))))
    except DetenteError as fault:
        return REFUSED, fault.text


def by_command(entry: Entry, given: Mapping[str, Any]) -> Met:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        run([*words_of(entry, given), "--json"])
    if out.getvalue():
        return "answered", plain(json.loads(out.getvalue()))
    return REFUSED, err.getvalue().removeprefix("detente: ").strip()


def by_http(client: Any, entry: Entry, given: Mapping[str, Any]) -> Met:
    from detente.web.reading import CSV, FORM, JSON, body_kind

    rows = {n: Path(given[n]).read_bytes() for n in entry.question.rows_fields() if n in given}
    query = {
        name: [f"{k}={v}" for k, v in value.items()] if isinstance(value, dict) else value
        for name, value in given.items()
        if name not in rows
    }
    address = f"/api/{entry.name}"
    if not rows and entry.method == "GET":
        made = client.get(address, params=query)
    elif body_kind(entry) == FORM:
        made = client.post(address, files={n: (f"{n}.csv", b, CSV) for n, b in rows.items()}, data=query)
    elif body_kind(entry) == JSON:
        made = client.post(address, json={**query, **{n: b.decode() for n, b in rows.items()}})
    else:
        (body,) = rows.values()
        made = client.post(address, params=query, content=body, headers={"Content-Type": CSV})
    if made.status_code == 200:
        return "answered", plain(made.json())
    assert made.status_code in (400, 413, 414, 422), (made.status_code, made.text[:200], given)
    return REFUSED, made.json()["detail"]


@cache
def _tools() -> Any:
    from detente.web.tools import make_server

    return make_server()


def by_tool(entry: Entry, given: Mapping[str, Any]) -> Met:
    from mcp.server.mcpserver.exceptions import ToolError

    rows = {n: Path(given[n]).read_text("utf-8") for n in entry.question.rows_fields() if n in given}
    try:
        made = asyncio.run(_tools().call_tool(entry.name, {**given, **rows}))
    except ToolError as fault:
        return REFUSED, str(fault).partition(f"executing tool {entry.name}: ")[2]
    fields = made.structured_content
    # the protocol wants an object: lists and answers of several kinds stand under `result`
    return "answered", plain(fields["result"] if set(fields) == {"result"} else fields)
