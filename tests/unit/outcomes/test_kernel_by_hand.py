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
from detente.outcomes.costs.exposure import _causes_to, exposure_of, total_of
from detente.outcomes.costs.kernel import compute
from detente.outcomes.costs.lapse_costs import with_costs
from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.outcome_file import Change
from detente.outcomes.laying.overlay import base, lay
from detente.portfolio.place.plans import Term
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables

SURCHARGE = Term("reciprocal", 100_000, "full", (), floor=False, void=False)
FLOOR = Term("s232", 150_000, "full", (), floor=True, void=False)
VOID = Term("fentanyl", 200_000, "full", (), floor=False, void=True)
STEEL = Term("s232", 500_000, "steel_value_usd", (), floor=False, void=False)
REST = Term("reciprocal", 100_000, "full", ("steel_value_usd",), floor=False, void=False)


def plan(
    *terms: Term,
    low=None,
    high=None,
    claimed=None,
    missing=(),
    claims=(),
    modelled=True,
    relieved=False,
    refund_known=True,
):
    return SimpleNamespace(
        terms=terms, low=terms if low is None else low, high=terms if high is None else high,
        claimed=terms if claimed is None else claimed, missing=missing, claims=claims, modelled=modelled,
        relieved=relieved, certain=(), refund_known=refund_known,
    )  # fmt: skip


class Book(SimpleNamespace):
    """Lines of one shape with their values and base duties, nothing else."""

    def __len__(self) -> int:
        return len(self.rows)


def book(dollars, base_low, *, base_high=None, base_known=True, base_needs=False, open_top=False, **parts):
    n = len(dollars)
    amounts = {"full": np.array(dollars)} | {k: np.array(v) for k, v in parts.items()}
    return Book(
        rows=np.arange(n), shape=np.zeros(n, dtype=np.int64), amounts=amounts, base_low=np.array(base_low),
        base_high=np.array(base_low if base_high is None else base_high), base_known=np.full(n, base_known),
        base_needs=np.full(n, base_needs), open_top=np.full(n, open_top), no_line=np.zeros(n, dtype=bool),
    )  # fmt: skip


def test_a_floor_that_counts_the_base_duty_in_never_takes_anything_off():
    """15 % of 1,000 USD is 150.00 at least: what the base duty leaves of it, nothing once it is reached."""
    lines = book([1000] * 4, [0, 14_999, 15_000, 25_000])
    money = compute(lines, [plan(FLOOR)])
    assert money.parts["s232"].tolist() == [15_000, 1, 0, 0]
    assert money.duty.tolist() == [15_000, 15_000, 15_000, 25_000]
    assert (money.low.tolist(), money.high.tolist()) == (money.duty.tolist(), money.duty.tolist())
    assert money.settled.all()


def test_the_high_bound_of_a_floor_never_falls_below_the_base_duty_either():
    lines = book([1000], [25_000])
    money = compute(lines, [plan(low=(), high=(FLOOR,), missing=("use",))])
    assert (money.low.tolist(), money.high.tolist()) == ([25_000], [25_000])
    assert money.settled.tolist() == [True], "a fact that changes nothing is not missing"


def test_duties_add_up_and_half_a_cent_is_rounded_up_in_each():
    money = compute(book([1, 5, 999], [3, 0, 1]), [plan(replace(SURCHARGE, ppm=75_000), FLOOR)])
    assert money.parts["reciprocal"].tolist() == [8, 38, 7493]
    assert money.duty.tolist() == [3 + 8 + 12, 38 + 75, 1 + 7493 + 14984]


def test_content_and_what_remains_of_the_value_are_taxed_apart():
    lines = book([1000, 1000, 1000], [0, 0, 0], steel_value_usd=[400, 0, 1200])
    money = compute(lines, [plan(STEEL, REST)])
    assert money.parts["s232"].tolist() == [20_000, 0, 60_000]
    assert money.parts["reciprocal"].tolist() == [6_000, 10_000, 0]


def test_what_a_ruling_voids_is_refundable_and_no_duty():
    money = compute(book([1000], [500]), [plan(SURCHARGE, VOID)])
    assert (money.duty.tolist(), money.refundable.tolist()) == ([10_500], [20_000])
    assert money.parts["fentanyl"].tolist() == [0]
    unsettled = compute(
        book([1000], [500]), [plan(SURCHARGE, VOID, low=(), missing=("use",), refund_known=False)]
    )
    assert unsettled.refundable.tolist() == [0]


def test_a_missing_fact_leaves_bounds_and_a_claim_may_lower_the_low_one():
    lines = book([1000], [500])
    missing = compute(lines, [plan(low=(), high=(SURCHARGE, FLOOR), missing=("use",))])
    assert (missing.low.tolist(), missing.high.tolist()) == ([500], [500 + 10_000 + 14_500])
    assert not missing.settled.any()
    claim = compute(lines, [plan(SURCHARGE, claimed=(), claims=("exclusion",))])
    assert (claim.low.tolist(), claim.duty.tolist(), claim.high.tolist()) == ([500], [10_500], [10_500])
    assert claim.settled.all()


@pytest.mark.parametrize(
    ("more", "settled", "duty"),
    [
        ({}, True, 10_500),
        ({"base_known": False}, False, 10_500),
        ({"base_known": False, "relieved": True}, True, 10_000),
        ({"modelled": False}, False, 10_500),
    ],
)
def test_a_line_is_settled_where_its_base_is_known_or_relieved_and_its_law_is_modelled(more, settled, duty):
    told = {k: v for k, v in more.items() if k in ("modelled", "relieved")}
    lines = book([1000], [500], **{k: v for k, v in more.items() if k not in told})
    money = compute(lines, [plan(SURCHARGE, **told)])
    assert (bool(money.settled[0]), int(money.duty[0])) == (settled, duty)


def test_lines_that_share_a_plan_with_another_outcome_take_its_numbers_and_only_those():
    lines = book([1000, 1000], [0, 0])
    lines.shape = np.array([0, 1])
    same, other = plan(SURCHARGE), plan(FLOOR)
    first = compute(lines, [same, same])
    second = compute(lines, [same, other], ([same, same], first))
    assert first.duty.tolist() == [10_000, 10_000]
    assert second.duty.tolist() == [10_000, 15_000]
    assert second.parts["reciprocal"].tolist() == [10_000, 0]
    assert first.parts.keys() == {"reciprocal", "mfn"}, "the numbers taken over stay as they were"


def test_totals_count_a_settled_line_once_and_bound_an_open_one():
    lines = book([1000, 1000], [0, 0])
    lines.shape = np.array([0, 1])
    money = compute(
        lines, [plan(SURCHARGE), plan(SURCHARGE, low=(), high=(SURCHARGE, FLOOR), missing=("use",))]
    )
    total = total_of("a", money)
    assert (total.duty_usd, total.open_low_usd, total.open_high_usd) == (100, 0, 250)
    assert (total.lines, total.open_lines) == (2, 1)
    assert worst_case(money).tolist() == [10_000, 25_000]
    assert total_of("a", money, np.array([1])).duty_usd == 0


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
        book=SimpleNamespace(shape=np.array([0, 0, 0]), shapes=(None,)),
    )
    (cause,) = _causes_to(c, 1, {(1, 0): (move,), (2, 0): (move,)})
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
