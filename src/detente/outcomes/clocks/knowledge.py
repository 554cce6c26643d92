"""What did we learn, and what changed: the law as known on two days, and on two days as known on one."""

from __future__ import annotations

from collections.abc import Iterator

from detente.regime import (
    STATUS_WORDS,
    CiteRow,
    FeeLicenceTables,
    MeasureRow,
    Said,
    Tables,
    TrackState,
    both,
    floor,
    percent,
    standing,
    track_state,
)
from detente.terms import OPEN_END, Frozen, ppm_to_percent

EVENT_ZH = {
    "suspend": "暂停实施",
    "lift": "恢复实施",
    "end": "停止实施",
    "void": "被判无效",
    "change": "调整",
}
BY_ZH = {
    "United States": "美国", "President Trump": "特朗普总统", "White House": "白宫", "USTR": "美国贸易代表",
    "Court of International Trade": "美国国际贸易法院", "MOFCOM": "商务部", "both sides": "双方", "press": "媒体",
    "record": "资料", "US Treasury Secretary and MOFCOM": "美国财政部长和商务部",
}  # fmt: skip


class Learned(Frozen):
    """Something that became known on a day: a clause, an exemption, an event, a statement, a clock."""

    known: str
    side: str
    kind: str
    id: str
    measure: str
    title: str
    title_zh: str
    words: str
    words_zh: str = ""
    effective: str
    until: str
    cite: tuple[str, ...]


class Changed(Frozen):
    """A clause that stands otherwise on one day than on another, as known on a day."""

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


def learned(law: Tables, trade: FeeLicenceTables, after: str, upto: str) -> tuple[Learned, ...]:
    """Everything that became known after one day and by another, oldest first."""
    rows = [*_measures(law), *_tracks(law, trade), *_clocks(law)]
    found = (r for r in rows if after < r.known <= upto)
    return tuple(sorted(found, key=lambda r: (r.known, r.side, r.measure, r.id)))


def _cites(cites: tuple[CiteRow, ...]) -> tuple[str, ...]:
    return tuple(f"{c.citation or c.document}{', ' + c.at if c.at else ''}" for c in cites)


def _measures(law: Tables) -> Iterator[Learned]:
    for m in law.measures:
        for p in m.provisions():
            name = (p.title[0] or p.id, p.title[1] or p.title[0] or m.title[1])
            words = name
            if m.kind != "exclusion":
                rate = rate_words(p.kind, p.ppm)
                words = (f"{name[0]}: {rate}", f"{name[1]}：{rate_words_zh(p.kind, p.ppm)}")
            yield _row(m, p.known, "provision", p.id, words, p.start, p.until, p.cites)
        for x in m.exemptions:
            yield _row(m, x.known, "exemption", x.id, both(x.title), x.start, x.until, x.cites)
        for e in m.events:
            if not e.announced_only:
                plain = (f"{e.kind} {e.id}", EVENT_ZH.get(e.kind, e.kind))
                words = both(e.note) if e.note[0] else plain
                yield _row(m, e.known, e.kind, e.id, words, e.start, e.until, e.cites)
        for s in m.said:
            said = both(s.words)
            words = (f"{s.by}: {said[0]}", f"{BY_ZH.get(s.by, s.by)}：{said[1]}")
            yield _row(m, s.known, "said", s.id, words, s.applies_from, "", s.cites)


