"""What may be answered where a fact of a port call is not known: the values that the fees tell apart."""

from __future__ import annotations

from functools import lru_cache

from detente.port_fees.call_facts import CALL_QUESTIONS, read_call_facts
from detente.regime import facts_of, law_tables, that_read, told_apart
from detente.terms import read_side, some_other

COUNTRY = ("_country", "flag")
ANOTHER_TYPE = "general_cargo"  # a type of vessel that no annex is about
FIGURES = {"net_tonnage": "10000", "containers": "1000", "ceu_capacity": "6000"}


@lru_cache(maxsize=2)
def fee_trials(side: str) -> dict[str, tuple[str, ...]]:
    """By fact, the values to try at one side's ports; for a quantity the fee is counted by, a figure.

    Examples
    --------
    >>> fee_trials("CN")["us_equity_pct"]
    ('24.99', '25')
    """
    fees = [fee for fee in law_tables().port_fees if fee.imposed_by == read_side(side)]
    conditions = [
        w for fee in fees for w in (fee.vessels, *(g.when for g in (*fee.grounds, *fee.exemptions)))
    ]
    told = told_apart(conditions)
    # several words of the annexes mean one type: the first of each list stands for it
    types = dict.fromkeys(
        (p.in_ or (p.equals,))[0] for w in conditions for p in facts_of(w) if p.fact == "vessel_type"
    )
    trials: dict[str, tuple[str, ...]] = {}
    for fact in CALL_QUESTIONS:
        values = told.get(fact, ())
        if fact.endswith(COUNTRY) and values:
            values = (*values, some_other(values))
        elif fact == "vessel_type" and values:
            values = (*types, "container", ANOTHER_TYPE)
        elif "yes" in values:
            values = ("no", *values)
        elif not values and fact in FIGURES:
            values = (FIGURES[fact],)
        usable = that_read(fact, values, read_call_facts)
        if usable:
            trials[fact] = usable
    return trials
