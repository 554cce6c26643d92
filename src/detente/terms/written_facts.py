"""Facts as people write them: other spellings of their names, yes and no, shares."""

from __future__ import annotations

from detente.terms.chinese.folding import folded
from detente.terms.errors import InputError
from detente.terms.numbers import read_decimal

# other spellings of the names of facts and columns
ALIASES = {
    "aluminium_value_usd": "aluminum_value_usd",
    "known_on": "known",
    "date": "entry_date",
    "country": "origin",
}
YES, NO = frozenset({"yes", "y", "true", "1", "是"}), frozenset({"no", "n", "false", "0", "否"})
NO_WORDS = frozenset({"none", "null", "nan", "n/a", "#n/a", "-", "?", "unknown"})
UNKNOWN = frozenset({"", "unknown", "?", "未知"})


def names_nothing(value: object) -> bool:
    """Whether a text names nothing: empty, or the word that stands in a cell left empty.

    Examples
    --------
    >>> names_nothing("N/A"), names_nothing(None), names_nothing("laptop")
    (True, True, False)
    """
    return value is None or folded(str(value)).strip().lower() in {"", *NO_WORDS}


def read_yes_no(name: str, value: object) -> str | None:
    """A yes or no as people write it; None when nothing is written, or that it is not known.

    Raises
    ------
    InputError
        When the text is neither.

    Examples
    --------
    >>> read_yes_no("military", "是"), read_yes_no("military", "N"), read_yes_no("military", "unknown")
    ('yes', 'no', None)
    """
    text = "" if value is None else folded(str(value)).strip().lower()
    if text in UNKNOWN:
        return None
    if text in YES or text in NO:
        return "yes" if text in YES else "no"
    raise InputError(f"{name} {text[:40]!r} is neither yes nor no", remedy="write yes, no, or leave it empty")


def read_share(name: str, value: object) -> str | None:
    """A share as a decimal between 0 and 1; ``0.12%`` and ``0.0012`` mean the same.

    Raises
    ------
    InputError
        When the text is no share, or lies outside 0 to 1.

    Examples
    --------
    >>> read_share("controlled_share", "0.12%"), read_share("controlled_share", "0.0012")
    ('0.0012', '0.0012')
    """
    text = "" if value is None else folded(str(value)).strip()
    if not text:
        return None
    percent = text.endswith("%")
    try:
        number = read_decimal(text.rstrip("% "), what=name)
    except InputError:
        endless = text.lower().strip("+-%％ ") in ("nan", "inf", "infinity")
        fault = "is outside 0 to 1" if endless else "is not a share"
        raise InputError(f"{name} {text[:40]!r} {fault}", remedy="write 0.0012 or 0.12%") from None
    share = number / 100 if percent else number
    if not 0 <= share <= 1:
        raise InputError(f"{name} {text[:40]!r} is outside 0 to 1", remedy="write 0.0012 or 0.12%")
    return format(share, "f")
