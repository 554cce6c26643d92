"""Words everyone shares: codes, countries, money, rates, times, citations, errors."""

from detente.terms.codes import HtsCode
from detente.terms.country import read_country
from detente.terms.errors import (
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
from detente.terms.instants import (
    OPEN_END,
    ZONES,
    Instant,
    in_zone,
    local_moment,
    moment_text,
    read_day,
    read_moment,
)
from detente.terms.money import (
    cents_text,
    duty_cents,
    percent_to_ppm,
    ppm_to_percent,
    read_amount,
    whole_dollars,
)
from detente.terms.party import CN, HK, MO, SIDES, US, Party, read_side

__all__ = [
    "CN",
    "HK",
    "MO",
    "OPEN_END",
    "SIDES",
    "US",
    "ZONES",
    "DataError",
    "DetenteError",
    "HtsCode",
    "InputError",
    "Instant",
    "LawError",
    "NotInstalled",
    "Party",
    "SolveError",
    "UnknownCode",
    "UnknownFact",
    "UnreadableFile",
    "cents_text",
    "duty_cents",
    "in_zone",
    "local_moment",
    "moment_text",
    "nearest",
    "percent_to_ppm",
    "ppm_to_percent",
    "read_amount",
    "read_country",
    "read_day",
    "read_moment",
    "read_side",
    "whole_dollars",
]
