"""Packages at the table: built from the law of a day or read from a file, and bargained over."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.economy.answer.answers import BargainAnswer, LeverageRow, MixRow, OfferRow, RepeatNote
from detente.economy.answer.rows import PLAYERS
from detente.economy.data.plainfiles import read_text
from detente.economy.data.worldfiles import default_world, load_world
from detente.economy.model.scenario import QuantityRule, Scenario, from_rows, read_rate
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.bargaining import bargain as solve_bargain
from detente.economy.policy.bargaining import leverage
from detente.economy.policy.law_scenario import (
    BASE_DAY,
    GOODS,
    Bound,
    both_sides,
    day_after,
    law_scenario,
    law_world,
    outcome_rates,
)
from detente.economy.solver.quantity_rules import quantity_ratio
from detente.economy.solver.solving import solve
from detente.outlook.changes import BargainFile
from detente.terms import InputError, nearest


def bargain(
    *,
    table: str | None = None,
    files: Sequence[str | Path] = (),
    known: str | None = None,
    threat: str = "plus100",
    soybeans: float = 1.25,
    offers: Sequence[str] = (),
    packages: str | Path | None = None,
    disagreement: str | None = None,
    weights: tuple[float, float] = (0.5, 0.5),
    players: tuple[str, str] = PLAYERS,
    world: World | str | Path | None = None,
    model: Model | None = None,
    bound: Bound = "low",
) -> BargainAnswer:
    """Packages built from the law as known on a day, and which of them both sides would sign.

    Parameters
    ----------
    table : name of a bargain of ``law/outcomes`` or of `files`: its packages, laid over the law.
    files : outcome files of the user, for `table`.
    known : day of the knowledge; with it the law gives «extend» and «lapse».
    threat : name of an outcome that holds the threat and its answer, or points such as 100 % on all
        goods of China, answered in kind.
    offers : names of outcomes to lay on the table beside «extend» and «lapse».
    soybeans : quantity of oilseeds China pledges to buy, over the world's baseline quantity.
    packages : a JSON file of packages instead: see ``docs/reference/impact-files.md``.
    disagreement : name of the package that stands for no deal, taken off the table; default the one the
        named table gives, else ``threat``.
    """
    held = world_of(world)
    given = disagreement is not None
    rules, without = "", "lapse"
    if table is not None:
        held, named_table, rules, written = named_packages(held, table, files, model=model, bound=bound)
        listed, without = named_table, written.without_threat
        disagreement = disagreement or written.disagreement
    elif packages is not None:
        listed = read_packages(held, packages)
    else:
        if not known:
            raise InputError("no day given", where="known", remedy="give known, or a file of packages")
        base = both_sides(BASE_DAY)
        held = law_world(held, base, bound=bound)
        listed = law_packages(held, known, threat=threat, soybeans=soybeans, offers=offers, bound=bound)
        rules = base[0].rules
    disagreement = disagreement or "threat"
    if disagreement not in listed:
        raise InputError(
            f"no package {disagreement!r}", where="disagreement", remedy=f"one of {', '.join(listed)}"
        )
    stop = listed.pop(disagreement)
    named = list(listed.values())
    found = solve_bargain(held, named, stop, players=players, weights=weights, model=model)
    moved: LeverageRow | None = None
    if without in listed and disagreement == "threat":
        weighed = leverage(held, named, listed[without], stop, players=players, weights=weights, model=model)
        shift: Any = weighed["shift_musd"]
        before: Any = weighed["before"]
        after: Any = weighed["after"]
        moved = LeverageRow(
            threat=f"{stop.name} instead of {listed[without].name}",
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
            command=_bargain_command(
                table, files, known, threat, soybeans, offers, packages, disagreement, given, weights
            ),
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


def named_packages(
    world: World,
    name: str,
    files: Sequence[str | Path] = (),
    *,
    model: Model | None = None,
    bound: Bound = "low",
) -> tuple[World, dict[str, Scenario], str, BargainFile]:
    """The packages of a named bargain, all on the same day, over a world at the tariffs of the baseline year.

    Returns
    -------
    tuple
        The world with the law's baseline tariffs, packages by id, hash of the rules, the bargain as written.

    Raises
    ------
    InputError
        No such bargain; a flow the world does not have.
    """
    from detente.outlook.store import laid, with_files

    rows = with_files(files)
    if name not in rows.bargains:
        hint = nearest(name, rows.bargains) or f"one of {', '.join(rows.bargains)}"
        raise InputError(f"no bargain {name!r}", remedy=hint)
    written = rows.bargains[name]
    base = both_sides(BASE_DAY)
    held = law_world(world, base, bound=bound)
    outcomes = list(dict.fromkeys(p.outcome for p in written.packages))
    unders = {one: laid(one, known=written.known, rows=rows) for one in outcomes}
    # one day for all: what else the law brings in between must not count for one package alone
    day = max(day_after(one, under, rows) for one, under in unders.items())
    rates = {
        one: both_sides(day, known=written.known, law=under.law, outcome=one) for one, under in unders.items()
    }
    made: dict[str, Scenario] = {}
    for package in written.packages:
        scenario = law_scenario(held, rates[package.outcome], name=package.id, bound=bound)
        said = [f"«{package.id}»: {package.title.en}"]
        for rule in package.rules:
            flow = QuantityRule(rule.exporter, rule.importer, rule.sector, float(rule.ratio), rule.kind)
            if rule.against == "law":
                alone = solve(held, replace(scenario, rules=()), model)
                flow = replace(flow, ratio=flow.ratio * quantity_ratio(alone, flow))
            scenario = scenario.with_rule(held, flow)
            said.append(rule.says.en)
        scenario = scenario.named(package.id)
        made[package.id] = replace(scenario, notes=(*scenario.notes, *said))
    return held, made, base[0].rules, written


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
    table: str | None,
    files: Sequence[str | Path],
    known: str | None,
    threat: str,
    soybeans: float,
    offers: Sequence[str],
    packages: str | Path | None,
    disagreement: str,
    given: bool,
    weights: tuple[float, float],
) -> str:
    parts = ["detente", "bargain"]
    if table is not None:
        parts.append(table)
        for path in files:
            parts += ["--file", str(path)]
    elif packages is not None:
        parts += ["--packages", str(packages)]
    else:
        parts += ["--known", str(known), "--threat", threat, "--soybeans", f"{soybeans:g}"]
        for name in offers:
            parts += ["--offer", name]
    if table is None or given:
        parts += ["--disagreement", disagreement]
    if weights[0] != weights[1]:
        parts += ["--weight-us", f"{weights[0]:g}", "--weight-china", f"{weights[1]:g}"]
    return shlex.join(parts)
