"""Which clauses cause a difference: the smallest set that still gives it, found by leaving clauses out.

Between two outcomes the moves are the clauses only one of them has: those of the first taken away, those of
the second added. A set of moves explains a shape when it alone turns the first outcome's plan into the
second's; it is minimal when leaving out any of its moves breaks that. Sets are found shape by shape and
shared between shapes on which the same measures stand in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from detente.outcomes.costs.shapes import Book, Plans, Shape
from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.overlay import Laid, base, lay
from detente.portfolio import Plan
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


def same_money(one: Plan, two: Plan) -> bool:
    """Whether two plans ask the same duty of every line of a shape."""

    def face(plan: Plan) -> tuple[object, ...]:
        return (
            _paying_terms(plan.terms), _paying_terms(plan.low), _paying_terms(plan.high),
            _paying_terms(plan.claimed), plan.missing,
            plan.modelled, plan.relieved,
        )  # fmt: skip

    return face(one) == face(two)


def _paying_terms(terms: Sequence[object]) -> tuple[object, ...]:
    return tuple(sorted((t for t in terms if t.ppm), key=repr))  # type: ignore[attr-defined]


@dataclass
class Explainer:
    """Explanations between two outcomes over one portfolio; a set is found once."""

    book: Book
    one: Laid
    two: Laid
    ground: Laid
    moves: tuple[Move, ...] = ()
    _plans: dict[frozenset[str], Plans | None] = field(default_factory=dict)
    _minimal: dict[object, tuple[Move, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.moves = moves_between(self.one, self.two)

    def between(self, moves: frozenset[Move]) -> Plans | None:
        """Plans after some moves only; None where a clause needs another that is left out."""
        key = frozenset(m.name for m in moves)
        if key not in self._plans:
            gone = {m.clause.name for m in moves if not m.added}
            rows = [c for c in self.one.clauses if c.name not in gone]
            rows += [m.clause for m in self.moves if m.added and m in moves]
            try:
                laid = lay(base(self.ground.law, self.ground.trade, self.ground.known), rows)
                self._plans[key] = Plans(laid, self.book.schedules)
            except LawError:
                self._plans[key] = None
        return self._plans[key]

    def of(self, index: int, before: Plan, after: Plan) -> tuple[Move, ...]:
        """The minimal set for one shape; empty when nothing changes for it."""
        if same_money(before, after):
            return ()
        shape = self.book.shapes[index]
        touching = tuple(m for m in self.moves if self._touches(m, shape))
        key = (
            shape.ship.origin, shape.moment, tuple(m.name for m in touching), before.terms, after.terms,
            before.low,
            after.low, before.high, after.high, before.missing, after.missing,
        )  # fmt: skip
        if key not in self._minimal:

            def explains(moves: frozenset[Move]) -> bool:
                plans = self.between(moves)
                return plans is not None and same_money(plans.of(shape), after)

            full = frozenset(touching)
            parts = touching if explains(full) else self.moves
            self._minimal[key] = minimal(parts, explains)
        return self._minimal[key]

    def _touches(self, move: Move, shape: Shape) -> bool:
        name = move.clause.change.of
        measure = next((m for m in self.ground.law.measures if m.id == name), None)
        if measure is None:
            return False
        return (
            name in shape.kind.relevant or not measure.tracks or move.clause.change.do in ("scope", "impose")
        )
