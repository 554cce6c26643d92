"""Builds the book of goods from a folder of official texts: editions, notes, tables -> one file.

Nothing is changed until all of it has been read and checked; the new book then takes the place of
the old one at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from detente.schedule.building.book_writer import write_book
from detente.schedule.building.combine import DATED_BY_TABLE, combine, lifted
from detente.schedule.building.dated import CARRIED_BACK_TO, Life
from detente.schedule.building.differences import footnotes_against_notes, tables_against_notes, with_reasons
from detente.schedule.building.sync import read_releases
from detente.schedule.lines import BookMeta, DatedLine, Membership
from detente.schedule.places import US_BOOK
from detente.schedule.reading.companions import publication_days
from detente.schedule.reading.earlier_rates import earlier_rates, with_earlier
from detente.schedule.reading.editions import EditionName, edition_name, read_edition
from detente.schedule.reading.list_registry import ListEntry, read_registry
from detente.schedule.reading.note_lists import note_memberships
from detente.schedule.reading.notes import Notes, read_notes
from detente.terms import NotInstalled, UnreadableFile, paused_garbage_collection

REPORT = "report.json"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a folder: editions oldest first, chapter 99 texts, folder of tables, list of releases."""

    editions: tuple[Path, ...]
    notes: tuple[Path, ...]
    lists: Path
    releases: Path | None = None


@dataclass(slots=True)
class BuildReport:
    """What a build read and could not settle; kept beside the book for `detente data verify`.

    `published` holds the editions' days of publication, which are not legal days.
    """

    content_hash: str = ""
    editions: list[str] = field(default_factory=list)
    published: dict[str, str] = field(default_factory=dict)
    not_read: list[str] = field(default_factory=list)
    notes_edition: str = ""
    verified_through: str = ""
    lines_8: int = 0
    lines_10: int = 0
    memberships: dict[str, int] = field(default_factory=dict)
    refused_rates: list[list[str]] = field(default_factory=list)
    lists_without_codes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)


def find_sources(folder: Path | str) -> Sources:
    """The official texts of a folder, in the layouts of `data sync` and of a plain download.

    Raises
    ------
    UnreadableFile
        When the folder is missing or holds no edition.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UnreadableFile("is no folder", where=str(folder), remedy="give the folder that holds hts_json/")
    named: dict[EditionName, Path] = {}
    for place in (folder / "hts_json", folder):
        for path in sorted(place.glob("hts_20*.json*")):
            if path.name.endswith((".json", ".json.gz")):
                named.setdefault(edition_name(path), path)
    tables = sorted(p.name for p in folder.glob("*hts*") if p.suffix.lower() in (".csv", ".xlsx"))
    if not named and tables:
        shown = ", ".join(tables[:3]) + (" …" if len(tables) > 3 else "")
        raise UnreadableFile(
            f"holds editions as CSV or Excel ({shown}); a book is built from their JSON export",
            where=str(folder),
            remedy="export the same edition as JSON (hts_<year>_rev_<n>.json), or run `detente data sync`",
        )
    if not named:
        raise UnreadableFile(
            "holds no edition (hts_<year>_rev_<n>.json or .json.gz)",
            where=str(folder),
            remedy="run `detente data sync`, or give the folder that holds hts_json/",
        )
    notes = [
        path
        for place in (folder / "us_notes", folder)
        for form in ("chapter99*.txt*", "chapter99*.pdf")
        for path in sorted(place.glob(form))
    ]
    releases = folder / "releases.json"
    return Sources(
        tuple(named[name] for name in sorted(named)),
        tuple(notes),
        folder / "lists",
        releases if releases.is_file() else None,
    )


def build(
    folder: Path | str,
    out: Path | str,
    progress: Progress | None = None,
    registry: Sequence[ListEntry] | None = None,
) -> BuildReport:
    """Read a folder and put the book it makes, and a report, into the folder `out`.

    Parameters
    ----------
    folder, out : Path
        Where the texts are, and where ``schedule-us.sqlite`` and ``report.json`` are to stand.
    progress : callable
        Told what is being read, how many are done, how many there are.

    Raises
    ------
    UnreadableFile
        When a file is damaged; what is installed stays as it was.
    """
    sources = find_sources(folder)
    entries = tuple(registry if registry is not None else read_registry())
    report = BuildReport()
    life = _read_editions(sources, report, progress or (lambda _what, _done, _all: None))
    notes = _newest_notes(sources.notes, report)
    memberships, whole = _memberships_of(sources, entries, life, notes, report)
    lines = _lines_of(life, Path(folder) / "hts_csv")
    report.refused_rates = [list(r) for r in dict.fromkeys(life.refused)]
    report.verified_through = life.days[life.names[-1]]
    report.lines_8 = len({line.code for line in lines if len(line.code) == 8})
    report.lines_10 = len({line.code for line in lines if len(line.code) == 10})
    meta = BookMeta(
        kind="built",
        editions=tuple(name.text for name in life.names),
        verified_through=report.verified_through,
        whole_lists=whole,
        unlisted=tuple(report.lists_without_codes),
        manifest=json.dumps(_manifest_of(sources), sort_keys=True),
        renumbered=json.dumps({r.old: r.new for r in life.renumberings()}, sort_keys=True),
    )
    report.content_hash = write_book(Path(out) / US_BOOK, lines, memberships, meta)
    _write_report(Path(out) / REPORT, report)
    return report


def _lines_of(life: Life, folder: Path) -> list[DatedLine]:
    """The dated lines of the editions; rates of earlier editions where a table beside them has those."""
    days = {
        f"hts_{name.text.replace(' revision ', '_rev_').replace(' ', '_')}": life.days[name]
        for name in life.names
    }
    return with_earlier(life.lines(), earlier_rates(folder, days, CARRIED_BACK_TO), CARRIED_BACK_TO)


def _memberships_of(
    sources: Sources, entries: tuple[ListEntry, ...], life: Life, notes: Notes | None, report: BuildReport
) -> tuple[list[Membership], tuple[str, ...]]:
    """All memberships, and the lists the notes give in full; fills the report's part on lists."""
    by_line = life.children()
    noted: list[Membership] = []
    day = ""
    if notes:
        noted = note_memberships(notes, entries, lambda line: by_line.get(line, ()), life.footed).memberships
        day = life.days.get(_order(notes.edition), "")
        report.notes_edition = notes.edition
    combined = combine(noted, entries, sources.lists, day)
    rows = lifted(combined.memberships, by_line)
    report.questions += combined.questions
    for row in rows:
        report.memberships[row.list_id] = report.memberships.get(row.list_id, 0) + 1
    report.lists_without_codes = [e.list_id for e in entries if e.list_id not in report.memberships]
    if day:
        differences = [
            *footnotes_against_notes(life.pointers(), rows, entries, day),
            *tables_against_notes(noted, sources.lists),
        ]
        report.differences = [d._asdict() | {"open": d.open} for d in with_reasons(differences, entries)]
    return rows, _whole_lists(noted)


