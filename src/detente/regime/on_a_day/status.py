"""What holds on a day, as known on a day: one row a measure, grouped in the families of the card."""

from __future__ import annotations

from detente.regime.dated.rows import CiteRow, ClockRow, MeasureRow, ProvisionRow, SaidRow, Tables
from detente.regime.on_a_day import beside, sentences
from detente.regime.on_a_day.fee_licence_status import family_rows, measures_of
from detente.regime.on_a_day.readings import Reading, announced_end, not_settled, settling, state_of
from detente.regime.on_a_day.row_readings import family_readings, row_of_both
from detente.regime.on_a_day.shown import Card, CiteText, ClockText, FamilyStatus, StatusRow
from detente.regime.on_a_day.timeline import State, TrackState, governing, track_state
from detente.terms import OPEN_END, Instant, in_zone, ppm_to_percent, read_side

_ORDER = (
    "in_force", "not_settled", "suspended", "adopted", "threatened", "agreed_in_principle", "stated_by_both",
    "proposed", "void", "ended", "never_applied", "replaced_before_effect",
)  # fmt: skip


def cites(rows: tuple[CiteRow, ...]) -> tuple[CiteText, ...]:
    """Citations as shown."""
    return tuple(
        CiteText(
            document=c.document, citation=c.citation, at=c.at, note=c.note, url=c.opening.url,
            opens=c.opening.opens,
        )
        for c in rows
    )  # fmt: skip


def card(
    law: Tables, on: str, known: str, *, side: str = "", hindsight: bool = False, reading: Reading = "both"
) -> Card:
    """The card: every family with its rows, on a day or at a minute, as known on a day.

    Parameters
    ----------
    on : str
        A day, which stands for its last minute, or a minute: on the clock of the side whose measure is shown,
        or with an offset from UTC.
    known : str
        ISO day.
    side : str
        One side in any spelling, or empty for both.
    reading : {"both", "announced", "text"}
        Where an extension was announced and no instrument was seen: both readings, or one.
    """
    asked = Instant.read(on, what="on")
    day = asked.day.isoformat()
    only = read_side(side) if side else ""
    families = []
    for family in law.families:
        if only and family["side"] != only:
            continue
        members = [m for m in law.measures if m.family == family["id"]]
        rows = tuple(row for m in members for row in measure_rows(m, on, known, law.verified, reading))
        rows += family_rows(family["id"], on, known, reading)
        if not rows:
            continue
        rows = tuple(sorted(rows, key=lambda r: _ORDER.index(r.status)))
        names = {m.id for m in members} | {m.id for m in measures_of(family["id"])}
        clock = next_clock(law, names, on, known)
        shown = _family_status(family, rows, clock, members, day, known)
        if shown.readings:
            moment = asked.at(read_side(shown.side))
            settled_by = settling(law, {row.measure for row in rows if row.readings}, moment, known)
            shown = shown.model_copy(update={"settled_by": settled_by})
        families.append(shown)
    notes = [sentences.past(law.verified)] if day > law.verified else []
    return Card(
        on=asked.text, known=known, hindsight=hindsight, reading=reading, verified=law.verified,
        families=tuple(families), notes=tuple(en for en, _ in notes), notes_zh=tuple(zh for _, zh in notes),
        rules=law.hash,
    )  # fmt: skip


def _family_status(
    family: dict[str, object],
    rows: tuple[StatusRow, ...],
    clock: ClockText | None,
    members: list[MeasureRow],
    on: str,
    known: str,
) -> FamilyStatus:
    title = family["title"]
    assert isinstance(title, dict)
    lead = rows[0]
    same = [r for r in rows if r.status == lead.status]
    if len(same) > 1:
        words, words_zh = sentences.among(len(same), lead.status, (lead.because, lead.because_zh))
        lead = lead.model_copy(update={"because": words, "because_zh": words_zh})
        rows = (lead, *rows[1:])
    alike = [r for r in rows if r.status == lead.status]
    verified = str(family["verified"])
    announced = [
        sentences.both(said.words)
        for m in members
        for said in m.said
        if on > verified and said.known <= known and said.status == "stated_by_both"
    ]
    readings = family_readings(rows)
    rate = _family_rate(rows, alike)
    told = [words for m in members for words in beside.statements(m, known)]
    replaced = [words for m in members for words in beside.replaced_steps(m, known)]
    return FamilyStatus(
        family=str(family["id"]), side=str(family["side"]), title=title["en"], title_zh=title.get("zh", ""),
        status=lead.status, rate=rate[0], rate_zh=rate[1], headline=lead.because, headline_zh=lead.because_zh,
        rows=rows, clock=clock, verified=verified, past_verified=on > verified,
        announced=tuple(en for en, _ in announced),
        announced_zh=tuple(zh for _, zh in announced),
        said=tuple(en for en, _ in told), said_zh=tuple(zh for _, zh in told),
        readings=readings,
        replaced=tuple(en for en, _ in replaced), replaced_zh=tuple(zh for _, zh in replaced),
    )  # fmt: skip


