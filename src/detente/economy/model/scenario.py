"""A scenario: the tariffs, trade costs, export taxes and quantity rules of a counterfactual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.world import World
from detente.terms import InputError

Array = NDArray[np.float64]
Names = str | Sequence[str] | None
Mode = Literal["set", "add", "at_least"]


@dataclass(frozen=True)
class QuantityRule:
    """A limit or a pledge on the quantity of one flow, relative to the baseline quantity.

    Attributes
    ----------
    exporter, importer, sector : labels.
    ratio : quantity over baseline quantity: at most this for a limit, at least for a pledge.
    kind : "limit" is an export control whose rent goes to the exporter; "pledge" is a purchase
        commitment whose cost the importer bears.
    """

    exporter: str
    importer: str
    sector: str
    ratio: float
    kind: Literal["limit", "pledge"]

    @property
    def text(self) -> str:
        """The rule in words."""
        bound = "at most" if self.kind == "limit" else "at least"
        return f"{self.sector} from {self.exporter} to {self.importer} {bound} {self.ratio:.0%} of baseline"


@dataclass(frozen=True, eq=False)
class Scenario:
    """A counterfactual; what is None stays at the baseline.

    Attributes
    ----------
    tariff : (N, N, J) ad valorem rates (exporter, importer, sector).
    trade_cost : (N, N, J) ratio of new to old trade cost other than the tariff; 1 is no change.
    export_tax : (N, N, J) ad valorem rates taken by the exporter's government.
    rules : quantity limits and pledges, solved for together with the equilibrium.
    notes : what was assumed when the scenario was made.
    """

    name: str
    tariff: Array | None = None
    trade_cost: Array | None = None
    export_tax: Array | None = None
    rules: tuple[QuantityRule, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def base(cls) -> Scenario:
        """Nothing changes."""
        return cls("baseline")

    @classmethod
    def from_matrix(cls, world: World, tariff: object, *, name: str = "tariff matrix") -> Scenario:
        """A scenario with the tariffs of an array (N, N, J), or (N, N) for every sector alike.

        Raises
        ------
        InputError
            A wrong shape, a missing cell, a rate at or below -100 %, a tariff on own goods.
        """
        given = np.asarray(tariff, dtype=float)
        n, j = world.size
        if given.shape == (n, n):
            given = np.repeat(given[:, :, None], j, axis=2)
        if given.shape != (n, n, j):
            raise InputError(
                f"the tariff array has shape {given.shape}; this world needs {(n, n, j)} or {(n, n)}",
                where="tariff",
                remedy="order it (exporter, importer, sector)",
            )
        check_rates(world, given, "tariff")
        home = np.einsum("nnj->nj", given)
        if np.any(home != 0):
            at, sector = np.argwhere(home != 0)[0]
            raise InputError(
                f"a tariff of {home[at, sector]:.4g} on {world.regions[at]}'s own {world.sectors[sector]}",
                where="tariff",
                remedy="set the diagonal to zero",
            )
        return cls(name, tariff=given)

    def with_tariff(
        self,
        world: World,
        rate: float | Array,
        *,
        importer: Names = None,
        exporter: Names = None,
        sector: Names = None,
        mode: Mode = "add",
    ) -> Scenario:
        """The scenario with a rate set, added, or as a floor on the named flows; own goods stay free."""
        tariff = (world.tariff if self.tariff is None else self.tariff).copy()
        spot = flows(world, exporter=exporter, importer=importer, sector=sector)
        old = tariff[spot]
        new = np.broadcast_to(np.asarray(rate, dtype=float), old.shape)
        tariff[spot] = new if mode == "set" else old + new if mode == "add" else np.maximum(old, new)
        np.einsum("nnj->nj", tariff)[:] = 0.0
        check_rates(world, tariff, "tariff")
        return replace(self, tariff=tariff)

    def with_rule(self, world: World, rule: QuantityRule) -> Scenario:
        """The scenario with one more quantity limit or pledge."""
        n, i = world.region(rule.importer), world.region(rule.exporter)
        j = world.sector(rule.sector)
        if n == i or world.trade[i, n, j] <= 0:
            raise InputError(
                f"no flow of {rule.sector} from {rule.exporter} to {rule.importer} in the baseline",
                where="rule",
                remedy="name a flow that is positive in the world's trade",
            )
        if not rule.ratio > 0:
            raise InputError(
                f"a quantity ratio of {rule.ratio}",
                where="rule",
                remedy="give a positive ratio; 0.01 comes close to a stop",
            )
        return replace(self, rules=(*self.rules, rule))

    def named(self, name: str) -> Scenario:
        """The same scenario under another name."""
        return replace(self, name=name)


def flows(world: World, *, exporter: Names, importer: Names, sector: Names) -> tuple[NDArray[np.intp], ...]:
    """An index of the flows between named regions in named sectors; None means all."""

    def places(names: Names, find: object, count: int) -> list[int]:
        if names is None:
            return list(range(count))
        listed = [names] if isinstance(names, str) else list(names)
        return [find(one) for one in listed]  # type: ignore[operator]

    n, j = world.size
    spot = np.ix_(
        places(exporter, world.region, n), places(importer, world.region, n), places(sector, world.sector, j)
    )
    return tuple(spot)


def check_rates(world: World, rates: Array, where: str) -> None:
    """Refuse missing rates and rates at or below -100 %, naming the flow."""
    bad = ~np.isfinite(rates) | (rates <= -1.0)
    if np.any(bad):
        i, n, j = np.argwhere(bad)[0]
        raise InputError(
            f"rate {rates[i, n, j]} on {world.sectors[j]} from {world.regions[i]} to {world.regions[n]} "
            f"({int(bad.sum())} such cell(s))",
            where=where,
            remedy="rates are shares: 0.25 is 25 %, and must be above -1",
        )


def from_rows(world: World, rows: Sequence[Mapping[str, str]], *, name: str, mode: Mode = "set") -> Scenario:
    """A scenario from rows with exporter, importer, sector (blank or * for all) and rate.

    Every row is read; all faults are reported together with their row numbers.
    """
    scenario = Scenario(name, tariff=world.tariff.copy())
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            chosen = {key: (row.get(key) or "").strip() for key in ("exporter", "importer", "sector")}
            picked = {key: None if value in ("", "*") else value for key, value in chosen.items()}
            rate = read_rate(row.get("rate"))
            scenario = scenario.with_tariff(world, rate, mode=mode, **picked)
        except InputError as fault:
            faults.append(f"row {number}: {fault.text}")
    if faults:
        raise InputError("; ".join(faults[:12]), where=name, remedy="correct the rows named")
    return scenario


def read_rule(text: str) -> QuantityRule:
    """A quantity rule from words: ``limit:CHN:USA:metals:0.5`` or ``pledge:USA:CHN:oilseeds:125%``.

    Examples
    --------
    >>> read_rule("pledge:USA:CHN:oilseeds:125%").ratio
    1.25
    """
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 5 or parts[0] not in ("limit", "pledge"):
        raise InputError(
            f"{text!r} is not a rule",
            where="rule",
            remedy="write limit:EXPORTER:IMPORTER:SECTOR:0.5 or pledge:…:125%",
        )
    kind: Literal["limit", "pledge"] = "limit" if parts[0] == "limit" else "pledge"
    return QuantityRule(parts[1], parts[2], parts[3], read_rate(parts[4]), kind)


def read_rate(text: object) -> float:
    """A rate as a share, from "25%", "0.25" or a number."""
    words = str(text if text is not None else "").strip()
    try:
        rate = float(words[:-1]) / 100.0 if words.endswith("%") else float(words)
    except ValueError as fault:
        raise InputError(f"{words!r} is not a rate", where="rate", remedy="write 25% or 0.25") from fault
    if not np.isfinite(rate) or rate <= -1.0 or rate > 100.0:
        raise InputError(
            f"rate {words!r} is outside -100 % to 10,000 %", where="rate", remedy="write 25% or 0.25"
        )
    return rate
