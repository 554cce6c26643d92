"""Which facts change an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from detente.questions.model import Question


class FactsQuestion(Question):
    """The facts of a shipment that change an answer: name, kind, unit, question."""

    examples: ClassVar[tuple[Mapping[str, Any], ...]] = ({},)
