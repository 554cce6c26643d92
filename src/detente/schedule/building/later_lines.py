"""Lines changed by tables newer than the newest edition: numbers that went and came, new headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.schedule.lines import DatedLine
from detente.schedule.rate_grammar import read_rate, tidy
from detente.schedule.reading.later_changes import NewHeading, NumberChange, by_number


def with_number_changes(lines: Sequence[DatedLine], changes: list[NumberChange]) -> list[DatedLine]:
    """Numbers that went end on the day of the list; those that came begin, with the units all of theirs had.

    A number that the editions themselves end, or already print, is left as it stands in them.
    """
    went, came = by_number(changes)
    standing = {line.code: line for line in lines if not line.to_day}
    dated = []
    for line in lines:
        change = went.get(line.code)
        if change and not line.to_day and line.from_day < change.day:
            dated.append(line._replace(to_day=change.day, cite=f"{line.cite}; until {change.cite}"))
        else:
            dated.append(line)
    for new, rows in sorted(came.items()):
        if new not in standing and new[:8] in standing:
            dated.append(_fresh(new, rows, standing))
    return dated


def _fresh(new: str, rows: list[NumberChange], standing: Mapping[str, DatedLine]) -> DatedLine:
    before = [standing[row.old] for row in rows if row.old in standing]
    units = {line.units for line in before}
    line = standing[new[:8]]
    return DatedLine(
        code=new,
        from_day=rows[0].day,
        words=line.words,
        within=line.within,
        units=units.pop() if len(units) == 1 else line.units,
        edition=f"statistical numbers of {rows[0].day}",
        cite=rows[0].cite,
    )


def heading_lines(headings: Sequence[NewHeading], lines: Sequence[DatedLine]) -> list[DatedLine]:
    """Lines of the headings that no edition at hand prints."""
    printed = {line.code for line in lines}
    return [
        DatedLine(
            code=heading.digits,
            from_day=heading.day,
            words=" ".join(heading.words.split()),
            general=read_rate(heading.general),
            general_text=tidy(heading.general),
            column2=read_rate(heading.other),
            edition=f"headings of {heading.day}",
            cite=heading.cite,
        )
        for heading in headings
        if heading.digits not in printed
    ]
