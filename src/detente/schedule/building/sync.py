"""Brings the official texts into the user's data folder, each with its address, time, size and sha256."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from detente.schedule.building.fetch import Fetched, Patience, Tick, fetch
from detente.schedule.reading.editions import EditionName, read_edition
from detente.terms import DataError, InputError

EDITIONS_HOST = "https://www.usitc.gov/sites/default/files/tata/hts"
SCHEDULE_HOST = "https://hts.usitc.gov/reststop"
MANIFEST = "manifest.json"
RELEASES = "releases.json"
CHAPTER_99 = "chapter99_current.pdf"
_RELEASE = re.compile(r"(20\d{2})\s*HTSA?\s*(?:(Basic|Preliminary)|Rev(?:ision)?\s*(\d{1,2}))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Where the publisher keeps the files, and the pause between two of them in seconds."""

    editions: str = EDITIONS_HOST
    schedule: str = SCHEDULE_HOST
    pause_s: float = 1.0
    patience: Patience = field(default_factory=Patience)


@dataclass(slots=True)
class Manifest:
    """What was fetched: by file name, its address, time, size and sha256 as it came."""

    path: Path
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder; empty when there is none yet.

        Raises
        ------
        DataError
            When it is damaged.
        """
        path = folder / MANIFEST
        if not path.is_file():
            return cls(path)
        try:
            files = json.loads(path.read_text(encoding="utf-8"))["files"]
            if not isinstance(files, dict):
                raise TypeError("files is no mapping")
        except (ValueError, KeyError, TypeError) as fault:
            raise DataError(
                f"the manifest is damaged ({fault})", where=str(path), remedy="remove it and sync again"
            ) from None
        return cls(path, files)

    def add(self, name: str, url: str, fetched: Fetched, fetched_at: str) -> None:
        """Note a file and write the manifest at once."""
        self.files[name] = {
            "url": url,
            "fetched_at": fetched_at,
            "bytes": fetched.size,
            "sha256": fetched.sha256,
            "tag": fetched.tag,
        }
        beside = self.path.with_name("." + self.path.name)
        beside.write_text(json.dumps({"files": self.files}, indent=1, sort_keys=True), encoding="utf-8")
        beside.replace(self.path)


def edition_url(name: EditionName, host: str = EDITIONS_HOST) -> str:
    """The publisher's address of an edition.

    Examples
    --------
    >>> edition_url(EditionName(2026, 10)).rsplit("/", 1)[1]
    'hts_2026_revision_10_json.json'
    >>> edition_url(EditionName(2026, 0)).rsplit("/", 1)[1]
    'hts_2026_basic_edition_json.json'
    """
    kind = "basic_edition" if name.revision == 0 else f"revision_{name.revision}"
    return f"{host}/hts_{name.year}_{kind}_json.json"


def edition_file(name: EditionName) -> str:
    """Our name of an edition's file.

    Examples
    --------
    >>> edition_file(EditionName(2025, 0))
    'hts_2025_basic.json.gz'
    """
    return f"hts_{name.year}_" + ("basic" if name.revision == 0 else f"rev_{name.revision}") + ".json.gz"


def read_releases(path: Path) -> dict[EditionName, str]:
    """Editions and their days of publication from the publisher's list of releases.

    Raises
    ------
    DataError
        When the file is no such list.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        releases: dict[EditionName, str] = {}
        for row in rows:
            named = _RELEASE.search(f"{row.get('name', '')}") or _RELEASE.search(
                f"{row.get('description', '')}"
            )
            day = _read_day(str(row.get("releaseStartDate") or ""))
            if named and day and (named[2] or "").lower() != "preliminary":
                releases[EditionName(int(named[1]), int(named[3] or 0))] = day
    except (ValueError, AttributeError, TypeError, RecursionError) as fault:
        raise DataError(
            f"is no list of releases ({fault})", where=path.name, remedy="run `detente data sync` again"
        ) from None
    if not releases:
        raise DataError(
            "names no release", where=path.name, remedy="the publisher's form may be new; report it"
        )
    return releases


def _read_day(text: str) -> str:
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text[:10], form).date().isoformat()
        except ValueError:
            continue
    return ""


