"""Changes laid over fees, licences and lists of parties: assertions and steps appended to their tracks."""

from __future__ import annotations

from typing import Any

from detente.outcomes.laying.outcome_file import Change
from detente.regime import Assertion, Cite, FeeLicenceTables, FeeStep, PortFee, Track, Window, span
from detente.terms import local_moment

STATES = {"suspend": "suspended", "resume": "in_force", "impose": "in_force", "end": "ended"}
GROUPS = ("port_fees", "licences", "ownership_tests", "entity_lists")


def track_measures(trade: FeeLicenceTables) -> frozenset[str]:
    """Ids of the measures whose life is told in tracks."""
    return frozenset(m.id for group in GROUPS for m in getattr(trade, group))


def lay_on_tracks(trade: FeeLicenceTables, change: Change, known: str) -> FeeLicenceTables:
    """Tables with one change laid over one measure; every other measure is the same object.

    Raises
    ------
    ValueError
        The change names a track that does not exist, or does not fit fees and licences.
    """
    if change.do in ("rate", "scope", "void") or change.provisions or change.points or change.heading:
        raise ValueError("fees and licences take suspend, resume, extend, impose, end (by tracks) and steps")
    for group in GROUPS:
        rows = getattr(trade, group)
        if any(m.id == change.of for m in rows):
            new = tuple(_change_measure(m, change, known) if m.id == change.of else m for m in rows)
            return trade.model_copy(update={group: new})
    raise ValueError(f"no measure {change.of!r}")


def _change_measure(measure: Any, change: Change, known: str) -> Any:
    if change.do == "steps":
        return _replace_steps(measure, change, known)
    ids = {t.id for t in measure.tracks}
    for name in change.tracks:
        if name not in ids:
            raise ValueError(f"{measure.id} has no track {name!r} (it has {', '.join(sorted(ids))})")
    tracks = tuple(
        _change_track(track, change, known, measure.imposed_by)
        if not change.tracks or track.id in change.tracks
        else track
        for track in measure.tracks
    )
    if all(after is before for after, before in zip(tracks, measure.tracks, strict=True)):
        raise ValueError(f"nothing of {measure.id} ends at {change.at} as known {known}")
    return measure.model_copy(update={"tracks": tracks})


def _change_track(track: Track, change: Change, known: str, side: str) -> Track:
    if change.do == "extend":
        return _extend_track(track, change, known, side)
    assert change.from_ is not None
    return _append_assertion(track, change, STATES[change.do], change.from_, change.until, known)


def _extend_track(track: Track, change: Change, known: str, side: str) -> Track:
    assert change.at is not None and change.to is not None
    at = local_moment(change.at, side)
    if local_moment(change.to, side) <= at:
        raise ValueError(f"extends to {change.to}, not after {change.at}")
    for held in reversed(track.assertions):
        if held.known <= known and span(held.effective, side)[1] == at:
            return _append_assertion(track, change, held.state, change.at, change.to, known)
    return track


def _append_assertion(
    track: Track, change: Change, state: str, start: str, until: str | None, known: str
) -> Track:
    window = {
        "from": start,
        **({"until": until} if until else {}),
        "basis": track.assertions[0].effective.basis,
    }
    row = Assertion(
        id=f"outcome-{change.id}",
        state=state,  # type: ignore[arg-type]
        effective=Window.model_validate(window),
        known=known,
        cite=(Cite(document="ASSUMED", at=change.id, note="no instrument"),),
        confidence="C",
        note=change.says,
    )
    return track.model_copy(update={"assertions": (*track.assertions, row)})


def _replace_steps(measure: Any, change: Change, known: str) -> Any:
    """Other amounts from a moment on, in place of the printed steps; arms not named are said again."""
    if not isinstance(measure, PortFee):
        raise ValueError("'steps' changes port fees only")
    assert change.from_ is not None
    side = measure.imposed_by
    start = local_moment(change.from_, side)
    units = {step.unit for step in change.steps}
    rows = [
        FeeStep(
            id=f"outcome-{change.id}-{step.unit}",
            amount=step.amount,
            unit=step.unit,
            effective=Window.model_validate({"from": change.from_, "basis": "port_call"}),
            known=known,
            cite=(Cite(document="ASSUMED", at=change.id, note="no instrument"),),
            confidence="C",
            note=change.says,
        )
        for step in change.steps
    ]
    for step in measure.steps:
        first, after = span(step.effective, side)
        if step.known <= known and step.unit not in units and after > start:
            window = (
                step.effective
                if first >= start
                else step.effective.model_copy(update={"from_": change.from_})
            )
            rows.append(step.model_copy(update={"known": known, "effective": window}))
    return measure.model_copy(update={"steps": (*measure.steps, *rows)})
