"""Lists of parties: the user's own, a published one, or those of the law; mapped to the lists the law names.

A user's list has ``list`` and ``party_id`` or ``name``, and may have ``programmes``, ``alt_names``, ``from``
and ``until``. Published lists are recognised by what they hold (see ``list_files``). A list the law files do
not name is screened under the US 50 % rule, which errs on the side of catching, and the answer says so.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from detente.regime import FeeLicenceTables, OwnershipTest
from detente.rowfiles import ReadColumn, RowFault, Sheet, Source, Upload, is_file, read_sheet
from detente.screening.answer import ListScreened
from detente.screening.law_names import LAW, lists_screened, open_parties
from detente.screening.list_files.entries import MAX_BYTES, ListFile, day_of
from detente.screening.list_files.json_lists import read_json_list
from detente.screening.list_files.table_lists import table_list
from detente.screening.list_files.xml_lists import read_xml_list
from detente.screening.list_tests import LISTED_ONLY, ListTests
from detente.terms import UnreadableFile, file_at

if TYPE_CHECKING:
    import polars as pl

LISTED = (
    "party_id",
    "name",
    "list",
    "programmes",
    "alt_names",
    "from",
    "until",
)  # what may be said of a list
TEXT = ("party_id", "name", "list", "rule", "from", "until", "doubt")


Given: TypeAlias = "Path | str | Upload | Source"


@dataclass(frozen=True)
class Listed:
    """Entries of lists: frame of ``party_id, name, list, rule, from, until, doubt, entry`` (one row a name
    and test, `entry` the number of the party), notes and faults; `day` as the file says it, `screened` where
    the lists are those of the law."""

    frame: pl.DataFrame
    notes: tuple[str, ...]
    faults: tuple[RowFault, ...]
    name: str = "listed"
    mapping: tuple[ReadColumn, ...] = ()
    day: str = ""
    screened: tuple[ListScreened, ...] = ()

    def of_day(self, on: str) -> Listed:
        """The entries listed on a day, where the file says from when and until when."""
        import polars as pl

        held = (pl.col("from") <= on) & ((pl.col("until") == "") | (pl.col("until") >= on))
        kept = self.frame.filter(held)
        left = self.frame["entry"].n_unique() - kept["entry"].n_unique()
        if not left:
            return self
        return replace(self, frame=kept, notes=(*self.notes, f"{left} entries are not listed on {on}"))


def read_list(value: object, tests: Iterable[OwnershipTest]) -> Listed:
    """A list from a path, a frame, rows or a list already read."""
    from detente.screening.register import as_sheet

    if isinstance(value, Listed):
        return value
    if is_file(value):
        return read_listed(value, tests)  # type: ignore[arg-type]
    return listed_from(as_sheet(value, "listed", ()), tests)


def law_lists(law: FeeLicenceTables, moment: str, known: str) -> Listed:
    """The parties that the law lists by name on a day, as known on a day, under either reading.

    A listing that is in force by the text and suspended as announced, or the other way round, is a question.
    """
    tests = ListTests(law.ownership_tests)
    rows: list[tuple[str, ...]] = []
    for number, (party, text, announced) in enumerate(open_parties(law, (moment, known))):
        doubt = ""
        if text.open != announced.open:
            by_text, said = (stand.state.replace("_", " ") for stand in (text, announced))
            doubt = f"{by_text} by the text, {said} as announced"
        for test, entry, _ in tests.assigned(party.action.list_, ""):
            title = entry.title.en if entry else party.action.list_
            rule = test.rule if test else LISTED_ONLY
            rows += [("", name, title, rule, "", "", doubt, str(number)) for name in party.party.names]
    screened = lists_screened(law, (moment, known))
    names = sum(row.names for row in screened)
    total = sum(row.listed or 0 for row in screened)
    said = (
        f"{names} names read of {total} entities on China's lists that day: a party not found may still "
        "be listed"
    )
    return Listed(_frame(rows), (said,), (), LAW, day=moment[:10], screened=screened)


def given_tables(
    parties: Given | Sheet, owners: Given, listed: Given, law: FeeLicenceTables, on: str, known: str
) -> tuple[Sheet, Sheet, Listed]:
    """The three tables of a screening from files or uploads; `listed` may be the word ``law``.

    Raises
    ------
    UnreadableFile
        When one cannot be read or lacks a column.
    """
    from detente.screening.register import KNOWN_OF_PARTIES, PARTIES, no_owners, read_owners

    people = (
        parties
        if isinstance(parties, Sheet)
        else read_sheet(parties, required=PARTIES[:1], known=KNOWN_OF_PARTIES, say_unread=True)
    )
    holdings = read_owners(owners) if str(owners) else no_owners()
    if str(listed) == LAW:
        return people, holdings, law_lists(law, f"{on}T23:59", known)
    return people, holdings, read_listed(listed, law.ownership_tests)


def read_listed(path: Given, tests: Iterable[OwnershipTest]) -> Listed:
    """Read a list file: a table, the consolidated list's JSON, entities one a line, or XML.

    Raises
    ------
    UnreadableFile
        When the file cannot be read or lacks its columns.
    """
    given = path.given if isinstance(path, Source) else path
    name = given.name if isinstance(given, Upload) else Path(given).name
    with _opened(given) as file:
        first = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        file.seek(0)
        if first == b"<":
            return _listed_of(read_xml_list(file, name), tests)
        if first in (b"{", b"["):
            return _listed_of(read_json_list(file, name), tests)
    known = LISTED if isinstance(path, Source) and path.reading.columns else ()
    return listed_from(read_sheet(path, known=known), tests)


def _opened(given: Path | str | Upload) -> BinaryIO:
    if isinstance(given, Upload):
        return io.BytesIO(given.body)
    path = Path(given)
    if not file_at(path):
        raise UnreadableFile("there is no such file", where=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"the file is larger than {MAX_BYTES:,} bytes", where=path.name)
    return path.open("rb")


def listed_from(sheet: Sheet, tests: Iterable[OwnershipTest]) -> Listed:
    """Entries of a list already read as a table."""
    published = table_list(sheet)
    if published is not None:
        return replace(_listed_of(published, tests), mapping=sheet.mapping)
    frame = sheet.frame
    if "list" not in frame.columns:
        raise UnreadableFile(
            f"column list is missing (found: {', '.join(frame.columns[:20])})", where=sheet.name,
            remedy="give list and party_id or name, or the official consolidated list",
        )  # fmt: skip
    if not {"party_id", "name"} & set(frame.columns):
        raise UnreadableFile("neither party_id nor name is there", where=sheet.name, remedy="add one of them")
    return _entries(sheet, ListTests(tuple(tests)))


def _listed_of(published: ListFile, tests: Iterable[OwnershipTest]) -> Listed:
    sheet = Sheet(published.name, published.frame, 1)
    listed = _entries(sheet, ListTests(tuple(tests)))
    notes = (f"{published.name} is read as {published.layout}", *published.notes, *listed.notes)
    return replace(listed, notes=notes, faults=(*published.faults, *listed.faults), day=published.day)


def _entries(sheet: Sheet, tests: ListTests) -> Listed:
    notes: dict[str, None] = {}
    faults: list[RowFault] = []
    rows: list[tuple[str, ...]] = []
    for number, (place, row) in enumerate(zip(sheet.rows, sheet.frame.iter_rows(named=True), strict=True)):
        party, name, said = (str(row.get(k) or "").strip() for k in ("party_id", "name", "list"))
        if not said or not (party or name):
            words = "is empty: the entry is left out"
            faults.append(RowFault(place, "list" if not said else "party_id", words))
            continue
        days = (day_of(row.get("from")), day_of(row.get("until")))
        programmes = str(row.get("programmes") or row.get("programs") or "")
        names = list(_names_of(name, row.get("alt_names"), party))
        for test, entry, remark in tests.assigned(said, programmes):
            if remark:
                notes[remark] = None
            title, rule = entry.title.en if entry else said, test.rule if test else LISTED_ONLY
            rows += [(party, n, title, rule, *days, "", str(number)) for n in names]
    return Listed(
        _frame(rows), tuple(notes), tuple(f.of(sheet.name) for f in faults), sheet.name, sheet.mapping
    )


def _names_of(name: str, others: object, party: str) -> Iterator[str]:
    for one in (name, *re.split(r"[;|]", str(others or ""))):
        if one.strip() or (party and one is name):
            yield one.strip()


def _frame(rows: list[tuple[str, ...]]) -> pl.DataFrame:
    import polars as pl

    schema = dict.fromkeys((*TEXT, "entry"), pl.String)
    frame = pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)
    return frame.with_columns(pl.col("entry").cast(pl.UInt32))
