"""The facts of a port call: read, checked, and the words in which they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from detente.terms import InputError, folded, nearest, read_amount, read_country, read_yes_no

CALL_QUESTIONS: dict[str, tuple[str, str]] = {
    "imo": ("IMO number of the vessel?", "船舶IMO编号？"),
    "net_tonnage": ("Net tonnage on the certificate?", "净吨位？"),
    "containers": ("Containers discharged at this call?", "本次卸箱数量？"),
    "ceu_capacity": ("Capacity in car equivalent units?", "标准车位（CEU）？"),
    "vessel_type": ("What kind of vessel?", "船型？"),
    "owner_country": ("Country of the owner?", "船东国别？"),
    "operator_country": ("Country of the operator?", "经营人国别？"),
    "built_country": ("Country in which she was built?", "建造国？"),
    "flag": ("Flag?", "船旗？"),
    "us_equity_pct": (
        "Percent held by US persons: the largest of equity, votes and board seats?",
        "美国的企业、其他组织和个人持股、表决权、董事会席位之最高百分比？",
    ),
    "us_voting_pct": ("Percent of the votes held by US persons?", "美国的企业、其他组织和个人表决权百分比？"),
    "us_board_pct": (
        "Percent of the board seats held by US persons?",
        "美国的企业、其他组织和个人董事会席位百分比？",
    ),
    "chinese_equity_pct": ("Percent held by Chinese persons?", "中国人持股百分比？"),
    "voyage_no_in_year": ("Which charged voyage of the billing year is it?", "计费年度内第几次计费航次？"),
    "rotation_id": ("Which rotation does the call belong to?", "所属航次？"),
    "first_port": ("Is it the first port of the rotation in this country?", "是否本航次首个挂靠港？"),
    "ballast": ("Does she arrive empty or in ballast?", "是否空载或压载？"),
    "voyage_nm": ("Length of the voyage in nautical miles?", "航程（海里）？"),
    "teu_capacity": ("Capacity in TEU?", "载箱量（TEU）？"),
    "dwt": ("Deadweight tonnage?", "载重吨？"),
    "us_programme": ("In a US Government programme (MSP, TSP, CSP, VISA)?", "是否属美国政府项目？"),
    "specialised_export": ("Specialised export vessel?", "是否特种出口船？"),
    "laker": ("Great Lakes vessel?", "是否五大湖船舶？"),
    "repair_only": ("Does she enter a Chinese yard empty, only for repair?", "是否仅为修理空载进厂？"),
    "recognised_exempt": ("Has the ministry recognised an exemption?", "是否经认定豁免？"),
}
PROGRAMMES = ("MSP", "TSP", "CSP", "VISA")  # those the annexes name
# too broad to tell a vehicle carrier, or which gas is carried: asked again
_BROAD = {
    "ro_ro",
    "roro",
    "ro_ro_vessel",
    "vessel",
    "ship",
    "other",
    "gas_carrier",
    "ethane_carrier",
    "滚装船",
}
# words of the law files first, then types that no annex names
VESSEL_TYPES = frozenset(
    [
        "lng_carrier",
        "lng",
        "lng_tanker",
        "lng_vessel",
        "bulk",
        "bulk_carrier",
        "dry_bulk",
        "tanker",
        "oil_tanker",
        "chemical_tanker",
        "product_tanker",
        "lpg_carrier",
        "vehicle_carrier",
        "vehicles_carrier",
        "car_carrier",
        "pcc",
        "pctc",
        "pure_car_carrier",
        "pure_car_and_truck_carrier",
        "pure_car_truck_carrier",
        "container",
        "container_ship",
        "containership",
        "container_vessel",
        "general_cargo",
        "multipurpose",
        "breakbulk",
        "heavy_lift",
        "reefer",
        "livestock_carrier",
        "con_ro",
        "ro_pax",
        "passenger",
        "cruise",
        "ferry",
        "barge",
        "tug",
        "dredger",
        "offshore",
        "research",
        "fishing",
        "cable_layer",
        "yacht",
        "naval",
        "government",
    ]
)
_TYPE_SYNONYMS = {
    "bulker": "bulk_carrier",
    "ore_carrier": "bulk_carrier",
    "crude_tanker": "oil_tanker",
    "lpg": "lpg_carrier",
    "cruise_ship": "cruise",
    "multi_purpose": "multipurpose",
    "集装箱船": "container",
    "散货船": "bulk_carrier",
    "油轮": "oil_tanker",
    "化学品船": "chemical_tanker",
    "汽车运输船": "vehicle_carrier",
    "客船": "passenger",
}
_COUNTRIES = {"owner_country", "operator_country", "built_country", "flag"}
_NUMBERS = {"net_tonnage", "ceu_capacity", "voyage_nm", "teu_capacity", "dwt"}
_WHOLE = {"containers", "voyage_no_in_year"}
_HELD = ("us_equity_pct", "us_voting_pct", "us_board_pct")  # the largest of them counts
_PERCENTS = {*_HELD, "chinese_equity_pct"}
_YES_NO = {"first_port", "ballast", "specialised_export", "laker", "repair_only", "recognised_exempt"}


def read_call_facts(raw: Mapping[str, object]) -> dict[str, str]:
    """Facts of a call, checked; what is empty is left out.

    Raises
    ------
    InputError
        For a fact that does not exist or a value that cannot be used.
    """
    clean: dict[str, str] = {}
    for name, value in raw.items():
        if name not in CALL_QUESTIONS:
            raise InputError(
                f"no fact named {name!r}", remedy=nearest(name, CALL_QUESTIONS) or ", ".join(CALL_QUESTIONS)
            )
        read = _read_fact(name, value)
        if read is not None:
            clean[name] = read
    held = [clean.pop(name) for name in _HELD if name in clean]
    if held:
        clean["us_equity_pct"] = max(held, key=Decimal)
    return {name: clean[name] for name in CALL_QUESTIONS if name in clean}


def _read_fact(name: str, value: object) -> str | None:
    text = "" if value is None else folded(str(value)).strip()
    if not text or text.lower() in ("unknown", "?"):
        return None
    if name in _COUNTRIES:
        return read_country(text, what=name)
    if name in _NUMBERS:
        return format(read_amount(text, what=name, most=10**7), "f")
    if name in _WHOLE:
        number = read_amount(text, what=name, most=10**6)
        if number != number.to_integral_value() or (name == "voyage_no_in_year" and number < 1):
            raise InputError(f"{name} {text!r} is no count", remedy="write a whole number")
        return str(int(number))
    if name in _PERCENTS:
        number = read_amount(text.rstrip("% "), what=name, most=100)
        return format(number, "f")
    if name in _YES_NO:
        return read_yes_no(name, text)
    if name == "imo":
        return read_imo(text)
    if name == "vessel_type":
        return _read_vessel_type(text)
    if name == "us_programme":
        return _read_programme(text)
    if len(text) > 200:
        raise InputError(f"{name} is longer than 200 characters", remedy="give fewer")
    return text


def _read_programme(text: str) -> str:
    """A programme of the US Government by its letters, or yes or no."""
    word = text.upper() if text.upper() in PROGRAMMES else text.lower()
    if word not in (*PROGRAMMES, "yes", "no"):
        raise InputError(
            f"us_programme {text[:40]!r} is not known", remedy=f"one of {', '.join(PROGRAMMES)}, yes or no"
        )
    return word


def _read_vessel_type(text: str) -> str | None:
    """A type of vessel in the words of the annexes or of the trade; None where it is too broad to decide."""
    word = re.sub(r"[\s\-/]+", "_", text.lower())
    kind = _TYPE_SYNONYMS.get(word, word)
    if kind in _BROAD:
        return None
    if kind not in VESSEL_TYPES:
        remedy = nearest(word[:60], (*VESSEL_TYPES, *_TYPE_SYNONYMS)) or (
            "for example container, bulk, tanker, vehicle_carrier, lng_carrier, lpg_carrier, general_cargo"
        )
        raise InputError(f"vessel_type {text[:40]!r} is not known", remedy=remedy)
    return kind


def read_imo(text: str) -> str:
    """An IMO number with its check digit verified.

    Raises
    ------
    InputError
        When it is not seven digits, or the last is not the check digit of the others.

    Examples
    --------
    >>> read_imo("IMO 9074729")
    '9074729'
    """
    digits = re.sub(r"^IMO\s*", "", text.strip().upper()).replace(".0", "")
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise InputError(f"imo {text[:40]!r} is not an IMO number", remedy="write seven digits")
    expected = sum(int(d) * place for d, place in zip(digits[:6], range(7, 1, -1), strict=True)) % 10
    if int(digits[6]) != expected:
        raise InputError(
            f"imo {digits} fails its check digit (expected {digits[:6]}{expected})", remedy="check the number"
        )
    return digits
