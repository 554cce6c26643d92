"""The official schedules: fetch them, build the book of goods from them, say what is here, compare."""

from __future__ import annotations

import json as text
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from detente.cli.show import show
from detente.cli.speaking import said
from detente.terms import DataError

if TYPE_CHECKING:
    from detente.schedule import BuildReport

app = App(name="data", help="Official tariff schedules: fetch, build, list, verify.")
ANSWERED, SOME_FAILED = 0, 1
SOURCES = "sources"


@app.command
def build(
    *,
    from_: Annotated[Path | None, Parameter(name=["--from"])] = None,
    to: Path | None = None,
    side: Literal["us", "china"] = "us",
    json: bool = False,
) -> int:
    """Build the book of goods from the official texts of a folder; the old book stays until the new one is
    whole.

    Parameters
    ----------
    from_
        Folder with hts_json/, us_notes/ and lists/ (default: what `data sync` fetched).
    to
        Folder for the book (default: the user's data folder).
    side
        us: official editions. china: your own tables, china-lines and china-lists (examples/).
    json
        Print the report as JSON.
    """
    if side == "china":
        return _build_china(from_, to, json)
    from detente.schedule import build as build_book
    from detente.schedule import data_folder

    source = from_ or data_folder() / SOURCES
    with _progress_bar(json) as bar:
        report = build_book(source, to or data_folder(), bar)
    if json:
        _print_json(_as_dict(report))
    else:
        sys.stdout.write(_tell_progress(report))
    return ANSWERED


def _build_china(from_: Path | None, to: Path | None, json: bool) -> int:
    from dataclasses import asdict

    from detente.regime import tables
    from detente.schedule import build_china, data_folder
    from detente.terms import InputError

    if from_ is None:
        raise InputError(
            "--side china needs a folder", where="--from", remedy="give the folder of china-lines.csv"
        )
    report = build_china(from_, to or data_folder(), tables().lists)
    if json:
        _print_json(asdict(report))
    else:
        total = sum(report.memberships.values())
        sys.stdout.write(
            f"{report.lines:,} lines, {total:,} memberships of {len(report.memberships)} lists\n"
        )
        sys.stdout.write(f"content {report.content_hash[:16]}, written to {report.book}\n")
    return ANSWERED


@app.command
def sync(
    *,
    editions: str = "2025",
    build_after: Annotated[bool, Parameter(name=["--build"])] = True,
    accept_changed: bool = False,
    json: bool = False,
) -> int:
    """Fetch the official editions and chapter 99, then build; what is here already is not fetched again.

    Parameters
    ----------
    editions
        newest; a year (that year and later); or a list such as 2026-10,2025-basic.
    build_after
        Build the book when all is here.
    accept_changed
        Take a file that the publisher changed under the same address.
    json
        Print the answer as JSON.
    """
    from detente.schedule import choose, data_folder
    from detente.schedule import sync as bring

    folder = data_folder() / SOURCES
    with _byte_bars(json) as bars:
        fetched = bring(
            folder,
            wanted=choose(editions),
            now=lambda: datetime.now(UTC).isoformat(timespec="seconds"),
            progress=bars,
            accept_changed=accept_changed,
        )
    if not build_after:
        if json:
            _print_json({"folder": str(folder), "fetched": fetched})
        else:
            sys.stdout.write(f"{len(fetched)} files fetched into {folder}\n")
        return ANSWERED
    return build(json=json)


@app.command(name="list")
def list_(*, full: bool = False, json: bool = False) -> int:
    """What schedules are installed: editions, lines, lists, last day covered.

    Parameters
    ----------
    full
        Show where each lies, and the hash of what it holds.
    json
        Print the answer as JSON.
    """
    from detente.duties import installed_books
    from detente.schedule import open_book

    rows: list[dict[str, Any]] = []
    for side, path in [(one, path) for one in ("US", "CN") for path in installed_books(one)]:
        book = open_book(path)
        rows.append(
            {
                "book": str(path),
                "side": side,
                "kind": book.meta.kind,
                "editions": list(book.meta.editions),
                "verified_through": book.meta.verified_through,
                "counts": dict(book.meta.counts),
                "content_hash": book.meta.content_hash,
            }
        )
        book.close()
    if not rows:
        raise DataError(
            "no schedule is installed", remedy="run `detente data build --from FOLDER` or `detente data sync`"
        )
    if json:
        _print_json(rows)
        return ANSWERED
    from detente.report import books_screen

    show(books_screen(rows), full=full)
    return ANSWERED


@app.command
def orders(file: Path, /, *, to: Path | None = None, json: bool = False) -> int:
    """Install a list of anti-dumping and countervailing orders, as the Department of Commerce, the Commission
    or your broker gives it: CSV or Excel with a column of case numbers. Exit 1 when rows could not be read.

    Parameters
    ----------
    file
        The list as it was downloaded.
    to
        Folder for the list (default: the user's data folder).
    json
        Print the report as JSON.
    """
    from dataclasses import asdict

    from detente.schedule import data_folder, install_order_list

    report = install_order_list(file, to or data_folder())
    if json:
        _print_json(asdict(report))
    else:
        coded, count = sum(bool(order.prefixes) for order in report.orders), len(report.orders)
        noun = "order" if count == 1 else "orders"
        words = f"{count:,} {noun} of {report.source} installed, {coded:,} with tariff codes"
        sys.stdout.write(said(words) + "\n")
        if coded < len(report.orders):
            sys.stdout.write(said("orders without tariff codes are known by their case numbers alone") + "\n")
        for fault in report.faults[:20]:
            sys.stderr.write(f"{fault}\n")
    return SOME_FAILED if report.faults else ANSWERED


