"""The rules on holding goods and getting duty back, with their citations, and where refunds stand."""

from __future__ import annotations

from detente.outcomes.costs.timing_answer import Way
from detente.regime import EntryRule, EntryRules, Tables, cite_words


def ways(rules: EntryRules, known: str) -> tuple[Way, ...]:
    """The rules on holding goods and getting duty back, as known."""
    *warehouse_limits, drawback_limit = (words[0] for words in rules.limits)
    warehouse = rules.warehouse.id.partition(".")[2].replace("-", " ")
    general = next(r for r in rules.zone if not r.requires)
    reaching_back = [r for r in rules.zone if r.reaches_back and r.known <= known]
    return (
        _way(warehouse, rules.warehouse, limits=tuple(warehouse_limits)),
        *(_way("foreign-trade zone", rule) for rule in (general, *reaching_back)),
        _way(
            "drawback", rules.drawback,
            says=f"{drawback_limit}; {rules.terms.drawback_ppm / 10_000:g} % of what may be drawn back",
        ),
    )  # fmt: skip


def _way(name: str, rule: EntryRule, *, says: str = "", limits: tuple[str, ...] = ()) -> Way:
    return Way(
        way=name, says=says or rule.says[0], source=cite_words(rule), confidence=rule.confidence,
        limits=limits
    )  # fmt: skip


def refund_status(rules: EntryRules, law: Tables) -> tuple[str, ...]:
    """Where refunds stand, with hindsight."""
    rows = [r for r in rules.refund if r.known <= law.verified]
    return tuple(
        f"{r.says[0]} ({cite_words(r)}; confidence {r.confidence})" for r in (*rows, rules.liquidation)
    )
