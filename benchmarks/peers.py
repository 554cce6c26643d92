"""The same lines and the same question, asked of Detente and of other engines.

    python benchmarks/peers.py [--lines 1000000]

The question: the additional duties each line owes on its day, of lines that give no facts and whose
duties fall on the whole value, from a table of rates by class of goods, group of origins and day that is
taken from the bound law. Detente answers it from the lines alone, with base duties, bounds, refunds and
faults; DuckDB, polars, pandas and the shorter Decimal loop are handed that ready table and lines already
read, so they do the look-up and the product alone, and round once a line. The longer Decimal evaluator
(`decimal_lines.py`) is handed read lines too and finds the layers of each by itself. Totals are compared.
CPU seconds, medians of one run; DuckDB, pandas and pyarrow come with the dependency group `bench`.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import polars as pl

from bound import FACTS, answer_in_words, cpu, mix
from decimal_lines import Evaluator, Line
from detente.duties import schedule
from detente.portfolio import (
    PortfolioAnswer,
    assess_sheet,
    bound_regime,
    frame_sheet,
    sum_frame,
    sum_lines,
    wide,
)
from detente.regime import tables

TEXTS = ("hts", "origin", "exclusion", "mode", "end_use", "unit")
DAYS = ("entry_date", "loaded_on", "exported_on")
NUMBERS = ("customs_value_usd", "quantity", "steel_value_usd", "us_content_value_usd")
ENTRY_DAY = -1
CENTS = (pl.col("value") * pl.col("ppm") + 5_000) // 10_000


def typed(frame: pl.DataFrame) -> pl.DataFrame:
    """The lines in columns of their own types; what cannot be read is empty."""
    return frame.with_columns(
        pl.col(TEXTS).cast(pl.Categorical),
        pl.col(DAYS).str.to_date(strict=False),
        pl.col(NUMBERS).cast(pl.Float64),
        pl.col("line_id").cast(pl.Int64),
    )


def rate_table(answer: PortfolioAnswer) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Class of each code, group of each origin, and by class, group and day the sum of rates, or none."""
    bound = answer.regimes["us_import"]
    table, arrays = bound.tables[ENTRY_DAY], bound.store.arrays
    content = bound.stacks.arrays[0]
    summed = np.full(len(content), -1, dtype=np.int64)
    for stack, key in enumerate(content.tolist()):
        plan = (bound.plans.get(key) or [-1])[0]
        case = arrays.case[plan] if plan >= 0 else -1
        if case < 0 or arrays.guard[plan] or arrays.spread[plan] >= 0 or arrays.relieved[case]:
            continue
        span = slice(arrays.start[case], arrays.start[case + 1])
        if not arrays.form[span].any() and not arrays.kind[span].any():
            summed[stack] = arrays.ppm[span].sum()
    days = np.array(["1900-01-01", *(p[:10] for p in table.points)])
    rows = []
    for group, kind in np.argwhere(table.row >= 0).tolist():
        rates = summed[table.stacks[table.row[group, kind]]]
        edges = np.flatnonzero(np.r_[True, rates[1:] != rates[:-1]])
        rows += [(kind, group, day, int(r)) for day, r in zip(days[edges], rates[edges], strict=True)]
    rates = pl.DataFrame(rows, schema=["class", "group", "day", "ppm"], orient="row")
    rates = rates.with_columns(pl.col("day").str.to_date(), pl.col("ppm").replace(-1, None))
    rates = rates.unique(["class", "group", "day"], keep="last").sort("day")
    codes = pl.DataFrame({"digits": list(bound.kind_of), "class": list(bound.kind_of.values())})
    groups = bound.groups.number
    return codes, pl.DataFrame({"origin": list(groups), "group": list(groups.values())}), rates


def plain_rows(answer: PortfolioAnswer) -> pl.Series:
    """Which lines are answered without a bound left open, give no facts and imply none.

    Quantities count in base duties alone. A code that ended with more than one successor is asked about, and
    has bounds where the others look up the rate of the code that was typed.
    """
    settled = (answer.cents.low == answer.cents.high) & ~answer.cents.open_top
    given = [c.at >= 0 for name, c in answer.entries.given if name not in ("quantity", "unit")]
    return pl.Series(answer.answered & settled & ~np.logical_or.reduce(given))


