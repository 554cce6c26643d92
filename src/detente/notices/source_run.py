"""A run over the sources: saved answers in a folder become notices, kept in the ledger with how each source
answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from detente.notices.ledger import Asked, Ledger, Run
from detente.notices.matching import noticed
from detente.notices.notice import Item, Notice, Reading
from detente.notices.reading import controls, csms, federal_register, index_pages, tariff_schedule
from detente.notices.watch_rules import Source, watched
from detente.regime import Tables
from detente.terms import DetenteError, InputError, folder_at, read_whole_day

MANIFEST = "watch.json"
_DAYS = ("since", "asked_on", "through")
Reader = Callable[[Sequence[Path], str], Reading]
_READERS: Mapping[str, Reader] = {  # inspection first: what is published meanwhile has the last word
    "public_inspection": federal_register.on_inspection,
    "federal_register": federal_register.published,
    "schedule_releases": tariff_schedule.releases,
    "change_record": tariff_schedule.change_record,
    "csms": csms.messages,
    "ecfr": controls.versions,
    "screening_list": controls.screening_list,
    "index_page": index_pages.entries,
}


@dataclass(frozen=True)
class Folder:
    """A folder of saved answers.

    Attributes
    ----------
    asked_on : str
        The day on which the answers were given: what is new in them was detected then.
    through : str
        The last day the answers hold whole, empty where nobody says.
    faults : mapping of str to str
        Sources that could not be asked, with the reason.
    """

    path: Path
    since: str
    asked_on: str
    through: str
    faults: Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """What a run saw: how each source answered, and the notices that were new."""

    run: Run
    fresh: tuple[Notice, ...]


def saved_answers(folder: Path, law: Tables, since: str | None, through: str | None, today: str) -> Folder:
    """A folder of saved answers, with the days it speaks of.

    Raises
    ------
    InputError
        When there is no such folder, it holds no answer of a source, or its ``watch.json`` is damaged.
    """
    if not folder_at(folder):
        raise InputError(f"there is no folder {str(folder)!r}", where="--from", remedy="check the path")
    rules = watched(law)
    if not any(_files(folder, source) for source in rules.sources):
        names = ", ".join(source.files[0] for source in rules.sources)
        raise InputError(
            "no saved answer of a source lies there", where=str(folder), remedy=f"names: {names}"
        )
    said: dict[str, Any] = {}
    if (folder / MANIFEST).is_file():
        try:
            said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            days = {key: read_whole_day(said[key], what=key) for key in _DAYS if key in said}
            faults = {str(k): str(v) for k, v in dict(said.get("faults", {})).items()}
        except (ValueError, TypeError, AttributeError, InputError) as fault:
            raise InputError(f"{MANIFEST} cannot be read ({fault})", where=str(folder)) from None
    else:
        days, faults = {}, {}
    last = through or days.get("through", "")
    asked_on = days.get("asked_on", "") or last or today
    return Folder(folder, since or days.get("since", "") or first_day(law), asked_on, last, faults)


def first_day(law: Tables) -> str:
    """The day after the earliest last check of a family: from there on the sources are asked."""
    last = min((f.verified for f in watched(law).families), default=law.verified)
    return (date.fromisoformat(last) + timedelta(days=1)).isoformat()


def read_run(folder: Folder, law: Tables, ledger: Ledger) -> Seen:
    """Read every source of a folder, keep what is new, and how each source answered.

    A source whose answer cannot be read counts as not answered; the others count all the same.
    """
    rules = watched(law)
    day = folder.asked_on
    asked, notices = [], []
    names: dict[str, frozenset[str]] = {}
    order = list(_READERS)
    for source in sorted(rules.sources, key=lambda s: order.index(s.reader)):
        paths = _files(folder.path, source)
        if not paths:
            why = folder.faults.get(source.id, f"no file {source.files[0]}")
            asked.append(Asked(source.id, answered=False, fault=why))
            continue
        try:
            reading = _reader(source)(paths, folder.since)
        except DetenteError as fault:
            asked.append(Asked(source.id, answered=False, fault=fault.text))
            continue
        items = [*reading.items, *_names_changed(source, reading, ledger, day)]
        found = (noticed(item, source, law, day) for item in items if item.published >= folder.since)
        notices += [notice for notice in found if notice is not None]
        if reading.names:
            names[source.id] = reading.names
        why = folder.faults.get(source.id, "") or reading.part
        asked.append(Asked(source.id, not why, len(items), reading.reaches_back_to, why))
    run = Run(0, day, folder.since, folder.through, tuple(asked))
    return Seen(run, ledger.record(run, notices, names))


def _reader(source: Source) -> Reader:
    if source.reader == "index_page":
        issuer = source.title_zh.partition("，")[2] or source.title_zh
        return partial(index_pages.entries, issuer=issuer.removesuffix("公告"), address=source.addresses[0])
    return _READERS[source.reader]


def _files(folder: Path, source: Source) -> list[Path]:
    """The saved answers of a source, further pages in the order of their numbers."""
    paths = [path for pattern in source.files for path in folder.glob(pattern) if path.is_file()]
    return sorted(set(paths), key=lambda path: (len(path.name), path.name))


def _names_changed(source: Source, reading: Reading, ledger: Ledger, day: str) -> list[Item]:
    """Names that came to a list or left it since it was last seen; nothing where it was never seen."""
    seen_on, before = ledger.names_seen(source.id)
    if not before or not reading.names:
        return []
    dated = {name for item in reading.items for name in item.text.partition(": ")[2].split("; ")}
    items = []
    for verb, changed in (("added to", reading.names - before), ("removed from", before - reading.names)):
        by_list: dict[str, list[str]] = {}
        for row in sorted(changed):
            listing, _, name = row.split("\t", 2)
            if name not in dated:
                by_list.setdefault(listing, []).append(name)
        items += [
            Item(
                number=f"{listing} {verb} {day}",
                title=f"{listing}: {len(parties)} {'name' if len(parties) == 1 else 'names'} "
                f"{verb} it since {seen_on}",
                citation=f"{listing}, as of {day}", published=day,
                text=f"{verb} the {listing}: {'; '.join(parties)}", named=frozenset({listing}),
            )
            for listing, parties in by_list.items()
        ]  # fmt: skip
    return items
