"""The arithmetic of outcomes on lines worked by hand: floors, bounds, claims, refunds, stacking alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from detente.duties.evaluation import answer
from detente.duties.goods import schedule
from detente.duties.shipment import read_shipment
from detente.outcomes.clocks.upcoming import decisions
from detente.outcomes.costs.compute import compute_outcomes, worst_case
from detente.outcomes.costs.explain import Move
from detente.outcomes.costs.exposure import CauseSets, _causes_to, exposure_of, total_of
from detente.outcomes.costs.lapse_costs import with_costs
from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.outcome_file import Change
from detente.outcomes.laying.overlay import base, lay
from detente.portfolio.bound.amounts import VALUE
from detente.portfolio.bound.compiler import Case, Compiled, Spread, Term
from detente.portfolio.bound.evaluating import evaluate_lines
from detente.portfolio.bound.placing import Placed
from detente.portfolio.bound.store import PlanStore
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables

WHOLE, STEEL_PART = ((VALUE, 1),), (("steel_value_usd", 1),)
SURCHARGE = Term("reciprocal", 100_000, WHOLE, floor=False, void=False)
FLOOR = Term("s232", 150_000, WHOLE, floor=True, void=False)
VOID = Term("fentanyl", 200_000, WHOLE, floor=False, void=True)
STEEL = Term("s232", 500_000, STEEL_PART, floor=False, void=False)
REST = Term("reciprocal", 100_000, ((VALUE, 1), ("steel_value_usd", -1)), floor=False, void=False)


def plan(*terms: Term, cases=(), missing=(), claimed=None, claims=(), modelled=True, relieved=False):
    """What lines of a kind owe; `cases` are what they owe over the values of one missing fact."""
    spread = None
    if cases:
        pairs = tuple((0, k) for k in range(1, len(cases)))
        spread = Spread(tuple(Case(c, relieved) for c in cases), ((missing[0] if missing else "use", pairs),))
    return Compiled(
        (), Case(terms, relieved), spread, () if claimed is None else (Case(claimed, relieved),),
        Case((), False), missing, claims, modelled, "", (), (),
    )  # fmt: skip


def money(dollars, base_low, *plans, base_high=None, open_top=False, **parts):
    """Lines with their values and base duties, each under its plan (or all under one)."""
    n = len(dollars)
    store = PlanStore()
    numbers = np.array([store.add(p) for p in (plans if len(plans) == n else plans * n)], dtype=np.int64)
    amounts = {VALUE: np.array(dollars)} | {k: np.array(v) for k, v in parts.items()}
    high = base_low if base_high is None else base_high
    bases = Bases(
        np.zeros(n, dtype=np.int64), np.array(base_low), np.array(high), np.full(n, open_top),
        np.ones(n, dtype=bool), (((), ()),), np.zeros(n, dtype=np.int64),
    )  # fmt: skip
    placed = Placed(np.arange(n), np.zeros(n, dtype=np.int64), numbers)
    made = evaluate_lines(
        SimpleNamespace(facts={}), placed, bases, SimpleNamespace(store=store, direction="us_import"), amounts
    )
    assert not made.alone.any()
    return made, {name: made.parts[k].tolist() for k, name in enumerate(store.components.values)}


def test_a_floor_that_counts_the_base_duty_in_never_takes_anything_off():
    """15 % of 1,000 USD is 150.00 at least: what the base duty leaves of it, nothing once it is reached."""
    made, parts = money([1000] * 4, [0, 14_999, 15_000, 25_000], plan(FLOOR))
    assert parts["s232"] == [15_000, 1, 0, 0]
    assert made.duty.tolist() == [15_000, 15_000, 15_000, 25_000]
    assert (made.low.tolist(), made.high.tolist()) == (made.duty.tolist(), made.duty.tolist())


def test_duties_add_up_and_half_a_cent_is_rounded_up_in_each():
    made, parts = money([1, 5, 999], [3, 0, 1], plan(SURCHARGE._replace(ppm=75_000), FLOOR))
    assert parts["reciprocal"] == [8, 38, 7493]
    assert made.duty.tolist() == [3 + 8 + 12, 38 + 75, 1 + 7493 + 14984]


def test_content_and_what_remains_of_the_value_are_taxed_apart():
    _, parts = money([1000, 1000], [0, 0], plan(STEEL, REST), steel_value_usd=[400, 0])
    assert parts == {"s232": [20_000, 0], "reciprocal": [6_000, 10_000]}


def test_what_a_ruling_voids_is_refundable_and_no_duty():
    made, parts = money([1000], [500], plan(SURCHARGE, VOID))
    assert (made.duty.tolist(), made.back.tolist()) == ([10_500], [20_000])
    assert parts["fentanyl"] == [0]
    unsettled, _ = money(
        [1000], [500], plan(SURCHARGE, VOID, cases=((SURCHARGE,), (SURCHARGE, VOID)), missing=("use",))
    )
    assert not unsettled.refund_known.any()


def test_a_missing_fact_leaves_bounds_and_a_claim_may_lower_the_low_one():
    missing, _ = money([1000], [500], plan(SURCHARGE, cases=((), (SURCHARGE, FLOOR)), missing=("use",)))
    assert (missing.low.tolist(), missing.high.tolist()) == ([500], [500 + 10_000 + 14_500])
    assert (missing.missing > 0).all()
    claim, _ = money([1000], [500], plan(SURCHARGE, claimed=(), claims=("exclusion",)))
    assert (claim.low.tolist(), claim.duty.tolist(), claim.high.tolist()) == ([500], [10_500], [10_500])
    assert not claim.missing.any()


@pytest.mark.parametrize(
    ("told", "duty", "open_top"),
    [({}, 10_500, False), ({"relieved": True}, 10_000, False), ({"modelled": False}, 10_500, True)],
)
def test_a_relief_takes_the_base_duty_too_and_law_that_is_not_modelled_has_no_upper_bound(
    told, duty, open_top
):
    made, _ = money([1000], [500], plan(SURCHARGE, **told))
    assert (int(made.duty[0]), bool(made.open_top[0])) == (duty, open_top)


def lines(duty, low, high, settled, open_top=(False, False)):
    """Two answered lines under an outcome, as far as totals look at them."""
    return SimpleNamespace(
        answered=np.ones(2, dtype=bool), settled=np.array(settled), duty=np.array(duty), low=np.array(low),
        high=np.array(high), open_top=np.array(open_top), refundable=np.zeros(2, dtype=np.int64),
    )  # fmt: skip


def test_totals_count_a_settled_line_once_and_bound_an_open_one():
    made = lines([10_000, 10_000], [10_000, 0], [10_000, 25_000], [True, False])
    total = total_of("a", made)
    assert (total.duty_usd, total.open_low_usd, total.open_high_usd) == (100, 0, 250)
    assert (total.lines, total.open_lines) == (2, 1)
    assert worst_case(made).tolist() == [10_000, 25_000]
    assert total_of("a", made, np.array([1])).duty_usd == 0


def law_with_a_later_stacking_rule(moment: str):
    """The law, with the day on which chips leave the opioid duty moved: nothing else changes on that day."""
    law = tables()
    fentanyl = law.measure("us.ieepa.fentanyl")
    rules = tuple(
        replace(r, start=moment) if r.with_ == "us.s232.semiconductors" else r for r in fentanyl.stacking
    )
    assert rules != fentanyl.stacking
    changed = replace(fentanyl, stacking=rules)
    return replace(
        law,
        measures=tuple(changed if m is fentanyl else m for m in law.measures),
        hash=law.hash + "+stacking",
    )


def test_a_day_on_which_only_the_stacking_changes_parts_the_lines_before_it_from_those_after():
    law = law_with_a_later_stacking_rule("2026-01-20T00:01")
    known, days = "2026-01-31", ("2026-01-18", "2026-01-19", "2026-01-20", "2026-01-21")
    facts = {"semiconductor_band": "yes"}
    n = len(days)
    frame = pl.DataFrame(
        {
            "hts": ["8471.50.01.50"] * n,
            "origin": ["CN"] * n,
            "entry_date": days,
            "customs_value_usd": ["10000"] * n,
        }
        | {name: [value] * n for name, value in facts.items()}
    )
    ground = base(law, law_tables(), known)
    computed = compute_outcomes(frame_sheet(frame), {"law": ground}, known=known, law=law)
    singly = [
        answer(
            read_shipment(
                "8471.50.01.50", origin="CN", value="10000", on=day, known=known, facts=facts, law=law
            ),
            law, schedule(),
        ).duty_usd
        for day in days
    ]  # fmt: skip
    assert [int(c) for c in computed.money[0].duty] == [int(d * 100) for d in singly]
    assert singly[0] == singly[1] > singly[2] == singly[3]
    answered = exposure_of(computed, ["law"])
    assert answered.totals[0].duty_usd == sum(singly)


def test_a_line_is_read_at_the_last_change_before_its_day_whether_of_the_law_or_of_an_outcome():
    """The law's 24 points return on 10 November; the outcome ends the opioid duty on the 5th or the 20th."""
    known = "2025-10-26"
    ground = base(tables(), law_tables(), known)
    frame = pl.DataFrame(
        {
            "hts": ["9506.62.40"],
            "origin": ["CN"],
            "entry_date": ["2025-11-25"],
            "customs_value_usd": ["10000"],
        }
    )
    for start in ("2025-11-05", "2025-11-20"):
        body = {"id": "c", "do": "end", "of": "us.ieepa.fentanyl", "from": start, "says": {"en": "x"}}
        one = lay(ground, [Clause(Change.model_validate(body), "mine")])
        computed = compute_outcomes(frame_sheet(frame), {"law": ground, "mine": one}, known=known)
        assert [int(m.duty[0]) for m in computed.money] == [615_000, 415_000]  # 7.5 + 34 (+ 20) %


