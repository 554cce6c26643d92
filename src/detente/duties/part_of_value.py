"""Provisions of chapter 98 under which duty falls on a part of the value: work abroad, the rest without US
parts."""

from __future__ import annotations

from typing import NamedTuple

from detente.duties.facts import Facts
from detente.regime import PartialValue, Tables, partial_values

CHAPTER_98 = "chapter_98"


class Part(NamedTuple):
    """The part of the value that duty falls on, in whole dollars, and the provision that says so."""

    dollars: int
    rule: PartialValue


def part_of(law: Tables, direction: str, facts: Facts) -> Part | None:
    """The part of the value that duty falls on; None where it falls on the whole.

    Without the fact that states it, it is asked for, and the whole value stands for the part.

    Law
    ---
    HTSUS subheadings 9802.00.40, .50, .60 and heading 9802.00.80, US notes 3 and 4 to subchapter II of
    chapter 98.
    """
    provision = facts.given.get(CHAPTER_98)
    if provision is None or direction != "us_import":
        return None
    rule = partial_values(law).get(provision)
    if rule is None:
        return None
    stated = facts.amount(rule.fact)
    if rule.off:
        return Part(max(0, facts.dollars - (stated or 0)), rule)
    return Part(facts.dollars if stated is None else stated, rule)


def part_notes(law: Tables, direction: str, facts: Facts) -> tuple[str, ...]:
    """What is not exact about goods on a part of whose value duty falls."""
    part = part_of(law, direction, facts)
    if part is None or not part.rule.fee_on_part:
        return ()
    return (
        f"the processing fee is shown on the whole value; under {part.rule.provision} it falls on the part "
        "(answer errs high)",
    )


def on_a_part(law: Tables) -> frozenset[str]:
    """The values of the fact `chapter_98` under which duty falls on a part of the value."""
    return frozenset(partial_values(law))
