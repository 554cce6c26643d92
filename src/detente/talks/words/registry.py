"""Who speaks and with which words: registry files (YAML) -> one immutable registry.

A registry is data of a pair of parties. The files beside this module hold the pair US–China; a
folder of the user's own adds speakers, outlets, cues and topics, or replaces the pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from detente.talks.words.claim import Voice
from detente.talks.words.compiled import compiled_registry, read_folder
from detente.terms import InputError


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartyRow(_Row):
    """A side of the talks."""

    id: str
    name: str
    adjective: tuple[str, ...] = ()
    joint: str = "both_sides"
    economy: tuple[str, ...] = ()


class SpeakerRow(_Row):
    """One speaker as a registry file gives it."""

    id: str
    kind: Literal["person", "role", "institution", "party", "group", "text", "outlet"]
    side: str
    name: str
    role: str = ""
    surname: str = ""
    aliases: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()


class TermRow(_Row):
    """The days a speaker held an office: from ``since``, to the day before ``until``."""

    id: str
    since: date
    until: date = date.max


class OfficeRow(_Row):
    """An office with the titles that stand for its holder when no name is given."""

    id: str
    titles: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    holders: tuple[TermRow, ...]

    def holder(self, day: date) -> str | None:
        """Id of who held the office on a day."""
        return next((h.id for h in self.holders if h.since <= day < h.until), None)


class OutletRow(_Row):
    """One newspaper, agency or broadcaster."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()


class TopicRow(_Row):
    """One subject of the talks: cue patterns by language, what rules it out, what it is tied to."""

    id: str
    name: str
    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    unless_en: tuple[str, ...] = ()
    unless_zh: tuple[str, ...] = ()
    agenda_en: tuple[str, ...] = ()
    agenda_zh: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    general: bool = False


@dataclass(frozen=True)
class Topic:
    """A compiled topic."""

    id: str
    name: str
    en: re.Pattern[str] | None
    zh: re.Pattern[str] | None
    unless_en: re.Pattern[str] | None
    unless_zh: re.Pattern[str] | None
    agenda_en: re.Pattern[str] | None
    agenda_zh: re.Pattern[str] | None
    measures: tuple[str, ...]
    clocks: tuple[str, ...]
    general: bool


@dataclass(frozen=True, eq=False)
class Registry:
    """Everything the steps look up; built once per folder."""

    parties: tuple[PartyRow, ...]
    voices: Mapping[str, Voice]
    surnames: Mapping[str, str]
    names_en: re.Pattern[str]
    by_name: Mapping[str, str]
    names_zh: re.Pattern[str]
    by_zh: Mapping[str, str]
    outlets: Mapping[str, Voice]
    topics: tuple[Topic, ...]
    cues: Mapping[str, Mapping[str, Any]]
    places: tuple[Mapping[str, Any], ...]
    terms: tuple[Mapping[str, Any], ...]
    attributes: Mapping[str, Any]
    comparisons: Mapping[str, Any]
    pledges: tuple[Mapping[str, Any], ...]
    points: tuple[Mapping[str, Any], ...]
    offices: tuple[OfficeRow, ...] = ()
    dated: dict[tuple[tuple[str, str], ...], Registry] = field(default_factory=dict, repr=False)

    def on(self, day: date) -> Registry:
        """This registry with every title that names an office standing for its holder on a day."""
        moved: dict[str, str] = {}
        for office in self.offices:
            holder = office.holder(day)
            if holder is not None and holder in self.voices:
                written = [fold(t) for t in office.titles] + list(office.zh)
                moved |= {
                    w: holder for w in written if {self.by_name.get(w), self.by_zh.get(w)} - {holder, None}
                }
        key = tuple(sorted(moved.items()))
        if key and key not in self.dated:
            names = {w: moved.get(w, owner) for w, owner in self.by_name.items()}
            chinese = {w: moved.get(w, owner) for w, owner in self.by_zh.items()}
            self.dated[key] = replace(self, by_name=names, by_zh=chinese, dated={})
        return self.dated[key] if key else self

    def voice(self, name: str) -> Voice | None:
        """The voice a written name stands for, or nothing."""
        owner = self.by_name.get(fold(name)) or self.by_zh.get(name)
        return self.voices.get(owner) if owner else None

    @property
    def sides(self) -> tuple[str, ...]:
        """Ids of the parties, in the order of the registry."""
        return tuple(p.id for p in self.parties)


