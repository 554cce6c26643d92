"""Tariffs that many regions choose together against one exporter, in the firm-profit variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.economy.model.extras import scipy_part
from detente.economy.model.kernel import Array
from detente.economy.model.monopolistic_adjoint import (
    back_through_firm_point,
    back_through_firm_step,
    firm_tariff_parts,
    no_worth,
    solve_firm_transpose,
)
from detente.economy.model.monopolistic_assembly import firm_economy
from detente.economy.model.monopolistic_certificate import firm_welfare
from detente.economy.model.monopolistic_kernel import evaluate_firms, prepare_firms, quick_step_firms
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.goals import firm_worth
from detente.economy.solver.anderson import settle
from detente.terms import InputError, SolveError


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
        The model is another one than the firm-profit variant, or a member is the exporter.
    """
    if model.firms is None:
        raise InputError(
            "joint answers are for the firm-profit variant",
            where="model",
            remedy="use Model.firm_profit(...), or nash() for answers each on its own",
        )
    x = world.region(exporter)
    labels = [one for one in world.regions if one != world.regions[x]] if members is None else list(members)
    places = np.array([world.region(one) for one in labels])
    if x in places or not places.size or len(set(places.tolist())) != places.size:
        raise InputError(
            "members must be named once each, without the exporter",
            where="members",
            remedy=", ".join(world.regions[:12]),
        )
    full = (world.tariff if against.tariff is None else against.tariff).copy()
    base = firm_economy(world, replace(against, tariff=full), model)
    share = base.income[places] / base.income[places].sum()
    flow = world.trade[x, places, 0] * base.theta / world.income[places]
    scale = np.sqrt(np.maximum(flow * share, 1e-8 * float((flow * share).max())))
    low, high = np.log1p(bounds[0]), np.log1p(bounds[1])
    memory = np.zeros(4 * len(world.regions))
    calls = 0

    def negative(point: Array) -> tuple[float, Array]:
        nonlocal memory, calls
        calls += 1
        tariff, shares = base.tariff.copy(), base.shares.copy()
        u = np.exp(point / scale)
        shares[x, places] *= (u / (1.0 + tariff[x, places])) ** (-base.theta * base.pass_through[places])
        tariff[x, places] = u - 1.0
        ready = prepare_firms(replace(base, tariff=tariff, shares=shares))
        found = settle(lambda state: quick_step_firms(ready, state), memory, tolerance=1e-12)
        if found.gap > 1e-9:
            raise SolveError(
                f"no equilibrium at the tariffs tried (gap {found.gap:.1e})",
                where="joint_answer",
                remedy="tighten the bounds on tariffs",
            )
        memory = found.state
        at = evaluate_firms(ready, found.state)
        hat, final = firm_welfare(ready.world, at)
        total = no_worth(len(world.regions))
        for n, part in zip(places.tolist(), share * hat[places], strict=True):
            worth = firm_worth(ready.world, at, n, hat, final)
            for name, values in vars(worth).items():
                setattr(total, name, getattr(total, name) + part * values)
        here = back_through_firm_point(ready, at, total)
        there = back_through_firm_point(
            ready, at, back_through_firm_step(ready, at, solve_firm_transpose(ready, at, here.state))
        )
        slope = np.empty(len(places))
        for k, n in enumerate(places.tolist()):
            parts = firm_tariff_parts(ready, at, here, n) + firm_tariff_parts(ready, at, there, n)
            slope[k] = parts.slope(tariff[:, n])[x] * u[k]
        return -float(share @ (hat[places] - 1.0)), -slope / scale

    begin = np.full(len(places), np.log1p(0.5 * (bounds[0] + min(bounds[1], 0.5)))) * scale
    found = scipy_part("optimize").minimize(
        negative,
        begin,
        jac=True,
        method="L-BFGS-B",
        bounds=list(zip(low * scale, high * scale, strict=True)),
        options={"maxiter": limit, "ftol": 1e-15, "gtol": 1e-10, "maxcor": 25},
    )
    point = found.x / scale
    free = (point > low + 1e-9) & (point < high - 1e-9)
    rates = np.expm1(point)
    full[x, places, 0] = rates
    return JointAnswer(
        members=tuple(labels),
        rates=rates,
        gain_percent=-100.0 * float(found.fun),
        gradient_norm=float(np.abs(found.jac[free]).max()) if free.any() else 0.0,
        calls=calls,
        scenario=replace(against, name=f"joint answer to {world.regions[x]}", tariff=full),
    )
