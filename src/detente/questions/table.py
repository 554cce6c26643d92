"""Every question once: its name, its model, the function that answers, the kind of the answer, the command.

Each place is written ``module:name`` and loaded on first use, so that asking one question builds one model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.questions.model import Question

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
            model="detente.questions.status:StatusQuestion",
            answers="detente.answers.law:answer_status",
            answer="detente.regime.shown:Card",
            command="detente.cli.commands.status:status",
        ),
        Entry(
            "next",
            model="detente.questions.next_clocks:NextQuestion",
            answers="detente.answers.clocks:answer_next",
            answer="detente.answers.clocks:NEXT",
            command="detente.cli.commands.next:next_clocks",
            python="next_clocks",
        ),
        Entry(
            "diff",
            model="detente.questions.diff:DiffQuestion",
            answers="detente.answers.clocks:answer_diff",
            answer="detente.outcomes.clocks.between_days:Difference",
            command="detente.cli.commands.diff:diff",
        ),
        Entry(
            "calendar",
            model="detente.questions.calendar:CalendarQuestion",
            answers="detente.answers.law:answer_calendar",
            answer="detente.assess.china_calendar:CalendarAnswer",
            command="detente.cli.commands.calendar:calendar",
        ),
        Entry(
            "pledges",
            model="detente.questions.pledges:PledgesQuestion",
            answers="detente.answers.law:answer_pledges",
            answer="detente.assess.china_pledges_answer:PledgesAnswer",
            command="detente.cli.commands.pledges:pledges",
        ),
        Entry(
            "duty",
            model="detente.questions.duty:DutyQuestion",
            answers="detente.answers.shipment:answer_duty",
            answer="detente.assess.answer:DutyAnswer",
            command="detente.cli.commands.duty:duty",
        ),
        Entry(
            "assess",
            model="detente.questions.assess:AssessQuestion",
            answers="detente.answers.portfolio:answer_assess",
            answer="detente.assess.answer:PortfolioSummary",
            command="detente.cli.commands.assess:assess",
            method=POSTED,
        ),
        Entry(
            "facts",
            model="detente.questions.facts:FactsQuestion",
            answers="detente.answers.shipment:answer_facts",
            answer="detente.answers.shipment:FACTS",
            command="detente.cli.commands.facts:facts",
        ),
        Entry(
            "licence",
            model="detente.questions.licence:LicenceQuestion",
            answers="detente.answers.controls:answer_licence",
            answer="detente.assess.licence_answer:LicenceAnswer",
            command="detente.cli.commands.licence:licence",
        ),
        Entry(
            "screen",
            model="detente.questions.screen:ScreenQuestion",
            answers="detente.answers.controls:answer_screen",
            answer="detente.assess.screen_answer:ScreenAnswer",
            command="detente.cli.commands.screen:screen",
            method=POSTED,
        ),
        Entry(
            "fee",
            model="detente.questions.fee:FeeQuestion",
            answers="detente.answers.controls:answer_fee",
            answer="detente.assess.fee_answer:FeeAnswer",
            command="detente.cli.commands.fee:fee",
        ),
        Entry(
            "panel",
            model="detente.questions.panel:PanelQuestion",
            answers="detente.answers.series:answer_panel",
            answer="detente.answers.series:PanelSummary",
            command="detente.cli.commands.panel:panel",
            method=KEPT,
        ),
        Entry(
            "talks",
            model="detente.questions.talks:TalksQuestion",
            answers="detente.answers.documents:answer_talks",
            answer="detente.talks.page.answer:TalksAnswer",
            command="detente.cli.commands.talks:talks",
            python="claims",
            method=KEPT,
        ),
        Entry(
            "whatif",
            model="detente.questions.whatif:WhatIfQuestion",
            answers="detente.answers.outcomes:answer_whatif",
            answer="detente.answers.outcomes:WHATIF",
            command="detente.cli.commands.whatif:whatif",
        ),
        Entry(
            "tree",
            model="detente.questions.tree:TreeQuestion",
            answers="detente.answers.outcomes:answer_tree",
            answer="detente.outcomes.trees.tree:TreeAnswer",
            command="detente.cli.commands.tree:tree",
        ),
        Entry(
            "brief",
            model="detente.questions.brief:BriefQuestion",
            answers="detente.answers.documents:answer_brief",
            answer="detente.answers.documents:Page",
            command="detente.cli.commands.brief:brief",
            method=KEPT,
        ),
        Entry(
            "impact",
            model="detente.questions.impact:ImpactQuestion",
            answers="detente.answers.world:answer_impact",
            answer="detente.economy.answer.answers:ImpactAnswer",
            command="detente.cli.commands.impact:impact",
            method=POSTED,
        ),
        Entry(
            "bargain",
            model="detente.questions.bargain:BargainQuestion",
            answers="detente.answers.world:answer_bargain",
            answer="detente.economy.answer.answers:BargainAnswer",
            command="detente.cli.commands.bargain:bargain",
            method=POSTED,
        ),
    )
}
