"""What was promised, by whose clock, and how far it has come."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.show import as_json, days, table
from detente.regime import tables

if TYPE_CHECKING:
    from detente.purchases import PledgeAnswer, PledgesAnswer


def pledges(
    name: str | None = None,
    *,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    progress: Path | None = None,
    html: Path | None = None,
    json: bool = False,
) -> int:
    """Promises of the two sides: amount, clock and basis by each side's words, met or missed, pace and projection.

    Parameters
    ----------
    name
        One pledge only, for example soybeans-12.
    on
        Day on which the clocks are read (default today).
    known
        Day of the knowledge used (default: the same day).
    hindsight
        Use all knowledge to the last day the law was checked.
    progress
        Your own counts: columns pledge, basis, from, to, amount, unit; source and known are optional.
    html
        Write a page with charts there.
    json
        Print the answer as JSON.
    """
    from detente.purchases import pledges as answer_pledges
    from detente.purchases import read_progress

    law = tables()
    day, asked = days(on, known, hindsight)
    extra, faults = read_progress(progress, law) if progress is not None else ({}, [])
    answer = answer_pledges(law, day, asked, extra)
    notes = tuple(f.words for f in faults)
    answer = (answer if name is None else answer.only(name)).model_copy(update={"notes": notes})
    if html is not None:
        from detente.report import pledges_page
        from detente.rowfiles import write_atomic

        page = pledges_page(answer)
        write_atomic(html, partial(_write, page))
    if json:
        as_json(answer)
    else:
        _show(answer, html)
    return 1 if faults else 0


def _write(page: str, path: Path) -> None:
    path.write_text(page, encoding="utf-8")


def _show(answer: PledgesAnswer, html: Path | None) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        title=f"Pledges on {answer.on}, as known {answer.known}", box=box.SIMPLE_HEAD, title_justify="left"
    )
    made.add_column("pledge", ratio=2)
    made.add_column("said by", ratio=3)
    made.add_column("how it stands", ratio=4)
    for pledge in answer.pledges:
        made.add_row(f"{pledge.title}\n{pledge.title_zh}", _said(pledge), _standing(pledge))
    table(made)
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
                line = f"{version.clock}, {basis.words}: {words} {pledge.unit} by {basis.counted_on}: {basis.status}"
                if basis.because:
                    line += f" — {basis.because}"
                if basis.pace_needed is not None and basis.status == "open":
                    line += f"; needed {basis.pace_needed} a week, seen {basis.pace_seen} a week"
                    line += f", at that pace reached {basis.projected_on}" if basis.projected_on else ""
                rows.append(line)
    rows += [f"{s.known}: {s.words}" for s in pledge.states[-2:]]
    return "\n".join(rows)
