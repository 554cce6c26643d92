"""The closed set of units a tariff counts in, and the exact ratios between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.terms import InputError, folded, nearest

# unit -> (what it measures, numerator, denominator of one unit in the first unit of its kind)
UNITS: dict[str, tuple[str, int, int]] = {
    "kg": ("mass", 1, 1),
    "g": ("mass", 1, 1000),
    "t": ("mass", 1000, 1),
    "lb": ("mass", 45359237, 100_000_000),
    "oz": ("mass", 45359237, 1_600_000_000),
    "carat": ("mass", 1, 5000),
    "No.": ("count", 1, 1),
    "doz.": ("count", 12, 1),
    "hundreds": ("count", 100, 1),
    "gross": ("count", 144, 1),
    "thousands": ("count", 1000, 1),
    "prs.": ("pairs", 1, 1),
    "doz. prs.": ("pairs", 12, 1),
    "m": ("length", 1, 1),
    "cm": ("length", 1, 100),
    "ft": ("length", 381, 1250),
    "yd": ("length", 1143, 1250),
    "thousand m": ("length", 1000, 1),
    "m2": ("area", 1, 1),
    "cm2": ("area", 1, 10_000),
    "ft2": ("area", 145161, 1_562_500),
    "liters": ("volume", 1, 1),
    "ml": ("volume", 1, 1000),
    "m3": ("volume", 1000, 1),
    "thousand m3": ("volume", 1_000_000, 1),
    "gal": ("volume", 473176473, 125_000_000),
    "bbl": ("volume", 9936705933, 62_500_000),
    "pf.liters": ("proof volume", 1, 1),
    "pf.gal": ("proof volume", 473176473, 125_000_000),
    "jewels": ("jewels", 1, 1),
    "gr.lines": ("gross lines", 1, 1),
    "packs": ("packs", 1, 1),
    "squares": ("squares", 1, 1),
    "doses": ("doses", 1, 1),
    "W": ("power", 1, 1),
    "kWh": ("energy", 1, 1),
    "MWh": ("energy", 1000, 1),
    "GBq": ("activity", 1, 1),
}

# every other spelling the schedule or a person uses
_SAID = {
    "kgs": "kg", "kilo": "kg", "kilos": "kg", "kilogram": "kg", "kilograms": "kg", "公斤": "kg", "千克": "kg",
    "gram": "g", "grams": "g", "克": "g", "gm": "g", "tonne": "t",
    "tonnes": "t", "mt": "t", "metric ton": "t",
    "metric tons": "t", "ton (metric)": "t", "吨": "t", "lbs": "lb", "pound": "lb", "pounds": "lb",
    "ounce": "oz", "ounces": "oz", "carats": "carat", "ct": "carat", "克拉": "carat",
    "no": "No.", "number": "No.", "each": "No.", "ea": "No.", "pcs": "No.", "pc": "No.", "piece": "No.",
    "pieces": "No.", "unit": "No.", "units": "No.", "head": "No.",
    "article": "No.", "articles": "No.", "x": "No.",
    "件": "No.", "个": "No.", "台": "No.", "pins": "No.",
    "doz": "doz.", "dozen": "doz.", "dozens": "doz.", "dz": "doz.",
    "dz pcs": "doz.", "doz pcs": "doz.", "打": "doz.",
    "hundred": "hundreds", "thousand": "thousands", "1000": "thousands", "1,000": "thousands",
    "1,000 pins": "thousands", "m pcs": "thousands",
    "prs": "prs.", "pr": "prs.", "pair": "prs.", "pairs": "prs.", "双": "prs.", "doz prs": "doz. prs.",
    "doz pairs": "doz. prs.", "dozen pairs": "doz. prs.", "dpr": "doz. prs.",
    "meter": "m", "meters": "m", "metre": "m", "metres": "m", "lin m": "m",
    "linear m": "m", "fiber m": "m", "米": "m",
    "foot": "ft", "feet": "ft", "yard": "yd", "yards": "yd",
    "m²": "m2", "sq m": "m2", "sqm": "m2", "square meter": "m2",
    "square meters": "m2", "square metres": "m2", "平方米": "m2",
    "cm²": "cm2", "sq cm": "cm2", "sq ft": "ft2", "sqft": "ft2", "ft²": "ft2", "square feet": "ft2",
    "liter": "liters", "litre": "liters", "litres": "liters", "l": "liters", "升": "liters", "m³": "m3",
    "cubic meter": "m3", "cubic meters": "m3", "cubic metres": "m3", "cbm": "m3", "立方米": "m3",
    "gallon": "gal", "gallons": "gal", "barrel": "bbl", "barrels": "bbl",
    "pf liter": "pf.liters", "pf liters": "pf.liters", "pfliter": "pf.liters", "pfliters": "pf.liters",
    "proof liter": "pf.liters", "proof liters": "pf.liters", "proof gallons": "pf.gal", "pf gal": "pf.gal",
    "jwls": "jewels", "jewel": "jewels", "gr lines": "gr.lines",
    "grlines": "gr.lines", "line/gross": "gr.lines",
    "pack": "packs", "square": "squares", "dose": "doses", "watt": "W", "watts": "W",
}  # fmt: skip
_CONTENT = {
    "cu": "copper", "pb": "lead", "zn": "zinc", "w": "tungsten", "mo": "molybdenum", "mg": "magnesium",
    "mn": "manganese", "si": "silicon", "cr": "chromium", "ni": "nickel", "co": "cobalt", "sn": "tin",
    "sb": "antimony", "v": "vanadium", "v2o5": "vanadium pentoxide", "cr2o3": "chromic oxide", "au": "gold",
    "ag": "silver", "pt": "platinum", "pd": "palladium", "rh": "rhodium", "ir": "iridium", "os": "osmium",
    "ru": "ruthenium", "nh3": "ammonia", "naoh": "sodium hydroxide", "al": "aluminum",
}  # fmt: skip
_QUALIFIED = {
    "kg cmsc": ("kg", "cow's milk solids content"),
    "kg msc": ("kg", "milk solids content"),
    "kg amc": ("kg", "anhydrous morphine content"),
    "kg ttl sug": ("kg", "total sugars"),
    "cy kg": ("kg", "clean yield"),
    "clean kg": ("kg", "clean yield"),
    "t adw": ("t", "air dry weight"),
    "t dwb": ("t", "dry weight basis"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of quantity, with what it measures when that is a part of the goods.

    Parameters
    ----------
    name : str
        A name of `UNITS`, for example ``"kg"``.
    of : str
        ``"lead content"``, ``"drained weight"``; empty when the goods as entered are measured.
    """

    name: str
    of: str = ""

    @property
    def kind(self) -> str:
        """What it measures: mass, count, pairs, area …"""
        return UNITS[self.name][0]

    def __str__(self) -> str:
        return f"{self.name} ({self.of})" if self.of else self.name


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit:
    """The unit a schedule, an invoice or a person means.

    Raises
    ------
    InputError
        When it is none of the closed set; the nearest names are given.

    Examples
    --------
    >>> read_unit("doz")
    Unit(name='doz.', of='')
    >>> read_unit("Pb kg")
    Unit(name='kg', of='lead content')
    """
    raw = " ".join(folded(text).replace("\xa0", " ").split())
    if raw in UNITS:
        return Unit(raw)
    key = raw.lower().rstrip(".")
    if key in _QUALIFIED:
        name, of = _QUALIFIED[key]
        return Unit(name, of)
    plain = re.sub(r"\s+", " ", key.replace(".", " ")).strip()
    for said in (key, plain):
        if said in _SAID:
            return Unit(_SAID[said])
    for name in UNITS:
        if name.lower().rstrip(".") == key:
            return Unit(name)
    symbol, _, rest = key.partition(" ")
    if symbol in _CONTENT and rest in ("kg", "g", "t", "lb"):
        return Unit(rest, f"{_CONTENT[symbol]} content")
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    raise InputError(
        f"unit {shown!r} is not known",
        remedy=nearest(key, [*_SAID, *UNITS]) or "write kg, No., doz., m2, liters",
    )


def ratio(given: str, wanted: str) -> tuple[int, int] | None:
    """How many of `wanted` one `given` is, as an exact fraction; None when they measure different things.

    Examples
    --------
    >>> ratio("doz.", "No.")
    (12, 1)
    >>> ratio("kg", "No.") is None
    True
    """
    kind, up, down = UNITS[given]
    other, wanted_up, wanted_down = UNITS[wanted]
    return (up * wanted_down, down * wanted_up) if kind == other else None
