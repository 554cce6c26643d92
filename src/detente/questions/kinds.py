"""Kinds of values that questions are made of, each read in one place: days, parties, amounts, facts, rows.

Values stay the text that was given, checked; the rooms that answer turn them into types of their own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from detente.terms import (
    HtsCode,
    InputError,
    Instant,
    folded,
    nearest,
    read_amount,
    read_country,
    read_decimal,
    read_side,
    read_whole_day,
)

LONGEST_TEXT = 400
_NAME = re.compile(r"[A-Za-z\u3400-\u9fff]{2}")  # words instead of a code: the answer names candidates
MOST_VALUES = 64
YES = frozenset({"yes", "y", "true", "1", "是"})
NO = frozenset({"no", "n", "false", "0", "否"})


# words of the trade for the values of a fact that has a closed vocabulary
FACT_WORDS: dict[str, dict[str, str]] = {
    "mode": {
        "vessel": "ocean", "sea": "ocean", "ship": "ocean", "maritime": "ocean", "海运": "ocean",
        "plane": "air", "aircraft": "air", "airfreight": "air", "空运": "air",
        "truck": "land", "road": "land", "rail": "land", "train": "land", "陆运": "land",
        "mail": "post", "postal": "post", "邮寄": "post",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """Marks a field that holds rows: a file, in Python also a frame, in a request what is sent."""


@dataclass(frozen=True)
class OrName:
    """Marks a field of rows in whose place one name may stand."""


@dataclass(frozen=True)
class LocalFile:
    """Marks a field that names files of this machine, which a server never takes."""


def _named(read: Callable[[Any, ValidationInfo], Any]) -> Callable[[Any, ValidationInfo], Any]:
    """A reader whose refusals say which field they are about."""

    @functools.wraps(read)
    def reader(value: Any, info: ValidationInfo) -> Any:
        name = str(info.field_name)
        try:
            return read(value, info)
        except InputError as fault:
            if name in fault.text:
                raise
            raise type(fault)(fault.what, where=name, remedy=fault.remedy) from None

    return reader


@_named
def _day(value: object, info: ValidationInfo) -> str | None:
    return None if value in (None, "") else read_whole_day(value, what=str(info.field_name))


@_named
def _moment(value: object, info: ValidationInfo) -> str | None:
    return None if value in (None, "") else Instant.read(value, what=str(info.field_name)).text


def read_party(value: object, what: str = "origin") -> str:
    """A country by any of its names, as its code of two letters; questions read parties here alone."""
    return read_country(value, what=what)


@_named
def _party(value: object, info: ValidationInfo) -> str | None:
    return None if value in (None, "") else read_party(value, str(info.field_name))


@_named
def _side(value: object, info: ValidationInfo) -> str | None:
    return None if value is None else read_side(value, what=str(info.field_name))


@_named
def _code(value: object, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise InputError(
            f"{info.field_name} is no text", remedy="write the code as text: its leading zeros count"
        )
    if not _NAME.search(value):
        HtsCode.read(value)
    return value.strip()


@_named
def _amount(value: object, info: ValidationInfo) -> str:
    read_amount(value, what=str(info.field_name))
    return str(value).strip()


def _text(value: object) -> Any:
    """Text without the space around it; what is no text is left for the model to refuse."""
    return "" if value is None else value.strip() if isinstance(value, str) else value


def _quantity(value: object) -> Any:
    """A number as text, as it was written."""
    return (
        str(value)
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        else _text(value)
    )


def _several(value: object) -> Any:
    """One value or several: text or a path alone is a list of one; ``a,b`` stays one."""
    return (value,) if isinstance(value, (str, bytes, PathLike)) else value


def _each(value: object, name: str) -> tuple[Any, ...]:
    """Several values one by one.

    Raises
    ------
    InputError
        When what was given is neither one value nor a list.
    """
    several = _several(value)
    if isinstance(several, Mapping) or not isinstance(several, Iterable):
        raise InputError(f"{name} is no list", remedy="give one value or several")
    return tuple(several)


def _listed(value: object, info: ValidationInfo) -> tuple[str, ...]:
    """Several values, given one by one or with commas between."""
    texts = (str(text) for text in _each(value, str(info.field_name)))
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


def _pairs(value: object, info: ValidationInfo) -> dict[str, str]:
    """Facts by name, from a mapping or from words ``name=value``."""
    if isinstance(value, Mapping):
        return {
            str(name): _fact(str(name), str(fact).strip()) for name, fact in value.items() if fact is not None
        }
    read: dict[str, str] = {}
    where = str(info.field_name)
    for pair in _each(value, where):
        name, mark, text = str(pair).partition("=")
        if not mark:
            raise InputError(
                f"{str(pair)[:60]!r} is no fact",
                where=where,
                remedy="write name=value, for example quantity=120",
            )
        if name.strip() in read:
            raise InputError(f"{name.strip()[:60]} is given twice", where=where, remedy="give it once")
        read[name.strip()] = _fact(name.strip(), text.strip())
    return read


def _read_as(value: object, info: ValidationInfo) -> dict[str, str]:
    """How rows are read: a mapping, one with columns apart, or words ``column=meaning``."""
    if isinstance(value, Mapping):
        flat = {str(name): one for name, one in value.items() if name not in ("columns", "map")}
        for part in (value.get("columns"), value.get("map")):
            flat.update(part if isinstance(part, Mapping) else {})
        return {name: str(one).strip() for name, one in flat.items() if one not in (None, "")}
    read: dict[str, str] = {}
    for pair in _each(value, str(info.field_name)):
        name, mark, text = str(pair).rpartition("=")
        if not mark or not name.strip():
            raise InputError(
                f"{str(pair)[:60]!r} says nothing", where=str(info.field_name),
                remedy='write column=meaning, for example "HTS Number=hts"',
            )  # fmt: skip
        read[name.strip()] = text.strip()
    return read


def _fact(name: str, value: str) -> str:
    """A fact's value in the word of its vocabulary."""
    return FACT_WORDS.get(name, {}).get(folded(value).lower(), value)


