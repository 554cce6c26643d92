"""Eight outcomes over 100,000 lines: reading, compiling one, all of them; medians and ratios of a run."""

from __future__ import annotations

import random
import statistics
import time

import polars as pl

from detente.duties import schedule
from detente.outcomes import base, compute, laid, plans_under, read_book
from detente.portfolio import assess_sheet, frame_sheet
from detente.regime import law_tables, tables

KNOWN = "2025-10-29"
NAMES = (
    "busan", "truce", "lapse", "plus100", "reciprocal-extended", "fentanyl-to-10", "threat-carried-out",
    "ships-suspended",
)  # fmt: skip
LINES, REPEATS = 100_000, 3


def portfolio(n: int = LINES) -> pl.DataFrame:
    pick = random.Random(1)
    codes = list(schedule().codes(8))
    return pl.DataFrame(
        {
            "line_id": [str(i) for i in range(n)],
            "hts": [pick.choice(codes) for _ in range(n)],
            "origin": [pick.choice(("CN", "CN", "CN", "HK")) for _ in range(n)],
            "entry_date": [f"2025-{pick.choice((10, 11, 12))}-{pick.randint(1, 28):02d}" for _ in range(n)],
            "customs_value_usd": [str(pick.randint(100, 100_000)) for _ in range(n)],
        }
    )


def main() -> None:
    sheet = frame_sheet(portfolio())
    ground = base(tables(), law_tables(), KNOWN)
    laids = [laid(name, known=KNOWN) for name in NAMES]
    rows: dict[str, list[float]] = {}

    def timed(name, work, *given, **named):  # type: ignore[no-untyped-def]
        start = time.process_time()
        made = work(*given, **named)
        rows.setdefault(name, []).append(time.process_time() - start)
        return made

    def every(book, plans, like):  # type: ignore[no-untyped-def]
        return [compute(book, p, like) for p in plans]

    for _ in range(REPEATS):
        plain = timed("assess once, line by line", assess_sheet, sheet, known=KNOWN)
        book = timed("lines to shapes", read_book, plain, [ground, *laids], {"us_import": schedule()}, KNOWN)
        before = timed("plans of the law itself", plans_under, ground, book)
        first = timed("money under the law itself", compute, book, before)
        plans = [timed("plans of one outcome", plans_under, one, book, before, ground) for one in laids]
        timed("money under eight outcomes", every, book, plans, (before, first))
        changed = [sum(a is not b for a, b in zip(before, p, strict=True)) for p in plans]
        timed("assess again under one outcome", assess_sheet, sheet, known=KNOWN, law=laids[0].law)
    print(
        f"{LINES:,} lines, {len(book.shapes):,} shapes; shapes changed: "
        f"{dict(zip(NAMES, changed, strict=True))}"
    )
    once = statistics.median(rows["assess once, line by line"])
    for name, times in rows.items():
        middle = statistics.median(times)
        print(
            f"{name:32s} {middle:7.3f} s   worst {max(times):7.3f} s   {middle / once:6.2f} of assessing once"
        )


if __name__ == "__main__":
    main()
