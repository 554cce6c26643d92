"""A screen, or any text of the terminal, in the language of the run.

A screen is filled in English. Its sentences are found again by their templates, the law's own words by the
pairs that the law holds, and lists of either piece by piece; what neither knows stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from detente.outcomes import own_outcomes
from detente.regime import chinese_of_law, zh_day
from detente.report.terminal.layout import Rows, rows_of
from detente.talks import compiled_registry, read_record
from detente.terms import Party, in_traditional, is_chinese, party_codes, sentence_in_chinese

_SENTENCES = ((". ", "。"), (" — ", "。"), ("; ", "；"), (" · ", " · "), (": ", "："))
_LISTS = ((", ", "，"), (" + ", " + "), (" and ", "和"), (" / ", " / "), (" → ", " → "), (" or ", "或"))
# columns whose cells are typed into a command, and stay
_TYPED = frozenset(
    (
        "outcome",
        "fact",
        "line",
        "row",
        "from",
        "region",
        "package",
        "under",
        "document",
        "origin",
        "source",
        "goes by",
        "name asked",
        "listed name",
        "ask next",
    )
)
# words as somebody wrote them
_QUOTED = frozenset(("position", "speaker", "doubt"))
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?: (EST|EDT|Beijing|UTC))?")
_DAY = re.compile(
    r"(?<![\dA-Za-z])(\d{1,2}) ([A-Z][a-z]+) (\d{4})(?:, (\d\d:\d\d)(?: (?:EST|EDT|Beijing|UTC))?)?"
)
_ISO_DAY = re.compile("(?<=[\u4e00-\u9fff])\\d{4}-\\d\\d-\\d\\d(?=[\u4e00-\u9fff，。；：）]|$)")
_RATED = re.compile(r"(.+?) ((?:total at least )?\+?\d[\d.,]* (?:%|USD|CNY|entities).*)")
_BRACKETED = re.compile(r"(.+) \(([^()]+)\)\.?")
# words with the document and place they stand on
_CITED = re.compile(r"(.+?) — ([A-Z0-9][A-Za-z0-9.-]*: [^;]*)(?:; ((?:later|announced).*))?")
# names that are typed: facts that an answer depends on
_NAMES = re.compile("[a-z][a-z0-9_]*(?:(?:, | and | or )[a-z][a-z0-9_]*)+")
# a question in English and again in Chinese
_BOTH = re.compile("(?:([a-z_]+): )?[A-Za-z][ -~]+[.?!] ([\u4e00-\u9fff“《].*)")
_SENTENCE_END = r"(?<!sec)(?<!No)(?<!Nos)(?<!Art)(?<!Arts)(?<!ch)\. (?=[A-Z])"
_HAN = "[\u4e00-\u9fff]"
_ZONES = {"EST": "（美东）", "EDT": "（美东）", "Beijing": "（北京）", "UTC": "（协调世界时）"}
_MONTHS = {
    name: n
    for n, name in enumerate(
        (
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ),
        start=1,
    )
}  # fmt: skip


def spoken_in(part: Any, language: str) -> Any:
    """A screen, its rows, a text or a tuple of them in a language; commands to type stay as they are.

    Any frozen dataclass is taken field by field; a field called ``next_step`` is a command and stays.
    """
    if not is_chinese(language):
        return part
    if isinstance(part, str):
        words = text_in_chinese(part)
        return in_traditional(words) if language == "zh-Hant" else words
    if isinstance(part, Text):
        return Text(spoken_in(part.plain, language), style=part.style)
    if isinstance(part, tuple):
        return tuple(spoken_in(one, language) for one in part)
    if isinstance(part, Group):
        return Group(*(spoken_in(one, language) for one in part.renderables))
    if isinstance(part, Table):
        return _rows(rows_of(part), language)
    if isinstance(part, Rows):
        return _rows(part, language)
    if is_dataclass(part) and not isinstance(part, type):
        names = [field.name for field in fields(part) if field.name not in ("next_step", "goods")]
        own = {name: getattr(part, name) for name in names}
        for english, chinese in getattr(part, "goods", ()):
            own = {name: _named(value, english, chinese) for name, value in own.items()}
        return replace(part, **{name: spoken_in(value, language) for name, value in own.items()})
    return part


def _named(part: Any, english: str, chinese: str) -> Any:
    """A part of a screen with goods by their Chinese name."""
    if isinstance(part, str):
        return part.replace(english, chinese)
    if isinstance(part, Text):
        return Text(part.plain.replace(english, chinese), style=part.style)
    if isinstance(part, Rows):
        return replace(part, cells=_named(part.cells, english, chinese))
    return tuple(_named(one, english, chinese) for one in part) if isinstance(part, tuple) else part


def _rows(rows: Rows, language: str) -> Rows:
    """A table: its columns, its title, and its cells but for those of columns that are typed."""
    titles = [column.title.split("\n")[0] for column in rows.columns]
    quoted = bool(_QUOTED & set(titles))
    typed = [(title in _TYPED and "party" not in titles) or (title == "words" and quoted) for title in titles]
    cells = tuple(
        tuple(
            cell if typed[place] else _cell(cell, titles[place], language) for place, cell in enumerate(row)
        )
        for row in rows.cells
    )
    columns = tuple(replace(c, title="side") if c.title == "by" else c for c in rows.columns)
    return Rows(spoken_in(columns, language), cells, spoken_in(rows.title, language))


def _cell(cell: str | Text, title: str, language: str) -> Any:
    """A cell; a total that is open is undetermined, other things that are open are not settled."""
    if title == "total" and str(cell) == "open":
        cell = Text("undetermined", style=cell.style if isinstance(cell, Text) else "")
    return spoken_in(cell, language)


@lru_cache(maxsize=4096)
def text_in_chinese(text: str) -> str:
    """A text in simplified Chinese, whole or by its parts; English where nothing is known.

    Examples
    --------
    >>> text_in_chinese("in force"), text_in_chinese("suspended; ended"), text_in_chinese("9903.88.15")
    ('实施中', '暂停实施；停止实施', '9903.88.15')
    """
    if "\n" in text:
        return "\n".join(text_in_chinese(line) for line in text.split("\n"))
    bare = text.strip()
    if not bare:
        return text
    if bare.startswith("again: "):
        return f"重现：{bare[7:]}"
    if bare.startswith("· "):
        return f"· {text_in_chinese(bare[2:])}"
    end = "。" if bare.endswith(".") else ""
    for whole in (bare, bare.rstrip(".")):
        words = _words().get(whole) or _rated(whole) or sentence_in_chinese(whole, _value)
        if words and words != whole:
            return _dated(words + (end if whole != bare else ""))
    return _dated(_in_parts(bare, end))


def _in_parts(bare: str, end: str) -> str:
    """A text that no table holds, by its parts where all of them are known."""
    if bare.endswith(" …"):
        return text_in_chinese(bare[:-2]) + " …"
    if _NAMES.fullmatch(bare):
        return re.sub(", | and ", "、", bare).replace(" or ", " 或 ")
    both = _BOTH.fullmatch(bare)
    if both:
        return (f"{both[1]}：" if both[1] else "") + both[2]
    cited = _CITED.fullmatch(bare)
    if cited:
        return f"{text_in_chinese(cited[1])}（{cited[2]}）" + (
            f"；{text_in_chinese(cited[3])}" if cited[3] else ""
        )
    plain = bare.rstrip(".")
    for mark, ours in _SENTENCES:
        if words := _halved(plain, mark, ours):
            return words + end
    if words := _bracketed(plain):
        return words + end
    if words := _halved(plain, ", ", "，", strict=True):
        return words + end
    for mark, ours in _LISTS:
        pieces = _parts(plain, mark)
        parts = [text_in_chinese(piece) for piece in pieces] if len(pieces) > 1 else []
        if parts and all(map(_is_known, parts)):
            names = mark == ", " and not any(" " in piece for piece in pieces)
            return ("、" if names else ours).join(parts) + end
    return bare


def _halved(text: str, mark: str, ours: str, *, strict: bool = False) -> str:
    """A text in two at a mark where both halves are known: the mark may stand inside words of the law too.

    Strictly: where both halves became Chinese.
    """
    pattern = _SENTENCE_END if mark == ". " else re.escape(mark)
    for match in re.finditer(pattern, text):
        halves = text[: match.start()], text[match.end() :]
        if any(half.count("(") != half.count(")") for half in halves):
            continue
        before, after = (text_in_chinese(half) for half in halves)
        if strict and not (re.search(_HAN, before) and re.search(_HAN, after)):
            continue
        if _is_known(before) and _is_known(after) and re.search(_HAN, before + after):
            return f"{before}{ours}{after}"
    return ""


def _bracketed(text: str) -> str:
    """A text with another in brackets behind it."""
    match = _BRACKETED.fullmatch(text)
    if match is None:
        return ""
    before, inside = text_in_chinese(match[1]), text_in_chinese(match[2])
    if _is_known(before) and _is_known(inside) and re.search(_HAN, before + inside):
        return f"{before}（{inside}）"
    return ""


def _parts(text: str, mark: str) -> list[str]:
    """A list's parts: what stands in brackets is not taken apart."""
    parts = [""]
    for piece in text.split(mark):
        whole = parts[-1].count("(") == parts[-1].count(")")
        parts = (
            [*parts, piece]
            if parts[-1] and whole
            else [*parts[:-1], parts[-1] + mark * bool(parts[-1]) + piece]
        )
    return parts


