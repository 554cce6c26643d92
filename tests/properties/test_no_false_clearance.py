"""What is said around a listed good never clears it, and what nothing recognises is never clear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.licensing.transaction import licence
from detente.port_fees.port_call import fee
from detente.terms import DetenteError

CIVIL = {
    "military": "no", "listed": "no", "owned_by_listed": "no", "end_use": "civil", "chinese_technology": "no",
    "general_licence": "no", "leg": "CN_to_abroad", "origin": "CN", "destination": "DE",
}  # fmt: skip
LISTED = st.sampled_from(
    [
        "gallium metal", "gallium arsenide wafer", "germanium dioxide", "antimony ingot",
        "antimony oxide 99.995 %",
        "molybdenum powder 99.9 %, 20 um", "ammonium paratungstate", "tungsten oxide", "bismuth metal",
        "indium phosphide", "natural flake graphite", "dysprosium oxide", "金属镓", "氧化锗",
        "仲钨酸铵", "磷化铟", "terbium metal", "yttrium oxide", "gadolinium target", "samarium-cobalt magnet",
        "NdFeB magnet with dysprosium", "scandium-aluminium alloy", "lutetium chloride", "含镝钕铁硼磁体",
        "sintered NdFeB magnet", "rare-earth magnet",
    ]
)  # fmt: skip
AROUND = st.sampled_from(
    [
        "", " for laser diodes", " for LED production", " for making solar cells", ", oxygen below 0.5 %",
        ", moisture content below 0.1 %", " in drums of 25 kg", ", tap density 1.1 g/cm3", " for motors",
        " with certificate of analysis", ", ash content < 0.02 %", " with technical data sheet",
        ", halogen-free",        " for catalysts", " for sensors", ", packed in ferrite-free boxes",
        " for lenses", ", recycled content 30 %",
    ]
)  # fmt: skip
GIBBERISH = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x9FFF, blacklist_categories=("Cs", "Cc")),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(LISTED, st.lists(AROUND, max_size=3, unique=True))
def test_words_around_a_listed_good_never_clear_it(good: str, around: list[str]) -> None:
    text = good + "".join(around)
    answer = licence(text, on="2026-06-15", facts=CIVIL)
    assert (answer.status, answer.outcome) != ("ok", "no_licence"), text


@settings(max_examples=60, deadline=None)
@given(GIBBERISH)
def test_what_names_no_class_is_never_clear(text: str) -> None:
    try:
        answer = licence(text, on="2026-06-15", facts=CIVIL)
    except DetenteError:
        return
    if answer.outcome == "no_licence" and answer.status == "ok":
        assert answer.item_classes, (
            text
        )  # something said what it is: a free good, or a class not controlled now


@pytest.mark.parametrize(
    ("item", "parameters", "outcome"),
    [
        ("antimony oxide", "purity 99.8 %", "no_licence"),
        ("antimony oxide", "purity 99.99 %", "licence_needed"),
        ("28258000", "99.8 %", "no_licence"),
        ("molybdenum", "powder, 99.9 %, 20 um", "licence_needed"),
        ("三氧化二锑", "纯度99.995%", "licence_needed"),
    ],
)
def test_parameters_decide_beside_a_name_or_a_code(item: str, parameters: str, outcome: str) -> None:
    assert licence(item, on="2026-06-15", facts=CIVIL, parameters=parameters).outcome == outcome


LEGS = st.sampled_from(["CN_to_abroad", "transit", "bonded_zone", "in_china_to_foreign_person"])


@settings(max_examples=60, deadline=None)
@given(LISTED, LEGS, st.sampled_from(["", "yes", "no"]), st.sampled_from(["", "yes", "no"]))
def test_no_way_out_and_no_paper_clears_a_listed_good(good: str, leg: str, statement: str, held: str) -> None:
    facts = {**CIVIL, "leg": leg, "end_user_statement": statement, "general_licence": held}
    answer = licence(good, on="2026-06-15", facts=facts)
    assert (answer.status, answer.outcome) != ("ok", "no_licence"), good


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["technology", "service"]), LISTED)
def test_technology_of_a_listed_good_is_never_clear(kind: str, good: str) -> None:
    answer = licence(good, on="2026-06-15", facts={**CIVIL, "kind": kind})
    assert (answer.status, answer.outcome) != ("ok", "no_licence") or "re_tech" in answer.item_classes, good


FOREIGN = st.sampled_from(["GR", "NO", "SG", "JP", "TW", "KR"])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["US", "CN"]), FOREIGN, FOREIGN, FOREIGN, FOREIGN)
def test_a_ground_of_liability_that_nobody_reported_is_never_no(
    side: str, owner: str, operator: str, built: str, flag: str
) -> None:
    facts = {
        "owner_country": owner, "operator_country": operator, "built_country": built, "flag": flag,
        "net_tonnage": "50000", "vessel_type": "container",
    }  # fmt: skip
    share = "chinese_equity_pct" if side == "US" else "us_equity_pct"
    asked = fee(side, on="2025-10-20", facts=facts)
    assert asked.status == "undetermined" and [m.fact for m in asked.missing] == [share]
    none, quarter = (fee(side, on="2025-10-20", facts={**facts, share: pct}) for pct in ("0", "25"))
    assert none.fee_amount == 0 and quarter.fee_amount
    assert asked.low <= none.fee_amount < quarter.fee_amount <= (asked.high or quarter.fee_amount)
