"""A portfolio computed under outcomes: which to lay, from which day of knowledge, entered on which day."""

from __future__ import annotations

from collections.abc import Sequence

from detente.outcomes.costs.compute import Computed, compute_outcomes
from detente.outcomes.laying.choose import LAW_ITSELF, day_for, laid_for
from detente.outcomes.laying.read import Outcomes
from detente.regime import Reading
from detente.rowfiles import Sheet
from detente.terms import Instant


def outcomes_on(
    sheet: Sheet,
    choice: Sequence[str],
    *,
    rows: Outcomes,
    known: str | None = None,
    against: str = LAW_ITSELF,
    entered: str | None = None,
    reading: Reading = "both",
) -> Computed:
    """A portfolio computed under outcomes, the one to compare with first.

    Parameters
    ----------
    choice : sequence of str
        One column each; parts joined by ``+`` come together.
    known : str, optional
        Day of knowledge; default the latest day the outcomes are written for.
    entered : str, optional
        Take every line as entered on this day, or at this minute of it.
    reading : {"both", "announced", "text"}
        Of what no outcome decides, where an extension was announced and no instrument was seen.
    """
    words = [against, *[c for c in dict.fromkeys(choice) if c != against]]
    parts = {word: tuple(word.split("+")) for word in words}
    day = day_for([p for ps in parts.values() for p in ps], rows, known)
    laids = {word: laid_for(ps, known=day, rows=rows) for word, ps in parts.items()}
    return compute_outcomes(entered_on(sheet, entered), laids, known=day, reading=reading)


def entered_on(sheet: Sheet, entered: str | None) -> Sheet:
    """A sheet with every line entered on one day or at one minute; the same sheet when none is given."""
    if entered is None:
        return sheet
    import polars as pl

    day = Instant.read(entered, what="entered").text
    frame = sheet.frame.with_columns(pl.lit(day).alias("entry_date"))
    return sheet.with_frame(frame)
