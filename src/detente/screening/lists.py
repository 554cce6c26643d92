"""Lists of parties: the user's own, or the official consolidated list, mapped to the lists the law names.

The consolidated list (CSV or JSON) is recognised by its ``source`` column: ``source`` gives the list,
``name`` and ``alt_names`` (separated by ``;``) the names, ``programs`` the programmes, ``entity_number``
is kept as a reference. A user's list has ``list`` and ``party_id`` or ``name``, and may have
``programmes`` and ``alt_names``. A list the law files do not name is screened under the US 50 % rule,
which errs on the side of catching, and the answer says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from detente.regime import FeeLicenceTables, ListName, OwnershipTest, standing
from detente.rowfiles import ReadColumn, RowFault, Sheet, Source, Upload, is_file, read_sheet
from detente.terms import UnreadableFile, file_at, folded

if TYPE_CHECKING:
    import polars as pl

LISTED = ("party_id", "name", "list", "programmes", "alt_names")  # what a person may say of a list
MAX_JSON = 500_000_000


Given: TypeAlias = "Path | str | Upload | Source"


@dataclass(frozen=True)
class Listed:
    """Entries of lists: frame of ``party_id, name, list, extends, rule`` (one row a name), notes and
    faults."""

    frame: pl.DataFrame
    notes: tuple[str, ...]
    faults: tuple[RowFault, ...]
    name: str = "listed"
    mapping: tuple[ReadColumn, ...] = ()


def read_list(value: object, tests: Iterable[OwnershipTest]) -> Listed:
    """A list from a path, a frame, rows or a list already read."""
    from detente.screening.register import as_sheet

    if isinstance(value, Listed):
        return value
    if is_file(value):
        return read_listed(value, tests)  # type: ignore[arg-type]
    return listed_from(as_sheet(value, "listed", ()), tests)


def law_lists(law: FeeLicenceTables, moment: str, known: str) -> Listed:
    """The entities that the law files name, listed and not suspended on a day, as known on a day.

    The names read are few beside the entities listed; the notes give both counts.
    """
    rows: list[dict[str, str]] = []
    named = total = 0
    for measure in law.entity_lists:
        tracks = {track.id: track for track in measure.tracks}
        for listing in measure.listings:
            if not standing(tracks[listing.track], measure.imposed_by, moment, known).open:
                continue
            named, total = named + len(listing.names), total + int(listing.count)
            rows += [{"party_id": "", "name": name, "list": listing.list_} for name in listing.names]
    frame = _text_frame(rows, ("party_id", "name", "list"))
    listed = listed_from(Sheet("law", frame, 1), law.ownership_tests)
    said = (
        f"{named} names read of {total} entities on China's lists that day: a party not found may still "
        "be listed"
    )
    return Listed(listed.frame, (*listed.notes, said), listed.faults, "law")


def given_tables(
    parties: Given,
    owners: Given,
    listed: Given,
    law: FeeLicenceTables,
    on: str,
    known: str,
) -> tuple[Sheet, Sheet, Listed]:
    """The three tables of a screening from files or uploads; `listed` may be the word ``law``.

    Raises
    ------
    UnreadableFile
        When one cannot be read or lacks a column.
    """
    from detente.screening.register import PARTIES, read_owners

    people = read_sheet(parties, required=PARTIES[:1], known=(*PARTIES, "aliases"))
    holdings = read_owners(owners)
    if str(listed) == "law":
        return people, holdings, law_lists(law, f"{on}T23:59", known)
    return people, holdings, read_listed(listed, law.ownership_tests)


def read_listed(path: Given, tests: Iterable[OwnershipTest]) -> Listed:
    """Read a list file (CSV, Parquet, Excel, or the consolidated list's JSON).

    Raises
    ------
    UnreadableFile
        When the file cannot be read or lacks its columns.
    """
    given = path.given if isinstance(path, Source) else path
    if not isinstance(given, Upload) and Path(given).suffix.lower() == ".json":
        return listed_from(_from_json(Path(given)), tests)
    known = LISTED if isinstance(path, Source) and path.reading.columns else ()
    return listed_from(read_sheet(path, known=known), tests)


def listed_from(sheet: Sheet, tests: Iterable[OwnershipTest]) -> Listed:
    """Entries of a list already read."""
    import polars as pl

    frame = sheet.frame
    if "list" not in frame.columns and "source" in frame.columns:
        frame = frame.rename({"source": "list"})
    if "list" not in frame.columns:
        raise UnreadableFile(
            f"column list is missing (found: {', '.join(frame.columns[:20])})", where=sheet.name,
            remedy="give list and party_id or name, or the official consolidated list",
        )  # fmt: skip
    if not {"party_id", "name"} & set(frame.columns):
        raise UnreadableFile("neither party_id nor name is there", where=sheet.name, remedy="add one of them")
    known = list(tests)
    notes: dict[str, None] = {}
    faults: list[RowFault] = []
    rows: list[dict[str, str]] = []
    for place, row in zip(sheet.rows, frame.iter_rows(named=True), strict=True):
        party, name = (str(row.get(k) or "").strip() for k in ("party_id", "name"))
        said = str(row.get("list") or "").strip()
        if not said or not (party or name):
            faults.append(
                RowFault(place, "list" if not said else "party_id", "is empty: the entry is left out")
            )
            continue
        found = _find_lists(said, known)
        programmes = str(row.get("programmes") or row.get("programs") or "")
        names = [name, *re.split(r"[;|]", str(row.get("alt_names") or ""))]
        for test, entry, remark in _assign_tests(said, found, programmes, known):
            if remark:
                notes[remark] = None
            title = entry.title.en if entry else said
            rows += [
                {"party_id": party, "name": n.strip(), "list": title, "rule": test.rule if test else "listed"}
                for n in names
                if party or n.strip()
            ]
    entries = pl.DataFrame(
        rows, schema=dict.fromkeys(("party_id", "name", "list", "rule"), pl.String)
    ).unique(maintain_order=True)
    return Listed(entries, tuple(notes), tuple(f.of(sheet.name) for f in faults), sheet.name, sheet.mapping)


def _find_lists(said: str, tests: list[OwnershipTest]) -> list[tuple[OwnershipTest, ListName]]:
    low = re.sub(r"[\s_]+", " ", folded(said).casefold()).strip()
    return [
        (test, entry)
        for test in tests
        for entry in test.lists
        if low in {entry.id.replace("_", " "), *(re.sub(r"[\s_]+", " ", n.casefold()) for n in entry.names)}
    ]


def _assign_tests(
    said: str, found: list[tuple[OwnershipTest, ListName]], programmes: str, tests: list[OwnershipTest]
) -> list[tuple[OwnershipTest | None, ListName | None, str]]:
    """Which tests an entry starts, and what must be said about it."""
    if not found:
        half = next((t for t in tests if t.test == "half_in_sum"), None)
        rule = half.rule if half else "listed"
        return [(half, None, f"list {said!r} is not one the law files name: screened under {rule}")]
    made: list[tuple[OwnershipTest | None, ListName | None, str]] = []
    for test, entry in found:
        if not entry.extends:
            made.append(
                (None, entry, f"{entry.title.en}: its members are listed, what they own is not caught")
            )
        elif entry.programmes and programmes.strip():
            tags = {t.strip().upper() for t in re.split(r"[;,|\[\]]", programmes) if t.strip()}
            if tags & set(entry.programmes):
                made.append((test, entry, ""))
            else:
                made.append(
                    (None, entry, f"{entry.title.en}: entries of other programmes start no ownership test")
                )
        else:
            made.append((test, entry, ""))
    return made


def _text_frame(rows: list[dict[str, str]], columns: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))


def _from_json(path: Path) -> Sheet:
    import polars as pl

    if not file_at(path):
        raise UnreadableFile("there is no such file", where=str(path))
    if path.stat().st_size > MAX_JSON:
        raise UnreadableFile(f"the file is larger than {MAX_JSON:,} bytes", where=path.name)
    try:
        data: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as fault:
        raise UnreadableFile(f"it cannot be read as JSON ({str(fault)[:120]})", where=path.name) from None
    results = data.get("results") if isinstance(data, dict) else data
    if not isinstance(results, list) or not all(isinstance(r, dict) for r in results):
        raise UnreadableFile(
            "it is no list of entries",
            where=path.name,
            remedy="give the consolidated list's JSON with results",
        )
    keys = ("source", "list", "party_id", "name", "alt_names", "programs", "programmes", "entity_number")
    rows = [{k: _cell_text(r.get(k)) for k in keys if r.get(k) is not None} for r in results]
    present = [k for k in keys if any(k in r for r in rows)]
    frame = pl.DataFrame(
        [{k: r.get(k) for k in present} for r in rows], schema=dict.fromkeys(present, pl.String)
    )
    return Sheet(path.name, frame, 1)


def _cell_text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(str(v) for v in value)
    return str(value)
