"""The facts of a transaction as people write them, and the words in which they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from detente.licensing.china_facts import CHINA_QUESTIONS, ROUTES, leg_of_route, read_china_fact
from detente.licensing.item_text import code_before_words, denied, named_by_cas
from detente.licensing.items import Item, composition_of, customs_digits, recognise, weigh_item
from detente.licensing.rules import VALUES
from detente.licensing.us_facts import US_END_USES, US_QUESTIONS, read_us_fact
from detente.licensing.us_items import us_item
from detente.regime import FeeLicenceTables, ItemClasses
from detente.terms import (
    CN,
    InputError,
    folded,
    names_nothing,
    nearest,
    read_country,
    read_share,
    read_side,
    read_yes_no,
)

QUESTIONS: dict[str, tuple[str, str]] = {
    "leg": (
        "Does it leave China, or move from one foreign country to another?",
        "自中国出口，还是境外之间转移？",
    ),
    "origin": ("In which country was it made?", "原产地？"),
    "destination": ("Which country does it go to?", "目的国？"),
    "military": ("Is the end user military, or does it serve one?", "最终用户是否军方？"),
    "listed": (
        "Is the importer or end user on the control list or watch list?",
        "进口商或最终用户是否列入管控名单或关注名单？",
    ),
    "owned_by_listed": ("Do listed parties own 50 % or more of the end user?", "列名方是否持股50%及以上？"),
    "end_use": (
        "What is it for: civil, military, mass destruction, terror, to raise Japanese military strength?",
        "最终用途：民用、军用、大规模杀伤性武器或恐怖主义；对日是否有助于提升其军事实力？",
    ),
    "controlled_share": (
        "Value of Chinese controlled content, as a share of the item's value?",
        "中国管制成分价值占比？",
    ),
    "chinese_technology": (
        "Was it made with Chinese rare-earth technology?",
        "是否使用原产于中国的稀土技术？",
    ),
    "general_licence": ("Is there a general licence for this customer and item?", "是否持有通用许可？"),
    **CHINA_QUESTIONS,
    "item_class": ("Which listed item is it?", "属于何种列管物项？"),
    **US_QUESTIONS,
}
LISTS = ("control_list", "watch_list")  # a party known to be listed, and where
_END_USES = {
    "civilian": "civil",
    "commercial": "civil",
    "consumer": "civil",
    "medical": "civil",
    "民用": "civil",
    "军用": "military",
    "defence": "military",
    "defense": "military",
    "wmd": "wmd_terror",
    "terror": "wmd_terror",
    "logic": "logic_le_14nm",
    "logic <=14 nm": "logic_le_14nm",
    "memory": "memory_ge_256",
    "memory >=256 layers": "memory_ge_256",
    "ai": "ai_military_potential",
    "disaster relief": "humanitarian",
    "emergency medical": "humanitarian",
    "人道": "humanitarian",
    "raises japan's military strength": "japan_military_strength",
    "提升日本军事实力": "japan_military_strength",
}


def read_licence_facts(raw: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """Facts of a transaction, checked; what is empty is left out.

    Raises
    ------
    InputError
        For a fact that does not exist or a value that cannot be used.
    """
    clean: dict[str, str] = {}
    notes: list[str] = []
    for name, value in raw.items():
        if name not in QUESTIONS or name == "item_class":
            raise InputError(
                f"no fact named {name!r}", remedy=nearest(name, QUESTIONS) or ", ".join(QUESTIONS)
            )
        if name == "leg" and (other := leg_of_route(folded(str(value or "")).strip())):
            clean |= other
            continue
        read = _read_fact(name, value, notes)
        if read is not None:
            clean[name] = read
    return {name: clean[name] for name in (*QUESTIONS, "route") if name in clean}, notes


def _read_fact(name: str, value: object, notes: list[str]) -> str | None:
    text = "" if value is None else folded(str(value)).strip()
    if not text:
        return None
    if name in US_QUESTIONS:
        return read_us_fact(name, text)
    if name in ("origin", "destination"):
        return read_country(text, what=name)
    if name == "controlled_share":
        return read_share(name, text)
    if name == "leg":
        low = text.lower().replace("-", "_").replace(" ", "_")
        match = {leg.lower(): leg for leg in (*VALUES["leg"], "US_to_abroad")}.get(low)
        if match is None:
            raise InputError(
                f"leg {text[:40]!r} is not known",
                remedy=nearest(low, [*VALUES["leg"], "US_to_abroad", *ROUTES])
                or "CN_to_abroad, US_to_abroad, abroad_to_abroad, transit, bonded_zone, "
                "in_china_to_foreign_person or in_china_to_foreign_invested",
            )  # fmt: skip
        return match
    if name in CHINA_QUESTIONS:
        return read_china_fact(name, text)
    if name == "end_use":
        low = text.lower()
        if low in ("unknown", "?"):
            return None
        if low == "medical":
            notes.append(
                "medical use in general is civil: the exception is for emergencies (end_use humanitarian)"
            )
        use = _END_USES.get(low, low.replace(" ", "_"))
        uses = (*VALUES["end_use"], *US_END_USES)
        if use not in uses:
            raise InputError(
                f"end_use {text[:40]!r} is not known",
                remedy=nearest(use, uses) or f"one of {', '.join(uses)}",
            )  # fmt: skip
        return use
    if name == "listed" and (word := text.lower().replace(" ", "_").replace("-", "_")) in LISTS:
        return word
    return read_yes_no(name, text)


def one_item(facts: Mapping[str, object], side: str) -> dict[str, object]:
    """Facts of a single question: unless said, the item leaves the country whose controls are asked; under
    China's it was made there."""
    item_facts = dict(facts)
    if read_side(side) == CN:
        item_facts["leg"] = facts.get("leg") or "CN_to_abroad"
        item_facts["origin"] = facts.get("origin") or ("CN" if item_facts["leg"] == "CN_to_abroad" else "")
    else:
        item_facts["leg"] = facts.get("leg") or "US_to_abroad"
    return item_facts


