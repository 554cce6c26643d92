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
    """One holding of a chain; a percentage is empty where its size is not known or was not asked for."""

    owner: str
    owned: str
    share_pct: str
    owner_listed_as: str = ""
    votes_pct: str = ""
    board_pct: str = ""
    role: str = ""


class ReadingRow(Frozen):
    """Percent of a party that counts under one reading of the rule, at the least and at the most."""

    reading: str
    title: str
    title_zh: str
    low_pct: str
    high_pct: str
    reaches: bool


class HolderBehind(Frozen):
    """A listed holder behind a party, with its strongest chain down to it, whether or not it counts.

    `multiplied_pct` is the share with every link in proportion; empty where a link is not known.
    """

    holder: str
    name: str
    listed_as: str
    chain: tuple[Stake, ...]
    multiplied_pct: str


class AttributionRow(Frozen):
    """What the text of a rule says on one point of attribution: it counts, does not, or it is left open."""

    point: str
    counts: str
    words: str
    words_zh: str
    confidence: str
    cite: tuple[CiteOut, ...] = ()


class PartyRow(Frozen):
    """What one rule says of one party.

    `aggregate_pct` is what counts by what is known, under the first reading; `low_pct` and `high_pct` hold
    whatever is missing and however the text is read. `holders` are all listed holders that were found, also
    where they do not catch.
    """

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
    threshold_pct: str = ""
    low_pct: str = ""
    high_pct: str = ""
    why: str = ""
    why_zh: str = ""
    readings: tuple[ReadingRow, ...] = ()
    holders: tuple[HolderBehind, ...] = ()


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
    interests: tuple[str, ...] = ()
    attribution: tuple[AttributionRow, ...] = ()
    minority: str = ""
    minority_zh: str = ""


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
