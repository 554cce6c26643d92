"""One answer and a portfolio: medians, and ratios side by side in one run.

    python benchmarks/duty.py [--lines 100000]

Compared: the cold command, a warm call with its because, and a portfolio against answering its lines one
by one (the naive way, on a sample).
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl

import detente as dt
from detente.duties import schedule
from detente.portfolio import PORTFOLIO_COLUMNS, assess_sheet, wide
from detente.rowfiles import read_sheet, write_frame


def median_us(call: Callable[[], object], runs: int, batch: int = 1) -> float:
    """Median microseconds of one call over `runs` batches."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(batch):
            call()
        times.append((time.perf_counter() - start) / batch * 1e6)
    return statistics.median(times)


def portfolio(lines: int, first: date, span: int) -> pl.DataFrame:
    """A portfolio of the installed schedule's codes over a span of days, the same for every run.

    Codes have ten digits where the schedule has them, as entries must.
    """
    tens = schedule().codes(10)
    codes = [*tens, *sorted(set(schedule().codes(8)) - {c[:8] for c in tens})]
    draw = random.Random(20251026)
    return pl.DataFrame(
        {
            "line_id": [str(i) for i in range(lines)],
            "hts": [draw.choice(codes) for _ in range(lines)],
            "origin": [draw.choice(["CN"] * 18 + ["HK", "MO"]) for _ in range(lines)],
            "entry_date": [(first + timedelta(days=draw.randrange(span))).isoformat() for _ in range(lines)],
            "customs_value_usd": [f"{draw.randrange(100, 10**7) / 100}" for _ in range(lines)],
        }
    )


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=100_000)
    lines = options.parse_args().lines
    command = [
        sys.executable,
        "-c",
        "from detente.cli.main import run; run()",
        "duty",
        "9506.62.40",
        "--on",
        "2025-10-26",
    ]
    cold = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        cold.append(time.perf_counter() - start)
    print(f"cold command, wall: {statistics.median(cold):.3f} s")
    single = median_us(lambda: dt.duty("9506.62.40", value="10000", on="2025-10-26"), 200)
    print(f"warm call with its because: {single:.0f} µs")
    for title, first, span in (("one year", date(2025, 3, 1), 365), ("eight years", date(2018, 7, 1), 2950)):
        rows, stages = portfolio(lines, first, span), []
        with tempfile.TemporaryDirectory() as folder:
            given, made = Path(folder) / "lines.csv", Path(folder) / "answers.csv"
            rows.write_csv(given)
            for _ in range(5):
                marks = [time.process_time()]
                sheet = read_sheet(given, required=PORTFOLIO_COLUMNS)
                marks.append(time.process_time())
                answer = assess_sheet(sheet)
                marks.append(time.process_time())
                frame = wide(answer)
                marks.append(time.process_time())
                write_frame(made, frame)
                marks.append(time.process_time())
                stages.append([two - one for one, two in pairwise(marks)])
        read, answered, laid, written = (statistics.median(column) for column in zip(*stages, strict=True))
        whole = statistics.median(map(sum, stages))
        begun = time.process_time()
        for row in rows.head(200).to_dicts():
            dt.duty(row["hts"], origin=row["origin"], value=row["customs_value_usd"], on=row["entry_date"])
        naive = (time.process_time() - begun) / 200 * lines
        print(
            f"{lines:,} lines over {title}, CPU s, median of 5: {read:.2f} read, "
            f"{answered:.2f} answered, {laid:.2f} laid out, "
            f"{written:.2f} written, {whole:.2f} in all; "
            f"one by one about {naive:.0f} ({naive / whole:.0f} times slower)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
