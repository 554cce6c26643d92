"""The questions that a record raises, each asked of the room that answers it: licences of either side, fees
of the calls at either side's ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from detente.clearance.answer import NotAsked
from detente.clearance.records import TransactionRecord
from detente.licensing import US_QUESTIONS, licence
from detente.port_fees import fee
from detente.regime import OUTCOMES, Reading
from detente.terms import CN, HK, MO, SIDES, US, InputError, Party

if TYPE_CHECKING:
    from detente.licensing import LicenceAnswer
    from detente.port_fees import FeeAnswer

CHINA_REACHED = (CN, HK, MO)  # where US controls on foreign-made goods may reach them


@dataclass(frozen=True, slots=True)
class Lens:
    """How records are looked at: reading, and knowledge where they give none."""

    reading: Reading = "both"
    known: str | None = None


@dataclass(frozen=True, slots=True)
class LicencePart:
    """A licence to ask about: facts of the record, and names of whom the goods go to."""

    side: Party
    item: str
    parameters: str
    on: str
    known: str | None
    lens: Lens
    facts: Mapping[str, str]
    names: tuple[str, ...] = ()
    question: Literal["licence"] = field(default="licence", init=False)

    def ask(self, **facts: str) -> LicenceAnswer:
        """The answer with further facts, which is brief then: of several names, the strictest."""
        brief = bool(facts)
        item = facts.pop("item", self.item)
        answers = [
            licence(
                item, on=self.on, known=self.known, side=self.side, reading=self.lens.reading,
                brief=brief, end_user=name, parameters=self.parameters,
                facts={**self.facts, **facts},
            )
            for name in self.names or ("",)
        ]  # fmt: skip
        return max(answers, key=_strictness)


@dataclass(frozen=True, slots=True)
class FeePart:
    """A port call to ask about; `bounds` holds facts that are known only between two values, `call` says
    which of two calls at one side's ports it is."""

    side: Party
    on: str
    known: str | None
    lens: Lens
    facts: Mapping[str, str]
    bounds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    call: Literal["", "departure", "arrival"] = ""
    question: Literal["fee"] = field(default="fee", init=False)

    def ask(self, **facts: str) -> FeeAnswer:
        """The answer with further facts; a fact between two values counts where both ends agree."""
        given = {**self.facts, **facts}
        for name, ends in self.bounds.items():
            if name not in given and self._agree(given, name, ends):
                given[name] = ends[0]
        return self._answer(given)

    def _agree(self, given: Mapping[str, str], name: str, ends: tuple[str, str]) -> bool:
        try:
            low, high = (self._answer({**given, name: end}) for end in ends)
        except InputError:
            return False  # an end that contradicts another fact settles nothing
        return (low.liable, low.low, low.high) == (high.liable, high.low, high.high)

    def _answer(self, given: Mapping[str, str]) -> FeeAnswer:
        return fee(
            self.side, on=self.on, known=self.known, reading=self.lens.reading,
            facts=given,
        )  # fmt: skip


Part = LicencePart | FeePart


def _strictness(answer: LicenceAnswer) -> tuple[int, int]:
    """How strict an answer may turn out, then how strict it is at the least."""
    order: dict[str, int] = {name: place for place, name in enumerate(OUTCOMES)}
    return order.get(answer.high, -1), order.get(answer.low, -1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the parties of a record give its questions.

    Attributes
    ----------
    licence : mapping
        By side, facts for its controls.
    names : tuple of str
        Whom the goods go to.
    fee : mapping
        Facts of a call.
    bounds : mapping
        Facts of a call that are known between two values.
    """

    licence: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    fee: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def parts_of(record: TransactionRecord, derived: Facts, lens: Lens) -> tuple[list[Part], list[NotAsked]]:
    """The questions a record raises, and those it does not with the reason."""
    parts: list[Part] = []
    left_out: list[NotAsked] = []
    for side in (CN, US):
        reason = _no_licence_question(record, side)
        if reason:
            left_out.append(NotAsked(question=f"licence {side}", because=reason))
        else:
            parts.append(_licence_part(record, side, derived, lens))
    if record.has_vessel:
        parts += _calls(record, derived, lens)
    return parts, left_out


def _no_licence_question(record: TransactionRecord, side: Party) -> str:
    """Why one side's export controls are not asked; nothing where they are."""
    if not record.item:
        return "no item is given"
    if record.destination == side and record.shipped_from != side:
        return f"the goods come into {side.name}, whose export controls are about what leaves"
    if side == CN or _us_law_may_reach(record):
        return ""
    return (
        "way and origin are not American, the goods do not go to China, and no ECCN or US technology is "
        "stated: give eccn, us_technology or origin if there is any"
    )


def _us_law_may_reach(record: TransactionRecord) -> bool:
    stated = {record.shipped_from, record.origin} & {US, ""}
    told = any(name in record.licence_facts for name in US_QUESTIONS)
    return bool(stated) or told or record.destination in ("", *CHINA_REACHED)


def _licence_part(record: TransactionRecord, side: Party, derived: Facts, lens: Lens) -> LicencePart:
    of_parties = derived.licence.get(side, {})
    facts = {**of_parties, **record.licence_facts}
    if of_parties.get("listed"):
        facts["listed"] = of_parties["listed"]  # the stricter of what was typed and what the lists name
    way = record.way(side)
    facts |= {"leg": way} if way else {}
    facts |= {"origin": record.origin} if record.origin else {}
    facts |= {"destination": record.destination} if record.destination else {}
    known = record.known or lens.known
    return LicencePart(side, record.item, record.parameters, record.on, known, lens, facts, derived.names)


def _calls(record: TransactionRecord, derived: Facts, lens: Lens) -> Iterator[FeePart]:
    """The calls that a record tells of: where it leaves on the day of export, where it arrives on its own."""
    facts = {**derived.fee, **record.call_facts}
    left, reached = (record.shipped_from, record.on), (record.destination, record.port_call_on)
    both = record.shipped_from == record.destination
    for call, (country, moment) in (("departure", left), ("arrival", reached)):
        if country in SIDES:
            bounds = {k: v for k, v in derived.bounds.items() if k not in facts}
            which = call if both else ""
            known = record.known or lens.known
            yield FeePart(Party(country), moment, known, lens, facts, bounds, which)  # type: ignore[arg-type]


def with_facts(part: Part, facts: Mapping[str, str]) -> Part:
    """The same question with further facts."""
    return replace(part, facts={**part.facts, **facts})
