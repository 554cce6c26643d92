"""Lay changes over the law: new tables that share every row they do not change.

Order: the changes of one list from first to last, lists in the order given; each change sees what those
before it made. Every row a change adds is stamped with the day of knowledge and stands last, so it
prevails over law known by that day and over earlier changes; law known later is never looked at when
the tables are asked as known on that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.outcomes.laying.outcome_file import Change, Chosen, NewProvision
from detente.outcomes.laying.overlay_tracks import lay_on_tracks, track_measures
from detente.regime import (
    CiteRow,
    ConditionRow,
    EventRow,
    ExemptionRow,
    FeeLicenceTables,
    Goods,
    MeasureRow,
    ProvisionRow,
    Rate,
    Tables,
    governing,
    when_of,
)
from detente.terms import OPEN_END, LawError, local_moment, percent_to_ppm

PAUSES = ("suspend", "resume")


@dataclass(frozen=True, slots=True)
class Clause:
    """A change with the outcome it stands in and its place in a file, for citations and messages."""

    change: Change
    outcome: str
    place: str = ""

    @property
    def name(self) -> str:
        """``outcome/change``."""
        return f"{self.outcome}/{self.change.id}"


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The law as an outcome would leave it, as known on a day.

    Parameters
    ----------
    law : Tables
        Duties; shares every row that no clause changes.
    trade : FeeLicenceTables
        Port fees and licences, likewise.
    touched : frozenset of str
        Measures changed.
    """

    law: Tables
    trade: FeeLicenceTables
    known: str
    clauses: tuple[Clause, ...] = ()
    touched: frozenset[str] = frozenset()


def base(law: Tables, trade: FeeLicenceTables, known: str) -> Laid:
    """The law itself, as known on a day."""
    return Laid(law, trade, known)


def lay(under: Laid, clauses: Iterable[Clause], decides: Sequence[Chosen] = ()) -> Laid:
    """Clauses laid over the law, or over what earlier clauses made of it.

    An empty list with nothing decided gives the very same object.

    Raises
    ------
    LawError
        A clause that names what does not exist on the day of knowledge; every fault, with its place.
    """
    rows = tuple(clauses)
    if not rows and not decides:
        return under
    measures = {m.id: m for m in under.law.measures}
    trade, faults, touched = under.trade, [], set(under.touched)
    held = track_measures(trade)
    for clause in rows:
        name = clause.change.of
        try:
            if name in held:
                trade = lay_on_tracks(trade, clause.change, under.known)
            elif name in measures:
                measures[name] = changed(measures[name], clause, under.known)
            else:
                raise ValueError(f"no measure {name!r}")
        except ValueError as fault:
            faults.append(f"{clause.place or clause.name}: {clause.change.id}: {fault}")
        touched.add(name)
    if faults:
        raise LawError(faults)
    law = replace(
        under.law,
        measures=tuple(measures[m.id] for m in under.law.measures),
        clocks=tuple(_settled(c, rows, decides, under.known) for c in under.law.clocks),
        hash=_hash(under.law.hash, rows, under.known),
    )
    return Laid(law, trade, under.known, (*under.clauses, *rows), frozenset(touched))


def _hash(before: str, rows: Sequence[Clause], known: str) -> str:
    text = known + "".join(r.change.model_dump_json() for r in rows)
    return f"{before}+{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _settled(clock, rows: Sequence[Clause], decides: Sequence[Chosen], known: str):  # type: ignore[no-untyped-def]
    for chosen in decides:
        if chosen.clock == clock.id:
            name = rows[0].outcome if rows else chosen.choose
            words = (f"assumed: {chosen.choose}", f"假设：{chosen.choose}")
            return replace(clock, settled=(*clock.settled, (known, words, (assumed(name, chosen.choose),))))
    return clock


def assumed(outcome: str, at: str) -> CiteRow:
    """The citation of a clause that is no law."""
    return CiteRow(
        f"outcome:{outcome}", "assumption", f"assumed by outcome {outcome}", at, "no instrument", "memory"
    )


