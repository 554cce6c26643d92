"""Answers as columns: wide (one row a line) and long (one row a line and layer)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from detente.assess import china
from detente.assess.answer import DutyLine, PortfolioSummary, RowFaultOut
from detente.assess.lines import BASE_DUTIES
from detente.assess.portfolio import FEES, LineAnswer, PortfolioAnswer
from detente.assess.tables import RAGGED

if TYPE_CHECKING:
    import polars as pl


def _percent(cents: int | None, dollars: int) -> float | None:
    if cents is None:
        return None
    return round(cents / dollars, 4) if dollars else None


def _usd(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def wide(answer: PortfolioAnswer) -> pl.DataFrame:
    """Input columns, then status, totals, components, headings, missing and notes; one row a line."""
    import numpy as np
    import polars as pl

    rows = answer.rows
    shown = answer.sheet.frame.drop(RAGGED, strict=False)
    made: dict[str, pl.Series] = {
        "status": pl.Series([a.status for a in rows], dtype=pl.String),
        "total_pct": pl.Series([a.total_pct for a in rows], dtype=pl.Float64),
        "duty_usd": pl.Series([_usd(a.duty) for a in rows], dtype=pl.Float64),
        "low_usd": pl.Series([_usd(a.low) for a in rows], dtype=pl.Float64),
        "high_usd": pl.Series([_usd(a.high) for a in rows], dtype=pl.Float64),
        "refundable_usd": pl.Series([_usd(a.refundable) if a.ship else None for a in rows], dtype=pl.Float64),
    }
    if any(a.ship is not None and a.ship.direction == china.IMPORT for a in rows):
        made["with_exclusion_pct"] = pl.Series([_with_exclusion(a) for a in rows], dtype=pl.Float64)
    dollars = np.array([a.ship.dollars if a.ship else 0 for a in rows], dtype=np.float64)
    for name in answer.components:
        own = FEES if name in FEES else ()
        cents = [
            a.cents.get(name, 0) if a.duty is not None and not own else _component(a, name) for a in rows
        ]
        column = np.array([np.nan if c is None else c for c in cents], dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(dollars > 0, np.round(column / dollars, 4), np.nan)
        made[f"{name}_pct"] = pl.Series(share).fill_nan(None)
        made[f"{name}_usd"] = pl.Series(column / 100).fill_nan(None)
    made["headings"] = pl.Series([a.plan.headings if a.plan else None for a in rows], dtype=pl.String)
    made["missing"] = pl.Series([", ".join(a.missing) for a in rows], dtype=pl.String)
    words: dict[tuple[str, ...], str] = {}
    notes = [words.get(a.notes) or words.setdefault(a.notes, "; ".join(a.notes)) for a in rows]
    made["notes"] = pl.Series(notes, dtype=pl.String)
    clash = [c for c in shown.columns if c in made]
    shown = shown.rename({c: f"input_{c}" for c in clash})
    return shown.hstack([series.alias(name) for name, series in made.items()])


def _with_exclusion(a: LineAnswer) -> float | None:
    """Into China: the total with an approved exclusion, beside the statutory one."""
    if a.ship is None or a.plan is None or a.ship.direction != china.IMPORT or a.duty is None:
        return None
    claimed = a.low if "exclusion" in a.plan.claims else a.duty
    return _percent(claimed, a.ship.dollars)


def _component(a: LineAnswer, name: str) -> int | None:
    """Cents of a component; None where it hangs on a missing fact, 0 where the law asks none."""
    if a.ship is None or a.plan is None:
        return None
    if name in FEES:
        return a.fees.get(name)
    if name == "mfn":
        return a.cents.get("mfn")
    if a.plan.missing and _hangs(a, name):
        return None
    if "schedule" in a.missing and name not in a.cents:
        return None
    return a.cents.get(name, 0)


def _hangs(a: LineAnswer, name: str) -> bool:
    assert a.plan is not None
    low = sorted((t.ppm, t.plus, t.minus) for t in a.plan.low if t.component == name and t.ppm)
    high = sorted((t.ppm, t.plus, t.minus) for t in a.plan.high if t.component == name and t.ppm)
    return low != high


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
        rows.extend({**head, **_layer_row(a, k, layer)} for k, layer in enumerate(a.plan.rows))
        rows.extend({**head, **_fee_row(a, layer)} for layer in answer.fee_words(a))
    kinds = {
        "line_id": pl.String, "row": pl.Int64, "line_status": pl.String, "component": pl.String, "measure": pl.String,
        "heading": pl.String, "rate": pl.String, "rate_pct": pl.Float64, "base": pl.String, "base_usd": pl.Float64,
        "duty_usd": pl.Float64, "refundable_usd": pl.Float64, "status": pl.String, "in_force_from": pl.String,
        "until": pl.String, "known_since": pl.String, "confidence": pl.String, "because": pl.String,
        "citation": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=kinds)


def sources(answer: PortfolioAnswer) -> pl.DataFrame:
    """What the numbers rest on: component, heading, rate, citation and confidence, each once, with its count of lines."""
    import polars as pl

    groups: dict[int, tuple[tuple[DutyLine, ...], int]] = {}
    counts: dict[tuple[str, str, str, str, str], int] = {}
    for a in answer.rows:
        if a.ship is None or a.plan is None or a.base is None:
            continue
        row = _base_row(a)
        key = ("mfn", "", "", "", row["citation"])
        counts[key] = counts.get(key, 0) + 1
        for made in (a.plan.rows, answer.fee_words(a)):
            rested, lines = groups.get(id(made), (made, 0))
            groups[id(made)] = rested, lines + 1
    for rested, lines in groups.values():
        for layer in rested:
            key = (layer.component, layer.heading, layer.rate, layer.confidence, _cites(layer))
            counts[key] = counts.get(key, 0) + lines
    rows = [(*key, lines) for key, lines in counts.items()]
    kinds = {
        "component": pl.String, "heading": pl.String, "rate": pl.String, "confidence": pl.String, "citation": pl.String,
        "lines": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=kinds, orient="row").sort("component", "heading", "rate", "citation")


def _cites(layer: DutyLine) -> str:
    return "; ".join(f"{c.citation}{', ' + c.at if c.at else ''}" for c in layer.cite)


def _base_row(a: LineAnswer) -> dict[str, Any]:
    assert a.ship is not None and a.base is not None
    known = a.base.known
    return {
        "component": "mfn", "measure": BASE_DUTIES[a.ship.direction][0], "rate": a.base.words,
        "rate_pct": a.base.ppm / 10_000 if a.base.ppm is not None else None, "base": "customs value",
        "base_usd": float(a.ship.dollars), "duty_usd": _usd(a.base.low_cents) if known else None,
        "refundable_usd": 0.0, "status": "in_force" if known else "undetermined",
        "because": f"schedule: {a.base.words}",
        "citation": a.base.cite or a.base.edition or "in no installed schedule",
    }  # fmt: skip


def _layer_row(a: LineAnswer, k: int, layer: DutyLine) -> dict[str, Any]:
    from detente.assess.portfolio import layer_money

    assert a.ship is not None and a.plan is not None and a.base is not None
    base_usd, duty, back = layer_money(a, k)
    return {
        "component": layer.component, "measure": layer.measure, "heading": layer.heading, "rate": layer.rate,
        "rate_pct": float(layer.rate_pct) if layer.rate_pct is not None else None, "base": layer.base,
        "base_usd": base_usd, "duty_usd": duty, "refundable_usd": back, "status": layer.status,
        "in_force_from": layer.in_force_from, "until": layer.until, "known_since": layer.known_since,
        "confidence": layer.confidence, "because": layer.because,
        "citation": _cites(layer),
    }  # fmt: skip


def _fee_row(a: LineAnswer, layer: DutyLine) -> dict[str, Any]:
    base = float(a.ship.dollars) if a.ship else None
    if layer.component == "vat" and base is not None:
        base = None if a.duty is None else base + a.duty / 100  # VAT falls on the duties too
    return {
        "component": layer.component, "measure": layer.measure, "rate": layer.rate, "base": layer.base,
        "base_usd": base, "duty_usd": _usd(a.fees.get(layer.component)),
        "refundable_usd": 0.0, "status": layer.status, "confidence": layer.confidence, "because": layer.because,
        "citation": _cites(layer),
    }  # fmt: skip


def summary(answer: PortfolioAnswer) -> PortfolioSummary:
    """Counts by status, totals in USD, and the faults found."""
    counts: dict[str, int] = {}
    for a in answer.rows:
        counts[a.status] = counts.get(a.status, 0) + 1
    settled = [a for a in answer.rows if a.duty is not None]
    open_ = [a for a in answer.rows if a.status in ("undetermined", "not_modelled")]
    value = sum((a.ship.value for a in answer.rows if a.ship), Decimal(0))
    tops = [a.high for a in open_]
    return PortfolioSummary(
        lines=len(answer.rows),
        by_status=counts,
        customs_value_usd=value,
        duty_usd=Decimal(sum(a.duty or 0 for a in settled)) / 100,
        open_low_usd=Decimal(sum(a.low or 0 for a in open_)) / 100,
        open_high_usd=None if None in tops else Decimal(sum(t or 0 for t in tops)) / 100,
        refundable_usd=Decimal(sum(a.refundable for a in answer.rows)) / 100,
        rules=answer.rules,
        data=answer.data,
        columns=answer.sheet.notes,
        faults=tuple(RowFaultOut(row=f.row, column=f.column, text=f.text) for f in answer.faults),
    )
