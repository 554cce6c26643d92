"""What if: outcomes laid over the law, and what they do to a portfolio or to one shipment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.cli.show import as_json, say_columns, table
from detente.terms import InputError

Many = Annotated[list[str] | None, Parameter(negative="")]


def whatif(
    *choice: str,
    portfolio: Path | None = None,
    entered: str | None = None,
    hts: str | None = None,
    from_: Annotated[str, Parameter(name="--from")] = "CN",
    value: str = "10000",
    known: str | None = None,
    against: str = "as_known",
    file: Annotated[list[Path] | None, Parameter(negative="")] = None,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    top: int = 20,
    timing: bool = False,
    chance: Annotated[list[str] | None, Parameter(negative="")] = None,
    origins: str | None = None,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    json: bool = False,
) -> int:
    """Outcomes beside each other: what becomes of the law, or what a portfolio owes and which clause causes it.

    Each word is a named outcome (`detente whatif --list`) or CLOCK=OUTCOME (`detente next`), or several
    joined by + that come together: truce, lapse+fentanyl-to-10, us.reciprocal.november-2025=extend:2026-05-10.

    Parameters
    ----------
    choice
        Outcomes, one column each.
    portfolio
        Lines in a file, as for `detente assess`.
    entered
        Take every line as entered on this day (default: the file's entry_date); without goods, the day on
        which the law is looked at.
    hts
        One shipment instead of a file: its code; with --from, --value and --entered.
    from_
        Origin of the one shipment.
    value
        Customs value of the one shipment, USD.
    known
        Day of the knowledge used (default: the day the outcomes are written for).
    against
        Outcome the others are compared with (as_known: the law as it stood).
    file
        Outcome file of your own in YAML; may be given again.
    output
        Workbook (.xlsx) or lines (.csv, .parquet) with every line under every outcome.
    top
        Lines shown.
    timing
        Compare ways instead: days of entry at every clock, bonded warehouse, zone, drawback, refunds.
    chance
        With --timing: probability of an outcome (truce=0.6), may be given again; the rest share what is left.
    origins
        With --hts: other origins to set beside it, with commas between (VN,MX).
    list_
        List the outcomes.
    json
        Print the answer as JSON.
    """
    from detente.outlook.compare import notes_of, outcomes_on, titles_of
    from detente.outlook.exposure import exposure
    from detente.outlook.store import with_files

    rows = with_files(file or [])
    if list_ or not choice:
        return _list(rows, json)
    if portfolio is None and hts is None:
        return _law(choice, rows, known, entered, against, json)
    sheet = _sheet(portfolio, hts, from_, value, entered)
    say_columns(sheet)
    if origins is not None:
        return _origins(hts, value, entered, choice[0], origins, rows, known, json)
    made = outcomes_on(sheet, choice, rows=rows, known=known, against=against, entered=entered)
    if timing:
        return _timing(sheet, made, top, chance or [], output, json)
    command = repeat(choice, portfolio, hts, from_, value, entered, made.book.known, against, file)
    answer = exposure(
        made, titles_of(made.names, rows), top=top, command=command, notes=notes_of(made.names, rows)
    )
    if output is not None:
        from detente.report.outcomes_excel import write_outcomes

        write_outcomes(output, made, answer)
    if json:
        as_json(answer)
    else:
        from detente.report.outcomes import exposure_table

        table(exposure_table(answer, output))
    return 1 if answer.unusable else 0


def _law(choice: Any, rows: Any, known: str | None, entered: str | None, against: str, json: bool) -> int:
    from detente.outlook.standing_under import law_under

    answer = law_under(choice, rows=rows, known=known, on=entered, against=against)
    if json:
        as_json(answer)
        return 0
    from detente.report.outcomes import law_under_table

    table(law_under_table(answer))
    return 0


def _timing(sheet: Any, made: Any, top: int, chance: list[str], output: Path | None, json: bool) -> int:
    from detente.outlook.timing import shortened
    from detente.outlook.timing import timing as days_compared

    outcomes = dict(zip(made.names, made.laids, strict=True))
    law, day = made.ground.law, made.book.known
    every = days_compared(sheet, outcomes, law, day, top=None, chances=chance)
    answer = shortened(every, top)
    if output is not None:
        from detente.report.timing_excel import write_timing

        write_timing(output, every)
    if json:
        as_json(answer)
        return 0
    from detente.report.timing import timing_table

    table(timing_table(answer))
    return 0


def _origins(
    hts: str | None,
    value: str,
    entered: str | None,
    word: str,
    names: str,
    rows: Any,
    known: str | None,
    json: bool,
) -> int:
    from detente.outlook.choose import day_for, laid_for
    from detente.outlook.origins import origins as compared

    if hts is None or entered is None:
        raise InputError(
            "origins are compared for one shipment", where="--origins", remedy="give --hts and --entered"
        )
    parts = word.split("+")
    laid = laid_for(parts, known=day_for(parts, rows, known), rows=rows)
    found = compared(hts, value, entered, laid, [n.strip() for n in names.split(",") if n.strip()])
    if json:
        as_json(list(found))
        return 0
    from detente.report.outcomes import origins_table

    table(origins_table(found))
    return 0


def _list(rows: Any, json: bool) -> int:
    if json:
        as_json(list(rows.outcomes.values()))
        return 0
    from detente.report.outcomes import outcomes_table

    table(outcomes_table(rows))
    return 0


def _sheet(portfolio: Path | None, hts: str | None, origin: str, value: str, entered: str | None) -> Any:
    from detente.assess.rows import REQUIRED, frame_sheet
    from detente.assess.tables import read_sheet
    from detente.regime.tables import tables

    if portfolio is not None and hts is not None:
        raise InputError("--portfolio and --hts cannot both be given", remedy="leave one out")
    if portfolio is not None:
        required = tuple(c for c in REQUIRED if c != "entry_date" or entered is None)
        return read_sheet(portfolio, required=required, known=tuple(tables().facts))
    if entered is None:
        raise InputError("when is it entered?", where="--entered", remedy="give --entered 2025-11-15")
    import polars as pl

    row = {"hts": [hts], "origin": [origin], "entry_date": [entered], "customs_value_usd": [value]}
    return frame_sheet(pl.DataFrame(row), name=str(hts))


def repeat(
    choice: Any,
    portfolio: Any,
    hts: Any,
    origin: str,
    value: str,
    entered: Any,
    known: str,
    against: str,
    file: Any,
) -> str:
    """The command that gives an answer again."""
    import shlex

    words = ["detente", "whatif", *choice, "--known", known]
    words += (
        ["--portfolio", str(portfolio)]
        if portfolio
        else ["--hts", str(hts), "--from", origin, "--value", value]
    )
    words += ["--entered", entered] if entered else []
    words += ["--against", against] if against != "as_known" else []
    for path in file or []:
        words += ["--file", str(path)]
    return shlex.join(words)
