"""Properties of rates, units and books for any input."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.schedule.base_duty import Duty, Missing, duty_cents
from detente.schedule.rate_grammar import read_rate, read_special
from detente.schedule.rates import (
    AdValorem,
    AtLeast,
    Free,
    Rate,
    Specific,
    Sum,
    rate_from_json,
    rate_to_json,
    say,
    special_from_json,
    special_to_json,
)
from detente.schedule.units import UNITS, Unit, ratio

PRINTABLE = st.text(alphabet="0123456789.$¢%/+ ,()abcdefFgkorse²³m<>\n\xa0-", max_size=80)
AV = st.integers(0, 20_000_000).map(AdValorem)
SP = st.builds(Specific, st.integers(0, 10**12), st.sampled_from(sorted(UNITS)).map(Unit))
RATES: st.SearchStrategy[Rate] = st.recursive(
    st.one_of(AV, SP, st.just(Free())),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda t: Sum(tuple(t))), st.builds(AtLeast, inner, inner)
    ),
    max_leaves=4,
)
QUANTITY = st.decimals(0, 10**6, places=3, allow_nan=False)


@given(PRINTABLE)
def test_any_words_are_read_or_kept_and_never_lost(text: str) -> None:
    rate = read_rate(text)
    if rate is not None:
        assert rate_from_json(rate_to_json(rate)) == rate
        assert say(rate)
    entries = read_special(text)
    assert special_from_json(special_to_json(entries)) == entries


@given(RATES)
def test_every_rate_survives_its_compact_form(rate: Rate) -> None:
    assert rate_from_json(rate_to_json(rate)) == rate


@given(st.one_of(AV, SP, st.lists(st.one_of(AV, SP), min_size=2, max_size=3).map(lambda t: Sum(tuple(t)))))
def test_what_a_rate_says_is_read_as_that_rate(rate: Rate) -> None:
    assert read_rate(say(rate)) == rate


@given(RATES, st.integers(0, 10**9), QUANTITY, st.sampled_from(sorted(UNITS)))
def test_a_duty_lies_within_the_bounds_given_without_the_quantity(
    rate: Rate, dollars: int, quantity: Decimal, unit: str
) -> None:
    known = duty_cents(rate, dollars, quantity, unit)
    without = duty_cents(rate, dollars)
    low = without.cents if isinstance(without, Duty) else without.low_cents
    high = without.cents if isinstance(without, Duty) else without.high_cents
    if isinstance(known, Duty):
        assert low <= known.cents
        assert high is None or known.cents <= high
    else:
        assert isinstance(known, Missing)
        assert known.low_cents >= low


@given(SP, QUANTITY, QUANTITY)
def test_splitting_a_shipment_adds_up_within_a_cent(rate: Specific, first: Decimal, second: Decimal) -> None:
    unit = rate.unit.name
    parts = [duty_cents(rate, 0, q, unit) for q in (first, second)]
    whole = duty_cents(rate, 0, first + second, unit)
    assert isinstance(whole, Duty)
    assert all(isinstance(p, Duty) for p in parts)
    assert abs(sum(p.cents for p in parts if isinstance(p, Duty)) - whole.cents) <= 1


@settings(max_examples=50)
@given(SP, QUANTITY, st.sampled_from(sorted(UNITS)))
def test_the_unit_a_quantity_is_given_in_does_not_change_the_duty(
    rate: Specific, quantity: Decimal, other: str
) -> None:
    turned = ratio(rate.unit.name, other)
    if turned is None:
        return
    exact = Fraction(quantity) * turned[0] / turned[1]
    given_in_other = Decimal(exact.numerator) / Decimal(exact.denominator)
    if Fraction(given_in_other) == exact:
        assert duty_cents(rate, 0, given_in_other, other) == duty_cents(rate, 0, quantity, rate.unit.name)
