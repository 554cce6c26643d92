"""Tariffs that many regions choose together against one exporter, under monopolistic competition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.extras import scipy_part
from detente.economy.model.kernel import Array
from detente.economy.model.monopolistic_adjoint import total_firm_tariff_parts, zero_firm_adjoints
from detente.economy.model.monopolistic_assembly import firm_economy
from detente.economy.model.monopolistic_kernel import FirmEconomy
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.firm_goals import firm_equilibrium, firm_goal_adjoints, with_tariffs
from detente.terms import InputError


@dataclass(frozen=True, eq=False)
class JointAnswer:
    """Tariffs of the members on one exporter that are best for them together.

    Attributes
    ----------
    members : labels; rates : (members,) on the exporter's goods; gain_percent : mean change of the
        members' real income over the baseline, weighted by baseline income; gradient_norm : largest
        slope left where no bound binds, scaled by trade; calls : gradients used.
    """

    members: tuple[str, ...]
    rates: Array
    gain_percent: float
    gradient_norm: float
    calls: int
    scenario: Scenario


def joint_answer(
    world: World,
    exporter: str,
    model: Model,
    *,
    against: Scenario,
    members: Sequence[str] | None = None,
    bounds: tuple[float, float] = (0.0, 0.5),
    limit: int = 400,
) -> JointAnswer:
    """Give the tariffs on one exporter that maximise the income-weighted real income of the members.

    Parameters
    ----------
    members : labels of those who answer; default every region but the exporter.
    against : tariffs of everybody, the exporter's own among them; the members' on it are replaced.
    bounds : lowest and highest rate.

    Source: A. Ignatenko et al. (2025), the answer to the announced tariffs in their model with
    intermediates: weights are baseline incomes, rates lie between 0 and 50 %.

    Raises
    ------
    InputError
        The model is not one of monopolistic competition, or a member is the exporter.
    """
    if model.firms is None:
        raise InputError(
            "joint answers are for the model of monopolistic competition with one sector",
            where="model",
            remedy="use Model.monopolistic_competition(...), or nash() for answers each on its own",
        )
    x = world.region(exporter)
    labels, places = _members(world, x, members)
    full = (world.tariff if against.tariff is None else against.tariff).copy()
    base = firm_economy(world, replace(against, tariff=full), model)
    share = base.income[places] / base.income[places].sum()
    flow = world.trade[x, places, 0] * base.theta / world.income[places]
    scale = np.sqrt(np.maximum(flow * share, 1e-8 * float((flow * share).max())))
    gain = _JointGain(base, x, places, share)
    low, high = np.log1p(bounds[0]), np.log1p(bounds[1])

    def loss(point: Array) -> tuple[float, Array]:
        value, slope = gain.value_and_slope(np.exp(point / scale))
        return -value, -slope / scale

    start = np.full(len(places), np.log1p(0.5 * (bounds[0] + min(bounds[1], 0.5)))) * scale
    optimum = scipy_part("optimize").minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=list(zip(low * scale, high * scale, strict=True)),
        options={"maxiter": limit, "ftol": 1e-15, "gtol": 1e-10, "maxcor": 25},
    )
    point = optimum.x / scale
    free = (point > low + 1e-9) & (point < high - 1e-9)
    rates = np.expm1(point)
    full[x, places, 0] = rates
    return JointAnswer(
        members=labels,
        rates=rates,
        gain_percent=-100.0 * float(optimum.fun),
        gradient_norm=float(np.abs(optimum.jac[free]).max()) if free.any() else 0.0,
        calls=gain.calls,
        scenario=replace(against, name=f"joint answer to {world.regions[x]}", tariff=full),
    )


def _members(
    world: World, exporter: int, members: Sequence[str] | None
) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Labels and positions of those who answer."""
    own = world.regions[exporter]
    labels = tuple(one for one in world.regions if one != own) if members is None else tuple(members)
    places = np.array([world.region(one) for one in labels])
    if exporter in places or not places.size or len(set(places.tolist())) != places.size:
        raise InputError(
            "members must be named once each, without the exporter",
            where="members",
            remedy=", ".join(world.regions[:12]),
        )
    return labels, places


@dataclass
class _JointGain:
    """Mean gain of the members as a function of their rates on the exporter."""

    base: FirmEconomy
    exporter: int
    places: NDArray[np.intp]
    share: Array
    calls: int = 0
    _state: Array | None = None

    def value_and_slope(self, gross: Array) -> tuple[float, Array]:
        """Mean welfare gain of the members, and its slope in the log of one plus each rate.

        Parameters
        ----------
        gross : one plus each member's rate.
        """
        self.calls += 1
        x, places = self.exporter, self.places
        economy = with_tariffs(self.base, x, places, gross - 1.0)
        equilibrium = firm_equilibrium(economy, self._state, "joint_answer")
        self._state = equilibrium.search.state
        welfare = equilibrium.welfare[places]
        total = zero_firm_adjoints(len(economy.income))
        for n, part in zip(places.tolist(), self.share * welfare, strict=True):
            for name, values in vars(firm_goal_adjoints(equilibrium, n)).items():
                setattr(total, name, getattr(total, name) + part * values)
        parts = total_firm_tariff_parts(equilibrium.ready, equilibrium.at, total, places.tolist())
        slope = np.array(
            [
                part.slope(economy.tariff[:, n])[x] * u
                for part, n, u in zip(parts, places.tolist(), gross, strict=True)
            ]
        )
        return float(self.share @ (welfare - 1.0)), slope
