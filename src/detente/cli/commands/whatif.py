"""What if: outcomes laid over the law, and what they do to a portfolio or to one shipment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente.answers import answer_whatif, laid_over
from detente.cli.ask import asks
from detente.cli.progress import progress_on
from detente.cli.show import as_json, say_columns, show
from detente.cli.speaking import spoken
from detente.questions import WhatIfQuestion

if TYPE_CHECKING:
    from detente.outcomes import Computed
    from detente.rowfiles import Sheet


@asks(WhatIfQuestion)
def whatif(
    question: WhatIfQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    save_map: Path | None = None,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    full: bool = False,
    json: bool = False,
) -> int:
    """Show the outcomes beside each other, or write every line under each.

    Parameters
    ----------
    output
        Workbook (.xlsx) or lines (.csv, .parquet) with every line under every outcome.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
    list_
        List the outcomes.
    full
        Show causes, groups, lines and sources.
    json
        Print the answer as JSON.
    """
    if list_ or not question.outcomes:
        return _list(question, full=full, json=json)
    goods = laid_over(question).goods
    if goods and not question.origins:
        return _exposure(question, output, save_map, full=full, json=json)
    answer: Any = answer_whatif(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import law_under_screen, origins_screen

    show(origins_screen(answer) if goods else law_under_screen(answer), full=full)
    return 0


def _exposure(
    question: WhatIfQuestion, output: Path | None, save: Path | None, *, full: bool, json: bool
) -> int:
    """What goods owe under each outcome, or the ways of entry compared."""
    from detente.outcomes import computed, exposure_to, lines_of

    asked = laid_over(question)
    with progress_on("reading", quiet=json):
        sheet = lines_of(asked)
    say_columns(sheet, save=save)
    with progress_on("laying outcomes", quiet=json):
        under = computed(asked, sheet)
    if question.timing:
        return _timing(question, sheet, under, output, full=full, json=json)
    answer = exposure_to(asked, under)
    if output is not None:
        from detente.report import write_outcomes

        write_outcomes(output, under, answer, language=spoken())
    if json:
        as_json(answer)
    else:
        from detente.report import exposure_screen

        show(exposure_screen(answer, output), full=full)
    return 1 if answer.unusable else 0


def _timing(
    question: WhatIfQuestion, sheet: Sheet, under: Computed, output: Path | None, *, full: bool, json: bool
) -> int:
    from detente.outcomes import days_compared, shortened

    every: Any = days_compared(sheet, under, question.chances)
    if output is not None:
        from detente.report import write_timing

        write_timing(output, every, language=spoken())
    answer = shortened(every, question.top)
    if json:
        as_json(answer)
        return 0
    from detente.report import timing_screen

    show(timing_screen(answer, output), full=full)
    return 0


def _list(question: WhatIfQuestion, *, full: bool, json: bool) -> int:
    from detente.outcomes import with_files

    rows = with_files(question.outcome_files)
    if json:
        as_json(list(rows.outcomes.values()))
        return 0
    from detente.report import outcomes_screen

    show(outcomes_screen(rows), full=full)
    return 0
