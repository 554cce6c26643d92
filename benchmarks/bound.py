"""The bound law: what binding, opening and answering cost, beside reading and writing the same lines.

    python benchmarks/bound.py [--lines 1000000]

A realistic mix: every code of the installed schedule, all origins, days of 2018 to 2026, specific rates
with and without quantities, one line in twelve with a fact, a few lines that cannot be read. CPU
seconds, medians; the ratios are of one run. Other engines on the same lines: `peers.py`.
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
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

import detente as dt
from detente.duties import schedule
from detente.portfolio import assess_sheet, bind_whole, bound_regime, frame_sheet, snapshot_path, wide
from detente.regime import MeasureRow, tables

ORIGINS = (
    "AU", "BR", "CA", "CH", "CN", "DE", "ES", "FR", "GB", "HK", "ID", "IN", "IT", "JP", "KR", "LA", "MO",
    "MX", "MY", "PH",
    "SG", "TH", "TR", "TW", "VN",
)  # fmt: skip
FACTS = (
    "steel_value_usd",
    "us_content_value_usd",
    "exclusion",
    "loaded_on",
    "exported_on",
    "mode",
    "end_use",
)
COLUMNS = ("line_id", "hts", "origin", "entry_date", "customs_value_usd", "quantity", "unit", *FACTS)


def cpu(call: Callable[[], object], runs: int) -> float:
    """Median CPU seconds of a call."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def mix(lines: int) -> pl.DataFrame:
    """A portfolio of the mix, the same for every run."""
    book = schedule("US")
    tens = book.codes(10)
    codes = [*tens, *sorted(set(book.codes(8)) - {c[:8] for c in tens})]
    specific = [c for c in codes if any("¢" in line.general_text for line in book.lines(c)[-1:])]
    origins = ORIGINS
    draw = random.Random(20251026)
    rows = [_line(draw, i, codes, specific or codes, origins) for i in range(lines)]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _line(
    draw: random.Random, i: int, codes: list[str], specific: list[str], origins: list[str]
) -> tuple[str | None, ...]:
    counted = draw.random() < 0.05
    day = date(2018, 7, 1) + timedelta(days=draw.randrange(3060))
    value = draw.randrange(100, 10**7) / 100
    row: dict[str, str | None] = dict.fromkeys(COLUMNS)
    row |= {
        "line_id": str(i), "hts": draw.choice(specific if counted else codes), "entry_date": day.isoformat(),
        "origin": "CN" if draw.random() < 0.55 else draw.choice(origins), "customs_value_usd": str(value),
    }  # fmt: skip
    if counted and draw.random() < 0.7:
        row |= {"quantity": str(draw.randrange(1, 10**5)), "unit": "kg"}
    if draw.random() < 0.08:
        name = draw.choice(FACTS)
        row[name] = {
            "exclusion": draw.choice(("none", "granted", "9903.88.69")),
            "mode": draw.choice(("ocean", "air")),
            "end_use": draw.choice(("auto part", "household")),
        }.get(name) or (
            (day - timedelta(days=draw.randrange(5, 60))).isoformat() if name.endswith("_on")
            else f"{value * draw.random():.2f}"
        )  # fmt: skip
    if draw.random() < 0.003:
        row[draw.choice(("hts", "origin", "entry_date"))] = "Atlantis"
    return tuple(row.values())


def answer_in_words(frame: pl.DataFrame) -> None:
    """A frame answered with the words and fees of its lines, which are made when they are asked for."""
    answer = assess_sheet(frame_sheet(frame))
    assert len(answer.words.notes_at) == len(frame)
    assert answer.fees.n == len(frame)


def _dearer(measure: MeasureRow) -> MeasureRow:
    """A measure whose clauses ask a point more."""
    tracks = tuple(tuple(replace(row, ppm=row.ppm + 10_000) for row in track) for track in measure.tracks)
    return replace(measure, tracks=tracks)


def cold_seconds(command: list[str]) -> float:
    """Median wall seconds of a command in a fresh process."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=1_000_000)
    lines = options.parse_args().lines
    law, book = tables(), schedule("US")
    path = snapshot_path(law, book, "by_text", "us_import")
    start = time.process_time()
    bound = bound_regime(law, book, "by_text", "us_import")
    bind_whole(bound)
    size = f"{path.stat().st_size / 1e6:.1f} MB on disk" if path.exists() else "not kept yet"
    print(f"bound (or opened) for the whole schedule: {time.process_time() - start:.2f} CPU s; {size}")
    for name in ("us.s301.exclusions", "us.s301.list-3", "us.ieepa.fentanyl", "us.ieepa.reciprocal"):
        dearer = tuple(_dearer(m) if m.id == name else m for m in law.measures)
        start = time.process_time()
        bind_whole(bound_regime(replace(law, measures=dearer, hash=name), book, "by_text", "us_import"))
        print(f"bound for the whole schedule with {name} changed: {time.process_time() - start:.2f} CPU s")
    one = {
        "hts": ["9506.62.40"],
        "origin": ["CN"],
        "entry_date": ["2025-10-26"],
        "customs_value_usd": ["10000"],
    }
    frame = mix(lines)
    few = frame.head(1000)
    for name, call, runs in (
        ("dt.duty, warm", lambda: dt.duty("9506.62.40", value="10000", on="2025-10-26"), 100),
        ("dt.assess of 1 line, warm", lambda: dt.assess(one), 30),
        ("dt.assess of 1,000 lines, warm", lambda: dt.assess(few), 5),
    ):
        call()
        print(f"{name}: {cpu(call, runs) * 1e3:.2f} CPU ms")
    cold = cold_seconds(
        [
            sys.executable,
            "-c",
            "from detente.cli.main import run; run()",
            "duty",
            "9506.62.40",
            "--on",
            "2025-10-26",
        ]
    )
    print(f"cold command: {cold:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "lines.parquet", Path(folder) / "answers.parquet"
        frame.write_parquet(given)
        read = cpu(lambda: pl.read_parquet(given), 3)
        first = cpu(lambda: answer_in_words(frame), 1)
        sums = cpu(lambda: answer_in_words(frame), 3)
        answer = assess_sheet(frame_sheet(frame))
        laid = cpu(lambda: wide(answer), 3)
        shown = wide(answer)
        written = cpu(lambda: shown.write_parquet(made), 3)
    print(f"{lines:,} lines, CPU s: {read:.2f} read, {first:.2f} answered first, {sums:.2f} answered again, ")
    print(f"  {laid:.2f} laid out, {written:.2f} written; answered / read {sums / read:.1f}; ")
    print(f"  whole / (read + write) {(read + sums + laid + written) / (read + written):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
