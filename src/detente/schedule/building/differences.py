"""Where footnotes of the editions, the notes and the cross-check tables differ, each counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from detente.schedule.building.dated import PointerSpan
from detente.schedule.lines import Membership
from detente.schedule.reading.companions import digits_of, read_table
from detente.schedule.reading.list_registry import ListEntry


class Difference(NamedTuple):
    """One comparison of two sources about one list.

    Parameters
    ----------
    list_id, first, second : str
        The list, and the names of the two sources.
    both : int
        Codes on which they agree.
    only_first, only_second : tuple of str
        Codes that one names and the other does not.
    explained : tuple of (code, why)
        Those of them whose reason the registry of lists gives.
    """

    list_id: str
    first: str
    second: str
    both: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    explained: tuple[tuple[str, str], ...] = ()

    @property
    def agree(self) -> bool:
        """Whether the two name the same codes."""
        return not self.only_first and not self.only_second

    @property
    def open(self) -> tuple[str, ...]:
        """Codes on which they differ for no known reason."""
        known = {code for code, _ in self.explained}
        return tuple(code for code in (*self.only_first, *self.only_second) if code not in known)


def with_reasons(differences: Iterable[Difference], registry: Iterable[ListEntry]) -> list[Difference]:
    """The differences with the reasons the registry gives."""
    reasons: dict[str, dict[str, str]] = {entry.list_id: dict(entry.differs) for entry in registry}
    reasons["us.s301.exclusions"] = reasons.get("us.s301.exclusion-described", {})
    return [
        difference._replace(
            explained=tuple(
                (code, reasons[difference.list_id][code])
                for code in (*difference.only_first, *difference.only_second)
                if code in reasons.get(difference.list_id, {})
            )
        )
        for difference in differences
    ]


def footnotes_against_notes(
    pointers: Sequence[PointerSpan],
    memberships: Iterable[Membership],
    registry: Iterable[ListEntry],
    day: str,
) -> list[Difference]:
    """Lines whose footnotes point at a list's heading on a day, against the list's lines that day.

    Compared at 8 digits: footnotes stand on a line even when a note takes only a part of it.
    """
    by_heading: dict[str, set[str]] = defaultdict(set)
    for span in pointers:
        if span.from_day <= day and (not span.to_day or day < span.to_day):
            by_heading[span.heading].add(span.digits[:8])
    by_list: dict[str, set[str]] = defaultdict(set)
    for row in memberships:
        if row.from_day <= day and (not row.to_day or day < row.to_day):
            by_list[row.list_id].add(row.prefix[:8])
    differences = []
    for entry in registry:
        footed, listed = by_heading.get(entry.heading, set()), by_list.get(entry.list_id, set())
        if footed and listed and not entry.list_id.startswith("us.s301.exclusion"):
            differences.append(
                _compare(entry.list_id, f"notes on {day}", listed, f"footnotes on {day}", footed)
            )
    excluded = by_list.get("us.s301.exclusion-whole", set()) | by_list.get(
        "us.s301.exclusion-described", set()
    )
    footed = by_heading.get("9903.88.69", set())
    if excluded and footed:
        differences.append(
            _compare("us.s301.exclusions", f"notes on {day}", excluded, f"footnotes on {day}", footed)
        )
    return differences


_CHECKS = (
    ("s301_china_lists_hts2026rev6.csv", "hts", "us_note", {
        "20(b)": "us.s301.list-1", "20(d)": "us.s301.list-2", "20(f)": "us.s301.list-3",
        "31(b)": "us.s301.note-31b", "31(c)": "us.s301.note-31c", "31(d)": "us.s301.note-31d",
        "31(e)": "us.s301.note-31e", "31(f)": "us.s301.note-31f", "31(g)": "us.s301.note-31g",
        "31(h)": "us.s301.note-31h", "31(i)": "us.s301.note-31i", "31(j)": "us.s301.note-31j",
        "31(k)": "us.s301.chassis", "31(l)": "us.s301.sts-cranes", "20(s)(i)": "us.s301.list-4a",
        "20(u)(i)": "us.s301.list-4b",
    }),
    ("exempt_lists_hts2026rev6.csv", "hts", "us_note", {
        "2(v)(iii)(a)": "us.ieepa.annex-ii", "2(aa)(ii)": "us.s122.exempt", "2(aa)(iv)": "us.s122.aircraft",
    }),
    ("s232_metals_note16_hts2026rev6.csv", "hts", "subdivision", {
        **dict.fromkeys([f"16(c)({r})" for r in ("i", "ii", "iii", "iv", "v")], "us.s232.metals-1a"),
        **dict.fromkeys([f"16(c)({r})" for r in ("vi", "vii", "viii")], "us.s232.metals-1b"),
        **dict.fromkeys([f"16(c)({r})" for r in ("ix", "x")], "us.s232.metals-3"),
    }),
)  # fmt: skip


def tables_against_notes(noted: Iterable[Membership], lists: Path) -> list[Difference]:
    """The cross-check tables of the same edition against our reading of its notes.

    Lines of which a note takes a part stand outside: the tables do not have them.
    """
    by_list: dict[str, set[str]] = defaultdict(set)
    for row in noted:
        if not ("parts" in row.words or "provided for in" in row.words):
            by_list[row.list_id].add(row.prefix)
    differences = []
    for name, code_column, note_column, homes in _CHECKS:
        table = read_table(lists, name, (code_column, note_column))
        given: dict[str, set[str]] = defaultdict(set)
        for line in table.rows:
            if line[note_column] in homes:
                given[homes[line[note_column]]].add(digits_of(line[code_column], name))
        for list_id, codes in given.items():
            listed = {c for c in by_list[list_id] if len(c) != 10 or list_id not in _WITH_PARTS}
            differences.append(_compare(list_id, "notes", listed, f"table {name}", codes))
    return differences


_WITH_PARTS = ("us.s301.list-4a", "us.s301.list-4b")


def _compare(list_id: str, first: str, ours: set[str], second: str, theirs: set[str]) -> Difference:
    return Difference(
        list_id, first, second, len(ours & theirs), tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours))
    )
