"""What holds on a day, as known on a day: one row a measure, grouped in the families of the card."""

from __future__ import annotations

from detente.regime.kinds_fee_licence_status import family_rows, measures_of
from detente.regime.shown import Card, CiteText, ClockText, FamilyStatus, StatusRow
from detente.regime.tables import CiteRow, ClockRow, MeasureRow, ProvisionRow, SaidRow, Tables
from detente.regime.timeline import TrackState, governing, track_state
from detente.terms import OPEN_END, in_zone, ppm_to_percent

_ORDER = (
    "in_force", "suspended", "adopted", "threatened", "agreed_in_principle", "stated_by_both", "proposed",
    "void", "ended", "never_applied", "replaced_before_effect",
)  # fmt: skip


_WORDS = {
    "in_force": "in force",
    "agreed_in_principle": "agreed in principle",
    "stated_by_both": "stated by both",
}


def cites(rows: tuple[CiteRow, ...]) -> tuple[CiteText, ...]:
    """Citations as shown."""
    return tuple(CiteText(document=c.document, citation=c.citation, at=c.at, note=c.note) for c in rows)


def card(law: Tables, on: str, known: str, *, side: str = "", hindsight: bool = False) -> Card:
    """The card: every family with its rows, as of the end of day `on`, as known on `known`.

    Parameters
    ----------
    on, known : str
        ISO days.
    side : str
        ``US``, ``CN`` or empty for both.
    """
    families = []
    for family in law.families:
        if side and family["side"] != side:
            continue
        members = [m for m in law.measures if m.family == family["id"]]
        rows = tuple(row for m in members for row in measure_rows(m, on, known, law.verified))
        rows += family_rows(family["id"], on, known)
        if not rows:
            continue
        rows = tuple(sorted(rows, key=lambda r: _ORDER.index(r.status)))
        names = {m.id for m in members} | {m.id for m in measures_of(family["id"])}
        clock = next_clock(law, names, on, known)
        families.append(_family(family, rows, clock, members, on, known))
    notes = []
    if on > law.verified:
        notes.append(
            f"Past {law.verified}, the last day the law was checked: the text of the instruments (by_text) "
            "and what both sides announced are shown side by side; what came after is not known here."
        )
    return Card(
        on=on, known=known, hindsight=hindsight, verified=law.verified, families=tuple(families),
        notes=tuple(notes), rules=law.hash,
    )  # fmt: skip


