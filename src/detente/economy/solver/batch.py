"""Many counterfactuals at once: draws of elasticities by scenarios, on any array library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.assembly import assemble_economy
from detente.economy.model.certificate import CERTIFIED
from detente.economy.model.kernel import Array, opening, prepare
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.model.worldcheck import require_clear
from detente.economy.solver.batch_search import settle_rows
from detente.economy.solver.batch_step import Block, Values, as_numpy, evaluate_rows, residual_rows
from detente.economy.solver.solving import solve
from detente.terms import InputError, NotInstalled, SolveError

REPORTED = ("real_income", "wage", "price_index", "revenue", "income")


@dataclass(frozen=True, eq=False)
class BatchResult:
    """Equilibria of every draw under every scenario.

    Attributes
    ----------
    real_income, wage, price_index : (D, S, N) hats; revenue, income : (D, S, N) new levels, million USD.
    residual : (D, S) largest relative gap of the equilibrium conditions, nan where none was found.
    iterations : steps of the batch; alone : solves that the batch left to the single solver.
    failed : solves without an equilibrium, whose numbers are nan.
    """

    scenarios: tuple[str, ...]
    theta: Array
    real_income: Array
    wage: Array
    price_index: Array
    revenue: Array
    income: Array
    residual: Array
    iterations: int
    alone: int
    failed: int

    @property
    def real_income_percent(self) -> Array:
        """(D, S, N) exact change of real income, percent."""
        return 100.0 * (self.real_income - 1.0)


def can_batch(model: Model, scenarios: Sequence[Scenario]) -> bool:
    """Whether a batch serves: not for monopolistic competition, critical-input nests or quantity rules."""
    nested = bool(model.critical) and model.input_substitution != 1.0
    return model.firms is None and not nested and not any(one.rules for one in scenarios)


def solve_batch(
    world: World,
    scenarios: Sequence[Scenario],
    model: Model | None = None,
    *,
    theta: Array | None = None,
    like: Values = None,
    rows: int = 48,
    tolerance: float = 2e-13,
    limit: int = 250,
) -> BatchResult:
    """Give every scenario for every draw of the elasticities, many at a time.

    Parameters
    ----------
    theta : (D, J) elasticities; default the world's own, one draw.
    like : an array of the library and on the device to compute with, such as
        ``torch.zeros(1, dtype=torch.float64, device="cuda")``; default NumPy. It must hold doubles.
    rows : equilibria in one batch; more is better on an accelerator, while fewer fit a processor's cache.

    Notes
    -----
    Same steps, start and stopping rule as ``solve``, with a memory of eight. A row that does not settle,
    or does not pass the residual of 1e-10, is solved alone, with all of ``solve``'s fallbacks.

    Raises
    ------
    InputError
        The model needs the single solver, the world does not clear, or ``like`` holds no doubles.
    """
    model = model or Model.caliendo_parro()
    draws = world.theta[None, :] if theta is None else np.atleast_2d(np.asarray(theta, dtype=float))
    _check_request(world, scenarios, model, draws, rows)
    require_clear(world, 1e-6)
    xp, device = namespace_of(like)
    table = _Table(world, model, scenarios, draws)
    for k, scenario in enumerate(scenarios):
        shock = _Shock(world, scenario, model, xp, device)
        for begin in range(0, len(draws), rows):
            some = slice(begin, begin + rows)
            block = shock.block(draws[some])
            state, taken = settle_rows(block, shock.opening(len(draws[some])), tolerance, limit)
            table.fill((some, k), _report(world, block, shock.put(state)), taken)
            for row in np.flatnonzero(~(table.residual[some, k] <= CERTIFIED)) + begin:
                table.solve_alone(int(row), k)
    return table.result()


def _check_request(
    world: World, scenarios: Sequence[Scenario], model: Model, draws: Array, rows: int
) -> None:
    if not can_batch(model, scenarios):
        raise InputError(
            "monopolistic competition, critical-input nests and quantity rules are not solved in batches",
            where="solve_batch",
            remedy="use solve for each",
        )
    if draws.shape[1] != len(world.sectors) or not np.all(draws > 0):
        raise InputError(
            f"elasticities of shape {draws.shape}",
            where="theta",
            remedy="give positive numbers, (draws, sectors)",
        )
    if not scenarios or rows < 1:
        raise InputError(
            "nothing to solve", where="solve_batch", remedy="give scenarios, and rows of one or more"
        )


class _Table:
    """Results of every draw under every scenario, as they come in."""

    def __init__(self, world: World, model: Model, scenarios: Sequence[Scenario], draws: Array) -> None:
        self.world, self.model, self.scenarios, self.draws = world, model, scenarios, draws
        shape = (len(draws), len(scenarios), len(world.regions))
        self.parts = {name: np.full(shape, np.nan) for name in REPORTED}
        self.residual = np.full(shape[:2], np.nan)
        self.steps = self.alone = self.failed = 0

    def fill(self, spot: Any, rows: dict[str, Array], steps: int) -> None:
        """Enter the rows of one batch."""
        self.steps += steps
        self.residual[spot] = rows["residual"]
        for name, values in self.parts.items():
            values[spot] = rows[name]

    def solve_alone(self, row: int, k: int) -> None:
        """Solve one row with the single solver and its fallbacks; nan where there is no equilibrium."""
        self.alone += 1
        for values in self.parts.values():
            values[row, k] = np.nan
        self.residual[row, k] = np.nan
        try:
            result = solve(with_draw(self.world, self.draws[row]), self.scenarios[k], self.model)
        except SolveError:
            self.failed += 1
            return
        for name, values in self.parts.items():
            values[row, k] = getattr(result, name)
        self.residual[row, k] = result.residual

    def result(self) -> BatchResult:
        """The table as a result."""
        return BatchResult(
            scenarios=tuple(one.name for one in self.scenarios),
            theta=self.draws,
            residual=self.residual,
            iterations=self.steps,
            alone=self.alone,
            failed=self.failed,
            **self.parts,
        )


def with_draw(world: World, theta: Array) -> World:
    """The world with drawn elasticities; its sums and its checked balance are kept."""
    drawn = world.with_elasticities(theta)
    drawn._cache.update(world._cache)
    return drawn


def namespace_of(like: Values) -> tuple[Any, Any]:
    """The array namespace and device of an array; NumPy for None."""
    if like is None or isinstance(like, np.ndarray):
        return np, None
    if hasattr(like, "__array_namespace__"):
        xp = like.__array_namespace__()
    else:
        try:
            xp = import_module("array_api_compat").array_namespace(like)
        except ImportError as fault:
            raise NotInstalled(
                f"array-api-compat is needed for arrays of {type(like).__module__}",
                where="detente.economy",
                remedy='install it: pip install "detente[accelerator]"',
            ) from fault
    if like.dtype != xp.float64:
        raise InputError(
            f"an array of {like.dtype}", where="like", remedy="give one of 64-bit floats: 1e-10 needs doubles"
        )
    return xp, like.device


class _Shock:
    """One scenario of one world, ready for any draws."""

    def __init__(self, world: World, scenario: Scenario, model: Model, xp: Any, device: Any) -> None:
        self.xp, self.device = xp, device
        base = assemble_economy(world, Scenario("none"), model)
        shocked = assemble_economy(world, scenario, model)
        self.base, self.tariff, self.export_tax = base, shocked.tariff, shocked.export_tax
        change = (1.0 + shocked.tariff) / (1.0 + base.tariff)
        if shocked.export_tax is not None:
            change = change * (1.0 + shocked.export_tax)
        if scenario.trade_cost is not None:
            change = change * scenario.trade_cost.transpose(2, 1, 0)
        self.change = np.log(change)
        self.profits = model.profits
        spending = world.spending
        self.bought = spending.sum(axis=1)
        self.spending = spending
        self.home = np.einsum("nnj->nj", world.trade).sum(axis=1) / self.bought

    def put(self, values: NDArray[Any]) -> Values:
        """An array of the library, on its device."""
        kept = np.ascontiguousarray(values)
        return kept if self.device is None else self.xp.asarray(kept, device=self.device)

    def block(self, theta: Array) -> Block:
        """The block of some (B, J) elasticities."""
        xp, base = self.xp, self.base
        elastic = self.put(theta[:, :, None])
        change = self.put(self.change)
        shares = self.put(base.shares) * xp.exp(-elastic[:, :, :, None] * change)
        net = shares / self.put(1.0 + self.tariff)
        reach = (theta[:, None, :] * self.spending).sum(axis=2) / self.bought
        profit, labor = base.profit[None], base.labor[None]
        if self.profits:
            profit = np.broadcast_to(1.0 / (1.0 + theta[:, :, None]), (len(theta), *base.profit.shape))
            labor = (base.labor + base.profit)[None] - profit
            if np.any(labor < 0):
                raise InputError(
                    "profits of a draw exceed the value added of a sector",
                    where="theta",
                    remedy="draw higher elasticities, or use a model without profits",
                )
        return Block(
            xp=xp,
            theta=elastic,
            scale=self.put(base.scale[:, None]),
            labor=self.put(labor),
            profit=self.put(profit),
            final=self.put(base.final),
            output=self.put(base.output),
            inputs=self.put(base.inputs) if base.has_inputs else None,
            labor_income=self.put((labor * base.output).sum(axis=1)),
            deficit=self.put(base.deficit),
            shares=shares,
            net=net,
            own=None if self.export_tax is None else net / self.put(1.0 + self.export_tax),
            relax=self.put(1.0 / (1.0 + reach * (1.0 - self.home))),
            active=self.put(base.start > 0.0),
            indexed=base.indexed,
            scaled=base.has_scale,
        )

    def opening(self, count: int) -> Values:
        """(count, size) states to start from: those of ``kernel.opening``."""
        return self.put(np.tile(opening(prepare(self.base)), (count, 1)))


def _report(world: World, block: Block, state: Values) -> dict[str, Array]:
    xp = block.xp
    with np.errstate(all="ignore"):
        at = evaluate_rows(block, state)
        price = -xp.log(at.demand) / block.theta
        index = xp.exp(xp.sum(block.final * price, axis=1))
        residual = residual_rows(block, state)
    return {
        "price_index": as_numpy(index),
        "wage": as_numpy(xp.exp(at.wage)),
        "revenue": as_numpy(at.revenue),
        "income": as_numpy(at.income),
        "real_income": as_numpy(at.income / index) / world.income,
        "residual": as_numpy(residual),
    }
