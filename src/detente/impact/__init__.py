"""A quantitative trade model joined to the dated law.

``detente.impact(...)`` is a call (see ``detente.impact.facade.impact``) and a package: worlds,
models, scenarios, solvers, optimal and Nash tariffs, bargaining. Names load on first use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_HOME = {
    "World": "world",
    "merged": "world",
    "default_world": "worldfiles",
    "load_world": "worldfiles",
    "save_world": "worldfiles",
    "from_values": "worldfiles",
    "with_base_tariffs": "worldfiles",
    "read_icio": "worldfiles",
    "read_wiod": "worldfiles",
    "read_caliendo_parro": "published",
    "read_liberation_day": "published",
    "read_ossa": "published",
    "read_ossa_targets": "published",
    "read_us_china": "published",
    "read_icio_shares": "published",
    "toy_world": "toy",
    "faults": "worldcheck",
    "Model": "model",
    "Firms": "model",
    "calibrate_firms": "firms",
    "competitive": "firms",
    "formula_tariff": "firms",
    "Scenario": "scenario",
    "QuantityRule": "scenario",
    "from_rows": "scenario",
    "solve": "solving",
    "Settings": "solving",
    "rebalanced": "baseline",
    "result_world": "baseline",
    "Result": "result",
    "monte_carlo": "draws",
    "Draws": "draws",
    "solve_batch": "batch",
    "BatchResult": "batch",
    "read_elasticities": "elasticities",
    "Instruments": "tariffs",
    "optimal_tariff": "tariffs",
    "nash": "tariffs",
    "calibrate_weights": "weights",
    "PoliticalWeights": "weights",
    "efficient_tariffs": "agreements",
    "joint_answer": "jointly",
    "JointAnswer": "jointly",
    "leverage": "bargaining",
    "bargain": "packages",
    "sector_of": "concordance",
    "by_sector": "concordance",
    "us_duties_on_china": "lawscenario",
    "china_duties_on_us": "lawscenario",
    "law_rates": "lawscenario",
    "both_sides": "lawscenario",
    "outcome_rates": "lawscenario",
    "law_scenario": "lawscenario",
    "law_world": "lawscenario",
    "outcome_day": "lawscenario",
    "ImpactAnswer": "answer",
    "BargainAnswer": "answer",
}

__all__ = sorted(_HOME)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name in _HOME:
        return getattr(import_module(f"detente.impact.{_HOME[name]}"), name)
    raise AttributeError(f"module 'detente.impact' has no attribute {name!r}")


class _Callable(ModuleType):
    """The package can be called: ``detente.impact(outcome="lapse", known="2025-10-26")``."""

    def __call__(self, **asked: Any) -> Any:
        from detente.impact.facade import impact

        return impact(**asked)


sys.modules[__name__].__class__ = _Callable
