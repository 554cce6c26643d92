"""A transaction as people write it: one record with roles, item, way, days and vessel; read and checked once.

A row of a table and a nested record are the same thing: a role is a column that holds a name, or an entry of
`parties` with its own country and owners.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.clearance.roles import ROLES, VESSEL_ROLES, read_role
from detente.licensing import TRANSACTION_FACTS
from detente.port_fees import CALL_FACT_COLUMNS
from detente.terms import (
    SIDES,
    InputError,
    Party,
    folded,
    names_nothing,
    nearest,
    read_country,
    read_day,
    read_moment,
)

OWN_KEYS = (
    "case_id", "on", "port_call_on", "known", "item", "parameters", "shipped_from", "origin", "destination",
    "leg",
)  # fmt: skip
NESTED = ("parties", "vessel", "facts")
COUNTRIES = tuple(f"{role}_country" for role in ROLES)
LICENCE_FACTS = tuple(f for f in TRANSACTION_FACTS if f not in ("origin", "destination", "leg"))
CALL_FACTS = tuple(f for f in CALL_FACT_COLUMNS if f not in COUNTRIES)
RECORD_COLUMNS = tuple(
    dict.fromkeys((*OWN_KEYS, *ROLES, *COUNTRIES, *LICENCE_FACTS, *CALL_FACTS, *CALL_FACT_COLUMNS))
)
LONGEST_NAME = 300
MOST_PARTIES = 60


@dataclass(frozen=True, slots=True)
class RecordParty:
    """A party of a record: its role, name, country, and its id in the table of parties where it has one."""

    role: str
    name: str
    country: str = ""
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class TransactionRecord:
    """One transaction, checked.

    Attributes
    ----------
    on, port_call_on : str
        Day or moment of export, and of the call at the port of arrival, as written; checked, empty where not
        given.
    shipped_from, origin, destination : str
        Countries: of departure, in which it was made, to which it goes; empty where not given.
    licence_facts, call_facts : mapping of str to str
        Facts that were typed, as they were written.
    """

    name: str
    row: int
    on: str
    port_call_on: str
    known: str
    item: str
    parameters: str
    shipped_from: str
    origin: str
    destination: str
    leg: str
    parties: tuple[RecordParty, ...]
    licence_facts: Mapping[str, str]
    call_facts: Mapping[str, str]

    def named(self, *roles: str) -> tuple[RecordParty, ...]:
        """Its parties of these roles, in the order of the roles."""
        return tuple(p for role in roles for p in self.parties if p.role == role)

    @property
    def has_vessel(self) -> bool:
        """Whether anything was said of a vessel."""
        return bool(self.call_facts) or bool(self.named(*VESSEL_ROLES))

    def way(self, side: Party) -> str:
        """Its leg in the words of one side's controls; empty where it cannot be told."""
        if self.leg:
            return self.leg
        return _leg(self.shipped_from, side) if self.shipped_from else ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A holding that a record tells of one of its parties."""

    owner: str
    owner_country: str
    owned: str
    share_pct: str
    votes_pct: str = ""
    board_pct: str = ""


def read_record(given: Mapping[str, Any], row: int) -> tuple[TransactionRecord, tuple[Holding, ...]]:
    """A record from a row of a table or from a nested mapping, with the holdings it tells of.

    Raises
    ------
    InputError
        For a key there is none of, a value that cannot be used, or facts that contradict each other.
    """
    flat = _flattened(given)
    parties, holdings = _read_parties(flat)
    origin, destination, start = (_country(flat, key) for key in ("origin", "destination", "shipped_from"))
    leg = _text(flat, "leg")
    if start and _contradicts(leg, start):
        raise InputError(
            f"leg {leg[:40]!r} does not go with shipped_from {start}", where="leg", remedy="leave one out"
        )
    on = _text(flat, "on")
    if not on:
        raise InputError("on is empty", where="on", remedy="write the day of export, YYYY-MM-DD")
    item = _text(flat, "item")
    record = TransactionRecord(
        name=_text(flat, "case_id") or f"row {row}", row=row,
        on=on, port_call_on=_text(flat, "port_call_on"), known=_day(flat),
        item="" if names_nothing(item) else item, parameters=_text(flat, "parameters"),
        shipped_from=start, origin=origin, destination=destination, leg=leg, parties=parties,
        licence_facts=_facts(flat, LICENCE_FACTS), call_facts=_facts(flat, CALL_FACTS),
    )  # fmt: skip
    if not record.item and not record.has_vessel and not parties:
        raise InputError(
            "item, vessel and parties are all empty", where="item", remedy="say what is shipped, or by whom"
        )
    _check_days(record)
    return record, holdings


def _leg(start: str, side: Party) -> str:
    return f"{side}_to_abroad" if start == side else "abroad_to_abroad"


def _contradicts(leg: str, start: str) -> bool:
    """Whether a leg that is one of three plain ones goes with no side's view of the country of departure."""
    said = leg.lower().replace("-", "_").replace(" ", "_")
    plain = {"abroad_to_abroad", *(f"{side}_to_abroad".lower() for side in SIDES)}
    return said in plain and said not in {_leg(start, side).lower() for side in SIDES}


