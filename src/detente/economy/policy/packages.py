"""Packages at the table: built from the law of a day, named in an outcome file, or read from a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.economy.data.plainfiles import read_text
from detente.economy.model.scenario import QuantityRule, Scenario, from_rows, read_rate
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.law_duties import both_sides
from detente.economy.policy.law_outcomes import day_after, outcome_rates
from detente.economy.policy.law_scenario import BASE_DAY, Bound, goods_of, law_scenario, law_world
from detente.economy.solver.quantity_rules import quantity_ratio
from detente.economy.solver.solving import solve
from detente.outcomes import BargainFile, Package
from detente.terms import InputError, nearest


@dataclass(frozen=True, eq=False)
class PackageTable:
    """Packages by name over one world, and which of them stands for no deal.

    Attributes
    ----------
    without_threat : the package that would stand for no deal if nothing were threatened.
    rules : hash of the law's tables; empty where no law was used.
    """

    world: World
    packages: dict[str, Scenario]
    disagreement: str = "threat"
    without_threat: str = "lapse"
    rules: str = ""


def law_packages(
    world: World,
    known: str,
    *,
    threat: str = "plus100",
    soybeans: float = 1.25,
    offers: Sequence[str] = (),
    bound: Bound = "low",
) -> PackageTable:
    """Packages the law and the talks of a day suggest, over the world at the duties of its own year.

    Parameters
    ----------
    threat : name of an outcome (China's answer included), or points such as 100% on all goods of
        China answered in kind on top of «extend».
    offers : names of further outcomes to lay on the table.
    """
    base = both_sides(BASE_DAY)
    held = law_world(world, base, bound=bound)

    def under(outcome: str, name: str) -> Scenario:
        pair, words = outcome_rates(outcome, known=known)
        scenario = law_scenario(held, pair, name=name, bound=bound)
        return replace(scenario, notes=(*scenario.notes, words))

    packages = {name: under(name, name) for name in ("extend", "lapse", *offers)}
    extend = packages["extend"]
    pledge = QuantityRule("USA", "CHN", "oilseeds", soybeans, "pledge")
    packages["extend + soybeans"] = extend.with_rule(held, pledge).named("extend + soybeans")
    if threat.rstrip("%").replace(".", "", 1).isdigit():
        packages["threat"] = _threat_in_points(held, extend, threat)
    else:
        packages["threat"] = under(threat, "threat")
    return PackageTable(held, packages, rules=base[0].rules)


def _threat_in_points(world: World, extend: Scenario, points: str) -> Scenario:
    threat = extend.with_tariff(
        world, read_rate(points), exporter="CHN", importer="USA", sector=goods_of(world)
    )
    threat = answered_in_kind(world, threat, extend, "threat")
    words = f"threat: {points} on all goods of China on top of «extend», answered in kind; an assumption"
    return replace(threat, notes=(*threat.notes, words))


def named_packages(
    world: World,
    name: str,
    files: Sequence[str | Path] = (),
    *,
    model: Model | None = None,
    bound: Bound = "low",
) -> PackageTable:
    """The packages of a named bargain, all on the same day, over the world at the duties of its own year.

    Raises
    ------
    InputError
        No such bargain; a flow the world does not have.
    """
    from detente.outcomes import laid, with_files

    rows = with_files(files)
    if name not in rows.bargains:
        hint = nearest(name, rows.bargains) or f"one of {', '.join(rows.bargains)}"
        raise InputError(f"no bargain {name!r}", remedy=hint)
    written: BargainFile = rows.bargains[name]
    base = both_sides(BASE_DAY)
    held = law_world(world, base, bound=bound)
    outcomes = list(dict.fromkeys(p.outcome for p in written.packages))
    unders = {one: laid(one, known=written.known, rows=rows) for one in outcomes}
    # one day for all: what else the law brings in between must not count for one package alone
    day = max(day_after(one, under, rows) for one, under in unders.items())
    rates = {
        one: both_sides(day, known=written.known, law=under.law, outcome=one) for one, under in unders.items()
    }
    packages: dict[str, Scenario] = {}
    for package in written.packages:
        scenario = law_scenario(held, rates[package.outcome], name=package.id, bound=bound)
        packages[package.id] = _with_rules(held, scenario, package, model)
    return PackageTable(held, packages, written.disagreement, written.without_threat, base[0].rules)


def _with_rules(world: World, scenario: Scenario, package: Package, model: Model | None) -> Scenario:
    """The scenario with a package's limits and pledges, and what they say in words."""
    bare = scenario
    said = [f"«{package.id}»: {package.title.en}"]
    for rule in package.rules:
        limit = QuantityRule(rule.exporter, rule.importer, rule.sector, float(rule.ratio), rule.kind)
        if rule.against == "law":
            alone = solve(world, bare, model)
            limit = replace(limit, ratio=limit.ratio * quantity_ratio(alone, limit))
        scenario = scenario.with_rule(world, limit)
        said.append(rule.says.en)
    return replace(scenario.named(package.id), notes=(*scenario.notes, *said))


def read_packages(world: World, path: str | Path) -> PackageTable:
    """Packages of a JSON file: a list of name, tariffs (rows) and rules (rows)."""
    try:
        listed = json.loads(read_text(Path(path)))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"not JSON: {fault}", where=str(path), remedy="see impact-files.md") from fault
    if not isinstance(listed, list) or not all(isinstance(one, dict) and one.get("name") for one in listed):
        raise InputError(
            "a list of packages with names is needed", where=str(path), remedy="see impact-files.md"
        )
    return PackageTable(world, {str(one["name"]): _read_package(world, one) for one in listed})


def _read_package(world: World, one: dict[str, Any]) -> Scenario:
    name = str(one["name"])
    scenario = from_rows(world, _rows(one.get("tariffs", []), name), name=name, mode=one.get("mode", "set"))
    for row in _rows(one.get("rules", []), name):
        kind: Any = row.get("kind")
        if kind not in ("limit", "pledge"):
            raise InputError(f"rule kind {kind!r}", where=name, remedy="limit or pledge")
        try:
            ratio = float(row.get("ratio", ""))
        except ValueError as fault:
            raise InputError(f"ratio {row.get('ratio')!r}", where=name, remedy="a number") from fault
        exporter, importer, sector = (row.get(key, "") for key in ("exporter", "importer", "sector"))
        scenario = scenario.with_rule(world, QuantityRule(exporter, importer, sector, ratio, kind))
    return scenario


def _rows(given: object, where: str) -> list[dict[str, str]]:
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise InputError("rows must be a list of objects", where=where, remedy="see impact-files.md")
    return [{str(key): str(value) for key, value in row.items()} for row in given]


def answered_in_kind(world: World, scenario: Scenario, beside: Scenario, name: str) -> Scenario:
    """China adds to goods of the United States the points the scenario adds to its own."""
    tariff = world.tariff if scenario.tariff is None else scenario.tariff
    before = world.tariff if beside.tariff is None else beside.tariff
    tariff = tariff.copy()
    us, cn = world.region("USA"), world.region("CHN")
    rise = tariff[cn, us] - before[cn, us]
    tariff[us, cn] += np.maximum(rise, 0.0)
    note = "answered in kind: China adds the same points, sector by sector, to goods of the United States"
    return replace(scenario, name=name, tariff=tariff, notes=(*scenario.notes, note))
