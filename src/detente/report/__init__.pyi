"""Names of the room report: type checkers and the loader of names read this list."""

from .briefing.brief import BriefSettings, brief_page, demo_brief, in_language, sources_of, write_brief
from .feeds.atom import feed
from .feeds.ics import DAYS_BEFORE, calendar
from .pages.china_pages import pledges_page
from .pages.impact_page import write_bargain, write_impact
from .pages.page import environment, house_style, in_characters
from .terminal.headings import headed_in
from .terminal.impact_tables import bargain_tables, impact_tables
from .terminal.outcomes import (
    decisions_table,
    diff_table,
    exposure_table,
    law_under_table,
    origins_table,
    outcomes_table,
    tree_text,
)
from .terminal.spoken import spoken_in, text_in_chinese
from .terminal.stacks import card_table, console, duty_table, lines_table, portfolio_table, status_table
from .terminal.timing import timing_table
from .workbooks.outcome_sheets import write_outcomes
from .workbooks.result_sheets import extra_sheets
from .workbooks.sheet_words import sheets_in
from .workbooks.timing_sheets import timing_sheets, write_timing

__all__ = [
    "DAYS_BEFORE",
    "BriefSettings",
    "bargain_tables",
    "brief_page",
    "calendar",
    "card_table",
    "console",
    "decisions_table",
    "demo_brief",
    "diff_table",
    "duty_table",
    "environment",
    "exposure_table",
    "extra_sheets",
    "feed",
    "headed_in",
    "house_style",
    "impact_tables",
    "in_characters",
    "in_language",
    "law_under_table",
    "lines_table",
    "origins_table",
    "outcomes_table",
    "pledges_page",
    "portfolio_table",
    "sheets_in",
    "sources_of",
    "spoken_in",
    "status_table",
    "text_in_chinese",
    "timing_sheets",
    "timing_table",
    "tree_text",
    "write_bargain",
    "write_brief",
    "write_impact",
    "write_outcomes",
    "write_timing",
]
