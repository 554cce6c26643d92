"""What China's schedule holds, for coverage.md: lines by year and base rate, lists by how they are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.duties import plan_rates, schedule
from detente.regime import tables
from detente.schedule import AdValorem, DatedLine, Free

KINDS = ("one share", "two shares", "an amount a unit", "not read")
# how a place on a list is known, by what its citation says, the first that does
WAYS = (
    ("the table and the sum of 2025", "and the sum in US-ITA-MATRIX-2025 holds it"),
    ("the rest of the sum of 2025", "what the sum in US-ITA-MATRIX-2025 holds above"),
    ("predecessors or successors", "its predecessors"),
    ("predecessors or successors", "its successors"),
    ("the sum alone, parted by neighbours", "likely, not certain"),
    ("the sum alone", "the sum in US-ITA-MATRIX-2025"),
    ("the table alone", "CN-PIIE-2019"),
)
CURATED = "read for the line"


def china_coverage() -> Iterator[str]:
    """The lines of the section."""
    book, last = schedule("CN"), int(tables().verified[:4])
    codes = book.codes(8)
    today = book.codes(8, f"{last}-07-01", f"{last}-07-01")
    yield (
        f"{len(codes):,} eight-digit lines, of which {len(today):,} stand in {last}; see "
        "[China's side](reference/china.md) and [how it is derived](why/china-schedule.md). "
        "By year (1 July), the base rate of each line:"
    )
    yield from ("", f"| year | lines | {' | '.join(KINDS)} |", "| --- | ---: |" + " ---: |" * len(KINDS))
    for year in range(int(book.lines(codes[0])[0].from_day[:4]), last + 1):
        day = f"{year}-07-01"
        standing = book.codes(8, day, day)
        counts = Counter(_kind(line) for code in standing for line in book.lines(code) if line.holds_on(day))
        cells = " | ".join(f"{counts[kind]:,}" for kind in KINDS)
        yield f"| {year} | {len(standing):,} | {cells} |"
    yield from ("", "Lines on each list, whole or in part, by how it is known:", "")
    yield from _by_way(codes)


def _kind(line: DatedLine) -> str:
    rates = plan_rates(line, {})
    if not rates:
        return KINDS[3]
    if not all(isinstance(rate, AdValorem | Free) for rate in rates):
        return KINDS[2]
    return KINDS[0] if len(rates) == 1 else KINDS[1]


def _by_way(codes: tuple[str, ...]) -> Iterator[str]:
    book = schedule("CN")
    counts: Counter[tuple[str, str]] = Counter()
    sure: Counter[tuple[str, str]] = Counter()
    for code in codes:
        for m in book.memberships(code):
            counts[m.list_id, next((way for way, mark in WAYS if mark in m.cite), CURATED)] += 1
            sure[m.list_id, m.confidence] += 1
    ways = [*dict.fromkeys(way for way, _ in WAYS), CURATED]
    ways = [way for way in ways if any(counts[name, way] for name, _ in counts)]
    yield f"| list | lines | {' | '.join(ways)} | confidence A / B / C |"
    yield "| --- | ---: |" + " ---: |" * len(ways) + " --- |"
    for name in sorted({name for name, _ in counts}):
        cells = " | ".join(str(counts[name, way] or "") for way in ways)
        total = sum(counts[name, way] for way in ways)
        marks = " / ".join(str(sure[name, mark]) for mark in "ABC")
        yield f"| {name} | {total:,} | {cells} | {marks} |"
