"""Parties of a register met on lists: by id, by the same name, or by a near one; and where they were looked
for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.regime import FeeLicenceTables
from detente.screening.answer import ListScreened, NameOnList
from detente.screening.law_names import LAW, list_names, listings_by_name, lists_screened
from detente.screening.matching.name_index import NameIndex

if TYPE_CHECKING:
    import polars as pl

    from detente.screening.lists import Listed
    from detente.screening.register import Register

MOST_CANDIDATES = 2_000  # told in an answer; every party has its row in any case
ANY_SCORE = 100.0


@dataclass(frozen=True)
class NamesMet:
    """Which parties the lists name, rule by rule.

    Attributes
    ----------
    roots : mapping
        Rule -> party -> the list it is on.
    near : mapping
        Rule -> party -> the listed name it may be, and the score; a score of 100 is the same name on a list
        of which it is open whether it stands.
    candidates : tuple of NameOnList
        Every listed name that a name asked about met, as far as an answer tells them.
    named_on : mapping
        Party -> every list that it is on, whatever the rule.
    """

    roots: Mapping[str, Mapping[int, str]]
    near: Mapping[str, Mapping[int, tuple[str, float]]]
    candidates: tuple[NameOnList, ...] = ()
    named_on: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def names_met(register: Register, listed: Listed, cutoff: float) -> NamesMet:
    """Parties that are on a list by id or by name, and parties whose name comes near."""
    roots: dict[str, dict[int, str]] = {}
    near: dict[str, dict[int, tuple[str, float]]] = {}
    named_on: dict[int, dict[str, None]] = {}
    for rule, party, title in _by_id(register, listed.frame):
        roots.setdefault(rule, {}).setdefault(party, title)
        named_on.setdefault(party, {})[title] = None
    candidates: list[NameOnList] = []
    asked = frozenset(register.asked.tolist())
    for party, said, score, why, row in _matches(register, listed.frame, cutoff):
        rule, title, name, doubt = row
        if score < ANY_SCORE or doubt:
            shown = f"{name} ({title}, {doubt})" if doubt else name
            best = near.setdefault(rule, {}).get(party)
            if best is None or best[1] < score:
                near[rule][party] = (shown, score)
        else:
            roots.setdefault(rule, {}).setdefault(party, title)
            named_on.setdefault(party, {})[title] = None
        if party in asked and len(candidates) < MOST_CANDIDATES and listed.name != LAW:
            match = "same" if score >= ANY_SCORE else "near"
            candidates.append(
                NameOnList(asked=said, name=name, list=title, title=title, match=match, score=score, why=why)  # type: ignore[arg-type]
            )
    every = {party: tuple(titles) for party, titles in named_on.items()}
    return NamesMet(roots, near, tuple(dict.fromkeys(candidates)), every)


def _by_id(register: Register, listed: pl.DataFrame) -> Iterable[tuple[str, int, str]]:
    """Rule, party and title of the list, for parties that a list holds by id."""
    import polars as pl

    number = pl.DataFrame({"party_id": register.ids}).with_row_index("number")
    by_id = listed.filter(pl.col("party_id") != "").join(number, on="party_id", maintain_order="left")
    return by_id.select("rule", "number", "list").iter_rows()


def _matches(
    register: Register, listed: pl.DataFrame, cutoff: float
) -> Iterator[tuple[int, str, float, str, tuple[str, str, str, str]]]:
    """Party, its name, score, reason, and the row of the list it met."""
    import polars as pl

    named = listed.filter(pl.col("name") != "")
    rows: dict[str, list[tuple[str, str, str, str]]] = {}
    for rule, title, name, doubt in (
        named.select("rule", "list", "name", "doubt").unique(maintain_order=True).iter_rows()
    ):
        rows.setdefault(name, []).append((rule, title, name, doubt))
    index = NameIndex.of(rows)
    for party, name in register.names.select("key", "name").unique(maintain_order=True).iter_rows():
        matches = index.matches(name, cutoff)
        same = tuple(match for match in matches if match.same)
        for match in same or matches:
            for row in rows[match.name]:
                yield party, name, match.score, match.why, row


def law_candidates(
    register: Register, law: FeeLicenceTables, when: tuple[str, str], cutoff: float
) -> tuple[NameOnList, ...]:
    """What the lists of the law say of the names asked about, listings suspended and ended too."""
    import polars as pl

    asked = pl.DataFrame({"key": register.asked})
    names = register.names.with_columns(pl.col("key").cast(pl.Int64)).join(
        asked.with_columns(pl.col("key").cast(pl.Int64)), on="key", how="semi"
    )
    told: dict[NameOnList, None] = {}
    for name in names["name"].unique(maintain_order=True):
        rows = (row for row, _ in listings_by_name(law, name, when, cutoff))
        told.update({row: None for row in rows if row.state != "not_begun"})
        if len(told) >= MOST_CANDIDATES:
            break
    return tuple(told)[:MOST_CANDIDATES]


def screened_lists(listed: Listed, law: FeeLicenceTables, when: tuple[str, str]) -> tuple[ListScreened, ...]:
    """The lists that were compared, and those the law speaks of that were not."""
    import polars as pl

    if listed.screened:
        return listed.screened
    titles = {entry.title.en: entry for entry in list_names(law).values()}
    counted = listed.frame.group_by("list", maintain_order=True).agg(pl.col("entry").n_unique()).iter_rows()
    rows = [
        ListScreened(
            list=titles[title].id if title in titles else title,
            title=title,
            title_zh=titles[title].title.zh if title in titles else "",
            source=listed.name,
            day=listed.day,
            names=number,
        )
        for title, number in counted
    ]
    compared = {row.list for row in rows}
    missing = [
        row.model_copy(update={"names": 0, "not_screened": "no such list was given", "source": ""})
        for row in lists_screened(law, when)
        if row.list not in compared
    ]
    return (*rows, *missing)
