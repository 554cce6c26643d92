"""Trade words of the package: what people call goods, each with the code of 4, 6 or 8 digits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from detente.schedule.finding.folding import HERE, rows_of, tokens

# states and uses that name no goods by themselves
_STATES = frozenset(
    tokens(
        "fresh chilled frozen dried salted smoked live raw plain unwrought powder tanned woven knit worked "
        "coated exposed developed carded combed concentrated sweetened virgin refined retail unexposed "
        "narrow wide light heavy large small"
    )
)
TABLES = ("headings.tsv", "goods.tsv", "spellings.tsv")


class TradeWord(NamedTuple):
    """A word or phrase of the trade.

    Parameters
    ----------
    code : str
        4, 6 or 8 digits: every line that begins with them.
    text : str
        The phrase.
    chinese : bool
        Its language.
    """

    code: str
    text: str
    chinese: bool


class HeadingWords(NamedTuple):
    """What a heading holds, in own words: English, Chinese."""

    words: str
    words_zh: str


@lru_cache(maxsize=1)
def headings() -> dict[str, HeadingWords]:
    """Every heading of chapters 1 to 97 with its own words."""
    return {
        code: HeadingWords(english.split(";")[0].strip(), chinese.split(";")[0].strip())
        for code, english, chinese in rows_of("headings.tsv")
    }


def heading_words(code: str) -> tuple[str, str]:
    """Words for a line without any, by its heading, English and Chinese; empty from chapter 98 on.

    Examples
    --------
    >>> heading_words("01012100")
    ('heading 0101: live horses, donkeys and mules', '品目0101：活马、驴、骡')
    """
    own = headings().get(code[:4])
    return (f"heading {code[:4]}: {own.words}", f"品目{code[:4]}：{own.words_zh}") if own else ("", "")


def words_by_heading() -> dict[str, tuple[str, str]]:
    """The words of every heading, as a line without any bears them."""
    return {code: heading_words(code) for code in headings()}


def trade_words() -> Iterator[TradeWord]:
    """Every trade word, of headings first."""
    for name in TABLES[:2]:
        for code, english, chinese in rows_of(name):
            digits = code.replace(".", "")
            for text, is_chinese in ((english, False), (chinese, True)):
                phrases = [phrase.strip() for phrase in text.split(";") if phrase.strip()]
                if len(digits) == 4:
                    phrases += _named_apart(phrases[0])
                yield from (TradeWord(digits, phrase, is_chinese) for phrase in phrases)


def _named_apart(words: str) -> list[str]:
    """The goods that a heading's words name one by one: ``butter and dairy spreads`` names butter."""
    parts = [part.strip() for part in re.split(r",| and |、|；|，|及", words)]
    return [part for part in parts if part != words and set(tokens(part)) - _STATES - {"other"}]


@lru_cache(maxsize=1)
def words_hash() -> str:
    """Hash of the tables and of the code that reads them: an index of other words is made anew."""
    digest = hashlib.sha256()
    for path in (*(HERE / name for name in TABLES), *sorted(HERE.glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()
