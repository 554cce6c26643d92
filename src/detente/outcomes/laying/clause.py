"""One clause of an outcome with its place, and the citation that says it is an assumption."""

from __future__ import annotations

from dataclasses import dataclass

from detente.outcomes.laying.outcome_file import Change
from detente.regime import CiteRow


@dataclass(frozen=True, slots=True)
class Clause:
    """A change with the outcome it stands in and its place in a file, for citations and messages."""

    change: Change
    outcome: str
    place: str = ""

    @property
    def name(self) -> str:
        """``outcome/change``."""
        return f"{self.outcome}/{self.change.id}"


def assumed(outcome: str, at: str) -> CiteRow:
    """The citation of a clause that is no law."""
    return CiteRow(
        f"outcome:{outcome}", "assumption", f"assumed by outcome {outcome}", at, "no instrument", "memory"
    )
