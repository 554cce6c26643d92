"""Screen parties: who is caught through listed owners, by which chain, and what is not known."""

from __future__ import annotations

import json as text
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.cli.show import as_json, days, say_columns, table


def screen(
    parties: Path,
    *,
    owners: Path,
    listed: Path,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    rule: Annotated[list[str] | None, Parameter(negative="")] = None,
    cutoff: float = 90.0,
    owners_complete: Annotated[bool, Parameter(negative="")] = False,
    same_name_is_same: Annotated[bool, Parameter(negative="")] = False,
    json: bool = False,
) -> int:
    """Which parties do listed owners catch, under the rules of either side?

    Parameters
    ----------
    parties
        Who to screen: party_id, name[, aliases separated by |].
    owners
        Who owns whom: owner_id, owned_id, share_pct[, from, to]. An empty share is an unknown one.
    listed
        Who is listed: party_id or name, and list; or the official consolidated list (CSV, JSON); or the
        word `law` for the entities of China's lists that the law files name.
    output
        Where to write the rows (.csv, .parquet, .xlsx); without it they are shown.
    on
        Day on which holdings count and rules are asked (default today).
    known
        Day of the knowledge of the law (default: the same day).
    hindsight
        Use all knowledge of the law to the last day it was checked.
    rule
        A rule to run (bis_50, china_50, maritime_25, china_port_25); default those that LIST starts.
    cutoff
        Least score of a near name (0 to 100); 101 looks for none.
    owners_complete
        The owner table names every owner there is.
    same_name_is_same
        Parties that bear the same name are one.
    json
        Print the answer as JSON.
    """
    from detente.regime import law_tables
    from detente.screening import Settings, given_tables, screening
    from detente.screening import screen as answer_screen

    day, asked = days(on, known, hindsight)
    people, holdings, entries = given_tables(parties, owners, listed, law_tables(), day, asked)
    say_columns(people, holdings)
    settings = Settings(cutoff, owners_complete, same_name_is_same, tuple(rule or ()))
    if output is None and json:
        answer = answer_screen(people, holdings, entries, on=on or day, known=asked, settings=settings)
        as_json(answer)
        return 1 if answer.faults else 0
    done = screening(people, holdings, entries, on=on or day, known=asked, settings=settings)
    if output is None:
        table(_shown(done))
    else:
        _write(done, output, json=json)
    for fault in done.faults[:20]:
        sys.stderr.write(f"{fault.words}\n")
    if len(done.faults) > 20:
        sys.stderr.write(f"and {len(done.faults) - 20} more rows at fault\n")
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
        made = {
            "output": str(output),
            "rows": frame.height,
            "counts": counts,
            "notes": list(done.notes),
            "faults": faults,
        }
        sys.stdout.write(text.dumps(made, ensure_ascii=False, indent=2) + "\n")
        return
    said = ", ".join(f"{n} {key.replace(':', ' ')}" for key, n in counts.items())
    sys.stdout.write(f"{frame.height} rows: {said or 'no rule was started by the list'} -> {output}\n")
    for note in done.notes:
        sys.stdout.write(f"note: {note}\n")


def _shown(done: Any) -> Any:
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
                f"{used.rule}: {used.title}: {used.status.replace('_', ' ')}{other}  [{used.confidence}] {cited}"
            )
        )
    parts += [Text(f"note: {n}") for n in done.notes]
    return Group(*parts)
