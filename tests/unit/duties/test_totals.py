"""Money of a stack on a made-up law: base duty, layers, floors, bounds over missing facts, reliefs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from detente.duties.china import entry as china
from detente.duties.facts import Facts
from detente.duties.goods import HTS_10, Goods
from detente.duties.layers import Question
from detente.duties.totals import (
    MAX_COMBINATIONS,
    Base,
    base_duty,
    base_of,
    bounds_of,
    evaluate,
    is_duty,
    layer_cents,
)
from detente.regime.dated.rows import MeasureRow, Tables
from detente.schedule import Membership
from detente.schedule.lines import DatedLine
from detente.schedule.rates import AdValorem, AtLeast, Free, NotUnderstood, Rate, SpecialRate, Specific
from detente.schedule.units import read_unit
from sample_rows import event, exemption, measure, provision, stacking

FACTS: dict[str, dict[str, Any]] = {
    "bulk": {"kind": "scope", "type": "yes_no"},
    "pure": {"kind": "scope", "type": "yes_no"},
    "grade": {"kind": "scope", "type": "word", "values": ["a", "b", "c"]},
    "word": {"kind": "scope", "type": "word"},
    "steel_value_usd": {"kind": "scope", "type": "money"},
    "exclusion": {"kind": "claim", "type": "word"},
    "described": {"kind": "claim", "type": "yes_no"},
}
BULK = ("fact", "equals", "bulk", "yes")
PURE = ("fact", "equals", "pure", "yes")
KG = read_unit("kg")
FREE = Free()


def line(rate: Rate | None, **more: Any) -> DatedLine:
    return DatedLine("85051100", general=rate, edition="2025 basic", cite="HTS 8505.11.00", **more)


def ask(
    *measures: MeasureRow,
    rate: Rate | None = FREE,
    given: dict[str, str] | None = None,
    dollars: int = 10_000,
    facts: dict[str, dict[str, Any]] = FACTS,
    **more: Any,
) -> Question:
    law = Tables(tuple(measures), (), (), facts, (), (), {}, {}, {}, "", "2026-01-01")
    kinds = {**{name: spec["kind"] for name, spec in facts.items()}, HTS_10: "scope"}
    goods = more.pop("goods", Goods("85051100", line(rate), (), ()))
    facts_given = Facts(given or {}, dollars, kinds)
    return Question(law, goods, "CN", "2025-06-01T12:00", "2025-12-31", facts_given, **more)


def duty(ppm: int = 100_000, name: str = "us.made-up", **more: Any) -> MeasureRow:
    of_measure = ("kind", "events", "exemptions", "stacking", "relieves", "lists", "content_fact")
    outer = {key: more.pop(key) for key in of_measure if key in more}
    return measure(provision(ppm=ppm, **more), id=name, **outer)


# the base duty


def test_a_code_without_a_line_or_a_rate_has_no_known_base() -> None:
    for base in (base_duty(None, 10_000, {}), base_duty(line(None), 10_000, {})):
        assert base[:6] == ("unknown", None, 0, None, False, False)
    assert base_duty(None, 10_000, {}) == Base("unknown", None, 0, None, False)
    bare = base_duty(line(None), 10_000, {})  # the line stands: what is missing and who printed it are named
    assert [need.fact for need in bare.needs] == ["schedule"]
    assert (bare.edition, bare.cite) == ("2025 basic", "HTS 8505.11.00")


def test_free_is_a_known_base_of_nothing() -> None:
    assert base_duty(line(Free()), 10_000, {}) == Base(
        "Free", 0, 0, 0, True, False, (), (), "2025 basic", "HTS 8505.11.00"
    )


def test_free_under_a_condition_is_not_free_outright() -> None:
    base = base_duty(line(Free("under bond")), 10_000, {})
    assert base.words != "Free"


@pytest.mark.parametrize(("dollars", "cents"), [(10_000, 21_000), (1, 2), (24, 50), (71, 149), (0, 0)])
def test_an_ad_valorem_base_is_rounded_half_up_to_the_cent(dollars: int, cents: int) -> None:
    base = base_duty(line(AdValorem(21_000)), dollars, {})
    assert (base.words, base.ppm, base.low_cents, base.high_cents, base.known) == (
        "2.1%",
        21_000,
        cents,
        cents,
        True,
    )
    assert (base.edition, base.cite, base.needs, base.notes) == ("2025 basic", "HTS 8505.11.00", (), ())
    assert not base.relieved


def test_a_rate_of_thirds_or_on_a_part_is_no_plain_rate() -> None:
    thirds = base_duty(line(AdValorem(333_333, thirds=1)), 300, {})
    assert (thirds.ppm, thirds.low_cents, thirds.high_cents) == (None, 10_000, 10_000)
    part = base_duty(line(AdValorem(100_000, of="the case")), 10_000, {})
    assert (part.ppm, part.known, part.low_cents, part.high_cents) == (None, False, 0, 100_000)
    assert (part.relieved, part.notes) == (False, ())
    assert (thirds.relieved, thirds.notes) == (False, ())


def test_a_specific_base_needs_a_quantity_and_is_unbounded_without_one() -> None:
    rate = Specific(20_000_000, KG)  # 2 cents a kilogram
    missing = base_duty(line(rate, units=("kg",)), 10_000, {})
    assert (missing.low_cents, missing.high_cents, missing.known, missing.ppm) == (0, None, False, None)
    assert [need.fact for need in missing.needs] == ["quantity"]
    assert (missing.edition, missing.cite, missing.words) == ("2025 basic", "HTS 8505.11.00", "2¢/kg")
    given = base_duty(line(rate, units=("kg",)), 10_000, {"quantity": "1000", "unit": "kg"})
    assert (given.low_cents, given.high_cents, given.known, given.ppm) == (2_000, 2_000, True, None)
    assert (given.needs, given.edition, given.cite, given.words) == (
        (),
        "2025 basic",
        "HTS 8505.11.00",
        "2¢/kg",
    )
    assert given.relieved is False
    assert missing.relieved is False


def test_a_quantity_without_a_unit_is_in_the_first_unit_of_the_line() -> None:
    rate = Specific(20_000_000, KG)
    assert base_duty(line(rate, units=("kg", "No.")), 10_000, {"quantity": "1000"}).low_cents == 2_000
    other = base_duty(line(rate, units=("kg",)), 10_000, {"quantity": "1", "unit": "t"})
    assert other.low_cents == 2_000
    assert not base_duty(line(rate), 10_000, {"quantity": "1000"}).known


def test_notes_of_a_base_are_kept() -> None:
    words = NotUnderstood("a rate nobody can read")
    base = base_duty(line(words), 10_000, {})
    assert (base.known, base.high_cents) == (False, None)
    assert base.edition == "2025 basic"


def test_a_base_with_a_least_duty_is_bounded_from_below() -> None:
    rate = AtLeast(AdValorem(100_000), Specific(20_000_000, KG))
    base = base_duty(line(rate, units=("kg",)), 10_000, {})
    assert (base.low_cents, base.high_cents, base.known) == (100_000, None, False)


def test_a_quota_rate_bounds_the_base_until_the_quota_is_stated() -> None:
    planned = line(AdValorem(400_000), special=(SpecialRate(AdValorem(10_000), ("TRQ",)),))
    assert china.has_plan(planned)
    open_base = base_duty(planned, 10_000, {})
    assert (open_base.low_cents, open_base.high_cents, open_base.known) == (10_000, 400_000, False)
    assert (open_base.ppm, open_base.needs) == (None, (china.QUOTA_NEED,))
    assert open_base.words == "1% in quota, 40% over quota"
    assert (open_base.edition, open_base.cite, open_base.notes) == ("2025 basic", "HTS 8505.11.00", ())
    assert open_base.relieved is False
    assert base_duty(planned, 10_000, {"quota": "in"}).low_cents == 10_000
    over = base_duty(planned, 10_000, {"quota": "over"})
    assert (over.low_cents, over.high_cents, over.ppm) == (400_000, 400_000, 400_000)


def test_the_rates_of_a_quota_are_priced_with_the_facts_given() -> None:
    planned = line(AdValorem(400_000), special=(SpecialRate(Specific(20_000_000, KG), ("TRQ",)),))
    base = base_duty(planned, 10_000, {"quantity": "1000", "unit": "kg"})
    assert (base.low_cents, base.high_cents) == (2_000, 400_000)


def test_a_provisional_rate_stands_before_the_general_one() -> None:
    planned = line(AdValorem(400_000), special=(SpecialRate(AdValorem(20_000), ("PTR",)),))
    assert base_duty(planned, 10_000, {}).low_cents == 20_000
    us = line(AdValorem(400_000), special=(SpecialRate(Free(), ("AU",)),))
    assert base_duty(us, 10_000, {}).low_cents == 400_000


def test_the_base_of_a_question_is_that_of_its_goods_and_facts() -> None:
    question = ask(rate=Specific(20_000_000, KG), given={"quantity": "100", "unit": "kg"})
    assert base_of(question).low_cents == 200
    assert base_of(ask(rate=AdValorem(50_000), dollars=200)).low_cents == 1_000


# one layer


def only_layer(row: MeasureRow, **more: Any) -> tuple[int, int]:
    outcome = evaluate(ask(row, **more))
    assert len(outcome.layers) == 1
    return outcome.cents[0]


def test_a_layer_in_force_owes_its_rate_and_returns_nothing() -> None:
    assert only_layer(duty(75_000)) == (75_000, 0)
    assert only_layer(duty(75_001), dollars=1) == (8, 0)
    assert only_layer(duty(75_000), dollars=1) == (8, 0)  # seven and a half cents
    assert only_layer(duty(74_999), dollars=1) == (7, 0)


def test_a_void_layer_owes_nothing_and_returns_what_was_collected() -> None:
    assert only_layer(duty(200_000, events=(event("void"),))) == (0, 200_000)
    ended = event("void", collected_until="2025-06-01T12:00")
    assert only_layer(duty(200_000, events=(ended,))) == (0, 0)


def test_a_suspended_layer_owes_and_returns_nothing() -> None:
    assert only_layer(duty(240_000, events=(event("suspend"),))) == (0, 0)
    assert only_layer(duty(340_000, events=(event("suspend", points=240_000),))) == (100_000, 0)


def test_an_exempt_layer_owes_nothing() -> None:
    assert only_layer(duty(240_000, exemptions=(exemption(),))) == (0, 0)
    assert only_layer(duty(240_000, exemptions=(exemption(ppm=30_000),))) == (30_000, 0)


FLOOR = "floor_including_base"


@pytest.mark.parametrize(
    ("base_ppm", "cents"),
    [(0, 150_000), (100_000, 50_000), (149_999, 1), (150_000, 0), (150_001, 0), (250_000, 0)],
)
def test_a_floor_tops_the_base_up_and_is_never_negative(base_ppm: int, cents: int) -> None:
    outcome = evaluate(ask(duty(150_000), rate=AdValorem(base_ppm)))
    assert outcome.duty_cents == base_ppm + 150_000
    row = measure(provision(ppm=150_000, kind=FLOOR))
    topped = evaluate(ask(row, rate=AdValorem(base_ppm)))
    assert topped.cents[0] == (cents, 0)
    assert topped.duty_cents == max(150_000, base_ppm)


def test_a_floor_that_is_not_in_force_owes_and_returns_nothing() -> None:
    for events in ((event("suspend"),), (event("void"),)):
        row = measure(provision(ppm=150_000, kind=FLOOR), events=events)
        assert only_layer(row) == (0, 0)


def test_a_floor_on_a_base_not_known_counts_its_low_bound() -> None:
    row = measure(provision(ppm=150_000, kind=FLOOR))
    outcome = evaluate(ask(row, rate=AtLeast(AdValorem(100_000), Specific(20_000_000, KG))))
    assert outcome.cents[0] == (50_000, 0)
    assert (outcome.duty_cents, outcome.high_cents) == (150_000, None)


def test_an_exemption_from_a_floor_at_a_rate_of_its_own_does_not_count_the_base() -> None:
    plain = measure(provision(ppm=150_000, kind=FLOOR), exemptions=(exemption(ppm=100_000),))
    assert only_layer(plain, rate=AdValorem(20_000)) == (100_000, 0)
    lower_floor = measure(
        provision(ppm=150_000, kind=FLOOR), exemptions=(exemption(ppm=100_000, floor=True),)
    )
    assert only_layer(lower_floor, rate=AdValorem(20_000)) == (80_000, 0)
    content = exemption(base="value_less_us_content")
    less = measure(provision(ppm=150_000, kind=FLOOR), exemptions=(content,))
    assert only_layer(less, rate=AdValorem(20_000), given={"us_content_value_usd": "4000"}) == (70_000, 0)


def test_the_cents_of_a_layer_do_not_depend_on_the_dollars_of_the_whole() -> None:
    layer = evaluate(ask(duty(100_000))).layers[0]
    layer.value = 100
    assert layer_cents(layer, Base("Free", 0, 0, 0, True), 10_000) == (1_000, 0)


@pytest.mark.parametrize("status", ["exempt", "excluded", "suspended", "void"])
def test_only_a_layer_in_force_owes_whatever_rate_it_carries(status: str) -> None:
    layer = evaluate(ask(duty(100_000))).layers[0]
    layer.status, layer.ppm, layer.payable_ppm = status, 100_000, 200_000
    returned = 200_000 if status == "void" else 0
    assert layer_cents(layer, Base("Free", 0, 0, 0, True), 10_000) == (0, returned)


def test_a_layer_in_force_returns_nothing_whatever_it_carries() -> None:
    layer = evaluate(ask(duty(100_000))).layers[0]
    layer.payable_ppm = 200_000
    assert layer_cents(layer, Base("Free", 0, 0, 0, True), 10_000) == (100_000, 0)


# the totals


def test_fees_and_exclusions_are_no_duties() -> None:
    assert is_duty(duty())
    assert not is_duty(duty(kind="fee"))
    assert not is_duty(duty(kind="exclusion"))


def test_a_total_is_the_base_and_every_duty_and_no_fee() -> None:
    outcome = evaluate(
        ask(duty(100_000, "us.a"), duty(200_000, "us.b"), duty(5_000, "us.fee"), rate=AdValorem(21_000))
    )
    assert outcome.duty_cents == 326_000
    fee = measure(provision(ppm=5_000), id="us.fee", kind="fee")
    outcome = evaluate(ask(duty(100_000, "us.a"), fee, rate=AdValorem(21_000)))
    assert (outcome.duty_cents, outcome.high_cents, outcome.refundable_cents) == (121_000, 121_000, 0)
    assert [name.measure.id for name in outcome.layers] == ["us.a", "us.fee"]
    assert outcome.cents == ((100_000, 0), (5_000, 0))


def test_what_void_duties_return_adds_up_without_fees() -> None:
    ruling = (event("void"),)
    fee = measure(provision(ppm=5_000), id="us.fee", kind="fee", events=ruling)
    rows = (duty(200_000, "us.a", events=ruling), duty(100_000, "us.b", events=ruling), fee)
    outcome = evaluate(ask(*rows, rate=AdValorem(21_000)))
    assert (outcome.duty_cents, outcome.refundable_cents) == (21_000, 300_000)


def test_an_unknown_base_leaves_the_total_without_an_upper_bound() -> None:
    outcome = evaluate(ask(duty(100_000), rate=None))
    assert (outcome.duty_cents, outcome.high_cents) == (100_000, None)


def test_a_base_between_bounds_puts_the_total_between_bounds() -> None:
    planned = line(AdValorem(400_000), special=(SpecialRate(AdValorem(10_000), ("TRQ",)),))
    outcome = evaluate(ask(duty(100_000), goods=Goods("85051100", planned, (), ())))
    assert (outcome.duty_cents, outcome.high_cents) == (110_000, 500_000)


def test_a_relief_of_everything_in_force_takes_the_base_too() -> None:
    relief = duty(0, "us.relief", relieves=("*",))
    outcome = evaluate(ask(relief, duty(100_000), rate=AdValorem(21_000)))
    assert (outcome.duty_cents, outcome.high_cents, outcome.refundable_cents) == (0, 0, 0)
    assert (outcome.base.ppm, outcome.base.known, outcome.base.relieved) == (0, True, True)
    assert (outcome.base.words, outcome.base.needs, outcome.base.notes) == ("2.1%", (), ())
    assert (outcome.base.edition, outcome.base.cite) == ("2025 basic", "HTS 8505.11.00")
    suspended = duty(0, "us.relief", relieves=("*",), events=(event("suspend"),))
    assert evaluate(ask(suspended, rate=AdValorem(21_000))).duty_cents == 21_000
    narrow = duty(0, "us.relief", relieves=("us.made-up",))
    assert evaluate(ask(narrow, duty(100_000), rate=AdValorem(21_000))).duty_cents == 21_000


# bounds over missing facts


def test_without_questions_low_and_high_are_the_answer() -> None:
    bounds = bounds_of(ask(duty(100_000), rate=AdValorem(21_000)))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (121_000, 121_000, ())
    assert (bounds.claimed_cents, bounds.claims) == (121_000, ())
    assert bounds.outcome is bounds.low is bounds.high is bounds.claimed


def test_a_missing_fact_that_matters_is_named_and_bounds_the_duty() -> None:
    bounds = bounds_of(ask(duty(100_000, when=BULK), rate=AdValorem(21_000)))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (21_000, 121_000, ("bulk",))
    assert bounds.outcome.duty_cents == 21_000
    assert (bounds.low.duty_cents, bounds.high.duty_cents) == (21_000, 121_000)
    assert (bounds.claims, bounds.claimed_cents) == ((), 21_000)


def test_a_fact_that_is_given_is_not_missing() -> None:
    for answer, cents in (("yes", 100_000), ("no", 0)):
        bounds = bounds_of(ask(duty(100_000, when=BULK), given={"bulk": answer}))
        assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (cents, cents, ())


def test_a_clause_that_asks_for_no_is_bounded_too() -> None:
    bounds = bounds_of(ask(duty(100_000, when=("fact", "equals", "bulk", "no"))))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 100_000, ("bulk",))


def test_a_fact_that_changes_nothing_is_not_missing() -> None:
    bounds = bounds_of(ask(duty(0, when=BULK), rate=AdValorem(21_000)))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (21_000, 21_000, ())
    assert bounds.low is bounds.high is bounds.outcome
    assert len(bounds.outcome.layers) == 1  # the first answer tried is yes


def test_a_fact_matters_when_it_only_changes_what_comes_back() -> None:
    bounds = bounds_of(ask(duty(100_000, when=BULK, events=(event("void"),))))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 0, ("bulk",))


def test_facts_that_matter_only_together_are_both_missing() -> None:
    both = ("all", (BULK, PURE))
    bounds = bounds_of(ask(duty(100_000, when=both)))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 100_000, ("bulk", "pure"))


def test_of_two_facts_asked_only_those_that_matter_are_missing() -> None:
    bounds = bounds_of(ask(duty(100_000, "us.a", when=BULK), duty(0, "us.b", when=PURE)))
    assert bounds.missing == ("bulk",)


def test_a_fact_first_asked_on_the_way_counts_too() -> None:
    hidden = duty(300_000, "us.b", when=BULK, exemptions=(exemption(when=PURE),))
    bounds = bounds_of(ask(duty(100_000, "us.a"), hidden))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (100_000, 400_000, ("bulk", "pure"))


def test_every_value_of_a_word_is_tried() -> None:
    rows = [
        duty(ppm, f"us.{v}", when=("fact", "equals", "grade", v))
        for v, ppm in (("a", 100_000), ("c", 300_000))
    ]
    bounds = bounds_of(ask(*rows))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 300_000, ("grade",))
    free_word = bounds_of(ask(duty(100_000, when=("fact", "equals", "word", "yes"))))
    assert (free_word.low_cents, free_word.high_cents, free_word.missing) == (0, 100_000, ("word",))
    none = bounds_of(ask(duty(100_000, when=("fact", "equals", "word", "no"))))
    assert (none.low_cents, none.high_cents) == (0, 100_000)


def test_a_missing_content_is_tried_at_nothing_and_at_the_whole_value() -> None:
    bounds = bounds_of(ask(duty(500_000, base="steel_value_usd"), dollars=200))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 10_000, ("steel_value_usd",))


def test_a_statistical_number_is_tried_at_each_that_the_law_names_and_at_the_rest() -> None:
    part = duty(100_000, "us.part", prefixes=("8505110070",))
    bounds = bounds_of(ask(part))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 100_000, (HTS_10,))
    listed = duty(200_000, "us.listed", lists=frozenset({"list"}))
    below = Goods("85051100", line(Free()), (), (Membership("8505110030", "list", cite="the list"),))
    bounds = bounds_of(ask(listed, goods=below))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 200_000, (HTS_10,))


def test_an_unbounded_base_leaves_the_high_bound_open() -> None:
    bounds = bounds_of(ask(duty(100_000, when=BULK), rate=Specific(20_000_000, KG)))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, None, ("bulk",))


def test_what_was_assumed_or_asked_before_does_not_count() -> None:
    question = ask(duty(100_000, when=BULK))
    question.facts.assumed = {"bulk": "yes"}
    question.facts.asked.add("pure")
    bounds = bounds_of(question)
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (0, 100_000, ("bulk",))
    assert question.facts.assumed == {}


def test_the_combinations_tried_are_limited() -> None:
    names = [f"fact{i}" for i in range(12)]  # 4,096 combinations
    facts = {name: {"kind": "scope", "type": "yes_no"} for name in (*names, "pure")}
    rows = [duty(1_000, f"us.{name}", when=("fact", "equals", name, "yes")) for name in names]
    rows.append(
        duty(0, "us.hidden", when=("fact", "equals", "fact0", "yes"), exemptions=(exemption(when=PURE),))
    )
    question = ask(*rows, facts=facts)
    tried = 0
    original = question.facts.get

    class Counting(Facts):
        def get(self, name: str) -> str | None:
            nonlocal tried
            tried += name == "fact1"
            return Facts.get(self, name)

    assert original("nothing") is None
    question.facts = Counting({}, 10_000, question.facts.kinds)
    bounds = bounds_of(question)
    assert tried >= MAX_COMBINATIONS + 1  # the first look, and no more combinations than the limit
    assert tried <= 2 * MAX_COMBINATIONS
    assert bounds.high_cents is None, "what was not tried may be dearer"
    assert bounds.low_cents == bounds.low.base.low_cents


# reliefs not claimed


def claimable(**more: Any) -> MeasureRow:
    """An exclusion whose heading reaches goods on its list, and takes the duty off when it is claimed."""
    clause = provision(ppm=0, when=("fact", "equals", "exclusion", "granted"), lists=frozenset({"list"}))
    values: dict[str, Any] = {"id": "us.exclusions", "kind": "exclusion", "relieves": ("us.made-up",), **more}
    return measure(clause, **values)


ON_LIST = Goods("85051100", line(AdValorem(21_000)), (Membership("85051100", "list", cite="the list"),), ())


def test_a_relief_not_claimed_is_offered_with_the_duty_it_would_leave() -> None:
    bounds = bounds_of(ask(duty(250_000), claimable(), goods=ON_LIST))
    assert (bounds.low_cents, bounds.high_cents, bounds.missing) == (271_000, 271_000, ())
    assert (bounds.claims, bounds.claimed_cents) == (("exclusion",), 21_000)
    assert bounds.claimed.duty_cents == 21_000
    assert bounds.outcome.duty_cents == 271_000


def test_a_relief_that_was_claimed_or_changes_nothing_is_not_offered() -> None:
    claimed = bounds_of(ask(duty(250_000), claimable(), goods=ON_LIST, given={"exclusion": "granted"}))
    assert (claimed.claims, claimed.low_cents, claimed.claimed_cents) == ((), 21_000, 21_000)
    idle = bounds_of(ask(duty(0), claimable(), goods=ON_LIST))
    assert (idle.claims, idle.claimed_cents) == ((), 21_000)
    assert idle.claimed is idle.outcome


def test_a_relief_is_offered_with_the_lowest_duty_while_a_fact_is_missing() -> None:
    bounds = bounds_of(ask(duty(250_000), duty(100_000, "us.other", when=BULK), claimable(), goods=ON_LIST))
    assert bounds.missing == ("bulk",)
    assert (bounds.claims, bounds.claimed_cents) == (("exclusion",), 21_000)
    assert bounds.claimed.duty_cents == 21_000


def test_claims_are_granted_or_yes_as_their_type_asks() -> None:
    described = exemption(when=("fact", "equals", "described", "yes"), lists=frozenset({"list"}))
    bounds = bounds_of(ask(duty(250_000, exemptions=(described,)), goods=ON_LIST))
    assert (bounds.claims, bounds.claimed_cents) == (("described",), 21_000)
    yes_no = {**FACTS, "exclusion": {"kind": "claim", "type": "yes_no"}}
    clause = provision(ppm=0, when=("fact", "equals", "exclusion", "yes"), lists=frozenset({"list"}))
    relief = measure(clause, id="us.exclusions", kind="exclusion", relieves=("us.made-up",))
    bounds = bounds_of(ask(duty(250_000), relief, goods=ON_LIST, facts=yes_no))
    assert (bounds.claims, bounds.claimed_cents) == (("exclusion",), 21_000)


def test_an_exclusion_that_the_registry_does_not_know_is_granted() -> None:
    bounds = bounds_of(ask(duty(250_000), claimable(), goods=ON_LIST, facts={}))
    assert (bounds.claims, bounds.claimed_cents) == (("exclusion",), 21_000)


def test_several_claims_are_made_together_and_named_in_order() -> None:
    described = exemption(when=("fact", "equals", "described", "yes"), lists=frozenset({"list"}))
    rows = (duty(250_000), duty(100_000, "us.other", exemptions=(described,)), claimable())
    question = ask(*rows, goods=ON_LIST)
    bounds = bounds_of(question)
    assert (bounds.claims, bounds.claimed_cents) == (("described", "exclusion"), 21_000)
    assert question.facts.assumed == {}
    one_given = bounds_of(ask(*rows, goods=ON_LIST, given={"described": "no"}))
    assert (one_given.claims, one_given.claimed_cents) == (("exclusion",), 121_000)


def test_stacking_in_its_era_takes_a_duty_off() -> None:
    other = duty(500_000, "us.other")
    row = duty(100_000, stacking=(stacking("excluded_by", "us.other"),))
    assert evaluate(ask(row, other)).duty_cents == 500_000
    over = duty(100_000, stacking=(stacking("excluded_by", "us.other", until="2025-06-01T12:00"),))
    assert evaluate(ask(over, other)).duty_cents == 600_000
    coming = duty(100_000, stacking=(stacking("excluded_by", "us.other", start="2025-06-01T12:00"),))
    assert evaluate(ask(coming, other)).duty_cents == 500_000
    assert evaluate(replace(ask(coming, other), moment="2025-06-01T11:59")).duty_cents == 600_000


def test_an_amount_is_cut_at_the_customs_value() -> None:
    row = duty(500_000, base="steel_value_usd")
    assert evaluate(ask(row, given={"steel_value_usd": "99999.50"}, dollars=200)).duty_cents == 10_000
    assert (
        evaluate(ask(row, given={"steel_value_usd": str(Decimal("100.50"))}, dollars=200)).duty_cents == 5_050
    )


@pytest.mark.parametrize(
    ("moment", "cents"),
    [
        ("2025-05-31T23:59", 100_000),
        ("2025-06-01T00:00", 0),
        ("2025-06-01T00:01", 0),
        ("2025-06-30T23:59", 0),
        ("2025-07-01T00:00", 100_000),
        ("2025-07-01T00:01", 100_000),
    ],
)
def test_an_exemption_holds_from_its_first_minute_to_the_minute_before_its_end(
    moment: str, cents: int
) -> None:
    row = duty(100_000, exemptions=(exemption(start="2025-06-01T00:00", until="2025-07-01T00:00"),))
    assert evaluate(replace(ask(row), moment=moment)).duty_cents == cents


@pytest.mark.parametrize(("known", "cents"), [("2025-06-01", 100_000), ("2025-06-02", 0), ("2025-06-03", 0)])
def test_an_exemption_counts_from_the_day_it_is_known(known: str, cents: int) -> None:
    row = duty(100_000, exemptions=(exemption(known="2025-06-02"),))
    assert evaluate(replace(ask(row), known=known)).duty_cents == cents


def test_of_the_windows_of_one_exemption_the_one_known_last_counts() -> None:
    first = exemption(until="2025-05-27T00:01", known="2025-04-02")
    second = exemption(until="2025-06-16T00:01", known="2025-05-30")
    for windows in ((first, second), (second, first)):
        row = ask(duty(100_000, exemptions=windows))
        assert evaluate(replace(row, known="2025-05-30")).duty_cents == 0
        assert evaluate(replace(row, known="2025-05-29")).duty_cents == 100_000


@pytest.mark.parametrize(
    ("moment", "cents"),
    [
        ("2025-05-31T23:59", 0),
        ("2025-06-01T00:00", 100_000),
        ("2025-06-30T23:59", 100_000),
        ("2025-07-01T00:00", 0),
    ],
)
def test_goods_stand_on_a_list_from_its_first_day_to_the_day_before_its_end(moment: str, cents: int) -> None:
    listed = (Membership("85051100", "list", "2025-06-01", "2025-07-01", cite="the list"),)
    row = duty(100_000, lists=frozenset({"list"}))
    goods = Goods("85051100", line(Free()), listed, ())
    assert evaluate(replace(ask(row, goods=goods), moment=moment)).duty_cents == cents
