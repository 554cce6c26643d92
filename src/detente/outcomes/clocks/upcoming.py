"""Clocks of both sides: instruments with a last day, clauses that begin or end by their own text.

Clocks of ``law/clocks`` come first. Duties, port fees, licences and ownership tests carry their days in their
clauses: where such a day lies ahead as known, it is a clock too, unless a clock of the law says it already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import ClassVar
from zoneinfo import ZoneInfo

from detente.outcomes.clocks.duty_steps import duty_clauses, minute_before, said_already
from detente.outcomes.laying.overlay_tracks import GROUPS
from detente.regime import (
    CLOCK_OPEN,
    CLOCK_PASSED,
    Base,
    CiteText,
    ClockText,
    FeeLicenceTables,
    Reading,
    Said,
    Tables,
    Threat,
    Track,
    both,
    boundaries,
    cites_out,
    clock_read,
    clocks,
    standing,
    turns,
)
from detente.terms import OPEN_END, ZONES, Answer, Frozen, InputError, in_zone

CHOICES = {"in_force": ("suspend", "apply"), "suspended": ("end", "suspend"), "ended": ("extend", "lapse")}


class Decision(Frozen):
    """A clock with its moment in the zones asked for and, with a portfolio, what its lapse costs that."""

    clock: ClockText
    utc: str
    local: str = ""
    kind: str = "instrument"
    cost_usd: Decimal | None = None
    cost_words: str = ""
    cost_words_zh: str = ""


class NextAnswer(Answer):
    """Clocks in order, which are its rows, and what is threatened or pending without a last day.

    Parameters
    ----------
    on, known : str
        Day asked about, and day of the knowledge used.
    clocks : tuple of Decision
        What has a last day ahead, and what passed with no instrument seen.
    threats : tuple of Threat
        Measures that rest on words alone: no day ends them, so no clock holds them.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("clocks",)

    on: str
    known: str
    clocks: tuple[Decision, ...]
    threats: tuple[Threat, ...] = ()

    def __iter__(self) -> Iterator[Decision]:  # type: ignore[override]
        return iter(self.clocks)

    def __len__(self) -> int:
        return len(self.clocks)

    def __getitem__(self, at: int) -> Decision:
        return self.clocks[at]


def decisions(
    law: Tables,
    trade: FeeLicenceTables,
    on: str,
    known: str,
    *,
    zone: str = "",
    passed: bool = True,
    reading: Reading = "both",
) -> tuple[Decision, ...]:
    """Clocks known by `known` that are ahead of `on` or passed with no instrument seen, in order of time.

    Parameters
    ----------
    zone : str
        A third zone in which to show each moment.
    reading : {"both", "announced", "text"}
        As announced, a clock that passed runs on to the end that was announced; by the text it has passed.

    Raises
    ------
    InputError
        No such zone.
    """
    _check_zone(zone)
    instruments = [clock_read(c, reading) for c in clocks(law, on, known, passed=passed)]
    rows = [_place_in_time(c, zone, "instrument") for c in instruments]
    rows += [_place_in_time(c, zone, "clause") for c in _clause_clocks(law, trade, on, known, passed)]
    rows += [_place_in_time(c, zone, "duty") for c in duty_clauses(law, on, known, passed=passed)]
    return tuple(sorted(rows, key=lambda d: (d.utc, d.clock.side, d.clock.id)))


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        raise InputError(f"no zone {zone[:60]!r}", remedy="give a name such as Europe/Berlin") from None


def _place_in_time(clock: ClockText, zone: str, kind: str) -> Decision:
    moment = datetime.fromisoformat(clock.last_moment).replace(tzinfo=ZoneInfo(ZONES[clock.side]))
    local = in_zone(clock.last_moment, clock.side, zone).strftime("%Y-%m-%d %H:%M %Z") if zone else ""
    return Decision(
        clock=clock, utc=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"), local=local, kind=kind
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """What clauses that turn together share: when, whose, decided by whom, from and to which state."""

    moment: str
    side: str
    decider: Said
    before: str
    after: str


def _clause_clocks(
    law: Tables, trade: FeeLicenceTables, on: str, known: str, passed: bool
) -> Iterator[ClockText]:
    """A clock for every moment at which clauses change by their text, one for each authority."""
    turned: dict[_Turn, list[tuple[Base, Track]]] = {}
    for group in GROUPS:
        for measure in getattr(trade, group):
            for track in measure.tracks:
                for turn in _turns_of(law, measure, track, on, known, passed):
                    turned.setdefault(turn, []).append((measure, track))
    for turn, rows in sorted(turned.items(), key=lambda x: astuple(x[0])):
        yield _clock_of_turn(law, turn, rows, on, known)


def _turns_of(law: Tables, measure: Base, track: Track, on: str, known: str, passed: bool) -> Iterator[_Turn]:
    """Moments at which a clause changes its state: ahead of a day, or passed with no instrument seen."""
    side = measure.imposed_by
    for moment in boundaries([(track, side)], known):
        ahead = moment > f"{on}T23:59"
        unseen = passed and measure.verified < moment[:10] <= on
        if moment >= OPEN_END or not (ahead or unseen) or said_already(law, measure.id, moment, known):
            continue
        before = standing(track, side, minute_before(moment), known).state
        after = standing(track, side, moment, known).state
        if before != after:
            decider = both((track.decider.en, track.decider.zh)) if track.decider else ("", "")
            yield _Turn(moment, side, decider, before, after)


def _clock_of_turn(
    law: Tables, turn: _Turn, rows: list[tuple[Base, Track]], on: str, known: str
) -> ClockText:
    moment, side = turn.moment, turn.side
    en = dict.fromkeys(m.title.en + (f", {t.title.en}" if len(m.tracks) > 1 else "") for m, t in rows)
    zh = dict.fromkeys(m.title.zh + (f"，{t.title.zh}" if len(m.tracks) > 1 else "") for m, t in rows)
    said = [both((s.note.en, s.note.zh)) for _, t in rows for s in t.said if s.known <= known and s.note]
    by_text, state = turns(turn.before, turn.after), CLOCK_OPEN if moment > f"{on}T23:59" else CLOCK_PASSED
    known_cites = [c for _, t in rows for a in t.assertions if a.known <= known for c in a.cite]
    cites = {c.document: c for c in cites_out(tuple(known_cites), law.sources)}
    choices = CHOICES.get("ended" if turn.before == "suspended" else turn.after, CHOICES["ended"])
    return ClockText(
        id=f"{rows[0][0].id}/{rows[0][1].id}@{moment[:10]}", title="; ".join(en), title_zh="；".join(zh),
        side=side,
        last_moment=moment,
        washington=in_zone(moment, side, "America/New_York").strftime("%Y-%m-%d %H:%M %Z"),
        beijing=in_zone(moment, side, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M") + " Beijing",
        decider=turn.decider[0], decider_zh=turn.decider[1], by_text=by_text[0], by_text_zh=by_text[1],
        outcomes=choices, state=state[0], state_zh=state[1],
        said=tuple(dict.fromkeys(en for en, _ in said)), said_zh=tuple(dict.fromkeys(zh for _, zh in said)),
        cite=tuple(
            CiteText(document=name, citation=c.citation, at=c.at, url=c.url, opens=c.opens)
            for name, c in list(cites.items())[:6]
        ),
    )  # fmt: skip
