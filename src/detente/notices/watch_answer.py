"""What was seen and what is checked, as one answer; and what is told of it beside other answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from detente.notices.family_checks import checked_days
from detente.notices.ledger import Asked, Ledger
from detente.notices.notice import Notice
from detente.notices.places import ledger_file
from detente.notices.watch_rules import Watched, WatchedFamily, watched
from detente.regime import Tables
from detente.terms import Answer, DataError, Frozen, InputError, nearest


class FamilyChecked(Frozen):
    """A family: through which day it was checked, and how many notices wait.

    Attributes
    ----------
    law_checked : str
        The day in ``law/verified.yaml`` that this program carries.
    waiting : int
        Notices after `checked` that touch it and that nobody has handled.
    not_answered : tuple of str
        Of its sources those that did not answer in the last run.
    """

    family: str
    title: str
    title_zh: str
    law_checked: str
    checked: str
    waiting: int
    not_answered: tuple[str, ...] = ()


class SourceAsked(Frozen):
    """A source as it answered in the last run."""

    source: str
    title: str
    title_zh: str
    answered: bool
    items: int = 0
    reaches_back_to: str = ""
    fault: str = ""


class WatchAnswer(Answer):
    """Notices seen, as known on a day, and the day through which each family counts as checked.

    Attributes
    ----------
    asked_on, asked_through : str
        When the sources were last asked, and the last day their answers hold whole; empty where they were
        not, or nobody says.
    waiting : int
        Notices that nobody has handled, of those that fit the question.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("notices",)

    known: str
    family: str = ""
    since: str = ""
    asked_on: str = ""
    asked_since: str = ""
    asked_through: str = ""
    waiting: int
    notices: tuple[Notice, ...]
    families: tuple[FamilyChecked, ...]
    sources: tuple[SourceAsked, ...]
    notes: tuple[str, ...] = ()
    rules: str


def watch_list(
    law: Tables, ledger: Ledger, known: str, *, family: str = "", since: str = "", handled: bool = False
) -> WatchAnswer:
    """Notices in the ledger detected by a day.

    Parameters
    ----------
    family : str
        One family only.
    since : str
        Published on that day or later.
    handled : bool
        Also those that were handled.

    Raises
    ------
    InputError
        When no family has the name (the nearest are named).
    """
    rules = watched(law)
    names = [f.id for f in rules.families]
    if family and family not in names:
        remedy = nearest(family, names) or f"one of {', '.join(names)}"
        raise InputError(f"no family {family[:60]!r}", where="family", remedy=remedy)
    seen = tuple(n for n in ledger.notices() if n.detected <= known)
    runs = [run for run in ledger.runs() if run.asked_on <= known]
    checked = checked_days(rules, runs, seen)
    shown = tuple(
        n for n in seen
        if (handled or n.open) and n.published >= since and (not family or family in n.families)
    )  # fmt: skip
    last = runs[-1] if runs else None
    silent = {a.source for a in last.asked if not a.answered} if last else set()
    families = tuple(
        FamilyChecked(
            family=f.id, title=f.title, title_zh=f.title_zh, law_checked=f.verified, checked=checked[f.id],
            waiting=sum(n.open and f.id in n.families and n.published > checked[f.id] for n in seen),
            not_answered=tuple(name for name in f.sources if name in silent),
        )
        for f in rules.families
        if not family or f.id == family
    )  # fmt: skip
    return WatchAnswer(
        known=known, family=family, since=since, asked_since=last.since if last else "",
        asked_through=last.through if last else "",
        asked_on=last.asked_on if last else "", waiting=sum(n.open for n in shown), notices=shown,
        families=families, sources=_sources(rules, last.asked if last else ()), rules=law.hash,
        notes=_notes(last is not None and not last.through),
    )  # fmt: skip


def _sources(rules: Watched, asked: Iterable[Asked]) -> tuple[SourceAsked, ...]:
    titles = {source.id: source for source in rules.sources}
    return tuple(
        SourceAsked(
            source=a.source, title=titles[a.source].title, title_zh=titles[a.source].title_zh,
            answered=a.answered, items=a.items, reaches_back_to=a.reaches_back_to, fault=a.fault,
        )
        for a in asked
        if a.source in titles
    )  # fmt: skip


def _notes(undated: bool) -> tuple[str, ...]:
    if not undated:
        return ()
    return ("the saved answers do not say of which day they are: no family counts as checked by them",)


def notices_beside(
    law: Tables, families: Iterable[str], question: str, on: str, known: str
) -> tuple[str, str]:
    """What is told beside an answer of notices that wait: English and Chinese, empty where none does.

    Parameters
    ----------
    families : iterable of str
        Families whose measures the answer rests on.
    question : str
        Kind and side of the question, as ``duty:US``: families asked by it count too.
    on, known : str
        The day asked about, and the day of the knowledge used: what was detected later is not known yet.
    """
    path = ledger_file()
    if not path.is_file():
        return "", ""
    try:
        stat = path.stat()
        kept = _waiting(law, path, stat.st_mtime_ns, stat.st_size, known)
    except (DataError, OSError):  # an answer is given all the same, and says what it does not know
        return UNREADABLE
    named = set(families)
    touched, days, waiting = [], [], set[str]()
    for family, day, ids in kept:
        if (family.id in named or question in family.asked_by) and on[:10] > day:
            touched.append(family)
            days.append(day)
            waiting |= ids
    if not waiting:
        return "", ""
    count, day = len(waiting), min(days)
    titles = "; ".join(f.title for f in touched[:4]) + (" …" if len(touched) > 4 else "")
    titles_zh = "、".join(f.title_zh or f.title for f in touched[:4]) + ("等" if len(touched) > 4 else "")
    noun = "notice" if count == 1 else "notices"
    verb = "touches" if count == 1 else "touch"
    english = f"{count} {noun} seen since {day} {verb} this: {titles}. See `detente watch --seen`"
    chinese = f"{day} 之后见到 {count} 份公告涉及此项：{titles_zh}。见 `detente watch --seen`"
    return english, chinese


UNREADABLE = (
    "the ledger of notices cannot be read: whether notices touch this is not known. "
    "See `detente watch --seen`",
    "公告台账无法读取：是否有公告涉及此项不得而知。见 `detente watch --seen`",
)


@lru_cache(maxsize=64)
def _waiting(
    law: Tables, path: Path, changed_ns: int, size: int, known: str
) -> tuple[tuple[WatchedFamily, str, frozenset[str]], ...]:
    """Families with notices that wait, as known on a day: the day of the last check, and their ids.

    Read again only when the file of the ledger has changed.
    """
    ledger, rules = Ledger(path), watched(law)
    seen = [n for n in ledger.notices() if n.detected <= known]
    checked = checked_days(rules, [run for run in ledger.runs() if run.asked_on <= known], seen)
    rows = []
    for family in rules.families:
        day = checked[family.id]
        ids = frozenset(n.id for n in seen if n.open and family.id in n.families and n.published > day)
        if ids:
            rows.append((family, day, ids))
    return tuple(rows)
