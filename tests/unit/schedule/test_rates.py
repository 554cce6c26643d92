"""The grammar of rate columns and the exact duty of each form."""

from decimal import Decimal

import pytest

from detente.schedule.base_duty import Duty, Missing, ad_valorem_equivalent, duty_cents
from detente.schedule.rate_grammar import read_rate, read_special
from detente.schedule.rates import (
    AdValorem,
    AtLeast,
    AtMost,
    Declining,
    Free,
    NoChange,
    NotUnderstood,
    OnTop,
    Pointer,
    Specific,
    Sum,
    rate_from_json,
    rate_to_json,
    say,
    special_from_json,
    special_to_json,
    understood,
)
from detente.schedule.units import UNITS, Unit, ratio, read_unit
from detente.terms import DataError, InputError

PRINTED = {
    "Free": Free(),
    "Free, under bond": Free("under bond"),
    "2.5%": AdValorem(25_000),
    "2.5% <u></u>": AdValorem(25_000),
    "33 1/3%": AdValorem(333_333, thirds=1),
    "44¢/kg": Specific(440_000_000, Unit("kg")),
    "0.020668¢/kg": Specific(206_680, Unit("kg")),
    "$1.55/pf. liter": Specific(1_550_000_000, Unit("pf.liters")),
    "89.6¢/1000": Specific(896_000_000, Unit("thousands")),
    "6¢/clean kg": Specific(60_000_000, Unit("kg", "clean yield")),
    "3.7¢/kg on drained weight +8%": Sum(
        (Specific(37_000_000, Unit("kg", "drained weight")), AdValorem(80_000))
    ),
    "1.1¢/kg on lead content": Specific(11_000_000, Unit("kg", "lead content")),
    "2.5% on the value of the lead content": AdValorem(25_000, "the lead content"),
    "$5.30/m<sup>3</sup>": Specific(5_300_000_000, Unit("m3")),
    "86.1¢/m2of recording surface": Specific(861_000_000, Unit("m2", "recording surface")),
    "$1.10/t, including weight of container": Specific(
        1_100_000_000, Unit("t", "weight including container")
    ),
    "13.5¢/kg + 6.3% + 1.9¢/ article": Sum(
        (Specific(135_000_000, Unit("kg")), AdValorem(63_000), Specific(19_000_000, Unit("No.")))
    ),
    "$2.50/thou- sand + 40%": Sum((Specific(2_500_000_000, Unit("thousands")), AdValorem(400_000))),
    "The duty provided in the applicable subheading + 25%": OnTop(AdValorem(250_000)),
    "The duty provided in the applicable subheading plus 7.5%": OnTop(AdValorem(75_000)),
    "The duty provided inthe applicable subheading+ 25%": OnTop(AdValorem(250_000)),
    "The duty provided in the applicable subheading": OnTop(),
    "The duty provided in the applicable subheading + a duty of 50% upon the value of the steel "
    "content": OnTop(AdValorem(500_000, "the steel content")),
    "The duty rate provided in such subheading minus 5%": OnTop(less=AdValorem(50_000)),
    "No change": NoChange(),
    "See 9904.12.01-9904.12.19": Pointer("See 9904.12.01-9904.12.19", ("9904.12.01", "9904.12.19")),
}


@pytest.mark.parametrize("text", list(PRINTED))
def test_a_printed_rate_is_read_as_it_stands(text: str) -> None:
    assert read_rate(text) == PRINTED[text]


@pytest.mark.parametrize("text", list(PRINTED))
def test_a_rate_survives_its_compact_form(text: str) -> None:
    rate = PRINTED[text]
    assert rate_from_json(rate_to_json(rate)) == rate
    assert say(rate)


def test_words_beyond_the_grammar_are_kept_whole() -> None:
    rate = read_rate("37% /")
    assert rate == NotUnderstood("37% /")
    assert not understood(rate)


def test_an_empty_column_is_no_rate() -> None:
    assert read_rate("") is None
    assert read_rate(" \n\xa0") is None
    assert read_rate(None) is None


def test_a_rate_of_hostile_length_is_not_parsed() -> None:
    rate = read_rate("1% + " * 100_000)
    assert isinstance(rate, NotUnderstood)
    assert len(rate.text) <= 2_000


def test_sugar_declines_by_the_degree_with_a_floor() -> None:
    rate = read_rate(
        "3.6606¢/kg less 0.020668¢/kg for each degree under 100 degrees (and fractions of a degree in "
        "proportion) but not less than 3.143854¢/kg"
    )
    assert isinstance(rate, AtLeast)
    assert isinstance(rate.rate, Declining)
    assert duty_cents(rate, 1, Decimal(1000), "kg", degrees=Decimal(96)) == Duty(3578)
    assert duty_cents(rate, 1, Decimal(1000), "kg", degrees=Decimal(10)) == Duty(3144)
    open_answer = duty_cents(rate, 1, Decimal(1000), "kg")
    assert isinstance(open_answer, Missing)
    assert (open_answer.low_cents, open_answer.high_cents) == (3144, 3661)
    assert [n.fact for n in open_answer.needs] == ["degrees"]


