"""Joins what the notes print with what stands beside them: days, changes, earlier membership.

The order of trust: the notes (which codes), the registry's own additions (an instrument is named),
then tables (which day, and lists no note at hand prints). What none of them settles is a question
in the report, never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from detente.schedule.lines import Membership
from detente.schedule.reading import companions
from detente.schedule.reading.list_registry import Addition, KnownDay, ListEntry

DATED_BY_TABLE = (
    "us.ieepa.annex-ii",
    "us.s232.aluminum-derivatives-full",
    "us.s232.aluminum-derivatives-content",
)


class Combined(NamedTuple):
    """All memberships, and what could not be settled."""

    memberships: list[Membership]
    questions: list[str]


def combine(
    noted: Sequence[Membership], registry: Sequence[ListEntry], lists: Path, notes_day: str
) -> Combined:
    """Every membership of the folder's sources.

    Parameters
    ----------
    noted : sequence of Membership
        From the notes.
    registry : sequence of ListEntry
        The registry of lists.
    lists : Path
        The folder of tables; it may be missing.
    notes_day : str
        Day of the edition of the notes: later rows of the metals table change it.
    """
    questions: list[str] = []
    rows = list(noted)
    annex = list(companions.annex_ii(lists))
    metals = list(companions.section_232(lists))
    settled = {
        (entry.list_id, code)
        for entry in registry
        for addition in entry.also
        for code in addition.codes
        if addition.from_day
    }
    rows = _dated(rows, [*annex, *metals], settled, questions)
    printed = {row.list_id for row in noted}
    here = {(row.list_id, row.prefix) for row in rows}
    rows += [row for row in annex if row.to_day and (row.list_id, row.prefix) not in here]
    rows += [row for row in metals if row.list_id not in printed]
    rows += [row for row in metals if row.list_id == "us.s232.aluminum" and len(row.prefix) == 10]
    rows += [row for row in companions.forced_labor(lists) if row.list_id not in printed]
    rows += [row for row in companions.unmanned_aircraft(lists) if row.list_id not in printed]
    rows = _changed(rows, list(companions.metals_changes(lists, notes_day)))
    rows = _known(_added(rows, registry), registry)
    rows += _earlier(rows, companions.earlier_301(lists), questions)
    return Combined(rows, questions)


def _dated(
    rows: list[Membership], dates: list[Membership], settled: set[tuple[str, str]], questions: list[str]
) -> list[Membership]:
    """Days of tables on codes the notes list without a day, by the code or the longest beginning of it."""
    by_list: dict[str, dict[str, Membership]] = defaultdict(dict)
    for row in dates:
        if row.list_id in DATED_BY_TABLE and not row.to_day:
            by_list[row.list_id][row.prefix] = row
    done = []
    undated: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        table = by_list.get(row.list_id)
        if not table or row.from_day or (row.list_id, row.prefix) in settled:
            done.append(row)
            continue
        near = (table.get(row.prefix[:n]) for n in range(len(row.prefix), 5, -1))
        dated = next((t for t in near if t), None) or next(
            (t for p, t in table.items() if p.startswith(row.prefix)), None
        )
        if dated is None:
            undated[row.list_id].append(row.prefix)
            done.append(row)
        elif dated.from_day:
            done.append(
                row._replace(from_day=dated.from_day, confidence="B", cite=f"{row.cite}; day by {dated.cite}")
            )
        else:
            done.append(row)
    for list_id, codes in undated.items():
        questions.append(
            f"{list_id}: {len(codes)} codes of the note have no day in the tables, taken since the list "
            "exists: " + " ".join(codes)
        )
    return done


def _changed(rows: list[Membership], changes: list[Membership]) -> list[Membership]:
    """A code of the metals lists that moves ends where it was on the day it moves."""
    moved = {row.prefix: row for row in changes}

    def ended(row: Membership) -> Membership:
        change = moved.get(row.prefix)
        if change is None or row.to_day or change.list_id == row.list_id:
            return row
        if not row.list_id.startswith("us.s232.metals-"):
            return row
        return row._replace(to_day=change.from_day, cite=f"{row.cite}; until {change.cite}")

    done = [ended(row) for row in rows]
    return done + [row for row in changes if row.list_id]


def _earlier(rows: list[Membership], tables: dict[str, set[str]], questions: list[str]) -> list[Membership]:
    """Codes that stood on a list of 2018-2019 until the four-year review took them over."""
    review: dict[str, Membership] = {}
    for row in rows:
        if row.list_id.startswith("us.s301.note-31"):
            known = review.get(row.prefix)
            if known is None or row.from_day < known.from_day:
                review[row.prefix] = row
    now: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        now[row.list_id].add(row.prefix)
    earlier = []
    for list_id, codes in tables.items():
        gone = sorted(codes - now[list_id])
        elsewhere = {c for name in tables if name != list_id for c in now[name]}
        against = [code for code in gone if code in elsewhere]
        if against:
            questions.append(
                f"{list_id}: s301_product_lists.csv puts {len(against)} codes on it that the notes put on "
                "another list of 2018-2019; the table is no official text, so the notes stand and nothing "
                f"is taken from its {len(gone)} codes "
                "beyond them: " + " ".join(against[:20])
            )
            continue
        unsettled = []
        for code in gone:
            taken = [r for prefix, r in review.items() if prefix == code or prefix.startswith(code)]
            earlier += [_until(r, list_id) for r in taken]
            if not taken and not any(prefix.startswith(code) for prefix in now[list_id]):
                unsettled.append(code)
        if unsettled:
            # note 20 names 9802 for the value of work done abroad: a claim of the importer, no goods of a
            # list
            why = (
                "provisions of chapter 98, asked for by the fact chapter_98 and no goods of the list"
                if all(code.startswith("98") for code in unsettled)
                else "left out"
            )
            questions.append(
                f"{list_id}: {len(unsettled)} codes of s301_product_lists.csv stand neither in the note nor "
                "in note 31, "
                f"{why}: " + " ".join(unsettled)
            )
    return earlier


def _until(review: Membership, list_id: str) -> Membership:
    """The membership that ended when the four-year review took a code over."""
    cite = f"table s301_product_lists.csv (not an official text); until {review.cite}"
    known = review.known_day or review.from_day
    return Membership(
        review.prefix, list_id, "", review.from_day, confidence="B", cite=cite, end_known_day=known
    )


def _added(rows: list[Membership], registry: Iterable[ListEntry]) -> list[Membership]:
    """The registry's own dated codes; they stand over undated rows and rows of tables."""
    done = list(rows)
    for entry in registry:
        for addition in entry.also:
            codes = _codes(addition, rows)
            gone = {
                row
                for row in done
                if row.list_id == entry.list_id and row.prefix in codes and _yields(row, addition)
            }
            words = {row.prefix: row.words for row in gone}
            done = [row for row in done if row not in gone]
            done += [
                Membership(
                    code,
                    entry.list_id,
                    addition.from_day,
                    addition.to_day,
                    addition.known_day,
                    confidence=addition.confidence,
                    cite=addition.cite,
                    words=words.get(code, ""),
                    end_known_day=addition.end_known_day,
                )
                for code in sorted(codes)
            ]
    return done


