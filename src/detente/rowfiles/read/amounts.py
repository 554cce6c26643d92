"""Amounts as people write them: whether a column has decimal commas is told by its cells, or asked once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.terms import UnreadableFile

if TYPE_CHECKING:
    import polars as pl

_MARKS = re.compile(r"(?i)usd|us\$|\$|＄|[\s\u00a0\u202f'’%％]")
_COMMA = re.compile(
    r"[+-]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}|\d{4,},\d+|\d+,\d{4,}|0,\d+)"
)
_POINT = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,}|\d*\.\d{1,2}|\d{4,}\.\d+|\d+\.\d{4,}|0?\.\d+)"
)
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_OTHER = re.compile(
    r"(?i)[¥￥€£₩₹元圆]|人民币|港元|HK\$|NT\$|\b(?:CNY|RMB|CNH|EUR|GBP|JPY|HKD|TWD|KRW|CAD|MXN|INR)\b"
)
_RATES = frozenset({"currency", "usd_per_unit"})  # rows that say their own currency are converted
_ODD = r"[,.]"


def settle_amounts(
    frame: pl.DataFrame,
    columns: Mapping[str, tuple[str, str, str]],
    decimals: str,
    where: str,
    *,
    typed: bool,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Amounts with decimal points, and which columns had commas.

    Parameters
    ----------
    columns : mapping
        Column of the frame to the file's name for it, its meaning and the kind of its cells.
    typed : bool
        Whether numbers came as numbers, so that a point is a decimal one.

    Raises
    ------
    UnreadableFile
        When amounts like ``10.000`` may be ten or ten thousand and no cell tells which.
    """
    import polars as pl

    changed: list[pl.Expr] = []
    notes: list[str] = []
    for column, (name, meaning, kind) in columns.items():
        cells = frame[column]
        if kind == "amount" and not typed and not _RATES & set(frame.columns):
            _check_currency(cells, name, meaning, where)
        texts = cells.filter(cells.str.contains(_ODD).fill_null(False)).unique(maintain_order=True).to_list()
        if not texts:
            continue
        plain = {text: _MARKS.sub("", text) for text in texts}
        commas = [t for t, p in plain.items() if _COMMA.fullmatch(p)]
        points = [t for t, p in plain.items() if _POINT.fullmatch(p)]
        if decimals == "comma" or (not decimals and commas and (typed or not points)):
            taken = commas if typed and not decimals else [t for t in texts if not (typed and t in points)]
            made = {t: t.replace(".", "").replace(",", ".") for t in taken}
            changed.append(pl.col(column).replace(list(made), list(made.values())).alias(column))
            shown = commas[0] if commas else taken[0]
            notes.append(
                f"{meaning} has decimal commas: {shown.strip()} is read as {_MARKS.sub('', made[shown])}"
            )
        elif not decimals and not typed and not points and kind == "amount":
            either = [t for t, p in plain.items() if _EITHER.fullmatch(p)]
            if either:
                raise _ask(name, meaning, either, where)
    return (frame.with_columns(changed) if changed else frame), tuple(notes)


def _check_currency(cells: pl.Series, name: str, meaning: str, where: str) -> None:
    """Refuse once a column of dollars whose every amount bears the mark of another currency."""
    filled = cells.drop_nulls()
    if not meaning.endswith("_usd") or len(filled) < 2 or not filled[0] or not _OTHER.search(filled[0]):
        return
    if all(_OTHER.search(text) for text in filled.unique().to_list()):
        raise UnreadableFile(
            f"column {name!r} ({meaning}): {filled[0].strip()} and {len(filled) - 1} more are not in US "
            "dollars",
            where=where, remedy="give US dollars, converted at the rate customs certifies (19 CFR 159.31)",
        )  # fmt: skip


def _ask(name: str, meaning: str, either: list[str], where: str) -> UnreadableFile:
    text = either[0].strip()
    more = f" and {len(either) - 1} more" if len(either) > 1 else ""
    return UnreadableFile(
        f"column {name!r} ({meaning}): {text}{more} can be read as {text.rstrip('0').rstrip('.')} or as "
        f"{_MARKS.sub('', text).replace('.', ',')}, and no cell tells which",
        where=where, remedy="say it once for the column: --decimals point or --decimals comma",
    )  # fmt: skip
