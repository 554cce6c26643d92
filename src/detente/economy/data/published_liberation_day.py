"""Reader of the Liberation Day paper's data: 194 regions, one sector, its announced and formula tariffs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from detente.economy.data.plainfiles import read_matrix, read_rows
from detente.economy.data.published import Published
from detente.economy.model.kernel import Array
from detente.economy.model.monopolistic_calibration import calibrate_firms, formula_tariff, profit_shares
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Firms, Model
from detente.economy.model.world import World
from detente.terms import InputError


def read_liberation_day(folder: str | Path, *, labor_share: float = 1.0, theta: float = 4.0) -> Published:
    """The 194-region one-sector world of the Liberation Day paper, 2023, with its tariffs.

    ``trade_cepii.csv``: rows exporters, columns importers, thousand USD, home sales left out;
    ``gdp.csv`` USD; ``tariffs.csv`` announced rates by exporter. Home sales follow from GDP and the
    profit shares; a region whose imports exceed its spending gets home sales of zero.

    Parameters
    ----------
    labor_share : 1 for the main model; 0.49 for the paper's roundabout variant, for which the paper
        searches its optimal tariffs: the scenarios of its formula are then left out.
    """
    folder = Path(folder)
    labels = read_rows(folder / "country_labels.csv")
    regions = tuple(row["iso3"] for row in labels)
    flow = np.nan_to_num(read_matrix(folder / "trade_cepii.csv", header=1)) / 1e3
    gdp = read_matrix(folder / "gdp.csv", header=1).ravel() / 1e6
    announced = read_matrix(folder / "tariffs.csv", header=1).ravel()
    n = len(regions)
    if flow.shape != (n, n) or gdp.shape != (n,) or announced.shape != (n,):
        raise InputError(
            f"trade {flow.shape}, gdp {gdp.shape} and tariffs {announced.shape} do not fit {n} labels",
            where=str(folder),
            remedy="give one row a country, in the order of country_labels.csv",
        )
    usa = regions.index("USA")
    foreign, own = profit_shares(flow, gdp, usa)
    nu = np.full(n, foreign)
    nu[usa] = own
    spend = gdp + (1.0 - nu) * (flow.sum(axis=0) - flow @ (1.0 - nu))
    home = np.maximum(spend - flow.sum(axis=0), 0.0)
    cut = int(np.sum(home == 0.0))
    flow[np.diag_indices(n)] = home / labor_share
    world = World(
        regions=regions,
        sectors=("goods",),
        trade=flow[:, :, None],
        tariff=np.zeros((n, n, 1)),
        value_added=np.full((n, 1), labor_share),
        inputs=np.full((n, 1, 1), 1.0 - labor_share),
        final=np.ones((n, 1)),
        deficit=flow.sum(axis=0) - flow.sum(axis=1),
        theta=np.array([theta]),
        name="Liberation Day, 194 regions",
        year=2023,
        sources=(
            "A. Ignatenko et al. (2025), J. of International Economics 157, data files (CEPII, World Bank)",
        ),
        derived=(f"home sales from GDP and profit shares; {cut} region(s) cut at zero",),
    )
    firms = calibrate_firms(world, local_profit=nu)
    tariff = np.zeros((n, n, 1))
    tariff[:, usa, 0] = np.maximum(0.1, announced)
    tariff[usa, usa, 0] = 0.0
    answered = tariff.copy()
    answered[usa, :, 0] = tariff[:, usa, 0]
    scenarios = {
        "announced": Scenario("tariffs announced on 2 April 2025, 10 % at least", tariff=tariff),
        "answered": Scenario("announced tariffs, answered in kind", tariff=answered),
    }
    if labor_share == 1.0:
        scenarios |= _formula_scenarios(world, firms, tariff, usa)
    return Published(world, Model.monopolistic_competition(firms), scenarios)


def _formula_scenarios(world: World, firms: Firms, announced: Array, usa: int) -> dict[str, Scenario]:
    """Scenarios with the paper's formula tariffs, which it has for the model without intermediates only."""
    n = len(world.regions)
    others = [k for k in range(n) if k != usa]
    answer = formula_tariff(world, firms, others, pooled=True)
    scenarios = {}
    for name, rate, words in (
        ("optimal", formula_tariff(world, firms, [usa], base="spending"), "US tariff of the formula"),
        ("optimal_retaliated", formula_tariff(world, firms, [usa]), "US tariff of the formula, answered"),
    ):
        optimal = np.zeros((n, n, 1))
        optimal[others, usa, 0] = rate
        if name == "optimal_retaliated":
            optimal[usa, others, 0] = answer
        scenarios[name] = Scenario(words, tariff=optimal)
    retaliated = announced.copy()
    retaliated[usa, others, 0] = answer
    scenarios["retaliated"] = Scenario(
        "announced tariffs, answered by the formula's optimal tariff", tariff=retaliated
    )
    return scenarios
