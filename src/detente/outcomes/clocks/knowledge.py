"""What did we learn, and what changed: the law as known on two days, and on two days as known on one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from detente.outcomes.clocks.control_states import in_both_readings
from detente.regime import (
    STATUS_WORDS,
    Base,
    Cite,
    CiteRow,
    FeeLicenceTables,
    MeasureRow,
    ProvisionRow,
    Said,
    Tables,
    Track,
    TrackState,
    both,
    floor,
    percent,
    standing,
    track_state,
)
from detente.terms import OPEN_END, Frozen, held_opening, ppm_to_percent

# kind of what became known -> the state that begins with it
STATES = {
    "provision": "in_force", "exemption": "in_force", "change": "in_force", "suspend": "suspended",
    "lift": "resumed", "end": "ended", "void": "void",
}  # fmt: skip
EVENT_ZH = {
    "suspend": "暂停实施",
    "lift": "恢复实施",
    "end": "停止实施",
    "void": "被裁定无效",
    "change": "调整",
}
BY_ZH = {
    "United States": "美国", "President Trump": "特朗普总统", "White House": "白宫", "USTR": "美国贸易代表",
    "BIS": "美国商务部工业和安全局",
    "US Senate": "美国参议院", "the President": "总统",
    "Court of International Trade": "美国国际贸易法院", "MOFCOM": "商务部", "both sides": "双方",
    "press": "媒体", "record": "资料", "US Treasury Secretary and MOFCOM": "美国财政部长和商务部",
}  # fmt: skip


class Learned(Frozen):
    """Something that became known on a day: a clause, an exemption, an event, a statement, a clock.

    `state` is what begins at `effective`: in force, suspended, ended, resumed, void; empty where only a
    statement or a settled clock became known.
    """

    known: str
    side: str
    kind: str
    id: str
    measure: str
    title: str
    title_zh: str
    words: str
    words_zh: str = ""
    state: str = ""
    effective: str
    until: str
    cite: tuple[str, ...]
    cite_zh: tuple[str, ...] = ()
    cite_url: tuple[str, ...] = ()


class Changed(Frozen):
    """A clause whose state differs between two days, as known on a third.

    A state that the text and what was announced put otherwise is told in both.
    """

    side: str
    measure: str
    title: str
    title_zh: str
    clause: str
    before: str
    after: str
    since: str
    because: str
    cite: tuple[str, ...]
    cite_url: tuple[str, ...] = ()


class _Known(Protocol):
    """A row of the law with the day it became known and its citations."""

    @property
    def known(self) -> str: ...

    @property
    def cites(self) -> tuple[CiteRow, ...]: ...


def _named_in_chinese(law: Tables, cites: Iterable[CiteRow | Cite]) -> tuple[str, ...]:
    """The documents by their Chinese names and numbers; by the English citation where none is known."""
    sources = (law.sources.get(c.document, {}) for c in cites)
    return tuple(dict.fromkeys(s.get("citation_zh") or s.get("citation", "") for s in sources if s))


def learned(law: Tables, trade: FeeLicenceTables, after: str, upto: str) -> tuple[Learned, ...]:
    """Everything that became known after one day and by another, oldest first."""
    rows = [*_learned_of_measures(law), *_learned_of_tracks(law, trade), *_learned_of_clocks(law)]
    new = (r for r in rows if after < r.known <= upto)
    return tuple(sorted(new, key=lambda r: (r.known, r.side, r.measure, r.id)))


def _cite_urls(law: Tables, cites: Iterable[CiteRow | Cite]) -> tuple[str, ...]:
    """Where citations open, one for each."""
    return tuple(held_opening(law.sources.get(c.document, {}), c.at).url for c in cites)


def _cite_words(cites: Iterable[CiteRow]) -> tuple[str, ...]:
    return tuple(f"{c.citation or c.document}{', ' + c.at if c.at else ''}" for c in cites)


def _cite_sources(law: Tables, cites: Iterable[Cite], *, pin: bool = True) -> tuple[str, ...]:
    """Citations of fees and licences in words, with the place in the document where `pin` asks for it."""
    return tuple(
        f"{law.sources.get(c.document, {}).get('citation', c.document)}{', ' + c.at if pin and c.at else ''}"
        for c in cites
    )


def _learned_of_measures(law: Tables) -> Iterator[Learned]:
    for m in law.measures:
        for p in m.provisions():
            yield _learn(law, m, p, "provision", p.id, _provision_words(m, p), p.start, p.until)
        for x in m.exemptions:
            yield _learn(law, m, x, "exemption", x.id, both(x.title), x.start, x.until)
        for e in m.events:
            if not e.announced_only:
                plain = (f"{e.kind} {e.id}", EVENT_ZH.get(e.kind, e.kind))
                yield _learn(law, m, e, e.kind, e.id, both(e.note) if e.note[0] else plain, e.start, e.until)
        for s in m.said:
            said = both(s.words)
            words = (f"{s.by}: {said[0]}", f"{BY_ZH.get(s.by, s.by)}：{said[1]}")
            yield _learn(law, m, s, "said", s.id, words, s.applies_from, "")


def _provision_words(m: MeasureRow, p: ProvisionRow) -> Said:
    name = (p.title[0] or p.id, p.title[1] or p.title[0] or m.title[1])
    if m.kind == "exclusion":
        return name
    return f"{name[0]}: {rate_words(p.kind, p.ppm)}", f"{name[1]}：{rate_words_zh(p.kind, p.ppm)}"


def _learn(
    law: Tables, m: MeasureRow, row: _Known, kind: str, name: str, words: Said, start: str, until: str
) -> Learned:
    return Learned(
        known=row.known, side=m.side, kind=kind, id=f"{m.id}/{name}", measure=m.id, title=m.title[0],
        title_zh=m.title[1], words=words[0], words_zh=words[1], state=STATES.get(kind, ""), effective=start,
        until="" if until == OPEN_END else until, cite=_cite_words(row.cites),
        cite_zh=_named_in_chinese(law, row.cites), cite_url=_cite_urls(law, row.cites),
    )  # fmt: skip


def rate_words(kind: str, ppm: int) -> str:
    """A rate in words.

    Examples
    --------
    >>> rate_words("ad_valorem", 100_000)
    '10 %'
    """
    if kind == "not_modelled":
        return "rate not modelled"
    return f"{'total at least ' if kind == 'floor_including_base' else ''}{ppm_to_percent(ppm)} %"


def rate_words_zh(kind: str, ppm: int) -> str:
    """A rate in Chinese words."""
    if kind == "not_modelled":
        return "税率未建模"
    number = ppm_to_percent(ppm)
    return (floor(number) if kind == "floor_including_base" else percent(number))[1]


def _learned_of_tracks(law: Tables, trade: FeeLicenceTables) -> Iterator[Learned]:
    for m, track in _tracks(trade):
        for a in (*track.assertions, *track.said):
            said = (f" (said by {a.by})", f"（{BY_ZH.get(a.by, a.by)}宣布）") if a.by else ("", "")
            yield Learned(
                known=a.known, side=m.imposed_by, kind="said" if a.by else a.state,
                id=f"{m.id}/{track.id}/{a.id}",
                measure=m.id, title=m.title.en, title_zh=m.title.zh,
                words=f"{track.title.en}: {a.state.replace('_', ' ')}{said[0]}",
                words_zh=f"{track.title.zh or track.title.en}：{STATUS_WORDS[a.state][1]}{said[1]}",
                state=a.state,
                effective=a.effective.from_, until=a.effective.until or "", cite=_cite_sources(law, a.cite),
                cite_zh=_named_in_chinese(law, a.cite), cite_url=_cite_urls(law, a.cite),
            )  # fmt: skip


def _tracks(trade: FeeLicenceTables) -> Iterator[tuple[Base, Track]]:
    measures: tuple[Base, ...] = (
        *trade.port_fees, *trade.licences, *trade.ownership_tests, *trade.entity_lists,
    )  # fmt: skip
    return ((m, track) for m in measures for track in m.tracks)


def _learned_of_clocks(law: Tables) -> Iterator[Learned]:
    for c in law.clocks:
        for known, words, cites in c.settled:
            yield Learned(
                known=known, side=c.side, kind="settled", id=f"{c.id}/{known}", measure=", ".join(c.measures),
                title=c.title[0], title_zh=c.title[1], words=words[0], words_zh=both(words)[1],
                effective=c.last_moment, until="", cite=_cite_words(cites),
                cite_zh=_named_in_chinese(law, cites), cite_url=_cite_urls(law, cites),
            )  # fmt: skip


def changed(law: Tables, trade: FeeLicenceTables, one: str, two: str, known: str) -> tuple[Changed, ...]:
    """Clauses whose state at the end of day `two` is not that at the end of day `one`, as known on a day."""
    duties = (_changed_duty(m, track, one, two, known) for m in law.measures for track in m.tracks)
    clauses = (_changed_track(law, m, track, one, two, known) for m, track in _tracks(trade))
    rows = (row for row in (*duties, *clauses) if row is not None)
    return tuple(sorted(rows, key=lambda c: (c.side, c.measure, c.clause)))


def _changed_duty(
    m: MeasureRow, track: tuple[ProvisionRow, ...], one: str, two: str, known: str
) -> Changed | None:
    was, now = (track_state(m, track, f"{day}T23:59", known) for day in (one, two))
    said = (state_words(track_state(m, track, f"{day}T23:59", known, "announced")) for day in (one, two))
    before, after = map(in_both_readings, map(state_words, (was, now)), said)
    if before == after:
        return None
    last = now or was
    assert last is not None
    event, provision = last.event, last.provision
    since = provision.until
    if now:
        since = event.start if event else provision.start
    cites = (*(event.cites if event else ()), *provision.cites)
    return Changed(
        side=m.side, measure=m.id, title=m.title[0], title_zh=m.title[1],
        clause=provision.title[0] or provision.id,
        before=before, after=after, since=since,
        because=(event.note[0] if event else "") or provision.title[0] or m.title[0],
        cite=_cite_words(cites), cite_url=tuple(c.opening.url for c in cites),
    )  # fmt: skip


def _changed_track(law: Tables, m: Base, track: Track, one: str, two: str, known: str) -> Changed | None:
    was, now = (standing(track, m.imposed_by, f"{day}T23:59", known) for day in (one, two))
    told = (standing(track, m.imposed_by, f"{day}T23:59", known, announced=True).state for day in (one, two))
    before, after = (
        in_both_readings(text.replace("_", " "), announced.replace("_", " "))
        for text, announced in zip((was.state, now.state), told, strict=True)
    )
    if before == after:
        return None
    return Changed(
        side=m.imposed_by, measure=m.id, title=m.title.en, title_zh=m.title.zh, clause=track.title.en,
        before=before, after=after,
        since=now.by.effective.from_ if now.by else "", because=track.title.en,
        cite=_cite_sources(law, now.by.cite if now.by else (), pin=False),
        cite_url=_cite_urls(law, now.by.cite if now.by else ()),
    )  # fmt: skip


def state_words(state: TrackState | None) -> str:
    """The state of a duty in words: its rate while in force, else the state with the rate it stands for."""
    if state is None:
        return "nothing"
    words = rate_words(state.provision.kind, state.ppm)
    return words if state.status == "in_force" else f"{state.status.replace('_', ' ')} ({words})"
