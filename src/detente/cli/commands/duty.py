"""One shipment: its duty stack, and when to ship it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from detente.answers import answer_duty
from detente.cli.ask import asks
from detente.cli.show import as_json, show, write_bytes
from detente.cli.speaking import spoken
from detente.questions import DutyQuestion, ShipQuestion
from detente.terms import InputError


@asks(DutyQuestion)
def duty(question: DutyQuestion, *, html: Path | None = None, full: bool = False, json: bool = False) -> int:
    """Show what one shipment owes.

    Parameters
    ----------
    html
        Into China: write a page of what the line has paid over the years: chart, steps, sources.
    full
        Show the because and the sources of every layer.
    json
        Print the answer as JSON.
    """
    answer = answer_duty(question)
    if html is not None:
        _write_page(answer.hts, answer.destination, html)
    if json:
        as_json(answer)
        return 0
    from detente.report import duty_screen

    screen = duty_screen(answer)
    written = (f"Written: {html}",) if html is not None else ()
    show(replace(screen, notes=(*screen.notes, *written)), full=full)
    return 0


def _write_page(hts: str, destination: str, path: Path) -> None:
    """The page of what a line of China's schedule has paid."""
    if destination != "CN":
        raise InputError(
            "a page of what a line has paid is made for entry into China",
            where="--html",
            remedy="add --to CN",
        )
    from detente.report import line_page

    write_bytes(path, line_page(hts, language=spoken()).encode())


@asks(ShipQuestion)
def ship(question: ShipQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show which day of entry owes least, and what waiting costs.

    Parameters
    ----------
    full
        Show every clause that acts, with its source, and every clock.
    json
        Print the answer as JSON.
    """
    from detente.answers import answer_ship

    answer = answer_ship(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import ship_screen

    show(ship_screen(answer), full=full)
    return 0
