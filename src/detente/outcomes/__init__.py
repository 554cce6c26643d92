"""Outcomes of the truce laid over the law: clocks, what-if, exposure, days of entry, the tree of decisions.

In: the law as known on a day, outcome files, and the lines of a portfolio. Out: which clauses differ under
each outcome, what the lines owe then and which clause causes the difference, when to enter, what each leaf of
a tree costs. Folders are steps and import to their left only: ``laying`` (outcome files over the law),
``clocks`` (what ends, and who decides), ``costs`` (a portfolio under outcomes), ``entering`` (days of entry,
bond, zone, drawback), ``trees`` (decisions in order). Names load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "BargainFile": "laying.outcome_file",
    "Change": "laying.outcome_file",
    "Clause": "laying.clause",
    "Computed": "costs.compute",
    "Difference": "clocks.between_days",
    "Exposure": "costs.exposure_answer",
    "Laid": "laying.overlay",
    "LawUnder": "clocks.law_under_outcomes",
    "OriginRow": "costs.other_origins",
    "Outcome": "laying.outcome_file",
    "Outcomes": "laying.read",
    "Timing": "costs.timing_answer",
    "TreeAnswer": "trees.answer",
    "TreeFile": "laying.outcome_file",
    "WhatIf": "what_if",
    "answered_frame": "columns",
    "asked": "what_if",
    "base": "laying.overlay",
    "compile_outcomes": "laying.store",
    "compute_outcomes": "costs.compute",
    "compare_days": "entering.timing",
    "computed": "what_if",
    "controls": "clocks.control_states",
    "days_compared": "what_if",
    "decisions": "clocks.upcoming",
    "difference": "clocks.between_days",
    "entered_on": "costs.compare",
    "exposure_of": "costs.exposure",
    "exposure_to": "what_if",
    "laid": "laying.store",
    "laid_for": "laying.choose",
    "law_itself": "what_if",
    "lay": "laying.overlay",
    "learned": "clocks.knowledge",
    "licences_of": "clocks.control_states",
    "lines_of": "what_if",
    "notes_of": "laying.titles",
    "on_leaves": "trees.acting",
    "origins": "costs.other_origins",
    "origins_compared": "what_if",
    "outcome_columns": "columns",
    "outcomes_on": "costs.compare",
    "outlook": "portfolio_outlook",
    "own_outcomes": "laying.store",
    "read_given": "trees.paths",
    "regrets": "trees.expected",
    "shortened": "entering.timing",
    "titles_of": "laying.titles",
    "tree_answer": "trees.tree",
    "tree_asked": "trees.acting",
    "with_costs": "costs.lapse_costs",
    "with_files": "laying.store",
}

__all__ = sorted(_HOME)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name in _HOME:
        return getattr(import_module(f"detente.outcomes.{_HOME[name]}"), name)
    raise AttributeError(f"module 'detente.outcomes' has no attribute {name!r}")