def test_a_cause_counts_lines_settled_under_both_outcomes_only():
    body = {"id": "c", "do": "end", "of": "m", "from": "2025-11-05", "says": {"en": "x"}}
    move = Move(Clause(Change.model_validate(body), "mine"), True)
    first = SimpleNamespace(duty=np.array([100, 100, 100]), settled=np.array([True, False, True]))
    other = SimpleNamespace(duty=np.array([250, 900, 700]), settled=np.array([True, True, False]))
    c = SimpleNamespace(
        names=("a", "b"),
        money=(first, other),
    )
    (cause,) = _causes_to(c, 1, CauseSets(np.zeros(3, dtype=np.int64), ((move,),)))
    assert (cause.change_usd, cause.lines, cause.outcome) == (Decimal("1.5"), 3, "b")


def test_the_cost_of_a_step_is_its_day_against_the_day_before_and_no_earlier_change():
    """Upholstered seats step up on 1 January 2026; a duty from 31 December is not part of that step."""
    known = "2025-10-26"
    frame = pl.DataFrame(
        {
            "hts": ["9401.61.40.11"],
            "origin": ["CN"],
            "entry_date": ["2025-12-01"],
            "customs_value_usd": ["10000"],
        }
    )
    sheet = frame_sheet(frame)
    plain = decisions(tables(), law_tables(), known, known)
    new = {"id": "more", "title": {"en": "x"}, "rate": {"ad_valorem": "5%"}}
    body = {
        "id": "c",
        "do": "impose",
        "of": "us.ieepa.fentanyl",
        "from": "2025-12-31",
        "provision": new,
        "says": {"en": "x"},
    }
    more = lay(base(tables(), law_tables(), known), [Clause(Change.model_validate(body), "mine")]).law
    rows = [with_costs(plain, law, law_tables(), known, sheet) for law in (tables(), more)]
    first = [r for r in rows[0] if r.clock.last_moment[:10] == "2026-01-01" and r.cost_usd is not None]
    again = [r for r in rows[1] if r.clock.last_moment[:10] == "2026-01-01" and r.cost_usd is not None]
    assert [r.cost_usd for r in first] == [r.cost_usd for r in again]
    assert len(first) == 1, "the steps of a day are priced once"
    assert first[0].cost_usd > 0
