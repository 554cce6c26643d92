"""The language of a request: what its parameter says, else what its reader prefers (Accept-Language)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import Request

from detente.terms import InputError, Language, negotiated_language, read_language

TAG = "Language: en, zh-Hans, zh-Hant, or a tag such as zh-CN or zh-TW; default what Accept-Language prefers."
Asked = Annotated[str | None, Query(max_length=40, description=TAG, examples=["zh-Hans"])]
AskedOrBoth = Annotated[
    str | None, Query(max_length=40, description=f"{TAG} Titles of the calendar also in `both`, its default.")
]


def preferred(request: Request) -> Language:
    """The language a request prefers where no parameter says one."""
    return negotiated_language(request.headers.get("accept-language"))


def asked_language(request: Request, lang: Asked = None, language: Asked = None) -> Language:
    """The language of a page or a feed.

    Raises
    ------
    InputError
        For a language that nothing is written in.
    """
    asked = language or lang
    return read_language(asked) if asked else preferred(request)


def asked_language_or_both(request: Request, lang: AskedOrBoth = None, language: AskedOrBoth = None) -> str:
    """The language of a calendar: both where nothing is asked and the reader does not prefer Chinese."""
    asked = language or lang
    if asked:
        return "both" if asked == "both" else read_language(asked)
    language_preferred = preferred(request)
    return "both" if language_preferred == "en" else language_preferred


def language_of_fault(request: Request) -> Language:
    """The language an error is told in; a tag that cannot be read is no reason for a second error."""
    for name in ("language", "lang"):
        try:
            return read_language(request.query_params[name])
        except (KeyError, InputError):
            continue
    return preferred(request)


Spoken = Annotated[Language, Depends(asked_language)]
SpokenOrBoth = Annotated[str, Depends(asked_language_or_both)]
