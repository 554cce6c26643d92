"""What is said around a listed good never clears it, and what nothing recognises is never clear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.licensing import LicenceAnswer
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
        ", halogen-free", " for catalysts", " for sensors", ", packed in ferrite-free boxes", " for lenses",
        ", recycled content 30 %", " - laser", " / motor", ", sensor", " : catalyst", " and sensor",
        " - chip",
        " - 传感器", " + transistor", "; motor and generator", " - phosphor", ", without lanthanum",
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


DENIALS = st.sampled_from(
    [
        "without {}", "w/o {}", "no {}", "{} free", "{}-free", "not containing {}", "contains neither {}",
        "(no {})", "excluding {}", "free of {}", "不含{}",
    ]
)  # fmt: skip
PAIRS = st.sampled_from(
    ["Dy, Tb", "dysprosium and terbium", "Tb/Dy", "terbium, dysprosium", "Dy or Tb", "镝和铽", "镝、铽"]
)


@settings(max_examples=60, deadline=None)
@given(DENIALS, PAIRS, st.booleans())
def test_what_a_text_denies_is_no_content_of_it(denial: str, pair: str, before: bool) -> None:
    words = denial.format(pair)
    text = f"{words} NdFeB magnet" if before else f"NdFeB magnet {words}"
    answer = licence(text, on="2026-06-15", facts=CIVIL)
    assert answer.outcome == "no_licence", text
    with_samarium = licence(f"samarium-cobalt magnet {words}", on="2026-06-15", facts=CIVIL)
    assert with_samarium.outcome == "licence_needed"


@settings(max_examples=40, deadline=None)
@given(GIBBERISH, st.sampled_from(["CN_to_abroad", "abroad_to_abroad"]))
def test_nothing_recognised_is_clear_on_no_way(text: str, leg: str) -> None:
    try:
        answer = licence(text, on="2026-06-15", facts={**CIVIL, "leg": leg})
    except DetenteError:
        return
    if not answer.item_classes:
        assert answer.status != "ok"
        assert [m.fact for m in answer.missing][:1] == ["item"]


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
        ("NdFeB magnet", "Dy 2.5 %", "licence_needed"),
        ("NdFeB magnet", "no terbium or dysprosium", "no_licence"),
        ("NdFeB magnet", "contains dysprosium; for motors", "licence_needed"),
        ("8505111000", "motor", "undetermined"),
        ("8505111000 motor", "", "undetermined"),
        ("8505111000 ferrite magnet", "", "no_licence"),
        ("1309-64-4", "", "undetermined"),
        ("1309-64-4 99.5 %", "", "no_licence"),
        ("germanium chips", "", "licence_needed"),
        ("砷化镓晶片", "", "licence_needed"),
        ("砷化鎵晶片", "", "licence_needed"),
        ("钐钴磁体组件", "", "licence_needed"),
        ("isostatic graphite crucible 1.85 g/cm3 99.99 % 60 MPa", "", "licence_needed"),
        ("sodium tungstate", "", "no_licence"),
        ("tungsten carbide saw tips", "", "no_licence"),
        ("稀土永磁电机", "", "no_licence"),
        ("gallium nitride charger", "", "no_licence"),
        ("gallium metal technology", "", "undetermined"),
    ],
)
def test_parameters_decide_beside_a_name_or_a_code(item: str, parameters: str, outcome: str) -> None:
    assert licence(item, on="2026-06-15", facts=CIVIL, parameters=parameters).outcome == outcome


US_CIVIL = {
    "military": "no", "listed": "no", "owned_by_listed": "no", "end_use": "civil", "leg": "US_to_abroad",
    "origin": "US", "headquartered_d5": "no",
}  # fmt: skip
FREE_BY_LIST = ("ear99", "us_anti_terrorism", "us_machines_at")
DESTINATIONS = st.sampled_from(["CN", "HK", "MO", "SG", "JP", "DE", "AE", "VN", "IR", "RU", "CA", "TW", ""])
ECCNS = st.one_of(
    st.sampled_from(
        ["", "3A090", "3A090.a", "3A090.b", "3A090.c", "4A090.a", "3A001.z.1.a", "5A992.z.2", "3B001",
         "3B001.c", "3B001.c.1.c", "3B001.a.2", "3B002.c", "3B991", "3B993", "3A001.a.7", "5A002.a",
         "5A992.c", "3E001", "EAR99", "6A003", "9A515", "3A090.q"]
    ),
    st.from_regex(r"[0-9][A-E][0-9]{3}(\.[a-z])?", fullmatch=True),
)  # fmt: skip
CHIPS = st.sampled_from(
    ["graphics card", "AI accelerator", "NVIDIA H200", "H20", "GeForce RTX 4090", "HBM3E stack",
     "etcher part", "laptop", "valve", "芯片", "加速卡"]
)  # fmt: skip
FIGURES = st.lists(
    st.sampled_from(
        ["1500 TPP", "2368 TPP", "4799 TPP", "4800 TPP", "21000 TPP", "4000 GB/s", "7 TB/s", "datacenter",
         "consumer", "3.3 TPP/mm2", "6 TPP/mm2", "2.5 GB/s/mm2"]
    ),
    max_size=4, unique=True,
)  # fmt: skip
DAYS = st.sampled_from(["2023-11-16", "2025-04-09", "2025-05-15", "2025-10-26", "2026-01-15", "2026-11-30"])


def _us(
    item: str, figures: list[str], facts: dict[str, str], on: str, reading: str = "text"
) -> LicenceAnswer | None:
    try:
        return licence(item, on=on, side="US", facts=facts, parameters=", ".join(figures), reading=reading)
    except DetenteError:
        return None  # refused: contradictory or unreadable, which clears nothing


@settings(max_examples=250, deadline=None)
@given(CHIPS, FIGURES, ECCNS, DESTINATIONS, DAYS, st.sets(st.sampled_from(sorted(US_CIVIL)), max_size=3))
def test_under_us_controls_nothing_unsaid_clears(
    item: str, figures: list[str], eccn: str, destination: str, on: str, unset: set[str]
) -> None:
    facts = {name: value for name, value in US_CIVIL.items() if name not in unset}
    answer = _us(item, figures, {**facts, "eccn": eccn, "destination": destination}, on)
    if answer is None or (answer.status, answer.outcome) != ("ok", "no_licence"):
        return
    assert eccn == "EAR99" or answer.candidates, "neither EAR99 nor an entry: nothing said what it is"
    assert not {"ccl", "unclassified"} & set(answer.item_classes)
    affiliates = {"owned_by_listed"} if on in ("2025-10-26", "2026-11-30") else set()  # the rule's own days
    assert not unset & {"listed", "end_use", *affiliates}, (unset, on)
    listed_here = [c for c in answer.candidates if c.item_class not in FREE_BY_LIST]
    if destination in ("CN", "HK", "MO"):
        assert not [c for c in listed_here if c.standing != "not_listed"], (item, figures, eccn)
    else:
        assert destination, "a destination that nobody named is never clear"


@settings(max_examples=120, deadline=None)
@given(CHIPS, FIGURES, ECCNS, DESTINATIONS, DAYS)
def test_saying_more_never_opens_what_was_settled_under_us_controls(
    item: str, figures: list[str], eccn: str, destination: str, on: str
) -> None:
    """What is settled with facts missing stays so whatever they turn out to be."""
    asked = {"eccn": eccn, "destination": destination}
    bare, full = (_us(item, figures, {**asked, **facts}, on) for facts in ({}, US_CIVIL))
    if bare is not None and full is not None and bare.status == "ok":
        assert bare.outcome == full.outcome


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
