"""Port fees and export controls on the card: one row a track, in the card's own rows."""

from __future__ import annotations

from functools import lru_cache

from detente.regime.dated.law_tables import cites_out, law_tables, sources
from detente.regime.kinds.fee_licence import EntityLists, Licence, PortFee
from detente.regime.kinds.ownership import OwnershipTest
from detente.regime.kinds.tracks import (
    OUTCOMES,
    Assertion,
    Base,
    Track,
    span,
)
from detente.regime.law_files.model import Cite, Words
from detente.regime.on_a_day import sentences
from detente.regime.on_a_day.fee_licence_tracks import Standing, boundaries, standing
from detente.regime.on_a_day.readings import Reading
from detente.regime.on_a_day.row_readings import row_of_both
from detente.regime.on_a_day.shown import CiteText, StatusRow
from detente.terms import OPEN_END, Instant


def measures_of(family: str) -> tuple[Base, ...]:
    """Measures of one family of the card."""
    law = law_tables()
    every: tuple[Base, ...] = (*law.port_fees, *law.licences, *law.ownership_tests, *law.entity_lists)
    return tuple(m for m in every if m.family == family)


def family_rows(family: str, on: str, known: str, reading: Reading = "both") -> tuple[StatusRow, ...]:
    """Rows of one family on a day or at a minute, as known on a day; empty for families of other kinds.

    Tracks of which nothing was known yet give no row.
    """
    asked = Instant.read(on)
    rows = []
    for measure in measures_of(family):
        moment = asked.at(measure.imposed_by)
        for track in measure.tracks:
            first = _first_known(track, known)
            if first is None or not track.on_card:
                continue
            row, said = (
                _status_row(
                    measure, track, standing(track, measure.imposed_by, moment, known, announced=one), first,
                    moment, known,
                )
                for one in (reading == "announced", True)
            )  # fmt: skip
            rows.append(row_of_both(row, said) if reading == "both" else row)
    return tuple(rows)


def _first_known(track: Track, known: str) -> Assertion | None:
    known_by = [a for a in track.assertions if a.known <= known]
    return known_by[0] if known_by else None


def _status_row(
    measure: Base, track: Track, stand: Standing, first: Assertion, moment: str, known: str
) -> StatusRow:
    by = stand.by or first
    start, until = span(by.effective, measure.imposed_by)
    status = {"not_begun": "adopted", "ended": "ended"}.get(stand.state, stand.state)
    because = sentences.clause_stands(
        _both_languages(measure.title), _both_languages(track.title), stand.state, start
    )
    rate, later = (
        _rate_words(measure, track, stand, moment, known),
        _later_words(measure, track, stand, moment, known),
    )
    step, announced = (
        _next_step(measure, track, stand, moment, known),
        _announced(measure, track, stand, moment, known),
    )
    return StatusRow(
        measure=measure.id,
        title=measure.title.en,
        title_zh=measure.title.zh,
        what=track.title.en,
        what_zh=track.title.zh,
        status=status,
        rate=rate[0],
        rate_zh=rate[1],
        since=start,
        until="" if until == OPEN_END else until,
        known_since=by.known,
        because=because[0],
        because_zh=because[1],
        later=later[0],
        later_zh=later[1],
        next_step=step[0],
        next_step_zh=step[1],
        announced=announced[0],
        announced_zh=announced[1],
        confidence=by.confidence,
        cite=_cites_shown(by.cite),
    )


def _both_languages(words: Words) -> sentences.Said:
    return sentences.both((words.en, words.zh))


def _rate_words(measure: Base, track: Track, stand: Standing, moment: str, known: str) -> sentences.Said:
    """What the track asks for, in words; while it is suspended, nothing."""
    words: sentences.Said = ("", "")
    if isinstance(measure, PortFee):
        steps = [s for s in measure.steps if s.known <= known]
        latest = max((s.known for s in steps), default="")
        current = {}
        for step in steps:
            begin, end = span(step.effective, measure.imposed_by)
            if step.known == latest and begin <= moment < end:
                current[step.unit] = sentences.fee(step.amount, measure.currency, step.unit)
        words = " or ".join(en for en, _ in current.values()), "或".join(zh for _, zh in current.values())
    elif isinstance(measure, Licence):
        asked = [r.then for r in measure.rules if track.id in r.tracks and r.kind in ("catch", "review")]
        words = sentences.OUTCOME[max(asked, key=OUTCOMES.index, default="exemption")]
    elif isinstance(measure, OwnershipTest):
        words = sentences.owned(measure.threshold_pct)
    elif isinstance(measure, EntityLists):
        words = next(sentences.entities(row.count) for row in measure.listings if row.track == track.id)
    return sentences.nothing_else(words) if stand.state == "suspended" and words[0] else words


def _later_words(measure: Base, track: Track, stand: Standing, moment: str, known: str) -> sentences.Said:
    if known >= measure.verified:
        return "", ""
    then = standing(track, measure.imposed_by, moment, measure.verified)
    if then.state == stand.state or then.by is None:
        return "", ""
    return sentences.later(sentences.STATUS_WORDS[then.state], then.by.known)


def _next_step(measure: Base, track: Track, stand: Standing, moment: str, known: str) -> sentences.Said:
    """The next state of the track, or the next amount of a fee, by the text known then."""
    side = measure.imposed_by
    turns = set(boundaries([(track, side)], known))
    if isinstance(measure, PortFee):
        turns.update(b for s in measure.steps if s.known <= known for b in span(s.effective, side))
    asked = _rate_words(measure, track, stand, moment, known)
    for turn in sorted(t for t in turns if moment < t < OPEN_END):
        then = standing(track, side, turn, known)
        words = _rate_words(measure, track, then, turn, known)
        if then.state != stand.state:
            return sentences.step(sentences.STATUS_WORDS[then.state], turn)
        if words != asked and words[0]:
            return sentences.step(words, turn)
    return "", ""


def _announced(measure: Base, track: Track, stand: Standing, moment: str, known: str) -> sentences.Said:
    """How the track stands where what was announced is taken at its word; empty where that is the same."""
    said = standing(track, measure.imposed_by, moment, known, announced=True)
    return ("", "") if said.state == stand.state else sentences.STATUS_WORDS[said.state]


@lru_cache(maxsize=1024)
def _cites_shown(cites: tuple[Cite, ...]) -> tuple[CiteText, ...]:
    return tuple(
        CiteText(
            document=c.document, citation=c.citation, at=c.at, note=c.note, url=c.url, opens=c.opens,
        )
        for c in cites_out(cites, sources())
    )  # fmt: skip
