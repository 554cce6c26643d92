"""What was promised, by whose clock, and how far it has come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.answers import answer_pledges
from detente.cli.ask import asks
from detente.cli.show import as_json, table, write_bytes
from detente.cli.speaking import spoken
from detente.questions import PledgesQuestion

if TYPE_CHECKING:
    from detente.purchases import PledgeAnswer, PledgesAnswer


@asks(PledgesQuestion)
def pledges(question: PledgesQuestion, *, html: Path | None = None, json: bool = False) -> int:
    """Show the pledges.

    Parameters
    ----------
    html
        Write a page with charts there.
    json
        Print the answer as JSON.
    """
    answer = answer_pledges(question)
    if html is not None:
        from detente.report import pledges_page

        write_bytes(html, pledges_page(answer, language=spoken()).encode())
    if json:
        as_json(answer)
    else:
        _show(answer, html)
    return 1 if answer.notes else 0


def _show(answer: PledgesAnswer, html: Path | None) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    rows = Table(
        title=f"Pledges on {answer.on}, as known {answer.known}", box=box.SIMPLE_HEAD, title_justify="left"
    )
    rows.add_column("pledge", ratio=2)
    rows.add_column("said by", ratio=3)
    rows.add_column("how it stands", ratio=4)
    for pledge in answer.pledges:
        rows.add_row(f"{pledge.title}\n{pledge.title_zh}", _said(pledge), _standing(pledge))
    table(rows)
    for words in answer.notes:
        table(Text(words, style="red"))
    if html is not None:
        table(Text(f"written: {html}", style="dim"))


def _said(pledge: PledgeAnswer) -> str:
    rows = [f"{v.side} ({v.by}, {v.known}): {v.words}" for v in pledge.versions]
    rows += [f"{side}: no figure stated" for side in pledge.silent]
    return "\n".join(rows)


def _standing(pledge: PledgeAnswer) -> str:
    rows = [pledge.verdict]
    for version in pledge.versions:
        for period in version.periods:
            for basis in period.bases:
                if basis.at_least is None and basis.at_most is None:
                    continue
                least = "" if basis.at_least is None else f"at least {basis.at_least.normalize():f}"
                most = "" if basis.at_most is None else f"at most {basis.at_most.normalize():f}"
                words = " and ".join(w for w in (least, most) if w)
                line = f"{version.clock}, {basis.words}: {words} {pledge.unit} by {basis.counted_on}"
                line += f": {basis.status}"
                if basis.because:
                    line += f" — {basis.because}"
                if basis.pace_needed is not None and basis.status == "open":
                    line += f"; needed {basis.pace_needed} a week, seen {basis.pace_seen} a week"
                    line += f", at that pace reached {basis.projected_on}" if basis.projected_on else ""
                rows.append(line)
    rows += [f"{s.known}: {s.words}" for s in pledge.states[-2:]]
    return "\n".join(rows)
