"""The registry of column names: what the trade calls a column, in two languages, and what its cells hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_WORDED = str.maketrans(
    {"%": "pct", "％": "pct", "#": "no", "$": "usd", "€": "eur", "£": "gbp", "¥": "cny", "￥": "cny"}
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER_MONEY = re.compile(
    r"(?<![a-z])(cny|rmb|cnh|eur|gbp|jpy|hkd|cad|mxn|inr|twd|krw|chf|aud|sgd|vnd)(?![a-z])"
    r"|[€£¥￥]|人民币|人民幣|欧元|歐元|港币|港元|日元|英镑"
)


@dataclass(frozen=True)
class Vocabulary:
    """Names of columns by their key.

    Attributes
    ----------
    names : dict of str to tuple
        Key of a name to (meaning, how sure) of each meaning it may have.
    kinds : dict of str to str
        Meaning to what its cells hold: code, party, day, amount, number, share, percent, yes_no, word, text.
    """

    names: dict[str, tuple[tuple[str, str], ...]]
    kinds: dict[str, str]

    def meanings(self, column: str, accepted: frozenset[str], sure: str = "yes") -> tuple[str, ...]:
        """Accepted meanings of a name, as sure as asked; a name in two languages counts by either."""
        keys = [column_key(column)]
        if _HAN.search(column):
            keys += [column_key("".join(_HAN.findall(column))), column_key(_HAN.sub(" ", column))]
        read = [m for key in keys for m, how in self.names.get(key, ()) if m in accepted and how == sure]
        if sure == "yes":
            read = [m for m in accepted if column_key(m) == keys[0]] or read
        return tuple(dict.fromkeys(read))


@lru_cache(maxsize=4096)
def column_key(name: str) -> str:
    """A column's name without what writers vary: case, space, punctuation, width.

    Examples
    --------
    >>> column_key("HTS\\nNumber"), column_key("Entered Value ($)"), column_key("Line #")
    ('htsnumber', 'enteredvalueusd', 'lineno')
    """
    plain = unicodedata.normalize("NFKC", name.translate(_WORDED)).casefold()
    return "".join(re.findall(r"[^\W_]+", plain.replace("us$", "usd")))


def other_currency(name: str) -> bool:
    """Whether a column's name says that its amounts are not in US dollars.

    Examples
    --------
    >>> other_currency("Value (CNY)"), other_currency("完税价格（人民币）"), other_currency("Value USD")
    (True, True, False)
    """
    return _OTHER_MONEY.search(re.sub(r"[_\W]+", " ", name.casefold()) + name) is not None


def without_currency(name: str) -> str:
    """A column's name without the currency it names.

    Examples
    --------
    >>> without_currency("Entered Value (CNY)")
    'Entered Value ( )'
    """
    return re.sub(_OTHER_MONEY.pattern, " ", name, flags=re.IGNORECASE)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shipped registry."""
    text = files("detente.rowfiles.read").joinpath("columns.tsv").read_text(encoding="utf-8")
    names: dict[str, dict[tuple[str, str], None]] = {}
    kinds: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        meaning, kind, sure, words = line.split("\t")
        kinds[meaning] = kind
        for word in words.split("|"):
            names.setdefault(column_key(word), {})[meaning, sure] = None
    return Vocabulary({key: tuple(found) for key, found in names.items()}, kinds)
