"""What may be answered where a fact of a transaction is not known: the values that the rules tell apart."""

from __future__ import annotations

from functools import lru_cache

from detente.licensing.rules import values_of
from detente.licensing.transaction import book_of
from detente.licensing.transaction_facts import QUESTIONS, read_licence_facts
from detente.regime import law_tables, that_read, told_apart
from detente.terms import CN, read_side, some_other

COUNTRIES = ("origin", "destination")


def _read(given: dict[str, str]) -> dict[str, str]:
    return read_licence_facts(given)[0]


@lru_cache(maxsize=2)
def licence_trials(side: str) -> dict[str, tuple[str, ...]]:
    """By fact, the values to try under one side's controls: all of a closed vocabulary, those named in rules
    and one beside them.

    Examples
    --------
    >>> licence_trials("CN")["military"]
    ('no', 'yes')
    """
    told = told_apart(entry.rule.when for entry in book_of(law_tables(), read_side(side)).rules)
    known = values_of(read_side(side))
    trials: dict[str, tuple[str, ...]] = {}
    for fact in QUESTIONS:
        values = known.get(fact) or told.get(fact, ())
        if fact == "listed" and read_side(side) == CN:
            values = tuple(value for value in values if value != "yes")  # which list is the question
        if fact in COUNTRIES and values:
            values = (*values, some_other(values))
        usable = that_read(fact, values, _read)
        if usable:
            trials[fact] = usable
    return trials
