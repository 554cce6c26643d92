"""The record: what calendar, instruments and official statements settle, and since when it was known."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.regime import DATA, artefact, law_folder, read_file
from detente.terms import DataError, LawError, held_opening

COMPILED = DATA / "record.json"
_KEYS = ("talks_rounds", "talks_record", "sources")


@dataclass(frozen=True)
class Verdict:
    """What the record says on a disputed attribute, as known on a day.

    ``settled`` is false while the fact was not yet known; ``known`` then says when it became known
    and ``says`` is empty, so that nobody reads hindsight by mistake.
    """

    id: str
    topic: str
    attribute: str
    settled: bool
    known: str
    says: str = ""
    says_zh: str = ""
    value: str = ""
    confidence: str = ""
    cite: tuple[str, ...] = ()
    cite_url: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def read_record() -> Mapping[str, Any]:
    """Rounds and facts of the record: compiled JSON, made again in a checkout when its file is newer.

    Raises
    ------
    DataError
        When neither the law files nor the compiled record are there.
    """
    folder = law_folder()
    source = folder / "agreements" / "record.yaml" if folder else None
    if source and source.exists() and _is_older(COMPILED, source):
        _compile_record(source)
    try:
        body: Mapping[str, Any] = json.loads(COMPILED.read_bytes())
    except (OSError, ValueError) as fault:
        raise DataError(
            f"the record of the talks cannot be read ({fault})", remedy="install the package again"
        ) from None
    return body


def _is_older(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile_record(source: Path) -> None:
    faults: list[str] = []
    document = read_file(source, faults)
    if document is None or faults:
        raise LawError(faults)
    body = {key: document.data.get(key) or [] for key in _KEYS}
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    part = COMPILED.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    part.replace(COMPILED)


def cited(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Citations of a row in full words: title and where it was published."""
    known = dict(artefact().get("sources", {})) | {s["id"]: s for s in read_record()["sources"]}
    words = []
    for row in rows:
        source = known.get(row["document"], {})
        text = source.get("citation") or source.get("title") or row["document"]
        words.append(text + (f", {row['at']}" if row.get("at") else ""))
    return tuple(words)


def opened(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Where the citations of a row open, one for each."""
    known = artefact().get("sources", {})
    return tuple(held_opening(known.get(row["document"], {}), row.get("at", "")).url for row in rows)


def verdict(topic: str, attribute: str, day: date | None, known: date) -> Verdict | None:
    """The record's word on an attribute on a day, as known on ``known``; nothing when it has none."""
    for row in read_record()["talks_record"]:
        if row["topic"] != topic or row["attribute"] != attribute:
            continue
        about = row.get("about", {})
        if day and not about.get("from", "0000") <= day.isoformat() <= about.get("to", "9999"):
            continue
        if row["known"] > known.isoformat():
            return Verdict(row["id"], topic, attribute, False, row["known"])
        says = row["says"]
        return Verdict(
            row["id"],
            topic,
            attribute,
            True,
            row["known"],
            says["en"],
            says.get("zh", ""),
            row["value"],
            row.get("confidence", ""),
            cited(row["cite"]),
            opened(row["cite"]),
        )
    return _verdict_of_calendar(topic, attribute, day, known)


def _verdict_of_calendar(topic: str, attribute: str, day: date | None, known: date) -> Verdict | None:
    """What the calendar of rounds settles: days and number of the round, place of the next meeting."""
    if day is None or (topic, attribute) not in (
        ("process", "dates"),
        ("process", "ordinal"),
        ("leaders-meeting", "venue"),
    ):
        return None
    kind, ahead, back = ("leaders", 60, 3) if attribute == "venue" else ("talks", 5, 10)
    for row in rounds():
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        if row["kind"] != kind or not first - timedelta(ahead) <= day <= last + timedelta(back):
            continue
        name = f"record:{row['id']}"
        if row["known"] > known.isoformat():
            return Verdict(name, topic, attribute, False, row["known"])
        place = row["place"].replace("-", " ").title()
        span = row["from"] if row["from"] == row["to"] else f"{row['from']} to {row['to']}"
        number = f"round {row['ordinal']}" if row["ordinal"] else "the meeting of the leaders"
        value = {"venue": row["place"], "ordinal": row["ordinal"]}.get(
            attribute, f"{row['from']}/{row['to']}"
        )
        return Verdict(
            name,
            topic,
            attribute,
            True,
            row["known"],
            f"The calendar has {number} in {place}, {span}.",
            "",
            value,
            row["confidence"],
            cited(row["cite"]),
            opened(row["cite"]),
        )
    return None


def ever_at(measure: str) -> frozenset[float]:
    """Every ad valorem rate, in percent, that the law files give a measure for any time."""
    rates = (
        p.get("rate", {}).get("ad_valorem")
        for m in artefact().get("measures", ())
        if m["id"] == measure
        for p in m.get("provisions", ())
    )
    return frozenset(int(r) / 10_000 for r in rates if r is not None)


def rates_of(measure: str, on: date, known: date) -> tuple[tuple[float, str, str, str], ...]:
    """The ad valorem rate of a measure in percent, its citation, since when it was known, where it opens.

    In force on a day, as known on a day; empty where there was none.
    """
    rates = []
    for m in artefact().get("measures", ()):
        if m["id"] != measure:
            continue
        for p in m.get("provisions", ()):
            span = p.get("effective", {})
            rate = p.get("rate", {}).get("ad_valorem")
            if rate is None or p.get("known", "0000")[:10] > known.isoformat():
                continue
            until = span.get("until") or _end_by_later_provision(m, p, known)
            if span.get("from", "9999")[:10] <= on.isoformat() and (
                until is None or on.isoformat() < until[:10]
            ):
                cites = p.get("cite", ())
                url = next((one for one in opened(cites) if one), "")
                rates.append((int(rate) / 10_000, "; ".join(cited(cites)), p.get("known", "")[:10], url))
    return tuple(rates[-1:])


def _end_by_later_provision(
    measure: Mapping[str, Any], provision: Mapping[str, Any], known: date
) -> str | None:
    later = [
        p["effective"]["from"]
        for p in measure.get("provisions", ())
        if p.get("effective", {}).get("from", "") > provision["effective"]["from"]
        and p.get("known", "")[:10] <= known.isoformat()
    ]
    return min(later, default=None)


def rounds() -> tuple[Mapping[str, Any], ...]:
    """The rounds of talks and meetings of the leaders, in order of time."""
    return tuple(sorted(read_record()["talks_rounds"], key=lambda r: r["from"]))
