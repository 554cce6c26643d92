"""An entry that could be informal and does not say what it is: the fee it would then owe."""

from __future__ import annotations

from detente.duties.facts import Facts
from detente.duties.shipment import Shipment
from detente.regime import Tables, governing

ENTRY_TYPE, INFORMAL = "entry_type", "informal"


def informal_up_to(law: Tables) -> int:
    """The greatest value of an informal entry, whole USD; 0 where the law names none.

    Law
    ---
    19 CFR 143.21(a).
    """
    spec = law.facts.get(ENTRY_TYPE, {})
    return int(spec.get("at_most_usd", {}).get(INFORMAL, 0))


def informal_fee(law: Tables, ship: Shipment) -> str:
    """Words on the fee that is due if the entry is informal; empty where no such fee is known.

    Whether the value allows it is for the caller to say: the lines of an entry count together.
    """
    if ship.direction != "us_import" or ENTRY_TYPE in ship.facts:
        return ""
    formal = Facts(ship.facts, ship.dollars, {})
    informal = Facts({**ship.facts, ENTRY_TYPE: INFORMAL}, ship.dollars, {})
    for measure in law.measures:
        if measure.kind != "fee" or measure.direction != ship.direction:
            continue
        for track in measure.tracks:
            row = governing(track, ship.moment, ship.known)
            if row is not None and informal.holds(row.when) and not formal.holds(row.when):
                most = informal_up_to(law)
                return (
                    f"{ENTRY_TYPE} is not given: an entry of at most {most:,} USD can be informal, "
                    f"and the {measure.title[0].lower()} is then {row.minimum_usd} USD"
                )
    return ""


def informal_note(law: Tables, ship: Shipment) -> tuple[str, ...]:
    """The note of one shipment that is an entry of its own; none above the limit."""
    words = informal_fee(law, ship) if ship.dollars <= informal_up_to(law) else ""
    return (words,) if words else ()
