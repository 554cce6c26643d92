"""Names of the room questions: type checkers and the loader of names read this list."""

from .assess import AssessQuestion
from .bargain import BargainQuestion
from .brief import BriefQuestion
from .calendar import CalendarQuestion
from .diff import DiffQuestion
from .duty import DutyQuestion, FactsQuestion, ShipQuestion
from .fee import FeeQuestion
from .goods.clear import ClearQuestion
from .goods.find import FindQuestion
from .impact import ImpactQuestion
from .keeping.watch import WatchQuestion
from .kinds import MOST_VALUES, LocalFile, OrName, Reading, Rows, Text
from .licence import LicenceQuestion
from .model import Question, UnknownArgument, marked
from .next_clocks import NextQuestion
from .panel import PanelQuestion
from .pledges import PledgesQuestion
from .screen import ScreenQuestion
from .status import StatusQuestion
from .talks import TalksQuestion
from .tree import TreeQuestion
from .whatif import WhatIfQuestion

__all__ = [
    "MOST_VALUES",
    "AssessQuestion",
    "BargainQuestion",
    "BriefQuestion",
    "CalendarQuestion",
    "ClearQuestion",
    "DiffQuestion",
    "DutyQuestion",
    "FactsQuestion",
    "FeeQuestion",
    "FindQuestion",
    "ImpactQuestion",
    "LicenceQuestion",
    "LocalFile",
    "NextQuestion",
    "OrName",
    "PanelQuestion",
    "PledgesQuestion",
    "Question",
    "Reading",
    "Rows",
    "ScreenQuestion",
    "ShipQuestion",
    "StatusQuestion",
    "TalksQuestion",
    "Text",
    "TreeQuestion",
    "UnknownArgument",
    "WatchQuestion",
    "WhatIfQuestion",
    "marked",
]
