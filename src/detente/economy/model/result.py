"""What a counterfactual gives: changes by region, sector and flow, with its certificate."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.certificate import Certificate
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Shadow:
    """A quantity rule at the solution: the wedge that makes it hold and what it is worth.

    Attributes
    ----------
    rule : the rule in words.
    wedge : ad valorem export tax (limit) or purchase subsidy (pledge) that makes it hold; 0 if slack.
    ratio : quantity over baseline quantity at the solution.
    value_musd : wedge times the value of the flow, million USD: the rent, or the cost of the pledge.
    """

    rule: str
    wedge: float
    ratio: float
    value_musd: float


@dataclass(frozen=True, eq=False)
class Result:
    """An equilibrium, beside the baseline it came from.

    Hats are new over old values. Percent figures are 100·(hat − 1) of exact hats, except the two
    first-order terms, which are evaluated at old flows and old tariffs and say so in their names.

    Attributes
    ----------
    wage, price_index, real_wage, real_income, employment : (N,) hats; real_income is exact: final
        spending over the ideal price index, the equivalent variation over baseline spending.
    price : (N, J) hat of the sector price index paid in each region.
    unit_cost : (N, J) hat of the price at the factory gate.
    trade : (N, N, J) new flows before tariffs, million USD; spending : (N, J), with tariffs.
    income, revenue, profit, deficit : (N,) new levels, million USD.
    terms_of_trade, volume_of_trade : (N,) first-order percent of baseline income.
    government : (N,) hat of politically weighted real income; equals real_income without weights.
    """

    world: World
    model: Model
    scenario: Scenario
    wage: Array
    price: Array
    price_index: Array
    unit_cost: Array
    trade: Array
    spending: Array
    income: Array
    revenue: Array
    profit: Array
    deficit: Array
    real_income: Array
    employment: Array
    government: Array
    terms_of_trade: Array
    volume_of_trade: Array
    tariff: Array
    certificate: Certificate
    iterations: int
    method: str
    assumptions: tuple[str, ...] = ()
    shadows: tuple[Shadow, ...] = ()
    extra: dict[str, Array] = field(default_factory=dict)
    base_income: Array | None = None
    _state: Array | None = field(default=None, repr=False)

    @property
    def real_wage(self) -> Array:
        """(N,) hat of the wage over the price index."""
        return self.wage / self.price_index

    @property
    def residual(self) -> float:
        """Largest relative gap of any equilibrium condition."""
        return self.certificate.residual

    @property
    def welfare_first_order(self) -> Array:
        """(N,) percent: terms of trade plus volume of trade, at old flows and tariffs; not exact."""
        return self.terms_of_trade + self.volume_of_trade

    @property
    def real_income_percent(self) -> Array:
        """(N,) exact change of real income, percent."""
        return 100.0 * (self.real_income - 1.0)

    @property
    def welfare_musd(self) -> Array:
        """(N,) equivalent variation, million USD of the baseline year."""
        base = self.world.income if self.base_income is None else self.base_income
        return (self.real_income - 1.0) * base

    @property
    def output(self) -> Array:
        """(N, J) new gross output, million USD of the numeraire."""
        sold: Array = self.trade.sum(axis=1)
        return sold

    def trade_change(self) -> Array:
        """(N, N, J) percent change of each flow in value; nan where the baseline flow is zero."""
        old = self.world.trade
        change: Array = np.full(old.shape, np.nan)
        np.divide(100.0 * (self.trade - old), old, out=change, where=old > 0)
        return change

    def flow_percent(self, exporter: str, importer: str, sector: str | None = None) -> float:
        """Percent change in value of one flow, one sector or all sectors together."""
        i, n = self.world.region(exporter), self.world.region(importer)
        at: slice | int = slice(None) if sector is None else self.world.sector(sector)
        old = float(np.sum(self.world.trade[i, n, at]))
        return 100.0 * (float(np.sum(self.trade[i, n, at])) / old - 1.0) if old > 0 else float("nan")

    def regions_table(self) -> list[dict[str, float | str]]:
        """One row a region: percent changes and million USD, names with units."""
        world = self.world
        border = self.trade.sum(axis=(0, 2)) - np.einsum("nnj->n", self.trade)
        sent = self.trade.sum(axis=(1, 2)) - np.einsum("nnj->n", self.trade)
        return [
            {
                "region": world.regions[n],
                "real_income_pct": float(self.real_income_percent[n]),
                "welfare_musd": float(self.welfare_musd[n]),
                "first_order_welfare_pct": float(self.welfare_first_order[n]),
                "first_order_terms_of_trade_pct": float(self.terms_of_trade[n]),
                "first_order_volume_of_trade_pct": float(self.volume_of_trade[n]),
                "real_wage_pct": 100.0 * float(self.real_wage[n] - 1.0),
                "wage_pct": 100.0 * float(self.wage[n] - 1.0),
                "price_index_pct": 100.0 * float(self.price_index[n] - 1.0),
                "employment_pct": 100.0 * float(self.employment[n] - 1.0),
                "imports_pct": 100.0 * float(border[n] / world.imports[n] - 1.0),
                "exports_pct": 100.0 * float(sent[n] / world.exports[n] - 1.0),
                "revenue_musd": float(self.revenue[n]),
                "revenue_change_musd": float(self.revenue[n] - world.revenue[n]),
                "deficit_musd": float(self.deficit[n]),
            }
            for n in range(len(world.regions))
        ]

    def sectors_table(self, region: str) -> list[dict[str, float | str]]:
        """One row a sector of a region: output, price and trade, in percent of value and million USD."""
        world = self.world
        n = world.region(region)
        old, new = world.output[n], self.output[n]
        rows: list[dict[str, float | str]] = []
        for j, label in enumerate(world.sectors):
            bought = world.trade[:, n, j].sum() - world.trade[n, n, j]
            sold = old[j] - world.trade[n, n, j]
            rows.append(
                {
                    "sector": label,
                    "output_pct": 100.0 * float(new[j] / old[j] - 1.0) if old[j] > 0 else float("nan"),
                    "price_pct": 100.0 * float(self.price[n, j] - 1.0),
                    "imports_pct": 100.0
                    * float((self.trade[:, n, j].sum() - self.trade[n, n, j]) / bought - 1.0)
                    if bought > 0
                    else float("nan"),
                    "exports_pct": 100.0 * float((new[j] - self.trade[n, n, j]) / sold - 1.0)
                    if sold > 0
                    else float("nan"),
                    "output_change_musd": float(new[j] - old[j]),
                    "imports_change_musd": float(self.trade[:, n, j].sum() - self.trade[n, n, j] - bought),
                    "exports_change_musd": float(new[j] - self.trade[n, n, j] - sold),
                    "revenue_musd": float((self.trade[:, n, j] * self.tariff[:, n, j]).sum()),
                }
            )
        return rows

    def flows_table(self, exporter: str, importer: str) -> list[dict[str, float | str]]:
        """One row a sector of one pair: flows before tariffs in million USD, their change, and the tariff."""
        world = self.world
        i, n = world.region(exporter), world.region(importer)
        change = self.trade_change()[i, n]
        return [
            {
                "sector": label,
                "flow_before_musd": float(world.trade[i, n, j]),
                "flow_after_musd": float(self.trade[i, n, j]),
                "change_pct": float(change[j]),
                "tariff_before_pct": 100.0 * float(world.tariff[i, n, j]),
                "tariff_after_pct": 100.0 * float(self.tariff[i, n, j]),
            }
            for j, label in enumerate(world.sectors)
        ]
