"""Reading one official edition: median CPU seconds and peak memory, against plain JSON parsing.

Run: .venv/bin/python benchmarks/schedule_editions.py ../shared/data/hts_json/hts_2026_rev_10.json.gz
"""

from __future__ import annotations

import gzip
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from detente.schedule import read_edition, read_rate, read_special


def median_seconds(work: Callable[[], object], times: int = 5) -> float:
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def rates(path: Path) -> int:
    count = 0
    for line in read_edition(path).rows.values():
        count += sum(read_rate(text) is not None for text in (line.general, line.other))
        count += len(read_special(line.special))
    return count


def main(path: Path) -> None:
    parse = median_seconds(lambda: json.loads(gzip.decompress(path.read_bytes())))
    start = time.process_time()
    found = rates(path)
    first = time.process_time() - start
    tree = median_seconds(lambda: read_edition(path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"edition {path.name}, {found:,} rates")
    print(f"  json alone              {parse:.3f} CPU s")
    print(f"  read and checked        {tree:.3f} CPU s   {tree / parse:.1f} x json alone")
    print(f"  and all rates, first    {first:.3f} CPU s   {first / parse:.1f} x json alone")
    print(f"  peak memory             {peak:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/hts_json/hts_2026_rev_10.json.gz"))
