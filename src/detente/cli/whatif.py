"""What if: outcomes laid over the law, and what they do to a portfolio or to one shipment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.cli.show import as_json, say_columns, table

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
    from detente.outcomes import with_files

    if list_ or not choice:
        return _list(with_files(file or []), json)
    from detente.outcomes import WhatIf, computed, days_compared, exposure_to, law_itself, lines_of
    from detente.outcomes import origins_compared as compared

    q = WhatIf(
        choice, portfolio=portfolio, hts=hts, origin=from_, value=value, entered=entered, known=known,
        against=against, files=tuple(file or ()), top=top,
    )  # fmt: skip
    if not q.goods:
        from detente.report import law_under_table

        return _shown(law_itself(q), law_under_table, json)
    if origins is not None:
        from detente.report import origins_table

        return _shown(compared(q, origins), origins_table, json)
    sheet = lines_of(q)
    say_columns(sheet)
    made = computed(q, sheet)
    if timing:
        return _timing(days_compared(sheet, made, chance or ()), top, output, json)
    answer = exposure_to(q, made)
    if output is not None:
        from detente.report import write_outcomes

        write_outcomes(output, made, answer)
    if json:
        as_json(answer)
    else:
        from detente.report import exposure_table

        table(exposure_table(answer, output))
    return 1 if answer.unusable else 0


def _shown(answer: Any, shown: Callable[[Any], Any], json: bool) -> int:
    if json:
        as_json(answer)
    else:
        table(shown(answer))
    return 0


def _timing(every: Any, top: int, output: Path | None, json: bool) -> int:
    from detente.outcomes import shortened
    from detente.report import timing_table

    if output is not None:
        from detente.report import write_timing

        write_timing(output, every)
    return _shown(shortened(every, top), timing_table, json)


def _list(rows: Any, json: bool) -> int:
    if json:
        as_json(list(rows.outcomes.values()))
        return 0
    from detente.report import outcomes_table

    table(outcomes_table(rows))
    return 0
