"""How a question that a program sent is read: no file of this machine can be named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from detente.questions import LocalFile, OrName, Question, UnknownArgument, marked
from detente.rowfiles import Upload
from detente.terms import InputError, nearest


def read_served(given: Mapping[str, Any], question: type[Question]) -> Question:
    """A question that a program sent: rows are what it sent, and no file of this machine can be named.

    Raises
    ------
    UnknownArgument, InputError
        See `Question.read`.
    """
    rows = question.rows_fields()
    served: dict[str, Any] = {}
    for name, value in given.items():
        if not has_field(question, name) or marked(question.model_fields[question.field_of(name)], LocalFile):
            raise unknown(name, question, Question, LocalFile)
        field = question.field_of(name)
        spec = question.model_fields[field] if field in rows else None
        served[name] = value if spec is None else _rows(name, value, spec.default, marked(spec, OrName))
    return question.read(served)


def _rows(name: str, value: Any, default: Any, or_name: bool) -> Any:
    if value is None or isinstance(value, Upload) or (isinstance(default, str) and value == default):
        return value
    named = or_name and isinstance(value, str) and value.strip()
    if not isinstance(value, str) or not ("\n" in value.strip() or named):
        raise InputError(
            f"{name} holds no rows", where=name, remedy="send CSV text: a header and at least one row"
        )
    return Upload(f"{name}.csv", value.encode())


def has_field(model: type[Question], name: str) -> bool:
    """Whether a model has a field of this name, or one that also goes by it."""
    return name in model.model_fields or name in model.aliases


def unknown(name: str, question: type[Question], options: type[Question], *kept: type) -> UnknownArgument:
    """What to raise for a parameter that does not exist; names the nearest."""
    served = [field for field, spec in question.model_fields.items() if not marked(spec, *kept)]
    names = [*served, *question.aliases, *options.model_fields]
    remedy = nearest(name, names) or f"one of {', '.join(names) or 'none'}"
    return UnknownArgument(f"no parameter {name[:60]!r}", remedy=remedy)


def uploaded(name: str, body: bytes) -> Upload:
    """Rows of a request under a name that is safe to print in a command."""
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", name.rsplit("/", 1)[-1]).lstrip("-.")[:80]
    return Upload(safe or "rows.csv", body)
