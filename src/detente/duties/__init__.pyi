"""Names of the room duties: type checkers and the loader of names read this list."""

from .chinese_entry import (
    CHINA_IMPORT,
    CHINA_ORDER,
    INSTALL_CHINA,
    has_plan,
    origin_of,
    origin_rule,
    vat_cents,
    vat_provision,
)
from .chinese_steps import Step, steps
from .drawback import (
    back_cents,
    drawback_of,
    gaps,
    hindrance,
    imported_on,
    last_day_out,
    verdict,
    years_after,
)
from .duty_answer import DutyAnswer, DutyLine, OriginDuty, PortfolioSummary, RowFaultOut
from .evaluation import answer, duty
from .exclusion_claims import settle_claim
from .facts import CONTENTS, NEAR_DAYS, REST_LESS_US, US_CONTENT, US_SHARE, Facts, read_facts, weigh_contents
from .goods import Goods, data_folder, goods_of, installed_books, schedule
from .numbers_in_clauses import named_numbers
from .other_origins import changes_elsewhere, standing_elsewhere
from .settled import CHAPTER_98, CLAIMANTS, chapter_98_note
from .shipment import (
    DIRECTIONS,
    ORIGINS,
    TERRITORY,
    Shipment,
    fact_kinds,
    question_of,
    read_shipment,
    usual_origin,
)
from .stack import Layer, Question, held_lists, states_of, windows
from .stack_lines import BASE_DUTIES, base_line, fee_lines, layer_lines
from .statistical_numbers import deep_enough, number_on
from .totals import Base, Bounds, Outcome, base_duty, bounds_of, certain, is_duty
from .wording import china_notes, covered, not_modelled_of, other_day_notes

__all__ = [
    "BASE_DUTIES",
    "CHAPTER_98",
    "CHINA_IMPORT",
    "CHINA_ORDER",
    "CLAIMANTS",
    "CONTENTS",
    "DIRECTIONS",
    "INSTALL_CHINA",
    "NEAR_DAYS",
    "ORIGINS",
    "REST_LESS_US",
    "TERRITORY",
    "US_CONTENT",
    "US_SHARE",
    "Base",
    "Bounds",
    "DutyAnswer",
    "DutyLine",
    "Facts",
    "Goods",
    "Layer",
    "OriginDuty",
    "Outcome",
    "PortfolioSummary",
    "Question",
    "RowFaultOut",
    "Shipment",
    "Step",
    "answer",
    "back_cents",
    "base_duty",
    "base_line",
    "bounds_of",
    "certain",
    "changes_elsewhere",
    "chapter_98_note",
    "china_notes",
    "covered",
    "data_folder",
    "deep_enough",
    "drawback_of",
    "duty",
    "fact_kinds",
    "fee_lines",
    "gaps",
    "goods_of",
    "has_plan",
    "held_lists",
    "hindrance",
    "imported_on",
    "installed_books",
    "is_duty",
    "last_day_out",
    "layer_lines",
    "named_numbers",
    "not_modelled_of",
    "number_on",
    "origin_of",
    "origin_rule",
    "other_day_notes",
    "question_of",
    "read_facts",
    "read_shipment",
    "schedule",
    "settle_claim",
    "standing_elsewhere",
    "states_of",
    "steps",
    "usual_origin",
    "vat_cents",
    "vat_provision",
    "verdict",
    "weigh_contents",
    "windows",
    "years_after",
]
