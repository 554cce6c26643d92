"""Residual and welfare of monopolistic competition, from the definitions of the paper.

Source: A. Ignatenko, A. Lashkaripour, L. Macedoni and I. Simonovska (2025), Journal of International
Economics 157, 104138. Welfare is equivalent variation with labour supply counted.
"""

from __future__ import annotations

import numpy as np

from detente.economy.model.monopolistic_kernel import Array, FirmEconomy, FirmPoint


def firm_gaps(economy: FirmEconomy, at: FirmPoint) -> dict[str, Array]:
    """Give relative gaps of the paper's equilibrium conditions, from their definitions."""
    wage, labor, price, spend = np.exp(at.wage), np.exp(at.labor), np.exp(at.price), np.exp(at.spend)
    beta, psi, theta = economy.labor_share, economy.scale, economy.theta
    entry = (wage / price) ** (1.0 - beta) * labor
    cost = wage**beta * price ** (1.0 - beta) / entry**psi
    reach = economy.shares * (cost**-theta)[:, None]
    share = reach / reach.sum(axis=0)
    value = share * (economy.spending * spend) / (1.0 + economy.tariff)
    revenue = (value * economy.tariff).sum(axis=0)
    gdp = economy.income * wage * labor
    kept = (value * (1.0 - economy.local_profit)).sum(axis=1)
    transfer = economy.transfer * gdp.sum() / economy.income.sum()
    after_tax = 1.0 / (1.0 - revenue / gdp) if economy.income_tax else np.ones_like(gdp)
    index = (spend / wage) ** (1.0 - economy.pass_through) * reach.sum(axis=0) ** (-1.0 / theta)
    level = (
        (economy.spending * (price - 1.0)).sum() / economy.spending.sum()
        if economy.price_numeraire
        else (economy.income * (wage - 1.0)).sum() / economy.income.sum()
    )
    return {
        "labour income": (beta * kept + economy.local_profit * value.sum(axis=0)) / gdp - 1.0,
        "spending": (revenue + gdp + (1.0 - beta) * kept + transfer) / (economy.spending * spend) - 1.0,
        "labour supply": labor / (after_tax * wage / price) ** economy.labor_supply - 1.0,
        "price index": price / index - 1.0,
        "numeraire": np.full(len(gdp), level),
    }


def firm_welfare(economy: FirmEconomy, at: FirmPoint) -> tuple[Array, Array]:
    """Welfare hat (equivalent variation with labour supply counted) and baseline final spending."""
    gdp = economy.income * np.exp(at.wage + at.labor)
    tax = at.revenue / gdp if economy.income_tax else np.zeros_like(gdp)
    final = economy.income + economy.transfer
    kappa = economy.labor_supply
    weight = final / (final - kappa * (1.0 - tax) * economy.income / (1.0 + kappa))
    transfer = economy.transfer * gdp.sum() / economy.income.sum()
    price = np.exp(at.price)
    hat = (
        weight * (at.revenue + gdp + transfer) / final / price
        + (1.0 - weight) * np.exp(at.wage + at.labor) / price
    )
    return hat, final
