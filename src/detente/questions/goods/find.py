"""Which code is it: goods, measures and parties by words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, ValidationInfo

from detente.questions.kinds import LONGEST_TEXT, Party
from detente.questions.model import Question
from detente.terms import InputError

MOST_ROWS = 50
_SAYS_SOMETHING = re.compile(r"\w", re.UNICODE)


def _words(value: object, info: ValidationInfo) -> Any:
    """Words with something to look for."""
    if not isinstance(value, str):
        raise InputError(f"{info.field_name} is no text", remedy='write words, for example "soccer ball"')
    text = " ".join(value.split())
    if not _SAYS_SOMETHING.search(text):
        raise InputError(
            f"{info.field_name} is empty", remedy='write words, for example "soccer ball", 足球 or 8505.11'
        )
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"{info.field_name} has {len(text):,} characters, at most {LONGEST_TEXT} are looked up",
            remedy="name the goods in a few words",
        )
    return text


def _limit(value: object, info: ValidationInfo) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST_ROWS:
        raise InputError(
            f"{info.field_name} {text[:20]!r} is not a number of rows", remedy=f"write 1 to {MOST_ROWS}"
        )
    return int(text)


Looked = Annotated[str, Field(max_length=LONGEST_TEXT), BeforeValidator(_words)]
Rows = Annotated[int, BeforeValidator(_limit, json_schema_input_type=int | str)]


class FindQuestion(Question):
    """Which tariff line, measure or party do words mean? Candidates in order, each with its reason."""

    aliases: ClassVar[Mapping[str, str]] = {"q": "text", "query": "text"}
    words: ClassVar[tuple[str, ...]] = ("text",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"text": "soccer ball"},
        {"text": "稀土磁铁", "limit": 3},
        {"text": "soybeans", "to": "CN"},
        {"text": "list 4A"},
        {"text": "8505.11"},
    )

    text: Looked = Field(
        description="Words, English or Chinese: goods, a code's beginning, a measure or a party.",
        examples=["soccer ball", "稀土磁铁", "8505.11", "list 4A"],
    )
    to: Party = Field(
        default="US",
        description="Whose schedule the goods are looked up in: US or CN.",
        examples=["US", "CN"],
    )
    limit: Rows = Field(default=10, description="At most so many rows, 1 to 50.", examples=[10])