@app.command
def verify(*, book: Path | None = None, json: bool = False) -> int:
    """Check the installed files against their hashes, and say where the official sources differ.

    Exit 1 when a file is not what it was. Differences between footnotes, notes and cross-check
    tables are counted, not failures: docs/coverage.md explains them.

    Parameters
    ----------
    book
        Folder of the book (default: what is installed, else what came with the program).
    json
        Print the answer as JSON.
    """
    from detente.duties import installed_books
    from detente.schedule import REPORT, US_BOOK, book_hash, check_files, data_folder, open_book

    folder = book or data_folder()
    path = folder / US_BOOK if book else next(iter(installed_books("US")), folder / US_BOOK)
    opened = open_book(path)
    meta = opened.meta
    opened.close()
    content = book_hash(path)
    faults = check_files(folder / SOURCES)
    if content != meta.content_hash:
        faults.insert(0, f"{path.name}: its rows are not those that were written; build it again")
    report: dict[str, Any] = {}
    if (folder / REPORT).is_file():
        report = text.loads((folder / REPORT).read_text(encoding="utf-8"))
        if report.get("content_hash") != meta.content_hash:
            faults.append(f"{REPORT}: is of another build; build again")
    if json:
        _print_json({"faults": faults, "content_hash": content, "report": report})
    else:
        sys.stdout.write(_compared_rows(meta.content_hash, faults, report))
    return SOME_FAILED if faults else ANSWERED


def _tell_progress(report: BuildReport) -> str:
    rows = [
        f"{len(report.editions)} editions, {report.editions[0]} to {report.editions[-1]}",
        f"{report.lines_8:,} lines of 8 digits, {report.lines_10:,} statistical numbers",
        f"{sum(report.memberships.values()):,} memberships of {len(report.memberships)} lists"
        + (
            f", notes of {report.notes_edition}" if report.notes_edition else "; no chapter 99 text was given"
        ),
        f"{len(report.refused_rates)} rates not understood, kept as words",
    ]
    rows += [f"not read: {name}" for name in report.not_read]
    if report.lists_without_codes:
        rows.append("no codes for: " + ", ".join(report.lists_without_codes))
    rows += [f"judged: {question[:200]}" for question in report.questions]
    rows.append(f"content {report.content_hash[:16]}; `detente data verify` compares the sources")
    return "\n".join(rows) + "\n"


def _compared_rows(content: str, faults: list[str], report: dict[str, Any]) -> str:
    rows = [f"content {content[:16]}: " + ("as written" if not faults else f"{len(faults)} faults")]
    rows += [f"fault: {fault}" for fault in faults]
    for item in report.get("differences", ()):
        only, other = len(item["only_first"]), len(item["only_second"])
        verdict = f"{only} only in the first, {other} only in the second" if only or other else "agree"
        rows.append(
            f"{item['list_id']:30} {item['first']} / {item['second']}: {item['both']} in both, {verdict}"
        )
        for why in dict.fromkeys(reason for _, reason in item["explained"]):
            codes = " ".join(code for code, reason in item["explained"] if reason == why)
            rows.append(f"    explained: {codes}: {why}")
        if item["open"]:
            rows.append("    not explained: " + " ".join(item["open"][:20]))
    rows += _answer_days(report)
    rows += [f"rate kept as words: {' '.join(refused)}" for refused in report.get("refused_rates", ())]
    rows += [f"judged: {question[:300]}" for question in report.get("questions", ())]
    return "\n".join(rows) + "\n"


def _answer_days(report: dict[str, Any]) -> list[str]:
    """Which edition an answer of each day rests on, and what no edition shows."""
    rows = []
    answers = report.get("answers", ())
    for number, (name, first, following, newest) in enumerate(answers):
        if number == 0:
            rows.append(f"answers before {first}: {name}, carried back")
        until = f"to before {following}" if following else "on"
        shown = f" (seen as the newest to {newest}; none after it is held)" if newest else ""
        rows.append(f"answers from {first} {until}: {name}{shown}")
    for code, rate, first, last in report.get("days_not_seen", ()):
        rows.append(f"day of a change not seen: {code} {rate}, between {first} and {last}; taken on {last}")
    known = report.get("concordance", {})
    if known:
        rows.append(
            f"codes that ended: {known.get('listed', 0)} with successors by a published list, "
            f"{known.get('only', 0)} with the only new code of their heading, {known.get('unknown', 0)} with "
            f"candidates, {known.get('none', 0)} without any"
        )
    for name, mended in report.get("mended", {}).items():
        rows.append(f"mended in {name}: {'; '.join(mended)}")
    return rows


def _as_dict(report: BuildReport) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(report)


def _print_json(answer: Any) -> None:
    sys.stdout.write(text.dumps(answer, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def _progress_bar(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(said("editions"), total=None)
        yield lambda what, done, total: progress.update(task, description=what, completed=done, total=total)


@contextmanager
def _byte_bars(quiet: bool) -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    if quiet or not sys.stderr.isatty():
        yield lambda _name: lambda _here, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:

        def bar(name: str) -> Callable[[int, int], None]:
            task = progress.add_task(name, total=None)
            return lambda here, total: progress.update(task, completed=here, total=total or None)

        yield bar