def fold(name: str) -> str:
    """A written name as its key: quotes straightened, article kept, case and spaces folded."""
    return re.sub(r"\s+", " ", name.replace("’", "'").replace("-", " ")).strip().casefold()


@lru_cache(maxsize=8)
def load_registry(folder: Path | None = None) -> Registry:
    """The shipped registry, with the files of a user's folder laid over it.

    A file of the folder that holds ``parties`` replaces the shipped pair; every other file adds to
    what is there, and a row of the same id replaces the shipped row.

    Raises
    ------
    InputError
        For a folder that does not exist, a row of the wrong shape, a speaker of an unknown side; all
        faults are reported together.
    """
    files = [(name, content) for name, content in compiled_registry()["rows"]]
    if folder is not None:
        if not folder.is_dir():
            raise InputError(
                f"registry folder {str(folder)!r} does not exist", remedy="name a folder of YAML files"
            )
        own = read_folder(folder)
        if any("parties" in content for _, content in own):
            files = [(name, content) for name, content in files if "parties" not in content]
        files += own
    return _build_registry(files)


def _read_rows(
    files: list[tuple[str, dict[str, Any]]], key: str, shape: type[_Row], faults: list[str]
) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for name, content in files:
        for n, raw in enumerate(content.get(key, ()) or ()):
            try:
                row = shape.model_validate(raw)
            except ValidationError as fault:
                faults += [
                    f"{name}: {key}[{n}].{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors()
                ]
                continue
            rows[row.id] = row  # type: ignore[attr-defined]
    return rows


def _build_registry(files: list[tuple[str, dict[str, Any]]]) -> Registry:
    faults: list[str] = []
    parties = _read_rows(files, "parties", PartyRow, faults)
    speakers: dict[str, SpeakerRow] = _read_rows(files, "speakers", SpeakerRow, faults)
    outlets: dict[str, OutletRow] = _read_rows(files, "outlets", OutletRow, faults)
    topics: dict[str, TopicRow] = _read_rows(files, "topics", TopicRow, faults)
    offices: dict[str, OfficeRow] = _read_rows(files, "offices", OfficeRow, faults)
    sides = {*parties, "both", "third", "outlet", "unknown"}
    faults += [
        f"speaker {s.id}: side {s.side!r} is no party of this registry (have {', '.join(sorted(parties))})"
        for s in speakers.values()
        if s.side not in sides
    ]
    if not parties:
        faults.append("no file names the parties")
    compiled = tuple(t for row in topics.values() if (t := _compile_topic(row, faults)))
    if faults:
        raise InputError(f"{len(faults)} fault(s) in the registry:\n  " + "\n  ".join(faults))
    interviewers = [h for _, c in files for h in c.get("interviewers", ())]
    names = _Names.of([*outlets.values(), *speakers.values()], interviewers)
    voices = _voices_of(speakers.values(), outlets.values(), interviewers)
    official = {s.id for s in speakers.values() if s.kind == "outlet"}
    return Registry(
        parties=tuple(parties.values()),
        voices=voices,
        surnames={s.surname: s.id for s in speakers.values() if s.surname},
        names_en=_name_pattern(names.written),
        by_name=names.latin,
        names_zh=re.compile(
            "|".join(re.escape(z) for z in sorted(names.chinese, key=len, reverse=True)) or r"(?!)"
        ),
        by_zh=names.chinese,
        outlets={k: v for k, v in voices.items() if k in outlets or k in official},
        topics=compiled,
        cues=_merge_cues(files),
        places=_merge_rows(files, "places"),
        terms=_merge_rows(files, "terms"),
        attributes=_merge_mappings(files, "attributes"),
        comparisons=_merge_mappings(files, "comparisons"),
        pledges=_merge_rows(files, "pledges"),
        points=_merge_rows(files, "points"),
        offices=tuple(offices.values()),
    )


