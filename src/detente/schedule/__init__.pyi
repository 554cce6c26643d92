"""Names of the room schedule: type checkers and the loader of names read this list."""

from .base_duty import Duty, Missing, Need, ad_valorem_equivalent, duty_cents
from .book import GoodsBook, open_book
from .building.book_builder import REPORT, BuildReport, build
from .building.book_writer import book_hash
from .building.chinese_schedule import build_china
from .building.fetch import Patience, fetch
from .building.shipped import compile_shipped
from .building.starter import compile_starter
from .building.sync import check_files, choose, sync
from .bulk import MANY, RateSpans, day_number, line_rates, rate_spans, reach_keys, standing_codes
from .chinese.shipped import compile_shipped_china
from .finding.folding import tokens
from .finding.goods_search import CUTOFF, FAR, Candidate, Matches, find_goods, without_control
from .finding.sections import Section, sections
from .finding.word_index import open_index
from .layers import LayeredBook, days_of_change, layered
from .lines import BookMeta, DatedLine, Membership, Schedule, Succession, edition_on, nearest_in, rank_nearest
from .places import US_BOOK, data_folder
from .rate_grammar import is_basis, read_rate, read_special
from .rates import (
    IN_PART,
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
from .reading.order_list import (
    ListedOrder,
    OrderList,
    install_order_list,
    installed_order_list,
    read_order_list,
)
from .successors import predecessors_of, succession_of
from .units import UNITS, Unit, ratio, read_unit

__all__ = [
    "CUTOFF",
    "FAR",
    "IN_PART",
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
    "ListedOrder",
    "Matches",
    "Membership",
    "Missing",
    "Need",
    "NoChange",
    "NotUnderstood",
    "OnTop",
    "OrderList",
    "Patience",
    "Pointer",
    "Rate",
    "RateSpans",
    "Schedule",
    "Section",
    "SpecialRate",
    "Specific",
    "Succession",
    "Sum",
    "Unit",
    "ad_valorem_equivalent",
    "book_hash",
    "build",
    "build_china",
    "check_files",
    "choose",
    "compile_shipped",
    "compile_shipped_china",
    "compile_starter",
    "data_folder",
    "day_number",
    "days_of_change",
    "duty_cents",
    "edition_on",
    "fetch",
    "find_goods",
    "install_order_list",
    "installed_order_list",
    "is_basis",
    "layered",
    "line_rates",
    "nearest_in",
    "open_book",
    "open_index",
    "predecessors_of",
    "rank_nearest",
    "rate_from_json",
    "rate_spans",
    "ratio",
    "reach_keys",
    "read_edition",
    "read_order_list",
    "read_rate",
    "read_special",
    "read_unit",
    "say",
    "sections",
    "special_from_json",
    "standing_codes",
    "succession_of",
    "sync",
    "tokens",
    "understood",
    "without_control",
]
