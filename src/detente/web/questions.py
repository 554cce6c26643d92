"""The questions that every server answers, in plain values: the calls of the commands, and their models back.

Descriptions of the parameters are what an assistant reads; a mistake raises the error the command prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from detente.assess.answer import DutyAnswer
from detente.assess.fee_answer import FeeAnswer
from detente.assess.licence_answer import LicenceAnswer
from detente.outlook.changes import Outcome
from detente.outlook.clocks import Decision
from detente.outlook.difference import Difference
from detente.outlook.exposure import Exposure
from detente.outlook.origins import OriginRow
from detente.outlook.standing_under import LawUnder
from detente.outlook.timing_answer import Timing
from detente.regime.axes import known_day
from detente.regime.shown import Card

On = Annotated[str | None, Field(description="Day the rules would apply, YYYY-MM-DD; default today.")]
Known = Annotated[
    str | None,
    Field(description="Day of the knowledge used, YYYY-MM-DD; default the same day, so no hindsight."),
]
Hindsight = Annotated[
    bool, Field(description="Use all knowledge to the last day the law was checked instead.")
]
State = Annotated[
    Literal["by_text", "announced"],
    Field(description="Past the last checked day: what the text says, or what was announced."),
]
Facts = Annotated[Sequence[str], Field(description="Facts, each name=value.")]


def days(on: str | None, known: str | None, hindsight: bool) -> tuple[str, str]:
    """The two time axes of a question; today is the day of this machine."""
    from detente.regime.axes import two_days

    return two_days(on, known, hindsight, today=date.today())


def status(
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    side: Annotated[
        str | None, Field(description="Only measures of one side: US or CN (or us, china).")
    ] = None,
) -> Card:
    """What holds between the US and China on a day, as known on a day: every measure, rate, status, citation."""
    from detente.regime.status import card
    from detente.regime.tables import tables

    day, asked = days(on, known, hindsight)
    return card(tables(), on or day, asked, side=side or "", hindsight=hindsight)


def next_clocks(
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    zone: Annotated[str, Field(description="A third zone to show, for example Europe/Berlin.")] = "",
) -> tuple[Decision, ...]:
    """Clocks in order: what has a last day ahead, who decides, what the text does by itself."""
    from detente.assess.licence import law_tables
    from detente.outlook.clocks import decisions
    from detente.regime.tables import tables

    day, asked = days(on, known, hindsight)
    return decisions(tables(), law_tables(), day, asked, zone=zone)


def duty(
    hts: Annotated[str, Field(description="Tariff code, 8 or 10 digits, dotted or not.")],
    origin: Annotated[
        str | None, Field(description="Country of origin; default CN, for entry into China US.")
    ] = None,
    to: Annotated[str, Field(description="Country of entry: US or CN.")] = "US",
    value: Annotated[str, Field(description="Customs value in USD.")] = "10000",
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    fact: Facts = (),
    state: State = "by_text",
) -> DutyAnswer:
    """What one shipment owes: every layer with its rate, base, citation and because; missing facts are named."""
    from detente.assess.duty import duty as answer
    from detente.assess.facts import read_pairs
    from detente.assess.question import usual_origin

    day, _ = days(on, known, hindsight)
    return answer(
        hts, origin=origin or usual_origin(to), value=value, on=on or day, to=to, known=known_day(known, hindsight),
        facts=read_pairs(list(fact)), state=state,
    )  # fmt: skip


def licence(
    item: Annotated[
        str, Field(description="Name in English or Chinese, Chinese customs code, or CAS number.")
    ],
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    side: Annotated[str, Field(description="Whose export controls: CN or US (or china, us).")] = "CN",
    end_user: Annotated[str, Field(description="Name of the importer or end user.")] = "",
    fact: Annotated[
        Sequence[str],
        Field(
            description="Facts, each name=value: leg, origin, destination, controlled_share, chinese_technology, "
            "military, listed, owned_by_listed, end_use, general_licence."
        ),
    ] = (),
    state: State = "by_text",
) -> LicenceAnswer:
    """Does a transaction need an export licence, and on what does that hang?"""
    from detente.assess.facts import read_pairs
    from detente.assess.licence import licence as answer
    from detente.assess.licence_facts import one_item

    day, _ = days(on, known, hindsight)
    facts = one_item(dict(read_pairs(list(fact))), side)
    return answer(
        item,
        on=on or day,
        known=known_day(known, hindsight),
        side=side,
        state=state,
        end_user=end_user,
        facts=facts,
    )


def fee(
    side: Annotated[str, Field(description="Whose port: US or CN (or us, china).")] = "US",
    on: On = None,
    known: Known = None,
    hindsight: Hindsight = False,
    fact: Annotated[
        Sequence[str],
        Field(
            description="Facts of the call, each name=value: imo, net_tonnage, containers, vessel_type, owner_country, "
            "operator_country, built_country, flag, us_equity_pct, voyage_no_in_year, dwt and others."
        ),
    ] = (),
    state: State = "by_text",
) -> FeeAnswer:
    """What does a vessel owe for a port call in the United States or in China?"""
    from detente.assess.facts import read_pairs
    from detente.assess.fee import fee as answer

    day, _ = days(on, known, hindsight)
    return answer(
        side, on=on or day, known=known_day(known, hindsight), state=state, facts=read_pairs(list(fact))
    )


def diff(
    on: Annotated[Sequence[str], Field(description="Two days to compare the law on, or none.")] = (),
    known: Annotated[
        Sequence[str],
        Field(description="Two days of knowledge: what was learned between; or one, beside two days."),
    ] = (),
    lines: Annotated[
        bool, Field(description="Also every line of the installed schedule that changed (long).")
    ] = False,
) -> Difference:
    """What changed in the law between two days, or what was learned between two days of knowledge."""
    from detente.outlook.difference import difference

    return difference(on, known, lines=lines)[1]


def whatif(
    choice: Annotated[
        Sequence[str],
        Field(description="Outcomes (truce, lapse, CLOCK=extend:DAY; parts joined by +); none lists them."),
    ] = (),
    hts: Annotated[
        str | None, Field(description="Code of one shipment; without it the answer is the law itself.")
    ] = None,
    origin: Annotated[str, Field(description="Origin of the shipment.")] = "CN",
    value: Annotated[str, Field(description="Customs value in USD.")] = "10000",
    entered: Annotated[str | None, Field(description="Day of entry; a shipment needs it.")] = None,
    known: Annotated[
        str | None,
        Field(description="Day of the knowledge used; default the day the outcomes are written for."),
    ] = None,
    against: Annotated[str, Field(description="The outcome the others are compared with.")] = "as_known",
    top: Annotated[int, Field(description="Lines shown.", ge=0, le=10_000)] = 20,
    timing: Annotated[bool, Field(description="Compare days and ways of entry instead.")] = False,
    chance: Annotated[Sequence[str], Field(description="With timing: truce=0.6, each.")] = (),
    origins: Annotated[
        str | None, Field(description="Other origins to set beside it, with commas: VN,MX.")
    ] = None,
) -> LawUnder | Exposure | Timing | tuple[OriginRow, ...] | tuple[Outcome, ...]:
    """What becomes of the law, or what one shipment owes, under outcomes, and which clause causes the difference."""
    from detente.outlook.store import own_outcomes
    from detente.outlook.whatif import WhatIf, asked

    if not choice:
        return tuple(own_outcomes().outcomes.values())
    q = WhatIf(
        choice, hts=hts, origin=origin, value=value, entered=entered, known=known, against=against, top=top
    )
    return asked(q, timing=timing, chances=chance, origins=origins)
