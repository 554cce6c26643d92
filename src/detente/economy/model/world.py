"""A world: who makes what, who buys it from whom, at which tariff, with where each number comes from.

All money is in million USD of one year. Arrays of the public interface are ``(exporter, importer, sector)``,
``(region, sector)`` and ``(region, input sector, using sector)``; see ``docs/notation.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from detente.terms import InputError, nearest

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class World:
    """Accounts of the world at a baseline.

    Attributes
    ----------
    regions, sectors : labels, N and J of them; every array follows their order.
    trade : (N, N, J) sales by exporter, importer and sector before the tariff, home sales included.
    tariff : (N, N, J) ad valorem rates in force at the baseline; 0.25 is 25 %.
    value_added : (N, J) share of output paid to labour and capital.
    inputs : (N, J, J) share of output of the last sector spent on goods of the middle sector.
    final : (N, J) share of each good in final spending.
    deficit : (N,) spending above income: imports minus exports, before tariffs.
    theta : (J,) trade elasticity, positive: a cost 1 % higher lowers the flow by about theta %.
    year, name : what the numbers describe.
    sources : one line a source, as it asks to be cited.
    derived : what was estimated rather than observed, one line each.
    derived_cells : (N, N, J) true where a flow was split or balanced, not observed; None if unknown.
    negative_inputs : the source has negative input shares (inventory corrections) and keeps them.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    trade: Array
    tariff: Array
    value_added: Array
    inputs: Array
    final: Array
    deficit: Array
    theta: Array
    name: str = "unnamed world"
    year: int | None = None
    sources: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    derived_cells: Mask | None = None
    negative_inputs: bool = False
    _cache: dict[str, Array] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """Numbers of regions and of sectors."""
        return len(self.regions), len(self.sectors)

    @property
    def output(self) -> Array:
        """Gross output by region and sector, million USD: sales to all importers."""
        return self._once("output", lambda: self.trade.sum(axis=1))

    @property
    def spending(self) -> Array:
        """Spending by region and sector at prices with tariffs, million USD."""
        return self._once("spending", lambda: (self.trade * (1.0 + self.tariff)).sum(axis=0))

    @property
    def shares(self) -> Array:
        """(N, N, J) share of each exporter in the importer's spending on a sector; 0 where none is bought."""
        bought = self.spending[None]
        return self._once(
            "shares",
            lambda: np.divide(
                self.trade * (1.0 + self.tariff), bought, out=np.zeros_like(self.trade), where=bought > 0
            ),
        )

    @property
    def revenue(self) -> Array:
        """Tariff revenue by region, million USD."""
        return self._once("revenue", lambda: (self.trade * self.tariff).sum(axis=(0, 2)))

    @property
    def income(self) -> Array:
        """Final spending by region, million USD: value added, revenue and deficit."""
        return self._once(
            "income", lambda: (self.value_added * self.output).sum(axis=1) + self.revenue + self.deficit
        )

    @property
    def imports(self) -> Array:
        """Imports by region before tariffs, million USD."""
        total: Array = self.trade.sum(axis=(0, 2)) - np.einsum("nnj->n", self.trade)
        return total

    @property
    def exports(self) -> Array:
        """Exports by region, million USD."""
        total: Array = self.trade.sum(axis=(1, 2)) - np.einsum("nnj->n", self.trade)
        return total

    def region(self, label: str) -> int:
        """Position of a region, by label; an unknown one is an error that names the nearest."""
        return position(label, self.regions, "region")

    def sector(self, label: str) -> int:
        """Position of a sector, by label; an unknown one is an error that names the nearest."""
        return position(label, self.sectors, "sector")

    def with_elasticities(self, theta: Array | Sequence[float] | float) -> World:
        """The same accounts with other trade elasticities."""
        count = len(self.sectors)
        values = np.broadcast_to(np.asarray(theta, dtype=float), (count,)).copy()
        if not np.all(np.isfinite(values)) or np.any(values <= 0):
            bad = int(np.flatnonzero(~(values > 0))[0])
            raise InputError(
                f"trade elasticity of {self.sectors[bad]} is {values[bad]}",
                where="theta",
                remedy="give a positive number: the model's sign convention is minus theta on cost",
            )
        return replace(self, theta=values, _cache={})

    def permuted(self, regions: Sequence[int], sectors: Sequence[int] | None = None) -> World:
        """The same world with regions (and sectors) in another order."""
        n = list(regions)
        j = list(range(len(self.sectors))) if sectors is None else list(sectors)
        cells = None if self.derived_cells is None else self.derived_cells[np.ix_(n, n, j)]
        return replace(
            self,
            regions=tuple(self.regions[k] for k in n),
            sectors=tuple(self.sectors[k] for k in j),
            trade=self.trade[np.ix_(n, n, j)],
            tariff=self.tariff[np.ix_(n, n, j)],
            value_added=self.value_added[np.ix_(n, j)],
            inputs=self.inputs[np.ix_(n, j, j)],
            final=self.final[np.ix_(n, j)],
            deficit=self.deficit[n],
            theta=self.theta[j],
            derived_cells=cells,
            _cache={},
        )

    def _once(self, key: str, make: object) -> Array:
        if key not in self._cache:
            value = np.asarray(make())  # type: ignore[operator]
            value.setflags(write=False)
            self._cache[key] = value
        return self._cache[key]


