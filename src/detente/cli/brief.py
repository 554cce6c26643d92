"""The brief: one page to read and to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from detente.cli.show import days, table


def brief(
    *,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    portfolio: Path | None = None,
    outcomes: str = "",
    tree: str = "",
    entered: str = "",
    controls_on: str = "",
    probability: Annotated[list[str] | None, Parameter(name=["--probability", "-p"], negative="")] = None,
    impact: Annotated[bool, Parameter(negative="")] = False,
    bargain: str = "",
    draws: int = 0,
    talks: Annotated[list[Path] | None, Parameter(negative="")] = None,
    file: Annotated[list[Path] | None, Parameter(negative="")] = None,
    language: Literal["en", "zh"] = "en",
    output: Annotated[Path, Parameter(name=["--output", "-o"])] = Path("build/brief.html"),
    json: bool = False,
) -> int:
    """Write one page: the card, both sides' words, the clocks, the tree, a portfolio under each outcome, the sources.

    The page is one file and needs no network.

    Parameters
    ----------
    on
        Day of the card (default today).
    known
        Day of the knowledge used (default: the same day).
    hindsight
        Use all knowledge to the last day the law was checked.
    portfolio
        Lines in a file, as for `detente assess`.
    outcomes
        Outcomes with commas between; the first is what the others are compared with.
    tree
        A tree of decisions (october-2025, present, or one of your file).
    entered
        Take every line as entered on this day.
    controls_on
        Compare licences, fees and lists between the outcomes on this day.
    probability
        DECISION=CHOICE:0.2; may be given again.
    impact
        Show what each outcome does to the world against the first one (without --outcomes: lapse against extend):
        a map, real income by region, trade by sector.
    bargain
        Show the packages of a bargain (october-2025, present, or one of your file) and which both would sign.
    draws
        Draws of elasticities for the intervals of --impact; 0 for none.
    talks
        Reports and readouts: their positions and commitments are shown.
    file
        Outcome file of your own; may be given again.
    language
        en or zh.
    output
        Where to write: .html, or .pdf with the extra `pdf`.
    json
        Print what was written as JSON.
    """
    from detente.report.brief import BriefSettings, write_brief
    from detente.terms import read_day

    day, asked = days(on, known, hindsight)
    settings = BriefSettings(
        on=day, known=asked, portfolio=portfolio,
        outcomes=tuple(n.strip() for n in outcomes.split(",") if n.strip()), tree=tree,
        probabilities=tuple(probability or ()),
        entered=read_day(entered, what="--entered").isoformat() if entered else "",
        controls_on=read_day(controls_on, what="--controls-on").isoformat() if controls_on else "",
        language=language, talks=_talks(talks, asked) if talks else None, outcome_files=tuple(file or ()),
        impact=impact, bargain=bargain, draws=draws,
    )  # fmt: skip
    path = write_brief(output, settings)
    if json:
        import json as text
        import sys

        sys.stdout.write(text.dumps({"written": str(path), "bytes": path.stat().st_size}) + "\n")
    else:
        table(f"written: {path} ({path.stat().st_size:,} bytes)")
    return 0


def _talks(paths: list[Path], known: str):  # type: ignore[no-untyped-def]
    from detente.talks.page.analysis import analyse, gather
    from detente.terms import read_day

    return analyse(gather(paths, None), known=read_day(known, what="--known")).answer
