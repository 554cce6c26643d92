"""The user's own counts towards a pledge: a file of weekly sales, inspections or customs arrivals."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from detente.purchases.export_sales import KNOWN, MARKS, REQUIRED, export_sales
from detente.purchases.pledge_states import BASES, Count
from detente.regime import Tables
from detente.rowfiles import RAGGED, RowFault, Sheet, read_sheet
from detente.terms import InputError, UnreadableFile, nearest, read_amount, read_day

COLUMNS = ("pledge", "basis", "from", "to", "amount", "unit")
# unit of a pledge -> unit of a row -> factor
UNITS = {
    "million tonnes": {
        "million tonnes": "1", "mmt": "1", "thousand tonnes": "0.001", "tonnes": "0.000001", "t": "0.000001",
    },
    "billion USD": {"billion usd": "1", "million usd": "0.001", "usd": "0.000000001"},
    "aircraft": {"aircraft": "1"},
}  # fmt: skip


def progress_sheet(path: Any) -> Sheet:
    """A file of counts as a sheet: rows of flows, or USDA's weekly export sales.

    Raises
    ------
    UnreadableFile
        When it cannot be read or lacks a column.
    """
    try:
        return read_sheet(path, required=COLUMNS, known=(*COLUMNS, "source", "known"))
    except UnreadableFile as fault:
        weekly = _weekly_sales(path)
        if weekly is None:
            raise fault from None
        return weekly


def read_progress(path: Any, law: Tables) -> tuple[dict[str, list[Count]], list[RowFault]]:
    """Running totals from rows of flows, one ``pledge, basis, from, to, amount, unit`` each.

    Either that table, or USDA's weekly export sales as they are published (see `export_sales`). A running
    total counts what the rows count and no more: a lower bound. Rows of one pledge and basis must not
    overlap.

    Raises
    ------
    InputError
        When the file cannot be read or lacks a column. Bad rows come back as faults, the others are used.
    """
    sheet = path if isinstance(path, Sheet) else progress_sheet(path)
    if "pledge" not in sheet.frame.columns:
        return export_sales(sheet, law)
    known_pledges = {row["id"]: row for row in law.extra.get("pledges", ())}
    faults: list[RowFault] = []
    flows: dict[tuple[str, str], list[tuple[str, str, Decimal, str, str, int]]] = defaultdict(list)
    for i, row in enumerate(sheet.frame.iter_rows(named=True)):
        number = sheet.row(i)
        try:
            if row.get(RAGGED):
                raise InputError(f"{row[RAGGED]}; quote cells that hold a separator", where="(row)")
            name = str(row["pledge"] or "").strip()
            pledge = known_pledges.get(name)
            if pledge is None:
                raise InputError(
                    f"no pledge {name[:40]!r}", where="pledge",
                    remedy=nearest(name, known_pledges) or f"one of {', '.join(known_pledges)}",
                )  # fmt: skip
            basis = str(row["basis"] or "").strip().lower()
            if basis not in BASES or basis == "unstated":
                raise InputError(
                    f"no basis {basis[:40]!r}", where="basis", remedy=f"one of {', '.join(BASES)}"
                )
            first = read_day(row["from"], what="from").isoformat()
            last = read_day(row["to"], what="to").isoformat()
            if last < first:
                raise InputError(f"to {last} is before from {first}", where="to")
            unit = str(row["unit"] or "").strip().lower()
            factors = UNITS.get(pledge.get("unit", ""), {})
            if unit not in factors:
                raise InputError(
                    f"unit {unit[:40]!r} does not fit", where="unit", remedy=f"one of {', '.join(factors)}"
                )
            amount = read_amount(row["amount"], what="amount") * Decimal(factors[unit])
            seen = read_day(row["known"], what="known").isoformat() if row.get("known") else last
            flows[name, basis].append((first, last, amount, seen, str(row.get("source") or ""), number))
        except InputError as fault:
            faults.append(RowFault(number, fault.where or "(row)", fault.sentence))
    return _read_totals(flows, faults), faults


def _weekly_sales(path: Any) -> Sheet | None:
    """The file as USDA's weekly export sales; None where it is something else.

    Raises
    ------
    UnreadableFile
        When it has weekly net sales and lacks the good or the country.
    """
    try:
        read_sheet(path, required=MARKS, known=(*REQUIRED, *KNOWN))
    except UnreadableFile:
        return None
    return read_sheet(path, required=REQUIRED, known=(*REQUIRED, *KNOWN))


def _read_totals(
    flows: dict[tuple[str, str], list[tuple[str, str, Decimal, str, str, int]]], faults: list[RowFault]
) -> dict[str, list[Count]]:
    counts: dict[str, list[Count]] = defaultdict(list)
    for (name, basis), rows in flows.items():
        total, since, last_day = Decimal(0), "", ""
        for first, last, amount, seen, source, number in sorted(rows):
            if last_day and first <= last_day:
                faults.append(
                    RowFault(number, "from", f"{first} lies within the row before, which ends {last_day}")
                )
                continue
            since = since or first
            total += amount
            last_day = last
            counts[name].append(
                Count(basis, since, last, max(seen, last), total, None, source or "own file", "B", ())
            )
    return counts