def position(label: str, labels: Sequence[str], kind: str) -> int:
    """Position of a label; case is ignored, an unknown label is an error that names the nearest."""
    wanted = label.strip().casefold()
    for at, known in enumerate(labels):
        if known.casefold() == wanted:
            return at
    hint = nearest(label, labels) or f"known: {', '.join(labels[:12])}" + (" …" if len(labels) > 12 else "")
    raise InputError(f"no {kind} {label!r} in this world", where=kind, remedy=hint)


def merged(world: World, groups: Iterable[Sequence[str]], names: Sequence[str]) -> World:
    """Give the world with groups of regions added up; tariffs and shares are weighted by value.

    Parameters
    ----------
    groups : labels of each new region's members; together they name every region once.
    names : labels of the new regions, in the same order.
    """
    members = [[world.region(label) for label in group] for group in groups]
    flat = sorted(k for group in members for k in group)
    if flat != list(range(len(world.regions))):
        raise InputError(
            "the groups do not name every region exactly once",
            where="groups",
            remedy=f"the regions are {', '.join(world.regions)}",
        )
    pick = np.zeros((len(members), len(world.regions)))
    for row, group in enumerate(members):
        pick[row, group] = 1.0
    trade = np.einsum("ai,bn,inj->abj", pick, pick, world.trade)
    duty = np.einsum("ai,bn,inj->abj", pick, pick, world.trade * world.tariff)
    output, income = world.output, world.income
    merged_output = pick @ output
    share = np.divide(
        pick @ (world.value_added * output),
        merged_output,
        out=np.zeros_like(merged_output),
        where=merged_output > 0,
    )
    used = np.einsum("an,nkj->akj", pick, world.inputs * output[:, None, :])
    inputs = np.divide(
        used, merged_output[:, None, :], out=np.zeros_like(used), where=merged_output[:, None, :] > 0
    )
    demand = pick @ (world.final * income[:, None])
    return World(
        regions=tuple(names),
        sectors=world.sectors,
        trade=trade,
        tariff=np.divide(duty, trade, out=np.zeros_like(trade), where=trade > 0),
        value_added=share,
        inputs=inputs,
        final=demand / demand.sum(axis=1, keepdims=True),
        deficit=pick @ world.deficit,
        theta=world.theta,
        name=f"{world.name}, {len(members)} regions",
        year=world.year,
        sources=world.sources,
        derived=(*world.derived, f"regions merged into {len(members)}"),
    )
