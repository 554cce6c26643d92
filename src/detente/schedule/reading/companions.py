"""Tables that stand beside the official texts: days and codes the texts at hand do not print.

Each table is a CSV of the folder ``lists/``. It is no official text: what is taken from it is marked
so in `cite` and has confidence B (C where its codes are known to be wider than the legal ones).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from detente.schedule.lines import Membership
from detente.schedule.reading.editions import EditionName, edition_name
from detente.terms import UnreadableFile

MOST_ROWS = 500_000
_CODE = re.compile(r"\d{4,10}$")


@dataclass(slots=True)
class Table:
    """One table read: its name and rows by column, codes as digits."""

    name: str
    rows: list[dict[str, str]] = field(default_factory=list)

    @property
    def cite(self) -> str:
        """How its rows are cited."""
        return f"table {self.name} (not an official text)"


def read_table(folder: Path, name: str, columns: tuple[str, ...]) -> Table:
    """A table of the folder; without rows when the file is not there.

    Raises
    ------
    UnreadableFile
        When it lacks a column, is no text, or has too many rows.
    """
    path = folder / name
    table = Table(name)
    if not path.is_file():
        return table
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(line for line in stream if not line.startswith("#"))
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableFile(
                    f"lacks the column {missing[0]!r}", where=name, remedy=f"columns: {', '.join(columns)}"
                )
            for row in reader:
                table.rows.append(
                    {k: "" if (v or "") == "NA" else (v or "").strip() for k, v in row.items() if k}
                )
                if len(table.rows) > MOST_ROWS:
                    raise UnreadableFile(f"has more than {MOST_ROWS:,} rows", where=name)
    except (UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableFile(f"is no CSV text ({fault})", where=name) from None
    return table


def digits_of(text: str, where: str = "") -> str:
    """The digits of a code of a table.

    Raises
    ------
    UnreadableFile
        When it is no code of 4 to 10 digits.
    """
    digits = text.replace(".", "").strip('" ')
    if not _CODE.match(digits):
        raise UnreadableFile(f"{text[:40]!r} is no code of 4 to 10 digits", where=where)
    return digits


def publication_days(folder: Path) -> dict[EditionName, str]:
    """The day on which each edition was published, from ``revision_dates.csv``."""
    days: dict[EditionName, str] = {}
    for row in read_table(folder, "revision_dates.csv", ("revision", "effective_date")).rows:
        label = row["revision"] if row["revision"].startswith("20") else f"2025_{row['revision']}"
        days[edition_name(label)] = date.fromisoformat(row["effective_date"]).isoformat()
    return days


def after(day: str) -> str:
    """The day after an ISO day: tables give last days, books give first days no longer.

    Examples
    --------
    >>> after("2025-10-13")
    '2025-10-14'
    """
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


def annex_ii(folder: Path) -> Iterator[Membership]:
    """Annex II of the reciprocal duty with its dated additions and removals."""
    table = read_table(
        folder, "annex_ii_first_appearance.csv", ("prefix", "first_effective_date", "end_effective_date")
    )
    for row in table.rows:
        yield Membership(
            digits_of(row["prefix"], table.name),
            "us.ieepa.annex-ii",
            row["first_effective_date"],
            after(row["end_effective_date"]),
            confidence="B",
            cite=table.cite,
        )


_CONTENT_LISTS: Mapping[str, str] = {
    "9903.81.91": "us.s232.steel-derivatives-content",
    "9903.85.08": "us.s232.aluminum-derivatives-content",
    "9903.85.07": "us.s232.aluminum-derivatives-full",
    "9903.85.04": "us.s232.aluminum-derivatives-2020",
}


def section_232(folder: Path) -> Iterator[Membership]:
    """Steel, aluminium, copper and pharmaceutical lists that the notes at hand no longer print."""
    yield from _metal_articles(folder)
    yield from _metal_contents(folder)
    copper = read_table(folder, "s232_copper_products.csv", ("hts10", "ch99_code"))
    for row in copper.rows:
        yield _row(row["hts10"], "us.s232.copper", copper, "", row["ch99_code"])
    pharma = read_table(folder, "s232_pharma_products.csv", ("hts10",))
    for row in pharma.rows:
        yield _row(row["hts10"], "us.s232.pharma", pharma, "", "")


def _metal_articles(folder: Path) -> Iterator[Membership]:
    """Mill articles, the derivatives of Proclamation 9980, and derivatives on full value."""
    columns = ("hts_prefix", "metal_type", "kind", "effective_date", "source")
    table = read_table(folder, "s232_metal_chapter_products.csv", columns)
    for row in table.rows:
        if row["kind"] == "mill":
            kind = ""
        else:
            kind = "-derivatives-2020" if "9980" in row["source"] else "-derivatives-full"
        home = f"us.s232.{row['metal_type']}{kind}"
        yield _row(row["hts_prefix"], home, table, row["effective_date"], row["source"])


def _metal_contents(folder: Path) -> Iterator[Membership]:
    """Derivatives on metal content; where the table was cut to 8 digits, by the annexes' statistical
    numbers."""
    columns = ("hts_prefix", "ch99_code", "derivative_type", "effective_date")
    table = read_table(folder, "s232_derivative_products.csv", columns)
    exact = _numbers_of_annexes(folder)
    for row in table.rows:
        if row["ch99_code"] not in _CONTENT_LISTS:
            continue
        whole = digits_of(row["hts_prefix"], table.name)
        numbers = exact.get((row["derivative_type"], whole), ())
        home, day = _CONTENT_LISTS[row["ch99_code"]], row["effective_date"]
        if numbers:
            more = f"{row['ch99_code']}; statistical numbers by the annexes of 2 April 2026"
            yield from (_row(number, home, table, day, more) for number in numbers)
        else:
            yield _row(whole, home, table, day, row["ch99_code"], confidence="C")


def _numbers_of_annexes(folder: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Metal and line of 8 digits to the statistical numbers the metals annexes name, when not the whole
    line."""
    table = read_table(
        folder, "s232_annex_products.csv", ("hts_prefix", "annex", "metal_type", "effective_date")
    )
    first = min((row["effective_date"] for row in table.rows), default="")
    codes = {
        (row["metal_type"], digits_of(row["hts_prefix"], table.name))
        for row in table.rows
        if row["effective_date"] == first
    }
    by_line: dict[tuple[str, str], list[str]] = {}
    for metal, code in sorted(codes):
        if len(code) == 10 and (metal, code[:8]) not in codes:
            by_line.setdefault((metal, code[:8]), []).append(code)
    return {line: tuple(numbers) for line, numbers in by_line.items()}