def sync(
    folder: Path,
    *,
    wanted: Callable[[Iterable[EditionName]], list[EditionName]],
    now: Callable[[], str],
    publisher: Publisher | None = None,
    progress: Callable[[str], Tick] | None = None,
    accept_changed: bool = False,
) -> list[str]:
    """Fetch the list of releases, the wanted editions that are not here yet, and chapter 99.

    Parameters
    ----------
    folder : Path
        Where the texts and their manifest stand.
    wanted : callable
        Chooses among the editions released.
    now : callable
        Gives the time of fetching as ISO text.
    progress : callable
        Given a file's name, gives what is told its bytes.
    accept_changed : bool
        Take a file whose content differs from the one fetched before under the same address.

    Returns
    -------
    list of str
        Names of the files that were fetched now.

    Raises
    ------
    DataError
        When the publisher sends a web page, a damaged or a changed file; what is here stays as it was.
    """
    publisher = publisher or Publisher()
    told = progress or (lambda _name: lambda _here, _all: None)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = Manifest.read(folder)
    fetched_names = []
    url, fetched, releases = _fetch_releases(folder, publisher, told(RELEASES))
    manifest.add(RELEASES, url, fetched, now())
    for name in wanted(sorted(releases)):
        file = edition_file(name)
        if file in manifest.files and (folder / file).is_file() and not accept_changed:
            continue
        time.sleep(publisher.pause_s)
        url = edition_url(name, publisher.editions)
        fetched = _fetch_edition(url, folder / file, manifest, publisher, told(file), accept_changed)
        manifest.add(file, url, fetched, now())
        fetched_names.append(file)
    url = f"{publisher.schedule}/file?release=currentRelease&filename=Chapter+99"
    time.sleep(publisher.pause_s)
    fetched = _fetch_chapter_99(url, folder / CHAPTER_99, publisher, told(CHAPTER_99))
    if manifest.files.get(CHAPTER_99, {}).get("sha256") != fetched.sha256:
        fetched_names.append(CHAPTER_99)
    manifest.add(CHAPTER_99, url, fetched, now())
    return fetched_names


def _fetch_releases(
    folder: Path, publisher: Publisher, tick: Tick
) -> tuple[str, Fetched, dict[EditionName, str]]:
    """The list of releases: where it was fetched, how it came, and what it says; put in place once it is
    read."""
    url = f"{publisher.schedule}/releaseList"
    fresh = folder / f".{RELEASES}"
    fetched = fetch(url, fresh, patience=publisher.patience, tick=tick)
    releases = read_releases(fresh)
    fresh.replace(folder / RELEASES)
    return url, fetched, releases


def _fetch_edition(
    url: str, path: Path, manifest: Manifest, publisher: Publisher, tick: Tick, accept_changed: bool
) -> Fetched:
    """An edition, read before it counts; kept gzipped, its sha256 that of the bytes that came."""
    plain = path.with_name("new_" + path.name.removesuffix(".gz"))
    fetched = fetch(url, plain, patience=publisher.patience, tick=tick)
    try:
        before = manifest.files.get(path.name)
        if before and before["sha256"] != fetched.sha256 and not accept_changed:
            raise DataError(
                f"the publisher's file changed: {before['bytes']:,} bytes on {before['fetched_at']}, "
                f"now {fetched.size:,}",
                where=url,
                remedy="look at it, then give --accept-changed",
            )
        read_edition(plain)
        packed = path.with_name("." + path.name)
        packed.write_bytes(gzip.compress(plain.read_bytes(), compresslevel=6, mtime=0))
        packed.replace(path)
    finally:
        plain.unlink(missing_ok=True)
    return fetched


def _fetch_chapter_99(url: str, path: Path, publisher: Publisher, tick: Tick) -> Fetched:
    fresh = path.with_name("new_" + path.name)
    fetched = fetch(url, fresh, patience=publisher.patience, tick=tick)
    if fresh.read_bytes()[:5] != b"%PDF-":
        fresh.unlink()
        raise DataError("the publisher's chapter 99 is no PDF", where=url, remedy="try later")
    fresh.replace(path)
    return fetched


def check_files(folder: Path) -> list[str]:
    """Files of the manifest that are missing, or are not what was fetched; empty when all are as they
    came."""
    faults = []
    for name, entry in Manifest.read(folder).files.items():
        path = folder / name
        if not path.is_file():
            faults.append(f"{name}: missing; run `detente data sync` again")
            continue
        data = path.read_bytes()
        if name.endswith(".gz"):
            try:
                data = gzip.decompress(data)
            except (OSError, EOFError):
                faults.append(f"{name}: damaged; remove it and run `detente data sync` again")
                continue
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            faults.append(f"{name}: changed since it was fetched on {entry['fetched_at']}")
    return faults


def choose(text: str) -> Callable[[Iterable[EditionName]], list[EditionName]]:
    """What `--editions` means: ``newest``, a year, or a list such as ``2026-10,2025-basic``.

    Raises
    ------
    InputError
        When the text is none of these.

    Examples
    --------
    >>> choose("newest")([EditionName(2026, 1), EditionName(2026, 2)])
    [EditionName(year=2026, revision=2)]
    """
    if text == "newest":
        return lambda names: [max(names)]
    if re.fullmatch(r"20\d{2}", text):
        return lambda names: [n for n in names if n.year >= int(text)]
    picked = []
    for item in text.split(","):
        match = re.fullmatch(r"\s*(20\d{2})[-_ ](?:(basic)|(?:rev_?)?(\d{1,2}))\s*", item)
        if not match:
            raise InputError(
                f"{item.strip()!r} names no edition",
                where="--editions",
                remedy="write newest, a year such as 2025, or 2026-10,2025-basic",
            )
        picked.append(EditionName(int(match[1]), int(match[3] or 0)))
    return lambda names: _only_released(picked, set(names))


def _only_released(picked: list[EditionName], names: set[EditionName]) -> list[EditionName]:
    unknown = [n.text for n in picked if n not in names]
    if unknown:
        raise InputError(
            f"{', '.join(unknown)} is not released",
            where="--editions",
            remedy=f"the newest is {max(names).text}",
        )
    return picked
