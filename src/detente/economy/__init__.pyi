"""Names of the room economy: type checkers and the loader of names read this list."""

from .answer.answers import BargainAnswer, ImpactAnswer
from .answer.bargain_answer import bargain
from .answer.impact_answer import impact
from .data.concordance import by_sector, sector_of
from .data.elasticities import read_elasticities
from .data.icio_shares import read_icio_shares
from .data.io_tables import read_icio, read_wiod
from .data.plainfiles import read_rows
from .data.published import Published, read_caliendo_parro, read_us_china
from .data.published_liberation_day import read_liberation_day
from .data.published_ossa import read_ossa, read_ossa_targets
from .data.toy import toy_world
from .data.worldfiles import default_world, from_values, load_world, save_world, with_base_tariffs
from .model.monopolistic_calibration import calibrate_firms, competitive, formula_tariff
from .model.result import Result
from .model.scenario import QuantityRule, Scenario, from_rows
from .model.variants import Firms, Model
from .model.world import World, merged
from .model.worldcheck import faults
from .policy.agreements import efficient_tariffs
from .policy.bargaining import bargain_over, leverage
from .policy.draws import Draws, draw_elasticities, monte_carlo
from .policy.joint_tariffs import JointAnswer, joint_answer
from .policy.law_duties import both_sides, law_rates
from .policy.law_outcomes import outcome_day, outcome_rates
from .policy.law_scenario import law_scenario, law_world
from .policy.political_weights import PoliticalWeights, calibrate_weights
from .policy.tariffs import Instruments, nash, optimal_tariff
from .solver.baseline import rebalanced, result_world
from .solver.batch import BatchResult, solve_batch
from .solver.settings import Settings
from .solver.solving import solve

__all__ = [
    "BargainAnswer",
    "BatchResult",
    "Draws",
    "Firms",
    "ImpactAnswer",
    "Instruments",
    "JointAnswer",
    "Model",
    "PoliticalWeights",
    "Published",
    "QuantityRule",
    "Result",
    "Scenario",
    "Settings",
    "World",
    "bargain",
    "bargain_over",
    "both_sides",
    "by_sector",
    "calibrate_firms",
    "calibrate_weights",
    "competitive",
    "default_world",
    "draw_elasticities",
    "efficient_tariffs",
    "faults",
    "formula_tariff",
    "from_rows",
    "from_values",
    "impact",
    "joint_answer",
    "law_rates",
    "law_scenario",
    "law_world",
    "leverage",
    "load_world",
    "merged",
    "monte_carlo",
    "nash",
    "optimal_tariff",
    "outcome_day",
    "outcome_rates",
    "read_caliendo_parro",
    "read_elasticities",
    "read_icio",
    "read_icio_shares",
    "read_liberation_day",
    "read_ossa",
    "read_ossa_targets",
    "read_rows",
    "read_us_china",
    "read_wiod",
    "rebalanced",
    "result_world",
    "save_world",
    "sector_of",
    "solve",
    "solve_batch",
    "toy_world",
    "with_base_tariffs",
]
