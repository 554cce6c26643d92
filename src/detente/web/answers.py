"""Questions by GET: one function an address, each the same call as the command of its name."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from detente.assess.china_calendar import CalendarAnswer
from detente.assess.china_calendar import calendar as answer_calendar
from detente.assess.china_pledges import pledges as answer_pledges
from detente.assess.china_pledges_answer import PledgesAnswer
from detente.assess.fee_facts import QUESTIONS as CALL_FACTS
from detente.outlook.acting import tree_asked
from detente.outlook.changes import Outcome
from detente.outlook.exposure import Exposure
from detente.outlook.origins import OriginRow
from detente.outlook.standing_under import LawUnder
from detente.outlook.store import own_outcomes
from detente.outlook.timing_answer import Timing
from detente.regime.tables import tables
from detente.web import questions
from detente.web.queries import Hindsight, Known, Many, Maybe, On, State, Text, answered
from detente.web.questions import days

Side = Annotated[
    str | None, Query(max_length=60, description="Only measures of one side: US or CN (or us, china).")
]
Top = Annotated[int, Query(ge=0, le=10_000, description="Lines shown.")]
WHATIF = LawUnder | Exposure | Timing | list[OriginRow] | list[Outcome]


def status(on: On = None, known: Known = None, hindsight: Hindsight = False, side: Side = None) -> Response:
    """What holds on a day, as known on a day."""
    return answered(questions.status(on, known, hindsight, side))


def next_clocks(
    on: On = None, known: Known = None, hindsight: Hindsight = False, zone: Maybe = None
) -> Response:
    """Clocks in order: what has a last day ahead, and what passed with no instrument seen."""
    return answered(questions.next_clocks(on, known, hindsight, zone or ""))


def duty(
    hts: Annotated[str, Query(max_length=60, examples=["9506.62.40"])],
    origin: Annotated[str | None, Query(alias="from", max_length=60)] = None,
    to: Text = "US",
    value: Text = "10000",
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    fact: Many = None,
    state: State = "by_text",
) -> Response:
    """What one shipment owes: every layer with its rate, base, citation and because."""
    return answered(questions.duty(hts, origin, to, value, on, known, hindsight, fact or (), state))


def licence(
    item: Annotated[str, Query(max_length=400, examples=["NdFeB magnet"])],
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    side: Text = "CN",
    state: State = "by_text",
    leg: Text = "",
    origin: Text = "",
    destination: Text = "",
    controlled_share: Text = "",
    chinese_technology: Text = "",
    military: Text = "",
    listed: Text = "",
    owned_by_listed: Text = "",
    end_use: Text = "",
    end_user: Text = "",
    general_licence: Text = "",
) -> Response:
    """Does a transaction need an export licence, and on what does that hang?"""
    facts = {
        "leg": leg, "origin": origin, "destination": destination, "controlled_share": controlled_share,
        "chinese_technology": chinese_technology, "military": military, "listed": listed,
        "owned_by_listed": owned_by_listed, "end_use": end_use, "general_licence": general_licence,
    }  # fmt: skip
    return answered(questions.licence(item, on, known, hindsight, side, end_user, _pairs(facts), state))


def fee(
    side: Text = "US",
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    state: State = "by_text",
    imo: Text = "",
    net_tonnage: Text = "",
    containers: Text = "",
    vessel_type: Text = "",
    owner_country: Text = "",
    operator_country: Text = "",
    built_country: Text = "",
    flag: Text = "",
    us_equity_pct: Text = "",
    voyage_no_in_year: Text = "",
    fact: Annotated[
        list[str] | None, Query(max_length=64, description=f"name=value: {', '.join(CALL_FACTS)}.")
    ] = None,
) -> Response:
    """What does a vessel owe for a port call in the United States or in China?"""
    facts = {
        "imo": imo, "net_tonnage": net_tonnage, "containers": containers, "vessel_type": vessel_type,
        "owner_country": owner_country, "operator_country": operator_country, "built_country": built_country,
        "flag": flag, "us_equity_pct": us_equity_pct, "voyage_no_in_year": voyage_no_in_year,
    }  # fmt: skip
    return answered(questions.fee(side, on, known, hindsight, [*_pairs(facts), *(fact or ())], state))


def _pairs(facts: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in facts.items() if value]


def diff(
    on: Annotated[list[str] | None, Query(max_length=2, examples=[["2025-11-09", "2025-11-10"]])] = None,
    known: Many = None,
    lines: Annotated[bool, Query(description="Also which lines of the schedule changed.")] = True,
) -> Response:
    """What changed between two days (on, twice), or what was learned between two (known, twice)."""
    return answered(questions.diff(on or (), known or (), lines))


def pledges(name: Maybe = None, on: On = None, known: Known = None, hindsight: Hindsight = False) -> Response:
    """Promises of the two sides: amount, clock and basis by each side's words, met or missed."""
    day, asked = days(on, known, hindsight)
    answer: PledgesAnswer = answer_pledges(tables(), day, asked, {})
    return answered(answer if name is None else answer.only(name))


def calendar(on: On = None, known: Known = None, hindsight: Hindsight = False) -> Response:
    """Rounds of talks, meetings, statements; what each arrangement extended and until when."""
    day, asked = days(on, known, hindsight)
    answer: CalendarAnswer = answer_calendar(tables(), day, asked)
    return answered(answer)


def whatif(
    choice: Many = None,
    hts: Maybe = None,
    origin: Annotated[str, Query(alias="from", max_length=60)] = "CN",
    value: Text = "10000",
    entered: Known = None,
    known: Known = None,
    against: Text = "as_known",
    top: Top = 20,
    timing: bool = False,
    chance: Many = None,
    origins: Maybe = None,
) -> Response:
    """What becomes of the law, or what one shipment owes, under outcomes; the outcomes themselves when none is named."""
    return answered(
        questions.whatif(
            choice or (), hts, origin, value, entered, known, against, top, timing, chance or (), origins
        )
    )


def tree(name: Maybe = None, probability: Many = None) -> Response:
    """The tree of decisions, with probabilities always shown as assumptions."""
    return answered(tree_asked(name, probability or [], own_outcomes()))
