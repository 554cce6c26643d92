"""USDA's weekly export sales as counts towards pledges: net sales to China registered with the service.

Either layout that the service publishes is read: the data interface's (commodityCode, countryCode,
currentMYNetSales, weekEndingDate …) and the query page's (Commodity, Country, Net Sales, Week Ending …).
Weekly exports are reports of exporters, neither inspections nor arrivals: no basis of a pledge, so they are
not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from detente.purchases.pledge_states import Count
from detente.regime import Tables
from detente.rowfiles import RowFault, Sheet
from detente.terms import CN, InputError, read_country, read_day, read_decimal

MARKS = ("week_ending", "net_sales")
REQUIRED = (*MARKS, "sold", "sold_to")
KNOWN = ("next_year_net_sales", "sales_unit")
BASIS = "registered_sale"
UNIT = "million tonnes"
_WEEK = timedelta(days=7)  # a week's sales come out on the Thursday after it


@dataclass(frozen=True)
class _Week:
    """Net sales of a week ending on a day, in million tonnes."""

    last: date
    amount: Decimal

    @property
    def first(self) -> date:
        return self.last - timedelta(days=6)


def export_sales(sheet: Sheet, law: Tables) -> tuple[dict[str, list[Count]], list[RowFault]]:
    """Running totals of net sales to China by pledge, and rows at fault.

    A total begins with each period of a pledge and is what was sold net of cancellations by a week; weeks the
    file lacks are named in its words.

    Raises
    ------
    InputError
        When no row is of a pledge's good sold to China.
    """
    faults: list[RowFault] = []
    weeks: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for i, row in enumerate(sheet.frame.iter_rows(named=True)):
        try:
            good, week = _week_of(row)
        except InputError as fault:
            faults.append(RowFault(sheet.row(i), fault.where or "(row)", fault.sentence))
            continue
        if week is not None:
            weeks[good][week.last] += week.amount
    pledges = [p for p in law.extra.get("pledges", ()) if p.get("unit") == UNIT and p.get("topic") in weeks]
    if not pledges and not faults:
        raise InputError(
            "no row is a sale to China of a good that is pledged", where=sheet.name,
            remedy=f"give rows of {', '.join(sorted(set(_codes('commodity').values())))} sold to China",
        )  # fmt: skip
    made = {p["id"]: list(_counts(p, _sorted(weeks[p["topic"]]))) for p in pledges}
    return {name: counts for name, counts in made.items() if counts}, faults


def _sorted(weeks: Mapping[date, Decimal]) -> list[_Week]:
    return [_Week(last, amount) for last, amount in sorted(weeks.items())]


def _week_of(row: Mapping[str, Any]) -> tuple[str, _Week | None]:
    """The good and the week of a row; no week where it was sold elsewhere or is another good."""
    good = _codes("commodity").get(_word(row["sold"]), "")
    if not good or not _to_china(str(row["sold_to"] or "")):
        return "", None
    unit = _word(row.get("sales_unit")) or "1"
    factor = _codes("unit").get(unit)
    if factor is None:
        raise InputError(
            f"unit {unit[:40]!r} is not known", where="sales_unit", remedy="metric tons, or 1000 MT"
        )
    last = read_day(row["week_ending"], what="week_ending")
    amount = read_decimal(row["net_sales"], what="net_sales")
    if str(row.get("next_year_net_sales") or "").strip():
        amount += read_decimal(row["next_year_net_sales"], what="next_year_net_sales")
    return good, _Week(last, amount * Decimal(factor))


def _to_china(country: str) -> bool:
    text = country.strip()
    if text.isdigit():
        return _codes("country").get(text) == CN
    try:
        return read_country(text) == CN
    except InputError:
        return text.casefold().startswith(("china", "中国")) and "taiwan" not in text.casefold()


def _word(value: object) -> str:
    return " ".join(str(value or "").casefold().split())


def _counts(pledge: Mapping[str, Any], weeks: Sequence[_Week]) -> Iterator[Count]:
    """Totals within each period of a pledge; a later cancellation lowers those before it too."""
    starts = sorted({p["from_day"] for v in pledge["versions"] for p in v.get("periods", ())})
    for start in starts:
        own = [w for w in weeks if w.first.isoformat() >= start]
        totals, total = [], Decimal(0)
        for week in own:
            total += week.amount
            totals.append(total)
        for i in range(len(totals) - 2, -1, -1):
            totals[i] = min(totals[i], totals[i + 1])
        lacking = _lacking(own)
        words = "net sales to China registered with USDA, your file of weekly export sales"
        words += f"; {lacking} weeks between its first and last are not in it" if lacking else ""
        for week, reached in zip(own, totals, strict=True):
            known = (week.last + _WEEK).isoformat()
            since = own[0].first.isoformat()
            yield Count(
                BASIS, since, week.last.isoformat(), known, max(reached, Decimal(0)), None, words, "B", ()
            )


def _lacking(weeks: Sequence[_Week]) -> int:
    return (weeks[-1].last - weeks[0].last) // _WEEK + 1 - len(weeks) if weeks else 0


@lru_cache(maxsize=8)
def _codes(kind: str) -> dict[str, str]:
    """Codes and words of the service and what they stand for."""
    text = files("detente.purchases").joinpath("export_sales.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {word: meaning for of, word, meaning in rows if of == kind}
