"""Many counterfactuals at once: draws of elasticities by scenarios, on any array library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.batch_step import Block, Values, gaps, look, onward
from detente.economy.model.kernel import Array
from detente.economy.model.scenario import Scenario
from detente.economy.model.solving import CERTIFIED, economy, require_clear, solve
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.terms import InputError, NotInstalled, SolveError

MEMORY = 8


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
    """Whether a batch serves: not for firm profits, critical-input nests or quantity rules."""
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
    if not can_batch(model, scenarios):
        raise InputError(
            "firm profits, critical-input nests and quantity rules are not solved in batches",
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
    require_clear(world, 1e-6)
    xp, device = namespace_of(like)
    shape = (len(draws), len(scenarios), len(world.regions))
    parts = {
        name: np.full(shape, np.nan) for name in ("real_income", "wage", "price_index", "revenue", "income")
    }
    residual = np.full(shape[:2], np.nan)
    steps = alone = failed = 0
    for k, scenario in enumerate(scenarios):
        ready = _Shock(world, scenario, model, xp, device)
        for begin in range(0, len(draws), rows):
            some = slice(begin, begin + rows)
            block = ready.block(draws[some])
            state, taken = _settle(block, ready.opening(len(draws[some])), tolerance, limit)
            steps += taken
            found = _report(block, ready.put(state))
            found["real_income"] = found["real_income"] / world.income
            residual[some, k] = found.pop("residual")
            for name, values in found.items():
                parts[name][some, k] = values
            for row in np.flatnonzero(~(residual[some, k] <= CERTIFIED)) + begin:
                alone += 1
                failed += not _alone(world, scenario, model, draws[row], parts, residual, (int(row), k))
    return BatchResult(
        scenarios=tuple(one.name for one in scenarios),
        theta=draws,
        residual=residual,
        iterations=steps,
        alone=alone,
        failed=failed,
        **parts,
    )


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
        base = economy(world, Scenario("none"), model)
        shocked = economy(world, scenario, model)
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
        from detente.economy.model.kernel import opening, prepare

        return self.put(np.tile(opening(prepare(self.base)), (count, 1)))


def _settle(block: Block, start: Values, tolerance: float, limit: int) -> tuple[Array, int]:
    """States that the step leaves alone, by Anderson acceleration of each row; rows leave when done."""
    final = np.empty(tuple(start.shape))
    where = np.arange(start.shape[0])
    with np.errstate(all="ignore"):
        search = _Rows(block, start)
        for count in range(1, limit + 1):
            gap = _host(search.gap())
            done = ~(gap > tolerance) | (gap > 1e8)
            if done.any() and (done.all() or done.mean() > 0.2 or count == limit):
                rows = np.flatnonzero(done)
                final[where[rows]] = _host(block.xp.take(search.image, search.index(rows), axis=0))
                if done.all():
                    return final, count
                left = np.flatnonzero(~done)
                where = where[left]
                search = search.kept(left)
            search.move()
        final[where] = _host(search.image)
    return final, limit


class _Rows:
    """Anderson's history of the rows still under way."""

    def __init__(self, block: Block, start: Values) -> None:
        self.block, self.xp = block, block.xp
        self.state = start
        self.image = onward(block, start)
        self.change = self.image - start
        count, size = start.shape
        zeros = self.xp.zeros_like
        deep = self.xp.broadcast_to(start[:, None, :], (count, MEMORY, size))
        self.moves, self.changes = zeros(deep), zeros(deep)
        self.gram = zeros(self.xp.matmul(self.changes, self.xp.permute_dims(self.changes, (0, 2, 1))))
        self.slot = 0

    def gap(self) -> Values:
        """(B,) largest change each row still asks for."""
        return self.xp.max(self.xp.abs(self.change), axis=1)

    def index(self, rows: Values) -> Values:
        """Positions as an array of the library."""
        return rows if self.xp is np else self.xp.asarray(rows.tolist(), device=self.state.device)

    def kept(self, rows: Values) -> _Rows:
        """The search of some rows only."""
        at = self.index(rows)
        for name in ("state", "image", "change", "moves", "changes", "gram"):
            setattr(self, name, self.xp.take(getattr(self, name), at, axis=0))
        self.block = self.block.taken(at)
        return self

    def move(self) -> None:
        """One step of every row."""
        xp = self.xp
        trace = xp.linalg.trace(self.gram)[:, None]
        diagonal = xp.linalg.diagonal(self.gram)
        ridge = xp.where(diagonal > 0.0, 1e-14 * trace + 0.0 * diagonal, xp.ones_like(diagonal))
        eye = xp.eye(MEMORY, dtype=self.gram.dtype, device=self.gram.device)
        right = xp.matmul(self.changes, self.change[:, :, None])
        weight = xp.linalg.solve(self.gram + ridge[:, :, None] * eye, right)
        back = xp.matmul(xp.permute_dims(weight, (0, 2, 1)), self.moves)[:, 0, :]
        step = self.change - back
        size = xp.max(xp.abs(step), axis=1)
        # as in the single search: a leap of more than a factor e**2 is the sign of a bad model
        wild = ~(size <= 2.0)[:, None]
        first = xp.sum(diagonal, axis=1)[:, None] == 0.0
        gentle = xp.where(self.gap()[:, None] > 0.1, 0.3 * self.change, self.change)
        step = xp.where(wild, 0.3 * self.change, xp.where(first, gentle, step))
        self._forget(wild[:, :, None])
        following = self.state + step
        image = onward(self.block, following)
        renewed = image - following
        latest = renewed - self.change
        self.moves[:, self.slot, :] = step + latest
        self.changes[:, self.slot, :] = latest
        row = xp.matmul(self.changes, latest[:, :, None])[:, :, 0]
        self.gram[:, self.slot, :] = row
        self.gram[:, :, self.slot] = row
        self.slot = (self.slot + 1) % MEMORY
        self.state, self.image, self.change = following, image, renewed

    def _forget(self, rows: Values) -> None:
        if not bool(self.xp.any(rows)):
            return
        for name in ("moves", "changes", "gram"):
            held = getattr(self, name)
            setattr(self, name, self.xp.where(rows, self.xp.zeros_like(held), held))


