"""When to ship: one shipment on every day on which its duty may change, and the clauses that change it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from detente.duties import DutyAnswer, DutyLine, schedule, years_after
from detente.duties import duty as duty_of
from detente.outcomes.costs.dollars import usd_a_day
from detente.outcomes.entering.ship_answer import (
    Acting,
    Bonded,
    ShipAnswer,
    ShipClock,
    ShipReading,
    ShipSpan,
)
from detente.outcomes.entering.ship_words import verdict
from detente.regime import (
    CLOCK_OPEN,
    Reading,
    Tables,
    change_moments,
    clocks,
    entry_rules,
    tables,
)
from detente.terms import HtsCode, InputError, Party, Repeat

AHEAD, BEHIND = timedelta(days=180), timedelta(days=30)
NOT_MODELLED_IN_CHINA = (
    "bonded warehousing in China is not modelled: no amount is given for waiting there (errs either)"
)
STORAGE = "what moving, storing and financing a shipment costs is yours to set against the saving"


@dataclass(frozen=True)
class Shipping:
    """One shipment and the days on which it could be entered.

    Parameters
    ----------
    on : str
        ISO day of the planned entry.
    known : str
        ISO day of the knowledge used.
    from_day, to_day : str, optional
        First and last day of entry to compare; by default from the day of knowledge, at most 30 days before
        the planned day, to 180 days after it.
    """

    hts: str
    origin: str
    value: str
    on: str
    known: str
    to: str = "US"
    facts: Mapping[str, str] = field(default_factory=dict)
    reading: Reading = "both"
    from_day: str | None = None
    to_day: str | None = None

    def window(self) -> tuple[date, date]:
        """First and last day to compare.

        Raises
        ------
        InputError
            When they are out of order, or the planned day lies outside them.
        """
        planned = date.fromisoformat(self.on[:10])
        known = date.fromisoformat(self.known)
        usual = max(planned - BEHIND, min(known, planned))
        first = date.fromisoformat(self.from_day) if self.from_day else usual
        last = date.fromisoformat(self.to_day) if self.to_day else max(planned, first) + AHEAD
        if not first <= planned <= last:
            raise InputError(
                f"the planned day {planned} is not between {first} and {last}", where="--from-day, --to-day",
                remedy="give days around the planned one",
            )  # fmt: skip
        return first, last

    def owed(self, day: str) -> DutyAnswer:
        """What it owes entered on a day; an exclusion lifts nothing on days on which it is not open.

        Raises
        ------
        InputError
            When a value cannot be used on the planned day.
        """
        try:
            return self._owed(day, self.facts)
        except InputError:
            if day == self.on or "exclusion" not in self.facts:
                raise
            return self._owed(day, {**self.facts, "exclusion": "none"})

    def _owed(self, day: str, facts: Mapping[str, str]) -> DutyAnswer:
        return duty_of(
            self.hts, origin=self.origin, value=self.value, on=day, to=self.to, known=self.known,
            facts=facts, reading=self.reading,
        )  # fmt: skip


def ship(asked: Shipping) -> ShipAnswer:
    """When to enter a shipment: what each day owes, what that depends on, and the verdict.

    Raises
    ------
    InputError
        When a value cannot be used; `UnknownCode` when the code does not exist.
    """
    law = tables()
    first, last = asked.window()
    planned = asked.owed(asked.on)
    days = _days(asked, law, first, last)
    answers = [(day, asked.owed(day)) for day in days]
    spans = tuple(_spans(answers, last, planned))
    measures = {line.measure for _, answer in answers for line in answer.lines}
    if asked.facts.get("exclusion", "none") != "none":
        measures |= {measure.id for measure in law.measures if measure.kind == "exclusion"}
    around = tuple(_clocks(law, asked, measures, first, last))
    home = _span(planned, asked.on[:10], asked.on[:10], planned, ())
    best = _best(spans, home, asked.on[:10])
    saving = None if best is None else -(best.against_planned_usd or Decimal(0))
    american = planned.destination == "US"
    bonded = _bonded(asked, law, planned) if american else None
    answer = ShipAnswer(
        hts=planned.hts, words=planned.words, words_zh=planned.words_zh, origin=planned.origin,
        destination=planned.destination, on=planned.on, known=planned.known,
        customs_value_usd=planned.customs_value_usd, from_day=first.isoformat(), to_day=last.isoformat(),
        verdict="", best_day=_nearest(best, asked.on[:10]) if best is not None else "", saving_usd=saving,
        saving_points=_points(home, best), planned=home, spans=spans, clocks=around, bonded=bonded,
        missing=planned.missing,
        not_modelled=(*planned.not_modelled, *(() if american else (NOT_MODELLED_IN_CHINA,))),
        also_check=planned.also_check, notes=(*planned.notes, STORAGE), verified=planned.verified,
        repeat=Repeat(command=_command(asked, planned), rules=planned.repeat.rules, data=planned.repeat.data),
    )  # fmt: skip
    return answer.model_copy(update={"verdict": verdict(answer)})


def _days(asked: Shipping, law: Tables, first: date, last: date) -> list[str]:
    """The first day, and each day in the window on which the duty may become another, as known."""
    moments = {m[:10] for measure in law.measures for m in change_moments(measure, asked.known)}
    moments |= {clock.last_moment[:10] for clock in law.clocks if clock.known <= asked.known}
    book, code = schedule(asked.to), HtsCode.read(asked.hts)
    moments |= {row.from_day for row in book.lines(code.digits)}
    moments.add((date.fromisoformat(law.verified) + timedelta(days=1)).isoformat())
    inside = {day for day in moments if first.isoformat() < day <= last.isoformat()}
    return [first.isoformat(), *sorted(inside)]


def _spans(answers: Sequence[tuple[str, DutyAnswer]], last: date, planned: DutyAnswer) -> Iterator[ShipSpan]:
    """Days that owe the same, each span with the clauses that act on its first day."""
    starts: list[tuple[str, DutyAnswer]] = []
    for day, answer in answers:
        if not starts or _owes(answer) != _owes(starts[-1][1]):
            starts.append((day, answer))
    for place, (day, answer) in enumerate(starts):
        ends = (
            date.fromisoformat(starts[place + 1][0]) - timedelta(days=1) if place + 1 < len(starts) else last
        )
        acting = tuple(_acting(starts[place - 1][1], answer, day)) if place else ()
        yield _span(answer, day, ends.isoformat(), planned, acting)


def _owes(answer: DutyAnswer) -> tuple[object, ...]:
    readings = tuple((r.reading, r.low_usd, r.high_usd, r.duty_usd) for r in answer.readings)
    bounds = (answer.low_usd, answer.high_usd) if answer.duty_usd is None else ()
    return answer.status, answer.duty_usd, bounds, readings


def _span(
    answer: DutyAnswer, first: str, last: str, planned: DutyAnswer, acting: tuple[Acting, ...]
) -> ShipSpan:
    readings = tuple(
        ShipReading(reading=r.reading, total_pct=r.total_pct, duty_usd=r.duty_usd) for r in answer.readings
    )
    return ShipSpan(
        from_day=first, last_day=last, status=answer.status, total_pct=answer.total_pct,
        duty_usd=answer.duty_usd, low_usd=answer.low_usd, high_usd=answer.high_usd,
        against_planned_usd=_less(answer.duty_usd, planned.duty_usd),
        readings=readings, acting=acting,
    )  # fmt: skip


def _less(amount: Decimal | None, planned: Decimal | None) -> Decimal | None:
    return None if amount is None or planned is None else amount - planned


def _acting(before: DutyAnswer, after: DutyAnswer, day: str) -> Iterator[Acting]:
    """Layers that differ between two days, each with its clause: it alone acts, whatever else ends then."""
    then = {(line.measure, line.title): line for line in before.lines}
    now = {(line.measure, line.title): line for line in after.lines}
    for key in dict.fromkeys((*then, *now)):
        old, new = then.get(key), now.get(key)
        if old is not None and new is not None and _layer(old) == _layer(new):
            continue
        if before.readings and not after.readings and old is not None and old.duty_usd is None:
            continue  # both readings say the same again: no clause acts
        line = new or old
        assert line is not None
        moments = [m for m in (new.in_force_from if new else "", old.until if old else "") if m[:10] == day]
        relief = old if old is not None and old.status == "exempt" else None
        yield Acting(
            measure=line.measure, title=line.title, before=_state(old), after=_state(new),
            moment=moments[0] if moments else day, confidence=line.confidence,
            because=f"{relief.because} until then; {line.because}" if relief else line.because,
            cite=(*(relief.cite if relief else ()), *line.cite),
        )  # fmt: skip


def _layer(line: DutyLine) -> tuple[object, ...]:
    return line.status, line.rate, line.duty_usd


def _state(line: DutyLine | None) -> str:
    """The rate of a layer in words where it is due, else its status."""
    if line is None:
        return "none"
    return line.rate if line.status == "in_force" else line.status.replace("_", " ")


def _best(spans: Sequence[ShipSpan], home: ShipSpan, planned: str) -> ShipSpan | None:
    """The span that owes least; of several the nearest to the planned day. None where any is not settled."""
    if home.duty_usd is None or any(span.duty_usd is None for span in spans):
        return None
    return min(spans, key=lambda s: (s.duty_usd or Decimal(0), abs(_distance(s, planned))))


def _distance(span: ShipSpan, planned: str) -> int:
    return (date.fromisoformat(_nearest(span, planned)) - date.fromisoformat(planned)).days


def _nearest(span: ShipSpan, planned: str) -> str:
    """The day of a span nearest to another."""
    return min(max(planned, span.from_day), span.last_day)


def _points(home: ShipSpan, best: ShipSpan | None) -> Decimal | None:
    if best is None or home.total_pct is None or best.total_pct is None:
        return None
    return home.total_pct - best.total_pct


def _clocks(law: Tables, asked: Shipping, measures: set[str], first: date, last: date) -> Iterator[ShipClock]:
    """Clocks over a measure of these goods that end in the window, or passed with an extension announced."""
    over = {clock.id: set(clock.measures) for clock in law.clocks}
    for clock in clocks(law, asked.known, asked.known):
        near = first.isoformat() <= clock.last_moment[:10] <= last.isoformat()
        if not measures & over[clock.id] or not (near or clock.not_settled):
            continue
        yield ShipClock(
            clock=clock.id, title=clock.title, washington=clock.washington, beijing=clock.beijing,
            decider=clock.decider, outcomes=clock.outcomes,
            state=clock.state if clock.state != CLOCK_OPEN[0] else "open",
            not_settled=clock.not_settled, said=clock.said,
        )  # fmt: skip


def _bonded(asked: Shipping, law: Tables, planned: DutyAnswer) -> Bonded | None:
    """Withdrawal from a bonded warehouse on the best and on the dearest day after the planned one.

    Law
    ---
    Duty on withdrawal is that of the day of withdrawal; the goods may stay five years (19 USC 1557).
    """
    if planned.duty_usd is None:
        return None
    arrived = date.fromisoformat(asked.on[:10])
    years = entry_rules(law).terms.warehouse_years
    last = years_after(asked.on[:10], years)
    answers = [(day, asked.owed(day)) for day in _days(asked, law, arrived, last)]
    settled = [(day, answer.duty_usd) for day, answer in answers if answer.duty_usd is not None]
    best_day, least = min(settled, key=lambda row: (row[1], row[0]))
    dearest_from, most = max(settled, key=lambda row: (row[1], _reverse(row[0])))
    saving = planned.duty_usd - least
    days = (date.fromisoformat(best_day) - arrived).days
    return Bonded(
        arrived=arrived.isoformat(), last_day=last.isoformat(), best_day=best_day, saving_usd=saving,
        break_even_usd_a_day=usd_a_day(saving, Decimal(days)) if days else None,
        dearest_usd=most - planned.duty_usd, dearest_from=dearest_from,
    )  # fmt: skip


def _reverse(day: str) -> int:
    """An order in which earlier days are greater."""
    return -date.fromisoformat(day).toordinal()


def _command(asked: Shipping, planned: DutyAnswer) -> str:
    words = ["detente", "ship", planned.hts, "--from", asked.origin, "--value", asked.value, "--on", asked.on]
    words += ["--known", asked.known]
    words += ["--to", str(Party(asked.to))] if asked.to != "US" else []
    words += [word for name, value in asked.facts.items() for word in ("--fact", f"{name}={value}")]
    words += ["--from-day", asked.from_day] if asked.from_day else []
    words += ["--to-day", asked.to_day] if asked.to_day else []
    words += ["--reading", asked.reading] if asked.reading != "both" else []
    return shlex.join(words)
