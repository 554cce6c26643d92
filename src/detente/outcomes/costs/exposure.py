"""What outcomes cost a portfolio: totals, lines, chapters, suppliers, months, and the clauses that cause it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from detente.duties import TERRITORY
from detente.duties import schedule as installed
from detente.outcomes.clocks.control_states import ControlRow, LicenceRow, controls, licences_of
from detente.outcomes.costs.explain import Explainer, Move
from detente.outcomes.costs.kernel import Money, compute
from detente.outcomes.costs.shapes import Book, plans_under, read_book
from detente.outcomes.costs.timing_answer import Timing
from detente.outcomes.laying.overlay import Laid, base
from detente.portfolio import Ints, Plan, PortfolioAnswer, assess_sheet
from detente.regime import Tables, law_tables, tables
from detente.rowfiles import Sheet
from detente.terms import Frozen, Repeat

SUPPLIERS = ("supplier", "supplier_name", "vendor", "seller", "manufacturer")


class Total(Frozen):
    """Duty of a group of lines under one outcome, USD. `duty_usd` is the settled lines; open ones are bounded."""

    outcome: str
    duty_usd: Decimal
    open_low_usd: Decimal
    open_high_usd: Decimal | None
    refundable_usd: Decimal
    lines: int
    open_lines: int


class Group(Frozen):
    """Lines that share a key, under every outcome."""

    key: str
    totals: tuple[Total, ...]


class LineChange(Frozen):
    """One line under every outcome, and the clauses that cause the widest difference from the first."""

    row: int
    line_id: str
    hts: str
    origin: str
    entered: str
    value_usd: Decimal
    duty_usd: tuple[Decimal | None, ...]
    low_usd: tuple[Decimal, ...]
    high_usd: tuple[Decimal | None, ...]
    widest: str
    change_usd: Decimal
    share_pct: Decimal
    because: tuple[str, ...]
    because_zh: tuple[str, ...] = ()


class Cause(Frozen):
    """A minimal set of clauses and what it alone explains, from the first outcome to another, USD (settled lines)."""

    outcome: str
    clauses: tuple[str, ...]
    words: tuple[str, ...]
    lines: int
    change_usd: Decimal
    words_zh: tuple[str, ...] = ()


class Exposure(Frozen):
    """A portfolio under some outcomes; the first is what the others are compared with.

    `controls` are licences, port fees and ownership tests that stand otherwise at the end of `controls_on`, the
    day of the last line; `timing` is given where it was asked for; `licences` what codes of the portfolio may need to leave China for the United States.
    """

    known: str
    outcomes: tuple[str, ...]
    titles: tuple[str, ...]
    lines: int
    unusable: int
    totals: tuple[Total, ...]
    by_component: tuple[Group, ...]
    by_chapter: tuple[Group, ...]
    by_supplier: tuple[Group, ...]
    by_month: tuple[Group, ...]
    causes: tuple[Cause, ...]
    top: tuple[LineChange, ...]
    concentration: str
    concentration_zh: str
    notes: tuple[str, ...]
    verified: str
    repeat: Repeat
    controls_on: str = ""
    controls: tuple[ControlRow, ...] = ()
    licences: tuple[LicenceRow, ...] = ()
    timing: Timing | None = None


@dataclass(frozen=True)
class Computed:
    """Everything behind an exposure, for layouts and further questions."""

    answer: PortfolioAnswer
    book: Book
    laids: tuple[Laid, ...]
    names: tuple[str, ...]
    plans: tuple[tuple[Plan, ...], ...]
    money: tuple[Money, ...]
    ground: Laid


def compute_outcomes(
    sheet: Sheet,
    outcomes: Mapping[str, Laid],
    *,
    known: str,
    law: Tables | None = None,
    progress: Callable[[int], None] | None = None,
) -> Computed:
    """Assess a portfolio once and lay every outcome over it.

    Parameters
    ----------
    outcomes : mapping of name to Laid
        In the order of the columns; all of the same day of knowledge.
    known : str
        Day of the knowledge used for every line.
    """
    rules = law or tables()
    ground = base(rules, law_tables(), known)
    answer = assess_sheet(sheet, known=known, law=rules, progress=progress)
    laids = tuple(outcomes.values())
    lines = read_book(answer, [ground, *laids], {d: installed(TERRITORY[d]) for d in answer.groups}, known)
    before = plans_under(ground, lines)
    first = compute(lines, before)
    plans, money = [], []
    for one in laids:
        same = one.law is ground.law
        own = before if same else plans_under(one, lines, before, ground)
        plans.append(tuple(own))
        money.append(first if same else compute(lines, own, (before, first)))
    return Computed(answer, lines, laids, tuple(outcomes), tuple(plans), tuple(money), ground)


def _usd(cents: int) -> Decimal:
    return Decimal(int(cents)) / 100


def total_of(name: str, m: Money, rows: Ints | None = None) -> Total:
    """Totals of some lines (all by default) under one outcome."""
    pick = slice(None) if rows is None else rows
    settled, top = m.settled[pick], m.open_top[pick]
    open_ = ~settled
    high = m.high[pick][open_]
    return Total(
        outcome=name,
        duty_usd=_usd(m.duty[pick][settled].sum()),
        open_low_usd=_usd(m.low[pick][open_].sum()),
        open_high_usd=None if bool((top & open_).any()) else _usd(high.sum()),
        refundable_usd=_usd(m.refundable[pick].sum()),
        lines=int(settled.size),
        open_lines=int(open_.sum()),
    )


def _groups(c: Computed, keys: Sequence[str]) -> tuple[Group, ...]:
    words = np.array(keys)
    made = []
    for key in sorted(set(keys)):
        rows = np.flatnonzero(words == key)
        made.append(
            Group(key=key, totals=tuple(total_of(n, m, rows) for n, m in zip(c.names, c.money, strict=True)))
        )
    return tuple(sorted(made, key=lambda g: (-_spread(g.totals), g.key)))


def _spread(totals: Sequence[Total]) -> Decimal:
    sums = [t.duty_usd + (t.open_high_usd or t.open_low_usd) for t in totals]
    return max(sums) - min(sums)


def _components(c: Computed) -> tuple[Group, ...]:
    made = []
    found = {k for m in c.money for k in m.parts}
    names = sorted(found, key=lambda k: (c.answer.components.index(k) if k in c.answer.components else 99, k))
    for key in names:
        rows = []
        for name, m in zip(c.names, c.money, strict=True):
            cents = m.parts.get(key)
            value = int(cents[m.settled].sum()) if cents is not None else 0
            rows.append(
                Total(
                    outcome=name, duty_usd=_usd(value), open_low_usd=Decimal(0), open_high_usd=Decimal(0),
                    refundable_usd=Decimal(0), lines=int(m.settled.sum()), open_lines=0,
                )
            )  # fmt: skip
        if any(r.duty_usd for r in rows):
            made.append(Group(key=key, totals=tuple(rows)))
    return tuple(made)


def worst_case(m: Money) -> Ints:
    """Duty where settled, the high bound (or the low one where there is none) elsewhere, in cents."""
    return np.where(m.settled, m.duty, np.where(m.open_top, m.low, m.high))


def causes_of(c: Computed) -> tuple[tuple[Cause, ...], dict[tuple[int, int], tuple[Move, ...]]]:
    """Minimal sets of clauses from the first outcome to each other, with what each explains."""
    rows: list[Cause] = []
    sets: dict[tuple[int, int], tuple[Move, ...]] = {}
    for k in range(1, len(c.names)):
        explain = Explainer(c.book, c.laids[0], c.laids[k], c.ground)
        sums: dict[tuple[Move, ...], list[int]] = {}
        delta = np.where(c.money[k].settled & c.money[0].settled, c.money[k].duty - c.money[0].duty, 0)
        by_shape = np.bincount(c.book.shape, weights=delta, minlength=len(c.book.shapes))
        counts = np.bincount(c.book.shape, minlength=len(c.book.shapes))
        for i, (before, after) in enumerate(zip(c.plans[0], c.plans[k], strict=True)):
            if before is after:
                continue
            moves = explain.of(i, before, after)
            sets[k, i] = moves
            if moves:
                held = sums.setdefault(moves, [0, 0])
                held[0] += int(counts[i])
                held[1] += round(by_shape[i])
        for moves, (lines, cents) in sorted(sums.items(), key=lambda x: -abs(x[1][1])):
            rows.append(
                Cause(
                    outcome=c.names[k], clauses=tuple(m.name for m in moves), words=tuple(m.words for m in moves), words_zh=tuple(m.words_zh for m in moves),
                    lines=lines, change_usd=_usd(cents),
                )
            )  # fmt: skip
    return tuple(rows), sets


def exposure_of(
    c: Computed, titles: Sequence[str], *, top: int = 20, command: str = "", notes: Sequence[str] = ()
) -> Exposure:
    """The exposure of a computed portfolio, largest differences first."""
    causes, sets = causes_of(c)
    entries, rows = c.answer.entries, c.book.rows
    codes = _gather([digits[:2] for digits in entries.codes.values], entries.codes.at[rows])
    months = _gather([moment[:7] for moment in entries.moments.values], entries.moments.at[rows])
    lines, said, said_zh = _top(c, sets, top)
    last = max(
        (entries.moments.values[k][:10] for k in np.unique(entries.moments.at[rows])), default=c.book.known
    )
    us, cn = (
        entries.directions.values.index("us_import"),
        np.array([o == "CN" for o in entries.origins.values] or [False]),
    )
    chinese = rows[(entries.directions.at[rows] == us) & cn[entries.origins.at[rows]]]
    american = _gather(entries.codes.values, entries.codes.at[chinese])
    return Exposure(
        known=c.book.known,
        outcomes=c.names,
        titles=tuple(titles),
        lines=len(c.answer.plan),
        unusable=len(c.answer.plan) - len(c.book),
        totals=tuple(total_of(n, m) for n, m in zip(c.names, c.money, strict=True)),
        by_component=_components(c),
        by_chapter=_groups(c, codes),
        by_supplier=_suppliers(c),
        by_month=tuple(sorted(_groups(c, months), key=lambda g: g.key)),
        causes=causes,
        top=lines,
        concentration=said,
        concentration_zh=said_zh,
        notes=tuple(notes),
        verified=c.ground.law.verified,
        repeat=Repeat(command=command, rules=c.ground.law.hash, data=c.answer.data),
        controls_on=last,
        controls=controls(c.laids, last),
        licences=licences_of(american, c.laids, last),
    )


def _column(c: Computed, names: Sequence[str]) -> list[str] | None:
    frame = c.answer.sheet.frame
    name = next((n for n in names if n in frame.columns), None)
    if name is None:
        return None
    values = frame[name].to_list()
    return [str(values[i] or "") for i in c.book.rows]


def _gather(values: Sequence[str], at: Ints) -> list[str]:
    return [values[k] for k in at.tolist()]


def _suppliers(c: Computed) -> tuple[Group, ...]:
    keys = _column(c, SUPPLIERS)
    return _groups(c, keys) if keys is not None else ()


def _top(
    c: Computed, sets: Mapping[tuple[int, int], tuple[Move, ...]], top: int
) -> tuple[tuple[LineChange, ...], str, str]:
    """Lines by their widest difference from the first outcome, and how few of them carry most of it."""
    if len(c.names) < 2 or not len(c.book):
        return (), "", ""
    stack = np.stack([worst_case(m) for m in c.money])
    change = stack[1:] - stack[0]
    widest = np.abs(change).argmax(axis=0)
    size = np.abs(change).max(axis=0)
    order = np.argsort(-size, kind="stable")
    whole = int(size.sum())
    ids = _column(c, ("line_id",))
    rows = []
    for i in order[:top]:
        if not size[i]:
            break
        k = int(widest[i]) + 1
        moves = sets.get((k, int(c.book.shape[i])), ())
        a = c.book.line(i)
        assert a.ship is not None
        rows.append(
            LineChange(
                row=a.row,
                line_id=ids[i] if ids else str(a.row),
                hts=a.ship.code.dotted,
                origin=a.ship.origin,
                entered=a.ship.moment[:10],
                value_usd=a.ship.value,
                duty_usd=tuple(_usd(m.duty[i]) if m.settled[i] else None for m in c.money),
                low_usd=tuple(_usd(m.low[i]) for m in c.money),
                high_usd=tuple(None if m.open_top[i] else _usd(m.high[i]) for m in c.money),
                widest=c.names[k],
                change_usd=_usd(change[k - 1, i]),
                share_pct=(Decimal(int(size[i])) * 100 / whole).quantize(Decimal("0.01")),
                because=tuple(m.words for m in moves),
                because_zh=tuple(m.words_zh for m in moves),
            )
        )
    return tuple(rows), concentration(size), concentration(size, zh=True)


def concentration(size: Ints, share: float = 0.8, *, zh: bool = False) -> str:
    """How few lines carry most of the risk, in words.

    Examples
    --------
    >>> concentration(np.array([90, 5, 5]))
    '1 of 3 lines carry 90 % of the difference'
    """
    whole = int(size.sum())
    if not whole:
        return "没有变化的行" if zh else "no line changes"
    run = np.cumsum(np.sort(size)[::-1])
    count = int(np.searchsorted(run, share * whole)) + 1
    percent = round(100 * int(run[count - 1]) / whole)
    if zh:
        return f"{len(size):,}行中的{count:,}行占差额的{percent}%"
    return f"{count:,} of {len(size):,} lines carry {percent} % of the difference"
