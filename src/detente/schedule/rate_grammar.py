"""The grammar of rate columns: the words the schedule prints -> `Rate` values; nothing is dropped.

::

    rate      = whole | sum ["but not less than" sum]
    whole     = "Free" ["," words] | "No change" | pointer | declining | "The duty provided in the
                applicable subheading" [("+" | "plus" | "minus") rate]
    sum       = term {"+" term}
    term      = percent ["on" part] | amount ["/" | "each"] unit ["on" | "of" part]
    special   = { rate "(" symbols ")" }
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from detente.schedule.rates import (
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
)
from detente.schedule.units import Unit, read_unit
from detente.terms import InputError

LONGEST = 2_000
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_MONEY = rf"(?:\$(?P<usd>{_NUMBER})|(?P<cents>{_NUMBER})\s*¢)"
_PERCENT = re.compile(
    rf"(?:(?P<whole>\d+) (?P<third>[12])/3|(?P<number>{_NUMBER}))\s*(?:%|percent)"
    r"(?P<of>\s+(?:on|of|upon)\s+.+)?$"
)
_AMOUNT = re.compile(rf"{_MONEY}\s*(?P<per>.*)$")
_TAG = re.compile(r"</?(?:sup|sub|il|u|i|b|em|strong|p|br)\s*/?>")
_HYPHENED = re.compile(r"([a-z])- ([a-z])")
_BASE = re.compile(
    r"The (?:duty|duty rate|rate)(?: of duty)? (?:provided|applicable)(?: for)? ?in ?"
    r"(?:the applicable subheading|such subheading|subheadings? .*?)\.?"
    r"(?:\s*(?P<sign>\+|plus|minus|less)\s*(?P<rest>.+?))?\.?$",
    re.IGNORECASE,
)
_DECLINING = re.compile(
    r"(?P<start>.+?) less (?P<step>.+?) for each degree under (?P<degrees>\d+) degrees"
    r" \(and fractions of a degree in proportion\) but not less (?:than )?(?P<floor>.+)$"
)
_POINTS = re.compile(
    r"(?:See |The rate|The duty rate|The duty equal|A duty |The duty |The rates? |"
    r"[\d.]+ ?(?:%|percent) of the (?:cost|fair))",
    re.IGNORECASE,
)
_CODES = re.compile(r"\b\d{4}(?:\.\d{2}){0,3}\b")
_SYMBOL = re.compile(r"[A-Z]{1,3}[*+#]{0,2}$")
_PLAIN_PERCENT = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?%$")
_BASES = {
    "drained weight",
    "contents and container",
    "entire contents of container",
    "weight including container",
    "clean yield",
    "air dry weight",
    "dry weight basis",
    "recording surface",
    "immediate containers",
}


def read_rate(text: str | None) -> Rate | None:
    """The rate a column prints; None when the column is empty (the rate is then inherited).

    Examples
    --------
    >>> read_rate("4.4¢/kg + 6%")
    Sum(terms=(Specific(nano_usd=44000000, unit=Unit(name='kg', of='')), AdValorem(ppm=60000, of='',
    thirds=0)))
    >>> read_rate("The duty provided in the applicable subheading + 25%")
    OnTop(plus=AdValorem(ppm=250000, of='', thirds=0), less=None)
    >>> read_rate("as the Secretary may say")
    NotUnderstood(text='as the Secretary may say')
    """
    return _read(text) if text else None


@lru_cache(maxsize=32768)
def _read(text: str) -> Rate | None:
    if len(text) > LONGEST:
        return NotUnderstood(text[:LONGEST])
    plain = _PLAIN_PERCENT.match(text)
    if plain:
        return AdValorem(int(plain[1]) * 10_000 + int((plain[2] or "").ljust(4, "0")))
    clean = tidy(text)
    if not clean:
        return None
    return _whole(clean) or NotUnderstood(clean)


def tidy(text: str) -> str:
    """The column's words with the printer's line breaks, hyphenation, tags and odd spaces mended."""
    joined = " ".join(
        (_TAG.sub("", text) if "<" in text else text).replace("\xa0", " ").replace("\u200b", "").split()
    )
    return _HYPHENED.sub(r"\1\2", joined).strip()


def _whole(text: str) -> Rate | None:
    if text == "Free":
        return Free()
    if text.startswith("Free,"):
        return Free(text[5:].strip())
    if text.startswith("Free ("):
        return Free(text[5:].strip("() "))
    if text == "No additional duty":
        return Free(text)
    if text.rstrip(".").lower() == "no change":
        return NoChange()
    base = _BASE.match(text)
    if base:
        return _on_top(base)
    declining = _DECLINING.match(text)
    if declining:
        return _declining(declining)
    capped = re.match(r"(?P<rate>.+?), (?P<cap>but .*total duty shall not exceed .+)$", text)
    if capped:
        inner = _sum(capped["rate"])
        return AtMost(inner, capped["cap"]) if inner else None
    floored = re.match(r"(?P<rate>.+?),? but not less (?:than )?(?P<floor>.+)$", text)
    if floored:
        first, least = _sum(floored["rate"]), _sum(floored["floor"])
        return AtLeast(first, least) if first and least else None
    rate = _sum(text)
    if rate:
        return rate
    if _POINTS.match(text):
        return Pointer(text, tuple(_CODES.findall(text)))
    return None


def _on_top(match: re.Match[str]) -> Rate | None:
    if not match["rest"]:
        return OnTop()
    words = re.sub(r"^an? (?:additional )?duty of ", "", match["rest"], flags=re.IGNORECASE)
    extra = _sum(words)
    if extra is None:
        return None
    return OnTop(plus=extra) if match["sign"].lower() in ("+", "plus") else OnTop(less=extra)


def _declining(match: re.Match[str]) -> Rate | None:
    start, step, floor = (_term(match[name].strip()) for name in ("start", "step", "floor"))
    if isinstance(start, Specific) and isinstance(step, Specific) and isinstance(floor, Specific):
        return AtLeast(Declining(start, step, int(match["degrees"])), floor)
    return None


def _sum(text: str) -> Rate | None:
    terms = [_term(part.strip()) for part in text.split("+")]
    if any(term is None for term in terms):
        return None
    known = tuple(term for term in terms if term is not None)
    return known[0] if len(known) == 1 else Sum(known)


def _term(text: str) -> Rate | None:
    percent = _PERCENT.match(text)
    if percent:
        of = re.sub(r"^\s*(?:on|of|upon)\s+(?:the value of )?", "", percent["of"] or "")
        of = re.sub(r"^(?:the ?)?(?=case and|battery)", "the ", of)  # "on case and strap", "on thebattery"
        return _percent(percent, of)
    amount = _AMOUNT.match(text)
    if not amount:
        return None
    unit = _per(amount["per"].strip())
    if unit is None:
        return None
    name = amount["usd"] or amount["cents"]
    nano = Decimal(name) * (NANO_USD if amount["usd"] else NANO_USD // 100)
    return Specific(int(nano), unit) if nano == nano.to_integral_value() else None


def _percent(match: re.Match[str], of: str) -> Rate | None:
    if of in ("the full value of the imported article", "the entire set"):
        of = ""
    if match["third"]:
        thirds = int(match["third"]) * 10_000
        return AdValorem(int(match["whole"]) * 10_000 + thirds // 3, of, thirds % 3)
    scaled = Decimal(match["number"]) * 10_000
    return AdValorem(int(scaled), of) if scaled == scaled.to_integral_value() else None


def _per(words: str) -> Unit | None:
    """The unit after an amount: ``each``, ``/kg on drained weight``, ``/clean kg``."""
    if words in ("each", "per article"):
        return Unit("No.")
    if words in ("for each other piece or part",):
        return Unit("No.", "other pieces or parts")
    if not words.startswith("/"):
        return None
    words = words[1:].strip()
    words = re.sub(r"^(line)/ ?gross", "line/gross", words)
    over = re.match(r"jewel over (\d+)$", words)
    if over:
        return Unit("jewels", f"jewels over {over[1]}")
    parted = re.match(r"(?P<unit>.+?),?\s*\b(?:on|of|including)\b\s*(?P<part>.+)$", _space(words))
    if parted is None:
        return _unit(words)
    unit = _unit(parted["unit"])
    part = parted["part"].strip()
    if unit is None:
        return None
    if "including weight of container" in words:
        part = "weight including container"
    return Unit(unit.name, part)


def _space(words: str) -> str:
    return re.sub(r"(m2|m3|m²)(of)\b", r"\1 \2", words)


def _unit(words: str) -> Unit | None:
    try:
        return read_unit(words)
    except InputError:
        return None


def is_basis(of: str) -> bool:
    """Whether the words say how the goods are measured, and not which part of them.

    Examples
    --------
    >>> is_basis("drained weight"), is_basis("lead content")
    (True, False)
    """
    return of in _BASES


@lru_cache(maxsize=32768)
def read_special(text: str | None) -> tuple[SpecialRate, ...]:
    """The entries of the special column, each rate with its programme symbols.

    Words outside any brackets and brackets that hold no symbols stay, as `NotUnderstood`.

    Examples
    --------
    >>> read_special("Free (A,AU) 1.3% (KR)")[1]
    SpecialRate(rate=AdValorem(ppm=13000, of='', thirds=0), programmes=('KR',))
    """
    clean = tidy(text or "")
    if not clean:
        return ()
    if len(clean) > LONGEST:
        return (SpecialRate(NotUnderstood(clean[:LONGEST]), ()),)
    entries: list[SpecialRate] = []
    at = 0
    for matched in re.finditer(r"\(([^()]*)\)", clean):
        symbols = [s.strip(" .") for s in matched[1].replace(" ", ",").split(",") if s.strip()]
        if not symbols or not all(_SYMBOL.match(s) for s in symbols):
            continue  # a bracket inside the words of the rate, as in "U.S. note 3(b)"
        words = clean[at : matched.start()].strip(" ,;")
        at = matched.end()
        if not words and entries:  # two brackets after one rate
            last = entries.pop()
            entries.append(SpecialRate(last.rate, last.programmes + tuple(symbols)))
            continue
        entries.append(SpecialRate((read_rate(words) or NotUnderstood(words)), tuple(symbols)))
    rest = clean[at:].strip(" ,;")
    if rest and rest != ".":
        entries.append(SpecialRate((read_rate(rest) or NotUnderstood(rest)), ()))
    return tuple(entries)
