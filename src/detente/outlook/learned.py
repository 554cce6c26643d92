"""What did we learn, and what changed: the law as known on two days, and on two days as known on one."""

from __future__ import annotations

from collections.abc import Iterator

from detente.assess.answer import Frozen
from detente.regime.kinds_fee_licence import FeeLicenceTables
from detente.regime.kinds_fee_licence_standing import standing
from detente.regime.tables import CiteRow, MeasureRow, Tables
from detente.regime.timeline import TrackState, track_state
from detente.terms import OPEN_END, ppm_to_percent


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
            words = (
                f"{p.title[0] or p.id}: {rate_words(p.kind, p.ppm)}"
                if m.kind != "exclusion"
                else (p.title[0] or p.id)
            )
            yield _row(m, p.known, "provision", p.id, words, p.start, p.until, p.cites)
        for x in m.exemptions:
            yield _row(m, x.known, "exemption", x.id, x.title[0], x.start, x.until, x.cites)
        for e in m.events:
            if not e.announced_only:
                yield _row(
                    m, e.known, e.kind, e.id, e.note[0] or f"{e.kind} {e.id}", e.start, e.until, e.cites
                )
        for s in m.said:
            yield _row(m, s.known, "said", s.id, f"{s.by}: {s.words[0]}", s.applies_from, "", s.cites)


def _row(
    m: MeasureRow,
    known: str,
    kind: str,
    name: str,
    words: str,
    start: str,
    until: str,
    cites: tuple[CiteRow, ...],
) -> Learned:
    return Learned(
        known=known, side=m.side, kind=kind, id=f"{m.id}/{name}", measure=m.id, title=m.title[0], title_zh=m.title[1],
        words=words, effective=start, until="" if until == OPEN_END else until, cite=_cites(cites),
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
                title=c.title[0], title_zh=c.title[1], words=words[0], effective=c.last_moment, until="", cite=_cites(cites),
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
