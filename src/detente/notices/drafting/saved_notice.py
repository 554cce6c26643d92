"""What a saved notice says that a law file needs: citation, days and hours, headings with rates near them,
codes.

Forms: a document of the Federal Register as JSON (its API), XML or HTML, and plain text (a CSMS message, an
order, an announcement). Nothing is decided here: what is read is put beside its words for a person to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from detente.notices.reading.saved_text import (
    bytes_of,
    iso_day,
    json_of,
    plain_text,
    text_of,
    words_of,
    xml_of,
)
from detente.notices.watch_rules import documents_in
from detente.terms import UnreadableFile

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = rf"(?:{_MONTHS})\s+\d{{1,2}},\s+\d{{4}}"
_HOUR = re.compile(
    rf"(\d{{1,2}}):(\d{{2}})\s*(a|p)\.?\s*m\.?[,\s]*(?:\(?(?:eastern(?:\s+(?:standard|daylight))?(?:\s+time)?"
    rf"|E[SD]?T)\)?[\s,()A-Z]*)?(?:on\s+)?({_DAY})",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(
    rf"(?:on\s+or\s+after|effective(?:\s+(?:date|on))?[:\s]|applicable\s+(?:on|as\s+of)|beginning\s+(?:on\s+)?"
    rf"|as\s+of)\s*(?:this\s+\w+\s+is\s+effective\s+)?({_DAY})",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"自\s*(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:(\d{1,2})\s*(?:时|:)\s*(?:(\d{1,2})\s*分?)?)?\s*起"
)
_RATE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:percent|per\s?cent|%|％)", re.IGNORECASE)
_HEADING = re.compile(r"\b99\d{2}\.\d{2}\.\d{2}\b")
_CODE = re.compile(r"(?<![\d.])((?!99)\d{4}\.\d{2}(?:\.\d{2}(?:\.?\d{2})?)?)(?![\d])")
_CODE_CHINA = re.compile(r"(?<![\d.])(\d{8})(?![\d.])")
_REGISTER = re.compile(r"\[Federal Register Volume (\d+), Number \d+ \(\w+, ([^)]+)\)\]")
_PAGES = re.compile(r"\[Pages? (\d+)")
_DOC = re.compile(r"\[?FR Doc\.?\s*(?:No[:.]?)?\s*(\d{4}-\d{4,6})", re.IGNORECASE)
_CSMS = re.compile(r"C[SA]MS\s*#?\s*(\d{7,9})", re.IGNORECASE)
_ORDER = re.compile(r"\bExecutive Order (\d{5})\b")
_PROCLAMATION = re.compile(r"\bProclamation (\d{4,5})\b")
_ANNOUNCEMENT = re.compile(
    r"((?:税委会|商务部|海关总署|交通运输部|商务部 海关总署)公告)\s*"
    r"[〔\[]?(20\d\d)[〕\]]?年?第?(\d{1,3})号"
)
_NEAR = 400  # characters after a heading in which its rate is looked for
_MOST_CODES = 5_000
_REGISTER_TITLE = re.compile(r"-{20,}\s+(?:[^a-z\n]+\n\s*)+\n(?P<title>[^\n]+(?:\n[ \t]*\S[^\n]*)*)")
_DECLARED_TITLE = re.compile(r"<title>(.*?)</title>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Moment:
    """A moment as a law file writes it, with the words it was read from."""

    text: str
    words: str


@dataclass(frozen=True)
class HeadingSaid:
    """A chapter 99 heading with the rates that stand near it and the words they stand in."""

    heading: str
    rates: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class SavedNotice:
    """What a saved notice says.

    Attributes
    ----------
    id : str
        An id for law/sources: ``91-FR-47318``, ``EO-14384``, ``CSMS-68340863``, ``TCC-2025-4``.
    moments : tuple of Moment
        When something takes effect, in the order of the text.
    codes : tuple of str
        Tariff codes it names.
    """

    id: str
    side: str
    kind: str
    title: str
    citation: str
    published: str
    url: str
    moments: tuple[Moment, ...]
    headings: tuple[HeadingSaid, ...]
    codes: tuple[str, ...]
    rates: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class _Head:
    """What the form of a document says outside its words."""

    title: str = ""
    citation: str = ""
    number: str = ""
    published: str = ""
    effective: str = ""
    url: str = ""


def read_notice(path: Path) -> SavedNotice:
    """A saved notice in any of the forms.

    Raises
    ------
    UnreadableFile
        When it is none of them, names no day, or nothing of law stands in it.
    """
    head, text = _words(path)
    china = len(re.findall(r"[\u3400-\u9fff]", text[:4000])) > 100
    first = " ".join(next((line for line in text.splitlines() if line.strip()), "").split())
    ids = _identity(head, text)
    printed = _REGISTER_TITLE.search(text[:6000]) if _REGISTER.search(text[:3000]) else None
    title = " ".join(printed["title"].split()) if printed else head.title or first
    moments = _moments(text, china, head.effective)
    published = head.published or _published(text)
    if not published:
        raise UnreadableFile(
            "the notice names no day of publication", where=path.name, remedy="save it with its heading"
        )
    pattern = _CODE_CHINA if china else _CODE
    codes = tuple(dict.fromkeys(match[1] for match in pattern.finditer(text)))[:_MOST_CODES]
    headings = () if china else _headings(text)
    if not (moments or headings or codes or documents_in(text)):
        raise UnreadableFile(
            "no day of effect, heading, code or document stands in it", where=path.name,
            remedy="give the notice itself: JSON, XML or HTML of the Federal Register, or its text",
        )  # fmt: skip
    return SavedNotice(
        id=ids[0], side="CN" if china else "US", kind=ids[2], title=title[:300],
        citation=ids[1] or first[:120], published=published, url=head.url, moments=moments,
        headings=headings, codes=codes, rates=tuple(dict.fromkeys(_RATE.findall(text)))[:12],
        documents=tuple(sorted(documents_in(text) - {ids[1]})),
    )  # fmt: skip


def _words(path: Path) -> tuple[_Head, str]:
    """The head and the words of a file, by what it begins with."""
    data = bytes_of(path)
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if data.startswith((b"%PDF-", b"PK")):
        raise UnreadableFile(
            "this is a PDF or an archive, no text", where=path.name,
            remedy="save the notice as JSON, XML, HTML or text",
        )  # fmt: skip
    if start[:1] in (b"{", b"["):
        return _of_json(json_of(data, path.name), path.name)
    if start.startswith((b"<?xml", b"<rule", b"<notice", b"<presdoc", b"<prorule")):
        return _of_xml(xml_of(data, path.name))
    text = text_of(data, path.name)
    if start[:1] == b"<":
        title = _DECLARED_TITLE.search(text[:8000])
        return _Head(title=" ".join(title[1].split()) if title else ""), plain_text(text)
    return _Head(), text


def _of_xml(root: ElementTree.Element) -> tuple[_Head, str]:
    """A document in the XML of the Federal Register: its parts one a line."""
    subject = root.find(".//SUBJECT")
    title = "" if subject is None else " ".join("".join(subject.itertext()).split())
    parts = (" ".join("".join(part.itertext()).split()) for part in root.iter() if part.tag in _PARTS)
    return _Head(title=title), "\n".join(parts) or " ".join(root.itertext())


_PARTS = frozenset({"SUBJECT", "P", "FP", "DATE", "FRDOC", "HD", "GPH", "ENT", "TCAP", "LI", "AGENCY", "CFR"})


def _of_json(body: Any, name: str) -> tuple[_Head, str]:
    """One document of the Federal Register's API, alone or the only one of an answer."""
    if isinstance(body, dict) and isinstance(body.get("results"), list) and len(body["results"]) == 1:
        body = body["results"][0]
    if not isinstance(body, dict) or "document_number" not in body:
        raise UnreadableFile(
            "this is no document of the Federal Register", where=name,
            remedy="save documents/NUMBER.json of its API, with the text beside it as body_text",
        )  # fmt: skip
    number = str(body["document_number"])
    head = _Head(
        title=" ".join(str(body.get("title") or "").split()), citation=str(body.get("citation") or ""),
        number=number, published=iso_day(str(body.get("publication_date") or "")),
        effective=iso_day(str(body.get("effective_on") or "")), url=str(body.get("html_url") or ""),
    )  # fmt: skip
    return head, plain_text("\n".join(words_of(value) for value in body.values()))


