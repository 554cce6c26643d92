"""What the parties of a record give its questions: who is listed, who owns whom, of which country the ship's
owner is. Typed facts are used as typed; what both say must agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.clearance.answer import ClearedParty, DerivedFact
from detente.clearance.judging import Facts
from detente.clearance.records import RecordParty, TransactionRecord
from detente.clearance.roles import LICENCE_ROLES, VESSEL_ROLES
from detente.screening import PartyRegister, party_facts
from detente.terms import CN, SIDES, US, InputError, Party

if TYPE_CHECKING:
    from detente.screening import PartyFacts
    from detente.terms import CiteOut

OWNER_ROLES = ("vessel_owner", "vessel_operator")
COUNTRY_OF = {
    "vessel_owner": "owner_country",
    "vessel_operator": "operator_country",
    "registered_owner": "registered_owner_country",
    "charterer": "charterer_country",
}
OWNED_RULE = {CN: "china_50", US: "bis_50"}
HELD_AS = {CN: "chinese_equity_pct", US: "us_equity_pct"}  # persons of a side, the fact of the other's fee
ANY = "100"


@dataclass(frozen=True, slots=True)
class Derived:
    """Facts for the questions of a record, with the rows that show where they come from."""

    facts: Facts
    rows: tuple[DerivedFact, ...]
    parties: tuple[ClearedParty, ...]


@dataclass(slots=True)
class _Gathered:
    """What the parties of one record have given so far."""

    licence: dict[str, dict[str, str]] = field(default_factory=dict)
    fee: dict[str, str] = field(default_factory=dict)
    bounds: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: list[DerivedFact] = field(default_factory=list)


def derive(record: TransactionRecord, register: PartyRegister | None) -> Derived:
    """What the parties of a record give its questions.

    Raises
    ------
    InputError
        When a typed fact says otherwise than the parties do.
    """
    known = {p: party_facts(register, p.party_id or p.name) for p in record.parties if p.name and register}
    compared = frozenset(row.side for row in register.done.screened if row.names) if register else frozenset()
    gathered = _Gathered()
    for party in record.parties:
        facts = known.get(party)
        if party.role in LICENCE_ROLES and facts is not None:
            _for_licences(party, facts, compared, gathered)
        if party.role in VESSEL_ROLES:
            _country(party, facts, gathered)
    _held(record, known, gathered)
    _check_typed(record, gathered)
    names = tuple(dict.fromkeys(p.name for p in record.named(*LICENCE_ROLES) if p.name))
    return Derived(
        Facts(gathered.licence, names, gathered.fee, gathered.bounds),
        tuple(gathered.rows),
        tuple(_cleared(party, known.get(party)) for party in record.parties if party.name),
    )


def _for_licences(
    party: RecordParty, facts: PartyFacts, compared: frozenset[str], gathered: _Gathered
) -> None:
    """Whether listed parties own the one whom the goods go to, for each side's controls.

    That nobody listed owns it is known only where names of that side's lists were compared.
    """
    for side in SIDES:
        owned = facts.owned(OWNED_RULE[side])
        sure = owned.answer if owned.answer == "yes" or (owned.answer == "no" and side in compared) else ""
        said = gathered.licence.setdefault(side, {})
        before = said.get("owned_by_listed")
        # of several parties that the goods pass to, one that is caught is enough, and all must be free
        said["owned_by_listed"] = "yes" if "yes" in (before, sure) else "no" if before != "" and sure else ""
        if sure or owned.lists:
            gathered.rows.append(
                DerivedFact(
                    fact="owned_by_listed",
                    value=sure,
                    low=owned.low_pct,
                    high=owned.high_pct,
                    role=party.role,
                    party=party.name,
                    because=_because(owned.because, owned.missing),
                    bears_on=(f"licence {side}",),
                )
            )


def _country(party: RecordParty, facts: PartyFacts | None, gathered: _Gathered) -> None:
    country = party.country or (facts.country if facts else "")
    if not country:
        return
    name = COUNTRY_OF[party.role]
    gathered.fee[name] = country
    row = DerivedFact(
        fact=name, value=country, role=party.role, party=party.name or "?",
        because=f"country of the {party.role.replace('_', ' ')}", bears_on=("fee US", "fee CN"),
    )  # fmt: skip
    gathered.rows.append(row)


def _held(record: TransactionRecord, known: Mapping[RecordParty, PartyFacts], gathered: _Gathered) -> None:
    """What persons of either side hold of the ship's owner and operator: the greater of the two counts."""
    for side in SIDES:
        owners = [p for p in record.named(*OWNER_ROLES) if p in known and known[p].in_register]
        # a party that is a person of the side itself is told by its country, not by who holds it
        shares = [(p, held) for p in owners if not (held := known[p].held(side)).itself]
        if not shares:
            continue
        party, most = max(shares, key=lambda pair: float(pair[1].high_pct or ANY))
        low = max((held.low_pct for _, held in shares), key=float)
        high = most.high_pct or ANY
        fact = HELD_AS[side]
        if low == high:
            gathered.fee[fact] = low
        else:
            gathered.bounds[fact] = (low, high)
        row = DerivedFact(
            fact=fact, value=low if low == high else "", low=low, high=high, role=party.role,
            party=party.name, because=_because(most.because, most.missing),
            bears_on=(f"fee {US if side == CN else CN}",),
        )  # fmt: skip
        gathered.rows.append(row)


