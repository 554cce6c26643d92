"""Shares in an owner or operator: the quarter tests go by the largest of equity, votes and board seats."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

# the largest of the three is what the quarter of either side is measured by
HELD = {
    "us_held_pct": ("us_equity_pct", "us_voting_pct", "us_board_pct"),
    "chinese_held_pct": ("chinese_equity_pct", "chinese_voting_pct", "chinese_board_pct"),
}
MOST_OF_IT = Decimal(75)  # equity of US persons beside which no quarter of others is left


def with_holdings(facts: Mapping[str, str]) -> dict[str, str]:
    """Facts with the largest share of each side's persons, as far as one is reported.

    Examples
    --------
    >>> with_holdings({"us_equity_pct": "10", "us_voting_pct": "30"})["us_held_pct"]
    '30'
    """
    held = dict(facts)
    for name, shares in HELD.items():
        given = [facts[share] for share in shares if share in facts]
        if given:
            held[name] = max(given, key=Decimal)
    if "chinese_held_pct" not in held and Decimal(facts.get("us_equity_pct", "0")) >= MOST_OF_IT:
        held["chinese_held_pct"] = "0"
    return held


def asked_as(fact: str) -> str:
    """The fact a person is asked for, where rules go by the largest of several."""
    return HELD[fact][0] if fact in HELD else fact
