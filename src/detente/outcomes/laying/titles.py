"""Titles of outcomes as asked for, and what they assume and leave out, in words."""

from __future__ import annotations

from collections.abc import Sequence

from detente.outcomes.laying.choose import LAW_ITSELF
from detente.outcomes.laying.read import Outcomes


def titles_of(names: Sequence[str], rows: Outcomes) -> list[str]:
    """Titles of outcomes as asked for."""
    return [_title_of(name, rows) for name in names]


def _title_of(name: str, rows: Outcomes) -> str:
    if name == LAW_ITSELF:
        return "the law as known"
    return " + ".join(rows.outcomes[p].title.en if p in rows.outcomes else p for p in name.split("+"))


ERRS_ZH = {"high": "结果偏高", "low": "结果偏低", "either": "偏差方向不定"}


def notes_of(names: Sequence[str], rows: Outcomes, *, zh: bool = False) -> list[str]:
    """What outcomes assume and do not model, in words."""
    notes: list[str] = []
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