def _row(
    code: str, list_id: str, table: Table, first: str, more: str, *, confidence: str = "B"
) -> Membership:
    cite = f"{table.cite}, {more}" if more else table.cite
    return Membership(digits_of(code, table.name), list_id, first, confidence=confidence, cite=cite)


METALS_LISTS: Mapping[str, str] = {"1a": "metals-1a", "1b": "metals-1b", "1c": "metals-1c", "3": "metals-3"}


def metals_changes(folder: Path, since: str) -> Iterator[Membership]:
    """Changes of the metals annexes after the notes at hand: rows whose day is later than `since`.

    A row of annex 2 takes a code off the metals lists; its `list_id` is then empty.
    """
    table = read_table(
        folder, "s232_annex_products.csv", ("hts_prefix", "annex", "metal_type", "source", "effective_date")
    )
    for row in table.rows:
        if row["effective_date"] > since:
            home = METALS_LISTS.get(row["annex"], "")
            base = _row(
                row["hts_prefix"],
                f"us.s232.{home}" if home else "",
                table,
                row["effective_date"],
                row["source"],
            )
            yield base._replace(words=row["metal_type"])


def forced_labor(folder: Path) -> Iterator[Membership]:
    """Goods free of the forced-labour duty: note 52(b) and (c), and by their use (d) and (e)."""
    table = read_table(folder, "note52b_forced_labor_exempt.csv", ("hts", "kind", "heading"))
    homes = {"full": "us.s301-forced-labor.exempt", "described": "us.s301-forced-labor.described"}
    for row in table.rows:
        if row["kind"] in homes:
            yield _row(row["hts"], homes[row["kind"]], table, "", row["heading"])
    name = "note52_d_aircraft_e_pharma_use.csv"
    uses = read_table(_beside(folder, name), name, ("hts8", "heading", "note"))
    homes = {"52(d)": "us.s301-forced-labor.aircraft", "52(e)": "us.s301-forced-labor.pharma"}
    for row in uses.rows:
        if row["note"] in homes:
            yield _row(row["hts8"], homes[row["note"]], uses, "", f"{row['heading']}, note {row['note']}")


def unmanned_aircraft(folder: Path) -> Iterator[Membership]:
    """Unmanned aircraft, their docks and parts, note 43(c)."""
    name = "note43c_unmanned_aircraft.csv"
    table = read_table(_beside(folder, name), name, ("hts", "subdivision", "heading"))
    for code, note in sorted({(row["hts"], row["subdivision"]) for row in table.rows}):
        yield _row(code, "us.s232.drones", table, "", f"note {note}")


def _beside(folder: Path, name: str) -> Path:
    """The folder that holds a table: that of the tables, or another beside it."""
    if (folder / name).is_file():
        return folder
    return next((path.parent for path in sorted(folder.parent.glob(f"*/{name}"))), folder)


def earlier_301(folder: Path) -> dict[str, set[str]]:
    """Codes by Section 301 list of 2018-2019 as a table gives them, whatever became of them later."""
    table = read_table(folder, "s301_product_lists.csv", ("hts8", "list", "ch99_code"))
    homes = {"1": "list-1", "2": "list-2", "3": "list-3", "4A": "list-4a"}
    codes: dict[str, set[str]] = {f"us.s301.{home}": set() for home in homes.values()}
    for row in table.rows:
        if row["list"] in homes:
            codes[f"us.s301.{homes[row['list']]}"].add(digits_of(row["hts8"], table.name))
    return codes


PUBLISHED_301 = "s301_lists/s301_lists_as_published_2018_2019.csv"
_LISTS_301 = {"1": "list-1", "2": "list-2", "3": "list-3", "4A": "list-4a", "4B": "list-4b"}


def published_301(folder: Path) -> dict[str, dict[str, str]]:
    """Codes of the five Section 301 lists as they were published, each with how it is cited.

    A row whose remark doubts it is left out.
    """
    path = folder / PUBLISHED_301
    table = read_table(path.parent, path.name, ("hts8", "list", "heading", "remark"))
    codes: dict[str, dict[str, str]] = {}
    for row in table.rows:
        if row["list"] in _LISTS_301 and not row["remark"].startswith("check"):
            home = codes.setdefault(f"us.s301.{_LISTS_301[row['list']]}", {})
            home[digits_of(row["hts8"], table.name)] = f"{table.cite}, {row['heading']}"
    return codes
