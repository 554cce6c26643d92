"""Rules on when duty is fixed, on what it falls and when it comes back: bonded warehouse, foreign-trade zone,
provisions on a part of the value, drawback, refunds.

They name duties by pattern (``us.s301.*``; ``us.s232.autos/parts`` for one provision of a measure). Of the
rows
that name a duty, cover the day and were known, the last one in the file holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from detente.regime.dated.entry_rules import Allowed
from detente.regime.law_files.cited_rows import CitedRow, compiled_row
from detente.regime.law_files.model import Percent, Window, Words
from detente.regime.law_files.read import validated
from detente.terms import LawError


def _count(text: str) -> str:
    if not text.isdigit() or not int(text):
        raise ValueError("not a whole number above zero")
    return text


def _provision_98(text: str) -> str:
    if not re.fullmatch(r"98\d{2}\.\d{2}\.\d{2}", text):
        raise ValueError("not a provision of chapter 98 (9802.00.80)")
    return text


Count = Annotated[str, AfterValidator(_count)]
YesNo = Literal["yes", "no"]


class WarehouseRule(CitedRow):
    """How long goods may wait under bond, and whose rate they pay."""

    title: Words
    says: Words
    years: Count
    limits: tuple[Words, ...] = ()


class ZoneRule(CitedRow):
    """Duties whose goods must be admitted in privileged foreign status, and whether goods admitted earlier
    owe too."""

    of: tuple[str, ...]
    says: Words
    effective: Window
    requires: YesNo = "yes"
    reaches_back: YesNo = "no"


class DrawbackTerms(CitedRow):
    """How much of an eligible duty comes back, and within how many years of importation."""

    title: Words
    share: Percent
    years: Count
    limits: tuple[Words, ...] = ()


class DrawbackRule(CitedRow):
    """Whether a duty may be drawn back, by day of entry."""

    of: tuple[str, ...]
    allowed: Allowed
    effective: Window
    origin: tuple[str, ...] = ()


class RefundRule(CitedRow):
    """How duty collected under a void measure is given back."""

    of: tuple[str, ...]
    says: Words


class RefundTerms(CitedRow):
    """When an entry is settled at the latest, and how long it may be protested."""

    says: Words
    deemed_liquidated_years: Count
    protest_days: Count


class PartialValue(CitedRow):
    """A provision of chapter 98 under which duty falls on a part of the value.

    The part is what `fact` states, or what is left without it; `whole` are duties that fall on the full value
    all the same.
    """

    provision: Annotated[str, AfterValidator(_provision_98)]
    title: Words
    fact: str
    taken: Literal["only", "off"]
    whole: tuple[str, ...] = ()
    fee_on_part: YesNo = "no"


class RemedyOrder(CitedRow):
    """An anti-dumping or countervailing order whose goods may lie under codes of some beginnings."""

    cases: tuple[str, ...]
    title: Words
    origin: tuple[str, ...]
    prefixes: tuple[str, ...]
    effective: Window


KINDS: dict[str, type[CitedRow]] = {
    "warehouse_rules": WarehouseRule, "zone_rules": ZoneRule, "drawback_terms": DrawbackTerms,
    "drawback_rules": DrawbackRule, "refund_rules": RefundRule, "refund_terms": RefundTerms,
    "partial_values": PartialValue, "remedy_orders": RemedyOrder,
}  # fmt: skip
FILE_KINDS: tuple[str, ...] = ()
TABLES: tuple[str, ...] = tuple(KINDS)
ONE = ("warehouse_rules", "drawback_terms", "refund_terms")


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of every entry rule in the law files, under ``entry_rules``.

    Raises
    ------
    LawError
        When a numbered rule is broken: ER1 every row is well formed. ER2 every pattern names a duty. ER3
        every
        citation resolves to a source. ER4 there is one row, no more, where the program needs one. ER5 a value
        is stated by a fact of law/facts.yaml.
    """
    faults: list[str] = []
    sources = {source.id for source in law["sources"]}
    duties = [m.id for _, m in law["measures"]] + ["us.base.column-1-general"]
    duties += [f"{m.id}/{p.id}" for _, m in law["measures"] for p in m.provisions]
    facts = {fact.name for fact in law["facts"]}
    tables: dict[str, list[dict[str, Any]]] = {key: [] for key in KINDS}
    for key, kind in KINDS.items():
        for document, written in law.get("tables", {}).get(key, ()):
            for i, _ in enumerate(written):
                row = validated(kind, document, (key, i), faults)
                if row is None:
                    continue
                place = document.place((key, i))
                for cite in row.cite:
                    if cite.document not in sources:
                        faults.append(f"{place}: ER3: no source {cite.document!r}")
                for pattern in (*getattr(row, "of", ()), *getattr(row, "whole", ())):
                    if not any(fnmatchcase(name, pattern) for name in duties):
                        faults.append(f"{place}: ER2: {pattern!r} names no duty")
                if isinstance(row, PartialValue) and row.fact not in facts:
                    faults.append(f"{place}: ER5: no fact {row.fact!r}")
                tables[key].append(compiled_row(row))
        if key in ONE and len(tables[key]) != 1 and law["measures"]:
            faults.append(f"ER4: {len(tables[key])} rows of {key}; one is needed")
    if faults:
        raise LawError(faults)
    return {"entry_rules": tables}
