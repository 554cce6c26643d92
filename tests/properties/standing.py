"""Codes on days: whether a line answers, and which; a code that does not stand is refused, not answered."""

from __future__ import annotations

from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.duties.statistical_numbers import number_on
from detente.terms import UnknownCode


def answering(code: str, day: str) -> str:
    """The code that answers for one on a day; empty where it is refused, and then the question is too."""
    try:
        return number_on(schedule(), code, day).code
    except UnknownCode:
        assert refusal(code, day), f"{code} does not stand on {day} and is answered"
        assert not any(row.holds_on(day) for row in schedule().lines(code)), f"{code} stands on {day}"
        return ""


def refusal(code: str, day: str) -> str:
    """Why a code is refused on a day, and what to do; empty where it is answered."""
    try:
        duty(code, origin="CN", value="10000", on=day)
    except UnknownCode as fault:
        return f"{fault.what} — {fault.remedy}"
    return ""
