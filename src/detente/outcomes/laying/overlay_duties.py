"""Changes laid over a measure of duty: events and provisions appended, stamped with the day of knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from detente.outcomes.laying.clause import Clause, assumed
from detente.outcomes.laying.outcome_file import Change, NewProvision
from detente.regime import (
    ConditionRow,
    EventRow,
    ExemptionRow,
    Goods,
    MeasureRow,
    ProvisionRow,
    Rate,
    governing,
    when_of,
)
from detente.terms import OPEN_END, local_moment, percent_to_ppm

PAUSES = ("suspend", "resume")


def changed_measure(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    """A measure after one change.

    Raises
    ------
    ValueError
        What the change names does not exist or does not cover the time, in words.
    """
    change = clause.change
    if change.do == "extend":
        return _extend(measure, clause, known)
    if change.do == "steps":
        raise ValueError("'steps' changes port fees; a duty takes 'rate'")
    if change.do == "impose":
        return _impose(measure, clause, known)
    if change.do in ("rate", "scope"):
        return _rewrite(measure, clause, known)
    start, until = _read_window(change, measure.side)
    of = frozenset(_find_provisions(measure, change, known))
    row = _build_event(clause, change.do, of, start, until, known, measure.side)
    return replace(measure, events=(*measure.events, *_restate_pause(measure, row, known)))


def _read_window(change: Change, side: str) -> tuple[str, str]:
    assert change.from_ is not None
    start = local_moment(change.from_, side)
    until = local_moment(change.until, side) if change.until else OPEN_END
    if until <= start:
        raise ValueError(f"ends {until} before it begins {start}")
    return start, until


def _find_provisions(measure: MeasureRow, change: Change, known: str) -> tuple[str, ...]:
    """Ids of the provisions a change names; all of the measure when it names none."""
    rows = [p for p in measure.provisions() if p.known <= known]
    ids, tracks = {p.id for p in rows}, {p.track for p in rows}
    for what, names, held in (("provision", change.provisions, ids), ("track", change.tracks, tracks)):
        for name in names:
            if name not in held:
                there = ", ".join(sorted(held)) or "none"
                raise ValueError(f"{measure.id} has no {what} {name!r} (known {known}: {there})")
    if not rows:
        raise ValueError(f"{measure.id} has no provision as known {known}: nothing to {change.do}")
    return (*change.provisions, *(p.id for p in rows if p.track in change.tracks))


def _build_event(
    clause: Clause, kind: str, of: frozenset[str], start: str, until: str, known: str, side: str
) -> EventRow:
    change = clause.change
    gone = local_moment(change.collected_until, side) if change.collected_until else start
    return EventRow(
        clause.name, kind, of, percent_to_ppm(change.points) if change.points else None, start, until, known,
        change.heading or "", gone if kind == "void" else OPEN_END, (assumed(clause.outcome, change.id),),
        (change.says.en, change.says.zh),
    )  # fmt: skip


def _restate_pause(measure: MeasureRow, row: EventRow, known: str) -> tuple[EventRow, ...]:
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


def _extend(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    """What ends at a moment goes on to another: the pauses that end then, else the provisions themselves."""
    change = clause.change
    assert change.at is not None and change.to is not None
    at, to = local_moment(change.at, measure.side), local_moment(change.to, measure.side)
    if to <= at:
        raise ValueError(f"extends to {to}, not after {at}")
    named = _find_provisions(measure, change, known)
    pauses = _find_ending_pauses(measure, at, known, named)
    provisions = () if pauses else tuple(_find_ending(measure, at, known, named))
    if not pauses and not provisions:
        raise ValueError(f"nothing of {measure.id} ends at {at} as known {known}")
    stamp: dict[str, Any] = {
        "start": at, "until": to, "known": known, "cites": (assumed(clause.outcome, change.id),),
        "note": (change.says.en, change.says.zh),
    }  # fmt: skip
    for pause in pauses:
        longer = replace(pause, id=clause.name, announced_only=False, **stamp)
        measure = replace(measure, events=(*measure.events, *_restate_pause(measure, longer, known)))
    for provision in provisions:
        measure = _append_row(measure, replace(provision, **stamp))
    return measure


def _find_ending_pauses(
    measure: MeasureRow, at: str, known: str, named: tuple[str, ...]
) -> tuple[EventRow, ...]:
    """Suspensions of the named provisions (of all when none is named) that end at a moment."""
    return tuple(
        e
        for e in measure.events
        if e.until == at and e.known <= known and e.kind == "suspend"
        and (not named or not e.of or e.of & set(named))
    )  # fmt: skip


def _find_ending(measure: MeasureRow, at: str, known: str, named: tuple[str, ...]) -> Iterable[ProvisionRow]:
    """Provisions that prevail up to a moment and end there."""
    for track in measure.tracks:
        for row in track:
            if row.until == at and row.known <= known and (not named or row.id in named):
                before = [p for p in track if p.known <= known and p.start < at <= p.until]
                if max(before, key=lambda p: p.known, default=row).known <= row.known:
                    yield row


def _append_row(measure: MeasureRow, row: ProvisionRow) -> MeasureRow:
    tracks = tuple((*t, row) if t[0].track == row.track else t for t in measure.tracks)
    return replace(measure, tracks=tracks)


def _rewrite(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    """Another rate or scope for the provisions that govern when the change begins."""
    change = clause.change
    assert change.from_ is not None
    start = local_moment(change.from_, measure.side)
    named = _find_provisions(measure, change, known)
    governing_rows = [
        row
        for track in measure.tracks
        if (row := governing(track, start, known)) is not None and (not named or row.id in named)
    ]
    if not governing_rows:
        raise ValueError(f"no named provision of {measure.id} governs at {start} as known {known}")
    start, until = _read_window(change, measure.side)
    for row in governing_rows:
        measure = _append_row(measure, _rewrite_row(row, clause, start, until, known))
    if change.spare is not None:
        exemption = _build_exemption(clause, start, until, known)
        measure = replace(measure, exemptions=(*measure.exemptions, exemption))
    return measure


def _rewrite_row(row: ProvisionRow, clause: Clause, start: str, until: str, known: str) -> ProvisionRow:
    change = clause.change
    changes: dict[str, Any] = {}
    if change.rate is not None:
        changes["kind"], changes["ppm"] = _read_rate(change.rate)
    if change.origin:
        changes["origin"] = frozenset(change.origin)
    if change.goods:
        changes |= _read_goods(change.goods)
    if change.when:
        changes["when"] = _read_condition(change)
    return replace(
        row, start=start, until=until, known=known, heading=change.heading or row.heading,
        cites=(assumed(clause.outcome, change.id),), note=(change.says.en, change.says.zh), **changes,
    )  # fmt: skip


def _build_exemption(clause: Clause, start: str, until: str, known: str) -> ExemptionRow:
    change = clause.change
    assert change.spare is not None
    return ExemptionRow(
        id=clause.name, heading="", title=(change.says.en, change.says.zh), ppm=None, base="",
        origin=frozenset(),
        when=None, start=start, until=until, known=known, cites=(assumed(clause.outcome, change.id),),
        confidence="C", **_read_goods(change.spare),
    )  # fmt: skip


def _read_goods(goods: Goods) -> dict[str, Any]:
    return {
        "lists": frozenset(goods.lists),
        "prefixes": goods.prefixes,
        "except_prefixes": goods.except_prefixes,
    }


def _read_condition(part: Change | NewProvision) -> ConditionRow | None:
    if part.when is None:
        return None
    return when_of(part.when.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True))


def _read_rate(rate: Rate) -> tuple[str, int]:
    for kind in ("ad_valorem", "floor_including_base", "per_entry"):
        percent = getattr(rate, kind)
        if percent is not None:
            return kind, percent_to_ppm(percent)
    return "not_modelled", 0


def _impose(measure: MeasureRow, clause: Clause, known: str) -> MeasureRow:
    change = clause.change
    new = change.provision
    if new is None:
        raise ValueError("a duty is imposed with a provision (id, title, rate)")
    start, until = _read_window(change, measure.side)
    kind, ppm = _read_rate(new.rate)
    goods = _read_goods(new.goods or Goods())
    track = f"{clause.name}/{new.id}"
    row = ProvisionRow(
        id=new.id, track=track, heading=new.heading or "", title=(new.title.en, new.title.zh), kind=kind,
        ppm=ppm,
        base=new.rate.base, minimum_usd=new.rate.minimum_usd, maximum_usd=new.rate.maximum_usd,
        origin=frozenset(new.origin), when=_read_condition(new), start=start, until=until, known=known,
        announced="", adopted="",
        replaced_before_effect=False, shown=True, basis="entered_for_consumption",
        cites=(assumed(clause.outcome, change.id),), confidence="C", note=(change.says.en, change.says.zh),
        **goods,
    )  # fmt: skip
    return replace(measure, tracks=(*measure.tracks, (row,)))