def _identity(head: _Head, text: str) -> tuple[str, str, str]:
    """Id, citation and kind of source."""
    register, pages, number = _REGISTER.search(text[:3000]), _PAGES.search(text[:3000]), _DOC.search(text)
    document = head.number or (number[1] if number else "")
    citation = head.citation or (f"{register[1]} FR {pages[1]}" if register and pages else "")
    if citation or document:
        cited = ", ".join(part for part in (citation, f"FR Doc {document}" if document else "") if part)
        return (citation.replace(" ", "-") if citation else f"FR-{document}"), cited, "notice"
    top = text[:600]
    if match := _CSMS.search(top):
        return f"CSMS-{match[1]}", f"CSMS {match[1]}", "guidance"
    if match := _ANNOUNCEMENT.search(text[:3000]):
        short = {"税委会公告": "TCC", "商务部公告": "MOFCOM", "海关总署公告": "GACC", "交通运输部公告": "MOT"}
        return f"{short.get(match[1], 'MOFCOM-GACC')}-{match[2]}-{match[3]}", match[0], "instrument"
    if match := _ORDER.search(top):
        return f"EO-{match[1]}", f"EO {match[1]}", "instrument"
    if match := _PROCLAMATION.search(top):
        return f"PROC-{match[1]}", f"Proclamation {match[1]}", "instrument"
    return "", "", "notice"


