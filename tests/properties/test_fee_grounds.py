"""No unreported ground of liability and no unrecognised fact ever ends in a fee of 0 called settled."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.port_fees import CALL_QUESTIONS, fee
from detente.terms import InputError

COUNTRY = st.sampled_from(["CN", "US", "GR"])
SHARE = st.sampled_from(["0", "24.9", "25", "40"])
# what makes a vessel liable on either side; the rest frees or measures her
LIABLE = {
    "owner_country": COUNTRY,
    "operator_country": COUNTRY,
    "built_country": COUNTRY,
    "flag": COUNTRY,
    "us_equity_pct": SHARE,
    "chinese_equity_pct": SHARE,
    "vessel_type": st.sampled_from(["container", "bulk", "tanker", "ro_ro", "lng_carrier", "lpg_carrier"]),
}
RELIEFS = {
    "ballast": st.sampled_from(["yes", "no"]),
    "dwt": st.sampled_from(["30000", "55001", "79999", "90000"]),
    "voyage_nm": st.sampled_from(["1500", "5000"]),
    "us_programme": st.sampled_from(["MSP", "no"]),
    "chemicals_in_bulk": st.sampled_from(["yes", "no"]),
    "laker": st.sampled_from(["yes", "no"]),
    "port_territory": st.sampled_from(["CN", "HK"]),
    "berths": st.sampled_from(["yes", "no"]),
}
OTHER_SENSES = {
    "registered_owner_country": "owner_country",
    "certificate_operator_country": "operator_country",
    "charterer_country": "operator_country",
}
SIDE = st.sampled_from(["us", "china"])
DAY = st.sampled_from(["2025-10-13", "2025-10-14", "2025-11-09", "2025-11-10", "2026-11-10", "2026-11-12"])
MEASURES = {"net_tonnage": "20000", "containers": "0"}


def _free_for_good(answer: object) -> bool:
    return getattr(answer, "status") == "ok" and not getattr(answer, "fee_amount")  # noqa: B009


@settings(max_examples=150, deadline=None)
@given(
    SIDE, DAY, st.fixed_dictionaries(LIABLE), st.fixed_dictionaries({}, optional=RELIEFS),
    st.sets(st.sampled_from(sorted(LIABLE)), min_size=1, max_size=3),
)  # fmt: skip
def test_a_ship_that_may_be_liable_is_never_settled_free(side, day, whole, reliefs, gone):
    given_ = {**MEASURES, **reliefs, **{k: v for k, v in whole.items() if k not in gone}}
    asked = fee(side, on=day, facts=given_)
    if not _free_for_good(asked):
        return
    answer = fee(side, on=day, facts={**MEASURES, **reliefs, **whole})
    assert _free_for_good(answer), (gone, answer.lines)


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries({}, optional=RELIEFS),
    st.sampled_from(["container", "bulk", "tanker", "lpg_carrier"]),
)
def test_a_relief_of_annex_ii_never_hides_a_share_that_nobody_reported(reliefs, kind):
    facts = {
        **MEASURES, **reliefs, "vessel_type": kind, "owner_country": "GR", "operator_country": "GR",
        "built_country": "CN", "flag": "LR",
    }  # fmt: skip
    quarter = fee("us", on="2025-10-20", facts={**facts, "chinese_equity_pct": "25"})
    assert (quarter.annex, quarter.fee_amount) == ("I", 1_000_000)
    assert not _free_for_good(fee("us", on="2025-10-20", facts=facts))


@settings(max_examples=120, deadline=None)
@given(SIDE, st.fixed_dictionaries(LIABLE), st.sampled_from(sorted(OTHER_SENSES)), COUNTRY)
def test_no_sense_that_leads_to_a_fee_is_passed_over(side, facts, other, country):
    assume(not (side == "china" and other == "certificate_operator_country"))  # a paper of the US alone
    facts = {**MEASURES, **facts}
    both = fee(side, on="2025-10-20", facts={**facts, other: country})
    if _free_for_good(both):
        for value in (facts[OTHER_SENSES[other]], country):
            assert _free_for_good(fee(side, on="2025-10-20", facts={**facts, OTHER_SENSES[other]: value}))
    for case in both.cases:
        assert both.low <= case.low
        assert both.high is None or (case.high is not None and case.high <= both.high)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([name for name in CALL_QUESTIONS if name != "rotation_id"]),
    st.text(
        st.characters(min_codepoint=33, max_codepoint=0x9FFF, blacklist_categories=("Cs", "Cc")), max_size=12
    ),
)  # fmt: skip
def test_a_fact_that_cannot_be_read_is_refused_or_asked(name, text):
    facts = {
        **MEASURES, "owner_country": "CN", "operator_country": "CN", "built_country": "CN", "flag": "CN",
        "vessel_type": "bulk",
    }  # fmt: skip
    assert fee("us", on="2025-10-20", facts=facts).fee_amount == 1_000_000
    try:
        answer = fee("us", on="2025-10-20", facts={**facts, name: f"§{text}"})
    except InputError as fault:
        assert name in fault.text
        return
    assert not _free_for_good(answer)


@pytest.mark.parametrize("day", ["2025-11-10", "2026-11-10"])
def test_each_hour_of_a_day_that_changes_lies_within_the_bounds_of_the_day(day):
    facts = {**MEASURES, "owner_country": "US", "operator_country": "US", "built_country": "KR", "flag": "US"}
    whole = fee("china", on=day, reading="text", facts=facts)
    assert whole.status == "undetermined" and "hour" in {m.fact for m in whole.missing}
    for hour in ("00:00", "13:00", "13:01", "23:58"):
        one = fee("china", on=day, reading="text", facts={**facts, "hour": hour})
        assert one.status == "ok" and one.fee_amount is not None
        assert whole.low <= one.fee_amount and whole.high is not None and one.fee_amount <= whole.high
