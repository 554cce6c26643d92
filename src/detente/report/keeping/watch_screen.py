"""Notices seen and what is checked, on a screen; and the sentence on them beside other answers."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import day_words, listed, plural

_TOLD_BY = "`detente watch --seen`"
_MOST_FAMILIES = 3


def notices_told(answer: Any) -> list[str | Text]:
    """Of the notes of an answer the one on notices that wait."""
    return [Text(words, style="yellow") for words in answer.notes if _TOLD_BY in words]


def watch_screen(answer: Any, moved: Any = None) -> Screen:
    """What waits for a person, what it touches, which way answers err without it; families behind --full.

    Parameters
    ----------
    moved : (file, mapping of family to day), optional
        What this run wrote as checked.
    """
    titles = {f.family: f.title for f in answer.families}
    cells = tuple((n.published, f"{n.title} ({n.id})", _touches(n, titles)) for n in answer.notices)
    columns = (Column("published"), Column("notice", words=True), Column("touches", words=True))
    shown, more = first_rows(Rows(columns, cells), "notices")
    return Screen(
        sentence=_sentence(answer), rows=shown, more=more, notes=tuple(_notes(answer, moved)),
        next_step=_next_step(answer),
        full=(
            Rows(columns, cells, title="Every notice"),
            Rows(
                (
                    Column("family", words=True), Column("checked through"), Column("waiting"),
                    Column("not answering", words=True),
                ),
                tuple(
                    (f.title, f.checked, str(f.waiting), ", ".join(f.not_answered)) for f in answer.families
                ),
                title="Families",
            ),
            Rows(
                (
                    Column("source", words=True), Column("answered"), Column("back to"),
                    Column("fault", words=True),
                ),
                tuple(
                    (s.title, "yes" if s.answered else "no", s.reaches_back_to, s.fault)
                    for s in answer.sources
                ),
                title="Sources in the last run",
            ),
        ),
    )  # fmt: skip


def _sentence(answer: Any) -> str:
    asked = f"sources asked on {day_words(answer.asked_on)}" if answer.asked_on else "no source was asked yet"
    return f"{plural(answer.waiting, 'notice')} waiting, as known {day_words(answer.known)}; {asked}."


def _touches(notice: Any, titles: dict[str, str]) -> str:
    names = [titles.get(name, name) for name in notice.families[:_MOST_FAMILIES]]
    rest = len(notice.families) - _MOST_FAMILIES
    words = "; ".join(names) + (f" and {rest} more" if rest > 0 else "") or "for you to place"
    return f"{words}: {_state(notice)}"


def _state(notice: Any) -> str:
    if not notice.open:
        return f"handled: {notice.handled_as}"
    return {"high": "answers err high", "low": "answers err low"}.get(notice.errs, "answers err either way")


def _notes(answer: Any, moved: Any) -> list[str | Text]:
    notes: list[str | Text] = [Text(note, style="yellow") for note in answer.notes]
    silent = [s for s in answer.sources if not s.answered]
    notes += [Text(f"Not answered: {s.title}: {s.fault}", style="yellow") for s in silent[:4]]
    if len(silent) > 4:
        notes.append(f"and {len(silent) - 4} more sources did not answer: --full")
    short = [s for s in answer.sources if s.answered and s.reaches_back_to > answer.asked_since]
    notes += [f"Answered only back to {day_words(s.reaches_back_to)}: {s.title}." for s in short[:4]]
    days = sorted({f.checked for f in answer.families})
    if len(days) == 1:
        notes.append(f"Every family is checked through {day_words(days[0])}.")
    elif days:
        later = [f.title for f in answer.families if f.checked == days[-1]]
        words = listed(later[:4]) + (" …" if len(later) > 4 else "")
        notes.append(
            f"Checked through {day_words(days[0])} at least; through {day_words(days[-1])}: {words}."
        )
    if moved and moved[1]:
        notes.append(f"Written to {moved[0]}: {plural(len(moved[1]), 'family', 'families')} checked further.")
    return notes


def _next_step(answer: Any) -> str:
    waiting = [n for n in answer.notices if n.open]
    if waiting:
        return f'detente watch --handle {waiting[-1].id} --as "no change"'
    return "detente status"
