"""Every region's results of the published cases, as CSV files: for comparison with the papers' own files.

Run: ``.venv/bin/python benchmarks/impact_results.py [ECONOMY_FOLDER] [OUT_FOLDER]``. Numbers are written
with all their digits. Columns are explained in ``docs/reference/impact-published.md``.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from detente.economy import (
    Instruments,
    Model,
    Published,
    Result,
    Scenario,
    competitive,
    joint_answer,
    optimal_tariff,
    read_caliendo_parro,
    read_liberation_day,
    rebalanced,
    solve,
)

HERE = Path(__file__).resolve().parents[1]


def write(path: Path, columns: dict[str, object]) -> None:
    """One row a region."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        lines.writerow(columns)
        lines.writerows(zip(*columns.values(), strict=True))


def nafta(case: Published, out: Path) -> None:
    """31 regions: deficits closed before the shock, kept, and kept as a share of world income."""
    for rule in ("zero", "fixed", "share_of_world_income"):
        world = rebalanced(case.world, deficits=rule)
        model = Model.caliendo_parro(deficits=rule)
        for name, scenario in case.scenarios.items():
            result = solve(world, scenario, model)
            imports = result.trade.sum(axis=(0, 2)) - np.einsum("nnj->n", result.trade)
            write(
                out / f"caliendo-parro-{name}-deficits-{rule}.csv",
                {
                    "region": world.regions,
                    "terms_of_trade_first_order_pct": result.terms_of_trade,
                    "volume_of_trade_first_order_pct": result.volume_of_trade,
                    "welfare_first_order_pct": result.welfare_first_order,
                    "real_wage_pct": 100.0 * (result.real_wage - 1.0),
                    "real_income_exact_pct": result.real_income_percent,
                    "wage_pct": 100.0 * (result.wage - 1.0),
                    "price_index_pct": 100.0 * (result.price_index - 1.0),
                    "imports_musd": imports,
                    "revenue_musd": result.revenue,
                    "deficit_musd": result.deficit,
                },
            )


def firms(case: Published, label: str, out: Path) -> None:
    """194 regions: every scenario with firm profits and without, under both uses of revenue."""
    plain = competitive(case.world, case.model.firms)
    for variant, settings in (("firm-profits", case.model.firms), ("competitive", plain)):
        for revenue in ("income_tax", "lump_sum"):
            model = Model.monopolistic_competition(settings, revenue=revenue)
            for name, scenario in case.scenarios.items():
                write(
                    out / f"liberation-day-{label}-{name}-{variant}-{revenue}.csv",
                    seven(solve(case.world, scenario, model)),
                )


def searched(case: Published) -> Published:
    """The roundabout case with its searched tariffs, as in the paper: its own model, income-tax relief."""
    world = case.world
    best = optimal_tariff(world, "USA", case.model, instruments=Instruments(bounds=(0.0, 0.25)))
    uniform = float(best.rates[-1, 0])  # the paper sets every rate to the one on the last region
    answer = joint_answer(world, "USA", case.model, against=case.scenarios["announced"])
    gain = f"joint answer: members' mean {answer.gain_percent:.4f} %"
    print(f"roundabout: US tariff {100 * uniform:.4f} %; {gain}")
    return replace(
        case,
        scenarios={
            **case.scenarios,
            "optimal": Scenario("US tariff by search").with_tariff(world, uniform, importer="USA"),
            "retaliated": answer.scenario,
        },
    )


def seven(result: Result) -> dict[str, object]:
    """The seven columns of the paper's result files, in its order, and the residual."""
    return {
        "region": result.world.regions,
        "welfare_pct": result.real_income_percent,
        "deficit_pct": result.extra["deficit_pct"],
        "exports_to_gdp_pct": result.extra["exports_to_gdp_pct"],
        "imports_to_gdp_pct": result.extra["imports_to_gdp_pct"],
        "employment_pct": 100.0 * (result.employment - 1.0),
        "price_index_pct": 100.0 * (result.price_index - 1.0),
        "revenue_to_spending_pct": 100.0 * result.extra["revenue_to_spending"],
        "residual": [result.residual] * len(result.world.regions),
    }


def main(folder: Path, out: Path) -> None:
    """Write all files and say how many."""
    if not folder.is_dir():
        print("no inputs of published cases beside the checkout")
        return
    out.mkdir(parents=True, exist_ok=True)
    nafta(read_caliendo_parro(folder / "cp2015-nafta"), out)
    firms(read_liberation_day(folder / "liberation-day-2025"), "main", out)
    firms(searched(read_liberation_day(folder / "liberation-day-2025", labor_share=0.49)), "roundabout", out)
    print(f"{len(list(out.glob('*.csv')))} files in {out.name}")


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:]]
    main(
        given[0] if given else HERE / "../shared/economy",
        given[1] if len(given) > 1 else HERE / "build" / "impact-results",
    )
