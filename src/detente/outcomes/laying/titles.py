"""Titles of outcomes as asked for, and what they assume and leave out, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.outcomes.laying.choose import LAW_ITSELF
from detente.outcomes.laying.read import Outcomes
from detente.regime import Reading, announced_clocks, tables
from detente.terms import Frozen


def titles_of(names: Sequence[str], rows: Outcomes) -> list[str]:
    """Titles of outcomes as asked for."""
    return [_title_of(name, rows) for name in names]


def _title_of(name: str, rows: Outcomes) -> str:
    if name == LAW_ITSELF:
        return "the law as known"
    return " + ".join(rows.outcomes[p].title.en if p in rows.outcomes else p for p in name.split("+"))


def _base_notes(names: Sequence[str], rows: Outcomes, zh: bool, reading: Reading) -> Iterator[str]:
    """Which reading is followed of what no outcome decides, with an extension announced and no instrument."""
    days = [rows.outcomes[p].known for n in names for p in n.split("+") if p in rows.outcomes]
    if not days or not announced_clocks(tables(), max(days)):
        return
    yield BASE_NOTES[reading][zh]


BASE_NOTES: Mapping[Reading, tuple[str, str]] = {
    "both": (
        "what no outcome decides, where an extension was announced and no instrument was seen, is read both "
        "by the text and as announced (--reading text or announced takes one)",
        "情景未决定、已宣布延期而未见文件之处，按文本与按宣布两种解读并列（可用 --reading 择一）",
    ),
    "text": (
        "what no outcome decides is read by its text, also where an extension was announced",
        "情景未决定之处按文件文本计，即使已宣布延期",
    ),
    "announced": (
        "what no outcome decides is read as announced, where an extension was announced and no instrument "
        "was seen",
        "情景未决定之处，凡已宣布延期而未见文件者，按所宣布计",
    ),
}


ERRS_ZH = {"high": "结果偏高", "low": "结果偏低", "either": "偏差方向不定"}


def newer_than(known: str, rows: Outcomes) -> tuple[str, ...]:
    """Outcomes written for the last check of the law, where a day of knowledge lies before it."""
    latest = max((outcome.known for outcome in rows.outcomes.values()), default=known)
    if known >= min(latest, tables().verified):
        return ()
    return tuple(name for name, outcome in rows.outcomes.items() if outcome.known == latest)


def notes_of(
    names: Sequence[str], rows: Outcomes, *, zh: bool = False, reading: Reading = "both"
) -> list[str]:
    """What outcomes assume and do not model, in words."""
    notes: list[str] = list(_base_notes(names, rows, zh, reading))
    for part in dict.fromkeys(p for n in names for p in n.split("+") if p in rows.outcomes):
        for inner in rows.parts(part):
            outcome = rows.outcomes[inner]
            name = (outcome.title.zh or inner) + "：" if zh else inner + ": "
            notes += [name + ((w.zh or w.en) if zh else w.en) for w in outcome.assumes]
            for gap in outcome.not_modelled:
                what = (gap.what.zh or gap.what.en) if zh else gap.what.en
                notes.append(
                    f"{name}未建模：{what}（{ERRS_ZH[gap.errs]}）"
                    if zh
                    else f"{name}not modelled: {what} (answer errs {gap.errs})"
                )
    return list(dict.fromkeys(notes))


class Unmodelled(Frozen):
    """What an outcome leaves out, and how its amounts err; `whole` where nothing of it is laid at all."""

    outcome: str
    what: str
    what_zh: str
    errs: str
    whole: bool


def unmodelled(names: Sequence[str], rows: Outcomes) -> tuple[Unmodelled, ...]:
    """What outcomes leave out where their own effect has no rate or goods: it is never taken for nothing."""
    left = []
    for name in names:
        parts = [inner for p in name.split("+") if p in rows.outcomes for inner in rows.parts(p)]
        whole = not any(rows.outcomes[part].changes for part in parts)
        for part in parts:
            outcome = rows.outcomes[part]
            left += [
                Unmodelled(outcome=name, what=gap.what.en, what_zh=gap.what.zh, errs=gap.errs, whole=whole)
                for gap in outcome.not_modelled
                if not outcome.changes
            ]
    return tuple(left)
