"""The answers: one function a question, which is also the Python face of the program.

In goes a question of `detente.questions`, out comes the model that every face shows: the command line as a
table or ``--json``, the server, the assistant's tools. ``answer_duty(question)`` takes the model; ``duty(hts,
origin=…)`` takes its fields as keywords. The day of this machine is read here and nowhere below. Names load
on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.answers.clocks import diff, next_clocks
    from detente.answers.controls import fee, licence, screen
    from detente.answers.documents import brief, claims
    from detente.answers.law import calendar, pledges, status
    from detente.answers.outcomes import tree, whatif
    from detente.answers.portfolio import assess
    from detente.answers.series import panel
    from detente.answers.shipment import duty, facts
    from detente.answers.world import bargain, impact

_WHERE = {
    "assess": "portfolio",
    "bargain": "world",
    "brief": "documents",
    "calendar": "law",
    "claims": "documents",
    "diff": "clocks",
    "duty": "shipment",
    "facts": "shipment",
    "fee": "controls",
    "impact": "world",
    "licence": "controls",
    "next_clocks": "clocks",
    "panel": "series",
    "pledges": "law",
    "screen": "controls",
    "status": "law",
    "tree": "outcomes",
    "whatif": "outcomes",
}

__all__ = [
    "assess",
    "bargain",
    "brief",
    "calendar",
    "claims",
    "diff",
    "duty",
    "facts",
    "fee",
    "impact",
    "licence",
    "next_clocks",
    "panel",
    "pledges",
    "screen",
    "status",
    "tree",
    "whatif",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'detente.answers' has no attribute {name!r}")
    return getattr(import_module(f"detente.answers.{_WHERE[name]}"), name)
