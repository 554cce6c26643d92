"""Lines of China's schedule since 2018: their base rates by day, when they stood, what came after them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from detente.schedule.building.facts_text import Facts
from detente.schedule.chinese.rules import Rules
from detente.schedule.chinese.sources import OldLine, Sources
from detente.schedule.chinese.splitting import Split, split_sums
from detente.schedule.lines import SHIPPED, BookMeta, DatedLine, Membership
from detente.schedule.rate_grammar import read_rate
from detente.schedule.rates import IN_PART, SpecialRate

MONEY = "an amount of money a unit, not held"


def facts_of_china(sources: Sources, rules: Rules) -> Facts:
    """Every line, every place on a list, and what became of lines that went."""
    split = split_sums(sources, rules)
    lines = [
        line
        for code in sorted(sources.old.keys() | split.new)
        for line in _lines(code, split, sources, rules)
    ]
    members = [
        Membership(code, place.list_id, confidence=place.confidence, cite=place.cite)
        for code, places in split.places.items()
        for place in dict.fromkeys(places)
    ]
    members += _by_code({line.code for line in lines}, rules)
    members += _not_held(sources, split, rules)
    return Facts(sorted(lines), sorted(members), _meta(sources, split, rules))


def _lines(code: str, split: Split, sources: Sources, rules: Rules) -> Iterator[DatedLine]:
    days = rules.days
    if code in sources.old:
        last = "" if code not in split.gone else _went(code, sources, rules)
        yield from _spans(code, sources.old[code], last, rules, "")
    elif code in split.before:
        before = split.before[code]
        yield from _spans(code, sources.old[before[0]], "", rules, ", ".join(before))
    else:
        yield DatedLine(
            code,
            from_day=days["hs 2022"],
            edition=rules.sources["sum edition"],
            cite=rules.sources["no rate"],
        )


def _went(code: str, sources: Sources, rules: Rules) -> str:
    """The first day on which a code that went is not held: of HS 2022, or of the sums that do not name it."""
    return rules.days["sums" if code[:6] in sources.subheadings else "hs 2022"]


def _spans(code: str, line: OldLine, last: str, rules: Rules, before: str) -> Iterator[DatedLine]:
    carried = rules.days["read to"]
    marks = [*line.rates, (carried, line.rates[-1][1])]
    for (first, rates), (until, _) in pairwise([*marks, (last, frozenset())]):
        cite = rules.sources["carried" if first == carried else "rate"]
        edition = rules.sources["edition"]
        if before:
            cite, edition = f"{cite}; its predecessors {before}", f"{edition}, carried back"
        yield _rated(DatedLine(code, first, until, edition=edition, cite=cite), rates)


def _rated(line: DatedLine, rates: frozenset[Decimal | None]) -> DatedLine:
    """A line with its rate; with the lower one beside where its ten-digit goods bear two."""
    shares = sorted(rate for rate in rates if rate is not None)
    if not shares or None in rates:
        return line._replace(general=read_rate(MONEY), general_text=MONEY)
    text = _text(shares[-1])
    lower = read_rate(_text(shares[0]))
    special = (SpecialRate(lower, (IN_PART,)),) if len(shares) > 1 and lower is not None else ()
    return line._replace(general=read_rate(text), general_text=text, special=special)


def _text(rate: Decimal) -> str:
    return f"{rate:f}%" if rate else "Free"


def _by_code(codes: set[str], rules: Rules) -> Iterator[Membership]:
    """Lists that follow from the code alone: of each family the first that reaches it."""
    for code in sorted(codes):
        families: set[str] = set()
        for row in rules.classes:
            family = ".".join(row.gives.split(".")[:2])
            if family not in families and row.reaches(code):
                families.add(family)
                yield Membership(code, row.gives, confidence="C", cite=row.cite)


def _not_held(sources: Sources, split: Split, rules: Rules) -> Iterator[Membership]:
    """Subheadings of HS 2022 of which no line stands in the tables."""
    held = {code[:6] for code in (sources.old.keys() - split.gone.keys()) | split.new}
    for six in sorted(sources.subheadings - held):
        yield Membership(
            six,
            rules.lists["not held"],
            rules.days["hs 2022"],
            confidence="C",
            cite=rules.sources["not held"],
        )


def _meta(sources: Sources, split: Split, rules: Rules) -> BookMeta:
    came = {old: list(new) for old, new in split.gone.items() if new}
    how = {
        old: [_went(old, sources, rules), "only" if len(came.get(old, ())) == 1 else "unknown"]
        for old in split.gone
    }
    return BookMeta(
        SHIPPED,
        editions=(rules.sources["edition"], rules.sources["sum edition"]),
        verified_through=rules.days["sums"],
        manifest=json.dumps(sources.manifest, sort_keys=True),
        renumbered=json.dumps(came, sort_keys=True),
        successions=json.dumps(how, sort_keys=True),
    )
