"""From words on the command line to the law under an outcome: named outcomes, and CLOCK=OUTCOME."""

from __future__ import annotations

from collections.abc import Sequence

from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.outcome_file import Change, Chosen
from detente.outcomes.laying.overlay import Laid, base, lay
from detente.outcomes.laying.read import Outcomes
from detente.outcomes.laying.store import own_outcomes
from detente.regime import ClockRow, Tables, law_tables, tables
from detente.terms import ZONES, InputError, LawError, in_zone, nearest, read_day

BY_TEXT = ("lapse", "dropped", "apply", "by_text")
LAW_ITSELF = "as_known"


def laid_for(
    words: Sequence[str], *, known: str, rows: Outcomes | None = None, law: Tables | None = None
) -> Laid:
    """The law under a composition: each word a named outcome or ``CLOCK=OUTCOME``, laid in the order given.

    Parameters
    ----------
    words : sequence of str
        ``truce``; ``us.reciprocal.november-2025=extend:2026-11-10``;
        ``us.threat-100.1-november-2025=carried_out``.
        The end of a clock's name is enough where it is the only one. An empty sequence is the law itself.
    known : str
        Day of knowledge.

    Raises
    ------
    InputError
        No such outcome, clock or choice, or a choice whose rates no list gives; what could be said is named.
    """
    every, rules = rows or own_outcomes(), law or tables()
    under = base(rules, law_tables(), known)
    for word in words:
        if "=" in word:
            clauses, decided = _read_choice(word, every, rules, known)
        elif word == LAW_ITSELF:
            continue
        else:
            clauses, decided = every.clauses(word), every.decides(word)
        fresh = [c for c in clauses if c.name not in {x.name for x in under.clauses}]
        if "=" in word and len(fresh) > 1:
            fresh = _that_can_be_laid(under, fresh)
        try:
            under = lay(under, fresh, decided)
        except LawError as fault:
            raise InputError(
                f"outcome {word!r} cannot be laid over the law as known {known}: {fault.faults[0]}",
                remedy="give --known, the day the outcome is written for, or another outcome",
            ) from None
    return under


def _that_can_be_laid(under: Laid, clauses: list[Clause]) -> list[Clause]:
    """Of the clauses of a clock those with something to extend; all where none has, for the refusal.

    A clock names measures beside those that it ends: what bears on them has no end of its own.
    """
    kept = []
    for clause in clauses:
        try:
            lay(under, [clause])
        except LawError:
            continue
        kept.append(clause)
    return kept or clauses


def check_names(words: Sequence[str], rows: Outcomes) -> None:
    """Refuse what is no name of an outcome, also where nothing is laid over anything.

    Raises
    ------
    InputError
        No such outcome; the nearest are named.
    """
    for part in (part for word in words for part in word.split("+")):
        if "=" not in part and part != LAW_ITSELF:
            rows.outcome(part)


def day_for(words: Sequence[str], rows: Outcomes, given: str | None) -> str:
    """The day of knowledge: as given, else the latest day for which the named outcomes are written.

    Where none names a day, the last day on which the law was checked.

    Raises
    ------
    InputError
        For what is no outcome, clock or choice; for a clock settled since, when no day was given.
    """
    check_names(words, rows)
    if given:
        return read_day(given, what="--known").isoformat()
    days = [rows.outcome(w).known for w in words if "=" not in w and w != LAW_ITSELF]
    if not days:
        for word in words:
            clock = _clock_and_choice(word, tables(), tables().verified)[0] if "=" in word else None
            if clock is not None and clock.settled:
                raise InputError("no day of knowledge", where="--known", remedy="give --known 2025-10-26")
        return tables().verified
    return max(days)


def find_clock(name: str, law: Tables, known: str) -> ClockRow:
    """The clock of a name or of the end of one.

    Raises
    ------
    InputError
        None, or several, of that name as known on the day.
    """
    there = [c for c in law.clocks if c.known <= known]
    named = [c for c in there if c.id == name] or [c for c in there if name and name in c.id]
    unsettled = [c for c in named if not any(s[0] <= known for s in c.settled)]
    fitting = unsettled or named
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(c.id for c in (fitting or there))
    hint = nearest(name, [c.id for c in there])
    what = "is the name of several clocks" if fitting else "is no clock"
    raise InputError(f"{name!r} {what} known on {known}", remedy=hint or f"clocks: {names or 'none'}")


def _read_choice(
    word: str, every: Outcomes, law: Tables, known: str
) -> tuple[tuple[Clause, ...], tuple[Chosen, ...]]:
    clock, choice, day = _clock_and_choice(word, law, known)
    decided = (Chosen(clock=clock.id, choose=choice),)
    if choice == "extend" and day:
        return extend_clock(clock, read_day(day, what=f"{clock.id}=extend").isoformat()), decided
    if choice in BY_TEXT:
        return (), decided
    fitting = [
        o.id
        for o in every.outcomes.values()
        if o.known <= known
        and o.changes
        and any(d.clock == clock.id and d.choose == choice for d in o.decides)
    ]
    if len(fitting) == 1:
        return every.clauses(fitting[0]), decided
    remedy = (
        f"write {clock.id}=extend:2026-11-10"
        if choice == "extend"
        else "write an outcome file and give --file"
    )
    if fitting:
        remedy = f"name one of the outcomes: {', '.join(fitting)}"
    raise InputError(f"no single list of changes says what {clock.id}={choice} means", remedy=remedy)


def _clock_and_choice(word: str, law: Tables, known: str) -> tuple[ClockRow, str, str]:
    """The clock, the choice and the day, if any, of ``CLOCK=CHOICE:DAY``."""
    name, _, said = word.partition("=")
    clock = find_clock(name.strip(), law, known)
    choice, _, day = said.strip().partition(":")
    if choice not in clock.outcomes:
        raise InputError(
            f"{clock.id} has no outcome {choice!r}", remedy=f"one of {', '.join(clock.outcomes)}"
        )
    return clock, choice, day


def extend_clock(clock: ClockRow, day: str) -> tuple[Clause, ...]:
    """Clauses that extend everything a clock ends to another day, at the clock's own hour."""
    hour = clock.last_moment[10:]
    end = f"{day}{hour}"
    if end <= clock.last_moment:
        raise InputError(f"{day} is not after the clock's end {clock.last_moment}", remedy="give a later day")
    at = clock.last_moment + _utc_offset(clock.side, clock.last_moment)
    to = end + _utc_offset(clock.side, end)
    says = {"en": f"{clock.title[0]}: extended to {day}", "zh": f"{clock.title[1]}：延至{day}"}
    return tuple(
        Clause(
            Change.model_validate(
                {"id": name.replace("*", "all"), "do": "extend", "of": name, "at": at, "to": to, "says": says}
            ),
            f"{clock.id}=extend",
        )
        for name in clock.measures
    )


def _utc_offset(side: str, moment: str) -> str:
    text = in_zone(moment, side, ZONES[side]).strftime("%z")
    return f"{text[:3]}:{text[3:]}"
