"""The whole schedule: CPU seconds and memory of a build, size of the book, and time of one lookup.

Run: .venv/bin/python benchmarks/schedule_build.py ../shared/data
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from detente.schedule import US_BOOK, build, open_book


def microseconds(work: Callable[[str], object], codes: list[str]) -> float:
    spent = []
    for code in codes:
        start = time.perf_counter_ns()
        work(code)
        spent.append((time.perf_counter_ns() - start) / 1_000)
    return statistics.median(spent)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as out:
        start, cpu = time.perf_counter(), time.process_time()
        report = build(folder, out)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        path = Path(out) / US_BOOK
        print(
            f"{len(report.editions)} editions, notes of {report.notes_edition or 'none'}: "
            f"{report.lines_8:,} lines"
        )
        print(
            f"  build                    {cpu:.1f} CPU s, {wall:.1f} s, {cpu / len(report.editions):.2f} "
            "CPU s an edition"
        )
        print(f"  peak memory              {peak:.0f} MB; book {path.stat().st_size / 1e6:.1f} MB")
        opened = []
        for _ in range(20):
            start_ns = time.perf_counter_ns()
            open_book(path).close()
            opened.append((time.perf_counter_ns() - start_ns) / 1_000)
        print(f"  open                     {statistics.median(opened):.0f} µs, median of 20")
        book = open_book(path)
        codes = list(book.codes(10))[::10]
        first = microseconds(lambda code: (book.lines(code), book.memberships(code)), codes)
        warm = microseconds(lambda code: (book.lines(code), book.memberships(code)), codes)
        print(f"  first lookup of a code   {first:.1f} µs, median of {len(codes):,}")
        print(f"  warm lookup              {warm:.2f} µs   1/{first / warm:.0f} of the first")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
