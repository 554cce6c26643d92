"""Every question once: its name, its model, the function that answers, the kind of the answer, the command.

Each place is written ``module:name`` and loaded on first use, so that asking one question builds one model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.questions import Question

SERVED, POSTED, KEPT = "GET", "POST", ""


@dataclass(frozen=True)
class Entry:
    """One question.

    Attributes
    ----------
    name : str
        The command, the address and the tool; the Python function is of the same name unless `python` says.
    model : str
        Where the question's model is.
    answers : str
        Where the function is that takes the question and gives the answer.
    answer : str
        Where the kind of the answer is: a model, or several.
    command : str
        Where the command is that shows the answer.
    python : str
        Name of the Python function, empty where it is the question's own.
    method : str
        How a server takes it: ``GET`` in a query, ``POST`` only (an answer that takes long, or that is made
        of what is sent), or not at all.
    """

    name: str
    model: str
    answers: str
    answer: str
    command: str
    python: str = ""
    method: str = SERVED

    @property
    def question(self) -> type[Question]:
        """The question's model."""
        model: type[Question] = loaded(self.model)
        return model

    @property
    def function(self) -> str:
        """Name of the Python function."""
        return self.python or self.name

    def ask(self, question: Question) -> Any:
        """The answer to a question."""
        return loaded(self.answers)(question)


@cache
def loaded(place: str) -> Any:
    """The thing at ``module:name``."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


ENTRIES: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "status",
            model="detente.questions:StatusQuestion",
            answers="detente.answers:answer_status",
            answer="detente.regime:Card",
            command="detente.cli.commands.status:status",
        ),
        Entry(
            "next",
            model="detente.questions:NextQuestion",
            answers="detente.answers:answer_next",
            answer="detente.outcomes:NextAnswer",
            command="detente.cli.commands.next:next_clocks",
            python="next_clocks",
        ),
        Entry(
            "diff",
            model="detente.questions:DiffQuestion",
            answers="detente.answers:answer_diff",
            answer="detente.outcomes:Difference",
            command="detente.cli.commands.diff:diff",
        ),
        Entry(
            "calendar",
            model="detente.questions:CalendarQuestion",
            answers="detente.answers:answer_calendar",
            answer="detente.outcomes:CalendarAnswer",
            command="detente.cli.commands.calendar:calendar",
        ),
        Entry(
            "pledges",
            model="detente.questions:PledgesQuestion",
            answers="detente.answers:answer_pledges",
            answer="detente.purchases:PledgesAnswer",
            command="detente.cli.commands.pledges:pledges",
        ),
        Entry(
            "watch",
            model="detente.questions:WatchQuestion",
            answers="detente.answers:answer_watch",
            answer="detente.notices:WatchAnswer",
            command="detente.cli.keeping.watch:watch",
        ),
        Entry(
            "duty",
            model="detente.questions:DutyQuestion",
            answers="detente.answers:answer_duty",
            answer="detente.duties:DutyAnswer",
            command="detente.cli.commands.duty:duty",
        ),
        Entry(
            "ship",
            model="detente.questions:ShipQuestion",
            answers="detente.answers:answer_ship",
            answer="detente.outcomes:ShipAnswer",
            command="detente.cli.commands.duty:ship",
        ),
        Entry(
            "assess",
            model="detente.questions:AssessQuestion",
            answers="detente.answers:answer_assess",
            answer="detente.duties:PortfolioSummary",
            command="detente.cli.commands.assess:assess",
            method=POSTED,
        ),
        Entry(
            "facts",
            model="detente.questions:FactsQuestion",
            answers="detente.answers:answer_facts",
            answer="detente.answers:FACTS",
            command="detente.cli.commands.facts:facts",
        ),
        Entry(
            "find",
            model="detente.questions:FindQuestion",
            answers="detente.answers:answer_find",
            answer="detente.answers:FindAnswer",
            command="detente.cli.goods.find:find",
        ),
        Entry(
            "licence",
            model="detente.questions:LicenceQuestion",
            answers="detente.answers:answer_licence",
            answer="detente.licensing:LicenceAnswer",
            command="detente.cli.commands.licence:licence",
        ),
        Entry(
            "screen",
            model="detente.questions:ScreenQuestion",
            answers="detente.answers:answer_screen",
            answer="detente.screening:ScreenAnswer",
            command="detente.cli.commands.screen:screen",
            method=POSTED,
        ),
        Entry(
            "fee",
            model="detente.questions:FeeQuestion",
            answers="detente.answers:answer_fee",
            answer="detente.port_fees:FeeAnswer",
            command="detente.cli.commands.fee:fee",
        ),
        Entry(
            "clear",
            model="detente.questions:ClearQuestion",
            answers="detente.answers:answer_clear",
            answer="detente.clearance:ClearAnswer",
            command="detente.cli.goods.clear:clear",
            method=POSTED,
        ),
        Entry(
            "panel",
            model="detente.questions:PanelQuestion",
            answers="detente.answers:answer_panel",
            answer="detente.answers:PanelSummary",
            command="detente.cli.commands.panel:panel",
            method=KEPT,
        ),
        Entry(
            "talks",
            model="detente.questions:TalksQuestion",
            answers="detente.answers:answer_talks",
            answer="detente.talks:TalksAnswer",
            command="detente.cli.commands.talks:talks",
            python="claims",
            method=KEPT,
        ),
        Entry(
            "whatif",
            model="detente.questions:WhatIfQuestion",
            answers="detente.answers:answer_whatif",
            answer="detente.answers:WHATIF",
            command="detente.cli.commands.whatif:whatif",
        ),
        Entry(
            "tree",
            model="detente.questions:TreeQuestion",
            answers="detente.answers:answer_tree",
            answer="detente.outcomes:TreeAnswer",
            command="detente.cli.commands.tree:tree",
        ),
        Entry(
            "brief",
            model="detente.questions:BriefQuestion",
            answers="detente.answers:answer_brief",
            answer="detente.answers:Page",
            command="detente.cli.commands.brief:brief",
            method=KEPT,
        ),
        Entry(
            "impact",
            model="detente.questions:ImpactQuestion",
            answers="detente.answers:answer_impact",
            answer="detente.economy:ImpactAnswer",
            command="detente.cli.commands.impact:impact",
            method=POSTED,
        ),
        Entry(
            "bargain",
            model="detente.questions:BargainQuestion",
            answers="detente.answers:answer_bargain",
            answer="detente.economy:BargainAnswer",
            command="detente.cli.commands.bargain:bargain",
            method=POSTED,
        ),
    )
}
