"""What to do about a transaction: the steps that the law asks of the exporter, each with its source."""

from __future__ import annotations

from collections.abc import Mapping

from detente.licensing.answer import ActLine
from detente.licensing.rules import Book, Range
from detente.regime import Standing, cites_out, facts_of, holds, sources


def acts_of(
    book: Book, facts: Mapping[str, str], outcomes: Range, stands: Mapping[str, Standing]
) -> tuple[ActLine, ...]:
    """The steps that follow from the strictest outcome; one that turns on a missing fact names it."""
    caught = {entry.rule.id for entry in outcomes.high.fired if entry.rule.kind == "catch"}
    # a paper that nobody said is there is still to be got
    known = {"end_user_statement": "no", "general_licence": "no", **facts, "outcome": outcomes.high.outcome}
    documents = sources()
    lines = []
    for entry in book.rules:
        rule = entry.rule
        if rule.kind != "act" or not all(stands[track].open for track in entry.tracks):
            continue
        if rule.after and not (caught if "*" in rule.after else caught & set(rule.after)):
            continue
        held = holds(rule.when, known)
        if held is False:
            continue
        asked = dict.fromkeys(part.fact for part in facts_of(rule.when) if part.fact not in known)
        lines.append(
            ActLine(
                act=rule.id, title=rule.title.en, title_zh=rule.title.zh,
                only_if="" if held else " or ".join(asked), confidence=rule.confidence,
                cite=cites_out(rule.cite, documents),
            )
        )  # fmt: skip
    return tuple(lines)