def _read_editions(sources: Sources, report: BuildReport, progress: Progress) -> Life:
    days = (read_releases(sources.releases) if sources.releases else {}) | publication_days(sources.lists)
    known = [path for path in sources.editions if edition_name(path) in days]
    for path in sources.editions:
        if path not in known:
            report.not_read.append(f"{edition_name(path).text}: no day of publication is known for it")
    if not known:
        raise UnreadableFile(
            "no edition has a day of publication",
            where=str(sources.lists / "revision_dates.csv"),
            remedy="give a table with the columns revision and effective_date",
        )
    life = Life(days)
    with paused_garbage_collection():
        for number, path in enumerate(known):
            progress(edition_name(path).text, number, len(known))
            life.take(read_edition(path))
        progress("done", len(known), len(known))
    report.editions = [name.text for name in life.names]
    report.published = {name.text: days[name] for name in life.names}
    return life


def _newest_notes(paths: Sequence[Path], report: BuildReport) -> Notes | None:
    """The notes of the newest text; without the library that reads PDF, the book is built without them."""
    read = []
    for path in paths:
        try:
            read.append(read_notes(path))
        except NotInstalled as fault:
            report.not_read.append(f"{path.name}: {fault.text}")
    return max(read, key=lambda notes: _order(notes.edition), default=None)


def _order(edition: str) -> EditionName:
    return edition_name("hts_" + edition.replace(" revision ", "_rev_").replace(" basic", "_basic"))


def _whole_lists(noted: Sequence[Membership]) -> tuple[str, ...]:
    """Lists the notes give in full; not those with a past or with days that the notes do not print."""
    printed = {row.list_id for row in noted}
    return tuple(sorted(printed - {f"us.s301.list-{n}" for n in ("1", "2", "3", "4a")} - set(DATED_BY_TABLE)))


def _manifest_of(sources: Sources) -> dict[str, Any]:
    files = [*sources.editions, *sources.notes, *sorted(sources.lists.glob("*.csv"))]
    return {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in files
    }


def _write_report(path: Path, report: BuildReport) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)
