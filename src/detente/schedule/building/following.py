"""List rows follow their code: a note names codes of its own time, a list held for the codes of every time.

Backward, a code that ended before the notes stands on a list when every code it became or may have become
does; what the lists as published in 2018 and 2019 say of it comes first. Forward, a code that came after the
notes stands on a list when every code it came from does. So does one that came before the notes where a note
still prints the code that ended: the note was not brought up to date. What is not settled is a question of
the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from detente.schedule.building.concordance import nearest_of, predecessors
from detente.schedule.lines import Membership, Succession

FIRST_LISTS, REVIEW = "us.s301.list-", "us.s301.note-31"
OWN_WINDOWS = ("exclusion", "chassis", "cranes")  # lists whose notes print the numbers of every time


class Followed(NamedTuple):
    """Rows for codes of other times, and what is not settled."""

    memberships: list[Membership]
    questions: list[str]


class _Rows:
    """Memberships by list and prefix, asked for a code."""

    def __init__(self, rows: Iterable[Membership]) -> None:
        self.by_prefix: dict[str, list[Membership]] = defaultdict(list)
        for row in rows:
            self.by_prefix[row.prefix].append(row)

    def of(self, code: str) -> Iterator[Membership]:
        """Rows that reach a whole code."""
        for n in range(4, len(code) + 1):
            yield from self.by_prefix.get(code[:n], ())

    def lists(self, code: str, day: str) -> dict[str, Membership]:
        """The lists a whole code stands on just before a day, or on it."""
        return {
            row.list_id: row
            for row in self.of(code)
            if row.from_day < (day or "~") and (not row.to_day or row.to_day >= day)
        }


def follow(
    rows: Sequence[Membership],
    successions: Sequence[Succession],
    published: Mapping[str, Mapping[str, str]],
    notes_day: str,
) -> Followed:
    """Rows for codes that ended before the notes at hand, and for those that came after them.

    Parameters
    ----------
    rows : sequence of Membership
        As the notes and tables give them.
    successions : sequence of Succession
        What became of every code that ended.
    published : mapping
        To each list of 2018 and 2019 its codes as they were published, and how the table is cited.
    notes_day : str
        The day of the edition of the notes.
    """
    held = _Rows(rows)
    ended = {s.old: s for s in successions}
    done: list[Membership] = []
    questions: list[str] = []
    listed = _published(held, ended, published, notes_day, (done, questions))
    against: list[str] = []
    open_codes: dict[str, list[str]] = defaultdict(list)
    for succession in reversed(successions):  # the newest first: a chain is followed step by step
        if not succession.new:
            continue
        if succession.day <= notes_day:
            _back(held, succession, listed, done, (against, open_codes))
    questions += _words(against, open_codes)
    forward = [s for s in successions if s.settled and s.day > notes_day]
    done += _forward(held, forward, questions)
    done += _not_brought_up_to_date(held, rows, successions, notes_day)
    return Followed(list(dict.fromkeys(done)), questions)


def _published(
    held: _Rows,
    ended: Mapping[str, Succession],
    published: Mapping[str, Mapping[str, str]],
    notes_day: str,
    told: tuple[list[Membership], list[str]],
) -> dict[str, str]:
    """Rows of the lists as published that the notes no longer print; gives code to list for all of them.

    A code the notes no longer have ended, or the four-year review took it over; else the notes stand.
    """
    done, questions = told
    listed: dict[str, str] = {}
    against: list[str] = []
    for list_id, codes in published.items():
        for code, cite in codes.items():
            listed.setdefault(code, list_id)
            if list_id in {row.list_id for row in held.of(code)}:
                continue
            gone = ended.get(code)
            if gone is not None and gone.day <= notes_day:
                row = Membership(code, list_id, "", gone.day, confidence="B", cite=cite)
            elif review := _reviewed(held, code):
                known = review.known_day or review.from_day
                row = Membership(code, list_id, "", review.from_day, confidence="B", end_known_day=known)
                row = row._replace(cite=f"{cite}; until {review.cite}")
            else:
                against.append(f"{code} ({list_id})")
                continue
            done.append(row)
            held.by_prefix[code].append(row)
    if against:
        questions.append(
            f"{len(against)} codes stand on a list as published in 2018 and 2019 and on another list, or "
            "none, in the notes; the notes stand: " + " ".join(against[:40])
        )
    return listed


def _reviewed(held: _Rows, code: str) -> Membership | None:
    """The earliest row by which the four-year review took a code over; none while a list still has it."""
    rows = list(held.of(code))
    if any(row.list_id.startswith(FIRST_LISTS) for row in rows):
        return None
    reviewed = [row for row in rows if row.list_id.startswith(REVIEW)]
    return min(reviewed, key=lambda row: row.from_day, default=None)


def _back(
    held: _Rows,
    succession: Succession,
    listed: Mapping[str, str],
    done: list[Membership],
    unsettled: tuple[list[str], dict[str, list[str]]],
) -> None:
    old, day = succession.old, succession.day
    lists = [held.lists(new, day) for new in succession.new]
    on_all = set(lists[0]).intersection(*lists[1:])
    on_some = set().union(*lists) - on_all
    own = {row.list_id for row in held.of(old)}
    against, open_codes = unsettled
    for list_id in sorted(on_all - own):
        if any(word in list_id for word in OWN_WINDOWS):
            continue
        rival = listed.get(old[:8], "")
        if rival and list_id.startswith(FIRST_LISTS) and rival != list_id:
            against.append(f"{old} ({rival}, not {list_id})")
            continue
        by = lists[0][list_id]
        row = by._replace(
            prefix=old,
            to_day=min(filter(None, (by.to_day, day))),
            confidence=max(by.confidence, "B"),
            cite=f"{by.cite}; {old} became {', '.join(succession.new[:4])}"
            + (" …" if len(succession.new) > 4 else ""),
        )
        done.append(row)
        held.by_prefix[old].append(row)
    if old[:8] not in listed and not any(name.startswith(FIRST_LISTS) for name in own):
        for list_id in sorted(on_some):
            if list_id.startswith(FIRST_LISTS):
                open_codes[list_id].append(old)


def _words(against: list[str], open_codes: Mapping[str, list[str]]) -> list[str]:
    words = []
    if against:
        words.append(
            f"{len(against)} codes are on another list as published in 2018 and 2019 than the codes they "
            "became; the published list stands: " + " ".join(against[:20])
        )
    for list_id, codes in open_codes.items():
        words.append(
            f"{list_id}: {len(codes)} codes that ended became, or may have become, codes of which only some "
            "are on it; they are taken as not on it: " + " ".join(codes[:40])
        )
    return words


def _forward(held: _Rows, successions: Sequence[Succession], questions: list[str]) -> Iterator[Membership]:
    """Rows for codes that came after the notes: on the lists that all of their predecessors are on."""
    part: list[str] = []
    for new, before in sorted(predecessors(successions).items()):
        day = before[0].day
        lists = [held.lists(row.old, day) for row in before]
        on_all = set(lists[0]).intersection(*lists[1:])
        own = {row.list_id for row in held.of(new)}
        for list_id in sorted(on_all - own):
            by = lists[0][list_id]
            if by.to_day and by.to_day <= day:
                continue
            yield by._replace(
                prefix=new,
                from_day=max(by.from_day, day),
                confidence=max(by.confidence, "B"),
                cite=f"{by.cite}; {new} came from {', '.join(row.old for row in before)}",
            )
        part += [f"{new} ({name})" for name in sorted(set().union(*lists) - on_all - own)]
    if part:
        questions.append(
            f"{len(part)} numbers came from numbers of which only some are on a list; they are taken as not "
            "on it: " + " ".join(part[:20])
        )


def _not_brought_up_to_date(
    held: _Rows, rows: Sequence[Membership], successions: Sequence[Succession], notes_day: str
) -> Iterator[Membership]:
    """Rows for what codes have become that ended before the notes, but which these still print."""
    gone = {s.old: s._replace(new=nearest_of(s)) for s in successions if s.day <= notes_day}
    before = predecessors(gone.values())
    for row in rows:
        succession = gone.get(row.prefix)
        if succession is None or row.to_day or not row.list_id.startswith(FIRST_LISTS):
            continue
        for new in succession.new:
            on_it = all(row.list_id in held.lists(other.old, other.day) for other in before[new])
            own = {other.list_id for other in held.of(new)}
            if on_it and not any(name.startswith((FIRST_LISTS, REVIEW)) for name in own):
                yield row._replace(
                    prefix=new,
                    from_day=succession.day,
                    confidence="B" if succession.settled else "C",
                    cite=f"{row.cite}; {new} came from {row.prefix}, which the note still prints",
                )
