"""The step of ``kernel`` for many shocks or elasticities at once, for any array library.

Arrays lead with the batch: ``(batch, sector, region)`` and ``(batch, sector, importer, exporter)``.
Only functions of the array API standard are used, so that NumPy, CuPy and PyTorch all serve; the
numbers are those of ``kernel.quick_step`` to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.economy.model.kernel import Array

Namespace = Any
Values = Any


@dataclass(frozen=True)
class Block:
    """Shocks of one batch, with what all of them share.

    Attributes
    ----------
    xp : array namespace. theta, scale : (B, J, 1), (J, 1); final, output : (J, N); inputs : (N, K, J)
        or None.
    labor, profit : (B, J, N) and labor_income : (B, N), with B of 1 where elasticities leave them alone.
    deficit : (N,); shares, net, own : (B, J, N, N), own None without export taxes.
    relax : (B, N); active : (J, N) true where anything is spent; indexed : deficits move with income;
    scaled : some sector gains from its own size.
    """

    xp: Namespace
    theta: Values
    scale: Values
    labor: Values
    profit: Values
    final: Values
    output: Values
    inputs: Values
    labor_income: Values
    deficit: Values
    shares: Values
    net: Values
    own: Values
    relax: Values
    active: Values
    indexed: bool
    scaled: bool

    @property
    def regions(self) -> int:
        """Number of regions."""
        return int(self.final.shape[1])

    @property
    def sectors(self) -> int:
        """Number of sectors."""
        return int(self.final.shape[0])

    def taken(self, rows: Values) -> Block:
        """The same block for some rows of the batch."""

        def take(values: Values, at: Values, *, axis: int) -> Values:
            return values if values.shape[0] == 1 else self.xp.take(values, at, axis=axis)

        return replace(
            self,
            theta=take(self.theta, rows, axis=0),
            shares=take(self.shares, rows, axis=0),
            net=take(self.net, rows, axis=0),
            own=None if self.own is None else take(self.own, rows, axis=0),
            relax=take(self.relax, rows, axis=0),
            labor=take(self.labor, rows, axis=0),
            profit=take(self.profit, rows, axis=0),
            labor_income=take(self.labor_income, rows, axis=0),
        )


@dataclass(frozen=True)
class RowsPoint:
    """Quantities of every shock at a state, as in ``kernel.Point``."""

    wage: Values
    price: Values
    spending: Values
    cost: Values
    demand: Values
    supply: Values
    per_share: Values
    sales: Values
    labor_paid: Values
    profit: Values
    revenue: Values
    income: Values
    deficit: Values


def split_rows(block: Block, state: Values) -> tuple[Values, Values, Values, Values]:
    """Log wages, log prices, log spending (or income) and log output of a (B, size) state."""
    size, shape = block.regions * block.sectors, (state.shape[0], block.sectors, block.regions)
    wage, at, price, output = state[:, : block.regions], block.regions, None, None
    reshape = block.xp.reshape
    if block.inputs is not None:
        price = reshape(state[:, at : at + size], shape)
        spend = reshape(state[:, at + size : at + 2 * size], shape)
        at += 2 * size
    else:
        spend = state[:, at : at + block.regions]
        at += block.regions
    if block.scaled:
        output = reshape(state[:, at : at + size], shape)
    return wage, price, spend, output


def input_use(xp: Namespace, table: Values, amounts: Values) -> Values:
    """(B, K, N) what (B, J, N) amounts ask for, from a (N, K, J) table."""
    return xp.permute_dims(
        xp.matmul(xp.permute_dims(amounts, (2, 0, 1)), xp.permute_dims(table, (0, 2, 1))), (1, 2, 0)
    )


def evaluate_rows(block: Block, state: Values) -> RowsPoint:
    """Give every quantity at a state; money in the world's unit."""
    xp = block.xp
    wage, price, spend, output = split_rows(block, state)
    cost = block.labor * wage[:, None, :]
    if price is not None:
        cost = cost + input_use(xp, xp.permute_dims(block.inputs, (0, 2, 1)), price)
    cost = cost / (1.0 - block.profit)
    if output is not None:
        cost = cost - block.scale * (output - wage[:, None, :])
    supply = xp.exp(-block.theta * cost)
    demand = xp.matmul(block.shares, supply[:, :, :, None])[:, :, :, 0]
    if price is None:
        spending = block.final * xp.exp(spend)[:, None, :]
        price = -xp.log(demand) / block.theta
    else:
        spending = xp.where(block.active, xp.exp(spend), xp.zeros_like(spend))
    per_share = spending / demand
    border = per_share * xp.matmul(block.net, supply[:, :, :, None])[:, :, :, 0]
    sold = supply * xp.matmul(per_share[:, :, None, :], block.net)[:, :, 0, :]
    revenue = xp.sum(spending - border, axis=1)
    sales = sold
    if block.own is not None:
        sales = supply * xp.matmul(per_share[:, :, None, :], block.own)[:, :, 0, :]
        revenue = revenue + xp.sum(sold - sales, axis=1)
    profit = xp.sum(block.profit * sales, axis=1)
    earned = block.labor_income * xp.exp(wage)
    deficit = xp.broadcast_to(block.deficit, earned.shape)
    if block.indexed:
        before = xp.sum(block.labor_income, axis=1) + xp.sum(
            xp.sum(block.profit * block.output, axis=2), axis=1
        )
        deficit = deficit * (xp.sum(earned + profit, axis=1) / before)[:, None]
    return RowsPoint(
        wage=wage,
        price=price,
        spending=spending,
        cost=cost,
        demand=demand,
        supply=supply,
        per_share=per_share,
        sales=sales,
        labor_paid=xp.sum(block.labor * sales, axis=1),
        profit=profit,
        revenue=revenue,
        income=earned + profit + revenue + deficit,
        deficit=deficit,
    )


