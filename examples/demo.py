"""The main job on real input: the card of 26 October 2025, a portfolio, and the same with hindsight."""

from __future__ import annotations

import sys
from pathlib import Path

from detente.duties import duty
from detente.portfolio import PORTFOLIO_COLUMNS, assess_sheet, long, summary, wide
from detente.regime import card, tables
from detente.report import card_table, console, demo_brief, lines_table, portfolio_table, write_result
from detente.rowfiles import read_sheet

DAY = "2025-10-26"
HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "build"


def main() -> int:
    """Run the demonstration; everything it prints is computed."""
    out = console()
    law = tables()
    out.print(card_table(card(law, DAY, DAY)))
    sheet = read_sheet(HERE / "importer.csv", required=PORTFOLIO_COLUMNS, known=tuple(law.facts))
    answer = assess_sheet(sheet, known=DAY, law=law)
    totals = summary(answer)
    out.print(lines_table(answer))
    for name in ("importer-result.xlsx", "importer-result.csv"):
        write_result(BUILD / name, wide(answer), answer, totals, extra={"Layers": long(answer)})
    out.print(portfolio_table(answer, totals, "build/importer-result.xlsx and .csv"))
    plain = duty("9506.62.40", origin="CN", value="10000", on=DAY, known=DAY)
    later = plain.hindsight
    out.print(
        f"\n10,000 USD of footballs entered {DAY}: {plain.total_pct} % = {plain.duty_usd:,.2f} USD as known "
        f"that day; {later.words if later else 'later knowledge changes nothing'}."
    )
    out.print("Again, line by line: " + plain.repeat.command)
    page = demo_brief(BUILD / "brief.html", HERE / "importer.csv")
    out.print(f"One page to read and hand on, both sides and every outcome: build/{page.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
