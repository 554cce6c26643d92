"""Measures and parties that words name: titles, numbers and names as the law files give them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from detente.regime import tables
from detente.schedule import tokens
from detente.terms import InputError, Party

MOST = 3
NEAR = 0.5
STATUS = {"US": "detente status --side us", "CN": "detente status --side china"}
_GENERIC = frozenset(tokens("section duty duties tariff tariffs measure list china us and of on 条款 关税"))


class Named(NamedTuple):
    """A measure or a party with how near the words come to its name."""

    kind: Literal["measure", "party"]
    name: str
    words: str
    words_zh: str
    score: float
    because: str
    because_zh: str
    next: str


class _Title(NamedTuple):
    kind: Literal["measure", "party"]
    name: str
    words: str
    words_zh: str
    folded: frozenset[str]
    folded_zh: frozenset[str]
    next: str


@lru_cache(maxsize=1)
def _measures() -> tuple[_Title, ...]:
    """Every measure of tariffs, licences and port fees with the folded words of its titles."""
    law = tables()
    other: dict[str, Any] = law.extra["fee_licence"]  # as compiled: no rule is read here
    titles = [
        _measure(m.id, *m.title, STATUS[str(m.side)], {p.heading for p in m.provisions() if p.heading})
        for m in law.measures
    ]
    for kind, follow in (("licences", "detente licence ITEM"), ("port_fees", "detente fee --on DAY")):
        titles += [_measure(m["id"], m["title"]["en"], m["title"]["zh"], follow) for m in other[kind]]
    return tuple(titles)


def _measure(name: str, english: str, chinese: str, follow: str, headings: Iterable[str] = ()) -> _Title:
    spelled = re.sub(r"[.-]", " ", name)
    folded = frozenset(tokens(f"{english} {spelled}")) | frozenset(h.replace(".", "") for h in headings)
    return _Title("measure", name, english, chinese, folded, frozenset(tokens(chinese)), follow)


@lru_cache(maxsize=1)
def _parties() -> tuple[_Title, ...]:
    """Every entity that the lists of the law name."""
    rows: dict[str, _Title] = {}
    law = tables().extra["fee_licence"]
    titles = {f"{m['id']}/{t['id']}": t["title"] for m in law["entity_lists"] for t in m["tracks"]}
    for action in law["listed_parties"]:
        on = titles[action["track"]]
        for party in action["parties"]:
            names = [party.get("name", ""), party.get("zh", ""), *party.get("aliases", ())]
            words, chinese = frozenset(tokens(" ".join(names))), frozenset(tokens(party.get("zh", "")))
            shown = names[0] or names[1]
            follow = f"detente screen {shlex.quote(shown)}"
            rows.setdefault(shown, _Title("party", shown, on["en"], on["zh"], words, chinese, follow))
    return tuple(rows.values())


def measures_by_words(words: str) -> list[Named]:
    """The measures whose titles say the words, or of whose headings the digits are the beginning."""
    digits = re.sub(r"[.\s]", "", words)
    if digits.isdigit():
        return [
            Named("measure", m.name, m.words, m.words_zh, 1.0, f"heading {words}", f"品目{words}", m.next)
            for m in _measures()
            if len(digits) >= 6 and any(len(t) == 8 and t.startswith(digits) for t in m.folded)
        ][:MOST]
    return _near(words, _measures(), "title of a measure", "措施名称")


def parties_by_words(words: str) -> list[Named]:
    """The country that words name, and the listed entities whose names say them, best first."""
    return [*_country(words), *_near(words, _parties(), "name on a list", "清单所列名称")][:MOST]


def _country(words: str) -> Iterator[Named]:
    if re.fullmatch(r"[A-Za-z]{2,3}", words):
        return  # short words of the trade are also codes of countries: TV, PCB
    try:
        party = Party.read(words)
    except InputError:
        return
    yield Named(
        "party", str(party), party.name, party.name_zh, 1.0, "name of a country", "国家或地区名称",
        f"detente duty CODE --from {party} --value USD",
    )  # fmt: skip


def _near(words: str, titles: Iterable[_Title], because: str, because_zh: str) -> list[Named]:
    said = set(tokens(words))
    telling = said - _GENERIC
    if not said or not (telling or len(said) > 1):
        return []
    near = []
    for title in titles:
        score = max(_share(said, telling, title.folded), _share(said, telling, title.folded_zh))
        if score >= NEAR:
            near.append(
                Named(
                    title.kind,
                    title.name,
                    title.words,
                    title.words_zh,
                    score,
                    because,
                    because_zh,
                    title.next,
                )
            )
    return sorted(near, key=lambda n: (-n.score, n.name))[:MOST]


def _share(said: set[str], telling: set[str], folded: frozenset[str]) -> float:
    """All telling words must stand in the title; generic ones count a little."""
    if not folded or not telling or not telling <= folded:
        return 0.0
    return round(0.6 + 0.2 * len(said & folded) / len(said) + 0.18 * len(said & folded) / len(folded), 3)
