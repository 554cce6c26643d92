"""The answer of a screening: one model for terminal, JSON, HTTP and MCP; files hold the same rows."""

from __future__ import annotations

from typing import Literal

from detente.terms import Answer, CiteOut, Frozen, Repeat

ScreenOutcome = Literal["caught", "not_caught", "red_flag", "undetermined", "not_found", "not_screened"]
Match = Literal["same", "near"]


class NameOnList(Frozen):
    """A listed name that a name asked about is, or may be.

    `state` is that of the listing by the text, `announced_state` as announced; a near name is a
    question, no answer.
    """

    asked: str
    name: str
    also: tuple[str, ...] = ()
    list: str
    title: str
    title_zh: str = ""
    action: str = ""
    action_zh: str = ""
    match: Match
    score: float
    why: str
    state: str = "in_force"
    announced_state: str = "in_force"
    since: str = ""
    until: str = ""
    confidence: str = ""
    cite: tuple[CiteOut, ...] = ()


class ListScreened(Frozen):
    """A list, what of it was compared, and what was not.

    `day` is the day whose list it is; `names` counts the parties compared by name, `listed` those that the
    list holds that day where that is known.
    """

    list: str
    title: str
    title_zh: str = ""
    side: str = ""
    source: str = ""
    day: str = ""
    names: int
    listed: int | None = None
    not_screened: str = ""


class Stake(Frozen):
    """One holding of a chain; `share_pct` is empty where its size is not known."""

    owner: str
    owned: str
    share_pct: str
    owner_listed_as: str = ""


class PartyRow(Frozen):
    """What one rule says of one party."""

    party_id: str
    name: str
    rule: str
    outcome: ScreenOutcome
    aggregate_pct: str
    chain: str = ""
    missing: str = ""
    rule_status: str = ""
    announced_status: str = ""
    effect: str = ""
    stakes: tuple[Stake, ...] = ()
    chain_cut: bool = False


class RuleUsed(Frozen):
    """A test that was run, its law, and how it stands on the day."""

    rule: str
    title: str
    title_zh: str
    test: str
    threshold_pct: str
    status: str
    announced_status: str
    until: str
    lists: tuple[str, ...]
    listed_parties: int
    caught_by_ownership: int
    confidence: str
    cite: tuple[CiteOut, ...]
    not_modelled: tuple[str, ...] = ()


class ScreenAnswer(Answer):
    """Every party under every rule that a list given starts.

    `screened` says in which lists the names were looked for and in which not; `candidates` are the listed
    names that they met.
    """

    on: str
    known: str
    parties: int
    holdings: int
    counts: dict[str, int]
    rules: tuple[RuleUsed, ...]
    screened: tuple[ListScreened, ...] = ()
    candidates: tuple[NameOnList, ...] = ()
    rows: tuple[PartyRow, ...]
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    repeat: Repeat
