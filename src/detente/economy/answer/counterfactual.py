"""What is asked for, in the words of the command line, turned into a scenario of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from detente.economy.data.plainfiles import read_rows
from detente.economy.model.scenario import Scenario, from_rows, read_rate, read_rule
from detente.economy.model.world import World
from detente.economy.policy.law_duties import LawRates, both_sides
from detente.economy.policy.law_outcomes import outcome_rates
from detente.economy.policy.law_scenario import Bound, goods_of, law_scenario
from detente.economy.policy.packages import answered_in_kind
from detente.regime import Reading, Settling, instrument_words, settling, state_of, tables
from detente.terms import InputError

Rows = Sequence[Mapping[str, str]]
NEEDED = {"exporter", "importer", "rate"}


@dataclass(frozen=True)
class Counterfactual:
    """What was asked for; see ``impact`` for the meaning of each part.

    Attributes
    ----------
    matrix : path of a CSV file, or "rows" when rows were given.
    """

    outcome: str | None = None
    on: str | None = None
    known: str | None = None
    matrix: str | None = None
    add_us_on_china: str | None = None
    in_kind: bool = False
    rules: tuple[str, ...] = ()
    reading: Reading = "both"

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for but the baseline."""
        return not (self.outcome or self.on or self.matrix or self.add_us_on_china or self.rules)

    @property
    def command_words(self) -> list[str]:
        """The words of the command line that ask for this."""
        words: list[str] = []
        for flag, value in (
            ("--outcome", self.outcome),
            ("--on", self.on),
            ("--known", self.known),
            ("--matrix", self.matrix),
            ("--add-us-on-china", self.add_us_on_china),
            ("--reading", "" if self.reading == "both" else self.reading),
        ):
            if value:
                words += [flag, value]
        return words


def check_counterfactual(asked: Counterfactual) -> None:
    """Refuse what cannot be answered: nothing at all, or an answer in kind to nothing."""
    if asked.in_kind and not asked.add_us_on_china:
        raise InputError(
            "an answer in kind needs an addition",
            where="in_kind",
            remedy="give add_us_on_china; outcomes hold China's answer",
        )
    if asked.empty:
        raise InputError(
            "nothing to compare",
            where="impact",
            remedy="give an outcome, a day (on), a matrix or an addition",
        )


def with_day_of_knowledge(asked: Counterfactual, against: str | None) -> Counterfactual:
    """The same, with a day of knowledge where an outcome of a clock needs one and none was given.

    Beside a named outcome it is the day that outcome is written for; else the last day on which the
    law was checked, since later days know nothing more. ``lapse`` beside ``extend`` is read as the other
    outcome of the same clock.
    """
    outcomes = [word for word in (asked.outcome, against) if word and not word[:4].isdigit()]
    of_a_clock = [word for word in outcomes if word == "extend" or "=" in word]
    if asked.known or asked.on or not of_a_clock:
        return asked
    from detente.outcomes import own_outcomes

    named = [word for word in outcomes if word not in (*of_a_clock, "lapse", "baseline")]
    known = own_outcomes().outcome(named[0]).known if named else tables().verified
    return replace(asked, known=known)


def scenario_of(
    world: World, asked: Counterfactual, bound: Bound, rows: Rows | None = None
) -> tuple[Scenario, LawRates | None]:
    """Give the scenario, and the US duties of the law it holds, if any.

    Parameters
    ----------
    rows : rows of the matrix, where they are not in a file.
    """
    scenario, law = _of_the_law(world, asked, bound)
    if asked.matrix:
        scenario = _with_matrix(world, scenario, asked.matrix, rows, over_law=law is not None)
    before = scenario
    if asked.add_us_on_china:
        scenario = _with_addition(world, scenario, asked.add_us_on_china, over_law=law is not None)
    if asked.in_kind:
        scenario = answered_in_kind(world, scenario, before, f"{scenario.name}, answered in kind")
    for text in asked.rules:
        rule = read_rule(text)
        label = rule.text if scenario.name == "baseline" else f"{scenario.name}; {rule.text}"
        scenario = scenario.with_rule(world, rule).named(label)
    return scenario, law


def comparison_of(world: World, against: str | None, known: str | None, bound: Bound) -> Scenario:
    """Give the scenario compared with: an outcome, a day, or the baseline of the world."""
    if not against or against == "baseline":
        return Scenario("baseline", tariff=world.tariff.copy())
    day = against if against[:4].isdigit() else None
    asked = Counterfactual(on=day, outcome=None if day else against, known=known)
    return scenario_of(world, asked, bound)[0]


def _of_the_law(world: World, asked: Counterfactual, bound: Bound) -> tuple[Scenario, LawRates | None]:
    if asked.outcome:
        pair, words = outcome_rates(
            asked.outcome,
            known=asked.known or asked.on,
            on=asked.on if asked.known else None,
            state=state_of(asked.reading),
        )
        scenario = law_scenario(world, pair, name=asked.outcome, bound=bound)
        return replace(scenario, notes=(*scenario.notes, words, *_reading_notes(asked, pair[0]))), pair[0]
    if asked.on:
        pair = both_sides(asked.on, known=asked.known, state=state_of(asked.reading))
        scenario = law_scenario(world, pair, bound=bound)
        return replace(scenario, notes=(*scenario.notes, *_reading_notes(asked, pair[0]))), pair[0]
    return Scenario("baseline", tariff=world.tariff.copy()), None


def open_on(rates: LawRates) -> tuple[Settling, ...]:
    """What would settle the clocks over duties that are not settled on the day of some rates."""
    law = tables()
    measures = [measure.id for measure in law.measures]
    return settling(law, measures, f"{rates.on}T23:59", rates.known)


def _reading_notes(asked: Counterfactual, rates: LawRates) -> tuple[str, ...]:
    """Which of two readings the duties follow, where a clock over them is not settled on that day."""
    settled_by = open_on(rates)
    if not settled_by:
        return ()
    what = "what was announced" if asked.reading == "announced" else "the text"
    other = "text" if asked.reading == "announced" else "announced"
    names = ", ".join(one.title for one in settled_by)
    return (
        f"open, not settled on {rates.on}: {names}; the duties follow {what} (the other reading: "
        f"--reading {other}); "
        f"what would settle it: {instrument_words(settled_by)[0]}",
    )


def _with_matrix(
    world: World, scenario: Scenario, matrix: str, rows: Rows | None, *, over_law: bool
) -> Scenario:
    """The scenario with the rates of a matrix in place of its own where they differ from the world's."""
    if rows is None:
        rows = read_rows(Path(matrix))
        if not rows or not set(rows[0]) >= NEEDED:
            raise InputError(
                "columns exporter, importer, sector, rate are needed",
                where=matrix,
                remedy=f"given: {', '.join(rows[0]) if rows else 'no rows'}",
            )
    label = Path(matrix).name
    given = from_rows(world, rows, name=label).tariff
    start = world.tariff if scenario.tariff is None else scenario.tariff
    tariff = start if given is None else np.where(given != world.tariff, given, start)
    return replace(scenario, name=f"{scenario.name} + {label}" if over_law else label, tariff=tariff)


def _with_addition(world: World, scenario: Scenario, points: str, *, over_law: bool) -> Scenario:
    """The scenario with points added to all goods of China."""
    added = scenario.with_tariff(
        world, read_rate(points), exporter="CHN", importer="USA", sector=goods_of(world)
    )
    return replace(
        added,
        name=f"{scenario.name} + {points} on China" if over_law else f"+{points} on China",
        notes=(*added.notes, f"{points} on all goods of China is assumed; no instrument gives it"),
    )
