"""Laws of outcomes: order, emptiness, sharing, minimality, sums."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.outcomes.costs.explain import Move, minimal
from detente.outcomes.laying.clause import Clause
from detente.outcomes.laying.outcome_file import Branch, Change, Decision, TreeFile
from detente.outcomes.laying.overlay import base, lay
from detente.outcomes.laying.store import own_outcomes
from detente.outcomes.trees.answer import Leaf
from detente.outcomes.trees.expected import regrets
from detente.outcomes.trees.paths import paths, read_given, weights
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.regime.on_a_day.timeline import track_state

KNOWN = "2025-10-29"
MEASURES = ("us.ieepa.reciprocal", "us.ieepa.fentanyl")
DAYS = ("2025-11-01", "2025-11-10", "2025-11-20", "2025-12-01", "2026-01-15")
SAYS = {"en": "x"}


def ground():
    return base(tables(), law_tables(), KNOWN)


@st.composite
def clauses(draw: st.DrawFn, least: int = 0, most: int = 4) -> list[Clause]:
    made = []
    for i in range(draw(st.integers(least, most))):
        kind = draw(st.sampled_from(("suspend", "resume", "rate", "end")))
        start, end = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True)))
        body = {"id": f"c{i}", "do": kind, "of": draw(st.sampled_from(MEASURES)), "from": start, "says": SAYS}
        if draw(st.booleans()):
            body["until"] = end
        if kind == "rate":
            body["rate"] = {"ad_valorem": f"{draw(st.integers(0, 60))}%"}
        if kind == "suspend" and draw(st.booleans()):
            body["points"] = f"{draw(st.integers(1, 34))}%"
        made.append(Clause(Change.model_validate(body), f"o{draw(st.integers(0, 9))}-{i}"))
    return made


def face(laid) -> tuple[object, ...]:
    rows = []
    for name in MEASURES:
        measure = laid.law.measure(name)
        for day in ("2025-10-30", *DAYS, "2026-06-01"):
            for track in measure.tracks:
                for hour in ("00:00", "23:59"):
                    s = track_state(measure, track, f"{day}T{hour}", KNOWN)
                    rows.append(None if s is None else (s.status, s.ppm, s.suspended_ppm))
    return tuple(rows)


def test_the_empty_outcome_is_the_law_itself():
    law = ground()
    assert lay(law, ()) is law


@settings(max_examples=60, deadline=None)
@given(clauses(), clauses())
def test_lists_laid_one_after_the_other_are_the_lists_joined(one, two):
    two = [Clause(c.change, f"second-{c.outcome}") for c in two]
    assert face(lay(lay(ground(), one), two)) == face(lay(ground(), [*one, *two]))


@settings(max_examples=60, deadline=None)
@given(clauses(1, 3), clauses(1, 3))
def test_lists_on_different_measures_can_be_laid_in_any_order(one, two):
    one = [Clause(c.change.model_copy(update={"of": MEASURES[0]}), "a" + c.outcome) for c in one]
    two = [Clause(c.change.model_copy(update={"of": MEASURES[1]}), "b" + c.outcome) for c in two]
    assert face(lay(ground(), [*one, *two])) == face(lay(ground(), [*two, *one]))


@settings(max_examples=60, deadline=None)
@given(clauses(1, 4))
def test_a_clause_changes_nothing_before_it_begins_and_nothing_but_its_measure(rows):
    law = ground()
    after = lay(law, rows)
    for before, now in zip(law.law.measures, after.law.measures, strict=True):
        if before.id not in {c.change.of for c in rows}:
            assert now is before
    first = min(c.change.from_ for c in rows)
    for name in MEASURES:
        one, two = law.law.measure(name), after.law.measure(name)
        for a, b in zip(one.tracks, two.tracks, strict=True):
            moment = "2025-10-31T23:59"
            assert moment[:10] < first
            assert track_state(one, a, moment, KNOWN) == track_state(two, b, moment, KNOWN)
            # and what was known before the outcome's day stays as it was
            assert track_state(one, a, "2025-12-31T23:59", "2025-10-28") == track_state(
                two, b, "2025-12-31T23:59", "2025-10-28"
            )


@settings(max_examples=60, deadline=None)
@given(clauses(1, 3), st.sampled_from(MEASURES), st.integers(1, 60))
def test_the_clause_laid_last_prevails_while_it_lasts(rows, name, percent):
    ends = [c for c in rows if c.change.do in ("end", "suspend")]
    rows = [c for c in rows if c not in ends]
    body = {
        "id": "last",
        "do": "rate",
        "of": name,
        "from": "2025-11-20",
        "rate": {"ad_valorem": f"{percent}%"},
        "says": SAYS,
    }
    resume = {"id": "lift", "do": "resume", "of": name, "from": "2025-11-20", "says": SAYS}
    last = [Clause(Change.model_validate(b), "last") for b in (body, resume)]
    measure = lay(ground(), [*rows, *last]).law.measure(name)
    for moment in ("2025-11-20T00:00", "2025-12-01T12:00", "2026-01-15T00:00", "2026-03-01T00:00"):
        found = track_state(measure, measure.tracks[0], moment, KNOWN)
        assert found is not None
        assert (found.status, found.ppm) == ("in_force", percent * 10_000)


def test_an_outcome_included_twice_is_laid_once():
    rows = own_outcomes()
    names = [c.name for c in rows.clauses("busan")]
    assert len(names) == len(set(names))


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 7), st.data())
def test_a_minimal_set_explains_and_no_part_can_be_left_out(n, data):
    body = {"do": "end", "of": "m", "from": "2025-11-01", "says": SAYS}
    parts = [Move(Clause(Change.model_validate({"id": f"c{i}", **body}), "o"), True) for i in range(n)]
    needed = [
        frozenset(data.draw(st.sets(st.sampled_from(parts), min_size=1)))
        for _ in range(data.draw(st.integers(1, 3)))
    ]

    def explains(moves: frozenset[Move]) -> bool:
        return any(need <= moves for need in needed)

    found = frozenset(minimal(parts, explains))
    assert explains(found)
    for part in found:
        assert not explains(found - {part})


@lru_cache(maxsize=1)
def october() -> TreeFile:
    return own_outcomes().trees["october-2025"]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["threat", "china-answer", "reciprocal", "fentanyl"]), st.fractions(0, 1), max_size=4
    )
)
def test_probabilities_of_the_leaves_sum_to_one_exactly(odds):
    tree = october()
    by = {d.id: d for d in tree.decisions}
    given_odds = {(name, by[name].branches[0].choose): p for name, p in odds.items()}
    found = list(paths(tree, given_odds))
    assert sum(p.probability for p in found) == 1
    assert all(p.probability >= 0 for p in found)
    for decision in tree.decisions:
        assert sum(step.probability for step in weights(decision, given_odds)) == 1
    for name, p in odds.items():
        first = by[name].branches[0].choose
        on_way = [q for q in found if any(s.decision.id == name for s in q.steps)]
        took = sum(
            q.probability
            for q in on_way
            if any(s.decision.id == name and s.branch.choose == first for s in q.steps)
        )
        assert took == p * sum(q.probability for q in on_way)


def test_china_answers_only_if_the_us_acts():
    for path in paths(october(), {}):
        taken = {s.decision.id: s.branch.choose for s in path.steps}
        assert ("china-answer" in taken) == (taken["threat"] == "carried_out")
        assert "china-answers-in-kind" not in path.outcomes or taken["threat"] == "carried_out"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=6
    )
)
def test_regret_is_never_negative_and_someone_has_none_on_every_leaf(rows):
    from decimal import Decimal

    whole = sum(w for w, _, _ in rows)
    leaves = [
        Leaf(
            id=str(i),
            choices=(),
            outcomes=(),
            probability=w / whole,
            probability_exact=str(Fraction(w, whole)),
        )
        for i, (w, _, _) in enumerate(rows)
    ]
    costs = {"a": [Decimal(a) for _, a, _ in rows], "b": [Decimal(b) for _, _, b in rows]}
    made = regrets(leaves, costs)
    assert all(r.greatest_regret_usd >= 0 for r in made)
    best = min(
        sum(Fraction(w, whole) * Fraction(v) for (w, _, _), v in zip(rows, costs[n], strict=True))
        for n in costs
    )
    assert abs(Fraction(made[0].expected_usd) - best) <= Fraction(1, 100)


def test_probabilities_that_do_not_fit_are_refused():
    from detente.terms import InputError

    for words in (["threat=carried_out:1.2"], ["threat=carried_out:x"], ["no=x:0.5"], ["threat=no:0.5"],
                  ["threat"], ["threat=carried_out:0.7", "threat=dropped:0.7"],
                  ["threat=carried_out:0.2", "threat=dropped:0.2"]):  # fmt: skip
        with pytest.raises(InputError):
            read_given(words, october())


def test_a_decision_needs_two_branches():
    one = {"id": "a", "title": SAYS, "by": "2025-11-01", "decider": SAYS}
    with pytest.raises(ValueError, match="at least 2"):
        Decision.model_validate({**one, "branches": [{"choose": "x", "title": SAYS}]})
    assert Branch.model_validate({"choose": "x", "title": SAYS}).outcome == ""
