"""The main job on real input, in forty lines: what holds, what is owed, when to ship, what if, a page."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import detente as dt
from detente.portfolio import PORTFOLIO_COLUMNS, assess_sheet, long, summary, wide
from detente.regime import family_clocks, tables
from detente.report import (
    Screen,
    card_screen,
    demo_brief,
    duty_screen,
    exposure_screen,
    portfolio_screen,
    show,
    write_result,
)
from detente.rowfiles import read_sheet

DAY, LATER = "2025-10-26", "2025-11-15"
GOODS: dict[str, Any] = {"hts": "9506.62.40", "origin": "CN", "value": "10000"}
HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "build"


def main() -> int:
    """Run the demonstration; everything it prints is computed."""
    law = tables()
    card = dt.status(on=DAY)
    _tell("What holds?", card_screen(card, family_clocks(law, DAY, DAY), next_step=""), 0)
    plain = dt.duty(**GOODS, on=DAY)
    _tell("What does one shipment owe?", duty_screen(plain), 4)
    _tell("When to ship it?", Screen(dt.ship(**GOODS, on=LATER, known=DAY).verdict), 0)
    file = HERE / "importer.csv"
    sheet = read_sheet(file, required=PORTFOLIO_COLUMNS, known=tuple(law.facts))
    answer = assess_sheet(sheet, known=DAY, law=law)
    totals = summary(answer)
    for name in ("importer-result.xlsx", "importer-result.csv"):
        write_result(BUILD / name, wide(answer), answer, totals, extra={"Layers": long(answer)})
    _tell("What does my file owe?", portfolio_screen(answer, totals, None, source=file), 3)
    under = dt.whatif(["truce", "plus100"], portfolio=file, entered=LATER)
    _tell("What if it is entered after 10 November?", exposure_screen(under), 0)
    later = plain.hindsight
    words = later.words if later else "later knowledge changes nothing"
    _tell("And what was learned later?", Screen(f"The footballs, {words}."), 0)
    page = demo_brief(BUILD / "brief.html", file)
    _tell(
        "To read and hand on:",
        Screen(f"build/{page.name} (one page, no network needed), build/importer-result.xlsx and .csv"),
        0,
    )
    return 0


def _tell(question: str, screen: Screen, rows: int) -> None:
    """Print a question, and the sentence of its answer with the first rows."""
    shown = replace(screen.rows, cells=screen.rows.cells[:rows]) if screen.rows else None
    print(f"\n{question}")  # noqa: T201 - the demonstration's own voice
    show(Screen(screen.sentence, rows=shown, tight=True))


if __name__ == "__main__":
    sys.exit(main())
