"""The model beside the soybean trade of 2018: China's 25 % on American beans, right or wrong.

Run: ``.venv/bin/python benchmarks/impact_soybeans.py [ECONOMY_FOLDER]``. Needs the monthly customs
values (``soy-monthly/soy_long.csv``); prints a Markdown table for ``docs/reference/impact-validation.md``.

The embedded world's oilseed flows to China are set to the origins of 2017 and solved for so that the
accounts clear; then China adds 25 % to oilseeds of the United States and nothing else moves.
Observed: calendar 2017 to calendar 2018, which holds six months before the duty (6 July 2018), and
the twelve months from July 2018 beside the twelve from July 2017.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from detente.economy.data.plainfiles import read_rows
from detente.economy.data.worldfiles import default_world
from detente.economy.model.scenario import Scenario
from detente.economy.model.world import World
from detente.economy.solver.baseline import rebalanced
from detente.economy.solver.solving import solve

ORIGINS = {"USA": "USA", "Brazil": "BRA", "Argentina": "ARG"}
THETAS = (2.2, 3.2, 3.9, 5.0, 6.0, 8.0, 10.0)


def observed(folder: Path) -> dict[str, dict[str, float]]:
    """Million USD by origin: calendar 2017, calendar 2018, July to June of 2017/18 and 2018/19."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in read_rows(folder / "soy-monthly" / "soy_long.csv"):
        value = float(row["Soy_Exports_China"]) / 1e3
        origin, month = ORIGINS[row["Country"]], row["Date"][:7]
        sums[month[:4]][origin] += value
        for first in (2017, 2018):
            if f"{first}-07" <= month <= f"{first + 1}-06":
                sums[f"{first}/{first + 1 - 2000}"][origin] += value
    return sums


def world_of_2017(folder: Path) -> World:
    """The embedded world with China's oilseed imports by origin of 2017."""
    world = default_world()
    china, oil = world.region("CHN"), world.sector("oilseeds")
    trade = world.trade.copy()
    for origin, value in observed(folder)["2017"].items():
        trade[world.region(origin), china, oil] = 0.85 * value
    moved = replace(
        world,
        trade=trade,
        deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
        name="embedded world, oilseeds to China of 2017",
        _cache={},
    )
    return rebalanced(moved, deficits="fixed")


def main(folder: Path) -> None:
    seen = observed(folder)
    world = world_of_2017(folder)
    oil = world.sector("oilseeds")
    print("| change of value to China, % | United States | Brazil | Argentina |")
    print("| --- | ---: | ---: | ---: |")
    for label, old, new in (
        ("observed, 2017 to 2018", "2017", "2018"),
        ("observed, July 2017–June 2018 to July 2018–June 2019", "2017/18", "2018/19"),
    ):
        cells = [100 * (seen[new][o] / seen[old][o] - 1) for o in ("USA", "BRA", "ARG")]
        print(f"| {label} | " + " | ".join(f"{c:+.0f}" for c in cells) + " |")
    default = float(world.theta[oil])
    for theta in sorted({*THETAS, default}):
        changed = world.theta.copy()
        changed[oil] = theta
        now = world.with_elasticities(changed)
        scenario = Scenario("25 %").with_tariff(now, 0.25, exporter="USA", importer="CHN", sector="oilseeds")
        result = solve(now, scenario)
        cells = [result.flow_percent(o, "CHN", "oilseeds") for o in ("USA", "BRA", "ARG")]
        mark = " (used)" if theta == default else ""
        print(f"| model, elasticity {theta:g}{mark} | " + " | ".join(f"{c:+.0f}" for c in cells) + " |")
    share = world.trade[:, world.region("CHN"), oil]
    print(f"\nhome share of China's oilseeds in the model: {share[world.region('CHN')] / share.sum():.0%}")


if __name__ == "__main__":
    default_folder = Path(__file__).parents[1] / "../shared/economy"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default_folder)
