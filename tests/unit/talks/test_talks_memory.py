"""A folder of many documents needs no more memory than a folder of few."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

from detente.talks import Source, analyse
from detente.talks.page.page import render_page

PEOPLE = ("Scott Bessent", "He Lifeng", "Jamieson Greer", "Li Chenggang")
REPORT = (
    "September {day}, 2025\n\n"
    "{who} said the two sides had agreed to extend the truce by {days} days. "
    "“We spoke of soybeans and of port fees for hours, and my colleagues took note number {n},” "
    "{who} told reporters.\n\n"
    "The talks covered:\n\n• soybeans\n• port fees\n• topic {n}\n\n"
    "李成钢表示，双方就关税暂停期进行了第{n}次讨论，达成初步共识。\n\n"
)


def reports(count: int) -> Iterator[Source]:
    for n in range(count):
        text = "".join(
            (REPORT if not k else REPORT.split("\n\n", 1)[1]).format(
                day=10 + n % 9, who=PEOPLE[(n + k) % 4], n=n * 10 + k, days=(60, 90)[k % 2]
            )
            for k in range(4)
        )
        yield Source(f"report-{n}.txt", raw=text.encode())


def peak_kb(count: int) -> float:
    """Peak of traced memory while a run reads so many documents and writes all of its answer."""
    sources = list(reports(count))
    tracemalloc.start()
    try:
        found = analyse(sources)
        written = sum(len(piece) for piece in found.json()) + sum(len(piece) for piece in render_page(found))
        assert written > 3000 * count
        return tracemalloc.get_traced_memory()[1] / 1024
    finally:
        tracemalloc.stop()


def test_four_times_the_documents_need_hardly_more_memory() -> None:
    peak_kb(3)  # registry, patterns and templates are loaded once
    few, many = peak_kb(40), peak_kb(160)
    assert many - few < 120 * 2, f"{(many - few) / 120:.1f} KB for each further document"
    assert many < 1.5 * few
