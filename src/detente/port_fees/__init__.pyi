"""Names of the room port_fees: type checkers and the loader of names read this list."""

from .answer import FeeAnswer
from .call_facts import CALL_QUESTIONS, read_call_facts
from .call_files import CALL_COLUMNS, CALL_FACT_COLUMNS, fee_rows, vessel_years
from .holdings import HELD
from .port_call import fee
from .trial_values import fee_trials

__all__ = [
    "CALL_COLUMNS",
    "CALL_FACT_COLUMNS",
    "CALL_QUESTIONS",
    "HELD",
    "FeeAnswer",
    "fee",
    "fee_rows",
    "fee_trials",
    "read_call_facts",
    "vessel_years",
]