def _yes_no(value: object, info: ValidationInfo) -> str:
    text = ("yes" if value else "no") if isinstance(value, bool) else folded(str(_text(value))).lower()
    if text in ("", "unknown", "?", "未知"):
        return ""
    if text in YES or text in NO:
        return "yes" if text in YES else "no"
    raise InputError(
        f"{info.field_name} {text[:40]!r} is neither yes nor no", remedy="write yes, no, or leave it empty"
    )


def _reading(value: object) -> object:
    """The older word for the reading of the text is taken too."""
    return "text" if value == "by_text" else value or "both"


def vocabulary(words: tuple[str, ...]) -> Callable[[object, ValidationInfo], str]:
    """A reader of one of a few words, however it is spelled; nothing and the unknown are nothing."""
    plain = {_plain(word): word for word in words}

    def read(value: object, info: ValidationInfo) -> str:
        text = folded(str(_text(value)))
        if text.lower() in ("", "unknown", "?", "未知"):
            return ""
        if _plain(text) not in plain:
            remedy = nearest(text, words) or f"one of {', '.join(words)}"
            raise InputError(f"{info.field_name} {text[:40]!r} is not known", remedy=remedy)
        return plain[_plain(text)]

    return read


def _plain(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _flag(value: object, info: ValidationInfo) -> bool:
    """A switch: true or false, or a word for it in a query."""
    if isinstance(value, bool):
        return value
    text = folded(value).strip().lower() if isinstance(value, str) else ""
    if text in YES | {"on"} or text in NO | {"off"}:
        return text in YES | {"on"}
    raise InputError(
        f"{info.field_name} {str(value)[:40]!r} is neither true nor false", remedy="write true or false"
    )


@_named
def _maybe_code(value: object, info: ValidationInfo) -> str:
    """A tariff code, or nothing."""
    return "" if value is None or value == "" else _code(value, info)


def _number(value: object, info: ValidationInfo) -> Any:
    """A number; its text is read by the grammar of decimals, and a switch is none."""
    if isinstance(value, bool):
        raise InputError(f"{info.field_name} {value!r} is not a number", remedy="write digits")
    return float(read_decimal(value, what=str(info.field_name))) if isinstance(value, str) else value


def _count(value: object, info: ValidationInfo) -> Any:
    """A whole number, its text in plain digits."""
    text = value.strip() if isinstance(value, str) else value
    plain = re.fullmatch(r"-?[0-9]{1,18}", text) if isinstance(text, str) else not isinstance(text, bool)
    if not plain:
        raise InputError(f"{info.field_name} {str(value)[:40]!r} is no whole number", remedy="write digits")
    return text


@_named
def _party_or_unknown(value: object, info: ValidationInfo) -> str:
    text = folded(str(_text(value)))
    return "" if text.lower() in ("", "unknown", "?", "未知") else read_party(text, str(info.field_name))


@_named
def _days(value: object, info: ValidationInfo) -> tuple[str, ...]:
    return tuple(read_whole_day(day, what=str(info.field_name)) for day in _each(value, str(info.field_name)))


@_named
def _parties(value: object, info: ValidationInfo) -> tuple[str, ...]:
    return tuple(read_party(name, str(info.field_name)) for name in _listed(value, info))


MaybeText = str | None
Many = list[str] | str
Day = Annotated[str | None, BeforeValidator(_day, json_schema_input_type=MaybeText)]
Moment = Annotated[str | None, BeforeValidator(_moment, json_schema_input_type=MaybeText)]
Party = Annotated[str, BeforeValidator(_party, json_schema_input_type=str)]
MaybeParty = Annotated[str, BeforeValidator(_party_or_unknown, json_schema_input_type=MaybeText)]
Side = Annotated[Literal["US", "CN"], BeforeValidator(_side)]
Code = Annotated[str, Field(max_length=60), BeforeValidator(_code)]
MaybeCode = Annotated[
    str, Field(max_length=60), BeforeValidator(_maybe_code, json_schema_input_type=MaybeText)
]
Amount = Annotated[str, Field(max_length=60), BeforeValidator(_amount, json_schema_input_type=str | float)]
Text = Annotated[
    str, Field(max_length=LONGEST_TEXT), BeforeValidator(_text, json_schema_input_type=MaybeText)
]
Quantity = Annotated[
    str, Field(max_length=60), BeforeValidator(_quantity, json_schema_input_type=MaybeText | float)
]
Several = Annotated[
    tuple[Text, ...], Field(max_length=MOST_VALUES), BeforeValidator(_several, json_schema_input_type=Many)
]
Listed = Annotated[
    tuple[Text, ...], Field(max_length=MOST_VALUES), BeforeValidator(_listed, json_schema_input_type=Many)
]
Days = Annotated[
    tuple[str, ...], Field(max_length=MOST_VALUES), BeforeValidator(_days, json_schema_input_type=Many)
]
Parties = Annotated[
    tuple[str, ...], Field(max_length=MOST_VALUES), BeforeValidator(_parties, json_schema_input_type=Many)
]
Facts = Annotated[
    dict[str, str],
    Field(max_length=MOST_VALUES),
    BeforeValidator(_pairs, json_schema_input_type=dict[str, str] | list[str]),
]
ReadAs = Annotated[
    dict[str, str],
    Field(max_length=4 * MOST_VALUES),
    BeforeValidator(_read_as, json_schema_input_type=dict[str, str] | list[str]),
]
Flag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool)]
Number = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_number)]
Count = Annotated[int, BeforeValidator(_count)]
YesNo = Annotated[
    Literal["", "yes", "no"],
    BeforeValidator(_yes_no, json_schema_input_type=Literal["", "yes", "no"] | bool | None),
]
Sheet = Annotated[Any, Rows(), Field(json_schema_extra={"type": "string", "contentMediaType": "text/csv"})]
Names = Annotated[
    Any, Rows(), OrName(), Field(json_schema_extra={"type": "string", "contentMediaType": "text/csv"})
]
File = Annotated[Any, LocalFile()]
Files = Annotated[tuple[Any, ...], BeforeValidator(_several), LocalFile()]
Reading = Annotated[
    Literal["both", "announced", "text"],
    BeforeValidator(_reading, json_schema_input_type=Literal["both", "announced", "text", "by_text"]),
]
