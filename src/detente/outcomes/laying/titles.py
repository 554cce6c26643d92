"""Titles of outcomes as asked for, and what they assume and leave out, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.outcomes.laying.choose import LAW_ITSELF
from detente.outcomes.laying.read import Outcomes
from detente.regime import announced_clocks, tables
from detente.terms import Frozen


def titles_of(names: Sequence[str], rows: Outcomes) -> list[str]:
    """Titles of outcomes as asked for."""
    return [_title_of(name, rows) for name in names]


def _title_of(name: str, rows: Outcomes) -> str:
    if name == LAW_ITSELF:
        return "the law as known"
    return " + ".join(rows.outcomes[p].title.en if p in rows.outcomes else p for p in name.split("+"))


def _base_notes(names: Sequence[str], rows: Outcomes, zh: bool) -> Iterator[str]:
    """Which reading the law itself follows, where an extension was announced and no instrument was seen."""
    days = [rows.outcomes[p].known for n in names for p in n.split("+") if p in rows.outcomes]
    if LAW_ITSELF not in names or not days or not announced_clocks(tables(), max(days)):
        return
    yield (
        "现行法按文件文本计；所宣布的延期见情景 announced（--against announced）"
        if zh
        else "the law as known is read by its text; what was announced is the outcome announced "
        "(--reading announced compares with it)"
    )


ERRS_ZH = {"high": "结果偏高", "low": "结果偏低", "either": "偏差方向不定"}


def notes_of(names: Sequence[str], rows: Outcomes, *, zh: bool = False) -> list[str]:
    """What outcomes assume and do not model, in words."""
    notes: list[str] = list(_base_notes(names, rows, zh))
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
