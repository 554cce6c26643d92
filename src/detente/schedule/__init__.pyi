"""Names of the room schedule: type checkers and the loader of names read this list."""

from .base_duty import Duty, Missing, Need, ad_valorem_equivalent, duty_cents
from .book import GoodsBook, LayeredBook, layered, open_book
from .building.book_builder import REPORT, BuildReport, build
from .building.book_writer import book_hash
from .building.chinese_schedule import build_china
from .building.starter import compile_starter
from .building.sync import check_files, choose, sync
from .bulk import MANY, RateSpans, day_number, days_of_change, rate_spans, reach_keys
from .finding.folding import tokens
from .finding.goods_search import CUTOFF, FAR, Candidate, Matches, find_goods, without_control
from .finding.word_index import open_index
from .lines import BookMeta, DatedLine, Membership, Schedule
from .places import US_BOOK, data_folder, installed_books
from .rate_grammar import is_basis, read_rate, read_special
from .rates import (
    NANO_USD,
    AdValorem,
    AtLeast,
    AtMost,
    Declining,
    Free,
    NoChange,
    NotUnderstood,
    OnTop,
    Pointer,
    Rate,
    SpecialRate,
    Specific,
    Sum,
    rate_from_json,
    say,
    special_from_json,
    understood,
)
from .reading.editions import read_edition
from .units import UNITS, Unit, ratio, read_unit

__all__ = [
    "CUTOFF",
    "FAR",
    "MANY",
    "NANO_USD",
    "REPORT",
    "UNITS",
    "US_BOOK",
    "AdValorem",
    "AtLeast",
    "AtMost",
    "BookMeta",
    "BuildReport",
    "Candidate",
    "DatedLine",
    "Declining",
    "Duty",
    "Free",
    "GoodsBook",
    "LayeredBook",
    "Matches",
    "Membership",
    "Missing",
    "Need",
    "NoChange",
    "NotUnderstood",
    "OnTop",
    "Pointer",
    "Rate",
    "RateSpans",
    "Schedule",
    "SpecialRate",
    "Specific",
    "Sum",
    "Unit",
    "ad_valorem_equivalent",
    "book_hash",
    "build",
    "build_china",
    "check_files",
    "choose",
    "compile_starter",
    "data_folder",
    "day_number",
    "days_of_change",
    "duty_cents",
    "find_goods",
    "installed_books",
    "is_basis",
    "layered",
    "open_book",
    "open_index",
    "rate_from_json",
    "rate_spans",
    "ratio",
    "reach_keys",
    "read_edition",
    "read_rate",
    "read_special",
    "read_unit",
    "say",
    "special_from_json",
    "sync",
    "tokens",
    "understood",
    "without_control",
]
