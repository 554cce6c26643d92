"""What else is to be checked of goods: pointers as an answer carries them, and in one line."""

from __future__ import annotations

from collections.abc import Iterable

from detente.regime.dated.pointers import REMEDY, Pointer
from detente.terms import CiteOut, Frozen


class AlsoCheck(Frozen):
    """Law beside the answer that the goods may fall under: cited, never priced.

    `kind` is trade_remedy, detention, prohibition, procurement, investment or agency; `errs` says how the
    answer errs that leaves it out: ``low``, ``high``, or ``none``.
    """

    id: str
    kind: str
    title: str
    title_zh: str
    says: str
    says_zh: str
    cases: tuple[str, ...] = ()
    errs: str
    since: str
    confidence: str
    cite: tuple[CiteOut, ...]


def also_check(rows: Iterable[Pointer]) -> tuple[AlsoCheck, ...]:
    """Pointers as an answer carries them."""
    return tuple(
        AlsoCheck(
            id=row.id, kind=row.kind, title=row.title[0], title_zh=row.title[1], says=row.says[0],
            says_zh=row.says[1], cases=row.cases, errs=row.errs, since=row.start[:10],
            confidence=row.confidence,
            cite=tuple(
                CiteOut(
                    document=c.document, title=c.title, citation=c.citation, at=c.at, note=c.note,
                    read=c.read, url=c.opening.url, opens=c.opening.opens,
                )
                for c in row.cites
            ),
        )
        for row in rows
    )  # fmt: skip


def pointer_words(row: Pointer, cases: tuple[str, ...] = ()) -> str:
    """A pointer in one line, with the way in which an answer errs that leaves it out.

    Of an order, `cases` are those left open; all of them where none is named.
    """
    if row.kind == REMEDY and row.cases:
        return (
            f"anti-dumping or countervailing duty on {row.title[0]} ({', '.join(cases or row.cases)}): "
            "the written scope of the order decides (answer errs low)"
        )
    return f"also check: {row.title[0]} ({row.cites[0].citation})"
