"""May it ship: the export licence of one transaction, or of every row of a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente.answers import answer_licence
from detente.cli.ask import asks
from detente.cli.file_options import reading_of_options
from detente.cli.progress import progress_on
from detente.cli.rowfile import finish_file
from detente.cli.show import clock_words, say_columns, shown
from detente.questions import LicenceQuestion
from detente.regime import known_day
from detente.rowfiles import source_of
from detente.terms import InputError

if TYPE_CHECKING:
    from detente.licensing import LicenceAnswer


@asks(LicenceQuestion)
def licence(
    question: LicenceQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    read_as: Mapping[str, str] | None = None,
    save_map: Path | None = None,
    json: bool = False,
) -> int:
    """Show the verdict; a file of rows in place of the item is answered row by row.

    Parameters
    ----------
    output
        Where to write the answered rows of a file (.csv, .parquet, .xlsx).
    read_as
        How the file is read.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
    json
        Print the answer as JSON.
    """
    path = Path(question.item)
    if output is not None or (path.suffix and path.is_file()):
        return _file(question, source_of(path, reading_of_options(read_as)), output, save_map, json=json)
    shown(answer_licence(question), _renderable, json=json)
    return 0


def _file(question: LicenceQuestion, path: Any, output: Path | None, save: Path | None, *, json: bool) -> int:
    from detente.licensing import TRANSACTION_COLUMNS, TRANSACTION_FACTS, licence_rows
    from detente.rowfiles import read_sheet, write_frame

    if output is None:
        raise InputError("a file of rows needs a place for the answers", remedy="add -o OUT.csv")
    with progress_on("reading", quiet=json):
        sheet = read_sheet(
            path,
            required=TRANSACTION_COLUMNS,
            known=("case_id", "known", "side", "state", "end_user", *TRANSACTION_FACTS),
        )
    say_columns(sheet, save=save)
    known = known_day(question.known, question.hindsight)
    with progress_on("answering", quiet=json):
        frame, faults = licence_rows(sheet, known=known, side=question.side)
        write_frame(output, frame)
    return finish_file(frame, faults, output, json=json)


def _renderable(answer: LicenceAnswer) -> Any:
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
            gives = line.outcome.replace("_", " ") + (f" (depends on {line.only_if})" if line.only_if else "")
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
