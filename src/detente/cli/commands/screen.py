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
from detente.cli.show import as_json, say_columns, say_faults, table
from detente.questions import ScreenQuestion


@asks(ScreenQuestion)
def screen(
    question: ScreenQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    save_map: Path | None = None,
    json: bool = False,
) -> int:
    """Show the parties that are caught, or write every row.

    Parameters
    ----------
    output
        Where to write the rows (.csv, .parquet, .xlsx); without it they are shown.
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
        return 1 if answer.faults else 0
    with progress_on("screening", quiet=json):
        done = screening(parties, owners, listed, **how)
    if output is None:
        table(_renderable(done))
    else:
        _write(done, output, json=json)
    say_faults(done.faults, "at fault")
    return 1 if done.faults else 0


def _write(done: Any, output: Path, *, json: bool) -> None:
    from detente.rowfiles import write_frame
    from detente.screening import screen_frame

    frame = screen_frame(done)
    write_frame(output, frame)
    counts = {
        f"{rule}:{outcome}": int(n)
        for rule, outcome, n in frame.group_by("rule", "outcome").len().sort("rule", "outcome").iter_rows()
    }
    if json:
        faults = [f.words for f in done.faults]
        report = {
            "output": str(output),
            "rows": frame.height,
            "counts": counts,
            "notes": list(done.notes),
            "faults": faults,
        }
        sys.stdout.write(text.dumps(report, ensure_ascii=False, indent=2) + "\n")
        return
    said = ", ".join(f"{n} {key.replace(':', ' ')}" for key, n in counts.items())
    sys.stdout.write(f"{frame.height} rows: {said or 'no rule was started by the list'} -> {output}\n")
    for note in done.notes:
        sys.stdout.write(f"note: {note}\n")


def _renderable(done: Any) -> Any:
    """Rows that are not clean, for the terminal."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from detente.screening import rule_used

    rows = Table(box=box.SIMPLE_HEAD)
    for name in ("party", "rule", "outcome", "%", "chain, and what is missing"):
        rows.add_column(name)
    clean = 0
    for row in done.rows():
        if row.outcome == "not_caught":
            clean += 1
            continue
        why = row.chain + (f"\n? {row.missing}" if row.missing else "")
        rows.add_row(
            f"{row.party_id} {row.name}".strip(),
            row.rule,
            row.outcome.replace("_", " "),
            row.aggregate_pct,
            why,
        )
    parts: list[Any] = [Text(f"holdings of {done.on}, law as known on {done.known}"), rows]
    parts.append(Text(f"{clean} rows not caught"))
    for tested in done.tested:
        used = rule_used(done, tested)
        other = (
            f" (announced: {used.announced_status.replace('_', ' ')})"
            if used.announced_status != used.status
            else ""
        )
        cited = "; ".join(c.citation + (f", {c.at}" if c.at else "") for c in used.cite)
        parts.append(
            Text(
                f"{used.rule}: {used.title}: {used.status.replace('_', ' ')}{other}  "
                f"[{used.confidence}] {cited}"
            )
        )
    parts += [Text(f"note: {n}") for n in done.notes]
    return Group(*parts)