def _published(text: str) -> str:
    register = _REGISTER.search(text[:3000])
    return iso_day(register[2]) if register else iso_day(text[:2000]) or iso_day(text)


def _moments(text: str, china: bool, effective: str) -> tuple[Moment, ...]:
    """Moments of effect: those with an hour first, then days."""
    flat = " ".join(text.split())
    found: dict[str, Moment] = {}
    if china:
        for match in _CHINESE.finditer(flat):
            day = iso_day(f"{match[1]}-{match[2]}-{match[3]}")
            if day:
                hour = f"{int(match[4] or 0):02}:{int(match[5] or 0):02}"
                _keep(found, f"{day}T{hour}+08:00", match[0])
        return tuple(found.values())
    for match in _HOUR.finditer(flat):
        day = iso_day(match[4])
        clock = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
        if day and int(match[2]) < 60:
            _keep(found, f"{day}T{clock:02}:{match[2]}{_offset(day)}", match[0])
    days = {moment.text[:10] for moment in found.values()}
    for match in _EFFECTIVE.finditer(flat):
        day = iso_day(match[1])
        if day and day not in days:
            _keep(
                found, f"{day}T00:01{_offset(day)}", f"{match[0]} (no hour is given; 00:01 is the usual one)"
            )
    if effective and effective not in {moment.text[:10] for moment in found.values()}:
        _keep(found, f"{effective}T00:01{_offset(effective)}", "effective_on (no hour is given)")
    return tuple(found.values())


def _keep(found: dict[str, Moment], text: str, words: str) -> None:
    found.setdefault(text, Moment(text, words))


def _offset(day: str) -> str:
    """The offset of Washington on a day, as a law file writes it."""
    at = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("America/New_York"))
    return at.strftime("%z")[:3] + ":" + at.strftime("%z")[3:]


def _headings(text: str) -> tuple[HeadingSaid, ...]:
    """Headings in order, each with the rates between it and the next one."""
    flat = " ".join(text.split())
    matches = list(_HEADING.finditer(flat))
    said: dict[str, HeadingSaid] = {}
    if not matches:
        return ()
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        end = min(match.end() + _NEAR, following.start() if following else len(flat))
        words = flat[match.end() : end]
        rates = tuple(dict.fromkeys(_RATE.findall(words)))
        before = said.get(match[0])
        if before is None or (rates and not before.rates):
            said[match[0]] = HeadingSaid(match[0], rates, words[:160].strip())
    return tuple(said.values())
