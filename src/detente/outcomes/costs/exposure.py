"""What outcomes cost a portfolio: totals, lines, chapters, suppliers, months, and causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from detente.outcomes.clocks.control_states import LicenceRow, controls, licences_of
from detente.outcomes.costs.compute import Computed, worst_case
from detente.outcomes.costs.dollars import usd
from detente.outcomes.costs.explain import Explainer, Move
from detente.outcomes.costs.exposure_answer import Cause, Exposure, Group, LineChange, Total, TotalReading
from detente.outcomes.laying.announced import READINGS
from detente.portfolio import Bools, Ints, LinesUnder, Numbers
from detente.regime import OneReading
from detente.terms import Repeat, paused_garbage_collection

SUPPLIERS = ("supplier", "supplier_name", "vendor", "seller", "manufacturer")


@paused_garbage_collection()
def exposure_of(
    c: Computed, titles: Sequence[str], *, top: int = 20, command: str = "", notes: Sequence[str] = ()
) -> Exposure:
    """The exposure of a computed portfolio, largest differences first."""
    causes, sets = causes_of(c)
    entries, rows = c.answer.entries, c.rows
    chapters = _pick([digits[:2] for digits in entries.codes.values], entries.codes.at[rows])
    months = _pick([moment[:7] for moment in entries.moments.values], entries.moments.at[rows])
    suppliers = _file_column(c, SUPPLIERS)
    days = (entries.moments.values[k][:10] for k in np.unique(entries.moments.at[rows]))
    last = max(days, default=c.known)
    sizes = _sizes(c)
    return Exposure(
        known=c.known,
        outcomes=c.names,
        titles=tuple(titles),
        lines=len(c.answer.plan),
        unusable=len(c.answer.plan) - len(rows),
        totals=tuple(_total_of_both(c, k) for k in range(len(c.names))),
        by_component=_group_by_component(c),
        by_chapter=_group_by(c, chapters),
        by_supplier=_group_by(c, suppliers) if suppliers is not None else (),
        by_month=tuple(sorted(_group_by(c, months), key=lambda g: g.key)),
        causes=causes,
        top=_largest_changes(c, sets, top),
        concentration=concentration(sizes) if sizes.size else "",
        concentration_zh=concentration(sizes, zh=True) if sizes.size else "",
        notes=tuple(notes),
        verified=c.ground.law.verified,
        reading=c.reading,
        settled_by=c.settled_by,
        repeat=Repeat(command=command, rules=c.ground.law.hash, data=c.answer.data),
        controls_on=last,
        controls=controls(c.laids, last, c.said),
        licences=_licences_from_china(c, last),
    )


def total_of(name: str, m: LinesUnder, rows: Ints | None = None) -> Total:
    """Totals of some lines (of those answered by default) under one outcome."""
    pick = np.flatnonzero(m.answered) if rows is None else rows
    settled, top = m.settled[pick], m.open_top[pick]
    open_ = ~settled
    duty, low, high = (
        usd(x) for x in (m.duty[pick][settled].sum(), m.low[pick][open_].sum(), m.high[pick][open_].sum())
    )
    unbounded = bool((top & open_).any())
    return Total(
        outcome=name,
        duty_usd=duty,
        open_low_usd=low,
        open_high_usd=None if unbounded else high,
        low_usd=duty + low,
        high_usd=None if unbounded else duty + high,
        refundable_usd=usd(m.refundable[pick].sum()),
        lines=int(settled.size),
        open_lines=int(open_.sum()),
    )


def _total_of_both(c: Computed, k: int) -> Total:
    """The total under an outcome, with that of each reading where they differ."""
    total = total_of(c.names[k], c.money[k])
    pair = c.readings[k] if c.readings else None
    if pair is None:
        return total
    readings = tuple(_of_reading(reading, m) for reading, m in zip(READINGS, pair, strict=True))
    return total.model_copy(update={"readings": readings})


def _of_reading(reading: OneReading, m: LinesUnder) -> TotalReading:
    own = total_of("", m)
    names = set(TotalReading.model_fields) - {"reading"}
    return TotalReading(reading=reading, **own.model_dump(include=names))


def _group_by(c: Computed, keys: Sequence[str]) -> tuple[Group, ...]:
    """Lines that share a key, the widest spread between outcomes first."""
    words = np.array(keys)
    groups = []
    for key in sorted(set(keys)):
        rows = c.rows[words == key]
        totals = tuple(total_of(n, m, rows) for n, m in zip(c.names, c.money, strict=True))
        groups.append(Group(key=key, totals=totals))
    return tuple(sorted(groups, key=lambda g: (-_spread(g.totals), g.key)))


def _spread(totals: Sequence[Total]) -> Decimal:
    sums = [t.duty_usd + (t.open_high_usd or t.open_low_usd) for t in totals]
    return max(sums) - min(sums)


def _group_by_component(c: Computed) -> tuple[Group, ...]:
    """Duty of the settled lines by component, in the order of the law."""
    order = {name: k for k, name in enumerate(c.answer.components)}
    names = sorted({k for m in c.money for k in m.parts}, key=lambda k: (order.get(k, 99), k))
    groups = (
        Group(
            key=key,
            totals=tuple(_component_total(n, m, key) for n, m in zip(c.names, c.money, strict=True)),
        )
        for key in names
    )
    return tuple(g for g in groups if any(t.duty_usd for t in g.totals))


def _component_total(name: str, m: LinesUnder, component: str) -> Total:
    cents = m.parts.get(component)
    duty = usd(0 if cents is None else cents[m.settled].sum())
    return Total(
        outcome=name, duty_usd=duty, open_low_usd=Decimal(0), open_high_usd=Decimal(0),
        refundable_usd=Decimal(0), lines=int(m.settled.sum()), open_lines=0, low_usd=duty, high_usd=duty,
    )  # fmt: skip


@dataclass(frozen=True)
class CauseSets:
    """Minimal sets of clauses from the first outcome to another: one for every kind of lines moved alike.

    Parameters
    ----------
    kind : Ints
        Kind of each row of the file; -1 where nothing moves it.
    moves : tuple
        The set of each kind.
    """

    kind: Ints
    moves: tuple[tuple[Move, ...], ...]

    def of(self, row: int) -> tuple[Move, ...]:
        """The set that moves a row."""
        return self.moves[self.kind[row]] if self.kind[row] >= 0 else ()


def causes_of(c: Computed) -> tuple[tuple[Cause, ...], tuple[CauseSets, ...]]:
    """Minimal sets of clauses from the first outcome to each other, with what each explains."""
    causes: list[Cause] = []
    sets = []
    for k in range(1, len(c.names)):
        rows, number, first = moved_alike(c.money[0], c.money[k])
        kind = np.full(len(c.answer.plan), -1, dtype=np.int64)
        kind[rows] = number
        explainer = Explainer(c.answer, c.laids[0], c.laids[k], c.ground)
        sets.append(CauseSets(kind, explainer.of(first, c.money[0], c.money[k])))
        causes += _causes_to(c, k, sets[-1])
    return tuple(causes), tuple(sets)


def moved_alike(one: LinesUnder, two: LinesUnder) -> tuple[Ints, Ints, Ints]:
    """Rows whose plan differs, the kind of each, and the largest of each kind: alike are stacks and plans."""
    apart = (one.plan != two.plan) | ((one.alone | two.alone) & _differs(one, two))
    rows = np.flatnonzero(one.answered & apart)
    rows = rows[np.argsort(-one.answer.entries.dollars[rows], kind="stable")]
    keys = Numbers(rows)
    contents = [np.unique(m.contents()[rows], return_inverse=True)[1] for m in (one, two)]
    alone = np.where((one.alone | two.alone)[rows], np.arange(len(rows)), -1)
    ways = one.answer.entries.directions.at[rows]
    for part in (*contents, one.plan[rows], two.plan[rows], alone, ways):
        keys.by(part)
    return rows, keys.number, rows[keys.first] if len(rows) else rows


def _differs(one: LinesUnder, two: LinesUnder) -> Bools:
    columns = ("duty", "low", "high", "refundable", "settled", "modelled", "open_top")
    apart: Bools = np.any([getattr(one, name) != getattr(two, name) for name in columns], axis=0)
    return apart


def _causes_to(c: Computed, k: int, sets: CauseSets) -> list[Cause]:
    """What each minimal set explains of the difference from the first outcome to one other, largest first."""
    one, two = c.money[0], c.money[k]
    moved = np.flatnonzero(sets.kind >= 0)
    kind = sets.kind[moved]
    change = np.where(one.settled & two.settled, two.duty - one.duty, 0)[moved]
    cents = np.zeros(len(sets.moves), dtype=np.int64)
    np.add.at(cents, kind, change)
    lines = np.bincount(kind, minlength=len(sets.moves))
    kinds: dict[tuple[Move, ...], list[int]] = {}
    for i, moves in enumerate(sets.moves):
        if moves:
            kinds.setdefault(moves, []).append(i)
    causes = [
        Cause(
            outcome=c.names[k], clauses=tuple(m.name for m in moves), words=tuple(m.words for m in moves),
            words_zh=tuple(m.words_zh for m in moves), lines=int(lines[at].sum()),
            change_usd=usd(cents[at].sum()),
        )
        for moves, at in kinds.items()
    ]  # fmt: skip
    return sorted(causes, key=lambda cause: -abs(cause.change_usd))


def _sizes(c: Computed) -> Ints:
    """The widest difference of each line from the first outcome, in cents; empty without a second."""
    if len(c.names) < 2 or not len(c.rows):
        return np.zeros(0, dtype=np.int64)
    sizes: Ints = np.abs(_changes(c)).max(axis=0)
    return sizes


def _changes(c: Computed) -> Ints:
    """Cents of every line under each further outcome less those under the first (k - 1, n)."""
    cents = np.stack([worst_case(m, c.rows) for m in c.money])
    changes: Ints = cents[1:] - cents[0]
    return changes


def _largest_changes(c: Computed, sets: Sequence[CauseSets], top: int) -> tuple[LineChange, ...]:
    """Lines by their widest difference from the first outcome."""
    sizes = _sizes(c)
    if not sizes.size:
        return ()
    changes = _changes(c)
    widest = np.abs(changes).argmax(axis=0) + 1
    order = [i for i in np.argsort(-sizes, kind="stable")[:top].tolist() if sizes[i]]
    ids = _file_column(c, ("line_id",))
    whole = int(sizes.sum())
    return tuple(
        _line_change(c, sets, ids, whole, i, int(widest[i]), int(changes[widest[i] - 1, i])) for i in order
    )


def _line_change(
    c: Computed, sets: Sequence[CauseSets], ids: Sequence[str] | None, whole: int, i: int, k: int, change: int
) -> LineChange:
    """Line `i` with its widest difference, that under outcome `k`, as a share of the `whole` in cents."""
    row = int(c.rows[i])
    moves = sets[k - 1].of(row)
    ship = c.answer.entries.ship(row)
    return LineChange(
        row=c.answer.sheet.row(row),
        line_id=ids[i] if ids else str(c.answer.sheet.row(row)),
        hts=ship.code.dotted,
        origin=ship.origin,
        entered=ship.moment[:10],
        value_usd=ship.value,
        duty_usd=tuple(usd(m.duty[row]) if m.settled[row] else None for m in c.money),
        low_usd=tuple(usd(m.low[row]) for m in c.money),
        high_usd=tuple(None if m.open_top[row] else usd(m.high[row]) for m in c.money),
        widest=c.names[k],
        change_usd=usd(change),
        share_pct=(Decimal(abs(change)) * 100 / whole).quantize(Decimal("0.01")),
        because=tuple(m.words for m in moves),
        because_zh=tuple(m.words_zh for m in moves),
    )


def _licences_from_china(c: Computed, day: str) -> tuple[LicenceRow, ...]:
    """Licences that lines leaving China for the United States may need."""
    entries, rows = c.answer.entries, c.rows
    to_us = entries.directions.at[rows] == entries.directions.values.index("us_import")
    chinese = np.array([origin == "CN" for origin in entries.origins.values] or [False])
    leaving = rows[to_us & chinese[entries.origins.at[rows]]]
    return licences_of(_pick(entries.codes.values, entries.codes.at[leaving]), c.laids, day, said=c.said)


def _file_column(c: Computed, names: Sequence[str]) -> list[str] | None:
    """The first of some columns that the file has, for the lines answered."""
    frame = c.answer.sheet.frame
    name = next((n for n in names if n in frame.columns), None)
    if name is None:
        return None
    values = frame[name].to_list()
    return [str(values[i] or "") for i in c.rows.tolist()]


def _pick(values: Sequence[str], at: Ints) -> list[str]:
    return [values[k] for k in at.tolist()]


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