def test_a_cap_by_another_duty_gives_bounds() -> None:
    rate = read_rate(
        "4.3% + 1.7¢/jewel, but if consisting in part of a plate the total duty shall not exceed the duty "
        "for the complete movement"
    )
    assert isinstance(rate, AtMost)
    answer = duty_cents(rate, 1000, Decimal(10), "jewels")
    assert isinstance(answer, Missing)
    assert (answer.low_cents, answer.high_cents) == (0, 4317)


def test_the_special_column_pairs_rates_with_programmes() -> None:
    entries = read_special("Free (A,AU, BH) 1.3% (KR)See 9822.04.15 (S)")
    assert [(e.rate, e.programmes) for e in entries] == [
        (Free(), ("A", "AU", "BH")),
        (AdValorem(13_000), ("KR",)),
        (Pointer("See 9822.04.15", ("9822.04.15",)), ("S",)),
    ]
    assert special_from_json(special_to_json(entries)) == entries


def test_ad_valorem_rounds_half_a_cent_up() -> None:
    assert duty_cents(AdValorem(25_000), 10_001) == Duty(25_003)
    assert duty_cents(AdValorem(333_333, thirds=1), 100) == Duty(3_333)


def test_specific_and_compound_duties_convert_units_exactly() -> None:
    compound = read_rate("4.4¢/kg + 6%")
    assert compound is not None
    assert duty_cents(compound, 10_000, Decimal(500), "kg") == Duty(62_200)
    assert duty_cents(compound, 10_000, Decimal("0.5"), "t") == Duty(62_200)
    assert duty_cents(compound, 10_000, Decimal(100), "lb") == Duty(60_200)
    answer = duty_cents(compound, 10_000, Decimal(7), "No.")
    assert isinstance(answer, Missing)
    assert (answer.low_cents, answer.high_cents) == (60_000, None)
    assert answer.needs[0].words == "quantity in kg"


def test_a_content_rate_needs_the_content_and_is_bounded_by_the_gross_weight() -> None:
    rate = read_rate("1.1¢/kg on lead content")
    assert rate is not None
    bounded = duty_cents(rate, 100, Decimal(1000), "kg")
    assert isinstance(bounded, Missing)
    assert (bounded.low_cents, bounded.high_cents) == (0, 1100)
    assert duty_cents(rate, 100, Decimal(400), "Pb kg") == Duty(440)
    assert duty_cents(rate, 100, Decimal(1000), "kg", more=[(Decimal(400), read_unit("Pb kg"))]) == Duty(440)


def test_a_basis_of_weighing_takes_the_weight_given_and_says_so() -> None:
    rate = read_rate("5.7¢/kg on drained weight")
    assert rate is not None
    answer = duty_cents(rate, 100, Decimal(100), "kg")
    assert answer == Duty(570, ("the kg given are taken as drained weight",))


def test_a_watch_is_bounded_by_the_dearest_part() -> None:
    rate = read_rate("44¢ each + 6% on the case + 14% on the strap, band or bracelet + 5.3% on the battery")
    assert rate is not None
    answer = duty_cents(rate, 1000, Decimal(10), "No.")
    assert isinstance(answer, Missing)
    assert (answer.low_cents, answer.high_cents) == (440, 440 + 14_000)
    assert {n.fact for n in answer.needs} == {"part_value"}


@pytest.mark.parametrize(
    "text", ["See 9904.12.01", "The rate applicable to the complete, assembled movement", "37% /"]
)
def test_a_rate_that_stands_elsewhere_is_missing_and_not_zero(text: str) -> None:
    rate = read_rate(text)
    assert rate is not None
    answer = duty_cents(rate, 1000, Decimal(10), "kg")
    assert isinstance(answer, Missing)
    assert answer.high_cents is None
    assert answer.needs[0].fact == "other_rate"


def test_the_ad_valorem_equivalent_is_parts_per_million() -> None:
    assert ad_valorem_equivalent(62_200, 10_000) == 62_200
    assert ad_valorem_equivalent(1, 3) == 3333
    assert ad_valorem_equivalent(5, 0) is None


def test_units_of_one_kind_convert_both_ways() -> None:
    for name, (kind, _, _) in UNITS.items():
        for other, (other_kind, _, _) in UNITS.items():
            there, back = ratio(name, other), ratio(other, name)
            assert (there is None) == (kind != other_kind)
            if there and back:
                assert there[0] * back[0] == there[1] * back[1]


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("kg", "kg"),
        ("No", "No."),
        ("m²", "m2"),
        ("doz. prs.", "doz. prs."),
        ("Dz Pcs", "doz."),
        (" kg", "kg"),
        ("吨", "t"),
    ],
)
def test_spellings_of_units(said: str, unit: str) -> None:
    assert read_unit(said).name == unit


def test_an_unknown_unit_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean"):
        read_unit("kilogramm")


def test_a_damaged_compact_rate_is_refused() -> None:
    with pytest.raises(DataError, match="is no rate"):
        rate_from_json('["av","x"]')
