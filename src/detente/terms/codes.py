"""Tariff codes: digits with a level, never numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.terms.chinese.folding import folded
from detente.terms.errors import InputError

_JUNK = re.compile(r"[\s.\-–_'\"’ ]+")
_SHORT = 40  # so long a text of a code is at most
_LEVELS = {2: "chapter", 4: "heading", 6: "subheading", 8: "tariff line", 10: "statistical line"}
# a code often stands behind the name of its column
_LABEL = re.compile(
    r"(?:税则号列|商品编[号码]|税则号|税号|海关编码|hts(?:us)?|hs)\s*[:.]?\s*(?=\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class HtsCode:
    """A tariff code of 2, 4, 6, 8 or 10 digits.

    Parameters
    ----------
    digits : str
        The digits alone, for example ``"8505110070"``.
    repaired : str
        What was mended when reading, empty when the code was clean.

    Examples
    --------
    >>> HtsCode.read("8505.11.00.70").dotted
    '8505.11.00.70'
    >>> HtsCode.read(" 402.99.68").repaired
    'leading zero restored: 0402.99.68'
    """

    digits: str
    repaired: str = ""

    @classmethod
    def read(cls, text: object) -> HtsCode:
        """Read a code as people and spreadsheets write it: dotted or not, a lost leading zero restored.

        Raises
        ------
        InputError
            When what remains is not 4, 6, 8 or 10 digits of chapters 01 to 99.
        """
        written = str(text) if text is not None else ""
        return _read(written) if len(written) <= _SHORT else cls._mended(written)

    @classmethod
    def _mended(cls, written: str) -> HtsCode:
        raw = folded(written).strip()
        raw = _LABEL.sub("", raw, count=1) if _LABEL.match(raw) else raw
        if re.fullmatch(r"\d{3,10}\.0", raw) and len(raw.split(".")[0]) in (7, 8, 9, 10):
            raw = raw[:-2]  # a spreadsheet's float
        first = re.split(r"[.\s]", raw, maxsplit=1)[0]
        digits = _JUNK.sub("", raw)
        if not re.fullmatch(r"[0-9]{3,10}", digits):
            shown = raw if len(raw) <= 40 else raw[:40] + "…"
            raise InputError(
                f"{shown!r} is not a tariff code",
                remedy="give 8 or 10 digits, dotted or not, for example 8505.11.00.70",
            )
        repaired = ""
        dotted = bool(re.search(r"[.\s]", raw))
        if dotted and len(digits) % 2 and len(first) not in (1, 3):
            raise InputError(
                f"{raw!r} has an odd number of digits",
                remedy="a digit is missing or too many after the first point; give 8 or 10 digits",
            )
        if len(digits) % 2 or (dotted and len(first) == 3):
            digits = "0" + digits
            repaired = f"leading zero restored: {_dots(digits)}"
        if len(digits) not in (4, 6, 8, 10) or digits[:2] in ("00", "77"):
            raise InputError(
                f"{raw!r} is not a tariff code",
                remedy="give 8 or 10 digits of chapters 01 to 99, for example 8505.11.00.70",
            )
        return cls(digits, repaired)

    @property
    def dotted(self) -> str:
        """The code as the tariff prints it."""
        return _dots(self.digits)

    @property
    def line(self) -> str:
        """The eight digits at which rates attach."""
        return self.digits[:8]

    @property
    def level(self) -> str:
        """Trade name of the code's depth."""
        return _LEVELS[len(self.digits)]

    def __str__(self) -> str:
        return self.dotted


@lru_cache(maxsize=4096)
def _read(written: str) -> HtsCode:
    """One question reads its code on several ways in; a refusal is not kept."""
    return HtsCode._mended(written)


def _dots(digits: str) -> str:
    parts = [digits[:4], digits[4:6], digits[6:8], digits[8:10]]
    return ".".join(p for p in parts if p)
