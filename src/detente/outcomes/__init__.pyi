"""Names of the room outcomes: type checkers and the loader of names read this list."""

from .clocks.between_days import Difference, difference
from .clocks.control_states import controls, licences_of
from .clocks.knowledge import learned
from .clocks.law_under_outcomes import LawUnder
from .clocks.rounds import CalendarAnswer, agreement_named, calendar
from .clocks.upcoming import Decision, NextAnswer, decisions
from .columns import answered_frame, outcome_columns
from .costs.compare import entered_on, outcomes_on
from .costs.compute import Computed, compute_outcomes
from .costs.exposure import exposure_of
from .costs.exposure_answer import Exposure
from .costs.lapse_costs import with_costs
from .costs.other_origins import OriginRow, origins
from .costs.timing_answer import ClockDay, DrawnLine, HeldLine, HeldTotal, RefundLine, Timing, WaitingLine
from .entering.ship import Shipping, ship
from .entering.ship_answer import ShipAnswer
from .entering.timing import compare_days, shortened
from .laying.announced import settled_by
from .laying.choose import check_names, laid_for
from .laying.clause import Clause
from .laying.outcome_file import BargainFile, Change, Outcome, Package, TreeFile
from .laying.overlay import Laid, base, lay
from .laying.read import Outcomes
from .laying.rules import outcome_rule_words
from .laying.store import compile_outcomes, laid, own_outcomes, with_files
from .laying.titles import notes_of, titles_of
from .portfolio_outlook import outlook
from .trees.acting import Seen, on_leaves, tree_asked
from .trees.answer import TreeAnswer
from .trees.expected import regrets
from .trees.paths import read_given
from .trees.tree import tree_answer
from .what_if import (
    WhatIf,
    asked,
    computed,
    days_compared,
    exposure_to,
    law_itself,
    lines_of,
    origins_compared,
)

__all__ = [
    "BargainFile",
    "CalendarAnswer",
    "Change",
    "Clause",
    "ClockDay",
    "Computed",
    "Decision",
    "Difference",
    "DrawnLine",
    "Exposure",
    "HeldLine",
    "HeldTotal",
    "Laid",
    "LawUnder",
    "NextAnswer",
    "OriginRow",
    "Outcome",
    "Outcomes",
    "Package",
    "RefundLine",
    "Seen",
    "ShipAnswer",
    "Shipping",
    "Timing",
    "TreeAnswer",
    "TreeFile",
    "WaitingLine",
    "WhatIf",
    "agreement_named",
    "answered_frame",
    "asked",
    "base",
    "calendar",
    "check_names",
    "compare_days",
    "compile_outcomes",
    "compute_outcomes",
    "computed",
    "controls",
    "days_compared",
    "decisions",
    "difference",
    "entered_on",
    "exposure_of",
    "exposure_to",
    "laid",
    "laid_for",
    "law_itself",
    "lay",
    "learned",
    "licences_of",
    "lines_of",
    "notes_of",
    "on_leaves",
    "origins",
    "origins_compared",
    "outcome_columns",
    "outcome_rule_words",
    "outcomes_on",
    "outlook",
    "own_outcomes",
    "read_given",
    "regrets",
    "settled_by",
    "ship",
    "shortened",
    "titles_of",
    "tree_answer",
    "tree_asked",
    "with_costs",
    "with_files",
]