def _yields(row: Membership, addition: Addition) -> bool:
    """Rows of tables and rows without a day give way to an addition that names its instrument and day, rows
    that do not end to one of the same first day that does."""
    ends = bool(addition.to_day) and not row.to_day and row.from_day == addition.from_day
    return row.cite.startswith("table ") or ends or (not row.from_day and bool(addition.from_day))


def _codes(addition: Addition, rows: list[Membership]) -> set[str]:
    if not addition.codes_of:
        return set(addition.codes)
    of_list = {row.prefix for row in rows if row.list_id == addition.codes_of}
    return {code for code in of_list if code.startswith(addition.beginning) and code not in addition.besides}


def _known(rows: list[Membership], registry: Iterable[ListEntry]) -> list[Membership]:
    """Days of knowledge of the registry: of codes that it names, and of all others of a list and day."""
    entries = {entry.list_id: entry for entry in registry}

    def with_days(row: Membership) -> Membership:
        entry = entries.get(row.list_id)
        if entry is None:
            return row
        first = _day_known(entry.known, row.from_day, row.prefix)
        last = _day_known(entry.ends, row.to_day, row.prefix)
        return row._replace(known_day=first or row.known_day, end_known_day=last or row.end_known_day)

    return [with_days(row) for row in rows]


def _day_known(days: Sequence[KnownDay], day: str, code: str) -> str:
    """The day of knowledge for a code, first by the entries that name it."""
    of_day = [row for row in days if day and row.day == day]
    named = next((row.known for row in of_day if code.startswith(row.codes or ("-",))), "")
    return named or next((row.known for row in of_day if not row.codes), "")


def lifted(rows: Sequence[Membership], children: Mapping[str, Sequence[str]]) -> list[Membership]:
    """Statistical numbers that are the only one of their line, written as the line: they reach all of it."""
    return [
        row._replace(prefix=row.prefix[:8])
        if len(row.prefix) == 10 and list(children.get(row.prefix[:8], ())) == [row.prefix]
        else row
        for row in rows
    ]