def _family_rate(rows: tuple[StatusRow, ...], alike: list[StatusRow]) -> sentences.Said:
    """The rates that are settled, then both readings of what is not."""
    sure = [r for r in alike if not r.readings]
    settled = _join_rates([r.rate for r in sure]), _join_rates([r.rate_zh for r in sure])
    readings = family_readings(rows)
    if not readings:
        return settled
    text, announced = ((one.words, one.words_zh) for one in readings)
    open_ = sentences.either(text, announced)
    if not settled[0]:
        return open_
    return f"{settled[0]}; not settled: {open_[0]}", f"{settled[1]}；未定：{open_[1]}"


def _join_rates(words: list[str]) -> str:
    """The rates of a family, the first four of them."""
    rates = list(dict.fromkeys(w for w in words if w))
    return " / ".join(rates[:4]) + (" …" if len(rates) > 4 else "")


def measure_rows(
    measure: MeasureRow, on: str, known: str, verified: str, reading: Reading = "both"
) -> list[StatusRow]:
    """The rows of one measure: a state a track, and the statements that no instrument has overtaken."""
    moment = Instant.read(on).at(measure.side)
    rows = []
    for track in measure.tracks:
        if not track[0].shown:
            continue
        row = _track_row(measure, track, moment, (known, verified), state_of(reading))
        if row is not None and reading == "both":
            row = row_of_both(row, _track_row(measure, track, moment, (known, verified), "announced"))
        if row is not None:
            step = beside.next_step(measure, track, moment, known, state_of(reading))
            said_words = beside.announced_reading(measure, track, moment, known)
            rows.append(
                row.model_copy(
                    update={
                        "next_step": step[0], "next_step_zh": step[1],
                        "announced": said_words[0], "announced_zh": said_words[1],
                    }
                )
            )  # fmt: skip
    said = [s for s in measure.said if s.known <= known]
    if not measure.tracks and said:
        rows.append(_said_row(measure, said[-1], known, verified))
    elif rows:
        for s in said:
            if _still_said(measure, s, known, rows):
                rows.append(_said_row(measure, s, known, verified))
    return rows


def _still_said(measure: MeasureRow, said: SaidRow, known: str, rows: list[StatusRow]) -> bool:
    """Whether a statement stands beside the instruments: none overtook it, and it is not about what is over.

    An extension that does not name a measure whose provisions have all ended brings none of them back.
    """
    if said.status == "stated_by_both" and not said.changes and all(r.status == "ended" for r in rows):
        return False
    return said.status in ("agreed_in_principle", "stated_by_both", "threatened") and not _is_overtaken(
        measure, said, known
    )


def _track_row(
    measure: MeasureRow,
    track: tuple[ProvisionRow, ...],
    moment: str,
    knowledge: tuple[str, str],
    state: State,
) -> StatusRow | None:
    """The row of a track under one reading; `knowledge` is the day used and the last one verified."""
    known, verified = knowledge
    stands = track_state(measure, track, moment, known, state)
    if stands is None:
        return _row_of_absent_track(measure, track, moment, known)
    return _state_row(measure, stands, moment, known, verified)


def _is_overtaken(measure: MeasureRow, said: SaidRow, known: str) -> bool:
    """Whether an instrument known by then speaks of the time the statement spoke of."""
    days = [p.known for p in measure.provisions()]
    days += [e.known for e in measure.events if not e.announced_only]
    return any(said.known < day <= known for day in days)


