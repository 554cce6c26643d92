"""Fetches one file politely: resumed where it was cut, tried again, checked before it counts."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from detente.terms import DataError

CHUNK = 256 * 1024
MOST_BYTES = 256 * 1024 * 1024
AGENT = "detente (tariff schedule reader; fetches each official file once)"
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a fetch is tried and how long it waits: seconds before each new try, and for an answer.

    `most_bytes` is the largest file taken, `pages` whether a web page is what is wanted, `agent` how the
    request says who asks.
    """

    waits: tuple[float, ...] = (1.0, 4.0, 15.0, 60.0)
    answer_s: float = 60.0
    most_bytes: int = MOST_BYTES
    pages: bool = False
    agent: str = AGENT


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that arrived whole: its sha256, size in bytes, and the publisher's tag of it."""

    sha256: str
    size: int
    tag: str


class _Cut(Exception):  # noqa: N818 - a connection that broke; tried again
    pass


def fetch(url: str, path: Path, *, patience: Patience | None = None, tick: Tick | None = None) -> Fetched:
    """Fetch `url` into `path`; what a broken try left in ``path.part`` is continued.

    Parameters
    ----------
    url : str
        An http or https address.
    path : Path
        Where the whole file goes; it appears only when complete.
    tick : callable
        Told the bytes that are here and the bytes in all (0 when the server does not say).

    Raises
    ------
    DataError
        When the publisher has no such file, answers with a web page, a wrong size, or keeps breaking off.
    """
    if not url.startswith(("https://", "http://")):
        raise DataError(f"{url!r} is no web address")
    patience = patience or Patience()
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    reason = ""
    for wait in (0.0, *patience.waits):
        time.sleep(wait)
        try:
            tag, total = _continue_fetch(url, part, patience, tick or (lambda _here, _all: None))
        except _Cut as cut:
            reason = str(cut)
            continue
        size = part.stat().st_size
        if total and size != total:
            reason = f"{size:,} of {total:,} bytes arrived"
            continue
        if not patience.pages:
            _refuse_page(part, url)
        part.replace(path)
        _note_beside(part).unlink(missing_ok=True)
        return Fetched(hashlib.sha256(path.read_bytes()).hexdigest(), size, tag)
    raise DataError(
        f"the file could not be fetched whole after {len(patience.waits) + 1} tries ({reason})",
        where=url,
        remedy="run the command again: it goes on where it broke off",
    )


def _note_beside(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _continue_fetch(url: str, part: Path, patience: Patience, tick: Tick) -> tuple[str, int]:
    """One try: the missing rest when the publisher's file is still the same, else all of it."""
    here = part.stat().st_size if part.is_file() else 0
    tag = json.loads(_note_beside(part).read_text()).get("tag", "") if _note_beside(part).is_file() else ""
    headers = {"User-Agent": patience.agent, "Accept-Encoding": "identity"}
    if here and tag:
        headers |= {"Range": f"bytes={here}-", "If-Range": tag}
    else:
        here = 0
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - scheme checked in fetch
    try:
        with urllib.request.urlopen(request, timeout=patience.answer_s) as answer:  # noqa: S310
            return _receive_rest(answer, part, here, tick, patience)
    except urllib.error.HTTPError as fault:
        if fault.code == 416:  # what is here is not a beginning of the file
            part.unlink(missing_ok=True)
            raise _Cut("the part fetched earlier does not fit") from None
        if fault.code in (408, 429) or fault.code >= 500:
            raise _Cut(f"the server answered {fault.code}") from None
        raise DataError(
            f"the publisher answered {fault.code} {fault.reason}",
            where=url,
            remedy="check the edition's year and number",
        ) from None
    except (urllib.error.URLError, http.client.HTTPException, OSError) as fault:
        if isinstance(getattr(fault, "reason", None), socket.gaierror):
            raise DataError(
                "the publisher's address cannot be found",
                where=url,
                remedy="check the connection, or build from files: `detente data build --from FOLDER`",
            ) from None
        raise _Cut(str(getattr(fault, "reason", fault)) or type(fault).__name__) from None


def _receive_rest(
    answer: http.client.HTTPResponse, part: Path, here: int, tick: Tick, patience: Patience
) -> tuple[str, int]:
    url, most = answer.geturl(), patience.most_bytes
    if not patience.pages and "html" in (answer.headers.get("Content-Type") or "").lower():
        raise DataError(
            "the publisher sent a web page instead of the file",
            where=url,
            remedy="try later; the site may be closed",
        )
    span = _RANGE.match(answer.headers.get("Content-Range") or "")
    resumed = answer.status == 206 and span is not None and int(span[1]) == here
    if not resumed:
        here = 0
    length = int(answer.headers.get("Content-Length") or 0)
    total = here + length if length else 0
    if total > most:
        raise DataError(f"the file has {total:,} bytes; expected at most {most:,}", where=url)
    tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
    _note_beside(part).write_text(json.dumps({"url": url, "tag": "" if tag.startswith("W/") else tag}))
    with part.open("ab" if resumed else "wb") as out:
        while chunk := answer.read(CHUNK):
            out.write(chunk)
            here += len(chunk)
            tick(here, total)
            if here > most:
                raise DataError(f"the file is longer than {most:,} bytes", where=url)
    return tag, total


def _refuse_page(part: Path, url: str) -> None:
    with part.open("rb") as stream:
        head = stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head[:1] == b"<":
        part.unlink()
        _note_beside(part).unlink(missing_ok=True)
        raise DataError(
            "the publisher sent a web page instead of the file",
            where=url,
            remedy="try later; the site may be closed",
        )
