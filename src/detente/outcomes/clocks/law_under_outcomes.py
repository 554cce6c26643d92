"""The law itself under outcomes: every clause whose state differs on one day, one column an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from detente.outcomes.clocks.control_states import ControlRow, controls, in_both_readings
from detente.outcomes.clocks.knowledge import state_words
from detente.outcomes.laying.announced import read_as, settled_by
from detente.outcomes.laying.choose import LAW_ITSELF, day_for, laid_for
from detente.outcomes.laying.overlay import Laid
from detente.outcomes.laying.read import Outcomes
from detente.outcomes.laying.titles import Unmodelled, notes_of, titles_of, unmodelled
from detente.regime import Reading, Settling, clocks, track_state
from detente.terms import Answer, Frozen, Instant, read_moment

NEAR = timedelta(days=60)


class ClauseUnder(Frozen):
    """A duty whose state depends on the outcome: side, measure, and its state under each in order.

    Where a state differs between the text and what was announced, it tells both, and `announced` holds the
    states as announced; else that is empty.
    """

    side: str
    measure: str
    title: str
    title_zh: str
    clause: str
    states: tuple[str, ...]
    announced: tuple[str, ...] = ()


class LawUnder(Answer):
    """The law on a day under outcomes, the one to compare with first; only clauses that differ.

    `settled_by` is what would settle which reading holds, where the text and what was announced differ;
    `newer` names outcomes written for a later day, where no day of knowledge was asked for.
    """

    on: str
    known: str
    outcomes: tuple[str, ...]
    titles: tuple[str, ...]
    duties: tuple[ClauseUnder, ...]
    controls: tuple[ControlRow, ...]
    controls_on: str
    notes: tuple[str, ...]
    rules: str
    unmodelled: tuple[Unmodelled, ...] = ()
    reading: Reading = "both"
    settled_by: tuple[Settling, ...] = ()
    newer: tuple[str, ...] = ()


def law_under(
    choice: Sequence[str],
    *,
    rows: Outcomes,
    known: str | None = None,
    on: str | None = None,
    against: str = LAW_ITSELF,
    reading: Reading = "both",
) -> LawUnder:
    """What each outcome makes of the law on one day.

    Parameters
    ----------
    choice : sequence of str
        One column each, as for `detente whatif`.
    on : str, optional
        The day looked at; default the day after the last thing that the outcomes or a clock of the next 60
        days bring.
    reading : {"both", "announced", "text"}
        Of what no outcome decides, where an extension was announced and no instrument was seen.

    Raises
    ------
    InputError
        An outcome, clock or day that cannot be used.
    """
    words = [against, *[c for c in dict.fromkeys(choice) if c != against]]
    parts = {word: word.split("+") for word in words}
    day = day_for([p for ps in parts.values() for p in ps], rows, known)
    laids = {word: laid_for(ps, known=day, rows=rows) for word, ps in parts.items()}
    looked = Instant.read(on, what="--entered").text if on else _day_after(laids, day)
    texts, said = read_as(laids, reading)
    clauses, apart = _clauses_apart(list(zip(texts.values(), said.values(), strict=True)), looked, day)
    law = laids[against].law
    bound = controls(tuple(texts.values()), looked[:10], tuple(said.values()))
    return LawUnder(
        on=looked, known=day, outcomes=tuple(words), titles=tuple(titles_of(words, rows)),
        duties=tuple(sorted(clauses, key=lambda c: (c.side != "US", c.measure, c.clause))),
        controls=bound, controls_on=looked[:10], notes=tuple(notes_of(words, rows, reading=reading)),
        rules=law.hash, reading=reading,
        settled_by=settled_by(law, apart.union(*(_open(row) for row in bound)), day),
        unmodelled=unmodelled(words, rows),
    )  # fmt: skip


def _clauses_apart(
    laws: Sequence[tuple[Laid, Laid]], looked: str, day: str
) -> tuple[list[ClauseUnder], set[str]]:
    """Duties whose state differs between outcomes, and the measures among them that are read in two ways."""
    pairs = [tuple(dict(_duty_states(laid, looked, day)) for laid in pair) for pair in laws]
    keys = dict.fromkeys(key for pair in pairs for states in pair for key in states)
    clauses, apart = [], set()
    for key in keys:
        text, announced = (tuple(pair[k].get(key, "nothing") for pair in pairs) for k in (0, 1))
        states = tuple(map(in_both_readings, text, announced))
        if len(set(states)) > 1:
            side, measure, title, title_zh, clause, _ = key
            row = ClauseUnder(
                side=side, measure=measure, title=title, title_zh=title_zh, clause=clause, states=states,
                announced=announced if text != announced else (),
            )  # fmt: skip
            clauses.append(row)
            apart |= {measure} if text != announced else set()
    return clauses, apart


def _open(row: ControlRow) -> set[str]:
    """The measure of a clause that stands under two readings."""
    return {row.measure} if any(" by the text or " in state for state in row.states) else set()


def _day_after(laids: Mapping[str, Laid], known: str) -> str:
    """The day after the last beginning of a change and the last clock of the next two months."""
    near = (date.fromisoformat(known) + NEAR).isoformat()
    law = next(iter(laids.values())).law
    days = [known]
    days += [c.last_moment[:10] for c in clocks(law, known, known) if c.last_moment[:10] <= near]
    changes = [c.change for laid in laids.values() for c in laid.clauses]
    days += [moment[:10] for c in changes for moment in (c.at, c.from_) if moment]
    return (date.fromisoformat(max(days)) + timedelta(days=1)).isoformat()


def _duty_states(laid: Laid, on: str, known: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each duty (side, measure, titles, its own name, its track) with its state at the end of a day.

    A moment is taken as it stands, on the clock of each side.
    """
    for m in laid.law.measures:
        moment = read_moment(on, side=m.side)
        for track in m.tracks:
            if track[0].shown:
                clause = track[0].title[0] or m.title[0]
                key = (m.side, m.id, m.title[0], m.title[1], clause, track[0].id)
                state = track_state(m, track, moment, known)
                relief = m.kind == "exclusion" and state is not None and state.status == "in_force"
                yield key, "relief" if relief else state_words(state)