def plain_lines(frame: pl.DataFrame, answer: PortfolioAnswer) -> pl.DataFrame:
    """Lines as the others are handed them: plain digits, days, whole dollars."""
    kept = plain_rows(answer)
    return frame.filter(kept).select(
        "origin",
        entry_date=pl.col("entry_date").str.to_date(strict=False),
        digits=pl.col("hts").str.replace_all(".", "", literal=True),
        value=pl.Series(answer.entries.dollars).filter(kept),
    )


def with_rates(
    lines: pl.DataFrame, codes: pl.DataFrame, groups: pl.DataFrame, rates: pl.DataFrame
) -> pl.LazyFrame:
    """The lines with the sum of rates in force on their day."""
    joined = lines.lazy().join(codes.lazy(), on="digits").join(groups.lazy(), on="origin").sort("entry_date")
    keys = ["class", "group"]
    return joined.join_asof(
        rates.lazy(), left_on="entry_date", right_on="day", by=keys, check_sortedness=False
    )


def by_polars(lines: pl.DataFrame, codes: pl.DataFrame, groups: pl.DataFrame, rates: pl.DataFrame) -> int:
    found = with_rates(lines, codes, groups, rates).select(CENTS.sum()).collect()
    return int(found.item() or 0)


def largest_difference(answer: PortfolioAnswer, kept: pl.Series, *tables: pl.DataFrame) -> int:
    """Cents by which the answer of a line differs from its rate rounded once: less than one a layer."""
    lines, *rest = tables
    parts = [cents for name, cents in answer.cents.parts.items() if name != "mfn"]
    own = lines.with_columns(owed=pl.Series(sum(parts)).filter(kept))
    found = with_rates(own, *rest).select((CENTS - pl.col("owed")).abs().max()).collect()
    return int(found.item() or 0)


def by_duckdb(lines: object, codes: object, groups: object, rates: object) -> int:
    import duckdb

    base = duckdb.connect()
    for name, table in (("lines", lines), ("codes", codes), ("origins", groups), ("rates", rates)):
        base.register(name, table)
    query = (
        'SELECT sum((value * ppm + 5000) // 10000) FROM (SELECT value, entry_date, class, "group" FROM lines '
        "JOIN codes USING (digits) JOIN origins USING (origin)) AS l ASOF JOIN rates AS r "
        'ON l.class = r.class AND l."group" = r."group" AND l.entry_date >= r.day'
    )
    return int(base.execute(query).fetchall()[0][0])


