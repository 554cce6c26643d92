"""Pledges on two time axes: what was promised by whose clock, what was counted on which basis, met or missed.

Counts are totals that can only grow. A total by a day within the period bounds the result from below; a
total by the end
of the period or later bounds it from above. Met is shown from below, missed from above; between them
nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from detente.purchases.answer import (
    BasisResult,
    Cited,
    CountOut,
    ImportRow,
    PeriodResult,
    PledgeAnswer,
    PledgesAnswer,
    StateOut,
    VersionResult,
)
from detente.regime import Tables
from detente.terms import held_opening

BASES = {
    "sale": "purchases as reported",
    "registered_sale": "sales registered with USDA",
    "shipment": "shipments inspected",
    "arrival": "arrivals at Chinese customs",
    "value": "value",
    "unstated": "no basis stated",
}
_WEEK = Decimal(7)


@dataclass(frozen=True, slots=True)
class Count:
    """A total on a basis since a day by the end of another, at least `low`, at most `high` where that was
    said."""

    basis: str
    since: str
    on: str
    known: str
    low: Decimal
    high: Decimal | None
    words: str
    confidence: str
    cite: tuple[str, ...]


def pledges(
    law: Tables, on: str, known: str, extra: Mapping[str, Sequence[Count]] | None = None
) -> PledgesAnswer:
    """Every pledge known by then.

    Parameters
    ----------
    on : str
        Day on which the clocks are read.
    known : str
        Day of the knowledge used.
    extra : mapping, optional
        Counts of the user's own by pledge, see `read_progress`.
    """
    rows = []
    for raw in law.extra.get("pledges", ()):
        versions = [v for v in raw["versions"] if v["known"] <= known]
        if not versions:
            continue
        counts = [_count_of(row) for row in raw.get("evidence", ()) if row["known"] <= known]
        counts += [c for c in (extra or {}).get(raw["id"], ()) if c.known <= known]
        rows.append(_answer_pledge(raw, versions, counts, on, known, law))
    arrived = tuple(_imports_shown(row, law) for row in law.extra.get("imports", ()) if row["known"] <= known)
    return PledgesAnswer(on=on, known=known, pledges=tuple(rows), imports=arrived, rules=law.hash)


def _imports_shown(row: Mapping[str, Any], law: Tables) -> ImportRow:
    amounts = {k: Decimal(row[k]) if row.get(k) else None for k in ("us", "brazil", "argentina")}
    total = Decimal(row["total"])
    us = amounts["us"]
    share = None if us is None or not total else (us / total * 100).quantize(Decimal("0.1"))
    return ImportRow(
        good=row["good"],
        unit=row["unit"],
        from_day=row["from_day"],
        last_day=row["last_day"],
        total=total,
        us_share_pct=share,
        note=(row.get("note") or {}).get("en", ""),
        confidence=row.get("confidence", "A"),
        cite=_cites_of(_documents_of(row), law),
        **amounts,
    )


def _count_of(row: Mapping[str, Any]) -> Count:
    most = row.get("most", "")
    return Count(
        row["basis"],
        row["since"],
        row["on"],
        row["known"],
        Decimal(row["amount"]),
        Decimal(most) if most else None,
        row["words"]["en"],
        row.get("confidence", "A"),
        tuple(c["document"] for c in row["cite"]),
    )


def _cites_of(names: Sequence[str], law: Tables) -> tuple[Cited, ...]:
    documents = ((name, law.sources.get(name, {})) for name in names)
    return tuple(
        Cited(
            document=name, citation=source.get("citation", ""), read=source.get("read", "secondary"),
            url=source.get("url", ""), opens=held_opening(source).opens,
        )
        for name, source in documents
    )  # fmt: skip


def _documents_of(row: Mapping[str, Any]) -> list[str]:
    return [c["document"] for c in row["cite"]]


def _answer_pledge(
    raw: Mapping[str, Any],
    versions: Sequence[Mapping[str, Any]],
    counts: Sequence[Count],
    on: str,
    known: str,
    law: Tables,
) -> PledgeAnswer:
    answers = tuple(_answer_version(v, counts, on, law) for v in versions)
    states = tuple(
        StateOut(
            state=s["state"],
            known=s["known"],
            words=s["words"]["en"],
            words_zh=s["words"].get("zh", ""),
            confidence=s.get("confidence", "A"),
            cite=_cites_of(_documents_of(s), law),
        )
        for s in raw.get("states", ())
        if s["known"] <= known
    )
    title = raw["title"]
    return PledgeAnswer(
        id=raw["id"],
        title=title["en"],
        title_zh=title.get("zh", ""),
        by=raw["by"],
        unit=raw.get("unit", ""),
        verdict=_verdict_on(answers, states, on),
        versions=answers,
        silent=tuple(raw.get("silent", ())),
        states=states,
        counts=tuple(
            CountOut(
                basis=c.basis,
                since=c.since,
                on=c.on,
                known=c.known,
                at_least=c.low,
                at_most=c.high,
                words=c.words,
                confidence=c.confidence,
                cite=_cites_of(c.cite, law),
            )
            for c in sorted(counts, key=lambda c: (c.basis, c.on))
        ),
    )


def _answer_version(raw: Mapping[str, Any], counts: Sequence[Count], on: str, law: Tables) -> VersionResult:
    basis = raw.get("basis", "unstated")
    return VersionResult(
        id=raw["id"],
        side=raw["side"],
        by=raw["by"],
        known=raw["known"],
        clock=raw["clock"],
        words=raw["words"]["en"],
        words_zh=raw["words"].get("zh", ""),
        basis=basis,
        periods=tuple(_answer_period(p, basis, counts, on) for p in raw.get("periods", ())),
        confidence=raw.get("confidence", "A"),
        cite=_cites_of(_documents_of(raw), law),
    )


def _answer_period(raw: Mapping[str, str], basis: str, counts: Sequence[Count], on: str) -> PeriodResult:
    amount = Decimal(raw["amount"]) if raw.get("amount") else None
    names = sorted({c.basis for c in counts} | {basis}, key=lambda name: (name != basis, name))
    rows = tuple(_answer_basis(name, raw["from_day"], raw["last_day"], amount, counts, on) for name in names)
    return PeriodResult(
        from_day=raw["from_day"], last_day=raw["last_day"], amount=amount, status=rows[0].status, bases=rows
    )


def bounds(
    counts: Sequence[Count], basis: str, first: str, last: str, on: str
) -> tuple[Count | None, Count | None]:
    """The counts that bound what was reached within a period by a day: from below, and from above."""
    own = [c for c in counts if c.basis == basis]
    below = [c for c in own if c.since >= first and c.on <= min(last, on)]
    above = [c for c in own if c.since <= first and c.on >= last and c.high is not None]
    low = max(below, key=lambda c: (c.low, c.on), default=None)
    high = min(above, key=lambda c: (c.high or Decimal(0), c.on), default=None)
    return low, high


def _answer_basis(
    basis: str, first: str, last: str, amount: Decimal | None, counts: Sequence[Count], on: str
) -> BasisResult:
    low, high = bounds(counts, basis, first, last, on)
    top = high.high if high is not None else None
    status = _status_of(low.low if low else None, top, amount, first, last, on)
    needed = seen = None
    projected = ""
    if low is not None and amount is not None and low.on < last and low.low < amount:
        days = _days_between(first, low.on) + 1
        needed = _round_amount((amount - low.low) / _days_between(low.on, last) * _WEEK)
        if low.low > 0:
            seen = _round_amount(low.low / days * _WEEK)
            whole = int((amount / low.low * days).to_integral_value(rounding="ROUND_CEILING"))
            projected = (date.fromisoformat(first) + timedelta(days=whole - 1)).isoformat()
    return BasisResult(
        basis=basis,
        words=BASES[basis],
        at_least=low.low if low else None,
        at_most=top,
        status=status,
        counted_on=low.on if low else (high.on if high else ""),
        because=_because_of(status, low, high),
        pace_needed=needed,
        pace_seen=seen,
        projected_on=projected,
    )


def _status_of(
    low: Decimal | None, high: Decimal | None, amount: Decimal | None, first: str, last: str, on: str
) -> str:
    """met, missed, not shown (the clock has passed and neither follows), open, ahead, or no amount."""
    if amount is None:
        return "no amount"
    if low is not None and low >= amount:
        return "met"
    if on <= last:
        return "ahead" if on < first else "open"
    return "missed" if high is not None and high < amount else "not shown"


def _because_of(status: str, low: Count | None, high: Count | None) -> str:
    """The words of the count that decides, and how sure it is."""
    count = high if status == "missed" else low
    return "" if count is None else f"{count.on}: {count.words} (confidence {count.confidence})"


def _days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _round_amount(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.001"))


def _verdict_on(versions: Sequence[VersionResult], states: Sequence[StateOut], on: str) -> str:
    """One line: how each clock stands on its own basis, else the last judgement."""
    parts = []
    for version in versions:
        due = [p for p in version.periods if p.amount is not None]
        if not due:
            continue
        # the period that runs, else the last that ended, else the first to come
        current = next((p for p in due if p.from_day <= on <= p.last_day), None)
        ended = [p for p in due if p.last_day < on]
        period = current or (ended[-1] if ended else due[0])
        parts.append(
            f"{period.status} by the {version.clock} clock ({period.last_day}, {BASES[version.basis]})"
        )
    if parts:
        return "; ".join(parts)
    return states[-1].state.replace("_", " ") if states else "open"
