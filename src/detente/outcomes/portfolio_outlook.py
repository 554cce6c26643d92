"""The Python face of the room: lines and outcomes in, the exposure out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.costs.exposure import exposure_of
from detente.outcomes.costs.exposure_answer import Exposure
from detente.outcomes.entering.timing import compare_days
from detente.outcomes.laying.choose import LAW_ITSELF
from detente.outcomes.laying.store import with_files
from detente.outcomes.laying.titles import notes_of, titles_of, unmodelled
from detente.portfolio import frame_sheet, portfolio_sheet
from detente.regime import Reading, tables
from detente.rowfiles import Sheet


def outlook(
    lines: Any,
    outcomes: Sequence[str],
    *,
    known: str | None = None,
    entered: str | None = None,
    against: str = LAW_ITSELF,
    files: Sequence[str | Path] = (),
    top: int = 20,
    timing: bool = False,
    chances: Sequence[str] = (),
    reading: Reading = "both",
) -> Exposure:
    """What lines owe under outcomes, and which clauses cause the difference.

    Parameters
    ----------
    lines : path or frame
        A file as for `detente assess`, or a frame (polars, or what polars can take) with columns hts, origin,
        customs_value_usd, entry_date (unless `entered` is given) and any fact.
    outcomes : sequence of str
        Named outcomes or ``CLOCK=OUTCOME``, one column each; parts joined by ``+`` come together.
    known : str, optional
        Day of the knowledge used; default the day the outcomes are written for.
    entered : str, optional
        Take every line as entered on this day.
    against : str
        The outcome the others are compared with; ``as_known`` is the law itself.
    files : sequence of path
        Outcome files of your own.
    timing : bool
        Say also when to enter: clocks, bonded warehouse, zone, drawback, refunds (`Exposure.timing`).
    chances : sequence of str
        Probabilities of outcomes for the option value of waiting, ``truce=0.6``; the others share the rest.
    reading : {"both", "announced", "text"}
        Of what no outcome decides, where an extension was announced and no instrument was seen.

    Returns
    -------
    Exposure
        Totals in USD under each outcome, groups, causes, the lines that change most.

    Raises
    ------
    InputError, LawError
        Lines or outcomes that cannot be used; every fault is named.

    Examples
    --------
    >>> row = {"hts": ["9506.62.40"], "origin": ["CN"], "customs_value_usd": ["10000"]}
    >>> answer = outlook(row, ["truce", "busan"], against="lapse", entered="2025-11-15")
    >>> [str(t.duty_usd) for t in answer.totals]
    ['6150', '3750', '2750']
    """
    rows = with_files(files)
    sheet = _read_lines(lines, entered)
    computed = outcomes_on(
        sheet, outcomes, rows=rows, known=known, against=against, entered=entered, reading=reading
    )
    notes = (*sheet.notes, *notes_of(computed.names, rows, reading=reading))
    answer = exposure_of(computed, titles_of(computed.names, rows), top=top, notes=notes)
    answer = answer.model_copy(update={"unmodelled": unmodelled(computed.names, rows)})
    if not timing:
        return answer
    days = compare_days(
        computed.answer.sheet, computed.by_name, computed.ground.law, computed.known, top=top,
        chances=chances, reading=reading, planned=computed,
    )  # fmt: skip
    return answer.model_copy(update={"timing": days})


def _read_lines(lines: Any, entered: str | None) -> Sheet:
    if isinstance(lines, (str, Path)):
        return portfolio_sheet(lines, tables(), dated=entered is None)
    import polars as pl

    frame = lines if isinstance(lines, pl.DataFrame) else pl.DataFrame(lines)
    if entered is not None and "entry_date" not in frame.columns:
        frame = frame.with_columns(pl.lit(entered).alias("entry_date"))
    return frame_sheet(frame)