def _check_days(record: TransactionRecord) -> None:
    """Both moments can be read, and the call at the port of arrival does not come before the export."""
    left = read_moment(record.on, what="on")
    if not record.port_call_on:
        return
    called = read_moment(record.port_call_on, what="port_call_on")
    if called[:10] < left[:10]:
        raise InputError(
            f"port_call_on {called[:10]} is before on {left[:10]}", where="port_call_on",
            remedy="on is the day of export, port_call_on that of the call at the port of arrival",
        )  # fmt: skip


def _flattened(given: Mapping[str, Any]) -> dict[str, Any]:
    """A record's own keys and those of its nested parts, each known and given once."""
    flat: dict[str, Any] = {}
    for key, value in given.items():
        name = str(key).strip()
        if name in ("vessel", "facts"):
            if not isinstance(value, Mapping):
                raise InputError(f"{name} holds no facts", where=name, remedy="write name: value under it")
            part = {("case_id" if k == "id" else str(k)): v for k, v in value.items()}
        else:
            part = {"case_id" if name in ("id", "record") else name: value}
        for inner, one in part.items():
            _check_key(inner)
            if inner in flat:
                raise InputError(f"{inner} is given twice", where=inner, remedy="give it once")
            flat[inner] = one
    return {k: v for k, v in flat.items() if v is not None and str(v).strip()}


def _check_key(name: str) -> None:
    if name != "parties" and name not in RECORD_COLUMNS:
        raise InputError(
            f"no key named {name[:60]!r}", where=name[:60],
            remedy=nearest(name[:60], (*RECORD_COLUMNS, *NESTED)) or f"one of {', '.join(RECORD_COLUMNS)}",
        )  # fmt: skip


def _read_parties(flat: Mapping[str, Any]) -> tuple[tuple[RecordParty, ...], tuple[Holding, ...]]:
    parties = [_party(role, {"name": flat[role]}, flat) for role in ROLES if role in flat]
    holdings: list[Holding] = []
    nested = flat.get("parties", ())
    if isinstance(nested, (str, Mapping)) or not isinstance(nested, Iterable):
        raise InputError("parties is no list", where="parties", remedy="write one entry a party: role, name")
    for entry in nested:
        if not isinstance(entry, Mapping):
            raise InputError("a party has no role", where="parties", remedy="write role and name")
        unknown = [str(k) for k in entry if k not in ("role", "name", "country", "id", "owners")]
        if unknown:
            raise InputError(
                f"a party has no {unknown[0][:40]!r}", where="parties",
                remedy=nearest(unknown[0][:40], ("role", "name", "country", "id", "owners"))
                or "role, name, country, id, owners",
            )  # fmt: skip
        party = _party(read_role(entry.get("role")), entry, {})
        parties.append(party)
        holdings += _holdings(party.party_id or party.name, entry.get("owners") or (), deep=0)
    for role in ROLES:
        if not any(p.role == role for p in parties) and _text(flat, f"{role}_country"):
            country = read_country(_text(flat, f"{role}_country"), what=f"{role}_country")
            parties.append(RecordParty(role, "", country))
    if len(parties) > MOST_PARTIES:
        raise InputError(f"more than {MOST_PARTIES} parties", where="parties", remedy="give fewer")
    return tuple(parties), tuple(holdings)


def _party(role: str, entry: Mapping[str, Any], flat: Mapping[str, Any]) -> RecordParty:
    name = folded(str(entry.get("name") or entry.get("id") or "")).strip()
    country = str(entry.get("country") or flat.get(f"{role}_country") or "").strip()
    if not name and not country:
        raise InputError(f"the {role} has no name", where=role, remedy="write its name, or leave it out")
    if len(name) > LONGEST_NAME:
        raise InputError(f"a name has at most {LONGEST_NAME} characters", where=role)
    return RecordParty(
        role, name, read_country(country, what=f"{role}_country") if country else "",
        str(entry.get("id") or "").strip(),
    )  # fmt: skip


def _holdings(owned: str, owners: Any, *, deep: int) -> list[Holding]:
    """The owners of a party as nested under it, theirs under them."""
    if deep > 8 or isinstance(owners, (str, Mapping)) or not isinstance(owners, Iterable):
        raise InputError("owners is no list", where="owners", remedy="write one entry an owner: name, share")
    found: list[Holding] = []
    for entry in owners:
        if not isinstance(entry, Mapping) or not str(entry.get("name") or entry.get("id") or "").strip():
            raise InputError("an owner has no name", where="owners", remedy="write name and share_pct")
        owner = folded(str(entry.get("id") or entry.get("name"))).strip()
        country = str(entry.get("country") or "").strip()
        share, votes, board = (
            str(entry.get(key) or "").strip() for key in ("share_pct", "votes_pct", "board_pct")
        )
        where = read_country(country, what="country") if country else ""
        found.append(Holding(owner, where, owned, share, votes, board))
        found += _holdings(owner, entry.get("owners") or (), deep=deep + 1)
    return found


def _text(flat: Mapping[str, Any], key: str) -> str:
    return folded(str(flat.get(key, ""))).strip()


def _country(flat: Mapping[str, Any], key: str) -> str:
    text = _text(flat, key)
    return "" if text.lower() in ("", "unknown", "?") else read_country(text, what=key)


def _day(flat: Mapping[str, Any]) -> str:
    text = _text(flat, "known")
    return read_day(text, what="known").isoformat() if text else ""


def _facts(flat: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    return {name: str(flat[name]).strip() for name in names if name in flat}
