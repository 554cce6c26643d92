"""The tree of decisions as an answer: its leaves, what a portfolio pays on each, assumptions in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from detente.outcomes.costs.compute import Computed, worst_case
from detente.outcomes.costs.dollars import usd
from detente.outcomes.laying.announced import settled_by
from detente.outcomes.laying.outcome_file import Decision, TreeFile
from detente.outcomes.laying.read import Outcomes
from detente.outcomes.trees.answer import Choice, DecisionText, Leaf, LeafReading, TreeAnswer
from detente.outcomes.trees.expected import expected_usd
from detente.outcomes.trees.paths import Given, Path, Step, paths, weights
from detente.outcomes.trees.readings import (
    READINGS,
    Branches,
    by_reading,
    open_measures,
    read_in_two,
    reading_of,
    under_reading,
    weighed,
)
from detente.portfolio import LinesUnder
from detente.regime import OneReading, Reading, Settling, clock_text, tables
from detente.terms import in_zone, local_moment

WORST_CASE = "open lines count at their high bound, or at the low one where there is none"


def tree_answer(
    tree: TreeFile,
    given: Given,
    computed: Computed | None = None,
    rows: Outcomes | None = None,
    *,
    reading: Reading = "both",
    on: str = "",
) -> TreeAnswer:
    """A tree with its leaves; with a portfolio computed under every leaf, what each leaf costs.

    Parameters
    ----------
    computed : Computed, optional
        Its outcomes are the leaves, in the order of `paths`.
    reading : {"both", "announced", "text"}
        Of decisions with an extension announced and no instrument seen: both branches, or the one chosen.
    on : str, optional
        The day on which the clocks of the decisions are looked at.
    """  # fmt: skip
    branches = read_in_two(tree, rows) if rows is not None else {}
    shown = under_reading(tree, branches, reading, given)
    ways = list(paths(shown, given))
    leaves = _leaves(ways, computed, branches)
    costs = _costs(computed) if computed is not None else {}
    plain = costs.get("text", [])
    apart = costs.get("announced", plain) != plain
    readings = by_reading(leaves, costs) if reading == "both" and (branches or apart) else ()
    sure = not readings or (weighed(tree, branches, given) and not apart)
    same = len({(r.expected_usd, r.least_usd, r.most_usd) for r in readings}) == 1
    expected = expected_usd(plain, [p.probability for p in ways]) if plain and (sure or same) else None
    every = [cost for own in costs.values() for cost in own]
    return TreeAnswer(
        tree=tree.id, title=tree.title.en, title_zh=tree.title.zh, known=tree.known,
        decisions=tuple(_show_decision(d, tree.known, on, d.id in branches) for d in tree.decisions),
        leaves=tuple(leaves), assumptions=tuple(_assumptions(shown, given, rows, branches)),
        assumptions_zh=tuple(_assumptions(shown, given, rows, branches, zh=True)),
        expected_usd=expected, least_usd=min(every, default=None), most_usd=max(every, default=None),
        notes=(WORST_CASE,) if plain else (), on=on, reading=reading, readings=readings,
        settled_by=_settling(tree, open_measures(tree, branches, rows) if rows else frozenset(), computed),
    )  # fmt: skip


def _settling(tree: TreeFile, names: frozenset[str], computed: Computed | None) -> tuple[Settling, ...]:
    """What would settle the readings of decisions, and of lines that no decision settles."""
    found = dict.fromkeys(settled_by(tables(), names, tree.known))
    if computed is not None and any(computed.readings):
        found |= dict.fromkeys(computed.settled_by)
    return tuple(found)


def _costs(computed: Computed) -> dict[OneReading, list[Decimal]]:
    """What the lines cost on every leaf, by the text and as announced: open lines at their worst."""
    pairs = computed.readings or (None,) * len(computed.money)
    return {
        reading: [
            usd(worst_case(pair[k] if pair else m).sum())
            for m, pair in zip(computed.money, pairs, strict=True)
        ]
        for k, reading in enumerate(READINGS)
    }


def _leaves(ways: Sequence[Path], computed: Computed | None, branches: Branches) -> list[Leaf]:
    """The leaves, each with its reading and its chance among the leaves of that reading."""
    readings = [reading_of(path, branches) for path in ways]
    whole = {r: sum((p.probability for p, own in zip(ways, readings, strict=True) if own == r), Fraction(0))
             for r in readings}  # fmt: skip
    made = []
    for k, (path, reading) in enumerate(zip(ways, readings, strict=True)):
        leaf = _show_leaf(path, computed.money[k] if computed is not None else None)
        within = path.probability / whole[reading] if reading and whole[reading] else None
        pair = computed.readings[k] if computed is not None and computed.readings else None
        update: dict[str, object] = {
            "reading": reading,
            "in_reading": None if within is None else float(within),
        }
        if pair is not None:
            each = zip(READINGS, pair, strict=True)
            update["duty_usd"] = None
            update["readings"] = tuple(
                LeafReading(reading=r, duty_usd=usd(worst_case(m).sum())) for r, m in each
            )
        made.append(leaf.model_copy(update=update))
    return made


def _show_leaf(path: Path, money: LinesUnder | None) -> Leaf:
    duty: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    if money is not None:
        duty, low = usd(worst_case(money).sum()), usd(money.low[money.answered].sum())
        high = (
            None
            if bool((money.open_top & ~money.settled & money.answered).any())
            else usd(money.high[money.answered].sum())
        )
    return Leaf(
        id=path.leaf, choices=tuple(_show_choice(step) for step in path.steps), outcomes=path.outcomes,
        probability=float(path.probability), probability_exact=str(path.probability), duty_usd=duty,
        low_usd=low, high_usd=high,
    )  # fmt: skip


def _show_choice(step: Step) -> Choice:
    return Choice(
        decision=step.decision.id, choose=step.branch.choose, title=step.branch.title.en,
        title_zh=step.branch.title.zh, probability=float(step.probability), assumed=step.assumed,
        probability_exact=str(step.probability),
    )  # fmt: skip


def _show_decision(d: Decision, known: str, on: str, open_: bool) -> DecisionText:
    moment = local_moment(d.by, d.side)
    clock = next((c for c in tables().clocks if c.id == d.clock), None)
    stands = clock_text(clock, on, known) if clock is not None and on else None
    return DecisionText(
        id=d.id, title=d.title.en, title_zh=d.title.zh, side=d.side, by=moment,
        washington=in_zone(moment, d.side, "America/New_York").strftime("%Y-%m-%d %H:%M %Z"),
        beijing=in_zone(moment, d.side, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M") + " Beijing",
        decider=d.decider.en, only_if=", ".join(f"{c.clock}={c.choose}" for c in d.only_if),
        choices=tuple(b.choose for b in d.branches), state=stands.state if stands else "",
        state_zh=stands.state_zh if stands else "", not_settled=open_,
    )  # fmt: skip


SAID = {
    "none": ("no one gave a probability: uniform, an assumption", "无人给出概率：均分，属假设"),
    "some": ("the rest shared evenly, an assumption", "其余均分，属假设"),
    "all": ("as given", "按给定"),
    "reading": ("the reading chosen", "所选解读"),
    "readings": (
        "two readings, not chances: no one gave a probability; shares alike only where one is needed",
        "两种解读，并非概率：无人给出概率；仅在需要时均分",
    ),
}


def _assumptions(
    tree: TreeFile, given: Given, rows: Outcomes | None, branches: Branches, *, zh: bool = False
) -> Iterator[str]:
    """The probabilities of each decision and where they come from; what the outcomes assume."""
    for decision in tree.decisions:
        steps = weights(decision, given)
        said = ("、" if zh else ", ").join(
            f"{(s.branch.title.zh or s.branch.choose) if zh else s.branch.choose} {float(s.probability):.3g}"
            for s in steps
        )
        assumed = [s.assumed for s in steps]
        kind = "none" if all(assumed) else "some" if any(assumed) else "all"
        if decision.id in branches and kind != "some":
            kind = "reading" if len(steps) == 1 else "readings" if kind == "none" else kind
        name = (decision.title.zh or decision.id) if zh else decision.id
        yield f"{name}：{said}（{SAID[kind][1]}）" if zh else f"{name}: {said} ({SAID[kind][0]})"
    if rows is not None:
        for name in sorted({b.outcome for d in tree.decisions for b in d.branches if b.outcome}):
            outcome = rows.outcome(name)
            for words in outcome.assumes:
                yield (f"{outcome.title.zh or name}：{words.zh or words.en}" if zh else f"{name}: {words.en}")