def _row(
    m: MeasureRow,
    known: str,
    kind: str,
    name: str,
    words: Said,
    start: str,
    until: str,
    cites: tuple[CiteRow, ...],
) -> Learned:
    return Learned(
        known=known, side=m.side, kind=kind, id=f"{m.id}/{name}", measure=m.id, title=m.title[0], title_zh=m.title[1],
        words=words[0], words_zh=words[1], effective=start, until="" if until == OPEN_END else until, cite=_cites(cites),
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


def _tracks(law: Tables, trade: FeeLicenceTables) -> Iterator[Learned]:
    for m in (*trade.port_fees, *trade.licences, *trade.ownership_tests):
        for track in m.tracks:
            for a in (*track.assertions, *track.said):
                words = f"{track.title.en}: {a.state.replace('_', ' ')}" + (
                    f" (said by {a.by})" if a.by else ""
                )
                yield Learned(
                    known=a.known, side=m.imposed_by, kind="said" if a.by else a.state, id=f"{m.id}/{track.id}/{a.id}",
                    measure=m.id, title=m.title.en, title_zh=m.title.zh, words=words, effective=a.effective.from_,
                    words_zh=f"{track.title.zh or track.title.en}：{STATUS_WORDS[a.state][1]}" + (f"（{BY_ZH.get(a.by, a.by)}宣布）" if a.by else ""),
                    until=a.effective.until or "",
                    cite=tuple(
                        f"{law.sources.get(c.document, {}).get('citation', c.document)}{', ' + c.at if c.at else ''}"
                        for c in a.cite
                    ),
                )  # fmt: skip


def _clocks(law: Tables) -> Iterator[Learned]:
    for c in law.clocks:
        for known, words, cites in c.settled:
            yield Learned(
                known=known, side=c.side, kind="settled", id=f"{c.id}/{known}", measure=", ".join(c.measures),
                title=c.title[0], title_zh=c.title[1], words=words[0], words_zh=both(words)[1], effective=c.last_moment, until="", cite=_cites(cites),
            )  # fmt: skip


def changed(law: Tables, trade: FeeLicenceTables, one: str, two: str, known: str) -> tuple[Changed, ...]:
    """Clauses that stand otherwise at the end of day `two` than at the end of day `one`, as known on a day."""
    made: list[Changed] = []
    for m in law.measures:
        for track in m.tracks:
            a, b = (track_state(m, track, f"{day}T23:59", known) for day in (one, two))
            before, after = (state_words(s) for s in (a, b))
            if before != after:
                last = b or a
                assert last is not None
                event = last.event
                made.append(
                    Changed(
                        side=m.side, measure=m.id, title=m.title[0], title_zh=m.title[1],
                        clause=last.provision.title[0] or last.provision.id, before=before, after=after,
                        since=event.start if event and b else last.provision.start if b else last.provision.until,
                        because=(event.note[0] if event else "") or last.provision.title[0] or m.title[0],
                        cite=_cites((*(event.cites if event else ()), *last.provision.cites)),
                    )
                )  # fmt: skip
    for m in (*trade.port_fees, *trade.licences, *trade.ownership_tests):  # type: ignore[assignment]
        for track in m.tracks:
            made.extend(_track_changed(law, m, track, one, two, known))
    return tuple(sorted(made, key=lambda c: (c.side, c.measure, c.clause)))


def _track_changed(law: Tables, m, track, one: str, two: str, known: str) -> Iterator[Changed]:  # type: ignore[no-untyped-def]
    a, b = (standing(track, m.imposed_by, f"{day}T23:59", known) for day in (one, two))
    if a.state == b.state:
        return
    cites = b.by.cite if b.by else ()
    yield Changed(
        side=m.imposed_by, measure=m.id, title=m.title.en, title_zh=m.title.zh, clause=track.title.en,
        before=a.state.replace("_", " "), after=b.state.replace("_", " "), since=b.by.effective.from_ if b.by else "",
        because=track.title.en,
        cite=tuple(law.sources.get(c.document, {}).get("citation", c.document) for c in cites),
    )  # fmt: skip


def state_words(state: TrackState | None) -> str:
    """The state of a duty in words: its rate while in force, else the state with the rate it stands for."""
    if state is None:
        return "nothing"
    words = rate_words(state.provision.kind, state.ppm)
    return words if state.status == "in_force" else f"{state.status.replace('_', ' ')} ({words})"