def _check_typed(record: TransactionRecord, gathered: _Gathered) -> None:
    """Refuse a typed fact that the parties contradict."""
    for name, value in gathered.fee.items():
        typed = record.call_facts.get(name, "")
        if typed and name.endswith("_country") and Party.read(typed, what=name) != value:
            raise InputError(
                f"{name} {typed[:40]!r} is not {value}, the country of that party", where=name,
                remedy="leave one of them out",
            )  # fmt: skip
    typed = record.licence_facts.get("owned_by_listed", "").lower()
    if typed in ("no", "n", "false", "0", "否"):
        caught = [side for side, facts in gathered.licence.items() if facts.get("owned_by_listed") == "yes"]
        if caught:
            raise InputError(
                "owned_by_listed is no, and the owners of the party say yes", where="owned_by_listed",
                remedy="leave it out",
            )  # fmt: skip


def _because(reasons: Iterable[str], missing: Iterable[str]) -> str:
    lacking = [f"not known: {what}" for what in missing]
    return "; ".join((*reasons, *lacking)) or "no owner that counts is known"


def _cleared(party: RecordParty, facts: PartyFacts | None) -> ClearedParty:
    """A party as the answer shows it: on a list, owned by one that is, open, or not found."""
    if facts is None:
        return ClearedParty(
            role=party.role, name=party.name, country=party.country, outcome="not_screened",
            because="no register was made",
        )  # fmt: skip
    outcome, because = _outcome(facts)
    chains = tuple(_chains(facts))
    return ClearedParty(
        role=party.role, name=party.name, country=party.country or facts.country, outcome=outcome,  # type: ignore[arg-type]
        because=because, chain="; ".join(dict.fromkeys(chains)),
        cite=tuple(_cites(facts)) if chains else (),
    )  # fmt: skip


def _outcome(facts: PartyFacts) -> tuple[str, str]:
    listed = facts.listed
    if listed.answer == "yes":
        return "listed", _because(listed.because, ())
    for owned in facts.owned_by_listed:
        if owned.answer == "yes":
            return "owned_by_listed", _because(owned.because, ())
    for owned in facts.owned_by_listed:
        if owned.answer == "red_flag":
            return "red_flag", _because(owned.because, owned.missing)
    if listed.answer == "undetermined" and (listed.because or listed.missing):
        return "undetermined", _because(listed.because, listed.missing)
    for owned in facts.owned_by_listed:
        if owned.answer == "undetermined" and owned.lists:
            return "undetermined", _because(owned.because, owned.missing)
    return "not_found", _because((*listed.because, *_owners_known(facts)), listed.missing)


def _owners_known(facts: PartyFacts) -> Iterator[str]:
    """That of the owners of a party nothing, or not all, is known."""
    if any(owned.answer == "undetermined" for owned in facts.owned_by_listed):
        yield "of its owners not all are known"


def _chains(facts: PartyFacts) -> Iterator[str]:
    for owned in facts.owned_by_listed:
        if owned.answer in ("yes", "red_flag"):
            yield from owned.because


def _cites(facts: PartyFacts) -> Iterator[CiteOut]:
    """The rules that catch a party through its owners, or flag it."""
    for owned in facts.owned_by_listed:
        if owned.answer in ("yes", "red_flag"):
            yield from owned.cite[:2]
