"""How result sheets look: headings people read, the machine's names as comments, colours of open lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.regime import tables
from detente.rowfiles import SheetLook
from detente.terms import in_traditional, read_language

if TYPE_CHECKING:
    import polars as pl

ROW_COLOURS = {
    "undetermined": "#FFF4CE", "not_modelled": "#E8E4F3", "error": "#FADBD8",
    "caught": "#FADBD8", "red_flag": "#FFF4CE",
}  # fmt: skip
DAYS = (
    "entry_date",
    "known",
    "in_force_from",
    "until",
    "known_since",
    "on",
    "port_call_on",
    "from",
    "to",
    "day",
)
AMOUNTS = ("fee_amount", "announced_fee_amount", "low", "high", "if_lapsed", "if_extended")
COUNTS = ("net_tonnage", "dwt", "containers", "teu_capacity", "ceu_capacity", "calls", "charged", "lines")
STATUSES = ("status", "line_status", "outcome")
PARTS = {"pct": {"en": ", %", "zh": "（%）"}, "usd": {"en": ", USD", "zh": "（美元）"}}
LINKS = ("url", "cite_url")
LEADING = ("line_id", "row", "hts", "call_id", "case_id", "item", "party_id", "name", "origin", "component")


@cache
def words_of(table: str, language: str = "en") -> Mapping[str, str]:
    """Words that people read by the name the program has for them: of ``headings`` or ``front_page``."""
    text = (files("detente.report") / "workbooks" / f"{table}.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not language.startswith("zh"):
        return {row["column"]: row["en"] for row in rows}
    traditional = read_language(language) == "zh-Hant"
    return {row["column"]: in_traditional(row["zh"]) if traditional else row["zh"] for row in rows}


def heading(column: str, language: str = "en") -> str:
    """The heading of a column; a column of the user's own keeps its name."""
    own = words_of("headings", language)
    if column in own:
        return own[column]
    name, _, part = column.rpartition("_")
    if part in PARTS and name in own:
        return own[name] + PARTS[part]["zh" if language.startswith("zh") else "en"]
    return column


def look_of(frame: pl.DataFrame, language: str = "en") -> SheetLook:
    """The look of a sheet by its columns."""
    facts = tables().facts
    kinds = dict.fromkeys((c for c in frame.columns if c in DAYS or _type(facts, c) == "day"), "day")
    kinds |= dict.fromkeys((c for c in frame.columns if _type(facts, c) == "number"), "number")
    kinds |= dict.fromkeys((c for c in frame.columns if c in AMOUNTS), "money")
    kinds |= dict.fromkeys((c for c in frame.columns if c in COUNTS), "number")
    status = next((name for name in STATUSES if name in frame.columns), "")
    return SheetLook(
        headings={c: heading(c, language) for c in frame.columns},
        kinds=kinds,
        colour_by=status,
        row_colours=ROW_COLOURS,
        frozen_columns=_leading(frame.columns),
        links=LINKS,
    )


def _type(facts: Mapping[str, Mapping[str, object]], column: str) -> str:
    return str(facts[column]["type"]) if column in facts else ""


def _leading(columns: Iterable[str]) -> int:
    """How many columns at the left name the line."""
    leading = 0
    for name in columns:
        if name not in LEADING:
            break
        leading += 1
    return leading
