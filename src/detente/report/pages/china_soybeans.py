"""What a US soybean cargo has paid, as a page with its chart, from the law.

``python -m detente.report.pages.china_soybeans FOLDER`` writes both.
"""

from __future__ import annotations

import sys
from pathlib import Path

from detente.duties import steps
from detente.regime import tables
from detente.report.pages.china_pages import steps_chart, steps_markdown

HTS, FIRST, LAST = "1201.90.00", "2018-01-01", "2027-01-31"
CHART, PAGE = "soybeans.svg", "soybeans.md"
WORDS = """# What a US soybean cargo has paid since 2018

Duties on US soybeans (1201.90.00) entering China, in percent of customs value, VAT apart. Each step is
answered as known on its own day; steps after {verified}, the last day on which the law was checked, follow
the text of the instruments. Hours are Beijing's. An exclusion from the answers to Section 301 could be had
on application from 2 March 2020; nearly all soybeans entered under one.

![Step chart: duties on US soybeans entering China, statutory and with an approved exclusion](soybeans.svg)

{table}
## How to read it

* **Statutory** is what the notices say. **With an exclusion** is what an importer with an approved exclusion
  pays: the answers to Section 301 fall away, the duties of 2025 stay. Press figures (13 % since November
  2025) assume the exclusion.
* What was *suspended* returns when its suspension lapses: 24 of the 34 points of No. 4 of 2025. What was
  *ended* does not: the farm duty of 10 %, and the 84 and 125 %.
* Both sides said in September 2026 that the suspension runs on to 10 January 2027. No notice was seen, so the
  last step stands by the text; with `--reading announced` it stands two months later. A single answer for a
  day between holds both readings (see [two readings](../why/two-readings.md)).
* VAT falls on the value and the duties: at 13 % duty and 9 % VAT a cargo pays 23.17 % in all.

Single answers: `detente duty 1201.90.00 --from US --to CN --value 1000000 --on 2025-04-13`. The page and
the chart are made again by `python -m detente.report.pages.china_soybeans docs/reference`.
"""


def soybean_page() -> tuple[str, str]:
    """The page in Markdown and its chart in SVG."""
    law = tables()
    rows = steps(law, HTS, FIRST, LAST, known=law.verified)
    chart = steps_chart(rows, title="Duties on a US soybean cargo entering China", last=LAST, name="soybeans")
    return WORDS.format(verified=law.verified, table=steps_markdown(rows)), chart


def main(folder: str) -> None:
    """Write both into a folder."""
    text, chart = soybean_page()
    Path(folder, PAGE).write_text(text, encoding="utf-8")
    Path(folder, CHART).write_text(chart, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
