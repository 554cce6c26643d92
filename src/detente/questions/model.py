"""What a question is: a frozen model that reads its arguments in one place, for every face.

The command line, an HTTP query, an assistant's tool and the Python function all end in ``Question.read``: an
argument by another of its names is taken, one that does not exist is refused with the nearest, and every
value passes the same reader.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from detente.questions.kinds import LocalFile, Rows
from detente.terms import InputError, check_marks, nearest

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails


class UnknownArgument(InputError):  # noqa: N818 - a kind of fault, named in words
    """No such argument in this question (nearest named)."""


class Question(BaseModel):
    """A question: fields with descriptions, units and vocabularies.

    Attributes
    ----------
    aliases : mapping of str to str
        Other names of fields, taken on every face: ``{"from": "origin"}``.
    words : tuple of str
        Fields that the command line takes without their name, in order.
    examples : tuple of mapping
        Questions that have an answer, for the documents and the tests.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    aliases: ClassVar[Mapping[str, str]] = {}
    words: ClassVar[tuple[str, ...]] = ()
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _read_names(cls, given: Any) -> Any:
        """Arguments under the names of the fields; what cannot be seen in one is refused."""
        if isinstance(given, Mapping):
            _check_marks(cls, given)
        if not isinstance(given, Mapping) or cls.model_fields.keys() >= given.keys():
            return given
        names: dict[str, str] = {}
        for name in given:
            field = cls.field_of(str(name))
            if field in names:
                raise InputError(
                    f"{names[field]} and {name} are the same argument", remedy="give one of them"
                )
            names[field] = str(name)
        return {field: given[name] for field, name in names.items()}

    @model_validator(mode="after")
    def _check_axes(self) -> Self:
        """Refuse knowledge by its day and by hindsight, a fact by its field and among the facts,
        and words on reading a file where there is none."""
        if getattr(self, "hindsight", False) and getattr(self, "known", None):
            raise InputError("known and hindsight cannot both be given", remedy="leave one out")
        if getattr(self, "read_as", None):
            rows = self.rows_fields()
            if all(getattr(self, name) is None for name in rows):
                raise InputError(
                    "read_as says how a file is read, and no file is given",
                    remedy=f"give {' or '.join(rows)}",
                )
        fields = type(self).model_fields
        for name in getattr(self, "facts", ()):
            if name in fields and getattr(self, name) not in ("", None, fields[name].default):
                raise InputError(f"{name} is given twice", where="facts", remedy="give it once")
        return self

    @classmethod
    def field_of(cls, name: str) -> str:
        """The field that goes by a name.

        Raises
        ------
        UnknownArgument
            When there is none; names the nearest.
        """
        if name in cls.model_fields:
            return name
        if name in cls.aliases:
            return cls.aliases[name]
        names = (*cls.model_fields, *cls.aliases)
        raise UnknownArgument(
            f"no argument {name[:60]!r}",
            remedy=nearest(name, names) or f"one of {', '.join(names) or 'none'}",
        )

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """The question that arguments make.

        Raises
        ------
        UnknownArgument
            For an argument that does not exist; names the nearest.
        InputError
            For one that is missing or cannot be used: names it, what was given and what is accepted.
        """
        try:
            return cls.model_validate(given)
        except ValidationError as fault:
            raise cls._refusal(fault.errors(include_url=False)[0]) from None

    @classmethod
    def _refusal(cls, error: ErrorDetails) -> InputError:
        """A fault of shape in our words."""
        place = ".".join(str(part) for part in error["loc"])
        name = place.partition(".")[0]
        if error["type"] == "missing":
            return InputError(f"{name} is not given", remedy=cls.model_fields[name].description or "give it")
        shown = str(error["input"])
        shown = shown if len(shown) <= 40 else shown[:40] + "…"
        if error["type"] == "literal_error":
            accepted = str(error.get("ctx", {}).get("expected", ""))
            names = [word.strip(" '") for word in accepted.replace(" or ", ",").split(",")]
            remedy = nearest(shown, names) or f"one of {', '.join(names)}"
            return InputError(f"{name} {shown!r} is not known", remedy=remedy)
        said = error["msg"][:1].lower() + error["msg"][1:]
        return InputError(f"{name} {shown!r} cannot be used: {said}", remedy="correct it, or leave it out")

    @classmethod
    def served_schema(cls) -> dict[str, Any]:
        """The JSON schema of what a server takes: closed, rows as CSV text, no files of this machine."""
        schema = cls.model_json_schema()
        local = {name for name, field in cls.model_fields.items() if marked(field, LocalFile)}
        fields = {name: spec for name, spec in schema.get("properties", {}).items() if name not in local}
        for spec in fields.values():
            spec.pop("title", None)
        examples = [
            dict(one)
            for one in cls.examples
            if not local & set(one) and not set(cls.rows_fields()) & set(one)
        ]
        return {
            "type": "object",
            "description": inspect.cleandoc(cls.__doc__ or ""),
            "properties": fields,
            "required": schema.get("required", []),
            "additionalProperties": False,
            **({"examples": examples} if examples else {}),
        }

    @classmethod
    def plain_fields(cls) -> dict[str, FieldInfo]:
        """Fields that a query can carry: no rows, no file of this machine."""
        return {name: field for name, field in cls.model_fields.items() if not marked(field, Rows, LocalFile)}

    @classmethod
    def rows_fields(cls) -> tuple[str, ...]:
        """Fields that hold rows: a file, a frame, or what a request sends."""
        return tuple(name for name, field in cls.model_fields.items() if marked(field, Rows))


def _check_marks(question: type[Question], given: Mapping[Any, Any]) -> None:
    """Refuse text that cannot be seen or that a spreadsheet would compute, but in rows and files."""
    plain, aliases = _plain_names(question), question.aliases
    for name, value in given.items():
        if value is None or aliases.get(str(name), str(name)) not in plain:
            continue
        several = value if isinstance(value, (list, tuple)) else (value,)
        named = value.items() if isinstance(value, Mapping) else ((name, text) for text in several)
        for what, text in named:
            if not isinstance(text, str):
                continue
            check_marks(text, what=str(what)[:60])
            if text.lstrip().startswith("="):
                raise InputError(
                    f"{str(what)[:60]} {text[:40]!r} is a formula of a spreadsheet",
                    remedy="give its value as text",
                )


@lru_cache(maxsize=256)
def _plain_names(question: type[Question]) -> frozenset[str]:
    """Names of the fields that a query can carry."""
    return frozenset(question.plain_fields())


def marked(field: FieldInfo, *kinds: type) -> bool:
    """Whether a field is of one of the kinds."""
    return any(isinstance(mark, kinds) for mark in field.metadata)
