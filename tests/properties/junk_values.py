"""Plausible junk by kind of field: typos, invented words, marks of other currencies, impossible days.

Every kind of field that a question can have stands in `KINDS` with what is junk for it, and with the
spellings that look odd and mean something: those are read as the value beside them. What stands in neither
list is not tried. A question with a kind of field that is not listed here fails the tests, so that a new
kind brings its junk with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator

from detente.questions import LocalFile, Question, Rows

NOTHING = "(as if not given)"
LONG = "x" * 5000
# no field of any kind takes these
STRANGE = (
    "=1+1", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "@SUM(A1)", "#REF!", "#N/A", "\x00", "a\x07b",
    "\u202eabc", "zzqx", LONG, "NaN", "nan", "inf", "-Infinity", "None", "null", "TBD", "{}", "[]", "'; DROP",
    "<b>x</b>", "１２３４５６７８９", "😀",
)  # fmt: skip
NUMBERS = (
    "-1", "-0.01", "1e400", "1e-300000000", "1E19", "1e99999999999", "ten", "1.234,5", "1,2,3", "1_000",
    "0x10", "१००", "1..5", "--1", "10 apples", "\u202e10", "10\u200b", "10\x00", "∞", "½", "1/2", "9" * 60,
    "2025-10-26",
)  # fmt: skip
OTHER_MONEY = (
    "¥10000", "10000元", "RMB 10000", "CNY10000", "10000 CNY", "€10000", "HK$10000", "£1", "1万", "10k", "5%",
)  # fmt: skip
DAYS = (
    "30/26/2025", "26/30/2025", "2025-02-30", "2025-13-01", "20226-01-01", "20226", "2025", "10/11/2025",
    "2025-10-26T25:00", "2025-10-26T10:00+25:00", "2025-10-26 10:61", "45955.5.5", "tomorrow", "2025-1O-26",
    "26 Ocbt 2025", "0000-01-01", "99999999", "2025-10-26\x00", "\u202e2025-10-26", "=TODAY()", "-1",
    "1e9", "2025-10-26/2025-10-27", "2025-W43", "26.10.25", "2025-10", "00000", "99999", "1", "0",
)  # fmt: skip
PARTIES = (
    "Chnia", "XX", "ZZ", "QQ", "Atlantis", "C", "CNN", "CN,US", "CN/US", "CN\x00", "\u202eCN", "999",
    "EU", "world", "abroad", "00", "-", "1",
)  # fmt: skip
CODES = (
    "9403.99.90.99", "9999.99.99", "0000.00.00", "7701.00.00", "95066240x", "9506.62.4O", "950662", "9506",
    "9.50662E+07", "9506.62.4", "9506624000000", "¥95066240", "9903.88.69", "95", "sportsball",
    "-1", "9506.62.40\x00", "\u202e9506.62.40", "9506.62.40;8505.11.00", "1.5", "0", "9506.62.40.99",
)  # fmt: skip
WORDS = ("maybe", "yess", "2", "-1", "0.5", "yes no", "ja", "oui", "\u202eyes", "yes\x00", "TRUEE")


@dataclass(frozen=True)
class Kind:
    """What is junk for a kind of field, and which odd spellings mean something."""

    junk: tuple[str, ...]
    means: dict[str, str] = field(default_factory=dict)


KINDS: dict[str, Kind] = {
    "day": Kind(
        (*STRANGE, *DAYS, "unknown", "?", "2025-10-26T09:00+08:00", "2025-10-26 10:00"),
        {"２０２５-１０-２６": "2025-10-26", "26 Oct 2025": "2025-10-26", "2025年10月26日": "2025-10-26",
         "20251026": "2025-10-26", "45956": "2025-10-26", " 2025-10-26 ": "2025-10-26",
         "": NOTHING},
    ),
    "moment": Kind(
        (*STRANGE, *DAYS, "2025-10-26T10:00+15:00", "2025-10-26T10:00 EST"),
        {"２０２５-１０-２６": "2025-10-26", "26 Oct 2025": "2025-10-26", "2025年10月26日": "2025-10-26",
         "2025-10-26 10:00": "2025-10-26T10:00", "": NOTHING},
    ),
    "party": Kind(
        (*STRANGE, *PARTIES, "unknown", "?"),
        {"cn": "CN", "china": "CN", "中国": "CN", " CN ": "CN", "CN;": "CN"},
    ),
    "party or unknown": Kind(
        (*STRANGE, *PARTIES), {"cn": "CN", "中国": "CN", "unknown": NOTHING, "?": NOTHING, "": NOTHING}
    ),
    "side": Kind(
        (*STRANGE, *PARTIES, "JP", "HK", "Germany", "both", "unknown", ""),
        {"cn": "CN", "china": "CN", "美国": "US", "usa": "US"},
    ),
    "code": Kind(
        (*STRANGE, *CODES, ""),
        {"９５０６.６２.４０": "9506.62.40", "'9506.62.40": "9506.62.40", "95066240.0": "9506.62.40"},
    ),
    "maybe code": Kind(
        (*(x for x in STRANGE if x != "１２３４５６７８９"), *CODES[4:]),
        {"": NOTHING, "95066240.0": "9506.62.40"},
    ),
    "amount": Kind(
        (*STRANGE[:-2], *NUMBERS, *OTHER_MONEY, "1000000000001", ""),
        {"１００００": "10000", "$10,000": "10000", "US$ 10000": "10000", "10 000": "10000"},
    ),
    "quantity": Kind((*STRANGE[:-2], *NUMBERS, *OTHER_MONEY[:-1]), {"": NOTHING}),
    "text": Kind(STRANGE),
    "several": Kind(tuple(x for x in STRANGE if x not in ("[]", "{}"))),
    "listed": Kind(STRANGE),
    # find gives candidates with a score and never an answer: only what says nothing is refused
    "words to find": Kind(("", "   ", "…", "\x00", "a\x07b", "\u202eabc", "=1+1", LONG)),
    "days": Kind((*STRANGE, *DAYS)),
    "parties": Kind((*STRANGE, *(p for p in PARTIES if p not in ("CN,US",)))),
    "facts": Kind(("nofact=1", "qauntity=5", "no_equals", "=1", "mode", "mode=ocean=air", *STRANGE[:4])),
    "which reading": Kind((*STRANGE, *WORDS), {"by_text": "text", "": NOTHING}),
    "reading": Kind(
        ("no_equals", "=hts", "nope=hts", "hts=nomeaning", "dates=maybe", "decimals=7", "encoding=zzqx",
         "hts=origin"),
    ),
    "flag": Kind((*STRANGE, *WORDS, "unknown", "")),
    "yes or no": Kind((*STRANGE, *WORDS), {"Y": "yes", "是": "yes", "FALSE": "no", "": NOTHING}),
    "word": Kind((*STRANGE, *WORDS)),
    "number": Kind((*STRANGE[:-2], *NUMBERS[1:], *OTHER_MONEY, "")),
    "count": Kind((*STRANGE[:-2], *NUMBERS, *OTHER_MONEY, "1.5", "")),
    "rows": Kind(()),
    "file": Kind(()),
}  # fmt: skip
_READERS = {
    "_day": "day", "_moment": "moment", "_party": "party", "_party_or_unknown": "party or unknown",
    "_side": "side", "_code": "code", "_amount": "amount", "_quantity": "quantity", "_text": "text",
    "_several": "several", "_listed": "listed", "_days": "days", "_parties": "parties", "_pairs": "facts",
    "_read_as": "reading", "_reading": "which reading", "_words": "words to find", "_limit": "count",
    "_flag": "flag", "_yes_no": "yes or no", "read": "word", "_maybe_code": "maybe code", "_number": "number",
    "_count": "count", "_item": "text",
}  # fmt: skip


def kind_of(question: type[Question], name: str) -> str:
    """The kind of a field, a key of `KINDS`.

    Raises
    ------
    LookupError
        For a kind that has no junk here yet.
    """
    kind = _kind(get_type_hints(question, include_extras=True)[name])
    if kind not in KINDS:
        raise LookupError(f"{question.__name__}.{name} is of a kind that has no junk: add it to KINDS")
    return kind


def _kind(hint: Any) -> str:
    for mark in getattr(hint, "__metadata__", ()):
        if isinstance(mark, Rows):
            return "rows"
        if isinstance(mark, LocalFile):
            return "file"
        if isinstance(mark, BeforeValidator):
            return _READERS.get(mark.func.__name__, "")
    if hasattr(hint, "__metadata__"):
        return _kind(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return "word"
    for part in () if get_origin(hint) in (tuple, dict, list) else get_args(hint):
        if part is not type(None):
            return _kind(part)
    return {int: "count", float: "number"}.get(hint, "")


def spoiled(text: str) -> Iterator[str]:
    """A value with one of its words misspelt, one of its numbers made impossible, or a mark put in."""
    for word in re.finditer(r"[^\W\d_]{3,}", text):
        at = word.start() + 1
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if swapped != text:
            yield swapped
        yield text[: word.end()] + "x" + text[word.end() :]
    for number in re.finditer(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])", text):
        for wrong in ("-1", "NaN", "1e400", "inf", "ten", "7.5e9"):
            yield text[: number.start()] + wrong + text[number.end() :]
    yield f"\u202e{text}"
    yield f"{text}\x00"
    yield f"={text}"