def _state_row(measure: MeasureRow, state: TrackState, moment: str, known: str, verified: str) -> StatusRow:
    row = state.provision
    event = state.event
    percent = ppm_to_percent(state.ppm)
    rate = sentences.percent(percent) if row.kind != "floor_including_base" else sentences.floor(percent)
    if not state.ppm and row.minimum_usd and row.minimum_usd == row.maximum_usd:
        rate = sentences.fixed_fee(row.minimum_usd)
    if measure.kind == "exclusion":
        rate = sentences.RELIEF_WORDS
    until = row.until if event is None or event.kind != "suspend" else event.until
    what = sentences.both(row.title) if row.title[0] else (measure.title[0], measure.title[1])
    because = sentences.since(what, row.start)
    if event is not None and event.note[0]:
        because = sentences.both(event.note)
    if state.status == "ended":
        rate = sentences.percent(ppm_to_percent(row.ppm))
    if state.status == "suspended":
        rate = sentences.percent("0") if measure.kind != "exclusion" else sentences.NOT_AVAILABLE
    if state.status == "void":
        rate = sentences.STATUS_WORDS["void"]
    later = _say_later(measure, state, moment, known, verified)
    return StatusRow(
        measure=measure.id, title=measure.title[0], title_zh=measure.title[1], what=row.title[0] or row.id,
        what_zh=row.title[1], status=state.status, rate=rate[0], rate_zh=rate[1],
        suspended_points=ppm_to_percent(state.suspended_ppm) if state.suspended_ppm else "",
        heading=state.heading or row.heading, since=row.start, until="" if until == OPEN_END else until,
        known_since=max(row.known, event.known if event else ""), because=because[0], because_zh=because[1],
        later=later[0], later_zh=later[1], confidence=state.confidence,
        cite=cites((*(event.cites if event else ()), *row.cites)),
    )  # fmt: skip


def _say_later(
    measure: MeasureRow, now: TrackState, moment: str, known: str, verified: str
) -> sentences.Said:
    """What later knowledge says of this day; empty where it says the same."""
    if known >= verified:
        return "", ""
    track = next(t for t in measure.tracks if now.provision in t)
    then = track_state(measure, track, moment, verified)
    if then is None or (then.status, then.ppm) == (now.status, now.ppm):
        return "", ""
    word = sentences.STATUS_WORDS[then.status]
    if then.status == "in_force":
        word = sentences.percent(ppm_to_percent(then.ppm))
    return sentences.later(word, max(then.provision.known, then.event.known if then.event else ""))


def _row_of_absent_track(
    measure: MeasureRow, track: tuple[ProvisionRow, ...], moment: str, known: str
) -> StatusRow | None:
    """A track with nothing on the day: adopted for later, or ended before."""
    rows = [p for p in measure.provisions() if p in track and p.known <= known]
    coming = sorted((p for p in rows if p.start > moment), key=lambda p: p.start)
    gone = sorted((p for p in rows if p.until <= moment), key=lambda p: p.until)
    if coming:
        first = governing(tuple(rows), coming[0].start, known) or coming[0]
        status, words = "adopted", sentences.begins(first.start)
    elif gone:
        first, status = gone[-1], "ended"
        words = sentences.ended(first.until)
    else:
        return None
    percent = sentences.percent(ppm_to_percent(first.ppm))
    rate = sentences.RELIEF_WORDS if measure.kind == "exclusion" else percent
    return StatusRow(
        measure=measure.id, title=measure.title[0], title_zh=measure.title[1],
        what=first.title[0] or first.id, what_zh=first.title[1], status=status, rate=rate[0], rate_zh=rate[1],
        heading=first.heading, since=first.start,
        until="" if first.until == OPEN_END else first.until, known_since=first.known,
        because=words[0], because_zh=words[1], confidence=first.confidence, cite=cites(first.cites),
    )  # fmt: skip


def _said_row(measure: MeasureRow, said: SaidRow, known: str, verified: str) -> StatusRow:
    later = ("", "")
    if known < verified and not measure.tracks:
        last = [s for s in measure.said if s.known <= verified][-1]
        if last.status != said.status:
            later = sentences.later(sentences.STATUS_WORDS[last.status], last.known)
    words = sentences.both(said.words)
    return StatusRow(
        measure=measure.id, title=measure.title[0], title_zh=measure.title[1], what=words[0],
        what_zh=words[1], status=said.status, rate=said.rate, rate_zh=said.rate.replace(" %", "%"),
        since=said.applies_from, known_since=said.known, because=words[0], because_zh=words[1],
        later=later[0], later_zh=later[1], confidence=said.confidence, cite=cites(said.cites),
    )  # fmt: skip


