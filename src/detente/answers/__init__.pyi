"""Names of the room answers: type checkers and the loader of names read this list."""

from .asking import days
from .catalogue import ENTRIES, Entry, loaded
from .clearing import answer_clear, clear, clear_tables
from .clocks import answer_diff, answer_next, diff, next_clocks, portfolio_of
from .controls import answer_fee, answer_licence, answer_screen, fee, licence, screen, screening_of
from .documents import Page, answer_brief, answer_talks, brief, brief_settings, claims
from .finding import FindAnswer, FindRow, answer_find, find, no_code
from .law import answer_calendar, answer_pledges, answer_status, calendar, counts_of, pledges, status
from .outcomes import WHATIF, answer_ship, answer_tree, answer_whatif, laid_over, ship, tree, whatif
from .portfolio import Assessed, Layout, answer_assess, assess, assessed, check_layout, lines_of
from .series import PanelSummary, answer_panel, panel, panel_frame, panel_summary
from .shipment import FACTS, answer_duty, answer_facts, duty, facts
from .watching import answer_watch, watch
from .world import answer_bargain, answer_impact, bargain, impact

__all__ = [
    "ENTRIES",
    "FACTS",
    "WHATIF",
    "Assessed",
    "Entry",
    "FindAnswer",
    "FindRow",
    "Layout",
    "Page",
    "PanelSummary",
    "answer_assess",
    "answer_bargain",
    "answer_brief",
    "answer_calendar",
    "answer_clear",
    "answer_diff",
    "answer_duty",
    "answer_facts",
    "answer_fee",
    "answer_find",
    "answer_impact",
    "answer_licence",
    "answer_next",
    "answer_panel",
    "answer_pledges",
    "answer_screen",
    "answer_ship",
    "answer_status",
    "answer_talks",
    "answer_tree",
    "answer_watch",
    "answer_whatif",
    "assess",
    "assessed",
    "bargain",
    "brief",
    "brief_settings",
    "calendar",
    "check_layout",
    "claims",
    "clear",
    "clear_tables",
    "counts_of",
    "days",
    "diff",
    "duty",
    "facts",
    "fee",
    "find",
    "impact",
    "laid_over",
    "licence",
    "lines_of",
    "loaded",
    "next_clocks",
    "no_code",
    "panel",
    "panel_frame",
    "panel_summary",
    "pledges",
    "portfolio_of",
    "screen",
    "screening_of",
    "ship",
    "status",
    "tree",
    "watch",
    "whatif",
]
