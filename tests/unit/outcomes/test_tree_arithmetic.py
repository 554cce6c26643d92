"""A small tree worked by hand: every probability, expected value and regret as an exact number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from detente.outcomes.laying.outcome_file import Decision, TreeFile
from detente.outcomes.trees.answer import Leaf
from detente.outcomes.trees.expected import expected_usd, regrets
from detente.outcomes.trees.paths import MOST_LEAVES, paths, read_given, weights
from detente.outcomes.trees.tree import tree_answer
from detente.terms import InputError

SAYS = {"en": "x", "zh": "甲"}


def decision(name: str, *branches: str, only_if: tuple[tuple[str, str], ...] = (), by: str = "2025-11-01"):
    """``choice``, ``choice@outcome``, ``choice@outcome:0.3``."""
    rows = []
    for text in branches:
        choice, _, probability = text.partition(":")
        choose, _, outcome = choice.partition("@")
        rows.append({"choose": choose, "outcome": outcome, "title": SAYS, "probability": probability})
    return {
        "id": name, "title": SAYS, "by": by, "decider": SAYS, "branches": rows,
        "only_if": [{"clock": clock, "choose": choose} for clock, choose in only_if],
    }  # fmt: skip


def tree(*decisions) -> TreeFile:
    return TreeFile.model_validate({"id": "t", "title": SAYS, "known": "2025-10-26", "decisions": decisions})


# threat: a quarter that it is carried out; if so China answers in kind (0.4), in another way or not
# (0.3 each); if not, nothing is asked of China. Then the clock: 0.9 that it is extended.
HAND = tree(
    decision("threat", "carried_out@plus100", "dropped"),
    decision("answer", "in_kind@kind", "other@half", "none", only_if=(("threat", "carried_out"),)),
    decision("clock", "extend@truce", "lapse", by="2025-11-10"),
)
GIVEN = read_given(["threat=carried_out:0.25", "answer=in_kind:40%", "clock=lapse:0.1"], HAND)
LEAVES = {
    "carried_out/in_kind/extend": ("9/100", ("plus100", "kind", "truce")),
    "carried_out/in_kind/lapse": ("1/100", ("plus100", "kind")),
    "carried_out/other/extend": ("27/400", ("plus100", "half", "truce")),
    "carried_out/other/lapse": ("3/400", ("plus100", "half")),
    "carried_out/none/extend": ("27/400", ("plus100", "truce")),
    "carried_out/none/lapse": ("3/400", ("plus100",)),
    "dropped/extend": ("27/40", ("truce",)),
    "dropped/lapse": ("3/40", ()),
}


def test_every_leaf_has_its_probability_and_its_outcomes() -> None:
    assert {p.leaf: (str(p.probability), p.outcomes) for p in paths(HAND, GIVEN)} == LEAVES


def test_probabilities_behind_a_choice_are_conditional_on_it_and_sum_to_one() -> None:
    every = list(paths(HAND, GIVEN))
    carried = [p for p in every if p.leaf.startswith("carried_out/")]
    assert sum(p.probability for p in every) == 1
    assert sum(p.probability for p in carried) == Fraction(1, 4)
    in_kind = sum(p.probability for p in carried if "/in_kind/" in p.leaf)
    assert in_kind / sum(p.probability for p in carried) == Fraction(2, 5)
    for path in every:
        product = Fraction(1)
        for step in path.steps:
            product *= step.probability
        assert path.probability == product


def test_the_answer_shows_the_probabilities_it_was_computed_with() -> None:
    answer = tree_answer(HAND, GIVEN)
    assert [(leaf.id, leaf.probability_exact) for leaf in answer.leaves] == [
        (name, exact) for name, (exact, _) in LEAVES.items()
    ]
    for leaf in answer.leaves:
        assert leaf.probability == float(Fraction(leaf.probability_exact))
        for choice in leaf.choices:
            assert choice.probability == float(Fraction(choice.probability_exact))
    shown = {
        (c.decision, c.choose): (c.probability_exact, c.assumed) for x in answer.leaves for c in x.choices
    }
    assert shown == {
        ("threat", "carried_out"): ("1/4", False),
        ("threat", "dropped"): ("3/4", True),
        ("answer", "in_kind"): ("2/5", False),
        ("answer", "other"): ("3/10", True),
        ("answer", "none"): ("3/10", True),
        ("clock", "extend"): ("9/10", True),
        ("clock", "lapse"): ("1/10", False),
    }
    assert answer.expected_usd is answer.least_usd is answer.most_usd is None
    assert answer.notes == ()


def test_what_is_assumed_is_said_in_both_languages() -> None:
    given = {
        ("clock", "lapse"): Fraction(1, 10),
        ("clock", "extend"): Fraction(9, 10),
        ("threat", "dropped"): Fraction(1),
    }
    answer = tree_answer(HAND, given)
    assert answer.assumptions == (
        "threat: carried_out 0, dropped 1 (the rest shared evenly, an assumption)",
        "answer: in_kind 0.333, other 0.333, none 0.333 (no one gave a probability: uniform, an assumption)",
        "clock: extend 0.9, lapse 0.1 (as given)",
    )
    assert answer.assumptions_zh[2] == "甲：甲 0.9、甲 0.1（按给定）"


def made_money(duty: list[int], low: list[int], high: list[int], settled: list[bool], open_top: list[bool]):
    return SimpleNamespace(
        duty=np.array(duty), low=np.array(low), high=np.array(high), settled=np.array(settled),
        open_top=np.array(open_top), answered=np.ones(len(duty), dtype=bool),
    )  # fmt: skip


def test_expected_value_and_range_of_a_portfolio_over_the_leaves() -> None:
    """Two lines, one open: it counts at its high bound, or at its low one where there is no bound."""
    two = tree(decision("a", "x:0.25", "y:0.75"))
    computed = SimpleNamespace(
        readings=(),
        money=(
            made_money([100, 7], [100, 40], [100, 60], [True, False], [False, False]),  # 160
            made_money([200, 7], [200, 40], [200, 0], [True, False], [False, True]),  # 240, no bound
        ),
    )
    answer = tree_answer(two, {}, computed)  # type: ignore[arg-type]
    assert [(x.duty_usd, x.low_usd, x.high_usd) for x in answer.leaves] == [
        (Decimal("1.6"), Decimal("1.4"), Decimal("1.6")),
        (Decimal("2.4"), Decimal("2.4"), None),
    ]
    assert (answer.expected_usd, answer.least_usd, answer.most_usd) == (
        Decimal("2.20"), Decimal("1.6"), Decimal("2.4"),
    )  # fmt: skip
    assert answer.notes == ("open lines count at their high bound, or at the low one where there is none",)


def test_a_portfolio_that_owes_nothing_has_an_expected_value_of_zero_not_none() -> None:
    nothing = made_money([0], [0], [0], [True], [False])
    computed = SimpleNamespace(readings=(), money=(nothing, nothing))
    answer = tree_answer(tree(decision("a", "x", "y")), {}, computed)  # type: ignore[arg-type]
    assert (answer.expected_usd, answer.least_usd, answer.most_usd) == (0, 0, 0)


@pytest.mark.parametrize(
    ("costs", "odds", "expected"),
    [
        (["100", "0"], ["1/4", "3/4"], "25.00"),
        (["0.01", "0"], ["1/2", "1/2"], "0.01"),  # half a cent, up
        (["0.01", "0"], ["49/100", "51/100"], "0.00"),
        (["0.03", "0"], ["1/2", "1/2"], "0.02"),  # half up, not half to even
        (["10", "20", "40"], ["1/3", "1/3", "1/3"], "23.33"),
    ],
)
def test_expected_value_is_exact_and_rounded_half_up_once(costs, odds, expected) -> None:
    assert str(expected_usd([Decimal(c) for c in costs], [Fraction(p) for p in odds])) == expected


def leaf(name: str, exact: str) -> Leaf:
    return Leaf(id=name, choices=(), outcomes=(), probability=float(Fraction(exact)), probability_exact=exact)


def test_regret_is_measured_leaf_by_leaf_against_the_best_way_to_act_there() -> None:
    leaves = [leaf("up", "1/4"), leaf("same", "1/4"), leaf("down", "1/2")]
    rows = regrets(
        leaves,
        {
            "early": [Decimal(100), Decimal(100), Decimal(100)],
            "late": [Decimal(180), Decimal(100), Decimal(40)],
            "middle": [Decimal(150), Decimal(130), Decimal(70)],
        },
    )
    assert [(r.action, r.expected_usd, r.greatest_regret_usd, r.greatest_regret_leaf) for r in rows] == [
        ("late", Decimal("90.00"), Decimal(80), "up"),
        ("early", Decimal("100.00"), Decimal(60), "down"),
        ("middle", Decimal("105.00"), Decimal(50), "up"),
    ]
    assert rows[0].costs_usd == (180, 100, 40)


def test_costs_and_leaves_must_match_one_for_one() -> None:
    odds, leaves = [Fraction(1, 2)] * 2, [leaf("a", "1/2"), leaf("b", "1/2")]
    with pytest.raises(ValueError, match="zip"):
        expected_usd([Decimal(1)], odds)
    with pytest.raises(ValueError, match="zip"):
        regrets(leaves, {"one": [Decimal(1), Decimal(2)], "two": [Decimal(1)]})
    with pytest.raises(ValueError, match="zip"):
        regrets(leaves[:1], {"one": [Decimal(1), Decimal(2)]})


def test_of_equal_expected_costs_the_first_by_name_stands_first_and_one_way_has_no_regret() -> None:
    leaves = [leaf("a", "1/2"), leaf("b", "1/2")]
    rows = regrets(leaves, {"z": [Decimal(1), Decimal(3)], "k": [Decimal(3), Decimal(1)]})
    assert [r.action for r in rows] == ["k", "z"]
    assert [(r.greatest_regret_usd, r.greatest_regret_leaf) for r in rows] == [(2, "a"), (2, "b")]
    (alone,) = regrets(leaves, {"only": [Decimal(1), Decimal(3)]})
    assert (alone.greatest_regret_usd, alone.expected_usd) == (0, Decimal("2.00"))


def test_the_file_s_probabilities_hold_until_the_user_gives_one_for_the_decision() -> None:
    three = Decision.model_validate(decision("d", "a:0.5", "b:0.3", "c"))
    assert [(s.branch.choose, s.probability, s.assumed) for s in weights(three, {})] == [
        ("a", Fraction(1, 2), False),
        ("b", Fraction(3, 10), False),
        ("c", Fraction(1, 5), True),
    ]
    given = {("d", "c"): Fraction(1, 2), ("another", "a"): Fraction(1)}
    assert [(s.probability, s.assumed) for s in weights(three, given)] == [
        (Fraction(1, 4), True),
        (Fraction(1, 4), True),
        (Fraction(1, 2), False),
    ]
    assert [s.decision for s in weights(three, given)] == [three] * 3


@pytest.mark.parametrize(
    ("words", "rest"),
    [(["d=a:1"], [1, 0]), (["d=a:0"], [0, 1]), (["d=a:0.4", "d=b:0.6"], [Fraction(2, 5), Fraction(3, 5)])],
)
def test_probabilities_that_sum_to_one_are_taken(words, rest) -> None:
    two = tree(decision("d", "a", "b"))
    assert [s.probability for s in weights(two.decisions[0], read_given(words, two))] == rest


@pytest.mark.parametrize(
    ("words", "what", "remedy"),
    [
        (["d=a:0.4", "d=b:0.61"], "the probabilities of d sum to 1.01", "make them sum to 1"),
        (
            ["d=a:0.4", "d=b:0.59"],
            "the probabilities of d sum to 0.99",
            "make them sum to 1, or leave one out to take the rest",
        ),
        (["d=a:0.4", "d=a:1.1"], "outside 0 to 1", "write 0.3 or 30%"),
        (["g=a:0.7", "g=b:0.4"], "the probabilities of g sum to 1.1", "make them sum to 1"),
        (["d"], "'d' is no probability", "write threat=carried_out:0.2"),
        (["d=a"], "'d=a' is no probability", "write threat=carried_out:0.2"),
        (["d=a:0.1=2"], "'0.1=2' is not a probability", "write 0.3 or 30%"),
        (["d=a:b:0.1"], "'b:0.1' is not a probability", "write 0.3 or 30%"),
        (["e=a:0.1"], "no decision 'e'", "one of d, f, g"),
        (["d=c:0.1"], "d has no choice 'c'", "one of a, b"),
    ],
)
def test_probabilities_that_cannot_be_are_refused_with_what_could_be_said(words, what, remedy) -> None:
    with pytest.raises(InputError) as fault:
        read_given(
            words, tree(decision("d", "a", "b"), decision("f", "a", "b"), decision("g", "a", "b", "c"))
        )
    assert what in fault.value.what
    assert (fault.value.remedy or "").startswith(remedy)
    if "0.3 or 30%" not in remedy:
        assert fault.value.where == "--probability"


def test_every_decision_is_checked_not_only_the_first_named() -> None:
    two = tree(decision("d", "a", "b"), decision("f", "a", "b"))
    with pytest.raises(InputError, match=r"of f sum to 1\.2"):
        read_given(["d=a:0.5", "f=a:0.6", "f=b:0.6"], two)


def test_a_tree_has_at_most_1024_leaves() -> None:
    ten = [decision(f"d{i}", "a", "b") for i in range(10)]
    assert len(list(paths(tree(*ten), {}))) == MOST_LEAVES == 1024
    with pytest.raises(InputError, match="tree t has more than 1,024 leaves") as fault:
        list(
            paths(
                tree(*ten, decision("last", "a", "b", only_if=tuple((f"d{i}", "b") for i in range(10)))), {}
            )
        )
    assert fault.value.remedy == "leave decisions out"


def test_a_decision_with_two_conditions_comes_up_only_where_both_hold() -> None:
    last = decision("c", "x", "y", only_if=(("a", "p"), ("b", "p")))
    names = [p.leaf for p in paths(tree(decision("a", "p", "q"), decision("b", "p", "q"), last), {})]
    assert names == ["p/p/x", "p/p/y", "p/q", "q/p", "q/q"]
