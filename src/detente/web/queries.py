"""What the query of a page or a feed may say; the questions' own addresses read their models."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import Body, FastAPI, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request

from detente.questions import UnknownArgument
from detente.terms import InputError, nearest
from detente.web.answering import EXAMPLE, FILE_NAME
from detente.web.reading import CSV_TYPES

On = Annotated[
    str | None,
    Query(description="Day the rules would apply; default today.", max_length=40, examples=["2025-10-26"]),
]
Known = Annotated[
    str | None,
    Query(
        description="Day of the knowledge used; default the same day.", max_length=40, examples=["2025-10-26"]
    ),
]
Hindsight = Annotated[
    bool, Query(description="Use all knowledge to the last day the law was checked instead.")
]
Text = Annotated[str, Query(max_length=400)]
Name = Annotated[
    str, Query(description="What faults and the repeat command call the rows.", pattern=FILE_NAME)
]
Rows = Annotated[
    bytes, Body(media_type="text/csv", description="Rows as CSV with a header.", examples=[EXAMPLE])
]


def known_parameters(request: Request) -> None:
    """Refuse a parameter that does not exist, or that stands twice and may stand once.

    Raises
    ------
    InputError
        Names the nearest; a misspelt day must not be answered as today.
    """
    accepted: dict[str, bool] = parameters(request.app)[request.scope["route"].path, request.method]
    given = [name for name, _ in request.query_params.multi_items()]
    for name in dict.fromkeys(given):
        if name not in accepted:
            raise UnknownArgument(
                f"no parameter {name[:60]!r}",
                remedy=nearest(name, accepted) or f"one of {', '.join(accepted) or 'none'}",
            )
        if given.count(name) > 1 and not accepted[name]:
            raise InputError(f"{name} is given twice", remedy="give it once")


@lru_cache(maxsize=4)
def parameters(app: FastAPI) -> dict[tuple[str, str], dict[str, bool]]:
    """Parameters of every address and method, and whether each may be given again."""
    accepted: dict[tuple[str, str], dict[str, bool]] = {}
    for path, methods in app.openapi()["paths"].items():
        for method, said in methods.items():
            rows = said.get("parameters", ())
            accepted[path, method.upper()] = {row["name"]: "'array'" in str(row["schema"]) for row in rows}
    return accepted


def csv_only(request: Request) -> None:
    """Refuse a body that does not say it is rows.

    Raises
    ------
    HTTPException
        415. A form of another site cannot send this type without being asked first, and is not.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in CSV_TYPES:
        raise HTTPException(
            415, "send rows as text/csv: curl -H 'Content-Type: text/csv' --data-binary @FILE"
        )
