"""The answer of a screening: one model for terminal, JSON, HTTP and MCP; files hold the same rows."""

from __future__ import annotations

from typing import Literal

from detente.terms import Answer, CiteOut, Frozen, Repeat

ScreenOutcome = Literal["caught", "not_caught", "red_flag", "undetermined"]


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
    """Every party under every rule that a list given starts."""

    on: str
    known: str
    parties: int
    holdings: int
    counts: dict[str, int]
    rules: tuple[RuleUsed, ...]
    rows: tuple[PartyRow, ...]
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    repeat: Repeat
