"""Names met on lists: the same, near, or not at all; a common word alone meets nobody."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkout import script
from detente.screening.matching.name_forms import LONGEST_NAME, name_forms
from detente.screening.matching.name_index import NameIndex

SCORE = script("benchmarks/score_names.py")
INDEX, PARTIES = SCORE.listed_names()
SURE = ["Huawei Technologies Co., Ltd. (Huawei)", "General Dynamics", "洛克希德·马丁公司"]


def first(asked: str, *listed: str, cutoff: float = 90.0):
    rows = NameIndex.of(listed or INDEX.names).matches(asked, cutoff)
    return rows[0] if rows else None


@pytest.mark.parametrize("half", ["tuned on", "held out"])
def test_the_pairs_keep_their_floors(half: str) -> None:
    one = SCORE.score(INDEX, PARTIES, [p for p in SCORE.pairs() if p.half == half])
    assert one.precision >= 0.95 and one.recall >= 0.95
    assert one.falsely_sure == 0 and one.sure >= one.same - 1


def test_pairs_written_afterwards_keep_a_lower_floor() -> None:
    one = SCORE.score(INDEX, PARTIES, SCORE.pairs(SCORE.AFTERWARDS))
    assert one.precision >= 0.9 and one.recall >= 0.9 and one.falsely_sure == 0


def test_a_score_counts_what_went_wrong() -> None:
    asked = [SCORE.Pair("General Dynamics", "Cubic Corporation", "same"), SCORE.Pair("Boeing", "", "none")]
    one = SCORE.score(INDEX, PARTIES, asked)
    assert (one.met, one.missed, one.wrong, one.falsely_sure) == (0, 1, 1, 1)


@pytest.mark.parametrize(
    "asked",
    ["Huawei Technologies", "HUAWEI", "华为 Huawei Technologies", "Huawei Technologies Co Ltd (China)"],
)
def test_huawei_technologies_meets_its_listing(asked: str) -> None:
    row = first(asked, "Huawei Technologies Co., Ltd. (Huawei)")
    assert row is not None and (row.same or row.score >= 90)


@pytest.mark.parametrize(
    "asked",
    [
        "Technologies",
        "Group Co., Ltd.",
        "International Trading",
        "General",
        "公司",
        "科技有限公司",
        "美国",
        "Co.",
        "-",
        "",
    ],
)
def test_common_words_alone_meet_nobody(asked: str) -> None:
    assert INDEX.matches(asked, 80.0) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第十四研究所", "第三十八研究所"),
        ("CETC 14th Research Institute", "CETC 38th Research Institute"),
        ("11420 Corp.", "11421 Corp."),
        ("Nanjing Optics Works", "Nanning Optics Works"),
        ("North Star Marine", "South Star Marine"),
    ],
)
def test_other_numbers_and_places_are_other_parties(one: str, other: str) -> None:
    assert first(one, other) is None and first(one, one).same


@pytest.mark.parametrize(
    ("asked", "listed", "why"),
    [
        ("Huawei Technologies GmbH", "Huawei Technologies Co., Ltd.", "other legal form"),
        ("Lockheed Marten", "Lockheed Martin", "spelt nearly the same"),
        ("Martin Lockheed", "Lockheed Martin", "words in another order"),
        ("Skydio Europe", "Skydio, Inc.", "part of the name"),
        ("NCSIST", "National Chung Shan Institute Science Technology", "initials"),
    ],
)
def test_a_near_name_is_never_the_same_and_says_why(asked: str, listed: str, why: str) -> None:
    row = first(asked, listed)
    assert row is not None and not row.same and row.why == why


def test_a_cutoff_above_a_hundred_leaves_only_the_same() -> None:
    assert first("Lockheed Marten", "Lockheed Martin", cutoff=101) is None
    assert first("lockheed-martin", "Lockheed Martin", cutoff=101).same


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_compared_without_a_fault(text: str) -> None:
    for row in INDEX.matches(text):
        assert 0 <= row.score <= 100


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([n for n in INDEX.names if n.isascii() and "," not in n and "(" not in n]),
    st.sampled_from(["", "\u200b", "\x00", "  ", "\u202e"]),
    st.sampled_from([str, str.upper, str.lower]),
)
def test_a_listed_name_meets_itself_however_it_is_typed(name: str, unseen: str, case) -> None:
    middle = name.find(" ")
    typed = case(name if middle < 0 else f"{name[:middle]}{unseen} {name[middle + 1 :]}")
    assert any(row.same and row.name == name for row in INDEX.matches(typed))


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=40), st.sampled_from(SURE))
def test_a_name_is_the_same_only_where_its_own_words_are(text: str, listed: str) -> None:
    exact = {form.exact for form in name_forms(listed)}
    same = any(row.same for row in NameIndex.of([listed]).matches(text))
    assert not same or {f.exact for f in name_forms(text, asked=True)} & exact


def test_a_name_beyond_all_length_costs_no_more_than_a_long_one() -> None:
    begun = time.process_time()
    assert INDEX.matches("General " * 100_000) == INDEX.matches(("General " * 100_000)[:LONGEST_NAME])
    assert time.process_time() - begun < 1


def test_a_family_of_many_members_is_still_asked_about() -> None:
    family = [f"Huawei {word} Technologies Co., Ltd." for word in ("Cloud", "Marine", "Ankang", "Tianjin")]
    rows = NameIndex.of(family * 100).matches("Huawei")
    assert rows and rows[0].why == "part of the name"
