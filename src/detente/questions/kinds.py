"""Kinds of values that questions are made of, each read in one place: days, parties, amounts, facts, rows.

Values stay the text that was given, checked; the rooms that answer turn them into types of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from detente.terms import HtsCode, InputError, nearest, read_amount, read_country, read_day, read_moment

LONGEST_TEXT = 400
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
    """Marks a field that holds rows: a path or a frame in Python, a file on the command line, the body of a request."""


@dataclass(frozen=True)
class LocalFile:
    """Marks a field that names files of this machine: the command line and Python take it, a server never does."""


def _day(value: object, info: ValidationInfo) -> str | None:
    return None if value in (None, "") else read_day(value, what=str(info.field_name)).isoformat()


def _moment(value: object, info: ValidationInfo) -> str | None:
    if value in (None, ""):
        return None
    read_moment(value, what=str(info.field_name))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def read_party(value: object, what: str = "origin") -> str:
    """A country by any of its names, as its code of two letters: the one place where questions read a party."""
    return read_country(value, what=what)


def _party(value: object, info: ValidationInfo) -> str | None:
    return None if value in (None, "") else read_party(value, str(info.field_name))


def _side(value: object, info: ValidationInfo) -> str | None:
    if value in (None, ""):
        return None
    sides = {"US": "us", "CN": "china"}
    text = str(value).strip()
    if text.lower() in sides.values():
        return text.lower()
    name = str(info.field_name)
    try:
        return sides[read_party(value, name)]
    except (InputError, KeyError):
        remedy = nearest(text.lower(), sides.values()) or "give us or china"
        raise InputError(f"{name} {text[:40]!r} is not known", remedy=remedy) from None


def _code(value: object) -> str:
    HtsCode.read(value)
    return str(value).strip()


def _amount(value: object, info: ValidationInfo) -> str:
    read_amount(value, what=str(info.field_name))
    return str(value).strip()


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _several(value: object) -> Any:
    """One value or several: text alone is a list of one, ``a,b`` stays one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, (str, bytes)) or not isinstance(value, Iterable) else tuple(value)


def _listed(value: object) -> Any:
    """Several values, given one by one or with commas between."""
    return tuple(part.strip() for text in _several(value) for part in str(text).split(",") if part.strip())


def _pairs(value: object, info: ValidationInfo) -> dict[str, str]:
    """Facts by name, from a mapping or from words ``name=value``."""
    if isinstance(value, Mapping):
        given = {str(name): _text(fact) for name, fact in value.items() if fact is not None}
        return {name: _fact(name, fact) for name, fact in given.items()}
    read: dict[str, str] = {}
    where = str(info.field_name)
    for pair in _several(value):
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


def _fact(name: str, value: str) -> str:
    """A fact's value in the word of its vocabulary."""
    return FACT_WORDS.get(name, {}).get(value.lower(), value)


def _yes_no(value: object, info: ValidationInfo) -> str:
    text = ("yes" if value else "no") if isinstance(value, bool) else _text(value).lower()
    if text in ("", "unknown", "?", "未知"):
        return ""
    if text in YES or text in NO:
        return "yes" if text in YES else "no"
    raise InputError(
        f"{info.field_name} {text[:40]!r} is neither yes nor no", remedy="write yes, no, or leave it empty"
    )


def vocabulary(words: tuple[str, ...]) -> Callable[[object, ValidationInfo], str]:
    """A reader of one of a few words, however it is spelled; nothing and the unknown are nothing."""
    plain = {_plain(word): word for word in words}

    def read(value: object, info: ValidationInfo) -> str:
        text = _text(value)
        if text.lower() in ("", "unknown", "?", "未知"):
            return ""
        if _plain(text) not in plain:
            remedy = nearest(text, words) or f"one of {', '.join(words)}"
            raise InputError(f"{info.field_name} {text[:40]!r} is not known", remedy=remedy)
        return plain[_plain(text)]

    return read


def _plain(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _party_or_unknown(value: object, info: ValidationInfo) -> str:
    text = _text(value)
    return "" if text.lower() in ("", "unknown", "?", "未知") else read_party(text, str(info.field_name))


def _days(value: object, info: ValidationInfo) -> tuple[str, ...]:
    return tuple(read_day(day, what=str(info.field_name)).isoformat() for day in _several(value))


def _parties(value: object, info: ValidationInfo) -> tuple[str, ...]:
    return tuple(read_party(name, str(info.field_name)) for name in _listed(value))


Day = Annotated[str | None, BeforeValidator(_day, json_schema_input_type=str | None)]
Moment = Annotated[str | None, BeforeValidator(_moment, json_schema_input_type=str | None)]
Party = Annotated[str, BeforeValidator(_party, json_schema_input_type=str)]
MaybeParty = Annotated[str, BeforeValidator(_party_or_unknown, json_schema_input_type=str)]
Side = Annotated[Literal["us", "china"], BeforeValidator(_side)]
Code = Annotated[str, Field(max_length=60), BeforeValidator(_code, json_schema_input_type=str)]
Amount = Annotated[str, Field(max_length=60), BeforeValidator(_amount, json_schema_input_type=str)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), BeforeValidator(_text, json_schema_input_type=str)]
Several = Annotated[tuple[Text, ...], Field(max_length=MOST_VALUES), BeforeValidator(_several)]
Listed = Annotated[tuple[Text, ...], Field(max_length=MOST_VALUES), BeforeValidator(_listed)]
Days = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), BeforeValidator(_days)]
Parties = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES), BeforeValidator(_parties)]
Facts = Annotated[dict[str, str], Field(max_length=MOST_VALUES), BeforeValidator(_pairs)]
Number = Annotated[float, Field(allow_inf_nan=False)]
YesNo = Annotated[Literal["", "yes", "no"], BeforeValidator(_yes_no)]
Sheet = Annotated[Any, Rows(), Field(json_schema_extra={"type": "string", "contentMediaType": "text/csv"})]
File = Annotated[Any, LocalFile()]
Files = Annotated[tuple[Any, ...], BeforeValidator(_several), LocalFile()]
State = Literal["by_text", "announced"]
