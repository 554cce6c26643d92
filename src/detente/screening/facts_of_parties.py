"""What a register says of one party, as facts for a licence or a fee: listed, owned by listed parties, held
by the persons of a country.

Each fact is yes, no or undetermined, with the bounds that hold whatever is missing, the reasons, and what is
missing. Nothing is looked at again here: the rows of the screening are put in the words of the other rooms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from detente.regime import OwnershipTest, law_tables
from detente.screening.answer import PartyRow
from detente.screening.law_names import LAW
from detente.screening.lists import Listed, law_lists, read_list
from detente.screening.parties import screening
from detente.screening.register import OWNERS, PARTIES, as_sheet, names_sheet, no_owners
from detente.screening.result import Screening, Settings, near_words, rule_used
from detente.terms import CiteOut, Frozen, InputError, comparable, read_day, read_moment

YesNo = Literal["yes", "no", "undetermined"]
FULL = "100"


class OnList(Frozen):
    """A list that names a party, or may: its title, the side that keeps it, and the value of the licence fact
    `listed` for its members; `side` and `listed` are empty where the law files do not say."""

    title: str
    side: str = ""
    listed: str = ""


class OnLists(Frozen):
    """Whether a party is on a list itself; `lists` are the titles of those that name it, `named_on` what the
    law makes of these, or of those that may name it.

    A no is one against the names that were compared: `not_screened` says which lists, or how much of them,
    were not.
    """

    answer: YesNo
    lists: tuple[str, ...] = ()
    named_on: tuple[OnList, ...] = ()
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    not_screened: tuple[str, ...] = ()


class OwnedByListed(Frozen):
    """Whether listed parties own a party to the threshold of one rule; `red_flag`: to be resolved first."""

    rule: str
    answer: Literal["yes", "no", "red_flag", "undetermined"]
    threshold_pct: str
    low_pct: str
    high_pct: str
    lists: tuple[str, ...] = ()
    state: str = ""
    announced_state: str = ""
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    cite: tuple[CiteOut, ...] = ()


class HeldByPersons(Frozen):
    """Whether the persons of a side hold a party to the threshold of one rule; `persons` is CN or US.

    `itself` is a party that is such a person by its own country, whoever holds it.
    """

    persons: str
    itself: bool = False
    rule: str
    answer: YesNo
    threshold_pct: str
    low_pct: str
    high_pct: str
    state: str = ""
    announced_state: str = ""
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    cite: tuple[CiteOut, ...] = ()


class PartyFacts(Frozen):
    """What a register and the lists say of one party on a day.

    `in_register` is no where the party was compared by name alone: of its owners nothing is known then.
    """

    party_id: str
    name: str
    country: str
    in_register: bool
    on: str
    known: str
    listed: OnLists
    owned_by_listed: tuple[OwnedByListed, ...]
    held_by: tuple[HeldByPersons, ...]
    faults: tuple[str, ...] = ()

    def owned(self, rule: str) -> OwnedByListed:
        """The fact of one rule, ``bis_50`` or ``china_50``."""
        return next(fact for fact in self.owned_by_listed if fact.rule == rule)

    def held(self, persons: str) -> HeldByPersons:
        """The fact of the persons of a side, ``CN`` or ``US``."""
        return next(fact for fact in self.held_by if fact.persons == persons)


@dataclass(frozen=True)
class PartyRegister:
    """A register read and screened once, to be asked party by party with ``party_facts``."""

    done: Screening
    listed: Listed

    @property
    def faults(self) -> tuple[str, ...]:
        """What could not be read of its tables."""
        return tuple(fault.words for fault in self.done.faults)


def party_register(
    parties: object,
    owners: object = None,
    listed: object = LAW,
    *,
    on: object,
    known: object = None,
    settings: Settings | None = None,
) -> PartyRegister:
    """A register of parties and their owners, screened under every ownership test.

    Parameters
    ----------
    parties : path, frame or rows
        ``party_id, name[, aliases, country]``; or names alone.
    owners : path, frame or rows, optional
        ``owner_id, owned_id, share_pct[, votes_pct, board_pct, role, from, to, owner_name, owned_name,
        owner_country, owned_country]``.
    listed : path, frame, rows or "law"
        Who is listed; default the parties that the law files name.
    on : str or date
        Day on which holdings count and rules are asked.

    Raises
    ------
    InputError
        When a table or a day cannot be read.
    """
    tables = law_tables()
    moment = read_moment(on, what="on")
    day = moment[:10]
    asked = day if known in (None, "") else read_day(known, what="known").isoformat()
    people = names_sheet(parties) or as_sheet(parties, "parties", PARTIES[:1])
    nobody = owners is None or (isinstance(owners, (str, list)) and not owners)
    holdings = no_owners() if nobody else as_sheet(owners, "owners", OWNERS)
    law = isinstance(listed, str) and listed == LAW
    entries = law_lists(tables, f"{day}T23:59", asked) if law else read_list(listed, tables.ownership_tests)
    chosen = replace(settings or Settings(), rules=tuple(test.rule for test in tables.ownership_tests))
    return PartyRegister(
        screening(people, holdings, entries, on=moment, known=asked, settings=chosen), entries
    )


def party_facts(register: PartyRegister, party: str) -> PartyFacts:
    """What a register says of one party, by its id or one of its names.

    A party that the register does not hold is compared by name, and its owners are missing.

    Raises
    ------
    InputError
        When several parties of the register bear the name.

    Examples
    --------
    >>> register = party_register(
    ...     [{"party_id": "T", "name": "Target Shipping", "country": "GR"}],
    ...     [{"owner_id": "A", "owned_id": "T", "share_pct": "30", "owner_country": "CN"},
    ...      {"owner_id": "B", "owned_id": "T", "share_pct": "70", "owner_country": "GR"}],
    ...     on="2025-10-20",
    ... )
    >>> fact = party_facts(register, "Target Shipping").held("CN")
    >>> fact.answer, fact.low_pct, fact.because[:1]
    ('yes', '30', ('30 % of the shares counts and 25 % is enough under every reading',))
    """
    done = register.done
    number = _number(done, party)
    if number is None:
        return _of_name(register, party)
    rows = {row.rule: row for row in done.rows([number])}
    tests = {tested.test.rule: tested.test for tested in done.tested}
    used = {tested.test.rule: rule_used(done, tested).cite for tested in done.tested}
    owned = [rule for rule, test in tests.items() if not _persons(test)]
    held = [rule for rule, test in tests.items() if _persons(test)]
    return PartyFacts(
        party_id=str(done.register.ids[number]),
        name=done.display.get(number, ""),
        country=done.register.countries.get(number, ""),
        in_register=True,
        on=done.on,
        known=done.known,
        listed=_listed(done, number),
        owned_by_listed=tuple(_owned(tests[rule], rows[rule], used[rule], done, number) for rule in owned),
        held_by=tuple(
            _held(tests[rule], rows[rule], used[rule], number in done.listed_as.get(rule, {}))
            for rule in held
        ),
        faults=tuple(fault.words for fault in done.faults),
    )


def _persons(test: OwnershipTest) -> str:
    """CN or US for a test of the persons of a side, empty for another."""
    return next((entry.countries[0] for entry in test.lists if entry.countries), "")


def _number(done: Screening, party: str) -> int | None:
    """Number of a party by its id, or by a name that it alone bears."""
    import polars as pl

    said = party.strip()
    by_id = (done.register.ids == said).arg_true()
    if len(by_id):
        return int(by_id[0])
    plain = comparable(pl.Series([said]))[0]
    keys = done.register.names.filter(pl.col("plain") == plain)["key"].unique().to_list()
    if len(keys) > 1:
        ids = ", ".join(sorted(str(done.register.ids[key]) for key in keys))
        raise InputError(
            f"several parties of the register are named {said[:60]!r}", remedy=f"say which: {ids}"
        )
    return int(keys[0]) if keys else None


def _of_name(register: PartyRegister, party: str) -> PartyFacts:
    """A party that the register does not hold: compared by name, of its owners nothing is known."""
    done = register.done
    alone = party_register(
        [party], None, register.listed, on=done.on, known=done.known, settings=done.settings
    )
    facts = party_facts(alone, party)
    return facts.model_copy(update={"party_id": "", "name": party, "in_register": False})


def _listed(done: Screening, number: int) -> OnLists:
    """Whether the party is on a list itself; a list of the persons of a country is none."""
    tests = {tested.test.rule: tested.test for tested in done.tested}
    persons = {rule for rule, test in tests.items() if _persons(test)}
    titles = {
        r: parties[number] for r, parties in done.listed_as.items() if number in parties and r not in persons
    }
    if titles:
        # by rule one list is enough to start from; what a party counts as goes by all that name it
        of_countries = {entry.title.en for rule in persons for entry in tests[rule].lists}
        every = (*titles.values(), *done.met.named_on.get(number, ()))
        lists = tuple(dict.fromkeys(title for title in every if title not in of_countries))
        return OnLists(
            answer="yes", lists=lists, named_on=_as_the_law_says(lists, tests.values()),
            because=tuple(f"named on: {title}" for title in lists),
        )  # fmt: skip
    near = {
        rule: near_words(done.display.get(number, ""), *parties[number])
        for rule, parties in done.met.near.items()
        if number in parties and rule not in persons
    }
    if near:
        perhaps = (OnList(title="", side=tests[rule].imposed_by if rule in tests else "") for rule in near)
        return OnLists(
            answer="undetermined", named_on=tuple(dict.fromkeys(perhaps)),
            missing=tuple(dict.fromkeys(near.values())),
        )  # fmt: skip
    compared = f"compared by name with {done.compared} listed parties: none is it"
    gaps = tuple(f"{row.title}: {row.not_screened}" for row in done.screened if row.not_screened)
    if not done.compared:
        return OnLists(answer="undetermined", missing=gaps or ("no list names anybody on that day",))
    return OnLists(answer="no", because=(compared,), not_screened=gaps)


def _as_the_law_says(titles: Iterable[str], tests: Iterable[OwnershipTest]) -> tuple[OnList, ...]:
    """Lists by title with the side that keeps each and what its members count as."""
    known = {entry.title.en: (test.imposed_by, entry.listed) for test in tests for entry in test.lists}
    said = ((title, *known.get(title, ("", ""))) for title in titles)
    return tuple(OnList(title=title, side=side, listed=listed) for title, side, listed in said)


def _owned(
    test: OwnershipTest, row: PartyRow, cite: tuple[CiteOut, ...], done: Screening, number: int
) -> OwnedByListed:
    itself = number in done.listed_as.get(test.rule, {})
    answers = {"caught": "yes", "not_caught": "no", "red_flag": "red_flag"}
    lists = (holder.listed_as for holder in row.holders if holder.listed_as)
    return OwnedByListed(
        rule=test.rule,
        answer="no" if itself else answers.get(row.outcome, "undetermined"),  # type: ignore[arg-type]
        threshold_pct=test.threshold_pct,
        low_pct="" if itself else row.low_pct,
        high_pct="" if itself else row.high_pct,
        lists=tuple(dict.fromkeys(lists)),
        because=("on the list itself",) if itself else _because(row),
        missing=_parts(row.missing),
        state=row.rule_status,
        announced_state=row.announced_status or row.rule_status,
        cite=cite,
    )


def _held(test: OwnershipTest, row: PartyRow, cite: tuple[CiteOut, ...], itself: bool) -> HeldByPersons:
    answers = {"caught": "yes", "not_caught": "no"}
    return HeldByPersons(
        persons=_persons(test),
        itself=itself,
        rule=test.rule,
        answer=answers.get(row.outcome, "undetermined"),  # type: ignore[arg-type]
        threshold_pct=test.threshold_pct,
        low_pct=row.low_pct or FULL,
        high_pct=row.high_pct or FULL,
        because=_because(row),
        missing=_parts(row.missing),
        state=row.rule_status,
        announced_state=row.announced_status or row.rule_status,
        cite=cite,
    )


def _because(row: PartyRow) -> tuple[str, ...]:
    return tuple(words for words in (row.why, row.chain) if words)


def _parts(missing: str) -> tuple[str, ...]:
    return tuple(part for part in missing.split("; ") if part)
