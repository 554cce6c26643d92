"""What if: the questions of `detente whatif`, whoever asks: outcomes over a portfolio or one shipment."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.outcomes.clocks.law_under_outcomes import LawUnder, law_under
from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.costs.compute import Computed
from detente.outcomes.costs.exposure import exposure_of
from detente.outcomes.costs.exposure_answer import Exposure
from detente.outcomes.costs.other_origins import OriginRow
from detente.outcomes.costs.other_origins import origins as compare_origins
from detente.outcomes.costs.timing_answer import Timing
from detente.outcomes.entering.timing import compare_days, shortened
from detente.outcomes.laying.choose import LAW_ITSELF, day_for, laid_for
from detente.outcomes.laying.store import with_files
from detente.outcomes.laying.titles import newer_than, notes_of, titles_of, unmodelled
from detente.portfolio import frame_sheet, portfolio_sheet
from detente.regime import Reading, tables
from detente.rowfiles import Sheet, Upload, reading_words
from detente.terms import InputError


@dataclass(frozen=True)
class WhatIf:
    """Outcomes to lay, and what to lay them over: a portfolio, or one shipment by its code.

    Parameters
    ----------
    choice : sequence of str
        Named outcomes or ``CLOCK=OUTCOME``, one column each; parts joined by ``+`` come together.
    entered : str, optional
        Take every line as entered on this day; one shipment needs it.
    value : str
        Customs value of one shipment, USD.
    known : str, optional
        Day of the knowledge used; default the day the outcomes are written for.
    against : str
        The outcome the others are compared with.
    files : sequence of path
        Outcome files of the user.
    top : int
        Lines shown.
    reading : {"both", "announced", "text"}
        Of what no outcome decides, where an extension was announced and no instrument was seen.
    """

    choice: Sequence[str]
    portfolio: Path | Upload | None = None
    hts: str | None = None
    origin: str = "CN"
    value: str = "10000"
    entered: str | None = None
    known: str | None = None
    against: str = LAW_ITSELF
    files: Sequence[Path] = field(default_factory=tuple)
    top: int = 20
    reading: Reading = "both"

    @property
    def goods(self) -> bool:
        """Whether there are goods to lay the outcomes over, or only the law itself."""
        return self.portfolio is not None or self.hts is not None


def law_itself(q: WhatIf) -> LawUnder:
    """Without goods: what each outcome makes of the law, on the day of entry where one is given."""
    rows = with_files(q.files)
    made = law_under(q.choice, rows=rows, known=q.known, on=q.entered, against=q.against, reading=q.reading)
    return made.model_copy(update={"newer": () if q.known else newer_than(made.known, rows)})


def lines_of(q: WhatIf) -> Sheet:
    """The lines to lay the outcomes over: the portfolio, or one made of the shipment.

    Raises
    ------
    InputError
        When both are given, a shipment has no day, or the portfolio cannot be read.
    """
    if q.portfolio is not None and q.hts is not None:
        raise InputError("--portfolio and --hts cannot both be given", remedy="leave one out")
    if q.portfolio is not None:
        return portfolio_sheet(q.portfolio, tables(), dated=q.entered is None)
    if q.entered is None:
        raise InputError("when is it entered?", where="--entered", remedy="give --entered 2025-11-15")
    import polars as pl

    row = {"hts": [q.hts], "origin": [q.origin], "entry_date": [q.entered], "customs_value_usd": [q.value]}
    return frame_sheet(pl.DataFrame(row), name=str(q.hts))


def computed(q: WhatIf, sheet: Sheet) -> Computed:
    """The lines under every outcome, the one to compare with first.

    Raises
    ------
    InputError, LawError
        Outcomes that cannot be used; every fault is named.
    """
    rows = with_files(q.files)
    return outcomes_on(
        sheet, q.choice, rows=rows, known=q.known, against=q.against, entered=q.entered, reading=q.reading
    )


def exposure_to(q: WhatIf, lines: Computed) -> Exposure:
    """What the lines owe under each outcome, and which clauses cause the difference."""
    rows = with_files(q.files)
    made = exposure_of(
        lines, titles_of(lines.names, rows), top=q.top, command=repeat(q, lines.known),
        notes=(*notes_of(lines.names, rows, reading=q.reading), *_understood(lines)),
    )  # fmt: skip
    newer = () if q.known else newer_than(lines.known, rows)
    return made.model_copy(update={"newer": newer, "unmodelled": unmodelled(lines.names, rows)})


def _understood(lines: Computed) -> tuple[str, ...]:
    """What was understood or could not be checked of one line; of several `assess` says it."""
    entries = lines.answer.entries
    return entries.said[entries.say[0]] if len(entries) == 1 else ()


def days_compared(sheet: Sheet, lines: Computed, chances: Sequence[str] = ()) -> Timing:
    """Ways of entry compared line by line under each outcome, all of them; `shortened` leaves the widest."""
    made = compare_days(
        sheet, lines.by_name, lines.ground.law, lines.known, top=None, chances=chances, reading=lines.reading,
        planned=lines if sheet is lines.answer.sheet else None,
    )  # fmt: skip
    return made.model_copy(update={"notes": (*made.notes, *_understood(lines))})


def origins_compared(q: WhatIf, origins: str) -> tuple[OriginRow, ...]:
    """One shipment from China beside other origins (with commas between), under the first outcome.

    Raises
    ------
    InputError
        Without a code and a day of entry.
    """
    if q.hts is None or q.entered is None:
        raise InputError(
            "origins are compared for one shipment", where="--origins", remedy="give --hts and --entered"
        )
    rows, parts = with_files(q.files), q.choice[0].split("+")
    laid = laid_for(parts, known=day_for(parts, rows, q.known), rows=rows)
    names = [name.strip() for name in origins.split(",") if name.strip()]
    return compare_origins(q.hts, q.value, q.entered, laid, names)


def asked(
    q: WhatIf, *, timing: bool = False, chances: Sequence[str] = (), origins: str | None = None
) -> LawUnder | Exposure | Timing | tuple[OriginRow, ...]:
    """The answer as one model: the law itself without goods, other origins, ways of entry, exposure."""
    if not q.goods:
        return law_itself(q)
    if origins is not None:
        return origins_compared(q, origins)
    sheet = lines_of(q)
    lines = computed(q, sheet)
    if not timing:
        return exposure_to(q, lines)
    return shortened(days_compared(sheet, lines, chances), q.top)


def repeat(q: WhatIf, known: str) -> str:
    """The command that gives an answer again, as known on a day."""
    words = ["detente", "whatif", *q.choice, "--known", known]
    words += (
        ["--portfolio", str(q.portfolio), *reading_words(q.portfolio)]
        if q.portfolio
        else ["--hts", str(q.hts), "--from", q.origin, "--value", q.value]
    )
    words += ["--entered", q.entered] if q.entered else []
    words += ["--against", q.against] if q.against != LAW_ITSELF else []
    words += ["--reading", q.reading] if q.reading != "both" else []
    words += [word for path in q.files for word in ("--file", str(path))]
    return shlex.join(words)