@dataclass(frozen=True)
class _Names:
    """Every written name with the id it stands for; a bare family name only where no other name has it."""

    latin: dict[str, str]
    chinese: dict[str, str]
    written: set[str]

    @classmethod
    def of(cls, rows: Sequence[OutletRow | SpeakerRow], interviewers: Sequence[str]) -> _Names:
        latin = {fold(alias): row.id for row in rows for alias in (row.name, *row.aliases)}
        latin |= {fold(name): _id_of_interviewer(name) for name in interviewers}
        surnames = {row.surname: row.id for row in rows if isinstance(row, SpeakerRow) and row.surname}
        for surname, owner in surnames.items():
            latin.setdefault(fold(surname), owner)
        written = {alias for row in rows for alias in (row.name, *row.aliases)}
        chinese = {alias: row.id for row in rows for alias in row.zh}
        return cls(latin, chinese, written | set(surnames) | set(interviewers))


def _id_of_interviewer(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].lower()


def _voices_of(
    speakers: Iterable[SpeakerRow], outlets: Iterable[OutletRow], interviewers: Iterable[str]
) -> dict[str, Voice]:
    voices = {s.id: Voice(s.id, s.name, s.side, s.kind, s.role) for s in speakers}
    voices |= {o.id: Voice(o.id, o.name, "outlet", "outlet", "outlet") for o in outlets}
    for name in interviewers:
        asker = _id_of_interviewer(name)
        voices[asker] = Voice(asker, name, "outlet", "person", "interviewer")
    return voices | _fixed_voices()


def _merge_rows(files: list[tuple[str, dict[str, Any]]], key: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(row for _, content in files for row in content.get(key, ()))


def _fixed_voices() -> dict[str, Voice]:
    return {
        "outlet": Voice("outlet", "the article itself", "outlet", "outlet", "article voice"),
        "newsletter_author": Voice(
            "newsletter_author", "the newsletter's author", "outlet", "outlet", "article voice"
        ),
        "reporter": Voice("reporter", "a reporter", "outlet", "role", "press"),
        "reader_comment": Voice("reader_comment", "a reader", "third", "person", "not evidence"),
    }


def _merge_mappings(files: list[tuple[str, dict[str, Any]]], key: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for _, content in files:
        merged |= content.get(key) or {}
    return merged


def _name_pattern(written: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all written names, longest first; hyphen and space, ' and ’ are one."""
    parts = []
    for name in sorted(written, key=len, reverse=True):
        body = r"[\s\-]+".join(re.escape(word) for word in re.split(r"[\s\-]+", name)).replace("'", "['’]")
        if name[:4].lower() == "the ":
            body = "[Tt]" + body[1:]
        elif name[:2] == "a ":
            body = "[Aa]" + body[1:]
        elif name[:1].islower():
            body = f"[{name[0]}{name[0].upper()}]" + body[1:]
        tail = "" if name.endswith(".") else r"(?!\w)"
        parts.append(body + tail)
    return re.compile(r"(?<![\w.])(?:" + "|".join(parts) + ")" if parts else r"(?!)")


def _compile_topic(row: TopicRow, faults: list[str]) -> Topic | None:
    def joined(cues: tuple[str, ...], flags: int = re.IGNORECASE) -> re.Pattern[str] | None:
        if not cues:
            return None
        try:
            return re.compile("|".join(f"(?:{c})" for c in cues), flags)
        except re.error as fault:
            faults.append(f"topic {row.id}: a cue is no pattern: {fault}")
            return None

    return Topic(
        row.id,
        row.name,
        joined(row.en),
        joined(row.zh),
        joined(row.unless_en),
        joined(row.unless_zh),
        joined(row.agenda_en),
        joined(row.agenda_zh),
        row.measures,
        row.clocks,
        row.general,
    )


def _merge_cues(files: list[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    cues: dict[str, dict[str, Any]] = {}
    for _, content in files:
        language = content.get("language")
        if not language:
            continue
        have = cues.setdefault(str(language), {})
        for key, value in content.items():
            if isinstance(value, dict) and isinstance(have.get(key), dict):
                for group, words in value.items():
                    old = have[key].get(group, [])
                    have[key][group] = [*old, *words] if isinstance(words, list) else words
            elif isinstance(value, list) and isinstance(have.get(key), list):
                have[key] = [*have[key], *value]
            else:
                have[key] = value
    return cues
