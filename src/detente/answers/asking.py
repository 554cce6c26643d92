"""How a Python function takes a question: its keywords are the question's fields."""

from __future__ import annotations

import functools
import inspect
import textwrap
from collections.abc import Callable
from datetime import date
from typing import Any, ParamSpec, TypeVar

from detente.questions import Question, UnknownArgument
from detente.regime import two_days
from detente.terms import nearest

P = ParamSpec("P")
T = TypeVar("T")


def asking(question: type[Question]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A function that takes the fields of a question as keywords.

    Other names of a field are taken too, a keyword that does not exist is refused with the nearest, and the
    parameters in the function's documentation are the descriptions of the fields.
    """

    def decorated(function: Callable[P, T]) -> Callable[P, T]:
        names = frozenset(inspect.signature(function).parameters)

        @functools.wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            if names.issuperset(kwargs):
                return function(*args, **kwargs)
            renamed: Any = {_field(question, name, names): kwargs[name] for name in kwargs}
            return function(*args, **renamed)

        asked.__doc__ = _with_parameters(function.__doc__ or "", question, names)
        return asked

    return decorated


def _field(question: type[Question], name: str, names: frozenset[str]) -> str:
    if name in names:
        return name
    if name in question.aliases:
        return question.aliases[name]
    raise UnknownArgument(
        f"no argument {name[:60]!r}",
        remedy=nearest(name, names) or f"one of {', '.join(sorted(names)) or 'none'}",
    )


def _with_parameters(doc: str, question: type[Question], names: frozenset[str]) -> str:
    """Documentation with a section on parameters made of the question's fields."""
    head, mark, rest = inspect.cleandoc(doc).partition("\n\n")
    fields = {name: field for name, field in question.model_fields.items() if name in names}
    if not fields:
        return inspect.cleandoc(doc)
    rows = [f"{name}\n{_indented(field.description or '')}" for name, field in fields.items()]
    section = "\n".join(["Parameters", "----------", *rows])
    return f"{head}\n\n{section}" + (f"\n\n{rest}" if mark else "") + "\n"


def _indented(text: str) -> str:
    return textwrap.fill(text, 100, initial_indent="    ", subsequent_indent="    ")


def days(on: str | None, known: str | None, hindsight: bool) -> tuple[str, str]:
    """The two time axes of a question; without `on` the day of this machine."""
    return two_days(on, known, hindsight, today=date.today())
