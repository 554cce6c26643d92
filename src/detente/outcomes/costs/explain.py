"""Which clauses cause a difference: the smallest set that still gives it, found by leaving clauses out.

Between two outcomes the moves are the clauses only one of them has: those of the first taken away, those of
the second added. A set of moves explains a line when it alone turns what the first outcome asks into what the
second asks; it is minimal when leaving out any of its moves breaks that. Sets are found for one line of every
kind, all kinds together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.overlay import Laid, base, lay
from detente.portfolio import Ints, LinesUnder, PortfolioAnswer, as_answered, under_law
from detente.terms import LawError


@dataclass(frozen=True, slots=True)
class Move:
    """A clause added or taken away on the way from one outcome to another."""

    clause: Clause
    added: bool

    @property
    def name(self) -> str:
        """``+outcome/change`` or ``-outcome/change``."""
        return ("+" if self.added else "-") + self.clause.name

    @property
    def words(self) -> str:
        """The move in words."""
        return self.clause.change.says.en if self.added else f"without: {self.clause.change.says.en}"

    @property
    def words_zh(self) -> str:
        """The move in Chinese words."""
        says = self.clause.change.says
        return (says.zh or says.en) if self.added else f"无：{says.zh or says.en}"


def moves_between(one: Laid, two: Laid) -> tuple[Move, ...]:
    """The clauses that only one of two outcomes has, in the order of their lists."""
    first, second = {c.name for c in one.clauses}, {c.name for c in two.clauses}
    gone = [Move(c, False) for c in one.clauses if c.name not in second]
    return (*gone, *(Move(c, True) for c in two.clauses if c.name not in first))


def minimal(parts: Sequence[Move], explains: Callable[[frozenset[Move]], bool]) -> tuple[Move, ...]:
    """A set of moves that explains, none of which can be left out.

    Parameters
    ----------
    explains : callable
        Whether a set of moves alone gives the whole difference; all of `parts` together must.
    """
    kept = list(parts)
    for part in parts:
        rest = frozenset(p for p in kept if p is not part)
        if explains(rest):
            kept = [p for p in kept if p is not part]
    return tuple(kept)


def same_money(one: LinesUnder, two: LinesUnder, i: int) -> bool:
    """Whether a line owes the same under both, whatever its amounts."""
    return one.asks(i) == two.asks(i)


@dataclass
class Explainer:
    """Explanations between two outcomes over one portfolio; the law after some moves is laid once."""

    answer: PortfolioAnswer
    one: Laid
    two: Laid
    ground: Laid
    moves: tuple[Move, ...] = ()
    _laws: dict[frozenset[str], Laid | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.moves = moves_between(self.one, self.two)
        self._lines = as_answered(self.answer)

    def between(self, moves: frozenset[Move]) -> Laid | None:
        """The law after some moves only; None where a clause needs another that is left out."""
        key = frozenset(m.name for m in moves)
        if key not in self._laws:
            gone = {m.clause.name for m in moves if not m.added}
            rows = [c for c in self.one.clauses if c.name not in gone]
            rows += [m.clause for m in self.moves if m.added and m in moves]
            try:
                self._laws[key] = lay(base(self.ground.law, self.ground.trade, self.ground.known), rows)
            except LawError:
                self._laws[key] = None
        return self._laws[key]

    def gives(self, moves: frozenset[Move], rows: Ints, after: LinesUnder) -> list[bool]:
        """Of some lines, whether some moves alone give what is asked after all of them."""
        laid = self.between(moves)
        if laid is None:
            return [False] * len(rows)
        lines = under_law(self._lines, laid.law, rows)
        return [same_money(lines, after, i) for i in rows.tolist()]

    def of(self, rows: Ints, before: LinesUnder, after: LinesUnder) -> tuple[tuple[Move, ...], ...]:
        """The minimal set for each of some lines; empty when nothing changes for it."""
        kept: dict[int, list[Move]] = {}
        for i in rows.tolist():
            if not same_money(before, after, i):
                kept[i] = [m for m in self.moves if self._touches(m, i)]
        for i, whole in self._each(kept, after, lambda i: kept[i]).items():
            if not whole:
                kept[i] = list(self.moves)
        for part in self.moves:
            without = {i: [m for m in own if m is not part] for i, own in kept.items() if part in own}
            for i, still in self._each(without, after, without.__getitem__).items():
                if still:
                    kept[i] = without[i]
        return tuple(tuple(kept.get(i, ())) for i in rows.tolist())

    def _each(
        self, wanted: Iterable[int], after: LinesUnder, moves_of: Callable[[int], list[Move]]
    ) -> dict[int, bool]:
        """Whether a set of moves of its own explains each line; lines with the same set asked together."""
        groups: dict[frozenset[Move], list[int]] = {}
        for i in wanted:
            groups.setdefault(frozenset(moves_of(i)), []).append(i)
        made: dict[int, bool] = {}
        for moves, own in groups.items():
            rows = np.array(sorted(own), dtype=np.int64)
            made.update(zip(rows.tolist(), self.gives(moves, rows, after), strict=True))
        return made

    def _touches(self, move: Move, i: int) -> bool:
        name = move.clause.change.of
        measure = next((m for m in self.ground.law.measures if m.id == name), None)
        if measure is None:
            return False
        entries = self.answer.entries
        group = self.answer.groups[entries.directions.values[entries.directions.at[i]]]
        kind = group.code_class(entries.codes.values[entries.codes.at[i]])
        return name in kind.relevant or not measure.tracks or move.clause.change.do in ("scope", "impose")
