"""The law of one direction bound to a schedule: from code, origin, time and knowledge to stacks and plans.

Everything that does not depend on the lines of a file is here, found once and kept.
"""

from __future__ import annotations

import os

import numpy as np

from detente.duties import fact_kinds, is_duty
from detente.portfolio.bound.arrays_file import ArraysFile
from detente.portfolio.bound.axes import ENTRY_DAY
from detente.portfolio.bound.base_rates import RateTable
from detente.portfolio.bound.bound_law import BoundRegime, PolicyTable
from detente.portfolio.bound.origins import origin_groups
from detente.portfolio.bound.sharing import comparable, share
from detente.portfolio.bound.snapshot import axes_of, load, save, snapshot_path, store_of
from detente.portfolio.bound.stacks import COLUMNS, Stacks
from detente.portfolio.bound.timelines import Timelines, axis_points
from detente.portfolio.place.classes import classes
from detente.regime import State, Tables, tables
from detente.schedule import Schedule
from detente.terms import DataError, party_codes, paused_garbage_collection

MOST_FACTS = 63
MOST_BOUND = 16


def bound_regime(law: Tables, book: Schedule, state: State, direction: str) -> BoundRegime:
    """A law bound to a schedule, kept for the next question; if both are installed, on disk too."""
    key = (id(law), id(book), state, direction)
    found = _BOUND.get(key)
    if found is None:
        while len(_BOUND) >= MOST_BOUND:
            del _BOUND[next(iter(_BOUND))]
        found = _BOUND[key] = _bind(law, book, state, direction)
    return found


def _bind(law: Tables, book: Schedule, state: State, direction: str) -> BoundRegime:
    file = load(snapshot_path(law, book, state, direction)) if installed(law) else None
    groups = classes(law, book, state, direction)
    axes = axis_points(law, book, direction) if file is None else axes_of(file)
    names = _fact_names(law)
    origins = origin_groups(law, direction, party_codes())
    bits = {name: i for i, name in enumerate(names)}
    made = Timelines(law, state, direction, axes, origins, bits, fact_kinds(law))
    bound = BoundRegime(law, book, state, direction, groups, axes, origins, names, made)
    if file is not None:
        _restore(bound, file)
    near = _BOUND.get((id(tables()), id(book), state, direction))
    if near is not None and comparable(near.law, law):
        share(bound, near)
    for measure in law.measures:
        if measure.direction == direction and is_duty(measure):
            bound.store.components.of(measure.component)
    return bound


_BOUND: dict[
    tuple[int, int, str, str], BoundRegime
] = {}  # a bound law holds its law and schedule, so their ids stay


def installed(law: Tables) -> bool:
    """Whether a bound law is kept on disk: it is the installed one, and ``DETENTE_BOUND`` is not ``off``."""
    return os.environ.get("DETENTE_BOUND") != "off" and law is tables()


def _restore(bound: BoundRegime, file: ArraysFile) -> None:
    """Take over what was bound and compiled before."""
    codes, numbers = file.array("codes").tolist(), file.array("class").tolist()
    bound.kind_of = {code.decode(): number for code, number in zip(codes, numbers, strict=True)}
    bound.first = [digits.decode() for digits in file.array("first").tolist()]
    bound.store = store_of(file)
    bound.stacks = Stacks({name: file.array(f"stack_{name}") for name in COLUMNS})
    names = ("codes", "start", "first", "until", "kind", "form", "ppm")
    bound.rates = RateTable({name: file.array(f"rate_{name}") for name in names}, file.words("rates"))
    stands = file.array("stands").tolist()
    bound.classes.stands = {digits: bool(one) for digits, one in zip(bound.rates.number, stands, strict=True)}
    for policy in file.array("policies").tolist():
        points = bound.axes.points(policy)
        bound.tables[policy] = PolicyTable(
            policy, points, file.array(f"row_{policy}"), file.array(f"stacks_{policy}")
        )
    for key, plan in zip(file.array("keys").tolist(), file.array("key_plans").tolist(), strict=True):
        bound.plans.setdefault(key, []).append(plan)
    bound.file = file
    bound.kept = bound.size


@paused_garbage_collection()
def bind_whole(bound: BoundRegime) -> None:
    """Bind every code of the schedule, for all origins, with the knowledge of the day and with hindsight."""
    codes = [*bound.book.codes(8), *bound.book.codes(10)]
    bound.read_rates(codes)  # which codes stand is known by it
    numbers = np.unique(bound.class_numbers(codes))
    for policy in (ENTRY_DAY, bound.axes.policy_of(bound.law.verified)):
        for group in range(len(bound.groups.first)):
            bound.fill(policy, np.full(len(numbers), group), numbers)


def keep(bound: BoundRegime, least: int = 1) -> None:
    """Write the bound law to disk where it is the installed one and has grown by so much since."""
    if bound.size - bound.kept >= least and installed(bound.law):
        save(bound, snapshot_path(bound.law, bound.book, bound.state, bound.direction))
        bound.kept = bound.size


def _fact_names(law: Tables) -> tuple[str, ...]:
    """Facts that can tell stacks apart, in a fixed order; one bit each."""
    names = tuple(name for name, spec in law.facts.items() if spec["kind"] != "required")
    if len(names) > MOST_FACTS:
        raise DataError(f"{len(names)} facts are more than a stack has bits for", where="law/facts")
    return names
