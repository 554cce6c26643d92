"""What the parties of a record give its questions: who is listed, and who is owned by whom.

Typed facts are used as typed; what they and the parties say must agree. What a ship's owners give the port
fees is beside, in ``vessel_facts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.clearance.answer import ClearedParty, DerivedFact
from detente.clearance.judging import Facts
from detente.clearance.records import RecordParty, TransactionRecord
from detente.clearance.registers import Known
from detente.clearance.roles import LICENCE_ROLES
from detente.clearance.vessel_facts import VesselFacts, reasons, vessel_facts
from detente.licensing import LISTED_STRICTEST, read_licence_facts
from detente.terms import CN, SIDES, US, InputError, read_side

if TYPE_CHECKING:
    from detente.screening import PartyFacts
    from detente.terms import CiteOut

CONTRADICTED = {
    "listed": "listed is no, and a list that was given names the party",
    "owned_by_listed": "owned_by_listed is no, and the owners of the party say yes",
}
OWNED_RULE = {CN: "china_50", US: "bis_50"}


@dataclass(frozen=True, slots=True)
class Derived:
    """Facts for the questions of a record, with the rows that show where they come from."""

    facts: Facts
    rows: tuple[DerivedFact, ...]
    parties: tuple[ClearedParty, ...]


@dataclass(slots=True)
class _Gathered:
    """What the parties of one record have given its licences so far, by side."""

    licence: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: list[DerivedFact] = field(default_factory=list)


def derive(record: TransactionRecord, known: Known) -> Derived:
    """What the parties of a record give its questions.

    Raises
    ------
    InputError
        When a typed fact says otherwise than the parties do.
    """
    gathered = _Gathered()
    for party in record.named(*LICENCE_ROLES):
        if party in known.of:
            if known.own_list:
                _on_lists(party, known.of[party], gathered)
            _owned(party, known.of[party], known.compared, gathered)
    _check_typed(record, gathered)
    vessel = vessel_facts(record, known.of) if record.has_vessel else VesselFacts()
    names = tuple(dict.fromkeys(p.name for p in record.named(*LICENCE_ROLES) if p.name))
    return Derived(
        Facts(gathered.licence, names, vessel.facts, vessel.bounds),
        (*gathered.rows, *vessel.rows),
        tuple(_cleared(party, known) for party in record.parties if party.name),
    )


def _on_lists(party: RecordParty, facts: PartyFacts, gathered: _Gathered) -> None:
    """The user's own lists that name the one whom the goods go to, in the words of the licence rules; that no
    list names it settles nothing, for lists hold parties under other names."""
    for one in facts.listed.named_on if facts.listed.answer == "yes" else ():
        if not one.listed:
            continue  # no rule of a licence is about this list: the verdict asks
        said = gathered.licence.setdefault(one.side, {})
        said["listed"] = _stricter(said.get("listed", ""), one.listed)
        row = DerivedFact(
            fact="listed", value=one.listed, role=party.role, party=party.name,
            because=f"named on: {one.title}", bears_on=(f"licence {one.side}",),
        )  # fmt: skip
        gathered.rows.append(row)


def _stricter(*values: str) -> str:
    """Of the values of `listed` that were said, the one of the strictest rules."""
    return min(filter(None, values), key=LISTED_STRICTEST.index)


def _owned(party: RecordParty, facts: PartyFacts, compared: frozenset[str], gathered: _Gathered) -> None:
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
            row = DerivedFact(
                fact="owned_by_listed", value=sure, low=owned.low_pct, high=owned.high_pct, role=party.role,
                party=party.name, because=reasons(owned.because, owned.missing),
                bears_on=(f"licence {side}",),
            )  # fmt: skip
            gathered.rows.append(row)


def _check_typed(record: TransactionRecord, gathered: _Gathered) -> None:
    """Refuse a typed no that the parties contradict; let a typed list be the stricter of the two."""
    names = [name for name in ("listed", "owned_by_listed") if name in record.licence_facts]
    typed, _ = read_licence_facts({name: record.licence_facts[name] for name in names})
    for name in typed:
        derived = [facts for facts in gathered.licence.values() if facts.get(name) not in (None, "", "no")]
        if typed[name] == "no" and derived:
            raise InputError(CONTRADICTED[name], where=name, remedy="leave it out")
        if name == "listed" and typed[name] != "no":
            for facts in derived:
                facts[name] = _stricter(facts[name], typed[name])


def _cleared(party: RecordParty, known: Known) -> ClearedParty:
    """A party as the answer shows it: on a list, owned by one that is, open, or not found."""
    facts = known.of.get(party)
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
        weighed_by=_weighed_by(party, facts, known),
        cite=tuple(_cites(facts)) if chains else (),
    )  # fmt: skip


def _weighed_by(party: RecordParty, facts: PartyFacts, known: Known) -> tuple[str, ...]:
    """The licences that weigh what is said of a party; none where a list of it counts in no licence."""
    if party.role not in LICENCE_ROLES:
        return ()
    sides = {
        owned_side
        for owned_side, rule in OWNED_RULE.items()
        if (owned := facts.owned(rule)).answer == "yes" or (owned.answer == "undetermined" and owned.lists)
    }
    if facts.listed.answer != "no" and not known.own_list:
        sides.add(
            CN
        )  # the lists of the law are China's, and its licences look through their names themselves
    elif facts.listed.answer != "no":
        lists = facts.listed.named_on
        sure = facts.listed.answer == "yes"
        if not lists or any(not one.side or (sure and not one.listed) for one in lists):
            return ()
        sides |= {read_side(one.side) for one in lists}
    return tuple(f"licence {side}" for side in sorted(sides))


def _outcome(facts: PartyFacts) -> tuple[str, str]:
    listed = facts.listed
    if listed.answer == "yes":
        return "listed", reasons(listed.because, ())
    for owned in facts.owned_by_listed:
        if owned.answer == "yes":
            return "owned_by_listed", reasons(owned.because, ())
    for owned in facts.owned_by_listed:
        if owned.answer == "red_flag":
            return "red_flag", reasons(owned.because, owned.missing)
    if listed.answer == "undetermined" and (listed.because or listed.missing):
        return "undetermined", reasons(listed.because, listed.missing)
    for owned in facts.owned_by_listed:
        if owned.answer == "undetermined" and owned.lists:
            return "undetermined", reasons(owned.because, owned.missing)
    return "not_found", reasons((*listed.because, *_owners_known(facts)), listed.missing)


def _owners_known(facts: PartyFacts) -> Iterator[str]:
    """That of the owners of a party nothing, or not all, is known."""
    if any(owned.answer == "undetermined" for owned in facts.owned_by_listed):
        yield "of its owners not all are known"


def _chains(facts: PartyFacts) -> Iterator[str]:
    for owned in facts.owned_by_listed:
        if owned.answer in ("yes", "red_flag"):
            yield from owned.because


def _cites(facts: PartyFacts) -> Iterable[CiteOut]:
    """The rules that catch a party through its owners, or flag it."""
    for owned in facts.owned_by_listed:
        if owned.answer in ("yes", "red_flag"):
            yield from owned.cite[:2]
