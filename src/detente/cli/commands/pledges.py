"""What was promised, by whose clock, and how far it has come."""

from __future__ import annotations

from pathlib import Path

from detente.answers import answer_pledges, counts_of
from detente.cli.ask import asks
from detente.cli.show import as_json, say_columns, show, write_bytes
from detente.cli.speaking import spoken
from detente.questions import PledgesQuestion
from detente.terms import InputError


@asks(PledgesQuestion)
def pledges(
    question: PledgesQuestion,
    *,
    html: Path | None = None,
    full: bool = False,
    save_map: Path | None = None,
    json: bool = False,
) -> int:
    """Show the pledges.

    Parameters
    ----------
    html
        Write a page with charts there.
    full
        Show what each side said, and every count.
    save_map
        Write how the columns of a file of counts were read (YAML or TOML), for --map-file.
    json
        Print the answer as JSON.
    """
    sheet = counts_of(question)
    if sheet is not None:
        say_columns(sheet, save=save_map)
    elif save_map is not None:
        raise InputError(
            "there is no file whose columns were read", where="--save-map", remedy="give --progress FILE"
        )
    answer = answer_pledges(question, sheet)
    if html is not None:
        from detente.report import pledges_page

        write_bytes(html, pledges_page(answer, language=spoken()).encode())
    if json:
        as_json(answer)
    else:
        from detente.report import pledges_screen

        show(pledges_screen(answer, html), full=full)
    return 1 if answer.notes else 0
