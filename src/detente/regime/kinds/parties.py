"""Listed parties by name: which action put them on which list, and how sure the name is.

The days of an action, its suspensions and what was known when are those of its track among the lists of
entities; a row here adds the names alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from detente.regime.law_files.model import Cite, Confidence, Strict, Words
from detente.regime.law_files.read import Document, validated

TABLE = "listed_parties"


class ListedParty(Strict):
    """A party as the notice names it, in English, in Chinese, or both; other names it is known by."""

    name: str = ""
    zh: str = ""
    aliases: tuple[str, ...] = ()
    note: Words | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the party, the first one shown."""
        return tuple(name for name in (self.name, self.zh, *self.aliases) if name)


class PartyAction(Strict):
    """The parties that one action put on a list; its life is the track it names.

    `bars` says what a list that is none of export control does: ``trade``, all dealings of import and export;
    ``not_said``, where the act names measures of its own or none.
    """

    track: str
    list_: str = Field(alias="list")
    cite: tuple[Cite, ...]
    confidence: Confidence
    bars: Literal["", "trade", "not_said"] = ""
    parties: tuple[ListedParty, ...]


def party_rows(
    law: Mapping[str, Any], counts: Mapping[str, tuple[str, int]], faults: list[str]
) -> list[dict[str, Any]]:
    """The rows of ``listed_parties`` in every law file, checked; faults carry file and line.

    LP1 an action names a track of a list of entities, and the list that track is of. LP2 every citation
    resolves to a source. LP3 an action names no more parties than it counts, and none twice. LP4 a party has
    a name.

    Parameters
    ----------
    counts : mapping
        List and number of entities of every track of a list of entities, by full name.
    """
    rows: list[dict[str, Any]] = []
    sources = {source.id for source in law["sources"]}
    for document, written in law.get("tables", {}).get(TABLE, ()):
        for i, _ in enumerate(written or ()):
            action = validated(PartyAction, document, (TABLE, i), faults)
            if action is not None:
                faults.extend(_faults_of(action, document, i, counts, sources))
                rows.append(action.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    return rows


def _faults_of(
    action: PartyAction,
    document: Document,
    row: int,
    counts: Mapping[str, tuple[str, int]],
    sources: Collection[str],
) -> Iterator[str]:
    place = document.place((TABLE, row))
    if action.track not in counts:
        yield f"{place}: LP1: no track {action.track!r} among the lists of entities"
    elif counts[action.track][0] != action.list_:
        yield f"{place}: LP1: {action.track} is of the list {counts[action.track][0]}, not {action.list_}"
    yield from (
        f"{place}: LP2: no source {cite.document!r}" for cite in action.cite if cite.document not in sources
    )
    if action.track in counts and len(action.parties) > counts[action.track][1]:
        yield f"{place}: LP3: {action.track} names more parties than its count"
    names = [party.names for party in action.parties]
    yield from (f"{place}: LP3: {n[0]!r} stands twice" for i, n in enumerate(names) if n in names[:i])
    yield from (f"{place}: LP4: a party without a name" for n in names if not n)
