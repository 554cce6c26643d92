"""Names of the room report: type checkers and the loader of names read this list."""

from .briefing.brief import BriefSettings, brief_page, demo_brief, in_language, sources_of, write_brief
from .clearing.clear_page import clear_page, write_clear_page
from .clearing.clear_screen import clear_screen
from .clearing.controls import licence_screen, screening_screen
from .clearing.fees import fee_screen
from .feeds.atom import feed
from .feeds.ics import DAYS_BEFORE, calendar
from .keeping.draft_screens import draft_landed_screen, draft_tried_screen, draft_written_screen
from .keeping.watch_screen import watch_screen
from .pages.china_line import line_page
from .pages.china_pages import pledges_page
from .pages.impact_page import write_bargain, write_impact
from .pages.page import environment, house_style, in_characters
from .terminal.card import card_screen
from .terminal.file_screen import file_screen
from .terminal.goods_screens import find_screen, ship_screen
from .terminal.headings import headed_in
from .terminal.outcome_screens import (
    decisions_screen,
    diff_screen,
    exposure_screen,
    law_under_screen,
    origins_screen,
    outcomes_screen,
)
from .terminal.outcomes import tree_screen
from .terminal.panel_screen import panel_screen
from .terminal.portfolio import portfolio_screen
from .terminal.record_screens import (
    books_screen,
    calendar_screen,
    facts_screen,
    law_checked_screen,
    law_diff_screen,
    pledges_screen,
    written_screen,
)
from .terminal.screen import Screen, console, show
from .terminal.spoken import spoken_in, text_in_chinese
from .terminal.stacks import duty_screen
from .terminal.talks_screens import board_screen, differences_screen, hits_screen, review_screen, talks_screen
from .terminal.timing import timing_screen, timing_table
from .terminal.world_screens import bargain_screen, impact_screen
from .workbooks.outcome_sheets import write_outcomes
from .workbooks.result_sheets import extra_sheets, write_result, write_sheets
from .workbooks.sheet_words import sheets_in
from .workbooks.timing_sheets import timing_sheets, write_timing

__all__ = [
    "DAYS_BEFORE",
    "BriefSettings",
    "Screen",
    "bargain_screen",
    "board_screen",
    "books_screen",
    "brief_page",
    "calendar",
    "calendar_screen",
    "card_screen",
    "clear_page",
    "clear_screen",
    "console",
    "decisions_screen",
    "demo_brief",
    "diff_screen",
    "differences_screen",
    "draft_landed_screen",
    "draft_tried_screen",
    "draft_written_screen",
    "duty_screen",
    "environment",
    "exposure_screen",
    "extra_sheets",
    "facts_screen",
    "fee_screen",
    "feed",
    "file_screen",
    "find_screen",
    "headed_in",
    "hits_screen",
    "house_style",
    "impact_screen",
    "in_characters",
    "in_language",
    "law_checked_screen",
    "law_diff_screen",
    "law_under_screen",
    "licence_screen",
    "line_page",
    "origins_screen",
    "outcomes_screen",
    "panel_screen",
    "pledges_page",
    "pledges_screen",
    "portfolio_screen",
    "review_screen",
    "screening_screen",
    "sheets_in",
    "ship_screen",
    "show",
    "sources_of",
    "spoken_in",
    "talks_screen",
    "text_in_chinese",
    "timing_screen",
    "timing_sheets",
    "timing_table",
    "tree_screen",
    "watch_screen",
    "write_bargain",
    "write_brief",
    "write_clear_page",
    "write_impact",
    "write_outcomes",
    "write_result",
    "write_sheets",
    "write_timing",
    "written_screen",
]
