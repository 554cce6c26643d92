"""Screen parties: who is caught through listed owners, by which chain, and what is not known."""

from __future__ import annotations

import json as text
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.answers import screening_of
from detente.cli.ask import asks
from detente.cli.progress import progress_on
from detente.cli.show import as_json, say_columns, say_faults, show
from detente.cli.speaking import spoken
from detente.questions import ScreenQuestion


@asks(ScreenQuestion)
def screen(
    question: ScreenQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    full: bool = False,
    save_map: Path | None = None,
    json: bool = False,
) -> int:
    """Show the parties that are caught or listed, or write every row.

    Where no list names anybody on that day nothing was screened: that is said, and the exit status is 1.

    Parameters
    ----------
    output
        Where to write the rows (.csv, .parquet, .xlsx); without it they are shown.
    full
        Show the chains and the sources of every rule.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
    json
        Print the answer as JSON.
    """
    from detente.screening import screen as screen_of
    from detente.screening import screening

    with progress_on("reading", quiet=json):
        parties, owners, listed, how = screening_of(question)
    say_columns(parties, owners, save=save_map)
    if output is None and json:
        answer = screen_of(parties, owners, listed, **how)
        as_json(answer)
        return 1 if answer.faults or not any(row.names for row in answer.screened) else 0
    with progress_on("screening", quiet=json):
        done = screening(parties, owners, listed, **how)
    if output is not None:
        _write(done, output, json=json)
    if not json:
        from detente.report import screening_screen
        from detente.screening import rule_used

        show(screening_screen(done, [rule_used(done, tested) for tested in done.tested], output), full=full)
    say_faults(done.faults, "at fault")
    return 1 if done.faults or not done.compared else 0


def _write(done: Any, output: Path, *, json: bool) -> None:
    from detente.report import write_sheets
    from detente.screening import screen_frame

    frame = screen_frame(done)
    write_sheets(output, frame, lambda: {"Parties": frame}, language=spoken())
    if not json:
        return
    counts = {
        f"{rule}:{outcome}": int(n)
        for rule, outcome, n in frame.group_by("rule", "outcome").len().sort("rule", "outcome").iter_rows()
    }
    report = {
        "output": str(output),
        "rows": frame.height,
        "counts": counts,
        "notes": list(done.notes),
        "faults": [f.words for f in done.faults],
    }
    sys.stdout.write(text.dumps(report, ensure_ascii=False, indent=2) + "\n")
