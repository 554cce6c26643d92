"""Answers as columns: wide (one row a line) and long (one row a line and layer)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.duties import BASE_DUTIES, BASES, CHINA_IMPORT, DutyLine, PortfolioSummary, RowFaultOut
from detente.portfolio.evaluation import FEES, LineAnswer, PortfolioAnswer
from detente.portfolio.layout.values import Values, beside, dollars, shares, texts
from detente.portfolio.line_sums import STATUSES
from detente.portfolio.read.shipments import Bools, Ints
from detente.portfolio.second_reading import SecondReading
from detente.regime import tables
from detente.rowfiles import RAGGED
from detente.terms import HtsCode, held_opening, opening_of, opening_of_code

if TYPE_CHECKING:
    import polars as pl

WORDS = ("status", "headings", "missing", "notes")


def _usd(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def status_column(answer: PortfolioAnswer) -> pl.Series:
    """``ok``, ``undetermined``, ``not_modelled`` or ``error``, one a row."""
    import polars as pl

    return pl.Series(texts(STATUSES, answer.status), dtype=pl.String)


def missing_column(answer: PortfolioAnswer) -> pl.Series:
    """Facts the answer of each row depends on, with commas between."""
    import polars as pl

    named = [", ".join(m) for m in answer.words.missing]
    return pl.Series(texts(named, answer.words.missing_at), dtype=pl.String)


def wide(answer: PortfolioAnswer) -> pl.DataFrame:
    """Input columns, then status, totals, components, headings, missing and notes; one row a line."""
    cents, answered = answer.cents, answer.answered
    value = np.where(answered, answer.entries.dollars, 0)
    shown = answer.sheet.frame
    if RAGGED in shown.columns:
        shown = shown.drop(RAGGED)
    made: dict[str, Values] = {
        "status": texts(STATUSES, answer.status),
        "total_pct": _total_pct(answer, value),
        "duty_usd": dollars(cents.duty, answer.told),
        "low_usd": dollars(cents.low, answered),
        "high_usd": dollars(cents.high, answered & ~cents.open_top),
        "refundable_usd": dollars(answer.refundable, answer.refund_known),
    }
    if answer.second is not None:
        made |= _as_announced(answer.second, value)
    if CHINA_IMPORT in answer.groups:
        made["with_exclusion_pct"] = _with_exclusion(answer, value)
    for name in answer.components:
        column, there = _component(answer, name)
        made[f"{name}_pct"] = shares(column, value, there & (value > 0))
        made[f"{name}_usd"] = dollars(column, there)
    words = answer.words
    made["headings"] = texts(words.headings, words.headings_at)
    made["missing"] = texts([", ".join(m) for m in words.missing], words.missing_at)
    made["notes"] = texts(["; ".join(n) for n in words.notes], words.notes_at)
    clash = [c for c in shown.columns if c in made]
    if clash:
        shown = shown.rename({c: f"input_{c}" for c in clash})
    return beside(shown, made, WORDS)


def _total_pct(answer: PortfolioAnswer, dollars: Ints) -> Values:
    """Duties as percent of customs value; of a value of zero, from the rates themselves."""
    import polars as pl

    settled = answer.told
    made = shares(answer.cents.duty, dollars, settled & (dollars > 0))
    free = np.flatnonzero(settled & (dollars == 0)).tolist()
    own = [answer.line(i).total_pct for i in free]
    if isinstance(made, pl.Series):
        return made.scatter(free, own) if free else made
    for i, share in zip(free, own, strict=True):
        made[i] = share
    return made


def _as_announced(second: SecondReading, dollars_of: Ints) -> dict[str, Values]:
    """Of rows that two readings give different duties: the total and the duty as announced."""
    there = second.differs & second.settled
    cents = second.announced
    return {
        "announced_total_pct": shares(cents, dollars_of, there & (dollars_of > 0)),
        "announced_duty_usd": dollars(cents, there),
    }


def _with_exclusion(answer: PortfolioAnswer, dollars: Ints) -> Values:
    """Into China: the total with an approved exclusion, beside the statutory one."""
    way = answer.entries.directions.values.index(CHINA_IMPORT)
    rows = answer.settled & (answer.entries.directions.at == way) & (dollars > 0)
    cents = np.where(answer.facets.excludable, answer.cents.low, answer.cents.duty)
    return shares(cents, dollars, rows)


def _component(answer: PortfolioAnswer, name: str) -> tuple[Ints, Bools]:
    """Cents of a component (0 if none is due) and its rows: not those where it depends on a missing fact."""
    none = np.zeros(len(answer.plan), dtype=np.int64)
    if name in FEES:
        no = none.astype(bool)
        told = answer.fees.due.get(name, no) | answer.fees.spared.get(name, no)
        return answer.fees.cents.get(name, none), told
    cents = answer.cents.parts.get(name, none)
    facets = answer.facets
    if name == "mfn":
        return cents, answer.answered & (answer.bases.known | facets.relieved)
    no_schedule = (answer.bases.kind < 0) & ~facets.has(facets.asks, name)
    return cents, answer.answered & (answer.settled | ~(facets.has(facets.hangs, name) | no_schedule))


def long(answer: PortfolioAnswer) -> pl.DataFrame:
    """One row a line and layer: component, heading, rate, base, duty, status, because, citation."""
    import polars as pl

    rows: list[dict[str, Any]] = []
    ids = answer.sheet.frame["line_id"].to_list() if "line_id" in answer.sheet.frame.columns else None
    for i, a in enumerate(answer.rows):
        head = {"line_id": ids[i] if ids else str(a.row), "row": a.row, "line_status": a.status}
        if a.ship is None or a.plan is None:
            rows.append({**head, "because": "; ".join(a.notes)})
            continue
        rows.append({**head, **_base_row(a)})
        rows.extend({**head, **_layer_row(a, k, layer)} for k, layer in enumerate(answer.layer_words(a)))
        rows.extend({**head, **_fee_row(a, layer)} for layer in answer.fee_words(a))
    kinds = {
        "line_id": pl.String, "row": pl.Int64, "line_status": pl.String, "component": pl.String,
        "measure": pl.String, "heading": pl.String, "rate": pl.String, "rate_pct": pl.Float64,
        "base": pl.String, "base_usd": pl.Float64, "duty_usd": pl.Float64, "refundable_usd": pl.Float64,
        "status": pl.String, "in_force_from": pl.String,
        "until": pl.String, "known_since": pl.String, "confidence": pl.String, "because": pl.String,
        "citation": pl.String, "url": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=kinds)


def sources(answer: PortfolioAnswer) -> pl.DataFrame:
    """What numbers rest on, each once, with a line count: heading, rate, citation, where it opens."""
    import polars as pl

    worded: dict[tuple[object, ...], tuple[DutyLine, ...]] = {}
    groups: dict[int, tuple[tuple[DutyLine, ...], int]] = {}
    counts: dict[tuple[str, str, str, str, str, str], int] = {}
    for a in answer.rows:
        if a.ship is None or a.plan is None or a.base is None:
            continue
        row = _base_row(a)
        key = ("mfn", "", "", "", row["citation"], _schedule_url(a))
        counts[key] = counts.get(key, 0) + 1
        kind = _kind_of(a)
        if kind not in worded:
            worded[kind] = a.plan.words.rows
        for rested in (worded[kind], answer.fee_words(a)):
            _, lines = groups.get(id(rested), (rested, 0))
            groups[id(rested)] = rested, lines + 1
    for rested, lines in groups.values():
        for layer in rested:
            key = (
                layer.component, layer.heading, layer.rate, layer.confidence, _cites(layer), _url(layer)
            )  # fmt: skip
            counts[key] = counts.get(key, 0) + lines
    rows = [(*key, lines) for key, lines in counts.items()]
    kinds = {
        "component": pl.String, "heading": pl.String, "rate": pl.String, "confidence": pl.String,
        "citation": pl.String, "url": pl.String, "lines": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=kinds, orient="row").sort("component", "heading", "rate", "citation")


def _kind_of(a: LineAnswer) -> tuple[object, ...]:
    """What the layers of a line rest on: plan, code, and facts, of amounts only whether there is one."""
    assert a.ship is not None and a.plan is not None
    ship, plan = a.ship, a.plan
    facts = tuple((n, float(v) > 0 if n.endswith("_usd") else v) for n, v in sorted(ship.facts.items()))
    own = (ship.moment, ship.known, ship.origin) if plan.alone else ()
    return ship.direction, plan.stack, plan.number, ship.code.digits, ship.dollars > 0, facts, own


def _cites(layer: DutyLine) -> str:
    return "; ".join(f"{c.citation}{', ' + c.at if c.at else ''}" for c in layer.cite)


def _url(layer: DutyLine) -> str:
    """Where the first citation of a layer opens."""
    return next((c.url for c in layer.cite if c.url), "")


def _schedule_url(a: LineAnswer, code: str = "") -> str:
    """Where the schedule of a line opens: that of the United States at a code where one is given."""
    assert a.ship is not None
    if a.ship.direction == CHINA_IMPORT:
        document = BASE_DUTIES[CHINA_IMPORT][3]
        return held_opening(tables().sources.get(document, {})).url
    return opening_of_code(HtsCode(code[:8]).dotted).url if code else opening_of("HTSUS").url


def _base_row(a: LineAnswer) -> dict[str, Any]:
    assert a.ship is not None and a.base is not None
    known = a.base.known
    return {
        "component": "mfn", "measure": BASE_DUTIES[a.ship.direction][0], "rate": a.base.words,
        "rate_pct": a.base.ppm / 10_000 if a.base.ppm is not None else None,
        "base": BASES[a.base.part.rule.base] if a.base.part else "customs value",
        "base_usd": float(a.base.part.dollars if a.base.part else a.ship.dollars),
        "duty_usd": _usd(a.base.low_cents) if known else None,
        "refundable_usd": 0.0, "status": "in_force" if known else "undetermined",
        "because": f"schedule: {a.base.words}",
        "citation": a.base.cite or a.base.edition or "in no installed schedule",
        "url": _schedule_url(a, a.ship.digits),
    }  # fmt: skip


def _layer_row(a: LineAnswer, k: int, layer: DutyLine) -> dict[str, Any]:
    from detente.portfolio.evaluation import layer_money

    assert a.ship is not None and a.plan is not None and a.base is not None
    base_usd, duty, back = layer_money(a, k)
    return {
        "component": layer.component, "measure": layer.measure, "heading": layer.heading, "rate": layer.rate,
        "rate_pct": float(layer.rate_pct) if layer.rate_pct is not None else None, "base": layer.base,
        "base_usd": base_usd, "duty_usd": duty, "refundable_usd": back, "status": layer.status,
        "in_force_from": layer.in_force_from, "until": layer.until, "known_since": layer.known_since,
        "confidence": layer.confidence, "because": layer.because,
        "citation": _cites(layer), "url": _url(layer),
    }  # fmt: skip


def _fee_row(a: LineAnswer, layer: DutyLine) -> dict[str, Any]:
    base = float(a.ship.dollars) if a.ship else None
    if layer.component == "vat" and base is not None:
        base = None if a.duty is None else base + a.duty / 100  # VAT falls on the duties too
    return {
        "component": layer.component, "measure": layer.measure, "heading": layer.heading or None,
        "rate": layer.rate, "base": layer.base,
        "base_usd": base, "duty_usd": _usd(a.fees.get(layer.component)),
        "refundable_usd": 0.0, "status": layer.status, "confidence": layer.confidence,
        "because": layer.because,
        "citation": _cites(layer), "url": _url(layer),
    }  # fmt: skip


def summary(answer: PortfolioAnswer) -> PortfolioSummary:
    """Counts by status, totals in USD, and the faults found."""
    counts: dict[str, int] = {}
    for k, first in sorted(enumerate(_first_seen(answer.status)), key=lambda found: found[1]):
        if first < len(answer.status):
            counts[STATUSES[k]] = int((answer.status == k).sum())
    open_ = answer.answered & ~answer.settled
    no_top = bool((open_ & answer.cents.open_top).any())
    return PortfolioSummary(
        lines=len(answer.plan),
        by_status=counts,
        customs_value_usd=answer.entries.value_usd(answer.answered),
        duty_usd=Decimal(total(answer.cents.duty[answer.settled])) / 100,
        open_low_usd=Decimal(total(answer.cents.low[open_])) / 100,
        open_high_usd=None if no_top else Decimal(total(answer.cents.high[open_])) / 100,
        refundable_usd=Decimal(total(answer.refundable)) / 100,
        rules=answer.rules,
        data=answer.data,
        columns=answer.sheet.said,
        faults=tuple(RowFaultOut(row=f.row, column=f.column, text=f.text) for f in answer.faults),
    )


def _first_seen(status: Ints) -> list[int]:
    """The row in which each status first occurs; beyond the last where it does not."""
    return [int(np.argmax(status == k)) if (status == k).any() else len(status) for k in range(len(STATUSES))]


def total(cents: Ints) -> int:
    """The exact sum, however large.

    Examples
    --------
    >>> total(np.array([2**62, 2**62, 2**62, 5]))
    13835058055282163717
    """
    return (int((cents >> 32).sum()) << 32) + int((cents & 0xFFFFFFFF).sum())
