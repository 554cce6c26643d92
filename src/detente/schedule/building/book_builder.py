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
from detente.schedule.building.concordance import UNKNOWN, Renumbered, nearest_of, successions
from detente.schedule.building.dated import DAY_NOT_SEEN, Life
from detente.schedule.building.differences import footnotes_against_notes, tables_against_notes, with_reasons
from detente.schedule.building.following import follow
from detente.schedule.building.later_lines import heading_lines, with_number_changes
from detente.schedule.building.sync import read_releases
from detente.schedule.lines import BookMeta, DatedLine, Membership, Succession
from detente.schedule.places import US_BOOK
from detente.schedule.reading.companions import PUBLISHED_301, published_301
from detente.schedule.reading.editions import EditionName, edition_name, is_csv, read_edition
from detente.schedule.reading.later_changes import (
    NumberChange,
    last_revision,
    new_headings,
    number_changes,
)
from detente.schedule.reading.list_registry import ListEntry, read_registry
from detente.schedule.reading.note_lists import note_memberships, number_days
from detente.schedule.reading.notes import Notes, read_notes
from detente.schedule.reading.schedule_days import Publication, publications, schedule_days
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

    @property
    def folder(self) -> Path:
        """The folder that holds all of them."""
        return self.lists.parent


@dataclass(slots=True)
class BuildReport:
    """What a build read and could not settle; kept beside the book for `detente data verify`.

    `published` holds the editions' days of publication, which are not legal days. `answers` says from which
    day to before which day an answer rests on which edition, and until which day it is known to have been
    the newest; `days_not_seen` which rates change on a day no edition shows; `concordance` how many codes
    that ended have successors, by how these are known.
    """

    content_hash: str = ""
    editions: list[str] = field(default_factory=list)
    published: dict[str, str] = field(default_factory=dict)
    answers: list[list[str]] = field(default_factory=list)
    mended: dict[str, list[str]] = field(default_factory=dict)
    concordance: dict[str, int] = field(default_factory=dict)
    days_not_seen: list[list[str]] = field(default_factory=list)
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
    for place in (folder / "hts_json", folder, folder / "hts_csv"):  # JSON first: it has footnotes
        paths = sorted(place.glob("hts_20*"), key=lambda path: (is_csv(path), path.name))
        for path in paths:
            if path.name.endswith((".json", ".json.gz", ".csv", ".csv.gz")):
                named.setdefault(edition_name(path), path)
    sheets = sorted(p.name for p in folder.glob("*hts*.xls*"))
    if not named and sheets:
        raise UnreadableFile(
            f"holds editions as Excel ({', '.join(sheets[:3])}); a book is built from the JSON or CSV export",
            where=str(folder),
            remedy="export the same edition as JSON (hts_<year>_rev_<n>.json), or run `detente data sync`",
        )
    if not named:
        raise UnreadableFile(
            "holds no edition (hts_<year>_rev_<n>.json or .csv, plain or .gz)",
            where=str(folder),
            remedy="run `detente data sync`, or give the folder that holds hts_json/ or hts_csv/",
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
    changes = number_changes(sources.folder)
    notes = _newest_notes(sources.notes, report)
    if notes:
        life.noted_days = number_days(notes)
    became = successions(life, [Renumbered(row.old, row.new, row.day) for row in changes])
    memberships, whole = _memberships_of(sources, entries, (life, became), notes, report)
    lines = _lines_of(life, sources.folder, changes)
    _report_lines(report, life, lines, became)
    report.verified_through = max(life.days[life.names[-1]], last_revision(sources.folder)[1])
    meta = BookMeta(
        kind="built",
        editions=tuple(name.text for name in life.names),
        verified_through=report.verified_through,
        whole_lists=whole,
        unlisted=tuple(report.lists_without_codes),
        manifest=json.dumps(_manifest_of(sources), sort_keys=True),
        renumbered=json.dumps({row.old: nearest_of(row) for row in became if row.new}, sort_keys=True),
        successions=json.dumps({row.old: [row.day, row.kind] for row in became}, sort_keys=True),
        edition_days=json.dumps([[name.text, life.days[name]] for name in life.names]),
    )
    report.content_hash = write_book(Path(out) / US_BOOK, lines, memberships, meta)
    _write_report(Path(out) / REPORT, report)
    return report


def _lines_of(life: Life, folder: Path, changes: list[NumberChange]) -> list[DatedLine]:
    """The dated lines of the editions, and what tables newer than all of them add."""
    newest = life.days[life.names[-1]]
    later = [row for row in changes if row.day > newest]
    lines = with_number_changes(life.lines(), later)
    return [*lines, *heading_lines(new_headings(folder), lines)]


def _report_lines(report: BuildReport, life: Life, lines: list[DatedLine], became: list[Succession]) -> None:
    """The part of the report on lines, days and successors."""
    report.refused_rates = [list(r) for r in dict.fromkeys(life.refused)]
    report.lines_8 = len({line.code for line in lines if len(line.code) == 8})
    report.lines_10 = len({line.code for line in lines if len(line.code) == 10})
    for row in became:
        kind = row.kind if row.new or row.kind != UNKNOWN else "none"
        report.concordance[kind] = report.concordance.get(kind, 0) + 1
    report.days_not_seen = [
        [line.code, line.general_text, line.from_day, line.to_day]
        for line in lines
        if line.edition.endswith(DAY_NOT_SEEN)
    ]
    firsts = [life.days[name] for name in life.names]
    report.answers = [
        [name.text, first, following, life.last_days.get(name, "")]
        for name, first, following in zip(life.names, firsts, [*firsts[1:], ""], strict=True)
    ]


def _memberships_of(
    sources: Sources,
    entries: tuple[ListEntry, ...],
    lived: tuple[Life, list[Succession]],
    notes: Notes | None,
    report: BuildReport,
) -> tuple[list[Membership], tuple[str, ...]]:
    """All memberships, and the lists the notes give in full; fills the report's part on lists."""
    life, became = lived
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
    if day:
        differences = [
            *footnotes_against_notes(life.pointers(), rows, entries, day),
            *tables_against_notes(noted, sources.lists),
        ]
        report.differences = [d._asdict() | {"open": d.open} for d in with_reasons(differences, entries)]
        followed = follow(rows, became, published_301(sources.folder), day)
        rows += followed.memberships
        report.questions += followed.questions
    for row in rows:
        report.memberships[row.list_id] = report.memberships.get(row.list_id, 0) + 1
    report.lists_without_codes = [e.list_id for e in entries if e.list_id not in report.memberships]
    return rows, _whole_lists(noted)


def _read_editions(sources: Sources, report: BuildReport, progress: Progress) -> Life:
    released = read_releases(sources.releases) if sources.releases else {}
    published = {name: Publication(day) for name, day in released.items()}
    published |= publications(sources.lists, sources.folder / "hts_csv")
    known = [path for path in sources.editions if edition_name(path) in published]
    for path in sources.editions:
        if path not in known:
            report.not_read.append(f"{edition_name(path).text}: no day of publication is known for it")
    if not known:
        raise UnreadableFile(
            "no edition has a day of publication",
            where=str(sources.lists / "revision_dates.csv"),
            remedy="give a table with the columns revision and effective_date",
        )
    days = {name: row.first for name, row in published.items()}
    last_days = {name: row.last for name, row in published.items() if row.last}
    life = Life(days, calendar=schedule_days(), last_days=last_days)
    with paused_garbage_collection():
        for number, path in enumerate(known):
            progress(edition_name(path).text, number, len(known))
            edition = read_edition(path)
            if edition.mended:
                report.mended[edition.name.text] = list(edition.mended)
            life.take(edition)
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
    tables = [
        *sources.lists.glob("*.csv"),
        *sources.folder.glob("hts_2026*/*"),
        *sources.folder.glob(PUBLISHED_301),
    ]
    files = [*sources.editions, *sources.notes, *sorted(tables)]
    return {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in files
    }


def _write_report(path: Path, report: BuildReport) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)