def _family(
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
        words = f"{len(same)} provisions {_WORDS.get(lead.status, lead.status)}, among them: {lead.because}"
        lead = lead.model_copy(update={"because": words})
        rows = (lead, *rows[1:])
    rates = list(dict.fromkeys(r.rate for r in rows if r.status == lead.status and r.rate))
    rate = " / ".join(rates[:4]) + (" …" if len(rates) > 4 else "")
    verified = str(family["verified"])
    announced = tuple(
        said.words[0]
        for m in members
        for said in m.said
        if said.known <= known and said.status == "stated_by_both"
    )
    return FamilyStatus(
        family=str(family["id"]), side=str(family["side"]), title=title["en"], title_zh=title.get("zh", ""),
        status=lead.status, rate=rate, headline=lead.because, rows=rows, clock=clock, verified=verified,
        past_verified=on > verified, announced=announced if on > verified else (),
    )  # fmt: skip


def measure_rows(measure: MeasureRow, on: str, known: str, verified: str) -> list[StatusRow]:
    """The rows of one measure: a state a track, and the statements that no instrument has overtaken."""
    moment = f"{on}T23:59"
    rows = []
    for track in measure.tracks:
        found = track_state(measure, track, moment, known)
        if not track[0].shown:
            continue
        if found is not None:
            rows.append(_state_row(measure, found, moment, known, verified))
            continue
        row = _absent(measure, track, moment, known)
        if row is not None:
            rows.append(row)
    said = [s for s in measure.said if s.known <= known]
    if not measure.tracks and said:
        rows.append(_said_row(measure, said[-1], known, verified))
    elif rows:
        for s in said:
            if s.status in ("agreed_in_principle", "stated_by_both", "threatened") and not _overtaken(
                measure, s, known
            ):
                rows.append(_said_row(measure, s, known, verified))
    return rows


def _overtaken(measure: MeasureRow, said: SaidRow, known: str) -> bool:
    """Whether an instrument known by then speaks of the time the statement spoke of."""
    days = [p.known for p in measure.provisions()]
    days += [e.known for e in measure.events if not e.announced_only]
    return any(said.known < day <= known for day in days)


def _state_row(measure: MeasureRow, found: TrackState, moment: str, known: str, verified: str) -> StatusRow:
    row = found.provision
    event = found.event
    percent = ppm_to_percent(found.ppm)
    rate = f"{percent} %" if row.kind != "floor_including_base" else f"total at least {percent} %"
    if measure.kind == "exclusion":
        rate = "relief"
    until = row.until if event is None or event.kind != "suspend" else event.until
    because = f"{row.title[0] or measure.title[0]}, since {row.start.replace('T', ' ')}"
    if event is not None and event.note[0]:
        because = event.note[0]
    if found.status == "ended":
        rate = f"{ppm_to_percent(row.ppm)} %"
    if found.status == "suspended":
        rate = "0 %" if measure.kind != "exclusion" else "not available"
    if found.status == "void":
        rate = "void"
    return StatusRow(
        measure=measure.id, title=measure.title[0], title_zh=measure.title[1], what=row.title[0] or row.id,
        status=found.status, rate=rate,
        suspended_points=ppm_to_percent(found.suspended_ppm) if found.suspended_ppm else "",
        heading=found.heading or row.heading, since=row.start, until="" if until == OPEN_END else until,
        known_since=max(row.known, event.known if event else ""), because=because,
        later=_later(measure, found, moment, known, verified), confidence=row.confidence,
        cite=cites((*(event.cites if event else ()), *row.cites)),
    )  # fmt: skip


def _later(measure: MeasureRow, now: TrackState, moment: str, known: str, verified: str) -> str:
    """What later knowledge says of this day."""
    if known >= verified:
        return ""
    track = next(t for t in measure.tracks if now.provision in t)
    then = track_state(measure, track, moment, verified)
    if then is None or (then.status, then.ppm) == (now.status, now.ppm):
        return ""
    word = then.status if then.status != "in_force" else f"{ppm_to_percent(then.ppm)} %"
    since = max(then.provision.known, then.event.known if then.event else "")
    return f"later {word} (known {since})"


def _absent(
    measure: MeasureRow, track: tuple[ProvisionRow, ...], moment: str, known: str
) -> StatusRow | None:
    """A track with nothing on the day: adopted for later, or ended before."""
    rows = [p for p in measure.provisions() if p in track and p.known <= known]
    coming = sorted((p for p in rows if p.start > moment), key=lambda p: p.start)
    gone = sorted((p for p in rows if p.until <= moment), key=lambda p: p.until)
    if coming:
        first = governing(tuple(rows), coming[0].start, known) or coming[0]
        status, words = "adopted", f"begins {first.start.replace('T', ' ')}"
    elif gone:
        first, status = gone[-1], "ended"
        words = f"ended {first.until.replace('T', ' ')}"
    else:
        return None
    rate = "relief" if measure.kind == "exclusion" else f"{ppm_to_percent(first.ppm)} %"
    return StatusRow(
        measure=measure.id, title=measure.title[0], title_zh=measure.title[1], what=first.title[0] or first.id,
        status=status, rate=rate, heading=first.heading, since=first.start,
        until="" if first.until == OPEN_END else first.until, known_since=first.known, because=words,
        confidence=first.confidence, cite=cites(first.cites),
    )  # fmt: skip


def _said_row(measure: MeasureRow, said: SaidRow, known: str, verified: str) -> StatusRow:
    later = ""
    if known < verified and not measure.tracks:
        last = [s for s in measure.said if s.known <= verified][-1]
        if last.status != said.status:
            later = f"later {last.status} (known {last.known})"
    return StatusRow(
        measure=measure.id, title=measure.title[0], title_zh=measure.title[1], what=said.words[0],
        status=said.status, rate=said.rate, since=said.applies_from, known_since=said.known,
        because=said.words[0], later=later, confidence=said.confidence, cite=cites(said.cites),
    )  # fmt: skip


def clock_text(clock: ClockRow, on: str, known: str) -> ClockText:
    """A clock as shown on a day as known on a day."""
    settled = [s for s in clock.settled if s[0] <= known]
    passed = clock.last_moment <= f"{on}T23:59"
    if settled:
        state = f"settled {settled[-1][0]}: {settled[-1][1][0]}"
    elif passed:
        state = "passed; no instrument seen"
    else:
        state = "open"
    washington = in_zone(clock.last_moment, clock.side, "America/New_York")
    beijing = in_zone(clock.last_moment, clock.side, "Asia/Shanghai")
    return ClockText(
        id=clock.id, title=clock.title[0], title_zh=clock.title[1], side=clock.side,
        last_moment=clock.last_moment, washington=washington.strftime("%Y-%m-%d %H:%M %Z"),
        beijing=beijing.strftime("%Y-%m-%d %H:%M") + " Beijing", decider=clock.decider[0],
        by_text=clock.by_text[0], outcomes=clock.outcomes, state=state,
        said=tuple(s.words[0] for s in clock.said if s.known <= known), cite=cites(clock.cites),
    )  # fmt: skip


def clocks(law: Tables, on: str, known: str, *, passed: bool = True) -> tuple[ClockText, ...]:
    """Clocks known by `known` that are ahead of `on`, and those that passed with no instrument seen, in order."""
    rows = []
    for clock in sorted(law.clocks, key=lambda c: c.last_moment):
        if clock.known > known:
            continue
        settled = any(s[0] <= known for s in clock.settled)
        ahead = clock.last_moment > f"{on}T23:59"
        if (ahead and not settled) or (passed and not ahead and not settled):
            rows.append(clock_text(clock, on, known))
    return tuple(rows)


def next_clock(law: Tables, measures: set[str], on: str, known: str) -> ClockText | None:
    """The first open clock over any of some measures."""
    for clock in sorted(law.clocks, key=lambda c: c.last_moment):
        if (
            clock.known <= known
            and measures & set(clock.measures)
            and not any(s[0] <= known for s in clock.settled)
        ):
            return clock_text(clock, on, known)
    return None
