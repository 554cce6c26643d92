"""Measures and parties that words name: titles, numbers and names as the law files give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from detente.regime import law_tables, tables
from detente.schedule import tokens
from detente.terms import InputError, Party

MOST = 3
NEAR = 0.5
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
    law, other = tables(), law_tables()
    rows = [
        (
            m.id,
            *m.title,
            f"detente status --side {m.side.lower()}" if m.side == "US" else "detente status --side china",
        )
        for m in law.measures
    ]
    rows += [(m.id, m.title.en, m.title.zh, "detente licence ITEM") for m in other.licences]
    rows += [(m.id, m.title.en, m.title.zh, "detente fee --on DAY") for m in other.port_fees]
    headings: dict[str, set[str]] = {
        m.id: {p.heading for p in m.provisions() if p.heading} for m in law.measures
    }
    return tuple(
        _Title(
            "measure", name, english, chinese,
            frozenset(tokens(f"{english} {name.replace('.', ' ').replace('-', ' ')}")) | headings.get(name, set()),
            frozenset(tokens(chinese)), command,
        )
        for name, english, chinese, command in rows
    )  # fmt: skip


@lru_cache(maxsize=1)
def _parties() -> tuple[_Title, ...]:
    """Every entity that the lists of the law name."""
    rows: dict[str, _Title] = {}
    for measure in law_tables().entity_lists:
        titles = {track.id: track.title for track in measure.tracks}
        for listing in measure.listings:
            title = titles[listing.track]
            for name in listing.names:
                rows[name] = _Title(
                    "party",
                    name,
                    title.en,
                    title.zh,
                    frozenset(tokens(name)),
                    frozenset(),
                    "detente screen --help",
                )
    return tuple(rows.values())


def measures_by_words(words: str) -> list[Named]:
    """The measures whose titles say the words, best first."""
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
