"""Average rates out of a panel: by day and sector, weighted or simple, statutory and with an exclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.duties import windows
from detente.regime import ExemptionRow, MeasureRow, Tables
from detente.schedule import sections

if TYPE_CHECKING:
    import polars as pl

Sectors = Literal["total", "section", "chapter"]
WHOLE = "total"
KEYS = ("origin", "sector")
RATES = ("low_pct", "high_pct")
CLAIMED = ("with_exclusion_low_pct", "with_exclusion_high_pct")


@dataclass(frozen=True, slots=True)
class Averaging:
    """How rates are averaged.

    Parameters
    ----------
    by : {"total", "section", "chapter"}
        Sections or chapters of the Harmonized System beside the whole.
    law : Tables, optional
        The law, where averages with an approved exclusion are wanted beside the statutory ones.
    known : str
        Day of the knowledge used for exclusions; empty means each day as known that day.
    last : str
        Last day of the panel; empty means the last on which a row of it begins.
    """

    by: Sectors = "total"
    law: Tables | None = None
    known: str = ""
    last: str = ""


def on_day(table: pl.DataFrame, day: str) -> pl.DataFrame:
    """The rows of a panel that hold on a day."""
    import polars as pl

    return table.filter((pl.col("from") <= day) & (pl.col("to") > day))


def effective(
    table: pl.DataFrame, weights: pl.DataFrame | None, how: Averaging = Averaging()
) -> pl.DataFrame:
    """The average rate on every day it changes: revenue over imports, at fixed weights.

    Parameters
    ----------
    table : polars.DataFrame
        A panel.
    weights : polars.DataFrame or None
        Columns hts (digits) and value; optional origin. None counts every line of eight digits once: the
        simple average.
    how : Averaging
        By which sectors, and whether also with an approved exclusion.

    Returns
    -------
    polars.DataFrame
        day, origin, low_pct and high_pct (they differ by the lines that depend on a fact), covered
        (share of the weights whose line is priced; of the lines of that day where each counts once);
        reading where rows of the panel stand under one only; sector where they are told apart;
        with_exclusion_low_pct and with_exclusion_high_pct where the law has duties that an approved
        exclusion lifts. A rate is empty where no line of the weights is priced.
    """
    import polars as pl

    days = sorted({*table["from"].unique().to_list(), *_ends(table, how), *_openings(table, how)})
    weights, claims = _weighed(table, weights), _Claims(table, how)
    if "reading" not in table.columns or (table["reading"] == "both").all():
        return _laid(_averaged(table, weights, days, how.by, claims), how)
    each = [
        _averaged(table.filter(pl.col("reading").is_in(["both", reading])), weights, days, how.by, claims)
        for reading in ("text", "announced")
    ]
    names = each[0].columns
    same = each[0].join(each[1], on=names, how="semi", nulls_equal=True)
    rows = [same.with_columns(pl.lit("both").alias("reading"))]
    for reading, own in zip(("text", "announced"), each, strict=True):
        apart = own.join(same, on=names, how="anti", nulls_equal=True)
        rows.append(apart.with_columns(pl.lit(reading).alias("reading")))
    return _laid(pl.concat(rows), how)


def _weighed(table: pl.DataFrame, weights: pl.DataFrame | None) -> pl.DataFrame | None:
    """Weights by lines of the panel: a statistical number that is no row of its own counts for its line."""
    import polars as pl

    if weights is None:
        return None
    lines = table["hts"].unique()
    line = pl.col("hts").str.slice(0, 8)
    return weights.with_columns(
        pl.col("hts").str.replace_all(r"\.", ""), pl.col("value").cast(pl.Float64)
    ).with_columns(pl.when(pl.col("hts").is_in(lines.implode())).then(pl.col("hts")).otherwise(line))


def _averaged(
    table: pl.DataFrame, weights: pl.DataFrame | None, days: Sequence[str], by: Sectors, claims: _Claims
) -> pl.DataFrame:
    """The average rate on some days, of rows of one reading."""
    import polars as pl

    apart = weights is None or "origin" in weights.columns
    names, own = (*RATES, *(CLAIMED if claims.any else ())), ["sector", *(["origin"] if apart else [])]
    value = pl.col("value")
    sums = None if weights is None else _sums(weights, table, by, own)
    made = []
    for day in days:
        rows = claims.beside(on_day(table, day), day).group_by("hts", "origin").agg(
            *(pl.col(name).sum() for name in names), pl.col("high_pct").is_null().any().alias("unpriced")
        )  # fmt: skip
        if weights is None:
            standing = rows.filter(pl.col("hts").str.len_chars() == 8).with_columns(
                pl.lit(1.0).alias("value")
            )
        else:
            standing = rows.join(weights, on=["hts", "origin"] if apart else ["hts"], how="inner")
        told = _with_sectors(standing, by)
        every = told.group_by(KEYS).agg(value.sum().alias("all")) if sums is None else sums
        priced = value.filter(~pl.col("unpriced"))
        averages = told.group_by(KEYS).agg(
            *((pl.col(name) * value).filter(~pl.col("unpriced")).sum() / priced.sum() for name in names),
            priced.sum().alias("priced"),
        )
        made.append(  # of a sector whose lines stand no longer nothing is covered, which is said
            every.join(averages, on=KEYS, how="left").with_columns(pl.col("priced").fill_null(0.0))
            .with_columns(
                pl.lit(day).alias("day"), (pl.col("priced") / pl.col("all")).alias("covered"),
                *(pl.when(pl.col("priced") > 0).then(pl.col(name)) for name in names),
            )
        )  # fmt: skip
    return pl.concat(made).select("day", *KEYS, *names, "covered")


def _sums(weights: pl.DataFrame, table: pl.DataFrame, by: Sectors, own: list[str]) -> pl.DataFrame:
    """The weights of every origin of a panel, and of each of its sectors."""
    import polars as pl

    sums = _with_sectors(weights, by).group_by(own).agg(pl.col("value").sum().alias("all"))
    origins = table.select("origin").unique()
    return sums.join(origins, on="origin") if "origin" in own else sums.join(origins, how="cross")


def _with_sectors(rows: pl.DataFrame, by: Sectors) -> pl.DataFrame:
    """Rows with the sector of each, and once more in the whole."""
    import polars as pl

    whole = rows.with_columns(pl.lit(WHOLE).alias("sector"))
    if by == WHOLE:
        return whole
    chapter = pl.col("hts").str.slice(0, 2)
    if by == "section":
        number = {f"{c:02}": s.number for s in sections() for c in range(int(s.first), int(s.last) + 1)}
        chapter = chapter.replace_strict(number, default=None, return_dtype=pl.String)
    apart = rows.with_columns(chapter.alias("sector")).drop_nulls("sector")
    return pl.concat([whole, apart])


def _laid(rows: pl.DataFrame, how: Averaging) -> pl.DataFrame:
    """Averages in their order; where sectors are told apart, only from the days on which they change."""
    import polars as pl

    reading = ["reading"] if "reading" in rows.columns else []
    rates = [name for name in rows.columns if name.endswith("_pct")]
    if how.by == WHOLE:
        return (
            rows.sort("origin", "day", *reading).select("day", "origin", *rates, "covered", *reading)
        )  # fmt: skip
    rank = {WHOLE: -1} | {s.number: k for k, s in enumerate(sections())}
    order = pl.col("sector").replace_strict(rank, default=0, return_dtype=pl.Int64)
    rows = rows.sort("origin", order, "sector", *reading, "day")
    if not reading or rows["reading"].n_unique() == 1:
        told = [pl.col(name).round(9) for name in (*rates, "covered")]
        same = pl.all_horizontal([one.eq_missing(one.shift(1).over(KEYS)) for one in told])
        first = pl.col("day") == pl.col("day").first().over(KEYS)
        rows = rows.filter(first | ~same)
    return rows.select("day", *KEYS, *rates, "covered", *reading)


class _Claims:
    """The rows of a panel that an approved exclusion lifts, day by day."""

    def __init__(self, table: pl.DataFrame, how: Averaging) -> None:
        self.law, self.known = how.law, how.known
        self.texts = table["provisions"].unique().drop_nulls().to_list()
        self.measures = _claimable(self.law)
        self.any = any(set(_measures(text)) & set(self.measures) for text in self.texts)

    def beside(self, rows: pl.DataFrame, day: str) -> pl.DataFrame:
        """Rows with the rates that remain with an approved exclusion; as they are where there is none."""
        import polars as pl

        if not self.any:
            return rows
        moment, known = f"{day}T23:59", self.known or day
        lifted = {m for m, row in self.measures.items() if any(map(_is_claim, windows(row, moment, known)))}
        texts = [text for text in self.texts if text and lifted.issuperset(_measures(text))]
        gone = pl.col("provisions").is_in(texts)
        kept = [
            pl.when(gone).then(0.0).otherwise(pl.col(rate)).alias(name)
            for rate, name in zip(RATES, CLAIMED, strict=True)
        ]
        return rows.with_columns(kept)


def _measures(text: str) -> list[str]:
    return [name.split("/")[0] for name in text.split()]


def _claimable(law: Tables | None) -> dict[str, MeasureRow]:
    """Measures that an exclusion granted to the importer lifts from all their goods."""
    rows = law.measures if law else ()
    return {m.id: m for m in rows if any(_is_claim(r) and m.lists <= r.lists for r in m.exemptions)}


def _is_claim(row: ExemptionRow) -> bool:
    return row.when == ("fact", "equals", "exclusion", "granted") and not row.ppm and not row.except_prefixes


def _ends(table: pl.DataFrame, how: Averaging) -> list[str]:
    """The days within a panel from which a rate holds no longer."""
    last = how.last or str(table["from"].max() or "")
    return [day for day in table["to"].unique().to_list() if day <= last]


def _openings(table: pl.DataFrame, how: Averaging) -> list[str]:
    """The days within a panel on which exclusions come or go."""
    first, last = str(table["from"].min() or ""), how.last or str(table["from"].max() or "")
    rows = [r for m in _claimable(how.law).values() for r in m.exemptions if _is_claim(r)]
    return [day for row in rows for day in (row.start[:10], row.until[:10]) if first < day <= last]
