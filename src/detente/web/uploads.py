"""Questions by POST: rows of your own in the body, never kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import File, Form, Query, UploadFile
from starlette.responses import Response

from detente.assess.answer import PortfolioSummary
from detente.assess.layout import summary
from detente.assess.licence import law_tables
from detente.assess.portfolio import assess_sheet
from detente.assess.rows import portfolio_sheet
from detente.assess.screen import screen as answer_screen
from detente.assess.screen_lists import given_tables
from detente.assess.screen_result import Settings
from detente.assess.tables import Upload, csv_bytes
from detente.outcomes.clocks.upcoming import decisions
from detente.outcomes.columns import answered_frame
from detente.outcomes.costs.lapse_costs import with_costs
from detente.outcomes.laying.store import own_outcomes
from detente.outcomes.trees.acting import tree_asked
from detente.outcomes.what_if import WhatIf, asked
from detente.regime.axes import known_day
from detente.regime.tables import tables
from detente.terms import InputError
from detente.web.answers import Top
from detente.web.queries import (
    Hindsight,
    Known,
    Many,
    Maybe,
    Name,
    On,
    Rows,
    State,
    Text,
    answered,
    uploaded,
)
from detente.web.questions import days

MOST_OUTCOMES = 12
MOST_DAYS = 12
PORTFOLIO = "portfolio.csv"
Format = Annotated[
    Literal["json", "csv", "rows"],
    Query(description="json: the summary; csv: every row answered; rows: the same rows as JSON."),
]


def assess(
    body: Rows,
    known: Known = None,
    hindsight: Hindsight = False,
    state: State = "by_text",
    layout: Annotated[
        Literal["wide", "long"], Query(description="One row a line, or one row a line and layer.")
    ] = "wide",
    outcomes: Maybe = None,
    timing: bool = False,
    format: Format = "json",  # noqa: A002 - the parameter's name in the address
    name: Name = PORTFOLIO,
) -> Response:
    """What every line owes. Columns: hts, origin, entry_date, customs_value_usd, and any fact; bad rows are named."""
    if outcomes and (layout == "long" or format == "json"):
        raise InputError(
            "outcomes are columns of the wide layout", where="outcomes", remedy="ask for format csv or rows"
        )
    if timing and not outcomes:
        raise InputError("timing compares outcomes", where="timing", remedy="give outcomes=a,b")
    law, day = tables(), known_day(known, hindsight)
    sheet = portfolio_sheet(Upload(name, body), law, dated=True)
    answer = assess_sheet(sheet, known=day, state=state, law=law)
    if format == "json":
        return answered(summary(answer))
    _few((outcomes or "").split(","), MOST_OUTCOMES, "outcomes")
    frame, _ = answered_frame(answer, law, layout, outcomes=outcomes or "", known=day, timing=timing)
    if format == "csv":
        head = {"Content-Disposition": f'attachment; filename="answered-{name.rsplit(".", 1)[0]}.csv"'}
        return Response(csv_bytes(frame), media_type="text/csv; charset=utf-8", headers=head)
    return Response(frame.write_json(), media_type="application/json")


def next_clocks(
    body: Rows,
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    zone: Maybe = None,
    name: Name = PORTFOLIO,
) -> Response:
    """Clocks in order, with what the lapse of each costs the lines."""
    day, asked = days(on, known, hindsight)
    law, trade = tables(), law_tables()
    sheet = portfolio_sheet(Upload(name, body), law, dated=False)
    rows = decisions(law, trade, day, asked, zone=zone or "")
    return answered(with_costs(rows, law, trade, asked, sheet))


def whatif(
    body: Rows,
    choice: Many = None,
    entered: Known = None,
    known: Known = None,
    against: Text = "as_known",
    top: Top = 20,
    timing: bool = False,
    chance: Many = None,
    name: Name = PORTFOLIO,
) -> Response:
    """What a portfolio owes under outcomes, and which clause causes the difference."""
    if not choice:
        raise InputError("no outcome is named", where="choice", remedy="GET /api/whatif lists them")
    _few(choice, MOST_OUTCOMES, "outcomes")
    q = WhatIf(choice, portfolio=Upload(name, body), entered=entered, known=known, against=against, top=top)
    return answered(asked(q, timing=timing, chances=chance or ()))


def tree(
    body: Rows,
    tree: Maybe = None,
    probability: Many = None,
    entered: Known = None,
    enter: Many = None,
    name: Name = PORTFOLIO,
) -> Response:
    """The tree of decisions with what a portfolio pays on each leaf; days of entry compared (enter, given again)."""
    _few(enter or [], MOST_DAYS, "days of entry")
    upload = Upload(name, body)
    return answered(
        tree_asked(
            tree, probability or [], own_outcomes(), portfolio=upload, entered=entered, days=enter or ()
        )
    )


def screen(
    parties: Annotated[UploadFile, File(description="Who to screen: party_id, name[, aliases].")],
    owners: Annotated[
        UploadFile, File(description="Who owns whom: owner_id, owned_id, share_pct[, from, to].")
    ],
    listed: Annotated[
        UploadFile | None, File(description="Who is listed: party_id or name, and list; none: China's lists.")
    ] = None,
    on: Annotated[str | None, Form(max_length=40)] = None,
    known: Annotated[str | None, Form(max_length=40)] = None,
    hindsight: Annotated[bool, Form()] = False,
    rule: Annotated[list[str] | None, Form(max_length=16)] = None,
    cutoff: Annotated[float, Form(ge=0, le=101)] = 90.0,
    owners_complete: Annotated[bool, Form()] = False,
    same_name_is_same: Annotated[bool, Form()] = False,
) -> Response:
    """Which parties do listed owners catch, under the rules of either side? Three CSV files in a form."""
    day, asked = days(on, known, hindsight)
    lists = _file(listed) if listed is not None else "law"
    sheets = given_tables(_file(parties), _file(owners), lists, law_tables(), day, asked)
    settings = Settings(cutoff, owners_complete, same_name_is_same, tuple(rule or ()))
    return answered(answer_screen(*sheets, on=on or day, known=asked, settings=settings))


def _file(sent: UploadFile) -> Upload:
    return uploaded(sent.filename or "", sent.file.read())


def _few(words: list[str], most: int, what: str) -> None:
    if len(words) > most:
        raise InputError(f"{len(words)} {what} are too many", remedy=f"give at most {most}")


def assess_models() -> Any:
    """The kinds of answer of `assess` in JSON."""
    return PortfolioSummary | list[dict[str, Any]]
