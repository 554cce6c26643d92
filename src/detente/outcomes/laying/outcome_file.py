"""The shape of an outcome file: what would change in the law, in dated clauses, never a copy of the law.

An *outcome* is a list of *changes* for one day of knowledge. A change suspends, resumes, extends, imposes,
ends or voids, or sets another rate, scope or step. Outcomes include others; the lists are laid one
after the other, each change over what those before it made.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from detente.regime import Cite, Day, Goods, Heading, Moment, NotModelled, Percent, Rate, Strict, When, Words

Kind = Literal["suspend", "resume", "extend", "impose", "end", "void", "rate", "scope", "steps"]
NEEDS: dict[str, tuple[str, ...]] = {
    "suspend": ("from_",),
    "resume": ("from_",),
    "extend": ("at", "to"),
    "impose": ("from_",),
    "end": ("from_",),
    "void": ("from_",),
    "rate": ("from_", "rate"),
    "scope": ("from_",),
    "steps": ("from_", "steps"),
}
MAY: dict[str, tuple[str, ...]] = {
    "suspend": ("until", "points", "heading"),
    "resume": ("until",),
    "extend": (),
    "impose": ("until", "provision"),
    "end": ("until",),
    "void": ("collected_until",),
    "rate": ("until", "heading"),
    "scope": ("until", "origin", "goods", "when", "spare"),
    "steps": (),
}
_GIVEN = (
    "from_", "until", "at", "to", "points", "heading", "rate", "provision", "origin", "goods", "when",
    "spare", "steps", "collected_until",
)  # fmt: skip


def _plain_id(text: str) -> str:
    if not text or len(text) > 80 or not all(c.isalnum() or c in "-_." for c in text):
        raise ValueError("an id is letters, digits, '-', '_' and '.', at most 80")
    return text


Id = Annotated[str, AfterValidator(_plain_id)]


class NewProvision(Strict):
    """A clause that no instrument holds yet."""

    id: Id
    heading: Heading | None = None
    title: Words
    rate: Rate
    origin: tuple[str, ...] = ()
    goods: Goods | None = None
    when: When | None = None


class NewStep(Strict):
    """Another amount of a port fee."""

    unit: Literal["net_ton", "container", "ceu"]
    amount: str


class Change(Strict):
    """One clause of an outcome: what is done, to which measure, to which of its parts, over which time."""

    id: Id
    do: Kind
    of: str
    provisions: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    at: Moment | None = None
    to: Moment | None = None
    points: Percent | None = None
    heading: Heading | None = None
    rate: Rate | None = None
    provision: NewProvision | None = None
    origin: tuple[str, ...] = ()
    goods: Goods | None = None
    when: When | None = None
    spare: Goods | None = None
    steps: tuple[NewStep, ...] = ()
    collected_until: Moment | None = None
    says: Words
    cite: tuple[Cite, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Change:
        missing = [_key(k) for k in NEEDS[self.do] if not getattr(self, k)]
        if missing:
            raise ValueError(f"'{self.do}' needs {', '.join(missing)}")
        allowed = (*NEEDS[self.do], *MAY[self.do])
        extra = [_key(k) for k in _GIVEN if getattr(self, k) and k not in allowed]
        if extra:
            raise ValueError(f"'{self.do}' takes no {', '.join(extra)}")
        if self.do == "scope" and not (self.origin or self.goods or self.when or self.spare):
            raise ValueError("'scope' needs one of origin, goods, when, spare")
        return self


def _key(name: str) -> str:
    return name.rstrip("_")


class Chosen(Strict):
    """A clock and what is chosen for it."""

    clock: str
    choose: str


class Outcome(Strict):
    """A named list of changes, written for a day of knowledge.

    Parameters
    ----------
    known : str
        The day whose knowledge it starts from; law known later is not looked at.
    decides : tuple of Chosen
        Clocks it settles, with what is chosen.
    includes : tuple of str
        Outcomes laid before its own changes, in order.
    """

    id: Id
    title: Words
    known: Day
    summary: Words
    decides: tuple[Chosen, ...] = ()
    includes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    assumes: tuple[Words, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    cite: tuple[Cite, ...] = ()


class Branch(Strict):
    """One way a decision can go, and the outcome it stands for (none: the text does what it does)."""

    choose: Id
    outcome: str = ""
    title: Words
    probability: str = ""


class Decision(Strict):
    """A point of the tree: who decides by when, between what; `only_if`: earlier choices it depends on."""

    id: Id
    title: Words
    by: Moment
    decider: Words
    side: Literal["US", "CN"] = "US"
    clock: str = ""
    only_if: tuple[Chosen, ...] = ()
    branches: tuple[Branch, ...] = Field(min_length=2)


class TreeFile(Strict):
    """Decisions in order of time, for a day of knowledge."""

    id: Id
    title: Words
    known: Day
    decisions: tuple[Decision, ...] = Field(min_length=1)


class FlowRule(Strict):
    """A quantity of one flow of trade, for the trade model: a limit binds from above, a pledge from below.

    Parameters
    ----------
    ratio : str
        Quantity over that of `against`, a decimal.
    against : str
        ``baseline``: the quantity of the world's year; ``law``: that under the package's duties alone.
    says : Words
        What it stands for, and where it is an assumption.
    """

    kind: Literal["limit", "pledge"]
    exporter: str
    importer: str
    sector: str
    against: Literal["baseline", "law"] = "baseline"
    ratio: Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,4})?$")]
    says: Words
    cite: tuple[Cite, ...] = ()


class Package(Strict):
    """Something both sides could sign, or fail to: an outcome for the law, and rules on flows beside it."""

    id: Id
    title: Words
    outcome: Id
    rules: tuple[FlowRule, ...] = ()


class BargainFile(Strict):
    """Packages at the table on a day of knowledge; what stands without a deal, and without the threat."""

    id: Id
    title: Words
    known: Day
    packages: tuple[Package, ...] = Field(min_length=2)
    disagreement: Id
    without_threat: Id = ""