def changed(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    """A measure after one change.

    Raises
    ------
    ValueError
        What the change names does not exist or does not cover the time, in words.
    """
    change = clause.change
    if change.do == "extend":
        return _extended(measure, clause, known)
    if change.do == "steps":
        raise ValueError("'steps' changes port fees; a duty takes 'rate'")
    if change.do == "impose":
        return _imposed(measure, clause, known)
    if change.do in ("rate", "scope"):
        return _rewritten(measure, clause, known)
    start, until = _window(change, measure.side)
    of = frozenset(_named(measure, change, start, known))
    row = _event(clause, change.do, of, start, until, known, measure.side)
    return replace(measure, events=(*measure.events, *_restated(measure, row, known)))


def _window(change: Change, side: str) -> tuple[str, str]:
    assert change.from_ is not None
    start = local_moment(change.from_, side)
    until = local_moment(change.until, side) if change.until else OPEN_END
    if until <= start:
        raise ValueError(f"ends {until} before it begins {start}")
    return start, until


def _named(measure: MeasureRow, change: Change, start: str, known: str) -> tuple[str, ...]:
    """Ids of the provisions a change names; all of the measure when it names none."""
    rows = [p for p in measure.provisions() if p.known <= known]
    ids, tracks = {p.id for p in rows}, {p.track for p in rows}
    for name in change.provisions:
        if name not in ids:
            raise ValueError(
                f"{measure.id} has no provision {name!r} (known {known}: {', '.join(sorted(ids)) or 'none'})"
            )
    for name in change.tracks:
        if name not in tracks:
            raise ValueError(
                f"{measure.id} has no track {name!r} (known {known}: {', '.join(sorted(tracks)) or 'none'})"
            )
    if not rows:
        raise ValueError(f"{measure.id} has no provision as known {known}: nothing to {change.do}")
    return (*change.provisions, *(p.id for p in rows if p.track in change.tracks))


def _event(
    clause: Clause, kind: str, of: frozenset[str], start: str, until: str, known: str, side: str
) -> EventRow:
    change = clause.change
    gone = local_moment(change.collected_until, side) if change.collected_until else start
    return EventRow(
        clause.name, kind, of, percent_to_ppm(change.points) if change.points else None, start, until, known,
        change.heading or "", gone if kind == "void" else OPEN_END, (assumed(clause.outcome, change.id),),
        (change.says.en, change.says.zh),
    )  # fmt: skip


def _restated(measure: MeasureRow, row: EventRow, known: str) -> tuple[EventRow, ...]:
    """A pause said again wherever an earlier pause begins inside its time, so that it prevails throughout."""
    if row.kind not in PAUSES:
        return (row,)
    starts = {
        e.start
        for e in measure.events
        if e.kind in PAUSES and e.known <= known and row.start < e.start < row.until
        and (not e.of or not row.of or not e.of.isdisjoint(row.of))
    }  # fmt: skip
    return (row, *(replace(row, start=s) for s in sorted(starts)))


def _extended(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    change = clause.change
    assert change.at is not None and change.to is not None
    at, to = local_moment(change.at, measure.side), local_moment(change.to, measure.side)
    if to <= at:
        raise ValueError(f"extends to {to}, not after {at}")
    named = _named(measure, change, at, known)
    events = tuple(
        e
        for e in measure.events
        if e.until == at
        and e.known <= known
        and e.kind == "suspend"
        and (not named or not e.of or e.of & set(named))
    )
    rows = () if events else tuple(_ending(measure, at, known, named))
    if not events and not rows:
        raise ValueError(f"nothing of {measure.id} ends at {at} as known {known}")
    cite, note = (assumed(clause.outcome, change.id),), (change.says.en, change.says.zh)
    made = measure
    for e in events:
        longer = replace(
            e, id=clause.name, start=at, until=to, known=known, cites=cite, note=note, announced_only=False
        )
        made = replace(made, events=(*made.events, *_restated(made, longer, known)))
    for row in rows:
        longer_row = replace(row, start=at, until=to, known=known, cites=cite, note=note)
        made = _append(made, longer_row)
    return made


def _ending(measure: MeasureRow, at: str, known: str, named: tuple[str, ...]) -> Iterable[ProvisionRow]:
    """Provisions that prevail up to a moment and end there."""
    for track in measure.tracks:
        for row in track:
            if row.until == at and row.known <= known and (not named or row.id in named):
                before = [p for p in track if p.known <= known and p.start < at <= p.until]
                if max(before, key=lambda p: p.known, default=row).known <= row.known:
                    yield row


def _append(measure: MeasureRow, row: ProvisionRow) -> MeasureRow:
    tracks = tuple((*t, row) if t[0].track == row.track else t for t in measure.tracks)
    return replace(measure, tracks=tracks)


def _rewritten(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    """Another rate or scope for the provisions that govern when the change begins."""
    change = clause.change
    assert change.from_ is not None
    start = local_moment(change.from_, measure.side)
    named = _named(measure, change, start, known)
    made, found = measure, False
    for track in measure.tracks:
        row = governing(track, start, known)
        if row is None or (named and row.id not in named):
            continue
        found = True
        until = local_moment(change.until, measure.side) if change.until else OPEN_END
        if until <= start:
            raise ValueError(f"ends {until} before it begins {start}")
        new = replace(
            row, start=start, until=until, known=known, heading=change.heading or row.heading,
            cites=(assumed(clause.outcome, change.id),), note=(change.says.en, change.says.zh),
        )  # fmt: skip
        if change.rate is not None:
            kind, ppm = _rate(change.rate)
            new = replace(new, kind=kind, ppm=ppm)
        if change.origin:
            new = replace(new, origin=frozenset(change.origin))
        if change.goods:
            new = replace(new, **_goods(change.goods))
        if change.when:
            new = replace(new, when=_when(change))
        made = _append(made, new)
    if not found:
        raise ValueError(f"no named provision of {measure.id} governs at {start} as known {known}")
    if change.spare is not None:
        made = replace(made, exemptions=(*made.exemptions, _spared(measure, clause, start, known)))
    return made


def _spared(measure: MeasureRow, clause: Clause, start: str, known: str) -> ExemptionRow:
    change = clause.change
    assert change.spare is not None
    until = local_moment(change.until, measure.side) if change.until else OPEN_END
    return ExemptionRow(
        id=clause.name, heading="", title=(change.says.en, change.says.zh), ppm=None, base="", origin=frozenset(),
        when=None, start=start, until=until, known=known, cites=(assumed(clause.outcome, change.id),),
        confidence="C", **_goods(change.spare),
    )  # fmt: skip


def _goods(goods: Goods) -> dict[str, Any]:
    return {
        "lists": frozenset(goods.lists),
        "prefixes": goods.prefixes,
        "except_prefixes": goods.except_prefixes,
    }


def _when(part: Change | NewProvision) -> ConditionRow | None:
    if part.when is None:
        return None
    return when_of(part.when.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True))


def _rate(rate: Rate) -> tuple[str, int]:
    for kind in ("ad_valorem", "floor_including_base", "per_entry"):
        percent = getattr(rate, kind)
        if percent is not None:
            return kind, percent_to_ppm(percent)
    return "not_modelled", 0


def _imposed(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    change = clause.change
    new = change.provision
    if new is None:
        raise ValueError("a duty is imposed with a provision (id, title, rate)")
    start, until = _window(change, measure.side)
    kind, ppm = _rate(new.rate)
    goods = _goods(new.goods or Goods())
    track = f"{clause.name}/{new.id}"
    row = ProvisionRow(
        id=new.id, track=track, heading=new.heading or "", title=(new.title.en, new.title.zh), kind=kind, ppm=ppm,
        base=new.rate.base, minimum_usd=new.rate.minimum_usd, maximum_usd=new.rate.maximum_usd,
        origin=frozenset(new.origin), when=_when(new), start=start, until=until, known=known, announced="", adopted="",
        replaced_before_effect=False, shown=True, basis="entered_for_consumption",
        cites=(assumed(clause.outcome, change.id),), confidence="C", note=(change.says.en, change.says.zh),
        **goods,
    )  # fmt: skip
    return replace(measure, tracks=(*measure.tracks, (row,)))
