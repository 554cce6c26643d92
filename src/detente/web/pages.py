"""Pages for people: the card of a day with its clocks, the brief, the list of addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import Annotated, Any, Literal

from fastapi import File, Form, Query, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from detente.answers import answer_find, days
from detente.outcomes import decisions, own_outcomes
from detente.questions import FindQuestion
from detente.regime import card, law_tables, tables
from detente.report import (
    BriefSettings,
    brief_page,
    environment,
    house_style,
    in_characters,
    in_language,
    line_page,
    sources_of,
)
from detente.terms import DetenteError, Language, is_chinese, read_day, read_language, worded_fault
from detente.web.language import Spoken, preferred
from detente.web.page_words import page_words
from detente.web.problems import status_of
from detente.web.queries import Hindsight, Known, On, Text
from detente.web.served import uploaded

OWN = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
Territory = Annotated[Literal["US", "CN"], Query(description="Whose schedule: US or CN.")]
Code = Annotated[str, Query(max_length=20, description="A line of China's schedule: eight or ten digits.")]
Tree = Annotated[str, Query(max_length=60, description="A tree of decisions; empty for none.")]


def home(
    request: Request,
    language: Spoken,
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
) -> Response:
    """The card of a day with its clocks, feeds and briefs."""
    content = {**_speaking(language), "known": known or "", "hindsight": hindsight}
    law, fault = tables(), None
    try:
        day, asked = days(on, known, hindsight)
    except DetenteError as wrong:
        fault = wrong
        day, asked = days(None, None, False)
    shown = card(law, day if fault else on or day, asked, hindsight=hindsight)
    clocks = decisions(law, law_tables(), day, asked)
    content |= {
        "fault": worded_fault(fault, language) if fault else "",
        "card": shown, "clocks": clocks, "sources": sources_of(shown, clocks, law, is_chinese(language)),
        "day": day, "asked": asked, "trees": own_outcomes().trees, "exposure": None,
        "base": str(request.base_url), "verified": law.verified,
    }  # fmt: skip
    return _html("home.html.j2", content, status_of(fault) if fault else 200)


def find_page(language: Spoken, text: Text = "", to: Territory = "US") -> Response:
    """Candidates for words: goods, measures and parties."""
    content: dict[str, Any] = {**_speaking(language), "text": text, "to": to, "answer": None, "fault": ""}
    status = 200
    try:
        if text.strip():
            content["answer"] = answer_find(FindQuestion.read({"text": text, "to": to, "limit": 20}))
    except DetenteError as fault:
        content["fault"], status = worded_fault(fault, language), status_of(fault)
    return _html("find.html.j2", content, status)


def paid(language: Spoken, hts: Code) -> Response:
    """What goods of the United States have paid on entry into China under a line: chart, steps, sources."""
    try:
        return _one_file(line_page(hts, language=language))
    except DetenteError as fault:
        return _sorry(fault, language)


def addresses(request: Request, language: Spoken) -> Response:
    """Every address of the server with what it takes."""
    document: dict[str, Any] = request.app.openapi()
    rows = [
        {"path": path, "method": method.upper(), **said}
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]
    return _html("api.html.j2", {**_speaking(language), "rows": rows})


def brief(
    language: Spoken,
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    tree: Tree = "",
) -> Response:
    """The brief of a day: one page that can be saved and handed on."""
    try:
        day, asked = days(on, known, hindsight)
        return _one_file(brief_page(BriefSettings(on=day, known=asked, tree=tree, language=language)))
    except DetenteError as fault:
        return _sorry(fault, language)


def brief_of_rows(
    request: Request,
    portfolio: Annotated[UploadFile, File(description="Lines as CSV, as for `detente assess`.")],
    on: Annotated[str, Form(max_length=40)] = "",
    known: Annotated[str, Form(max_length=40)] = "",
    lang: Annotated[str, Form(max_length=40)] = "",
    outcomes: Annotated[str, Form(max_length=400)] = "",
    tree: Annotated[str, Form(max_length=60)] = "",
    entered: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """The brief of a day with your lines under each outcome; the lines are not kept."""
    language: Language = "en"
    try:
        language = read_language(lang) if lang else preferred(request)
        day, asked = days(on or None, known or None, False)
        rows = uploaded(portfolio.filename or "", portfolio.file.read())
        settings = BriefSettings(
            on=day, known=asked, portfolio=rows, tree=tree, language=language,
            outcomes=tuple(name.strip() for name in outcomes.split(",") if name.strip()),
            entered=read_day(entered, what="--entered").isoformat() if entered else "",
        )  # fmt: skip
        return _one_file(brief_page(settings))
    except DetenteError as fault:
        return _sorry(fault, language)


def style() -> Response:
    """The style of the pages."""
    own = (files("detente.web") / "templates" / "pages.css").read_text(encoding="utf-8")
    head = {"Cache-Control": "max-age=3600"}
    return Response(house_style() + own, headers=head, media_type="text/css; charset=utf-8")


def _speaking(language: Language) -> dict[str, Any]:
    """What a page needs to speak a language."""
    house = in_language(language)
    return {**house, "w": {**house["w"], **page_words(language)}, "lang": language}


def _html(template: str, content: dict[str, Any], status: int = 200) -> Response:
    text = environment("detente.web").get_template(template).render(**content)
    text = in_characters(text, content["lang"])
    # no other site learns the address; under no-referrer the page's own form would come from nowhere ("null")
    head = {"Content-Security-Policy": OWN, "Referrer-Policy": "same-origin", "Vary": "Accept-Language"}
    return Response(text, status, head, media_type="text/html; charset=utf-8")


def _sorry(fault: DetenteError, language: Language) -> Response:
    content = {**_speaking(language), "fault": worded_fault(fault, language)}
    return _html("fault.html.j2", content, status_of(fault))


def _one_file(page: str) -> Response:
    """A page with its own style and scripts: those may run, named by their hashes, and no other."""
    digests = [hashlib.sha256(text.encode()).digest() for text in _SCRIPT.findall(page)]
    scripts = " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests) or "'none'"
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; img-src data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    return Response(page, 200, {"Content-Security-Policy": policy}, media_type="text/html; charset=utf-8")
