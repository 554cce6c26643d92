"""The soybean page and its chart are what the code makes of the law today."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from detente.report.pages.china_charts import Line, step_chart
from detente.report.pages.china_soybeans import CHART, PAGE, soybean_page

DOCS = Path(__file__).parents[3] / "docs" / "reference"


def test_the_page_is_fresh() -> None:
    text, chart = soybean_page()
    assert (DOCS / PAGE).read_text(encoding="utf-8") == text, (
        "run python -m detente.report.pages.china_soybeans docs/reference"
    )
    assert (DOCS / CHART).read_text(encoding="utf-8") == chart


def test_the_chart_reads_aloud_and_is_sound_xml() -> None:
    chart = step_chart(
        (Line("a <b> & c", (("2018-01-01", 3.0), ("2019-01-01", 28.0))),),
        title="T & <t>", words="w", first="2018-01-01", last="2020-01-01",
    )  # fmt: skip
    root = ElementTree.fromstring(chart)
    assert root.attrib["role"] == "img"
    names = root.attrib["aria-labelledby"].split()
    ids = {e.attrib.get("id"): e.text for e in root.iter() if "id" in e.attrib}
    assert [ids[n] for n in names] == ["T & <t>", "w"]


def test_the_last_steps_give_back_what_was_suspended_only() -> None:
    text, _ = soybean_page()
    last = [row for row in text.splitlines() if row.startswith("| 2026-11-10")]
    assert "64.5 %" in last[0] and "37 %" in last[0]
