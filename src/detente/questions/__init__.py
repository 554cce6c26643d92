"""The questions: one frozen model each, which the command line, HTTP, tools and Python all take.

In go the arguments as a person or a program gave them, under the field's name or another it goes by; out
comes a checked question, or a refusal that names the argument, what was found and the nearest that exists.
Nothing here knows how a question is answered: `ENTRIES` says where. Names load on first use, one model a
file.

To add a question: a model here and its row in ``table.py``, a function in ``detente.answers``, a command in
``detente.cli.commands``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.questions.assess import AssessQuestion
    from detente.questions.bargain import BargainQuestion
    from detente.questions.brief import BriefQuestion
    from detente.questions.calendar import CalendarQuestion
    from detente.questions.diff import DiffQuestion
    from detente.questions.duty import DutyQuestion
    from detente.questions.facts import FactsQuestion
    from detente.questions.fee import FeeQuestion
    from detente.questions.impact import ImpactQuestion
    from detente.questions.kinds import LocalFile, Rows, State
    from detente.questions.licence import LicenceQuestion
    from detente.questions.model import Question, UnknownArgument, marked
    from detente.questions.next_clocks import NextQuestion
    from detente.questions.panel import PanelQuestion
    from detente.questions.pledges import PledgesQuestion
    from detente.questions.screen import ScreenQuestion
    from detente.questions.status import StatusQuestion
    from detente.questions.table import ENTRIES, Entry, loaded
    from detente.questions.talks import TalksQuestion
    from detente.questions.tree import TreeQuestion
    from detente.questions.whatif import WhatIfQuestion

_WHERE = {
    "AssessQuestion": "assess",
    "BargainQuestion": "bargain",
    "BriefQuestion": "brief",
    "CalendarQuestion": "calendar",
    "DiffQuestion": "diff",
    "DutyQuestion": "duty",
    "ENTRIES": "table",
    "Entry": "table",
    "FactsQuestion": "facts",
    "FeeQuestion": "fee",
    "ImpactQuestion": "impact",
    "LicenceQuestion": "licence",
    "LocalFile": "kinds",
    "NextQuestion": "next_clocks",
    "PanelQuestion": "panel",
    "PledgesQuestion": "pledges",
    "Question": "model",
    "Rows": "kinds",
    "ScreenQuestion": "screen",
    "State": "kinds",
    "StatusQuestion": "status",
    "TalksQuestion": "talks",
    "TreeQuestion": "tree",
    "UnknownArgument": "model",
    "WhatIfQuestion": "whatif",
    "loaded": "table",
    "marked": "model",
}

__all__ = [
    "ENTRIES",
    "AssessQuestion",
    "BargainQuestion",
    "BriefQuestion",
    "CalendarQuestion",
    "DiffQuestion",
    "DutyQuestion",
    "Entry",
    "FactsQuestion",
    "FeeQuestion",
    "ImpactQuestion",
    "LicenceQuestion",
    "LocalFile",
    "NextQuestion",
    "PanelQuestion",
    "PledgesQuestion",
    "Question",
    "Rows",
    "ScreenQuestion",
    "State",
    "StatusQuestion",
    "TalksQuestion",
    "TreeQuestion",
    "UnknownArgument",
    "WhatIfQuestion",
    "loaded",
    "marked",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'detente.questions' has no attribute {name!r}")
    return getattr(import_module(f"detente.questions.{_WHERE[name]}"), name)
