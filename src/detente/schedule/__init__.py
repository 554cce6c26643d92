"""Tariff schedules of both sides: official editions and notes become dated lines."""

from detente.schedule.book import GoodsBook, LayeredBook, layered, open_book
from detente.schedule.duty import Duty, Missing, Need, ad_valorem_equivalent, duty_cents
from detente.schedule.lines import BookMeta, DatedLine, Membership, Schedule
from detente.schedule.rate_grammar import read_rate, read_special
from detente.schedule.rates import Rate, SpecialRate, say, understood
from detente.schedule.units import UNITS, Unit, read_unit

__all__ = [
    "UNITS",
    "BookMeta",
    "DatedLine",
    "Duty",
    "GoodsBook",
    "LayeredBook",
    "Membership",
    "Missing",
    "Need",
    "Rate",
    "Schedule",
    "SpecialRate",
    "Unit",
    "ad_valorem_equivalent",
    "duty_cents",
    "layered",
    "open_book",
    "read_rate",
    "read_special",
    "read_unit",
    "say",
    "understood",
]
