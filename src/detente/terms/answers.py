"""Parts that answers of every room share: citations, missing facts, the next clock, and how to repeat the
answer."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Frozen base of answers."""

    model_config = ConfigDict(frozen=True)


class CiteOut(Frozen):
    """Where a number stands."""

    document: str
    title: str
    citation: str
    at: str = ""
    note: str = ""
    read: str = "secondary"


class MissingFact(Frozen):
    """A fact the answer depends on."""

    fact: str
    question: str
    question_zh: str = ""
    unit: str = ""


class NextClock(Frozen):
    """What next changes the answer, by whose decision, and to what."""

    moment: str
    title: str
    title_zh: str
    decider: str
    if_lapsed: str
    if_extended: str
    said: str = ""


class Repeat(Frozen):
    """The command and versions that give this answer again."""

    command: str
    rules: str
    data: str


def weakest(*grades: str) -> str:
    """The lowest of several confidences.

    Examples
    --------
    >>> weakest("A", "C", "B")
    'C'
    """
    return max(grades, default="A")