def by_pandas(lines: object, codes: object, groups: object, rates: object) -> int:
    import pandas as pd

    joined = lines.merge(codes, on="digits").merge(groups, on="origin").sort_values("entry_date")  # type: ignore[attr-defined]
    found = pd.merge_asof(joined, rates, left_on="entry_date", right_on="day", by=["class", "group"])
    found = found[found["ppm"].notna()]
    return int(((found["value"] * found["ppm"].astype("int64") + 5_000) // 10_000).sum())


def by_decimal(lines: pl.DataFrame, codes: pl.DataFrame, groups: pl.DataFrame, rates: pl.DataFrame) -> int:
    """The least an evaluator does line by line: look up, bisect, one Decimal product, rounded once."""
    kind, group = dict(codes.iter_rows()), dict(groups.iter_rows())
    tracks: dict[tuple[int, int], tuple[list[object], list[int | None]]] = {}
    for one, of, day, ppm in rates.iter_rows():
        days, own = tracks.setdefault((one, of), ([], []))
        days.append(day)
        own.append(ppm)
    cent, total = Decimal("0.01"), Decimal(0)
    for origin, day, digits, value in lines.iter_rows():
        days, own = tracks.get((kind[digits], group[origin]), ([], []))
        ppm = own[bisect_right(days, day) - 1] if days else None  # type: ignore[type-var]
        if ppm is not None:
            total += (Decimal(value) * Decimal(ppm) / 1_000_000).quantize(cent, ROUND_HALF_UP)
    return int(total * 100)


def by_finding(answer: PortfolioAnswer, count: int) -> tuple[float, float]:
    """CPU seconds a line of the evaluator that finds its layers itself, and how many lines come out alike."""
    e = answer.entries
    rows = np.flatnonzero(answer.answered & answer.settled)[:count]
    columns = (e.codes, e.origins, e.moments)
    lines = [
        Line(*(c.values[c.at[i]] for c in columns), int(e.dollars[i]), e.facts_of(i)) for i in rows.tolist()
    ]
    evaluator = Evaluator(tables(), schedule("US"), {line.digits for line in lines})
    spent = cpu(lambda: [evaluator.cents(line) for line in lines], 3) / len(lines)
    own = sum(cents for name, cents in answer.cents.parts.items() if name != "mfn")
    same = np.array([evaluator.cents(line) for line in lines]) == own[rows]
    return spent, float(same.mean())


def shares(parts: dict[str, float]) -> str:
    """CPU seconds of each step, and its share of them all."""
    whole = sum(parts.values())
    return ", ".join(f"{name} {spent:.2f} ({spent / whole:.0%})" for name, spent in parts.items())


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=1_000_000)
    lines = options.parse_args().lines
    frame = mix(lines)
    bound_regime(tables(), schedule("US"), "by_text", "us_import")
    answer = assess_sheet(frame_sheet(frame))
    given, bare = typed(frame), typed(frame).filter(plain_rows(answer)).drop(FACTS)
    read_text, read, read_bare = (scanned(f) for f in (frame, given, bare))
    sums, plain_sums, text_sums = (cpu(lambda f=f: sum_frame(f), 3) for f in (given, bare, frame))
    own = cpu(lambda: sum_lines(answer.entries), 3)
    answered = cpu(lambda: answer_in_words(frame), 3)
    laid, shown = cpu(lambda: wide(answer), 3), wide(answer)
    with tempfile.TemporaryDirectory() as folder:
        written = cpu(lambda: shown.write_parquet(Path(folder) / "out.parquet"), 3)
    whole = (read_text + answered + laid + written) / (read_text + written)
    print(f"{lines:,} lines, CPU s")
    print(f"  sums from typed columns {sums:.2f}: {sums / read:.1f} x reading them ({read:.3f})")
    print("   ", shares({"scan": read, "decode": max(0, sums - own), "arithmetic": own}))
    print(f"  sums of the {len(bare):,} lines without facts {plain_sums:.2f}: ", end="")
    print(f"{plain_sums / read_bare:.1f} x reading them ({read_bare:.3f})")
    print(f"  whole file {whole:.2f} x read and write")
    steps = {"scan": read_text, "decode": text_sums - own, "arithmetic": own, "words": answered - text_sums}
    print("   ", shares({**steps, "columns": laid, "write": written}))
    compare(answer, plain_lines(frame, answer), rate_table(answer), plain_sums)
    return 0


def scanned(frame: pl.DataFrame) -> float:
    """CPU seconds of reading lines from a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.parquet"
        frame.write_parquet(path)
        return cpu(lambda: pl.read_parquet(path), 5)


def compare(
    answer: PortfolioAnswer,
    plain: pl.DataFrame,
    table: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
    sums: float,
) -> None:
    """Print what the others spend on the question beside Detente's sums."""
    codes, groups, rates = table
    few, given = plain.head(20_000), (plain, codes, groups, rates)
    print(f"the question of {len(plain):,} lines without facts, {len(rates):,} rates; ", end="")
    print(f"largest difference {largest_difference(answer, plain_rows(answer), *given)} cents a line")
    arrow = [f.to_arrow() for f in given] if _there("pyarrow") else []
    moments = [f.with_columns(pl.col(pl.Date).cast(pl.Datetime("us"))) for f in given]
    frames = [f.to_pandas() for f in moments] if arrow and _there("pandas") else []
    peers: list[tuple[str, Callable[[], int], float]] = [
        ("polars join_asof", lambda: by_polars(*given), 1.0),
        ("Decimal line by line", lambda: by_decimal(few, codes, groups, rates), len(plain) / len(few)),
    ]
    if arrow and _there("duckdb"):
        peers.append(("DuckDB ASOF join", lambda: by_duckdb(*arrow), 1.0))
    if frames:
        peers.append(("pandas merge_asof", lambda: by_pandas(*frames), 1.0))
    for name, call, times in peers:
        same = call() == (by_polars(*given) if times == 1.0 else by_polars(few, codes, groups, rates))
        spent = cpu(call, 3) * times
        print(f"  {name}: {spent:.2f} CPU s, {spent / sums:.2f} x Detente's sums", end="; ")
        print("same total" if same else "ANOTHER TOTAL")
    spent, alike = by_finding(answer, 50_000)
    whole = spent * len(plain)
    print(
        f"  Decimal that finds its layers: {whole:.1f} CPU s, {whole / sums:.0f} x Detente's sums; ", end=""
    )
    print(f"{alike:.2%} of lines alike (totals that count the base duty in are not)")


def _there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


if __name__ == "__main__":
    sys.exit(main())
