"""A workbook of a portfolio under outcomes: summary, lines, exceptions, duty paid, clocks, method."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.outcomes import Computed, Exposure, outcome_columns
from detente.portfolio import missing_column, status_column
from detente.report.workbooks.outcome_page import outcome_page
from detente.report.workbooks.result_sheets import exceptions, write_sheets
from detente.report.workbooks.sheet_words import sheets_in
from detente.rowfiles import RAGGED
from detente.terms import is_chinese

if TYPE_CHECKING:
    import polars as pl

PAID = ("duty_paid_usd", "paid_usd", "duty_paid")


def lines_frame(computed: Computed) -> pl.DataFrame:
    """Input columns, status and what is missing, then duty, low and high under every outcome."""
    import polars as pl

    answered = pl.DataFrame(
        {"status": status_column(computed.answer), "missing": missing_column(computed.answer)}
    ).hstack(outcome_columns(computed))
    frame = computed.answer.sheet.frame.drop(RAGGED, strict=False)
    clash = [c for c in frame.columns if c in answered.columns]
    return frame.rename({c: f"input_{c}" for c in clash}).hstack(answered)


def write_outcomes(path: Path, computed: Computed, answer: Exposure, *, language: str = "en") -> None:
    """Write the workbook (.xlsx), or the lines alone (.csv, .parquet)."""
    lines = lines_frame(computed)
    write_sheets(
        path,
        lines,
        lambda: sheets_in(workbook(computed, answer, lines, language), language),
        front=outcome_page(answer, language),
        language=language,
    )


def workbook(
    computed: Computed, answer: Exposure, lines: pl.DataFrame, language: str = "en"
) -> dict[str, pl.DataFrame]:
    """The sheets by name; the law's own words in the language, titles and headings in English."""
    import polars as pl

    zh = is_chinese(language)

    sheets = {"Summary": _summary(answer), "Lines": lines}
    sheets["Exceptions"] = exceptions(computed.answer)
    paid = compared(computed)
    if paid is not None:
        sheets["Compared with duty paid"] = paid
    sheets["Causes"] = pl.DataFrame(
        {
            "outcome": pl.Series([c.outcome for c in answer.causes], dtype=pl.String),
            "clauses": pl.Series([" ".join(c.clauses) for c in answer.causes], dtype=pl.String),
            "words": pl.Series([_causes_words(c, zh) for c in answer.causes], dtype=pl.String),
            "lines": pl.Series([c.lines for c in answer.causes], dtype=pl.Int64),
            "change_usd": pl.Series([float(c.change_usd) for c in answer.causes], dtype=pl.Float64),
        }
    )
    sheets["Controls"] = pl.DataFrame(
        [
            {
                "measure": r.measure,
                "clause": r.clause,
                "kind": r.kind,
                **dict(zip(answer.outcomes, r.states, strict=True)),
            }
            for r in answer.controls
        ],
        schema=dict.fromkeys(("measure", "clause", "kind", *answer.outcomes), pl.String),
    )
    sheets["Clocks"] = _clocks(computed, zh)
    sheets["Method"] = pl.DataFrame(
        {"method": [*_method(answer), *answer.notes, f"Again: {answer.repeat.command}"]}
    )
    return sheets


def _summary(answer: Exposure) -> pl.DataFrame:
    import polars as pl

    rows = []
    groups = [("all", "", answer.totals)]
    for kind, rows_by in (
        ("component", answer.by_component), ("chapter", answer.by_chapter), ("supplier", answer.by_supplier),
        ("month", answer.by_month),
    ):  # fmt: skip
        groups += [(kind, g.key, g.totals) for g in rows_by]
    for kind, key, totals in groups:
        for t in totals:
            rows.append(
                {
                    "by": kind, "key": key, "outcome": t.outcome, "lines": t.lines,
                    "duty_usd": float(t.duty_usd),
                    "open_lines": t.open_lines, "open_low_usd": float(t.open_low_usd),
                    "open_high_usd": None if t.open_high_usd is None else float(t.open_high_usd),
                    "refundable_usd": float(t.refundable_usd),
                }
            )  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def compared(computed: Computed) -> pl.DataFrame | None:
    """Duty paid beside duty owed under the first outcome, where the file has it; differences in USD."""
    import polars as pl

    from detente.terms import InputError, read_amount

    frame = computed.answer.sheet.frame
    name = next((c for c in PAID if c in frame.columns), None)
    if name is None:
        return None
    rows = []
    values = frame[name].to_list()
    ids = frame["line_id"].to_list() if "line_id" in frame.columns else None
    m = computed.money[0]
    for at in computed.rows.tolist():
        try:
            paid = float(read_amount(values[at], what=name)) if values[at] else None
        except InputError:
            paid = None
        owed = float(m.duty[at]) / 100 if m.settled[at] else None
        rows.append(
            {
                "row": computed.answer.sheet.row(at), "line_id": ids[at] if ids else "",
                "paid_usd": paid, "owed_usd": owed,
                "difference_usd": None if paid is None or owed is None else round(paid - owed, 2),
                "said": str(values[at] or "") if paid is None else "",
            }
        )  # fmt: skip
    kinds = {"row": pl.Int64, "line_id": pl.String, "paid_usd": pl.Float64, "owed_usd": pl.Float64,
             "difference_usd": pl.Float64, "said": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=kinds)


def _causes_words(cause: object, zh: bool) -> str:
    """The clauses of a cause in words."""
    chinese = getattr(cause, "words_zh", ()) if zh else ()
    return "；".join(chinese) if chinese else "; ".join(getattr(cause, "words", ()))


def _clocks(computed: Computed, zh: bool) -> pl.DataFrame:
    import polars as pl

    from detente.regime import clocks

    rows = clocks(computed.ground.law, computed.known, computed.known)
    return pl.DataFrame(
        {
            "washington": [c.washington for c in rows],
            "beijing": [c.beijing for c in rows],
            "what": [(zh and c.title_zh) or c.title for c in rows],
            "decider": [(zh and c.decider_zh) or c.decider for c in rows],
            "by_text": [(zh and c.by_text_zh) or c.by_text for c in rows],
            "outcomes": [", ".join(c.outcomes) for c in rows],
            "state": [(zh and c.state_zh) or c.state for c in rows],
            "clock": [c.id for c in rows],
        },
        schema=dict.fromkeys(
            ("washington", "beijing", "what", "decider", "by_text", "outcomes", "state", "clock"), pl.String
        ),
    )


def _method(answer: Exposure) -> list[str]:
    return [
        f"Law as known on {answer.known}; nothing known later is used. Rules {answer.repeat.rules}, "
        f"data {answer.repeat.data}.",
        "An outcome is a list of changes laid over that law. It is an assumption, not law.",
        "Every line is assessed under each outcome by the rules of a single shipment, to the cent.",
        "A line that depends on a missing fact has no duty, but a low and a high bound.",
        "Causes: the smallest set of clauses that alone gives the difference; leaving any of them out breaks "
        "it.",
        "Duties only: MPF, HMF, AD/CVD and taxes are outside.",
    ]
