"""The tree of decisions, with probabilities always shown as assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from detente.cli.show import as_json, table


def tree(
    name: str | None = None,
    *,
    portfolio: Path | None = None,
    entered: str | None = None,
    probability: Annotated[list[str] | None, Parameter(name=["--probability", "-p"], negative="")] = None,
    enter: Annotated[list[str] | None, Parameter(negative="")] = None,
    file: Annotated[list[Path] | None, Parameter(negative="")] = None,
    json: bool = False,
) -> int:
    """Decisions in order of time, every way they can go, and what a portfolio pays on each.

    Parameters
    ----------
    name
        The tree: october-2025, present, or one of your file (default: present).
    portfolio
        Lines in a file, as for `detente assess`.
    entered
        Take every line as entered on this day.
    probability
        DECISION=CHOICE:0.2; may be given again. What is not given is uniform, and said so.
    enter
        Compare entering everything on these days (given again): expected cost and greatest regret of each.
    file
        Outcome file of your own in YAML, with `trees:`.
    json
        Print the answer as JSON.
    """
    from detente.outcomes import tree_asked, with_files

    answer = tree_asked(
        name,
        probability or [],
        with_files(file or []),
        portfolio=portfolio,
        entered=entered,
        days=enter or (),
    )
    if json:
        as_json(answer)
        return 0
    from detente.report import tree_text

    table(tree_text(answer))
    return 0
