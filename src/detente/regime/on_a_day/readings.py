"""Two readings of a day: what the text says, what was announced, and what would settle which of them holds.

A clock whose last moment has passed, whose extension was announced and of which no instrument was seen is
not settled until the announced extension ends too. Nothing then is one fact: an answer that such a clock
touches holds both readings, unless one of them was chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from detente.regime.dated.rows import ClockRow, Tables
from detente.regime.on_a_day.shown import Settling
from detente.regime.on_a_day.timeline import State
from detente.terms import InputError, MissingFact, nearest

Reading = Literal["both", "announced", "text"]
OneReading = Literal["text", "announced"]
READING_STATES: Mapping[OneReading, State] = {"text": "by_text", "announced": "announced"}
INSTRUMENT = "instrument"  # stands among what is missing, and is no fact of a shipment
_OLDER = {"by_text": "text", "": "both"}


def read_reading(given: object) -> Reading:
    """A reading by its word; ``by_text`` is the older spelling of ``text``.

    Examples
    --------
    >>> read_reading("by_text"), read_reading(None)
    ('text', 'both')

    Raises
    ------
    InputError
        When it is none of the words; names the nearest.
    """
    word = str(given or "").strip()
    word = _OLDER.get(word, word)
    for known in get_args(Reading):
        if word == known:
            return known  # type: ignore[no-any-return]
    remedy = nearest(word, get_args(Reading)) or f"one of {', '.join(get_args(Reading))}"
    raise InputError(f"reading {word[:40]!r} is not known", where="reading", remedy=remedy)


def state_of(reading: Reading) -> State:
    """The state of the law that a reading is evaluated in first: the text's unless another was chosen."""
    return "announced" if reading == "announced" else "by_text"


def announced_end(clock: ClockRow, known: str) -> str:
    """The moment to which statements known by a day would extend a clock; empty where none names it."""
    return max((s.extends_to for s in clock.said if s.known <= known), default="")


def not_settled(clock: ClockRow, moment: str, known: str) -> bool:
    """Whether a clock has passed while an announced extension of it runs and no instrument was seen."""
    return (
        clock.known <= known
        and clock.last_moment <= moment < announced_end(clock, known)
        and not any(s[0] <= known for s in clock.settled)
    )


def announced_clocks(law: Tables, known: str) -> tuple[ClockRow, ...]:
    """Clocks whose extension was announced by a day and of which no instrument was seen by then."""
    return tuple(
        clock
        for clock in law.clocks
        if clock.known <= known
        and announced_end(clock, known)
        and not any(s[0] <= known for s in clock.settled)
    )


def settling(law: Tables, measures: Collection[str], moment: str, known: str) -> tuple[Settling, ...]:
    """What would settle the reading of some measures at a moment of their side's clock, as known on a day."""
    named = set(measures)
    return tuple(
        Settling(
            clock=clock.id, title=clock.title[0], title_zh=clock.title[1], last_moment=clock.last_moment,
            extends_to=announced_end(clock, known), decider=clock.decider[0], decider_zh=clock.decider[1],
            instrument=clock.settled_by[0] or f"an instrument of {clock.decider[0]}",
            instrument_zh=clock.settled_by[1] or f"{clock.decider[1]}的文件",
        )
        for clock in sorted(law.clocks, key=lambda c: c.last_moment)
        if named & set(clock.measures) and not_settled(clock, moment, known)
    )  # fmt: skip


def reading_note(text: str, announced: str, settled_by: Collection[Settling]) -> str:
    """One sentence for both readings of an answer and what would settle which holds.

    Examples
    --------
    >>> reading_note("34 %", "10 %", ())[:58]
    'open, not settled: 34 % by the text or 10 % as announced; '
    """
    return (
        f"open, not settled: {text} by the text or {announced} as announced; what would settle it: "
        f"{instrument_words(settled_by)[0]}"
    )


def instrument_words(settled_by: Collection[Settling]) -> tuple[str, str]:
    """The instruments not seen, in words of both languages."""
    words = dict.fromkeys((s.instrument, s.instrument_zh) for s in settled_by)
    en = " and ".join(w[0] for w in words) or "an instrument that puts into force what was announced"
    return en, "、".join(w[1] for w in words) or "落实所宣布内容的文件"


def lacking(settled_by: Collection[Settling]) -> tuple[MissingFact, ...]:
    """What an answer of two readings lacks: an instrument, which no fact of a shipment replaces."""
    en, zh = instrument_words(settled_by)
    return (
        MissingFact(
            fact=INSTRUMENT, kind="instrument",
            question=f"{en}: none was seen; no fact of yours settles it, --reading chooses one reading",
            question_zh=f"{zh}：未见；所填事实不能确定，可用 --reading 选择一种解读",
        ),
    )  # fmt: skip