def step_rows(block: Block, state: Values) -> Values:
    """Give the next (B, size) state; one that stays is an equilibrium."""
    xp = block.xp
    at = evaluate_rows(block, state)
    wage = at.wage + block.relax * (xp.log(at.labor_paid / block.labor_income) - at.wage)
    level = xp.sum(block.labor_income * xp.exp(wage), axis=1) / xp.sum(block.labor_income, axis=1)
    parts = [wage - xp.log(level)[:, None]]
    flat = (state.shape[0], block.regions * block.sectors)
    if block.inputs is not None:
        demand = input_use(xp, block.inputs, at.sales) + block.final * at.income[:, None, :]
        one = xp.ones_like(demand)
        parts.append(xp.reshape(-xp.log(at.demand) / block.theta, flat))
        parts.append(xp.reshape(xp.log(xp.where(block.active, demand, one)), flat))
    else:
        kept = at.revenue / xp.sum(at.spending, axis=1)
        parts.append(xp.log((at.income - at.revenue) / (1.0 - kept)))
    if block.scaled:
        one = xp.ones_like(at.sales)
        produced = block.output > 0
        ratio = at.sales / xp.where(produced, block.output, xp.ones_like(block.output))
        parts.append(xp.reshape(xp.log(xp.where(produced & (at.sales > 0), ratio, one)), flat))
    return xp.concat(parts, axis=1)


def residual_rows(block: Block, state: Values) -> Values:
    """(B,) largest relative gap of the equilibrium conditions, from their definitions.

    Prices and costs are those of the state, not of the next one; sales are summed over flows anew.
    """
    xp = block.xp
    at = evaluate_rows(block, state)
    flow = block.net * at.supply[:, :, None, :] * (at.spending / at.demand)[:, :, :, None]
    own = (
        flow
        if block.own is None
        else block.own * at.supply[:, :, None, :] * (at.spending / at.demand)[:, :, :, None]
    )
    output = xp.sum(own, axis=2)
    paid = block.labor_income * xp.exp(at.wage)
    labor = xp.sum(block.labor * output, axis=1) / paid - 1.0
    demand = block.final * at.income[:, None, :]
    if block.inputs is not None:
        demand = demand + input_use(xp, block.inputs, output)
    goods = xp.sum(xp.abs(at.spending - demand), axis=1) / at.income
    index = at.price + xp.log(at.demand) / block.theta
    bought, sold = xp.sum(flow, axis=(1, 3)), xp.sum(flow, axis=(1, 2))
    trade = (bought - sold - at.deficit) / at.income
    worst = [xp.max(xp.abs(part), axis=1) for part in (labor, goods, trade)]
    worst.append(xp.max(xp.max(xp.abs(index), axis=2), axis=1))
    return xp.max(xp.stack(worst, axis=1), axis=1)


def as_numpy(values: Values) -> Array:
    """Numbers of a library's array as NumPy's."""
    if isinstance(values, np.ndarray):
        return values
    for name in ("detach", "cpu", "get"):
        if hasattr(values, name):
            values = getattr(values, name)()
    return np.asarray(np.from_dlpack(values) if hasattr(values, "__dlpack__") else values, dtype=float)
