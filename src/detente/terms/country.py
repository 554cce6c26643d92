"""Countries as codes of two letters, never guessed from a shipment's route."""

from __future__ import annotations

from detente.terms.errors import InputError, nearest

_ISO = (
    "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS "
    "IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL "
    "PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC "
    "TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
CODES = frozenset(_ISO.split())
_NAMES = {
    "china": "CN", "prc": "CN", "people's republic of china": "CN", "mainland china": "CN", "chn": "CN",
    "中国": "CN", "中國": "CN", "中华人民共和国": "CN", "hong kong": "HK", "hong kong sar": "HK", "hkg": "HK",
    "香港": "HK", "macau": "MO", "macao": "MO", "mac": "MO", "澳门": "MO", "澳門": "MO", "united states": "US",
    "usa": "US", "u.s.": "US", "united states of america": "US", "美国": "US", "美國": "US", "taiwan": "TW",
    "vietnam": "VN", "viet nam": "VN", "mexico": "MX", "japan": "JP", "south korea": "KR", "germany": "DE",
    "canada": "CA", "india": "IN", "thailand": "TH", "malaysia": "MY", "brazil": "BR", "argentina": "AR",
}  # fmt: skip


def read_country(text: object, *, what: str = "origin") -> str:
    """A country as its ISO 3166 code of two letters.

    Raises
    ------
    InputError
        When the text is no country.

    Examples
    --------
    >>> read_country("Hong Kong")
    'HK'
    """
    raw = str(text).strip() if text is not None else ""
    if raw.upper() in CODES:
        return raw.upper()
    if raw.lower() in _NAMES:
        return _NAMES[raw.lower()]
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    hint = nearest(raw.lower(), _NAMES)
    raise InputError(
        f"{what} {shown!r} is not a country",
        remedy=f"give the ISO code of two letters, for example CN{'; ' + hint if hint else ''}",
    )
