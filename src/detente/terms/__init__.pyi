"""Names of the room terms: type checkers and the loader of names read this list."""

from .answer_views import Chart
from .answers import Act, Answer, CiteOut, Frozen, MissingFact, NextClock, Repeat, weakest
from .bulk_work import paused_garbage_collection
from .chinese.folding import folded, in_traditional
from .chinese.language import (
    ENVIRONMENT,
    LANGUAGES,
    Language,
    is_chinese,
    negotiated_language,
    read_language,
    set_language,
)
from .chinese.messages import has_words, sentence_in_chinese, worded, worded_fault, worded_line
from .chinese.term_data import term_rows
from .chinese.wrapping import display_width, wrapped
from .citation_links import NOWHERE, Opening, Opens, held_opening, opening_at, opening_of, opening_of_code
from .codes import HtsCode
from .country import read_country
from .errors import (
    DataError,
    DetenteError,
    InputError,
    LawError,
    NotInstalled,
    SolveError,
    UnknownCode,
    UnknownFact,
    UnreadableFile,
    nearest,
)
from .instants import (
    OPEN_END,
    ZONES,
    Instant,
    in_zone,
    local_moment,
    moment_text,
    read_day,
    read_moment,
    read_whole_day,
)
from .marks import check_marks
from .money import cents_text, duty_cents, percent_to_ppm, ppm_to_percent, read_amount, whole_dollars
from .numbers import read_decimal
from .party import CN, HK, MO, SIDES, US, Party, party_codes, read_side, some_other
from .party_names import CJK, comparable, stems
from .paths import anything_at, file_at, folder_at
from .written_facts import ALIASES, NO, YES, names_nothing, read_share, read_yes_no

__all__ = [
    "ALIASES",
    "CJK",
    "CN",
    "ENVIRONMENT",
    "HK",
    "LANGUAGES",
    "MO",
    "NO",
    "NOWHERE",
    "OPEN_END",
    "SIDES",
    "US",
    "YES",
    "ZONES",
    "Act",
    "Answer",
    "Chart",
    "CiteOut",
    "DataError",
    "DetenteError",
    "Frozen",
    "HtsCode",
    "InputError",
    "Instant",
    "Language",
    "LawError",
    "MissingFact",
    "NextClock",
    "NotInstalled",
    "Opening",
    "Opens",
    "Party",
    "Repeat",
    "SolveError",
    "UnknownCode",
    "UnknownFact",
    "UnreadableFile",
    "anything_at",
    "cents_text",
    "check_marks",
    "comparable",
    "display_width",
    "duty_cents",
    "file_at",
    "folded",
    "folder_at",
    "has_words",
    "held_opening",
    "in_traditional",
    "in_zone",
    "is_chinese",
    "local_moment",
    "moment_text",
    "names_nothing",
    "nearest",
    "negotiated_language",
    "opening_at",
    "opening_of",
    "opening_of_code",
    "party_codes",
    "paused_garbage_collection",
    "percent_to_ppm",
    "ppm_to_percent",
    "read_amount",
    "read_country",
    "read_day",
    "read_decimal",
    "read_language",
    "read_moment",
    "read_share",
    "read_side",
    "read_whole_day",
    "read_yes_no",
    "sentence_in_chinese",
    "set_language",
    "some_other",
    "stems",
    "term_rows",
    "weakest",
    "whole_dollars",
    "worded",
    "worded_fault",
    "worded_line",
    "wrapped",
]
