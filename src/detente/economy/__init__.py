"""A quantitative trade model joined to the dated law: what an outcome does to the world.

In go a world (accounts of one year by region and sector), a variant of the model, and a scenario:
tariffs of the law on a day, a matrix of rates, limits and pledges. Out come certified results
(trade, prices, real income), optimal and Nash tariffs, and bargains over packages. The folders are
in the order of the work: ``model``, then ``data``, then ``policy``, then ``answer``; each imports
from those before it. Names load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "World": "model.world",
    "merged": "model.world",
    "default_world": "data.worldfiles",
    "load_world": "data.worldfiles",
    "save_world": "data.worldfiles",
    "from_values": "data.worldfiles",
    "with_base_tariffs": "data.worldfiles",
    "read_icio": "data.io_tables",
    "read_wiod": "data.io_tables",
    "read_caliendo_parro": "data.published",
    "read_liberation_day": "data.published_liberation_day",
    "read_ossa": "data.published_ossa",
    "read_ossa_targets": "data.published_ossa",
    "read_us_china": "data.published",
    "read_icio_shares": "data.icio_shares",
    "toy_world": "data.toy",
    "faults": "model.worldcheck",
    "Model": "model.variants",
    "Firms": "model.variants",
    "calibrate_firms": "model.monopolistic_calibration",
    "competitive": "model.monopolistic_calibration",
    "formula_tariff": "model.monopolistic_calibration",
    "Scenario": "model.scenario",
    "QuantityRule": "model.scenario",
    "from_rows": "model.scenario",
    "solve": "solver.solving",
    "Settings": "solver.settings",
    "rebalanced": "solver.baseline",
    "result_world": "solver.baseline",
    "Result": "model.result",
    "monte_carlo": "policy.draws",
    "Draws": "policy.draws",
    "solve_batch": "solver.batch",
    "BatchResult": "solver.batch",
    "read_elasticities": "data.elasticities",
    "Instruments": "policy.tariffs",
    "optimal_tariff": "policy.tariffs",
    "nash": "policy.tariffs",
    "calibrate_weights": "policy.political_weights",
    "PoliticalWeights": "policy.political_weights",
    "efficient_tariffs": "policy.agreements",
    "joint_answer": "policy.joint_tariffs",
    "JointAnswer": "policy.joint_tariffs",
    "bargain_over": "policy.bargaining",
    "leverage": "policy.bargaining",
    "bargain": "answer.bargain_answer",
    "impact": "answer.impact_answer",
    "sector_of": "data.concordance",
    "by_sector": "data.concordance",
    "law_rates": "policy.law_duties",
    "both_sides": "policy.law_duties",
    "outcome_rates": "policy.law_outcomes",
    "law_scenario": "policy.law_scenario",
    "law_world": "policy.law_scenario",
    "outcome_day": "policy.law_outcomes",
    "ImpactAnswer": "answer.answers",
    "BargainAnswer": "answer.answers",
}

__all__ = sorted(_HOME)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name in _HOME:
        return getattr(import_module(f"detente.economy.{_HOME[name]}"), name)
    raise AttributeError(f"module 'detente.economy' has no attribute {name!r}")
