"""Parties: countries, territories and the two sides, as ISO codes; every other spelling ends here.

Inside the program a party is its code of two letters and nothing else: ``CN``, never ``china``, ``CHN`` or
中国. People, files and forms may write any of the spellings in ``parties.tsv``; `Party.read` knows them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.terms.chinese.folding import folded
from detente.terms.errors import InputError
from detente.terms.marks import check_marks

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Party(str):
    """A country or territory: the text of its ISO 3166-1 code of two letters, with its names.

    Being its code, it sorts, compares, prints and is written to files as that code.

    Examples
    --------
    >>> Party.read("中華人民共和國"), Party.read("PRC"), Party.read("chn")
    ('CN', 'CN', 'CN')
    >>> Party("CN").alpha3, Party("CN").name, Party("CN").name_zh
    ('CHN', 'China', '中国')
    """

    __slots__ = ()

    @classmethod
    def read(cls, text: object, *, what: str = "party") -> Party:
        """Read a party in any known spelling: ISO codes, English and Chinese names, in full or in short.

        Parameters
        ----------
        text : object
            What a person or a file wrote.
        what : str
            Name of the argument or column, for the message of a refusal.

        Raises
        ------
        InputError
            When the text is no country, or one that no longer exists, or fits more than one; names the
            nearest.
        """
        raw = str(text).strip() if text is not None else ""
        check_marks(raw, what=what)
        if raw.upper() in _rows():
            return cls(raw.upper())
        key = _spelling_key(raw) if len(raw) <= 100 else ""
        if key in _spellings():
            return cls(_spellings()[key])
        shown = raw if len(raw) <= 40 else raw[:40] + "…"
        if key in _refused():
            why, remedy = _refused()[key]
            raise InputError(f"{what} {shown!r} {why}", remedy=remedy)
        near = _nearest_names(key)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError(
            f"{what} {shown!r} is not a country",
            remedy=f"give the ISO code of two letters, for example CN{hint}",
        )

    @property
    def alpha3(self) -> str:
        """ISO code of three letters."""
        return _rows()[self].alpha3

    @property
    def name(self) -> str:
        """Name in English."""
        return _rows()[self].name

    @property
    def name_zh(self) -> str:
        """Name in Chinese."""
        return _rows()[self].name_zh

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As the type of a model's field: any known spelling goes in, the code comes out."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(_read_field, core_schema.str_schema())


def party_codes() -> tuple[str, ...]:
    """The codes of all parties, in order."""
    return tuple(sorted(_rows()))


US = Party("US")
CN = Party("CN")
HK = Party("HK")
MO = Party("MO")
SIDES = (US, CN)


def read_side(text: object, *, what: str = "side") -> Party:
    """One of the two sides whose law is modelled, ``US`` or ``CN``, in any spelling of it.

    Raises
    ------
    InputError
        For any other party, and for what is none.

    Examples
    --------
    >>> read_side("china"), read_side("USA")
    ('CN', 'US')
    """
    raw = str(text).strip() if text is not None else ""
    try:
        side = Party.read(raw, what=what)
    except InputError:
        side = Party()
    if side not in SIDES:
        shown = raw if len(raw) <= 40 else raw[:40] + "…"
        near = [name for name in _nearest_names(_spelling_key(raw[:100])) if name.endswith(("(US)", "(CN)"))]
        hint = f"; did you mean {near[0]}?" if near else ""
        raise InputError(f"{shown!r} is not one of the two sides", where=what, remedy=f"give US or CN{hint}")
    return side


class _Row(NamedTuple):
    """A party of ``parties.tsv``; the other spellings of a name stand apart by ``|``."""

    alpha3: str
    name: str
    others: str
    name_zh: str
    others_zh: str

    def names(self) -> list[str]:
        """Every name, the three-letter code left out."""
        return [
            n for n in (self.name, *self.others.split("|"), self.name_zh, *self.others_zh.split("|")) if n
        ]


@lru_cache(maxsize=1)
def _lines() -> tuple[list[str], ...]:
    text = files("detente.terms").joinpath("parties.tsv").read_text(encoding="utf-8")
    return tuple(line.split("\t") for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1)
def _rows() -> dict[str, _Row]:
    """Parties by code."""
    return {code: _Row(*cells) for code, *cells in _lines() if code != "refused"}


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """Codes by spelling."""
    codes = {_spelling_key(code): code for code in _rows()}
    codes |= {_spelling_key(row.alpha3): code for code, row in _rows().items()}
    return codes | {_spelling_key(name): code for code, row in _rows().items() for name in row.names()}


@lru_cache(maxsize=1)
def _refused() -> dict[str, tuple[str, str]]:
    """What no shipment comes from, by spelling: why, and what to write."""
    lines = (cells for code, *cells in _lines() if code == "refused")
    return {_spelling_key(name): (why, remedy) for names, why, remedy in lines for name in names.split("|")}


@lru_cache(maxsize=1024)
def _nearest_names(key: str) -> tuple[str, ...]:
    """The parties whose names are nearest to a spelling, each with its code; none for a code mistyped."""
    if len(key) < 4:
        return ()
    names = [name for name in _spellings() if len(name) >= 4]
    codes = dict.fromkeys(_spellings()[name] for name in get_close_matches(key, names, n=6, cutoff=0.7))
    return tuple(f"{Party(code).name} ({code})" for code in codes)[:3]


def _spelling_key(text: str) -> str:
    """A spelling without what writers vary: case, accents, dots, commas, width, traditional characters.

    Examples
    --------
    >>> _spelling_key("The P.R. China"), _spelling_key("Côte d’Ivoire"), _spelling_key("中國")
    ('pr china', 'cote d ivoire', '中国')
    """
    plain = unicodedata.normalize("NFKD", folded(text).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").replace("&", " and ")
    words = ["saint" if word == "st" else word for word in re.split(r"[\W_]+", letters) if word]
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _read_field(text: str) -> Party:
    """A field of a model; pydantic takes a ValueError for a refusal."""
    try:
        return Party.read(text)
    except InputError as fault:
        raise ValueError(fault.text) from None


USUAL_OTHERS = ("SG", "NO", "BR")


def some_other(named: Iterable[str]) -> Party:
    """A country that is none of those named, where any other does.

    Examples
    --------
    >>> some_other(["CN", "US"])
    'SG'
    """
    taken = set(named)
    return Party(next(code for code in (*USUAL_OTHERS, *party_codes()) if code not in taken))