def _value(part: str) -> str:
    """A value of a sentence: a sentence or a title of its own, a day; a single word is typed, and stays."""
    if part in _words():
        return _words()[part]
    return text_in_chinese(part) if " " in part else part


def _rated(text: str) -> str:
    """A title of the law with its rate, its count or, of a control, what it gives behind it."""
    match = _RATED.fullmatch(text)
    if match and match[1] in _words():
        return f"{_words()[match[1]]} {text_in_chinese(match[2])}"
    for space in [] if "; " in text else [place.start() for place in re.finditer(" ", text)][::-1]:
        title, given = _words().get(text[:space], ""), text[space + 1 :].removesuffix(" …").split(" / ")
        own = title and all(piece[:1].isalnum() for piece in given)  # a bracket belongs to the title
        words = [sentence_in_chinese(piece, _value) for piece in given] if own else []
        if words and all(words):
            return f"{title} {' / '.join(words)}{' …' if text.endswith(' …') else ''}"
    return ""


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Words of the law and titles of outcomes, Chinese by English."""
    rows = own_outcomes()
    titles = [outcome.title for outcome in rows.outcomes.values()]
    titles += [tree.title for tree in rows.trees.values()]
    titles += [decision.title for tree in rows.trees.values() for decision in tree.decisions]
    titles += [package.title for bargain in rows.bargains.values() for package in bargain.packages]
    parties = {Party(code).name: Party(code).name_zh for code in party_codes()}
    own = {t.en: t.zh for t in titles if t.zh}
    return {**chinese_of_talks(), **parties, **own, **chinese_of_law()}


def _is_known(part: str) -> bool:
    """Whether nothing English is left in a part but codes, amounts and names typed."""
    return not re.search(r"[a-z]{3,} [a-z]{2,}", part)


def _dated(words: str) -> str:
    """Days and moments as Chinese writes them, where the words around them are Chinese."""
    alone = _MOMENT.fullmatch(words)
    if alone and alone[3]:
        return f"{alone[1]} {alone[2]}{_ZONES[alone[3]]}"
    if not re.search(_HAN, words) and not _DAY.fullmatch(words):
        return words
    words = _MOMENT.sub(lambda m: zh_day(m[1]) + m[2] + _ZONES.get(m[3] or "", ""), words)
    words = _ISO_DAY.sub(lambda m: zh_day(m[0]), words)
    return _DAY.sub(_day, words)


def _day(match: re.Match[str]) -> str:
    month = _MONTHS.get(match[2])
    if month is None:
        return match[0]
    return zh_day(f"{match[3]}-{month:02}-{int(match[1]):02}") + (match[4] or "")


@lru_cache(maxsize=1)
def chinese_of_talks() -> Mapping[str, str]:
    """Chinese by English: a speaker's name, a place's id, a sentence of the record."""
    pairs = {
        row["says"]["en"]: row["says"]["zh"] for row in read_record()["talks_record"] if row["says"]["zh"]
    }
    for _, content in compiled_registry()["rows"]:
        pairs.update(_speakers(content.get("speakers", ())))
        pairs.update(_places(content.get("places", ())))
    return pairs


def _speakers(rows: Any) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.get("zh"):
            yield row["name"], row["zh"][0]


def _places(rows: Any) -> Iterator[tuple[str, str]]:
    for row in rows:
        for name in row["names"]:
            if any("\u4e00" <= c <= "\u9fff" for c in name):
                yield row["id"], name
                break
