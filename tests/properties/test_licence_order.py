"""Licences are monotone: more Chinese content, a worse end user or more listed owners never loosen one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.licensing.rules import VALUES, judge, relevant, weigh
from detente.licensing.transaction import book_of, licence
from detente.regime.dated.law_tables import law_tables
from detente.regime.kinds.tracks import OUTCOMES

CLASSES = [c.id for c in law_tables().items[0].classes if c.id != "none"]  # "none" as an item is refused
DAYS = ["2023-09-01", "2025-01-10", "2025-04-04", "2025-10-09", "2025-10-20", "2025-11-07", "2025-12-01",
        "2026-05-04", "2026-11-12", "2026-11-28", "2027-02-01"]  # fmt: skip
KNOWN = ["", "2025-10-20", "2026-10-09"]
YES_NO = st.sampled_from(["yes", "no"])
FACTS = st.fixed_dictionaries(
    {
        "leg": st.sampled_from(VALUES["leg"]),
        "origin": st.sampled_from(["CN", "VN", "JP"]),
        "destination": st.sampled_from(["US", "JP", "DE", "MX"]),
        "military": YES_NO,
        "listed": YES_NO,
        "owned_by_listed": YES_NO,
        "chinese_technology": YES_NO,
        "general_licence": YES_NO,
        "controlled_share": st.sampled_from(["0", "0.0008", "0.001", "0.0012", "0.5", "1"]),
        "end_use": st.sampled_from(VALUES["end_use"]),
    }
).filter(lambda facts: facts["end_use"] != "japan_military_strength" or facts["destination"] == "JP")


def strictness(item, day, known, facts):
    answer = licence(item, on=day, known=known, facts=facts)
    return OUTCOMES.index(answer.low), OUTCOMES.index(answer.high)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CLASSES), st.sampled_from(DAYS), st.sampled_from(KNOWN), FACTS, st.data())
def test_worse_facts_never_loosen_the_answer(item, day, known, facts, data):
    before = strictness(item, day, known, facts)
    worse = data.draw(
        st.sampled_from(["controlled_share", "military", "listed", "owned_by_listed", "chinese_technology"])
    )
    changed = {**facts, worse: "1" if worse == "controlled_share" else "yes"}
    assert strictness(item, day, known, changed) >= before


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(CLASSES),
    st.sampled_from(DAYS),
    FACTS,
    st.sets(st.sampled_from(list(VALUES)), max_size=3),
    st.data(),
)
def test_a_missing_fact_only_widens_the_bounds_around_every_answer(item, day, facts, gone, data):
    whole = strictness(item, day, "", facts)
    partly = {k: v for k, v in facts.items() if k not in gone}
    low, high = strictness(item, day, "", partly)
    assert low <= whole[0] and whole[1] <= high


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CLASSES), FACTS, st.data())
def test_opening_a_track_that_only_catches_never_loosens(item, facts, data):
    """More clauses in force never make an answer milder, exemptions by their own track apart."""
    book = book_of(law_tables(), "china")
    names = [n for n in book.tracks if not n.endswith("/civil")]
    few = data.draw(st.sets(st.sampled_from(names)))
    more = few | data.draw(st.sets(st.sampled_from(names)))
    outcomes = [weigh(book, facts, (item,), frozenset(opened)).high.outcome for opened in (few, more)]
    assert OUTCOMES.index(outcomes[0]) <= OUTCOMES.index(outcomes[1])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CLASSES), st.sampled_from(DAYS), FACTS)
def test_dropping_rules_that_cannot_matter_changes_nothing(item, day, facts):
    book = book_of(law_tables(), "china")
    opened = frozenset(book.tracks)
    full = {**facts, "item_class": item}
    assert judge(relevant(book, facts, (item,), opened), full).outcome == judge(book.rules, full).outcome


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CLASSES), st.sampled_from(DAYS), FACTS, st.sampled_from(["2026-10-09", "2026-10-10"]))
def test_an_answer_as_known_on_a_day_does_not_change_with_later_law(item, day, facts, known):
    """What was known on a day is the same whoever asks later: only acts known by then are read."""
    tables = law_tables()
    cut = tables.model_copy(
        update={
            "licences": tuple(
                m.model_copy(
                    update={
                        "tracks": tuple(
                            t.model_copy(
                                update={
                                    "assertions": tuple(a for a in t.assertions if a.known <= known),
                                    "said": tuple(a for a in t.said if a.known <= known),
                                }
                            )
                            for t in m.tracks
                        )
                    }
                )
                for m in tables.licences
            )
        }
    )
    assert (
        licence(item, on=day, known=known, facts=facts, law=cut).outcome
        == licence(item, on=day, known=known, facts=facts).outcome
    )
