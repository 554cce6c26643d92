"""May it ship, and may it dock: export licences, screening of owners, port fees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.answers.asking import asking, days
from detente.answers.noticed import noticed
from detente.questions import FeeQuestion, LicenceQuestion, Reading, ScreenQuestion
from detente.regime import known_day

if TYPE_CHECKING:
    from detente.licensing import LicenceAnswer
    from detente.port_fees import FeeAnswer
    from detente.rowfiles import Sheet
    from detente.screening import Listed, ScreenAnswer, Settings

LICENCE_FACTS = (
    "leg", "origin", "destination", "controlled_share", "chinese_technology", "military", "listed",
    "owned_by_listed", "end_use", "general_licence",
    "general_licence_item", "general_licence_customer", "general_licence_from", "general_licence_until",
    "end_user_statement", "kind",
    "eccn", "headquartered_d5", "entity_footnote", "us_controlled_share", "us_technology", "exception",
    "exception_conditions",
)  # fmt: skip
CALL_FACTS = (
    "imo", "net_tonnage", "containers", "vessel_type", "owner_country", "operator_country", "built_country",
    "flag", "us_equity_pct", "voyage_no_in_year",
)  # fmt: skip


@noticed("licence")
def answer_licence(question: LicenceQuestion) -> LicenceAnswer:
    """Whether a transaction needs a licence."""
    from detente.licensing import licence as licence_of
    from detente.licensing import one_item

    day, _ = days(question.on, question.known, question.hindsight)
    known = known_day(question.known, question.hindsight)
    named = {name: getattr(question, name) for name in LICENCE_FACTS if getattr(question, name)}
    return licence_of(
        question.item, on=question.on or day, known=known, side=question.side, reading=question.reading,
        end_user=question.end_user, parameters=question.parameters,
        facts=one_item({**named, **question.facts}, question.side),
    )  # fmt: skip


@asking(LicenceQuestion)
def licence(
    item: str,
    *,
    parameters: str = "",
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    side: str = "CN",
    reading: Reading = "both",
    leg: str = "",
    origin: str = "",
    destination: str = "",
    controlled_share: str | float = "",
    chinese_technology: str | bool = "",
    military: str | bool = "",
    listed: str | bool = "",
    owned_by_listed: str | bool = "",
    end_use: str = "",
    end_user: str = "",
    general_licence: str | bool = "",
    general_licence_item: str = "",
    general_licence_customer: str = "",
    general_licence_from: str | date | None = None,
    general_licence_until: str | date | None = None,
    end_user_statement: str | bool = "",
    kind: str = "",
    eccn: str = "",
    headquartered_d5: str | bool = "",
    entity_footnote: str = "",
    us_controlled_share: str | float = "",
    us_technology: str | bool = "",
    exception: str = "",
    exception_conditions: str | bool = "",
    facts: Mapping[str, Any] = {},
) -> LicenceAnswer:
    """Whether a transaction needs an export licence, and on which facts that depends.

    A fact that is not given is unknown, not "no".

    Raises
    ------
    InputError
        Names the fact, what was found and what is accepted.

    Examples
    --------
    >>> licence("dysprosium metal", on="2025-03-01", destination="JP").outcome
    'no_licence'
    """
    return answer_licence(LicenceQuestion.read(locals()))


@noticed("fee")
def answer_fee(question: FeeQuestion) -> FeeAnswer:
    """What a vessel owes for one port call."""
    from detente.port_fees import fee as fee_of

    day, _ = days(question.on, question.known, question.hindsight)
    known = known_day(question.known, question.hindsight)
    named = {name: getattr(question, name) for name in CALL_FACTS}
    return fee_of(
        question.side, on=question.on or day, known=known, reading=question.reading,
        facts={**named, **question.facts},
    )  # fmt: skip


@asking(FeeQuestion)
def fee(
    side: str = "US",
    *,
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    reading: Reading = "both",
    imo: str | float = "",
    net_tonnage: str | float = "",
    containers: str | float = "",
    vessel_type: str = "",
    owner_country: str = "",
    operator_country: str = "",
    built_country: str = "",
    flag: str = "",
    us_equity_pct: str | float = "",
    voyage_no_in_year: str | float = "",
    facts: Mapping[str, Any] = {},
) -> FeeAnswer:
    """What a vessel owes for one port call.

    Raises
    ------
    InputError
        Names the fact, what was found and what is accepted.

    Examples
    --------
    >>> fee("us", on="2025-10-26", net_tonnage="10000", owner_country="MO", operator_country="MO",
    ...     built_country="JP", vessel_type="container").fee_amount
    Decimal('500000.00')
    """
    return answer_fee(FeeQuestion.read(locals()))


def screening_of(question: ScreenQuestion) -> tuple[Sheet, Sheet, Listed, dict[str, Any]]:
    """The three tables of a screening, and how it is to be done."""
    from detente.regime import law_tables
    from detente.rowfiles import check_columns_said, is_file, reading_of, source_of
    from detente.screening import (
        KNOWN_OF_OWNERS,
        KNOWN_OF_PARTIES,
        OWNERS,
        PARTIES,
        as_sheet,
        given_tables,
        law_lists,
        names_sheet,
        no_owners,
        read_list,
    )

    law = law_tables()
    day, known = days(question.on, question.known, question.hindsight)
    how = {"on": question.on or day, "known": known, "settings": _settings(question)}
    reading = replace(reading_of(question.read_as), several=True)
    owners, third = (source_of(table, reading) for table in (question.owners, question.listed))
    people = names_sheet(question.parties)
    parties = source_of(question.parties, reading) if people is None else people
    if (people is not None or is_file(parties)) and is_file(owners) and is_file(third):
        tables = given_tables(parties, owners, third, law, day, known)
        check_columns_said(reading, tables)
        return (*tables, how)
    listed = law_lists(law, f"{day}T23:59", known) if str(third) == "law" else third
    return (
        as_sheet(parties, "parties", PARTIES[:1], KNOWN_OF_PARTIES[1:]),
        as_sheet(owners, "owners", OWNERS, KNOWN_OF_OWNERS[3:]) if _given(question.owners) else no_owners(),
        read_list(listed, law.ownership_tests),
        how,
    )


def _given(table: object) -> bool:
    """Whether a table was given: a frame without rows is one, an empty word is none."""
    return table is not None and not (isinstance(table, str) and not table)


def _settings(question: ScreenQuestion) -> Settings:
    from detente.screening import Settings

    return Settings(
        question.cutoff, question.owners_complete, question.same_name_is_same, question.rules,
        names_only=not _given(question.owners),
    )  # fmt: skip


def answer_screen(question: ScreenQuestion) -> ScreenAnswer:
    """Every row of a screening, as one model."""
    from detente.screening import screen as screen_of

    parties, owners, listed, how = screening_of(question)
    return screen_of(parties, owners, listed, **how)


@asking(ScreenQuestion)
def screen(
    parties: Any,
    owners: Any = "",
    listed: Any = "law",
    *,
    read_as: Mapping[str, Any] = {},
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    rules: Sequence[str] = (),
    cutoff: float = 90.0,
    owners_complete: bool = False,
    same_name_is_same: bool = False,
) -> ScreenAnswer:
    """Who is on a list, and which parties listed owners catch, under the rules of either side.

    Without owners names alone are compared; `parties` may be a name or a list of names.

    Examples
    --------
    >>> [(row.outcome, row.chain) for row in screen("MP Materials Corp.", on="2026-10-01").rows]
    [('caught', "MP Materials Corp. (China's export control list)")]
    >>> answer = screen(
    ...     [{"party_id": "T", "name": "Target"}],
    ...     [{"owner_id": "A", "owned_id": "T", "share_pct": "50"}],
    ...     [{"party_id": "A", "list": "Entity List"}],
    ...     on="2025-10-15",
    ... )
    >>> [(row.party_id, row.rule, row.outcome, row.aggregate_pct) for row in answer.rows]
    [('T', 'bis_50', 'caught', '50')]
    """
    return answer_screen(ScreenQuestion.read(locals()))
