"""The facts of a port call: read, checked, and the words in which they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from detente.port_fees.contradictions import check_together
from detente.port_fees.holdings import HELD
from detente.terms import (
    InputError,
    Instant,
    folded,
    nearest,
    read_amount,
    read_country,
    read_moment,
    read_yes_no,
)

CALL_QUESTIONS: dict[str, tuple[str, str]] = {
    "imo": ("IMO number of the vessel?", "船舶IMO编号？"),
    "net_tonnage": ("Net tonnage on the certificate?", "净吨位？"),
    "containers": ("Containers discharged at this call?", "本次卸箱数量？"),
    "ceu_capacity": ("Capacity in car equivalent units?", "标准车位（CEU）？"),
    "vessel_type": ("What kind of vessel?", "船型？"),
    "owner_country": ("Country of the owner?", "船东国别？"),
    "operator_country": ("Country of the operator?", "经营人国别？"),
    "registered_owner_country": (
        "Country of the owner in the vessel's registry, where another than the beneficial owner's?",
        "船舶登记所有人国别（与实际所有人不同时）？",
    ),
    "certificate_operator_country": (
        "Country of the operator on the Certificate of Financial Responsibility?",
        "财务责任证书（COFR）所载经营人国别？",
    ),
    "charterer_country": ("Country of the charterer, where she is chartered?", "承租人国别（如有租约）？"),
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
    "chinese_equity_pct": (
        "Percent held by Chinese persons: the largest of equity, votes and board seats?",
        "中国人持股、表决权、董事会席位之最高百分比？",
    ),
    "chinese_voting_pct": ("Percent of the votes held by Chinese persons?", "中国人表决权百分比？"),
    "chinese_board_pct": ("Percent of the board seats held by Chinese persons?", "中国人董事会席位百分比？"),
    "voyage_no_in_year": ("Which charged voyage of the billing year is it?", "计费年度内第几次计费航次？"),
    "rotation_id": ("Which rotation does the call belong to?", "所属航次？"),
    "first_port": ("Is it the first port of the rotation in this country?", "是否本航次首个挂靠港？"),
    "ballast": ("Does she arrive empty or in ballast?", "是否空载或压载？"),
    "voyage_nm": ("Length of the voyage in nautical miles?", "航程（海里）？"),
    "continental_port": (
        "Is the port of call in the continental United States?",
        "挂靠港是否位于美国大陆？",
    ),
    "teu_capacity": ("Capacity in TEU?", "载箱量（TEU）？"),
    "dwt": ("Deadweight tonnage?", "载重吨？"),
    "us_programme": ("In a US Government programme (MSP, TSP, CSP, VISA)?", "是否属美国政府项目？"),
    "us_government_cargo": (
        "Does she carry US Government cargo, or does the US Government own or charter her?",
        "是否载运美国政府货物，或由美国政府拥有、租用？",
    ),
    "chemicals_in_bulk": (
        "Was she built specially to carry chemical substances in bulk liquid form?",
        "是否专为散装液体化学品运输建造？",
    ),
    "long_term_charter": ("Does she sail under a long-term charter?", "是否在长期租约下营运？"),
    "formal_entry": (
        "Must she make formal entry with CBP (19 USC 1434, not excepted under 1441)?",
        "是否须向美国海关办理正式进口岸手续（19 USC 1434）？",
    ),
    "specialised_export": ("Specialised export vessel?", "是否特种出口船？"),
    "laker": ("Great Lakes vessel?", "是否五大湖船舶？"),
    "port_territory": (
        "Is the port in mainland China (CN), Hong Kong (HK) or Macau (MO)?",
        "港口位于内地（CN）、香港（HK）还是澳门（MO）？",
    ),
    "berths": ("Does she berth, or only anchor?", "靠泊还是仅锚泊？"),
    "hour": ("At what hour does she berth, port time (HH:MM)?", "几时靠泊（港口时间，HH:MM）？"),
    "repair_only": ("Does she enter a Chinese yard empty, only for repair?", "是否仅为修理空载进厂？"),
    "recognised_exempt": ("Has the ministry recognised an exemption?", "是否经认定豁免？"),
}
PROGRAMMES = ("MSP", "TSP", "CSP", "VISA")  # those the annexes name
# too broad to tell a vehicle carrier, or which gas is carried: asked again
_BROAD = {
    "con_ro", "conro", "ro_pax", "ropax", "vessel", "ship", "other", "gas_carrier", "gas_tanker", "lgc",
    "mgc",
    # a size, or a use, of ships of several types
    "panamax", "post_panamax", "neopanamax", "new_panamax", "handysize", "handymax", "obo",
    "combination_carrier", "oil_bulk_ore", "ore_oil_carrier", "fsru", "fsu", "fpso",
    "巴拿马型", "巴拿马型船", "灵便型", "兼用船",
}  # fmt: skip
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
        "ethane_carrier",
        "ro_ro",
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
    "capesize": "bulk_carrier",
    "newcastlemax": "bulk_carrier",
    "kamsarmax": "bulk_carrier",
    "supramax": "bulk_carrier",
    "ultramax": "bulk_carrier",
    "vloc": "bulk_carrier",
    "valemax": "bulk_carrier",
    "crude_tanker": "oil_tanker",
    "crude_oil_tanker": "oil_tanker",
    "vlcc": "oil_tanker",
    "ulcc": "oil_tanker",
    "suezmax": "oil_tanker",
    "aframax": "oil_tanker",
    "lr1": "product_tanker",
    "lr2": "product_tanker",
    "mr_tanker": "product_tanker",
    "lngc": "lng_carrier",
    "q_max": "lng_carrier",
    "q_flex": "lng_carrier",
    "lpgc": "lpg_carrier",
    "ulcv": "container",
    "boxship": "container",
    "feeder": "container",
    "lpg": "lpg_carrier",
    "lpg_tanker": "lpg_carrier",
    "vlgc": "lpg_carrier",
    "ethane": "ethane_carrier",
    "vlec": "ethane_carrier",
    "roro": "ro_ro",
    "ro_ro_vessel": "ro_ro",
    "roll_on_roll_off": "ro_ro",
    "滚装船": "ro_ro",
    "液化石油气船": "lpg_carrier",
    "乙烷船": "ethane_carrier",
    "液化天然气船": "lng_carrier",
    "cruise_ship": "cruise",
    "multi_purpose": "multipurpose",
    "集装箱船": "container",
    "散货船": "bulk_carrier",
    "油轮": "oil_tanker",
    "超大型油轮": "oil_tanker",
    "苏伊士型油轮": "oil_tanker",
    "阿芙拉型油轮": "oil_tanker",
    "好望角型散货船": "bulk_carrier",
    "好望角型": "bulk_carrier",
    "化学品船": "chemical_tanker",
    "汽车运输船": "vehicle_carrier",
    "客船": "passenger",
}
_COUNTRIES = {
    "owner_country", "registered_owner_country", "operator_country", "certificate_operator_country",
    "charterer_country", "built_country", "flag",
}  # fmt: skip
_NUMBERS = {"net_tonnage", "ceu_capacity", "voyage_nm", "teu_capacity", "dwt"}
_NEVER_NONE = {"net_tonnage", "dwt", "voyage_nm"}
_LEAVE_OUT = "write it as it is, or leave it out where it is not known"
_WHOLE = {"containers", "voyage_no_in_year"}
_PERCENTS = {share for shares in HELD.values() for share in shares}
_YES_NO = {
    "first_port", "ballast", "specialised_export", "laker", "repair_only", "recognised_exempt",
    "continental_port", "us_government_cargo", "chemicals_in_bulk", "long_term_charter", "formal_entry",
    "berths",
}  # fmt: skip
TERRITORIES = ("CN", "HK", "MO")


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
    check_together(clean)
    return {name: clean[name] for name in CALL_QUESTIONS if name in clean}


def _read_fact(name: str, value: object) -> str | None:
    text = "" if value is None else folded(str(value)).strip()
    if not text or text.lower() in ("unknown", "?"):
        return None
    if name in _COUNTRIES:
        return read_country(text, what=name)
    if name in _NUMBERS:
        number = read_amount(text, what=name, most=10**7)
        if not number and name in _NEVER_NONE:
            raise InputError(
                f"{name} {text!r} is no figure of a ship or a voyage", where=name, remedy=_LEAVE_OUT
            )
        return format(number, "f")
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
    if name == "port_territory":
        return _read_territory(text)
    if name == "hour":
        return _read_hour(text)
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


def _read_hour(text: str) -> str:
    """An hour of port time, ``HH:MM``."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(:00)?", text)
    if found is None:
        raise InputError(f"hour {text[:40]!r} is no time of day", remedy="write HH:MM, 00:00 to 23:59")
    return f"{int(found[1]):02d}:{found[2]}"


def call_moment(on: object, side: str, hour: str = "") -> tuple[str, bool]:
    """When a call takes place on the clock of its side, and whether only its day is known.

    Raises
    ------
    InputError
        When the day cannot be read, or has another hour than the one given beside it.
    """
    moment = read_moment(on, what="port_call_on", side=side)
    day_alone = Instant.read(on, what="port_call_on").minute is None
    if hour and not day_alone and moment[11:] != hour:
        raise InputError(
            f"port_call_on {moment.replace('T', ' ')} and hour {hour} contradict each other",
            remedy="correct one of them",
        )
    return (f"{moment[:10]}T{hour}", False) if hour and day_alone else (moment, day_alone)


def _read_territory(text: str) -> str:
    """Mainland China, Hong Kong or Macau, in any spelling."""
    place = read_country(text, what="port_territory")
    if place not in TERRITORIES:
        raise InputError(f"port_territory {text[:40]!r} is no port of China", remedy="CN, HK or MO")
    return place


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
