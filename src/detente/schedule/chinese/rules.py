"""How the tables of China's duties are read: which column, remainder or part of a sum makes which list.

The rules are facts of the law (rates, days, lists), so they stand in ``law/china/schedule/own-rules.tsv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from detente.schedule.building.facts_text import read_table
from detente.terms import LawError

RULES = "own-rules.tsv"
COLUMNS = ("rule", "when", "gives", "cite")
KINDS = (
    "step",
    "step apart",
    "suspended",
    "left out",
    "remainder",
    "layer",
    "undivided",
    "class",
    "day",
    "source",
)


@dataclass(frozen=True, slots=True)
class Step:
    """A list whose codes carry these amounts in these columns of the table of 2018 and 2019."""

    amounts: Mapping[str, Decimal]
    gives: str
    cite: str

    def holds(self, row: Mapping[str, Decimal]) -> bool:
        """Whether a line carries the amounts."""
        return all(row.get(column, Decimal(0)) == amount for column, amount in self.amounts.items())


@dataclass(frozen=True, slots=True)
class Share:
    """Percentage points that put a code on a list, for codes that begin with one of `prefixes`."""

    points: Decimal
    prefixes: tuple[str, ...]
    gives: str
    cite: str

    def reaches(self, code: str) -> bool:
        """Whether a code begins as the rule says."""
        return not self.prefixes or code.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a folder.

    Parameters
    ----------
    steps, apart : tuple of Step
        Lists by columns; those of them that answer another authority than the rest.
    suspended, left_out : tuple of Step
        Amounts that were suspended, whose list says so; amounts that the sum of 2025 leaves out.
    remainders : tuple of Share
        What is left of a sum above the steps: points of the last list.
    layers : tuple of Share
        Points that came on top by codes, the most particular first.
    undivided : tuple of Share
        Sums of one authority whose lists cannot be told apart.
    classes : tuple of Share
        Lists by codes alone (VAT classes, other taxes), the most particular first; no points.
    days : mapping
        Named days.
    sources : mapping
        Named citations.
    lists : mapping
        Named lists of codes of which something is not known.
    """

    steps: tuple[Step, ...]
    apart: tuple[Step, ...]
    suspended: tuple[Step, ...]
    left_out: tuple[Step, ...]
    remainders: tuple[Share, ...]
    layers: tuple[Share, ...]
    undivided: tuple[Share, ...]
    classes: tuple[Share, ...]
    days: Mapping[str, str]
    sources: Mapping[str, str]
    lists: Mapping[str, str]


def read_rules(folder: Path) -> Rules:
    """The rules of a folder.

    Raises
    ------
    LawError
        Naming every row that cannot be read.
    """
    faults: list[str] = []
    rows: dict[str, list[tuple[str, str, str]]] = {kind: [] for kind in KINDS}
    for kind, when, gives, cite in read_table(folder / RULES, COLUMNS, faults):
        if kind in rows:
            rows[kind].append((when, gives, cite))
        else:
            faults.append(f"{RULES}: rule {kind!r} is none of {', '.join(KINDS)}")
    found: dict[str, tuple[Step, ...]] = {}
    shares: dict[str, tuple[Share, ...]] = {}
    try:
        for kind in ("step", "step apart", "suspended", "left out"):
            found[kind] = tuple(Step(_amounts(when), gives, cite) for when, gives, cite in rows[kind])
        for kind in ("remainder", "layer", "undivided", "class"):
            shares[kind] = tuple(_share(when, gives, cite) for when, gives, cite in rows[kind])
    except (ValueError, InvalidOperation) as fault:
        faults.append(f"{RULES}: {fault}")
    if faults:
        raise LawError(faults)
    named = {name: (cite, gives) for name, gives, cite in rows["source"]}
    return Rules(
        steps=(*found["step apart"], *found["step"]),
        apart=found["step apart"],
        suspended=found["suspended"],
        left_out=found["left out"],
        remainders=shares["remainder"],
        layers=shares["layer"],
        undivided=shares["undivided"],
        classes=shares["class"],
        days={name: day for name, day, _ in rows["day"]},
        sources={name: cite for name, (cite, _) in named.items()},
        lists={name: gives for name, (_, gives) in named.items() if gives},
    )


def _amounts(when: str) -> dict[str, Decimal]:
    pairs = (part.split("=") for part in when.split(" "))
    return {column: Decimal(amount) for column, amount in pairs}


def _share(when: str, gives: str, cite: str) -> Share:
    points, _, prefixes = when.partition(" ")
    return Share(Decimal(points), tuple(prefixes.split()), gives, cite)
