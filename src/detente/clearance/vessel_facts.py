"""What the parties of a record give its port fees: countries of owner and operator, and what persons of
either side hold of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from detente.clearance.answer import DerivedFact
from detente.clearance.records import RecordParty, TransactionRecord
from detente.clearance.roles import VESSEL_ROLES
from detente.port_fees import HELD, read_call_facts
from detente.terms import CN, SIDES, US, InputError, Party

if TYPE_CHECKING:
    from detente.screening import HeldByPersons, PartyFacts

OWNER_ROLES = ("vessel_owner", "vessel_operator")
COUNTRY_OF = {
    "vessel_owner": "owner_country",
    "vessel_operator": "operator_country",
    "registered_owner": "registered_owner_country",
    "charterer": "charterer_country",
}
HELD_AS = {CN: "chinese_held_pct", US: "us_held_pct"}  # persons of a side, what the other's fee measures
ANY = "100"


@dataclass(frozen=True, slots=True)
class VesselFacts:
    """Facts of a call, those known between two values, and the rows that show where they come from."""

    facts: dict[str, str] = field(default_factory=dict)
    bounds: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: list[DerivedFact] = field(default_factory=list)


def vessel_facts(record: TransactionRecord, known: Mapping[RecordParty, PartyFacts]) -> VesselFacts:
    """What the owner, operator and charterer of a record give the fees of its calls.

    Raises
    ------
    InputError
        When a typed fact says otherwise than the parties do.
    """
    vessel = VesselFacts()
    for party in record.named(*VESSEL_ROLES):
        _country(party, known.get(party), vessel)
    typed = _typed(record)
    _check_countries(typed, vessel.facts)
    for side in SIDES:
        owners = [(p, known[p].held(side)) for p in record.named(*OWNER_ROLES) if p in known]
        # a party that is a person of the side itself is told by its country, not by who holds it
        shares = [(p, held) for p, held in owners if known[p].in_register and not held.itself]
        if shares:
            row = _held(side, shares, vessel)
            _check_share(row, HELD[HELD_AS[side]], typed, settled=len(shares) == len(owners))
    return vessel


def _typed(record: TransactionRecord) -> dict[str, str]:
    """The typed facts that the parties speak of as well, read."""
    shares = (share for names in HELD.values() for share in names)
    names = [name for name in (*COUNTRY_OF.values(), *shares) if name in record.call_facts]
    return read_call_facts({name: record.call_facts[name] for name in names})


def _country(party: RecordParty, facts: PartyFacts | None, vessel: VesselFacts) -> None:
    country = party.country or (facts.country if facts else "")
    if not country:
        return
    name = COUNTRY_OF[party.role]
    vessel.facts[name] = country
    row = DerivedFact(
        fact=name, value=country, role=party.role, party=party.name or "?",
        because=f"country of the {party.role.replace('_', ' ')}", bears_on=("fee US", "fee CN"),
    )  # fmt: skip
    vessel.rows.append(row)


def _held(side: Party, shares: list[tuple[RecordParty, HeldByPersons]], vessel: VesselFacts) -> DerivedFact:
    """What persons of a side hold of the ship's owner and operator: the greater of the two counts."""
    party, most = max(shares, key=lambda pair: Decimal(pair[1].high_pct or ANY))
    low = max((held.low_pct for _, held in shares), key=Decimal)
    high = most.high_pct or ANY
    fact = HELD[HELD_AS[side]][0]
    if low == high:
        vessel.facts[fact] = low
    else:
        vessel.bounds[fact] = (low, high)
    row = DerivedFact(
        fact=fact, value=low if low == high else "", low=low, high=high, role=party.role,
        party=party.name, because=reasons(most.because, most.missing),
        bears_on=(f"fee {US if side == CN else CN}",),
    )  # fmt: skip
    vessel.rows.append(row)
    return row


def _check_countries(typed: Mapping[str, str], derived: Mapping[str, str]) -> None:
    """Refuse a typed country that is not the party's own."""
    for name, value in derived.items():
        if typed.get(name, value) != value:
            raise InputError(
                f"{name} {typed[name][:40]!r} is not {value}, the country of that party", where=name,
                remedy="leave one of them out",
            )  # fmt: skip


def _check_share(row: DerivedFact, names: Iterable[str], typed: Mapping[str, str], *, settled: bool) -> None:
    """Refuse a typed share of equity that the owners given contradict: what is measured is the largest of
    equity, votes and seats.

    Above what they can hold it is refused only where every owner and operator was measured: of one that is
    a person of the side itself it is not known how much others count.
    """
    said = {name: Decimal(typed[name]) for name in names if name in typed}
    if row.fact not in said:
        return  # votes or seats alone leave the share of equity as derived
    most = max(said.values())
    if most < Decimal(row.low) or (settled and most > Decimal(row.high)):
        held = row.low if row.low == row.high else f"{row.low} to {row.high}"
        raise InputError(
            f"{row.fact} {typed[row.fact]} is not what the owners given come to, {held} %", where=row.fact,
            remedy="leave it out, or give the owners that it counts",
        )  # fmt: skip


def reasons(said: Iterable[str], missing: Iterable[str]) -> str:
    """Why a fact is so, and what is not known of it, in one line."""
    lacking = [f"not known: {what}" for what in missing]
    return "; ".join((*said, *lacking)) or "no owner that counts is known"
