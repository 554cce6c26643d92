"""Own words for lines of which the shipped schedule holds the facts alone: those of their heading."""

from __future__ import annotations

from detente.schedule.finding.trade_words import headings
from detente.schedule.lines import DatedLine


def heading_words(code: str) -> tuple[str, str]:
    """What the heading of a code holds, in own words, English and Chinese; empty for chapters 98 and 99.

    Examples
    --------
    >>> heading_words("01012100")
    ('heading 0101: live horses, donkeys and mules', '品目0101：活马、驴、骡')
    """
    own = headings().get(code[:4])
    return (f"heading {code[:4]}: {own.words}", f"品目{code[:4]}：{own.words_zh}") if own else ("", "")


def in_own_words(line: DatedLine) -> DatedLine:
    """A line without words of its own, with those of its heading."""
    if line.words or len(line.code) != 8:
        return line
    words, words_zh = heading_words(line.code)
    return line._replace(words=words, words_zh=words_zh)
