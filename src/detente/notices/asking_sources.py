"""Asks the official sources, only when told to: each answer saved whole in a folder of its day, then read as
saved ones are."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from detente.notices.places import watch_folder
from detente.notices.reading.saved_text import MOST_BYTES, MOST_TEXT, bytes_of, json_of
from detente.notices.source_run import MANIFEST, Folder
from detente.notices.watch_rules import Source, watched
from detente.regime import Tables
from detente.schedule import Patience, fetch
from detente.terms import DetenteError, UnreadableFile

AGENT = "detente (watch of official trade notices; each address once a run)"
_MOST_PAGES = 20
_WASHINGTON = ZoneInfo("America/New_York")
Tick = Callable[[str], None]


def ask_sources(
    law: Tables, since: str, now: datetime, *, patience: Patience | None = None, told: Tick | None = None
) -> Folder:
    """Fetch the answer of every source into the folder of the day.

    The last day the answers hold whole is the day before in Washington, where the days of all sources end
    last: what is published later today is in no answer yet. Where an earlier run of the day left sources out,
    only these are asked again.

    Parameters
    ----------
    now : datetime
        The moment, with its zone.
    """
    at = now.astimezone(_WASHINGTON).date()
    asked_on, through = at.isoformat(), (at - timedelta(days=1)).isoformat()
    folder = watch_folder(asked_on)
    folder.mkdir(parents=True, exist_ok=True)
    _clear_whole(folder, since)
    patience = patience or Patience(waits=(2.0,), answer_s=30.0, agent=AGENT)
    faults: dict[str, str] = {}
    for source in watched(law).sources:
        if told is not None:
            told(source.title)
        try:
            _ask(source, folder, (since, asked_on), patience)
        except DetenteError as fault:  # what to do about a schedule is no advice here
            faults[source.id] = f"{_host(source)}: {fault.what}"
        except (OSError, ValueError) as fault:
            faults[source.id] = f"{_host(source)}: {fault}"
    said: dict[str, Any] = {"since": since, "asked_on": asked_on, "through": through, "faults": faults}
    beside = folder / f".{MANIFEST}"
    beside.write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")
    beside.replace(folder / MANIFEST)
    return Folder(folder, since, asked_on, through, faults)


def _clear_whole(folder: Path, since: str) -> None:
    """Remove answers of a run of the day that left nothing out, or asked from another day: ask all anew."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        goes_on = bool(said["faults"]) and said["since"] == since
    except FileNotFoundError:  # broken off before the end: what arrived whole is kept
        goes_on = True
    except (OSError, ValueError, KeyError, TypeError):
        goes_on = False
    if not goes_on:
        for path in folder.iterdir():
            if path.is_file():
                path.unlink()


def _host(source: Source) -> str:
    return urlsplit(source.addresses[0]).netloc


def _ask(source: Source, folder: Path, span: tuple[str, str], patience: Patience) -> None:
    name = source.files[-1] if source.reader == "change_record" else source.files[0]
    path = folder / name
    page = name.endswith((".html", ".txt", ".pdf"))
    most = MOST_BYTES if source.reader == "screening_list" else MOST_TEXT
    asks = Patience(patience.waits, patience.answer_s, most, page, patience.agent)
    for given in source.addresses:
        address = given.format(since=span[0], through=span[1], year=span[1][:4])
        if not path.is_file():
            fetch(quote(address, safe=":/?&=%+,"), path, patience=asks)
        if source.reader == "federal_register":
            _ask_pages(path, address, asks)


def _ask_pages(first: Path, address: str, patience: Patience) -> None:
    """The further pages of an answer that says how many there are.

    Raises
    ------
    UnreadableFile
        When there are more than are asked for in one run.
    """
    body = json_of(bytes_of(first), first.name)
    pages = body.get("total_pages", 1) if isinstance(body, dict) else 1
    if not isinstance(pages, int) or pages > _MOST_PAGES:
        raise UnreadableFile(
            f"{pages} pages; at most {_MOST_PAGES} are asked for in one run", where=first.name,
            remedy="give a later --since",
        )  # fmt: skip
    for number in range(2, pages + 1):
        path = first.with_name(f"{first.stem}.{number}.json")
        if not path.is_file():
            fetch(quote(f"{address}&page={number}", safe=":/?&=%+,"), path, patience=patience)
