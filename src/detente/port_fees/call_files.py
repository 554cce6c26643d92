"""Port calls in a file: strings of calls and vessel-years, one charge a rotation, five a billing year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from detente.port_fees.answer import FeeAnswer, FeeCase
from detente.port_fees.call_facts import CALL_QUESTIONS, read_call_facts
from detente.port_fees.port_call import fee
from detente.regime import FeeLicenceTables, Reading, law_tables, read_reading
from detente.rowfiles import RAGGED, RowFault, Sheet, faulty_column, shared_cells
from detente.terms import DetenteError, InputError, amount_text, read_moment, read_side

if TYPE_CHECKING:
    import polars as pl

TOLD_EVERY = 100  # rows
SHIP_FACTS = ("net_tonnage", "vessel_type", "owner_country", "operator_country", "built_country", "flag")
CALL_COLUMNS = ("side", "port_call_on")
CALL_FACT_COLUMNS = tuple(CALL_QUESTIONS)
CALL_ANSWER = (
    "status",
    "liable",
    "grounds",
    "fee_amount",
    "currency",
    "annex",
    "rate",
    "low",
    "high",
    "missing",
    "announced_fee_amount",
    "cases",
    "deferred_to",
    "act",
    "next_clock",
    "if_lapsed",
    "if_extended",
    "hindsight",
    "billing_year",
    "confidence",
    "cite",
    "cite_url",
    "notes",
)


def fee_rows(
    sheet: Sheet,
    *,
    known: str | None = None,
    reading: Reading = "both",
    progress: Callable[[int], None] | None = None,
) -> tuple[pl.DataFrame, list[RowFault]]:
    """A file of port calls with the fee of each.

    Calls are taken in the order of their dates. The first call of a vessel's rotation at one side's ports
    is charged, later ones are free; where ``voyage_no_in_year`` is empty, charged rotations are counted
    within the file, a vessel and billing year at a time.

    Parameters
    ----------
    sheet : Sheet
        Columns ``side, port_call_on`` and any of ``call_id, known, reading`` and the facts of ``fee``.
    known : str, optional
        Day of the knowledge used for rows that give none; default the day of the call.
    progress : callable, optional
        Told the number of rows done, now and then.

    Returns
    -------
    frame, faults
        The columns of the file, then those of ``OUT``; what was wrong, row by row.
    """
    import polars as pl

    law = law_tables()
    given = [
        {k: v for k, v in row.items() if v is not None and str(v).strip()} for row in sheet.frame.to_dicts()
    ]
    moments = [_moment_of(row) for row in given]
    done: set[tuple[str, ...]] = set()
    charged: Counter[tuple[str, ...]] = Counter()
    rows: list[dict[str, str]] = [{} for _ in given]
    faults: list[RowFault] = []
    for count, place in enumerate(sorted(range(len(given)), key=lambda i: (moments[i], i))):
        if progress is not None and count % TOLD_EVERY == 0:
            progress(count)
        rows[place] = _answer_row(given[place], moments[place], known, reading, law, done, charged)
        if rows[place]["status"] == "error":
            faults.append(RowFault(sheet.row(place), rows[place].pop("_where", ""), rows[place]["notes"]))
    faults.sort(key=lambda f: f.row)
    carried = sheet.frame.select(c for c in sheet.frame.columns if c not in (*CALL_ANSWER, RAGGED))
    return carried.hstack(pl.DataFrame(rows, schema=dict.fromkeys(CALL_ANSWER, pl.String))), faults


def _moment_of(row: dict[str, Any]) -> str:
    try:
        return read_moment(row.get("port_call_on"), what="port_call_on", side=read_side(row.get("side")))
    except InputError:
        return ""


def _answer_row(
    given: dict[str, Any],
    moment: str,
    known: str | None,
    reading: Reading,
    law: FeeLicenceTables,
    done: set[tuple[str, ...]],
    charged: Counter[tuple[str, ...]],
) -> dict[str, str]:
    try:
        if RAGGED in given:
            raise InputError(str(given[RAGGED]), where="row")
        side = read_side(given.get("side"))
        facts = read_call_facts({k: v for k, v in given.items() if k in CALL_QUESTIONS})
        year = billing_year(side, moment, law) if moment else ""
        vessel = (side, facts.get("imo", ""))
        rotation = (*vessel, *_ship(facts), facts["rotation_id"]) if facts.get("rotation_id") else None
        if rotation in done and "first_port" not in facts:
            facts["first_port"] = "no"
        if "voyage_no_in_year" not in facts and facts.get("imo"):
            facts["voyage_no_in_year"] = str(charged[*vessel, year] + 1)
        answer = fee(
            side,
            on=given.get("port_call_on"),
            known=given.get("known", known),
            reading=_reading_of(given, reading),
            law=law,
            facts=facts,
        )
    except DetenteError as fault:
        return {
            **dict.fromkeys(CALL_ANSWER, ""),
            "status": "error",
            "notes": fault.text,
            "_where": faulty_column(fault, given, "call"),
        }
    if rotation is not None and not _outside_the_ports(facts):
        done.add(rotation)
    if _charged(answer):
        charged[*vessel, year] += 1
    return {**row_of(answer), "billing_year": year}


def _ship(facts: Mapping[str, str]) -> tuple[str, ...]:
    """What tells one ship from another where no IMO number does."""
    return () if "imo" in facts else tuple(facts.get(name, "") for name in SHIP_FACTS)


def _outside_the_ports(facts: Mapping[str, str]) -> bool:
    """Whether a call may be none at a port of that side, so that the next one may be the first."""
    elsewhere = facts.get("port_territory", "CN") != "CN"
    return elsewhere or "no" in (facts.get("berths"), facts.get("formal_entry"))


def _charged(answer: FeeAnswer) -> bool:
    """Whether a call counts among those charged; of two readings that of the text counts."""
    return next((r.liable for r in answer.readings if answer.reading == "both"), answer.liable) == "yes"


def _reading_of(given: dict[str, Any], reading: Reading) -> str:
    """The reading of a row: that of its column, by the older name too, else that of the file."""
    said = [str(given[name]) for name in ("reading", "state") if name in given]
    if len({read_reading(word) for word in said}) > 1:
        raise InputError("reading and state are the same column", where="reading", remedy="leave one out")
    return said[0] if said else reading


def billing_year(side: str, moment: str, law: FeeLicenceTables) -> str:
    """First day of the billing year in which a moment lies, by the cap of that side's fees.

    Examples
    --------
    >>> billing_year("CN", "2026-04-16T23:59", law_tables())
    '2025-04-17'
    """
    side = read_side(side)
    begins = next((f.cap.year_begins for f in law.port_fees if f.imposed_by == side and f.cap), "01-01")
    year = int(moment[:4]) - (moment[5:10] < begins)
    return f"{year}-{begins}"


def row_of(answer: FeeAnswer) -> dict[str, str]:
    """One answer as cells of text; an undetermined fee has no amount but bounds."""
    readings = {r.reading: r for r in answer.readings}
    # a row holds both readings beside each other: the text here, what was announced in its own column
    text = readings.get("text") if answer.reading == "both" else None
    return {
        "status": answer.status,
        "liable": text.liable if text else answer.liable,
        "grounds": ",".join(answer.grounds),
        "fee_amount": amount_text(text.fee_amount if text else answer.fee_amount),
        "currency": answer.currency,
        "annex": answer.annex,
        "rate": "; ".join(line.what for line in answer.lines) if answer.liable != "no" else "",
        "low": amount_text(answer.low),
        "high": amount_text(answer.high),
        "missing": ";".join(m.fact for m in answer.missing),
        "announced_fee_amount": amount_text(readings["announced"].fee_amount if readings else None),
        "cases": "; ".join(f"{case.words}: {_case_amount(case)}" for case in answer.cases),
        "deferred_to": answer.deferral.until if answer.deferral else "",
        "act": "; ".join(filter(None, (answer.act.authority, answer.act.deadline, answer.act.consequence)))
        if answer.act
        else "",
        **shared_cells(answer, answer.lines),
        "notes": "; ".join((*(line.because for line in answer.lines), *answer.notes)),
    }


def _case_amount(case: FeeCase) -> str:
    if case.fee_amount is not None:
        return amount_text(case.fee_amount)
    return f"{amount_text(case.low)} to {amount_text(case.high) or '?'}"


def vessel_years(frame: pl.DataFrame) -> pl.DataFrame:
    """Charged calls and fees by side, vessel and billing year of an answered file.

    Returns
    -------
    DataFrame
        ``side, imo, billing_year, currency, calls, charged, fee_amount, undetermined``.
    """
    import polars as pl

    owed = pl.when(pl.col("status") == "ok").then(pl.col("fee_amount"))
    amount = owed.cast(pl.Decimal(38, 2), strict=False)
    keys = [c for c in ("side", "imo", "billing_year", "currency") if c in frame.columns]
    answered = frame.filter(pl.col("status") != "error")
    if "side" in keys:
        spelled = {text: str(read_side(text)) for text in answered["side"].unique()}
        answered = answered.with_columns(pl.col("side").replace(spelled))
    return (
        answered.group_by(keys)
        .agg(
            calls=pl.len(),
            charged=(pl.col("liable") == "yes").sum(),
            fee_amount=amount.sum().cast(pl.String),
            undetermined=(pl.col("status") == "undetermined").sum(),
        )
        .sort(keys)
    )