def _host(values: Values) -> Array:
    """Numbers of a library's array as NumPy's."""
    if isinstance(values, np.ndarray):
        return values
    for name in ("detach", "cpu", "get"):
        if hasattr(values, name):
            values = getattr(values, name)()
    return np.asarray(np.from_dlpack(values) if hasattr(values, "__dlpack__") else values, dtype=float)


def _report(block: Block, state: Values) -> dict[str, Array]:
    xp = block.xp
    with np.errstate(all="ignore"):
        at = look(block, state)
        price = -xp.log(at.demand) / block.theta
        index = xp.exp(xp.sum(block.final * price, axis=1))
        wrong = gaps(block, state)
    return {
        "price_index": _host(index),
        "wage": _host(xp.exp(at.wage)),
        "revenue": _host(at.revenue),
        "income": _host(at.income),
        "real_income": _host(at.income / index),
        "residual": _host(wrong),
    }


def _alone(
    world: World,
    scenario: Scenario,
    model: Model,
    theta: Array,
    parts: dict[str, Array],
    residual: Array,
    spot: tuple[int, int],
) -> bool:
    """Solve one row with the single solver and its fallbacks; false where there is no equilibrium."""
    for values in parts.values():
        values[spot] = np.nan
    residual[spot] = np.nan
    changed = world.with_elasticities(theta)
    changed._cache.update(world._cache)
    try:
        found = solve(changed, scenario, model)
    except SolveError:
        return False
    for name, values in parts.items():
        values[spot] = getattr(found, name)
    residual[spot] = found.residual
    return True