def understand(
    item: object, law: FeeLicenceTables, facts: Mapping[str, str], parameters: str = "", side: str = CN
) -> Item:
    """The classes of an item under one side's controls, from its words, its parameters and its way."""
    text = "" if item is None else str(item)
    for vocabulary in (v for v in law.items if v.imposed_by == side):
        words = _Words(vocabulary, law)
        if side != CN:
            return _us_item_once(words, text, facts.get("eccn", ""), parameters)
        item = _chinese_item(words, text, parameters, facts)
        return replace(item, text=folded(text).strip(), parameters=folded(parameters).strip())
    return Item(text, ())


def _chinese_item(words: _Words, text: str, parameters: str, facts: Mapping[str, str]) -> Item:
    """An item under China's controls: what its text denies is not read as a content, what its parameters say
    it is made of is a part of its name, and a customs code before words is weighed with them."""
    vocabulary = words.vocabulary
    foreign = "origin" in facts and facts["origin"] != "CN"
    leg = facts.get("leg", "")
    said = denied(named_by_cas(folded(text).strip(), vocabulary), vocabulary)
    if coded := code_before_words(said):
        beside = ", ".join(filter(None, (coded.words, parameters)))
        try:
            return _recognise_once(words, coded.code, denied(beside, vocabulary), leg, foreign)
        except InputError:  # words that say nothing of what a code may be leave it as open as it is
            return _recognise_once(words, coded.code, parameters, leg, foreign)
    if facts.get("kind") in ("technology", "service"):
        said += " technology"
    beside = denied(folded(parameters).strip(), vocabulary)
    if not customs_digits(said):
        made_of, beside = composition_of(beside, vocabulary)
        said = ", ".join((said, *made_of))
    return _recognise_once(words, said, beside, leg, foreign)


def licensed_item(own: str, law: FeeLicenceTables, facts: Mapping[str, str]) -> Item:
    """What a general licence is for; a text that nothing recognises covers nothing and is asked again."""
    item = understand(own, law, facts)
    if names_nothing(own) or not item.classes:
        raise InputError(
            f"general_licence_item {own[:40]!r} is not recognised",
            remedy="write the item as the licence names it: NdFeB magnets with dysprosium",
        )
    return item


class _Words:
    """A vocabulary as a cache key by identity."""

    def __init__(self, vocabulary: ItemClasses, law: FeeLicenceTables) -> None:
        self.vocabulary = vocabulary
        self.entries = tuple(
            entry
            for table in law.control_entries
            if table.imposed_by == vocabulary.imposed_by
            for entry in table.entries
        )

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words) and other.vocabulary is self.vocabulary


@lru_cache(maxsize=4096)
def _recognise_once(words: _Words, text: str, parameters: str, leg: str, foreign: bool) -> Item:
    vocabulary = words.vocabulary
    item = recognise(text, vocabulary, leg=leg, foreign=foreign)
    return weigh_item(item, words.entries, vocabulary, parameters)


@lru_cache(maxsize=4096)
def _us_item_once(words: _Words, text: str, eccn: str, parameters: str) -> Item:
    return us_item(text, eccn, words.entries, words.vocabulary, parameters)
