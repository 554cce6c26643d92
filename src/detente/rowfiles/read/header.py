"""The row that names the columns: under titles and notes, in the sheet that has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.rowfiles.read.columns import Accepted
from detente.rowfiles.read.vocabulary import column_key, vocabulary

HEAD_ROWS = 80  # a header lies in the first of these
Cells = Sequence[str | None]


@dataclass(frozen=True)
class Header:
    """Where the names of the columns stand: `place` counts rows from 0; `last` is the last row of names."""

    place: int
    last: int
    required: int
    meanings: int


def find_header(head: Sequence[Cells], accepted: Accepted, said: frozenset[str]) -> Header | None:
    """The row of names: the first with every column that must be there, else the one with most.

    Examples
    --------
    >>> wanted = Accepted(("hts", "origin"), ())
    >>> find_header([("ACME",), (), ("HTS No.", "Origin")], wanted, frozenset()).place
    2
    """
    filled = [i for i, row in enumerate(head[:HEAD_ROWS]) if any(_text(cell) for cell in row)]
    if not filled:
        return None
    best = (0, 0, filled[0])
    if accepted.all or said:
        for i in filled:
            score = _score(head[i], accepted, said)
            if score > best[:2] and score[1] >= min(2, len(accepted.all)):
                best = (*score, i)
            if accepted.required and score[0] == len(accepted.required):
                break
    required, meanings, place = best
    return Header(place, _second_line(head, place, accepted, said, required), required, meanings)


def _score(row: Cells, accepted: Accepted, said: frozenset[str]) -> tuple[int, int]:
    """How many meanings that must be there, and how many in all, a row names."""
    words = vocabulary()
    met: set[str] = set()
    for cell in row:
        text = _text(cell)
        if not text or len(text) > 200:
            continue
        met.update(words.meanings(text, accepted.all))
        met.update(words.meanings(text, accepted.all, "spare"))
        if column_key(text) in said:
            met.add(f"said {text}")
    told = sum(1 for meaning in met if meaning.startswith("said "))
    return len(met & set(accepted.required)) + told, len(met)


def _second_line(
    head: Sequence[Cells], place: int, accepted: Accepted, said: frozenset[str], required: int
) -> int:
    """A row under the header that says the same in another language is part of it."""
    below = place + 1
    if required < 2 or below >= len(head):
        return place
    return below if _score(head[below], accepted, said)[0] >= max(2, required - 1) else place


def _text(cell: str | None) -> str:
    return cell.strip() if cell else ""
