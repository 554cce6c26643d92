"""Every published number beside ours: writes the table of ``docs/reference/impact-validation.md``.

Run: ``.venv/bin/python benchmarks/impact_validation.py [ECONOMY_FOLDER]``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from detente.impact.firms import competitive, formula_tariff
from detente.impact.model import Model
from detente.impact.published import read_caliendo_parro, read_liberation_day, read_ossa
from detente.impact.scenario import Scenario
from detente.impact.solving import rebalanced, solve
from detente.impact.tariffs import nash, optimal_tariff

NAFTA = {
    "Mexico": (-0.41, 1.72, 1.31, 1.72, 0.0073),
    "Canada": (-0.11, 0.04, -0.06, 0.32, -0.1101),
    "USA": (0.04, 0.04, 0.08, 0.11, 0.0741),
}
COLUMNS = (
    "terms of trade (first order)",
    "volume of trade (first order)",
    "welfare (first order)",
    "real wage",
)


def row(source: str, what: str, published: str, ours: float, digits: int) -> None:
    found = f"{ours:.{digits}f}"
    same = "yes" if float(found) == float(published) else "no"
    print(f"| {source} | {what} | {published} | {found} | {same} |")


def nafta(folder: Path) -> None:
    case = read_caliendo_parro(folder / "cp2015-nafta")
    world = rebalanced(case.world, deficits="zero")
    result = solve(world, case.scenarios["nafta"], case.model)
    for country, numbers in NAFTA.items():
        n = world.region(country)
        ours = (
            result.terms_of_trade[n],
            result.volume_of_trade[n],
            result.welfare_first_order[n],
            100 * (result.real_wage[n] - 1),
        )
        for name, published, value in zip(COLUMNS, numbers, ours, strict=False):
            row("Caliendo–Parro Table 2", f"{country}, {name}, %", f"{published:.2f}", float(value), 2)
        exact = float(result.real_income_percent[n])
        row("same equilibrium", f"{country}, exact real income, %", f"{numbers[4]:.4f}", exact, 4)


def liberation(folder: Path) -> None:
    case = read_liberation_day(folder / "liberation-day-2025")
    world, firms = case.world, case.model.firms
    usa = world.region("USA")
    relief = solve(world, case.scenarios["announced"], case.model)
    lump = solve(world, case.scenarios["announced"], Model.firm_profit(firms, revenue="lump_sum"))
    name = "Ignatenko et al."
    row(name, "USA welfare, income-tax relief, %", "1.13", float(relief.real_income_percent[usa]), 2)
    row(name, "USA welfare, lump sum, %", "-0.01", float(lump.real_income_percent[usa]), 2)
    round_about = read_liberation_day(folder / "liberation-day-2025", labor_share=0.49)
    war = solve(round_about.world, round_about.scenarios["answered"], round_about.model)
    row(name, "USA welfare, war in kind, input–output, %", "-3.38", float(war.real_income_percent[usa]), 2)
    row(name, "optimal US tariff by formula, %", "19", 100 * formula_tariff(world, firms, [usa]), 0)
    ek = solve(world, case.scenarios["announced"], Model.firm_profit(competitive(world, firms)))
    print(f"\nUSA without firm profits (Eaton–Kortum), %: {ek.real_income_percent[usa]:.4f}")
    best = optimal_tariff(world, "USA", case.model)
    print(
        f"USA optimal tariff by search, mean {100 * best.mean_rate(world):.1f} %, weighted "
        f"{100 * best.mean_rate(world, weighted=True):.1f} %, gain {best.gain_percent:.3f} %"
    )


def ossa(folder: Path) -> None:
    case = read_ossa(folder / "ossa2014")
    world = rebalanced(case.world, deficits="zero", model=case.model)
    print("\n| region | mean optimal tariff, % | median, % | gain, % | gradients | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    means = []
    for player in world.regions:
        start = time.perf_counter()
        best = optimal_tariff(world, player, case.model)
        took = time.perf_counter() - start
        n = world.region(player)
        others = np.arange(len(world.regions)) != n
        means.append(best.mean_rate(world))
        print(
            f"| {player} | {100 * means[-1]:.1f} | {100 * np.median(best.rates[others]):.1f} | "
            f"{best.gain_percent:.4f} | {best.calls} | {took:.2f} |"
        )
    start = time.perf_counter()
    war = nash(world, world.regions, case.model)
    took = time.perf_counter() - start
    off = ~np.eye(len(world.regions), dtype=bool)
    loss = war.result.real_income_percent
    print(
        f"\nmean of optimal tariffs {100 * np.mean(means):.1f} %; mean Nash tariff {100 * war.tariff[off].mean():.1f} %"
    )
    print(
        f"Nash: real income {dict(zip(world.regions, loss.round(4).tolist(), strict=True))}, mean {loss.mean():.2f} %"
    )
    print(
        f"Nash found in {war.rounds} rounds, {war.calls} gradients, {took:.1f} s; largest gain left {max(war.gains_percent.values()):.1e} %"
    )
    free = solve(world, Scenario.from_matrix(world, np.zeros_like(world.tariff)), case.model)
    print(f"free trade: mean real income {free.real_income_percent.mean():+.3f} %")


def main(folder: Path) -> None:
    print("| source | number | published | Detente | same digits |\n| --- | --- | ---: | ---: | --- |")
    nafta(folder)
    liberation(folder)
    ossa(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "../shared/economy")
