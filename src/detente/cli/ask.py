"""How a command takes a question: the fields of the model are its options, beside those of its own."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

from cyclopts import Parameter

from detente.cli.file_options import OPTIONS, reading_given, reading_parameters
from detente.cli.outputs import ASKED, guard_outputs
from detente.questions import LocalFile, Question, Rows, UnknownArgument, marked
from detente.terms import nearest

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

Q = TypeVar("Q", bound=Question)
OPTION = inspect.Parameter.KEYWORD_ONLY
WORD = inspect.Parameter.POSITIONAL_OR_KEYWORD


def asks(
    model: type[Q], *, letters: Mapping[str, str] | None = None
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """A command that takes a question, and options that only the command line has.

    Parameters
    ----------
    model : type of Question
        Its fields become options under all their names; those in `words` are given without a name.
    letters : mapping of str to str, optional
        Short names of fields: ``{"probabilities": "-p"}``.
    """

    def decorated(function: Callable[..., int]) -> Callable[..., int]:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        fields = [_option(model, name, (letters or {}).get(name)) for name in model.model_fields]
        words = sorted((p for p in fields if p.kind is WORD), key=lambda p: model.words.index(p.name))
        takes_rows = "read_as" in model.model_fields or any(p.name == "read_as" for p in own)
        files = reading_parameters() if takes_rows else []
        if any(p.name in ASKED for p in own):
            files.append(_FORCE)
        usual = {p.name: p.default for p in own if p.name in ASKED and isinstance(p.default, Path)}
        own = [p for p in own if p.name != "read_as"]
        signature = inspect.Signature(
            [
                *words,
                *(p for p in own if p.kind is not OPTION),
                *(p for p in fields if p.kind is OPTION),
                *(p for p in own if p.kind is OPTION),
                *files,
            ]
        )

        options = [f"--{p.name.replace('_', '-')}" for p in signature.parameters.values()]

        @functools.wraps(function)
        def command(*args: Any, **kwargs: Any) -> int:
            given = signature.bind(*args, **kwargs).arguments
            _check_files(model, given, options)
            guard_outputs(given, usual, force=bool(given.get("force")))
            asked = {name: given[name] for name in given if name in model.model_fields}
            rest = {n: v for n, v in given.items() if n not in model.model_fields and n not in _OWN}
            if takes_rows:
                said = reading_given(given)
                if "read_as" not in model.model_fields:
                    rest["read_as"] = said
                elif said:
                    asked["read_as"] = {**dict(_words_of(asked.get("read_as"))), **said}
            question = model.read(asked)
            if "portfolio" in asked and not any(p.name == "save_map" for p in own):
                _say_portfolio(question)
            return function(question, **rest)

        command.__signature__ = signature  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()} | {
            "return": int
        }
        command.__doc__ = _help(model, function)
        del command.__wrapped__
        return command

    return decorated


def _say_portfolio(question: Any) -> None:
    """Say how the columns of a portfolio were read, for commands that show none of its rows."""
    from detente.cli.show import say_columns
    from detente.portfolio import portfolio_sheet
    from detente.regime import tables
    from detente.rowfiles import reading_of, source_of

    source = source_of(question.portfolio, reading_of(question.read_as))
    say_columns(portfolio_sheet(source, tables(), dated=False))


_FORCE = inspect.Parameter(
    "force", OPTION, default=False,
    annotation=Annotated[bool, Parameter(negative="", help="Replace the output where it is there already.")],
)  # fmt: skip
_OWN = frozenset({*OPTIONS, "force"})  # options read here, before the command


def _words_of(pairs: Iterable[str] | None) -> Iterator[tuple[str, str]]:
    for pair in pairs or ():
        name, _, value = pair.rpartition("=")
        yield name.strip(), value.strip()


def _option(model: type[Question], name: str, letter: str | None) -> inspect.Parameter:
    """A field as an option of the command line."""
    field = model.model_fields[name]
    aliases = [alias for alias, of in model.aliases.items() if of == name]
    names = [f"--{one.replace('_', '-')}" for one in (name, *aliases)]
    plain = field.is_required() or field.default in (None, "", (), {}, False, True)
    shown = "" if plain else _default_words(field.default)
    kind, several = _type(field)
    option = Parameter(
        name=[*names, *([letter] if letter else [])],
        help=_words(field),
        negative=None if field.default is True else "",
        allow_leading_hyphen=several and marked(field, LocalFile),
        show_default=(lambda _: shown) if shown else False,
    )
    default: Any = inspect.Parameter.empty
    if not field.is_required():  # as text, like all that is typed; the model turns it into a number
        plain = field.default is None or isinstance(field.default, bool)
        default = None if several else field.default if plain else str(field.default)
    place = WORD if name in model.words else OPTION
    return inspect.Parameter(name, place, default=default, annotation=Annotated[kind, option])


def _type(field: FieldInfo) -> tuple[Any, bool]:
    """What the command line reads for a field, and whether it may be given again."""
    if field.annotation is bool:
        return bool, False
    one: Any = Path if marked(field, Rows, LocalFile) else str
    several = get_origin(field.annotation) in (tuple, dict)
    return (list[one] | None, True) if several else (one | None, False)


def _check_files(model: type[Question], given: Mapping[str, Any], options: list[str]) -> None:
    """Refuse a misspelt option that was taken for a file, where a lone hyphen may stand for one.

    Raises
    ------
    UnknownArgument
        Names the nearest option.
    """
    for name in model.words:
        for path in given.get(name) or () if marked(model.model_fields[name], LocalFile) else ():
            if str(path).startswith("-") and str(path) != "-":
                raise UnknownArgument(f"Unknown option: {path}", remedy=nearest(str(path), options))


def _default_words(default: Any) -> str:
    return ",".join(default) if isinstance(default, tuple) else str(default)


def _words(field: FieldInfo) -> str:
    """The description of a field with the words it may have."""
    values = [str(value) for value in closed_values(field.annotation) if value]
    said = field.description or ""
    return f"{said} One of {', '.join(values)}." if values else said


def closed_values(annotation: Any) -> Iterator[Any]:
    """The values of a closed vocabulary, none where any text is taken."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    for part in get_args(annotation):
        yield from closed_values(part)


def _help(model: type[Question], function: Callable[..., int]) -> str:
    """What the question asks, then the options of the command alone."""
    _, mark, options = inspect.cleandoc(function.__doc__ or "").partition("Parameters\n----------\n")
    return inspect.cleandoc(model.__doc__ or "") + (f"\n\n{mark}{options}" if mark else "") + "\n"