def clock_text(clock: ClockRow, on: str, known: str) -> ClockText:
    """A clock as shown on a day, or at a minute, as known on a day."""
    settled = [s for s in clock.settled if s[0] <= known]
    state = _clock_state(clock, Instant.read(on).at(clock.side), known)
    if settled:
        state = sentences.settled(settled[-1][0], sentences.both(settled[-1][1]))
    said = [sentences.both(s.words) for s in clock.said if s.known <= known]
    washington = in_zone(clock.last_moment, clock.side, "America/New_York")
    beijing = in_zone(clock.last_moment, clock.side, "Asia/Shanghai")
    return ClockText(
        id=clock.id, title=clock.title[0], title_zh=clock.title[1], side=clock.side,
        last_moment=clock.last_moment, washington=washington.strftime("%Y-%m-%d %H:%M %Z"),
        beijing=beijing.strftime("%Y-%m-%d %H:%M") + " Beijing", decider=clock.decider[0],
        by_text=clock.by_text[0], outcomes=clock.outcomes, state=state[0], said=tuple(en for en, _ in said),
        decider_zh=clock.decider[1], by_text_zh=clock.by_text[1], state_zh=state[1],
        said_zh=tuple(zh for _, zh in said),
        cite=cites(clock.cites), extends_to=announced_end(clock, known),
        settled_by=clock.settled_by[0], settled_by_zh=clock.settled_by[1],
    )  # fmt: skip


def clock_read(clock: ClockText, reading: Reading) -> ClockText:
    """A clock that is not settled as one reading has it; with both, as it is."""
    if not clock.not_settled or reading == "both":
        return clock
    if reading == "text":
        return clock.model_copy(
            update={"state": sentences.CLOCK_PASSED[0], "state_zh": sentences.CLOCK_PASSED[1]}
        )
    end = clock.extends_to
    washington = in_zone(end, clock.side, "America/New_York").strftime("%Y-%m-%d %H:%M %Z")
    beijing = in_zone(end, clock.side, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M") + " Beijing"
    return clock.model_copy(
        update={
            "last_moment": end, "washington": washington, "beijing": beijing,
            "state": sentences.CLOCK_OPEN[0], "state_zh": sentences.CLOCK_OPEN[1],
        }
    )  # fmt: skip


def _clock_state(clock: ClockRow, moment: str, known: str) -> sentences.Said:
    """How a clock stands by itself: ahead, not settled, or passed, with what the announcement says of it."""
    if moment < clock.last_moment:
        return sentences.CLOCK_OPEN
    if not_settled(clock, moment, known):
        return sentences.CLOCK_NOT_SETTLED
    if not any(s.known <= known for s in clock.said):
        return sentences.CLOCK_PASSED
    return sentences.CLOCK_BOTH_OVER if announced_end(clock, known) else sentences.CLOCK_NOT_NAMED


def clocks(law: Tables, on: str, known: str, *, passed: bool = True) -> tuple[ClockText, ...]:
    """Clocks known by `known` that are ahead of `on`, and those that passed with no instrument seen, in
    order.

    One that was settled by `on` is over; one settled later, as hindsight knows, is shown with what settled
    it.
    """
    asked = Instant.read(on)
    day = asked.day.isoformat()
    rows = []
    for clock in sorted(law.clocks, key=lambda c: c.last_moment):
        if clock.known > known:
            continue
        settled = any(s[0] <= min(day, known) for s in clock.settled)
        ahead = clock.last_moment > asked.at(clock.side)
        if not settled and (ahead or passed):
            rows.append(clock_text(clock, on, known))
    return tuple(rows)


def next_clock(law: Tables, measures: set[str], on: str, known: str) -> ClockText | None:
    """The first open clock over any of some measures: the first of `clocks` that nothing known settled."""
    for clock in sorted(law.clocks, key=lambda c: c.last_moment):
        if (
            clock.known <= known
            and measures & set(clock.measures)
            and not any(s[0] <= known for s in clock.settled)
        ):
            return clock_text(clock, on, known)
    return None
