"""Every line's rates over time: the panel, and the weighted average rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from detente.answers.asking import asking, days
from detente.duties import CHINA_IMPORT, DIRECTIONS, usual_origin
from detente.outcomes import settled_by
from detente.portfolio import Averaging, PanelAsked, effective, panel_as_read
from detente.portfolio import daily as by_day
from detente.questions import PanelQuestion
from detente.questions import Reading as LawReading
from detente.regime import Settling, tables
from detente.rowfiles import Reading, Source, Upload, is_file, read_sheet, reading_of, source_of
from detente.schedule import sections
from detente.terms import Answer, Frozen, HtsCode, InputError

if TYPE_CHECKING:
    import polars as pl


class PanelWeights(Frozen):
    """What average rates are weighted with.

    `kind` is simple (each line of eight digits once) or given; `name` that of the file, `lines` how many
    lines it weighs, `total` the sum of its values, `unmatched` its codes of which no line stands in the
    panel: they count among the weights and are covered on no day.
    """

    kind: Literal["simple", "given"]
    name: str = ""
    lines: int | None = None
    total: float | None = None
    unmatched: tuple[str, ...] = ()


class PanelSummary(Answer):
    """What a panel holds, and the average rate on each day it changes where weights or sectors were asked.

    A row of `effective` has day, origin, low_pct and high_pct, covered (share of the weights whose line is
    priced) and reading; by section or chapter also sector (total for the whole) with its words; into China
    also with_exclusion_low_pct and with_exclusion_high_pct, what an importer with an approved exclusion pays.

    `open_rows` counts the rows that hold under one reading only, where an extension was announced and no
    instrument was seen; `settled_by` is what would settle which.
    """

    rows: int
    lines: int
    first: str
    last: str
    known: str
    rules: str
    written: str = ""
    by: str = ""
    weights: PanelWeights | None = None
    effective: tuple[dict[str, Any], ...] = ()
    reading: LawReading = "both"
    open_rows: int = 0
    settled_by: tuple[Settling, ...] = ()


def panel_frame(question: PanelQuestion, progress: Callable[[int, int], None] | None = None) -> pl.DataFrame:
    """The panel; `progress` is told classes of codes done and in all.

    Raises
    ------
    InputError
        When the last day is before the first.
    """
    law = tables()
    first, last = _span(question)
    _, known = days(last, question.known, question.hindsight)
    dated = question.known is not None or question.hindsight
    direction = {str(side): way for side, way in DIRECTIONS.items()}.get(str(question.into))
    if direction is None:
        raise InputError(f"entry into {question.into} is not covered", where="into", remedy="give US or CN")
    origins = question.origins
    if direction == CHINA_IMPORT and origins == PanelQuestion.model_fields["origins"].default:
        origins = (usual_origin(question.into),)
    asked = PanelAsked(
        first, last, origins, known if dated else "",
        _codes(question.codes, reading_of(question.read_as)), question.reading, direction,
    )  # fmt: skip
    frame, _ = panel_as_read(asked, law, progress)
    return by_day(frame, first, last) if question.daily else frame


def _span(question: PanelQuestion) -> tuple[str, str]:
    """First and last day; the last is by default that of the last check of the law."""
    first, last = question.first or "2025-01-01", question.last or tables().verified
    if last < first:
        raise InputError(f"last {last} is before first {first}", where="last", remedy="swap them")
    return first, last


def _codes(given: Any, reading: Reading) -> list[str] | None:
    """Codes from a file with a column hts, a frame, or a list."""
    if given is None:
        return None
    if is_file(given):
        given = read_sheet(source_of(given, reading), required=("hts",)).frame["hts"].drop_nulls()
    elif hasattr(given, "columns"):
        given = given["hts"]
    return sorted({HtsCode.read(code).digits for code in given})


def panel_summary(question: PanelQuestion, frame: pl.DataFrame) -> PanelSummary:
    """What a panel holds."""
    first, last = _span(question)
    _, known = days(last, question.known, question.hindsight)
    dated = question.known is not None or question.hindsight
    apart = frame.filter(frame["reading"] != "both").head(0 if question.reading != "both" else frame.height)
    weights, series = None, None
    if question.weights is not None or question.by:
        weights, series = _averages(question, frame, known if dated else "")
    return PanelSummary(
        rows=frame.height, lines=frame["hts"].n_unique(), first=first, last=last,
        known=known if dated else "each day", rules=tables().hash, by=question.by, weights=weights,
        effective=tuple(series.to_dicts()) if series is not None else (),
        reading=question.reading, open_rows=apart.height,
        settled_by=settled_by(tables(), _named(apart), known),
    )  # fmt: skip


def _named(rows: pl.DataFrame) -> set[str]:
    """The measures whose provisions make some rows of a panel."""
    words = (name for text in rows["provisions"].unique().to_list() for name in str(text).split())
    return {name.split("/")[0] for name in words}


def _averages(question: PanelQuestion, frame: pl.DataFrame, known: str) -> tuple[PanelWeights, pl.DataFrame]:
    """The weights by name and the average rates; with their words where sectors are told apart."""
    import polars as pl

    weights = None
    if question.weights is not None:
        weights = _weights(question.weights, reading_of(question.read_as))
    law = tables() if str(question.into) == "CN" else None
    how = Averaging(question.by or "total", law, known, _span(question)[1])
    rows = effective(frame, weights, how)
    if not (rows["covered"].fill_nan(None).fill_null(0.0) > 0).any():
        raise InputError(
            "no line of the weights stands in the panel", where="weights",
            remedy="give codes of eight digits of the schedule that the goods enter",
        )  # fmt: skip
    if how.by != "total":
        words = {s.number: (s.words, s.words_zh) for s in sections()}
        told = [words.get(name, ("", "")) for name in rows["sector"].to_list()]
        english, chinese = ([pair[k] for pair in told] for k in (0, 1))
        rows = rows.with_columns(
            pl.Series("sector_words", english, pl.String), pl.Series("sector_words_zh", chinese, pl.String)
        )
    if weights is None:
        return PanelWeights(kind="simple"), rows
    return PanelWeights(
        kind="given", name=_name_of(question.weights), lines=weights["hts"].n_unique(),
        total=float(weights["value"].sum()), unmatched=_unmatched(weights, frame),
    ), rows  # fmt: skip


def _unmatched(weights: pl.DataFrame, frame: pl.DataFrame) -> tuple[str, ...]:
    """Codes of the weights of which no line stands in a panel."""
    lines = set(frame["hts"].unique().to_list())
    codes = dict.fromkeys(weights["hts"].to_list())
    plain = ((code, code.replace(".", "")) for code in codes)
    return tuple(code for code, digits in plain if digits not in lines and digits[:8] not in lines)


def _name_of(given: Any) -> str:
    """The name of a file of rows, without its folder; empty for a frame."""
    given = given.given if isinstance(given, Source) else given
    if isinstance(given, (str, Path)):
        return Path(given).name
    return given.name if isinstance(given, Upload) else ""


def _weights(given: Any, reading: Reading) -> pl.DataFrame:
    """Weights by line; a value that is no amount is refused by its row."""
    import polars as pl

    if is_file(given):
        frame = read_sheet(source_of(given, reading), required=("hts", "value")).frame
    else:
        frame = given if isinstance(given, pl.DataFrame) else pl.DataFrame(given)
    texts = frame["value"].cast(pl.String).str.strip_chars()
    grouped = texts.str.contains(r"^\d{1,3}(,\d{3})+(\.\d+)?$")  # another comma may be a decimal mark
    values = pl.select(pl.when(grouped).then(texts.str.replace_all(",", "")).otherwise(texts)).to_series()
    values = values.cast(pl.Float64, strict=False)
    wrong = (values.is_null() | ~values.is_finite() | (values < 0)).fill_null(value=True)
    wrong &= frame["hts"].is_not_null()
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise InputError(
            f"value {frame['value'][row]!r} of {frame['hts'][row]} is no amount", where="weights",
            remedy="write a number from zero up",
        )  # fmt: skip
    return frame.with_columns(pl.col("hts").cast(pl.String), values.alias("value")).drop_nulls("hts")


def answer_panel(question: PanelQuestion) -> PanelSummary:
    """The summary of a panel."""
    return panel_summary(question, panel_frame(question))


@asking(PanelQuestion)
def panel(
    *,
    first: str | date = "2025-01-01",
    last: str | date | None = None,
    origins: Sequence[str] = ("CN", "HK", "MO"),
    into: str = "US",
    known: str | date | None = None,
    hindsight: bool = False,
    codes: Any = None,
    weights: Any = None,
    by: str = "",
    read_as: Mapping[str, Any] = {},
    reading: LawReading = "both",
    daily: bool = False,
) -> pl.DataFrame:
    """Every line's rates over time: one interval a row, rates in percent of customs value.

    Columns hts, origin, component, status, kind, rate_pct, low_pct, high_pct, refundable_pct (collected under
    a measure since held void), from, to (first day it no longer holds), heading, provisions
    (``measure/provision`` keys of the law files), base (words of a base rate), reading (both; text or
    announced where a row holds under that reading only: it then has a counterpart of the other).

    Examples
    --------
    >>> panel(first="2025-10-26", last="2025-10-27", origins=["CN"], codes=["9506.62.40"]).height > 0
    True
    """
    return panel_frame(PanelQuestion.read(locals()))
