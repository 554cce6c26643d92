"""Names of the room portfolio: type checkers and the loader of names read this list."""

from .bound.regime import bind_whole, bound_regime
from .bound.snapshot import snapshot_path
from .changed.change_moments import moments_of_change
from .changed.lines_under import LinesUnder, as_answered, under_law
from .evaluation import LineAnswer, PortfolioAnswer, assess_sheet
from .layout.drawback_columns import drawback_column
from .layout.frames import long, missing_column, sources, status_column, summary, wide
from .layout.overview import FactToAsk, LayerTotal, LineAtStake, Overview, overview
from .line_changes import ChangesAnswer, Point, changes
from .line_sums import LineSums, sum_frame, sum_lines
from .money.cents import sum_terms, term_cents, total_of_terms
from .panel_averages import Averaging, Sectors, effective, on_day
from .panel_readings import PanelAsked, panel_as_read
from .place.applicable_law import facts_of, token_of
from .place.assignment import Numbers
from .place.breakpoints import BY_VALUE
from .place.classes import Classes, CodeClass, classes
from .place.plans import MONEY_FACTS, Plan, Term
from .rate_panel import daily, panel
from .read.rows import PORTFOLIO_COLUMNS, frame_sheet, portfolio_sheet
from .read.shipments import Bools, Column, Entries, Ints

__all__ = [
    "BY_VALUE",
    "MONEY_FACTS",
    "PORTFOLIO_COLUMNS",
    "Averaging",
    "Bools",
    "ChangesAnswer",
    "Classes",
    "CodeClass",
    "Column",
    "Entries",
    "FactToAsk",
    "Ints",
    "LayerTotal",
    "LineAnswer",
    "LineAtStake",
    "LineSums",
    "LinesUnder",
    "Numbers",
    "Overview",
    "PanelAsked",
    "Plan",
    "Point",
    "PortfolioAnswer",
    "Sectors",
    "Term",
    "as_answered",
    "assess_sheet",
    "bind_whole",
    "bound_regime",
    "changes",
    "classes",
    "daily",
    "drawback_column",
    "effective",
    "facts_of",
    "frame_sheet",
    "long",
    "missing_column",
    "moments_of_change",
    "on_day",
    "overview",
    "panel",
    "panel_as_read",
    "portfolio_sheet",
    "snapshot_path",
    "sources",
    "status_column",
    "sum_frame",
    "sum_lines",
    "sum_terms",
    "summary",
    "term_cents",
    "token_of",
    "total_of_terms",
    "under_law",
    "wide",
]
