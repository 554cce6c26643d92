"""Facts that US controls alone ask: the number, headquarters, footnotes, foreign making, exceptions."""

from __future__ import annotations

from collections.abc import Mapping

from detente.licensing.us_items import read_eccn
from detente.terms import CN, US, InputError, read_share, read_yes_no

US_QUESTIONS: dict[str, tuple[str, str]] = {
    "eccn": (
        "Which number of the Commerce Control List (ECCN) is it, or is it EAR99?",
        "商业管制清单编号（ECCN）是什么，或是否为EAR99？",
    ),
    "headquartered_d5": (
        "Is the buyer, or its ultimate parent, headquartered in Macau or a country of group D:5 (China "
        "among them)?",
        "买方或其最终母公司的总部是否位于澳门或D:5组国家（含中国）？",
    ),
    "entity_footnote": (
        "Which footnote of the Entity List does a party's entry carry: none, 1, 4 or 5?",
        "当事方在实体清单中带有哪一脚注：无、1、4或5？",
    ),
    "us_controlled_share": (
        "Value of US controlled content in a foreign-made item, as a share of its value?",
        "外国制造物项中美国受管制成分价值占比？",
    ),
    "us_technology": (
        "Foreign-made: is it the direct product of US technology or software that 15 CFR 734.9 names, or of "
        "a plant that is, or does it hold a chip that is?",
        "外国制造物项：是否为15 CFR 734.9所列美国技术、软件或此类工厂的直接产品，或含有此类芯片？",
    ),
    "exception": (
        "Which licence exception is claimed (NAC, ACA, LPP, HBM, ENC, RPL, TMP, GOV)?",
        "主张适用何种许可例外（NAC、ACA、LPP、HBM、ENC、RPL、TMP、GOV）？",
    ),
    "exception_conditions": (
        "Are all conditions of that exception met?",
        "该许可例外的全部条件是否满足？",
    ),
}
_YES_NO = ("no", "yes")
NOT_CLAIMED = "none"
US_VALUES: dict[str, tuple[str, ...]] = {
    "headquartered_d5": _YES_NO,
    "us_technology": _YES_NO,
    "exception_conditions": _YES_NO,
    "entity_footnote": (NOT_CLAIMED, "1", "4", "5"),
    "exception": (
        NOT_CLAIMED, "NAC", "ACA", "LPP", "HBM", "ENC", "RPL", "TMP", "GOV", "TSU", "LVS", "GBS", "STA",
        "APP", "AIA", "ACM", "IEC", "CIV",
    ),
}  # fmt: skip
US_END_USES = ("supercomputer", "advanced_node_ics", "chip_making_equipment", "military_intelligence")
_LEG_OF_THE_OTHER: dict[str, str] = {CN: "US_to_abroad", US: "CN_to_abroad"}


def read_us_fact(name: str, text: str) -> str | None:
    """A fact of US controls as rules read it.

    Raises
    ------
    InputError
        For a value that cannot be used.
    """
    if name == "eccn":
        return read_eccn(text)
    if name == "us_controlled_share":
        return read_share(name, text)
    if name in ("entity_footnote", "exception"):
        word = text.lower().removeprefix("footnote").strip() if name == "entity_footnote" else text
        values = US_VALUES[name][name == "exception" :]  # an exception that is not claimed is left empty
        known = {value.lower(): value for value in values}
        if word.lower() not in known:
            raise InputError(
                f"{name} {text[:40]!r} is not known", where=name, remedy=f"one of {', '.join(values)}"
            )
        return known[word.lower()]
    return read_yes_no(name, text)


def seen_from(side: str, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts as one side's rules see them: what leaves the other side moves between foreign countries; a
    licence exception that is not claimed is not used; who carries a footnote is listed.

    Raises
    ------
    InputError
        For an end use that this side has no rule for; for facts that contradict each other.
    """
    seen = dict(facts)
    if seen.get("leg") == _LEG_OF_THE_OTHER[side]:
        seen["leg"] = "abroad_to_abroad"
    if side == CN:
        if seen.get("end_use") in US_END_USES:
            raise InputError(
                f"end_use {seen['end_use']!r} is a word of US controls", where="end_use",
                remedy="say what it is for in the words of China's announcements, or leave it empty",
            )  # fmt: skip
        return seen
    if seen.get("entity_footnote", NOT_CLAIMED) != NOT_CLAIMED:
        if seen.get("listed") == "no":
            raise InputError(
                "a footnote of the Entity List, and listed is no", where="listed", remedy="leave one out"
            )
        seen["listed"] = "yes"
    seen.setdefault("exception", NOT_CLAIMED)
    return seen
