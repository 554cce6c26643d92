"""What a good has paid on entry into China, step by step: one row each time the total changes."""

from __future__ import annotations

from decimal import Decimal

from detente.duties import chinese_entry as china
from detente.duties.evaluation import answer, duty
from detente.duties.goods import goods_of, schedule
from detente.duties.shipment import read_shipment
from detente.regime import MeasureRow, State, Tables, change_moments
from detente.terms import Frozen, HtsCode


class Step(Frozen):
    """A span of one total. `because` names what changed; percent of customs value, VAT apart."""

    start: str
    until: str
    total_pct: Decimal
    excluded_pct: Decimal
    vat_pct: Decimal
    because: tuple[str, ...]


def _touching(law: Tables, lists: set[str]) -> list[MeasureRow]:
    rows = []
    for measure in law.measures:
        if measure.direction == china.CHINA_IMPORT and measure.tracks:
            named = measure.lists or frozenset().union(*(p.lists for p in measure.provisions()))
            if not named or named & lists:
                rows.append(measure)
    return rows


def steps(
    law: Tables,
    hts: str,
    first: str,
    last: str,
    *,
    known: str,
    state: State = "by_text",
    facts: dict[str, str] | None = None,
) -> tuple[Step, ...]:
    """The totals of a good from one day to another as the law stood, with and without an approved exclusion.

    Parameters
    ----------
    first, last : str
        ISO days.
    known : str
        Day of the knowledge used for moments after it; earlier moments are answered as known on their own day.
    """
    code = HtsCode.read(hts)
    book = schedule("CN")
    goods = goods_of(book, code.digits, first)
    moments = {f"{first}T00:00"}
    for measure in _touching(law, {m.list_id for m in goods.memberships}):
        moments.update(change_moments(measure))
        moments.update(m for e in measure.events for m in (e.start, e.until))
    moments.update(f"{line.from_day}T00:00" for line in book.lines(code.digits) if line.from_day)
    given = dict(facts or {})
    rows: list[Step] = []
    before: set[str] = set()
    for moment in sorted(m for m in moments if f"{first}T00:00" <= m <= f"{last}T23:59"):
        asked = min(moment[:10], known)
        ship = read_shipment(
            code.dotted, origin="US", to="CN", value="100000", on=moment, known=asked, facts=given
        )
        answered = answer(ship, law, book, state)
        other = duty(
            code.dotted, origin="US", to="CN", value="100000", on=moment, known=asked,
            facts={**given, "exclusion": "granted"}, state=state,
        )  # fmt: skip
        if answered.total_pct is None or other.total_pct is None:
            continue
        vat = sum((f.rate_pct or Decimal(0) for f in answered.fees), Decimal(0))
        now = {f"{x.title} {x.rate}" for x in answered.lines if x.status == "in_force" and x.rate_pct}
        if rows and (rows[-1].total_pct, rows[-1].excluded_pct, rows[-1].vat_pct) == (
            answered.total_pct,
            other.total_pct,
            vat,
        ):
            continue
        new = tuple(sorted(now - before)) + tuple(f"no longer: {x}" for x in sorted(before - now))
        if rows:
            rows[-1] = rows[-1].model_copy(update={"until": moment})
        rows.append(
            Step(
                start=moment,
                until="",
                total_pct=answered.total_pct,
                excluded_pct=other.total_pct,
                vat_pct=vat,
                because=new,
            )
        )
        before = now
    return tuple(rows)
