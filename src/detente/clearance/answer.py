"""The answer on transactions: one model for terminal, JSON, HTTP, files, pages and MCP."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from detente.licensing import ActLine
from detente.regime import Reading
from detente.screening import ListScreened
from detente.terms import Act, Answer, CiteOut, Frozen, NextClock, Repeat, in_words

# from what stops a shipment to what lets it go; the first that holds is the verdict of a record
VERDICTS = ("error", "do_not_ship", "licence_needed", "ask_first", "pay_first", "may_ship")
Verdict = Literal["error", "do_not_ship", "licence_needed", "ask_first", "pay_first", "may_ship"]
VERDICT_WORDS: dict[str, str] = {
    "error": "not read",
    "do_not_ship": "do not ship",
    "licence_needed": "licence first",
    "ask_first": "ask first",
    "pay_first": "pay first",
    "may_ship": "may ship",
}
PartStatus = Literal["ok", "undetermined", "not_modelled"]
AskedOf = Literal["licence", "fee", "party"]


class DerivedFact(Frozen):
    """A fact that was derived from the parties of a record, or looked for and not settled.

    `value` is empty where it is open; `low` and `high` bound a percentage. `bears_on` are the questions of
    the record that take it.
    """

    fact: str
    value: str
    low: str = ""
    high: str = ""
    role: str
    party: str
    because: str
    confidence: str = "A"
    bears_on: tuple[str, ...] = ()


class ClearedParty(Frozen):
    """A party of a record, and what the lists and its owners make of it.

    `weighed_by` are the licences of whose answers the outcome is a part; where it is empty no licence weighs
    it, and a party that is not free is asked about first.
    """

    role: str
    name: str
    country: str = ""
    outcome: Literal["listed", "owned_by_listed", "red_flag", "undetermined", "not_found", "not_screened"]
    because: str
    chain: str = ""
    weighed_by: tuple[str, ...] = ()
    cite: tuple[CiteOut, ...] = ()


class PartLine(Frozen):
    """One rule or arm that a part of the answer rests on, with its because and source."""

    what: str
    what_zh: str = ""
    gives: str
    because: str
    only_if: str = ""
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class PartReading(Frozen):
    """What a part comes to under one reading."""

    reading: Literal["text", "announced"]
    outcome: str


class ClearedPart(Frozen):
    """One question of a record: a licence of one side, or the fee of a call at one side's port.

    `outcome`, `low` and `high` are outcomes of a licence, or amounts in `currency`; `high` is empty where
    nothing bounds a fee. `call` says which of two calls at one side's ports a fee is for. `rests_on` is law
    that is not carried here, on whose silence "no licence" rests.
    """

    question: Literal["licence", "fee"]
    side: Literal["US", "CN"]
    call: Literal["", "departure", "arrival"] = ""
    on: str
    status: PartStatus
    outcome: str
    low: str
    high: str
    currency: str = ""
    lines: tuple[PartLine, ...] = ()
    missing: tuple[str, ...] = ()
    readings: tuple[PartReading, ...] = ()
    next_clock: NextClock | None = None
    hindsight: str = ""
    act: Act | None = None
    steps: tuple[ActLine, ...] = ()
    notes: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    verified: str = ""
    confidence: str = "A"
    repeat: str = ""

    @property
    def name(self) -> str:
        """The question in few words, one a record: ``licence CN``, ``fee CN on arrival``."""
        return f"{self.question} {self.side}" + (f" on {self.call}" if self.call else "")

    @property
    def words(self) -> str:
        """What it comes to: an outcome, an amount, or what lies between.

        Examples
        --------
        >>> ClearedPart(question="fee", side="US", on="", status="undetermined", outcome="undetermined",
        ...     low="0", high="540000", currency="USD").words
        'between 0 and 540,000 USD'
        """
        unit = f" {self.currency}" if self.currency else ""
        if self.status == "ok":
            return f"{in_words(self.outcome)}{unit}"
        low, high = in_words(self.low), in_words(self.high)
        if not high:
            return f"at least {low}{unit}, no upper bound known"
        return f"at least {low}{unit}" if low == high else f"between {low} and {high}{unit}"


class ValueSettles(Frozen):
    """What one answer to a question would make of a record."""

    value: str
    outcome: str
    settled: bool


class PricedQuestion(Frozen):
    """A fact that is not known, and what each answer to it would settle.

    Attributes
    ----------
    open_parts_left : str
        Open parts of the record that would be left on average over the answers tried, to one decimal.
    removes_usd : Decimal or None
        By how much the answers narrow the bounds of fees in US dollars, on average; None where no bound is.
    tried : tuple
        The values that were tried and what each gives: every value of a closed vocabulary, else those on
        either side of what the law asks for.
    """

    fact: str
    about: str = ""
    question: str
    question_zh: str = ""
    bears_on: tuple[str, ...]
    open_parts_left: str
    removes_usd: Decimal | None = None
    tried: tuple[ValueSettles, ...] = ()


class ToDo(Frozen):
    """What to do about a part of a record: the act, its steps, and what the next clock makes of it.

    `if_needed`: the part is open, and the act follows only where it turns out to be needed.
    """

    part: str
    if_needed: bool = False
    act: Act | None = None
    steps: tuple[ActLine, ...] = ()
    clock: str = ""


class NotAsked(Frozen):
    """A question that a record does not raise, and why."""

    question: str
    because: str


class ClearedRecord(Frozen):
    """One transaction: the verdict, what gives it, what to ask next, what to do."""

    record: str
    row: int
    on: str = ""
    known: str = ""
    item: str = ""
    way: str = ""
    verdict: Verdict
    status: Literal["ok", "undetermined", "not_modelled", "error"]
    sentence: str
    parties: tuple[ClearedParty, ...] = ()
    derived: tuple[DerivedFact, ...] = ()
    parts: tuple[ClearedPart, ...] = ()
    ask: tuple[PricedQuestion, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()
    notes: tuple[str, ...] = ()
    confidence: str = "A"
    repeat: str = ""


class AskedOfFile(Frozen):
    """A fact that records of a file lack: in how many, and how many its answer could settle."""

    fact: str
    about: str = ""
    question: str
    question_zh: str = ""
    records: int
    settles: int


class RecordFault(Frozen):
    """What was wrong with a record, or with a table beside the records."""

    row: int
    column: str
    text: str
    file: str = ""


class ClearAnswer(Answer):
    """Every transaction of a file, those that are stopped first.

    `ask` are the questions over all records, in the order in which their answers settle most.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("records",)

    reading: Reading
    counts: dict[str, int]
    records: tuple[ClearedRecord, ...]
    ask: tuple[AskedOfFile, ...] = ()
    screened: tuple[ListScreened, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[RecordFault, ...] = ()
    verified: str = ""
    repeat: Repeat
