"""May it dock, and at what price: the port fee of one call, or of every call in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from detente.cli.show import as_json, clock_words, days, say_columns, table
from detente.regime.axes import known_day
from detente.terms import InputError


def fee(
    file: Path | None = None,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    vessel_years: Path | None = None,
    side: str = "US",
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    state: Literal["by_text", "announced"] = "by_text",
    imo: str = "",
    net_tonnage: str = "",
    containers: str = "",
    vessel_type: str = "",
    owner_country: str = "",
    operator_country: str = "",
    built_country: str = "",
    flag: str = "",
    us_equity_pct: str = "",
    voyage_no_in_year: str = "",
    fact: Annotated[list[str] | None, Parameter(negative="")] = None,
    json: bool = False,
) -> int:
    """What does a vessel owe for a port call in the United States or in China?

    Parameters
    ----------
    file
        Calls in a file (CSV, Parquet, Excel): columns side, port_call_on and the facts below.
    output
        Where to write the answered calls of a file (.csv, .parquet, .xlsx).
    vessel_years
        Where to write the sums by vessel and billing year.
    side
        Whose port: US or CN, in any spelling (us, china).
    on
        Day of the call (default today).
    known
        Day of the knowledge used (default: the day of the call).
    hindsight
        Use all knowledge to the last day the law was checked.
    state
        Past the last checked day: what the text says, or what was announced.
    imo
        IMO number; its check digit is verified.
    net_tonnage
        Net tonnage.
    containers
        Containers discharged (US, Annex II).
    vessel_type
        container, bulk, tanker, vehicle_carrier, lng_carrier …
    owner_country
        Country of the owner.
    operator_country
        Country of the operator.
    built_country
        Country in which she was built.
    flag
        Flag.
    us_equity_pct
        Percent held by US persons.
    voyage_no_in_year
        Which charged voyage of the billing year.
    fact
        Any further fact, name=value (dwt, teu_capacity, ballast, voyage_nm, first_port …).
    json
        Print the answer as JSON.
    """
    if file is not None or output is not None:
        from detente.cli.licence import known_of

        return _file(file, output, vessel_years, known_of(known, hindsight), json=json)
    from detente.assess.facts import read_pairs
    from detente.assess.fee import fee as answer_fee

    day, _ = days(on, known, hindsight)
    facts: dict[str, object] = {
        "imo": imo, "net_tonnage": net_tonnage, "containers": containers, "vessel_type": vessel_type,
        "owner_country": owner_country, "operator_country": operator_country, "built_country": built_country,
        "flag": flag, "us_equity_pct": us_equity_pct, "voyage_no_in_year": voyage_no_in_year,
        **read_pairs(fact or []),
    }  # fmt: skip
    answer = answer_fee(side, on=on or day, known=known_day(known, hindsight), state=state, facts=facts)
    if json:
        as_json(answer)
        return 0
    table(_shown(answer))
    return 0


def _file(
    path: Path | None, output: Path | None, years: Path | None, known: str | None, *, json: bool
) -> int:
    from detente.assess.fee_files import FACTS, REQUIRED, fee_rows, vessel_years
    from detente.assess.tables import read_sheet, write_frame
    from detente.cli.licence import finish_file

    if path is None or output is None:
        raise InputError(
            "a file of calls needs a place for the answers", remedy="detente fee FILE -o OUT.csv"
        )
    sheet = read_sheet(path, required=REQUIRED, known=("call_id", "known", "state", *FACTS))
    say_columns(sheet)
    frame, faults = fee_rows(sheet, known=known)
    sums = vessel_years(frame)
    write_frame(output, frame, sheets={"Vessel-years": sums})
    if years is not None:
        write_frame(years, sums)
    return finish_file(frame, faults, output, json=json)


def _shown(answer: Any) -> Any:
    """An answer for the terminal."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    if answer.fee_amount is not None:
        words = f"{answer.fee_amount:,.2f} {answer.currency}"
    else:
        high = "unknown" if answer.high is None else f"{answer.high:,.2f}"
        words = f"undetermined: between {answer.low:,.2f} and {high} {answer.currency}"
    annex = f", Annex {answer.annex}" if answer.annex else ""
    lines = Table(box=box.SIMPLE_HEAD)
    for name in ("fee", "amount", "because", "cited"):
        lines.add_column(name)
    for line in answer.lines:
        cited = "\n".join(c.citation + (f", {c.at}" if c.at else "") for c in line.cite)
        amount = "?" if line.amount is None else f"{line.amount:,.2f}"
        lines.add_row(line.what, amount, line.because, f"{cited}  [{line.confidence}]")
    parts: list[Any] = [
        Text(f"{answer.side} port call on {answer.on}, as known on {answer.known}{annex}"),
        Text(words, style="bold"),
        lines,
    ]
    parts += [Text(f"? {m.fact}: {m.question} {m.question_zh}") for m in answer.missing]
    parts += [
        Text(f"{s.state.replace('_', ' ')}: {'undetermined' if s.fee_amount is None else s.fee_amount}")
        for s in answer.states
    ]
    if answer.next_clock:
        parts.append(Text(clock_words(answer.next_clock)))
    if answer.hindsight:
        parts.append(Text(f"later: {answer.hindsight.words}", style="italic"))
    parts += [Text(w) for w in (*answer.notes, *(f"not covered: {w}" for w in answer.not_modelled))]
    if answer.assumed:
        parts.append(
            Text(f"taken as not claimed: {', '.join(a.split()[0] for a in answer.assumed)}", style="dim")
        )
    parts.append(Text(f"verified to {answer.verified}; repeat: {answer.repeat.command}", style="dim"))
    return Group(*parts)
