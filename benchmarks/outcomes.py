"""Outcomes over a file of lines with facts and bad rows: none, one, eight, and with ways of entry compared.

CPU seconds of a fresh process each time (``cold``), and asked again in the same process (``warm``); modes
take turns, medians of a run and their ratios are printed. ``python benchmarks/outcomes.py LINES REPEATS``.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import polars as pl

KNOWN = "2025-10-29"
NAMES = (
    "busan", "truce", "lapse", "plus100", "reciprocal-extended", "fentanyl-to-10", "threat-carried-out",
    "ships-suspended",
)  # fmt: skip
TIMED = ("lapse", "truce", "busan")
MODES = ("assess", "one", "eight", "three", "timing")


def portfolio(n: int) -> pl.DataFrame:
    """Lines of the installed schedule: 8 and 10 digits, a tenth with facts, one in a hundred not readable."""
    from detente.duties import schedule

    pick = random.Random(1)
    codes = sorted({*schedule().codes(8), *schedule().codes(10)})
    rows = []
    for i in range(n):
        value = pick.randint(100, 100_000)
        row = {
            "line_id": str(i), "hts": pick.choice(codes), "origin": pick.choice(("CN",) * 6 + ("HK", "VN")),
            "entry_date": f"2025-{pick.choice((10, 11, 12))}-{pick.randint(1, 28):02d}",
            "customs_value_usd": str(value), "steel_value_usd": "", "us_content_value_usd": "", "mode": "",
            "imported_on": "", "reexported_on": "",
        }  # fmt: skip
        if pick.random() < 0.05:
            row["steel_value_usd"] = str(int(value * pick.random()))
        if pick.random() < 0.03:
            row["us_content_value_usd"] = str(int(value * pick.random()))
        if pick.random() < 0.2:
            row["mode"] = pick.choice(("ocean", "air"))
        if pick.random() < 0.05:
            row["imported_on"] = f"2025-09-{pick.randint(1, 28):02d}"
        if pick.random() < 0.05:
            row["reexported_on"] = f"2026-05-{pick.randint(1, 28):02d}"
        if pick.random() < 0.01:
            row[pick.choice(("hts", "entry_date"))] = "30/26/2025"
        rows.append(row)
    return pl.DataFrame(rows)


def child(mode: str, n: int) -> None:
    """One mode in this process, twice; CPU seconds of both as JSON."""
    from detente.outcomes import compare_days, exposure_of, outcomes_on, titles_of, with_files
    from detente.portfolio import assess_sheet, frame_sheet

    sheet, files = frame_sheet(portfolio(n)), with_files([])

    def asked() -> None:
        if mode == "assess":
            assess_sheet(sheet, known=KNOWN)
            return
        names = {"one": NAMES[:1], "eight": NAMES}.get(mode, TIMED)
        made = outcomes_on(sheet, names, rows=files, known=KNOWN)
        if mode in ("three", "timing"):
            exposure_of(made, titles_of(made.names, files))
        if mode == "timing":
            compare_days(sheet, made.by_name, made.ground.law, KNOWN, top=None)

    sys.stdout.write(json.dumps([_cpu(asked), _cpu(asked)]))


def _cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(n: int, repeats: int) -> None:
    times: dict[str, list[list[float]]] = {mode: [] for mode in MODES}
    for _ in range(repeats):
        for mode in MODES:
            made = subprocess.run(
                [sys.executable, __file__, str(n), "1", mode], check=True, capture_output=True, text=True
            )
            times[mode].append(json.loads(made.stdout))
    for k, name in enumerate(("cold", "warm")):
        middle = {mode: statistics.median(row[k] for row in rows) for mode, rows in times.items()}
        for mode, rows in times.items():
            print(f"{name} {mode:8s} {middle[mode]:7.3f} s   worst {max(row[k] for row in rows):7.3f} s")
        print(
            f"{name}: eight outcomes {middle['eight'] / middle['one']:.2f} x one; "
            f"ways of entry {middle['timing'] / middle['three']:.2f} x three outcomes with their causes"
        )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        child(sys.argv[3], int(sys.argv[1]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
