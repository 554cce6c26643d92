"""May it ship: the export licence of one transaction, or of every row of a file."""

from __future__ import annotations

import json as text
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from detente.cli.show import as_json, clock_words, days, say_columns, table
from detente.regime.axes import known_day
from detente.terms import InputError


def licence(
    item: str,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    side: str = "CN",
    state: Literal["by_text", "announced"] = "by_text",
    leg: str = "",
    origin: str = "",
    destination: Annotated[str, Parameter(name=["--destination", "--to"])] = "",
    controlled_share: str = "",
    chinese_technology: str = "",
    military: str = "",
    listed: str = "",
    owned_by_listed: str = "",
    end_use: str = "",
    end_user: str = "",
    general_licence: str = "",
    json: bool = False,
) -> int:
    """Does a transaction need an export licence, and on what does that hang?

    Parameters
    ----------
    item
        What it is (English or Chinese name, Chinese customs code, CAS number), or a file of rows.
    output
        Where to write the answered rows of a file (.csv, .parquet, .xlsx).
    on
        Day of export (default today).
    known
        Day of the knowledge used (default: the day of export).
    hindsight
        Use all knowledge to the last day the law was checked.
    side
        Whose export controls: china or us.
    state
        Past the last checked day: what the text says, or what was announced.
    leg
        CN_to_abroad (default for one item) or abroad_to_abroad.
    origin
        Country in which it was made (default CN when it leaves China).
    destination
        Country it goes to.
    controlled_share
        Value of Chinese controlled content as a share of the item: 0.0012 or 0.12%.
    chinese_technology
        yes or no: made with Chinese rare-earth technology.
    military
        yes or no: the end user is military.
    listed
        yes or no: importer or end user on a control or watch list.
    owned_by_listed
        yes or no: listed parties own 50 % or more of the end user.
    end_use
        civil, military, wmd_terror, logic_le_14nm, memory_ge_256, semi_equipment_for_those,
        ai_military_potential, humanitarian.
    end_user
        Name of the importer or end user, looked for on China's lists as far as their names were read.
    general_licence
        yes or no: a general licence covers this customer and item.
    json
        Print the answer as JSON.
    """
    facts: dict[str, object] = {
        "leg": leg, "origin": origin, "destination": destination, "controlled_share": controlled_share,
        "chinese_technology": chinese_technology, "military": military, "listed": listed,
        "owned_by_listed": owned_by_listed, "end_use": end_use, "general_licence": general_licence,
    }  # fmt: skip
    path = Path(item)
    if output is not None or (path.suffix and path.is_file()):
        return _file(path, output, known_of(known, hindsight), side, json=json)
    from detente.assess.licence import licence as answer_licence
    from detente.assess.licence_facts import one_item

    day, _ = days(on, known, hindsight)
    answer = answer_licence(
        item,
        on=on or day,
        known=known_day(known, hindsight),
        side=side,
        state=state,
        end_user=end_user,
        facts=one_item(facts, side),
    )
    if json:
        as_json(answer)
        return 0
    table(_shown(answer))
    return 0


def _file(path: Path, output: Path | None, known: str | None, side: str, *, json: bool) -> int:
    from detente.assess.licence_files import FACTS, REQUIRED, licence_rows
    from detente.assess.tables import read_sheet, write_frame

    if output is None:
        raise InputError("a file of rows needs a place for the answers", remedy="add -o OUT.csv")
    sheet = read_sheet(
        path, required=REQUIRED, known=("case_id", "known", "side", "state", "end_user", *FACTS)
    )
    say_columns(sheet)
    frame, faults = licence_rows(sheet, known=known, side=side)
    write_frame(output, frame)
    return finish_file(frame, faults, output, json=json)


def known_of(known: str | None, hindsight: bool) -> str | None:
    """Day of the knowledge used for every row of a file; None leaves each row its own."""
    return known_day(known, hindsight)


def finish_file(frame: Any, faults: list[Any], output: Path, *, json: bool) -> int:
    """Say what a file of rows came to; exit 1 when rows failed."""
    counts = {str(k): int(v) for k, v in frame["status"].value_counts().iter_rows()}
    if json:
        made = {
            "output": str(output),
            "rows": frame.height,
            "status": counts,
            "faults": [{"row": f.row, "column": f.column, "text": f.text} for f in faults],
        }
        sys.stdout.write(text.dumps(made, ensure_ascii=False, indent=2) + "\n")
    else:
        said = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
        sys.stdout.write(f"{frame.height} rows: {said or 'none'} -> {output}\n")
        for fault in faults[:20]:
            sys.stderr.write(f"{fault.words}\n")
        if len(faults) > 20:
            sys.stderr.write(f"and {len(faults) - 20} more rows that failed\n")
    return 1 if faults else 0


def _shown(answer: Any) -> Any:
    """An answer for the terminal."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    words = answer.outcome.replace("_", " ")
    if answer.outcome == "undetermined":
        words += f": between {answer.low.replace('_', ' ')} and {answer.high.replace('_', ' ')}"
    parts: list[Any] = [
        Text.assemble((answer.item, "bold"), f"  on {answer.on}, as known on {answer.known}"),
        Text(words, style="bold"),
    ]
    if answer.rules or answer.dormant:
        rules = Table(box=box.SIMPLE_HEAD)
        for name in ("rule", "gives", "because", "cited"):
            rules.add_column(name)
        for line in (*answer.rules, *answer.dormant):
            gives = line.outcome.replace("_", " ") + (f" (hangs on {line.only_if})" if line.only_if else "")
            cited = "\n".join(c.citation + (f", {c.at}" if c.at else "") for c in line.cite)
            rules.add_row(line.rule, gives, line.because, f"{cited}  [{line.confidence}]")
        parts.append(rules)
    parts += [Text(f"? {m.fact}: {m.question} {m.question_zh}") for m in answer.missing]
    parts += [Text(f"{s.state.replace('_', ' ')}: {s.outcome.replace('_', ' ')}") for s in answer.states]
    if answer.next_clock:
        parts.append(Text(clock_words(answer.next_clock, lambda w: w.replace("_", " "))))
    if answer.hindsight:
        parts.append(Text(f"later: {answer.hindsight.words.replace('_', ' ')}", style="italic"))
    parts += [Text(f"taken for granted: {w}") for w in answer.assumed]
    parts += [Text(w) for w in (*answer.notes, *(f"not covered: {w}" for w in answer.not_modelled))]
    parts += [Text(f"claim, not law: {c.by}, {c.on}: {c.words}. {c.what_followed}") for c in answer.claims]
    parts.append(Text(f"verified to {answer.verified}; repeat: {answer.repeat.command}", style="dim"))
    return Group(*parts)
