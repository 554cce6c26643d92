"""Authoring of law: start a file, check all of them, see what an edit changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from detente.cli.show import show
from detente.regime import ARTEFACT, law_folder, refresh
from detente.terms import InputError, LawError

app = App(name="rule", help="Start, check and compare law files (in a checkout).")
ANSWERED, UNUSABLE = 0, 2


def _law_folder() -> Path:
    folder = law_folder()
    if folder is None:
        raise InputError("there are no law files here", remedy="run this in a checkout of the project")
    return folder


def _as_seen_from_checkout(text: str, folder: Path) -> str:
    """A message with paths as seen from the checkout."""
    return text.replace(f"{folder.parent}/", "")


@app.command
def check(*, full: bool = False, json: bool = False) -> int:
    """Compile law/ into the artefact and run every numbered rule; every fault is named with file and line.

    Drafts (files that say `status: draft`) are no part of the law: what each still lacks is listed after it.

    Parameters
    ----------
    full
        Show all that drafts lack.
    json
        Print the counts, and what drafts lack, as JSON.
    """
    from detente.regime import RULES, compiled, faults_of_drafts, read_law, write_artefact

    folder = _law_folder()
    try:
        law, _ = read_law(folder)
        body = compiled(law)
        write_artefact(body, ARTEFACT)
        refresh()
        from detente.outcomes import compile_outcomes

        compile_outcomes()
    except LawError as fault:
        sys.stderr.write(_as_seen_from_checkout(fault.text, folder) + "\n")
        return UNUSABLE
    drafts = {
        _as_seen_from_checkout(str(path), folder): [_as_seen_from_checkout(fault, folder) for fault in faults]
        for path, faults in faults_of_drafts(folder).items()
    }
    counts = {
        "measures": len(law["measures"]),
        "provisions": sum(len(m.provisions) for _, m in law["measures"]),
        "sources": len(law["sources"]),
        "clocks": len(law["clocks"]),
        "rules_kept": len(RULES),
        "rules": body["hash"],
        "drafts": drafts,
    }
    if json:
        import json as text

        sys.stdout.write(text.dumps(counts, ensure_ascii=False, indent=2) + "\n")
        return ANSWERED
    from detente.report import law_checked_screen

    show(law_checked_screen(counts), full=full)
    return ANSWERED


@app.command
def new(
    path: str,
    *,
    from_: Annotated[Path | None, Parameter(name=["--from"])] = None,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    json: bool = False,
) -> int:
    """Start a law file at the path that says what it is, as a draft with every part to fill in.

    Parameters
    ----------
    path
        Its path, for example us/tariffs/section-301/new-action; with or without law/ and .yaml, with
        slashes or
        dots, or its id (us.s301.new-action).
    from_
        A saved notice (Federal Register JSON, XML or HTML, or text): citation, days, hours, headings and
        codes are filled in from it, and the draft lies outside law/ until it is landed.
    output
        Where the draft made from a notice goes (default NAME.draft.yaml in this folder).
    json
        Print the path and the id as JSON.
    """
    from detente.regime import id_of, place_of, tables, template_of

    folder = _law_folder()
    place = place_of(path, folder, Path.cwd())
    if from_ is not None:
        return _draft_of(from_, place, output or Path(f"{place.stem}.draft.yaml"), json=json)
    if output is not None:
        raise InputError(
            "-o is for a draft made from a notice", where="--output", remedy="give --from NOTICE"
        )
    target = folder / place
    side = "CN" if place.parts[0] == "china" else "US"
    components = sorted(
        {m.component for m in tables().measures if m.side == side and m.kind in ("additional_duty", "fee")}
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(template_of(place, tuple(components)))
    except FileExistsError:
        raise InputError(
            f"law/{place.as_posix()} exists already", remedy="append to it: history is never overwritten"
        ) from None
    if json:
        _print_json({"path": f"law/{place.as_posix()}", "id": id_of(place)})
        return ANSWERED
    sys.stdout.write(
        f"law/{place.as_posix()} written as a draft with the id {id_of(place)}; `detente rule check` says "
        "what it still lacks, and no answer uses it before `status: draft` is taken out\n"
    )
    return ANSWERED


def _draft_of(notice: Path, place: Path, target: Path, *, json: bool) -> int:
    """Write the draft that a saved notice makes, and say what it still lacks."""
    from detente.notices import draft_text, read_notice
    from detente.regime import draft_faults, id_of, tables

    text = draft_text(read_notice(notice), place, tables())
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{target} exists already", where="--output", remedy="give another name") from None
    except OSError as fault:
        raise InputError(f"{target} cannot be written ({fault.strerror})", where="--output") from None
    lacks = draft_faults(_law_folder(), target)
    if json:
        _print_json({"path": str(target), "id": id_of(place), "lacks": list(lacks)})
        return ANSWERED
    from detente.report import draft_written_screen

    show(draft_written_screen(str(target), id_of(place), lacks))
    return ANSWERED


@app.command(name="try")
def try_(
    draft: Path,
    *,
    portfolio: Path | None = None,
    known: str | None = None,
    full: bool = False,
    json: bool = False,
) -> int:
    """Which lines owe how much more or less under a draft; without a portfolio, lines it names.

    Parameters
    ----------
    draft
        The draft.
    portfolio
        Your lines: CSV, Parquet or Excel.
    known
        Day of the knowledge used, YYYY-MM-DD; default the day of each entry.
    full
        Show every changed line.
    json
        Print the answer as JSON.
    """
    from detente.cli.show import as_json
    from detente.notices import try_draft
    from detente.portfolio import portfolio_sheet
    from detente.regime import known_day, tables
    from detente.rowfiles import reading_of, source_of

    law = tables()
    sheet = portfolio_sheet(source_of(portfolio, reading_of({})), law, dated=True) if portfolio else None
    answer = try_draft(_law_folder(), draft, law, sheet=sheet, known=known_day(known, hindsight=False))
    if json:
        as_json(answer)
        return ANSWERED
    from detente.report import draft_tried_screen

    show(draft_tried_screen(answer), full=full)
    return ANSWERED


@app.command
def land(draft: Path, *, json: bool = False) -> int:
    """Move a finished draft into law/ with a test and a change fragment; every check runs first.

    Parameters
    ----------
    draft
        The draft.
    json
        Print what was written as JSON.
    """
    from detente.notices import land_draft

    folder = _law_folder()
    try:
        landed = land_draft(folder, draft)
    except LawError as fault:
        sys.stderr.write(_as_seen_from_checkout(fault.text, folder) + "\n")
        return UNUSABLE
    if json:
        _print_json({"id": landed.id, "written": list(landed.written), "notes": list(landed.notes)})
        return ANSWERED
    from detente.report import draft_landed_screen

    show(draft_landed_screen(landed))
    return ANSWERED


def _print_json(answer: object) -> None:
    import json as text

    sys.stdout.write(text.dumps(answer, ensure_ascii=False, indent=2) + "\n")


@app.command
def diff(against: str = "HEAD", *, full: bool = False, json: bool = False) -> int:
    """What the edits in law/ change in the compiled law, value by value.

    Parameters
    ----------
    against
        A revision of the repository (default the last commit), or another folder of law files.
    full
        Show every change.
    json
        Print the answer as JSON.
    """
    from detente.cli.show import as_json
    from detente.regime import draft_files, law_diff

    folder = _law_folder()
    answer = law_diff(folder, against)
    if json:
        as_json(answer)
        return ANSWERED
    from detente.report import law_diff_screen

    drafts = [_as_seen_from_checkout(str(draft), folder) for draft in draft_files(folder)]
    show(law_diff_screen(answer, drafts), full=full)
    return ANSWERED
