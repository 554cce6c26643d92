"""Packages at the table: built from the law of a day or read from a file, and bargained over."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.impact.answer import BargainAnswer, LeverageRow, MixRow, OfferRow, RepeatNote
from detente.impact.bargaining import bargain as solve_bargain
from detente.impact.bargaining import leverage
from detente.impact.lawscenario import (
    BASE_DAY,
    GOODS,
    Bound,
    both_sides,
    law_scenario,
    law_world,
    outcome_rates,
)
from detente.impact.model import Model
from detente.impact.published import read_text
from detente.impact.rows import PLAYERS
from detente.impact.scenario import QuantityRule, Scenario, from_rows, read_rate
from detente.impact.world import World
from detente.impact.worldfiles import default_world, load_world
from detente.terms import InputError


def bargain(
    *,
    known: str | None = None,
    threat: str = "plus100",
    soybeans: float = 1.25,
    offers: Sequence[str] = (),
    packages: str | Path | None = None,
    disagreement: str = "threat",
    weights: tuple[float, float] = (0.5, 0.5),
    players: tuple[str, str] = PLAYERS,
    world: World | str | Path | None = None,
    model: Model | None = None,
    bound: Bound = "low",
) -> BargainAnswer:
    """Packages built from the law as known on a day, and which of them both sides would sign.

    Parameters
    ----------
    known : day of the knowledge; with it the law gives «extend» and «lapse».
    threat : name of an outcome that holds the threat and its answer, or points such as 100 % on all
        goods of China, answered in kind.
    offers : names of outcomes to lay on the table beside «extend» and «lapse».
    soybeans : quantity of oilseeds China pledges to buy, over the world's baseline quantity.
    packages : a JSON file of packages instead: see ``docs/reference/impact-files.md``.
    disagreement : name of the package that stands for no deal; it is taken off the table.
    """
    held = world_of(world)
    rules = ""
    if packages is not None:
        table = read_packages(held, packages)
    else:
        if not known:
            raise InputError("no day given", where="known", remedy="give known, or a file of packages")
        base = both_sides(BASE_DAY)
        held = law_world(held, base, bound=bound)
        table = law_packages(held, known, threat=threat, soybeans=soybeans, offers=offers, bound=bound)
        rules = base[0].rules
    if disagreement not in table:
        raise InputError(
            f"no package {disagreement!r}", where="disagreement", remedy=f"one of {', '.join(table)}"
        )
    stop = table.pop(disagreement)
    named = list(table.values())
    found = solve_bargain(held, named, stop, players=players, weights=weights, model=model)
    moved: LeverageRow | None = None
    if "lapse" in table and disagreement == "threat":
        weighed = leverage(held, named, table["lapse"], stop, players=players, weights=weights, model=model)
        shift: Any = weighed["shift_musd"]
        before: Any = weighed["before"]
        after: Any = weighed["after"]
        moved = LeverageRow(
            threat=f"{stop.name} instead of {table['lapse'].name}",
            shift_musd=shift,
            leverage_musd=float(shift[0] - shift[1]),
            nash_before=before.nash,
            nash_after=after.nash,
        )
    mix = found.mixed_nash
    notes = dict.fromkeys(note for one in (*named, stop) for note in one.notes)
    return BargainAnswer(
        players=found.players,
        weights=found.weights,
        disagreement=found.disagreement,
        disagreement_musd=found.disagreement_musd,
        offers=tuple(
            OfferRow(
                name=o.name,
                payoff_musd=o.payoff_musd,
                surplus_musd=o.surplus_musd,
                acceptable=o.acceptable,
                payment_musd=o.payment_musd,
                equal_payment_musd=o.equal_payment_musd,
                others_musd=o.others_musd,
            )
            for o in found.offers
        ),
        nash=found.nash,
        kalai_smorodinsky=found.kalai_smorodinsky,
        mixed_nash=None
        if mix is None
        else MixRow(first=mix[0], second=mix[1], weight_of_first=mix[2], surplus_musd=(mix[3], mix[4])),
        frontier=found.frontier,
        ideal_musd=found.ideal_musd,
        leverage=moved,
        world=held.name,
        year=held.year,
        assumptions=(*held.derived, *notes),
        caveats=found.caveats,
        sources=held.sources,
        repeat=RepeatNote(
            command=_bargain_command(known, threat, soybeans, offers, packages, disagreement, weights),
            world=held.name,
            rules=rules,
        ),
    )


def law_packages(
    world: World,
    known: str,
    *,
    threat: str = "plus100",
    soybeans: float = 1.25,
    offers: Sequence[str] = (),
    bound: Bound = "low",
) -> dict[str, Scenario]:
    """Packages the law and the talks of a day suggest, by short name.

    Parameters
    ----------
    threat : name of an outcome (China's answer included), or points such as 100% on all goods of
        China answered in kind on top of «extend».
    offers : names of further outcomes to lay on the table.
    """
    made: dict[str, Scenario] = {}
    for name in ("extend", "lapse", *offers):
        pair, words = outcome_rates(name, known=known)
        scenario = law_scenario(world, pair, name=name, bound=bound)
        made[name] = replace(scenario, notes=(*scenario.notes, words))
    extend = made["extend"]
    rule = QuantityRule("USA", "CHN", "oilseeds", soybeans, "pledge")
    made["extend + soybeans"] = extend.with_rule(world, rule).named("extend + soybeans")
    if threat.rstrip("%").replace(".", "", 1).isdigit():
        warned = extend.with_tariff(
            world, read_rate(threat), exporter="CHN", importer="USA", sector=goods_of(world)
        )
        warned = answered(world, warned, extend, "threat")
        words = f"threat: {threat} on all goods of China on top of «extend», answered in kind; an assumption"
    else:
        pair, words = outcome_rates(threat, known=known)
        warned = law_scenario(world, pair, name="threat", bound=bound)
    made["threat"] = replace(warned, notes=(*warned.notes, words))
    return made


def read_packages(world: World, path: str | Path) -> dict[str, Scenario]:
    """Packages of a JSON file: a list of name, tariffs (rows) and rules (rows)."""
    try:
        listed = json.loads(read_text(Path(path)))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"not JSON: {fault}", where=str(path), remedy="see impact-files.md") from fault
    if not isinstance(listed, list) or not all(isinstance(one, dict) and one.get("name") for one in listed):
        raise InputError(
            "a list of packages with names is needed", where=str(path), remedy="see impact-files.md"
        )
    made: dict[str, Scenario] = {}
    for one in listed:
        name = str(one["name"])
        scenario = from_rows(
            world, _rows(one.get("tariffs", []), name), name=name, mode=one.get("mode", "set")
        )
        for row in _rows(one.get("rules", []), name):
            if row.get("kind") not in ("limit", "pledge"):
                raise InputError(f"rule kind {row.get('kind')!r}", where=name, remedy="limit or pledge")
            try:
                ratio = float(row.get("ratio", ""))
            except ValueError as fault:
                raise InputError(f"ratio {row.get('ratio')!r}", where=name, remedy="a number") from fault
            kind: Any = row["kind"]
            scenario = scenario.with_rule(
                world,
                QuantityRule(
                    row.get("exporter", ""), row.get("importer", ""), row.get("sector", ""), ratio, kind
                ),
            )
        made[name] = scenario
    return made


def _rows(found: object, where: str) -> list[dict[str, str]]:
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise InputError("rows must be a list of objects", where=where, remedy="see impact-files.md")
    return [{str(key): str(value) for key, value in row.items()} for row in found]


def goods_of(world: World) -> tuple[str, ...]:
    """Goods sectors of the world, those a tariff can fall on."""
    return tuple(one for one in GOODS if one in world.sectors)


def answered(world: World, scenario: Scenario, beside: Scenario, name: str) -> Scenario:
    """China adds to goods of the United States the points the scenario adds to its own."""
    tariff = world.tariff if scenario.tariff is None else scenario.tariff
    before = world.tariff if beside.tariff is None else beside.tariff
    tariff = tariff.copy()
    us, cn = world.region("USA"), world.region("CHN")
    rise = tariff[cn, us] - before[cn, us]
    tariff[us, cn] += np.maximum(rise, 0.0)
    note = "answered in kind: China adds the same points, sector by sector, to goods of the United States"
    return replace(scenario, name=name, tariff=tariff, notes=(*scenario.notes, note))


def world_of(given: World | str | Path | None) -> World:
    """The embedded world, a world, or the world of a file."""
    if given is None:
        return default_world()
    return given if isinstance(given, World) else load_world(given)


def _bargain_command(
    known: str | None,
    threat: str,
    soybeans: float,
    offers: Sequence[str],
    packages: str | Path | None,
    disagreement: str,
    weights: tuple[float, float],
) -> str:
    parts = ["detente", "bargain"]
    if packages is not None:
        parts += ["--packages", str(packages)]
    else:
        parts += ["--known", str(known), "--threat", threat, "--soybeans", f"{soybeans:g}"]
        for name in offers:
            parts += ["--offer", name]
    parts += ["--disagreement", disagreement]
    if weights[0] != weights[1]:
        parts += ["--weight-us", f"{weights[0]:g}", "--weight-china", f"{weights[1]:g}"]
    return shlex.join(parts)
