"""The command that gives an answer on a licence again."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from detente.licensing.items import Item
from detente.licensing.listed_names import EndUser
from detente.licensing.next_clock import Case
from detente.licensing.us_facts import NOT_CLAIMED
from detente.regime import Reading, artefact
from detente.terms import Repeat, moment_text


@dataclass(frozen=True, slots=True)
class Asked:
    """How a case was asked, and what was noted while it was read."""

    side: str
    reading: Reading
    verified: str
    notes: tuple[str, ...]
    brief: bool = False


def command_of(case: Case, item: Item, user: EndUser, asked: Asked) -> Repeat:
    """The command line of a case, and the rules it was answered by."""
    words = [
        "detente",
        "licence",
        item.text,
        "--on",
        moment_text(case.moment),
        "--known",
        case.known,
        "--side",
        asked.side,
    ]
    if asked.reading != "both":
        words += ["--reading", asked.reading]
    if user.name:
        words += ["--end-user", user.name]
    if item.parameters:
        words += ["--parameters", item.parameters]
    facts = dict(case.facts)
    if any(name.startswith("general_licence_") for name in facts):
        facts.pop("general_licence", None)  # it follows from what the licence says of itself
    facts |= {"leg": facts.pop("route")} if facts.get("route", "direct") != "direct" else {}
    for name, value in facts.items():
        if (name, value) == ("exception", NOT_CLAIMED):
            continue
        words += [f"--{name.replace('_', '-')}", value]
    return Repeat(command=shlex.join(words), rules=str(artefact()["hash"]), data="")
