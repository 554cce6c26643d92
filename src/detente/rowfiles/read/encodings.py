"""Bytes of a text file to text: strict decodings in order, and what speaks for the one taken."""

from __future__ import annotations

import codecs
import re

from detente.terms import InputError, UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 400_000
_PAIRS = re.compile(rb"[\x81-\xfe][\x30-\x39\x40-\x7e\x80-\xfe]")
# the everyday characters of GB 2312 and its punctuation stand in these rows
_EVERYDAY = re.compile(rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\xc0-\xff](?![\x80-\xff])")  # é in café
_CHINESE_SHARE, _WESTERN_SHARE = 0.9, 0.5


def decode(raw: bytes, where: str, encoding: str = "") -> tuple[str, str]:
    """The text of bytes, and words on its encoding where it is not UTF-8.

    Raises
    ------
    UnreadableFile
        When the bytes are no text, or not of the encoding that was said.

    Examples
    --------
    >>> decode("原产国".encode("gb18030"), "a.csv")
    ('原产国', 'read as GB18030 (Chinese)')
    """
    if encoding:
        return _as_said(raw, where, encoding), ""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            said = "" if name == "utf-8" else f"read as {name.upper()}"
            return _strict(raw[len(mark) :] if name == "utf-8" else raw, name, where), said
    wide = _without_mark(raw)
    if wide:
        return _strict(raw, wide, where), f"read as {wide.upper()} without a byte order mark"
    if b"\0" in raw[:4096]:
        raise UnreadableFile("it holds binary data, not text", where=where, remedy="save it as CSV or Excel")
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError as fault:
        return _of_old(raw, where, fault.start)


def _as_said(raw: bytes, where: str, encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise InputError(
            f"encoding {encoding[:40]!r} is not known",
            remedy="for example utf-8, utf-16, gb18030, cp1252, big5",
        ) from None
    return _strict(raw, "utf-8-sig" if name == "utf-8" else name, where)


def _strict(raw: bytes, name: str, where: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as fault:
        raise UnreadableFile(
            f"it is not {name.upper()} (byte {fault.start})", where=where, remedy="save it again as CSV UTF-8"
        ) from None


def _without_mark(raw: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    head = raw[:4096]
    if len(head) < 8 or len(raw) % 2:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 4 and not odd else ""


def _of_old(raw: bytes, where: str, first: int) -> tuple[str, str]:
    """Text of before UTF-8: Chinese or Western, by what its bytes look like in either."""
    readings = {}
    for name in ("gb18030", "cp1252"):
        try:
            readings[name] = raw.decode(name)
        except UnicodeDecodeError:
            continue
    if not readings:
        raise UnreadableFile(
            f"neither UTF-8, GB18030 nor Windows-1252 (byte {first})", where=where,
            remedy="save it again as CSV UTF-8, or name its encoding (--encoding)",
        )  # fmt: skip
    chinese, sure = _looks_chinese(raw[:_SAMPLE])
    name = "gb18030" if "gb18030" in readings and (chinese or "cp1252" not in readings) else "cp1252"
    if name not in readings:
        name = next(iter(readings))
    said = "read as GB18030 (Chinese)" if name == "gb18030" else "read as Windows-1252 (Western)"
    if len(readings) == 2 and not sure:
        other = "cp1252" if name == "gb18030" else "gb18030"
        said += f"; {other} would fit its bytes as well: if names look wrong, add --encoding {other}"
    return readings[name], said


def _looks_chinese(raw: bytes) -> tuple[bool, bool]:
    """Whether high bytes come in the pairs of Chinese text, and whether that is beyond doubt."""
    pairs = _PAIRS.findall(raw)
    everyday = sum(1 for pair in pairs if _EVERYDAY.fullmatch(pair))
    high = len(raw) - len(raw.translate(None, bytes(range(0x80, 0x100))))
    share = everyday / len(pairs) if pairs else 0.0
    alone = len(_ALONE.findall(raw)) / max(high, 1)
    if share >= _CHINESE_SHARE and alone < 1 - _CHINESE_SHARE:
        return True, len(pairs) >= 2
    return share > _WESTERN_SHARE and alone < _WESTERN_SHARE, alone >= _WESTERN_SHARE
