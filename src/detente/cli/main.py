"""The detente program: a table of commands, each imported only when it is called."""

from __future__ import annotations

import sys

from cyclopts import App, Group

from detente.answers import ENTRIES
from detente.cli.help_words import SpokenHelp
from detente.cli.speaking import said, say_fault, speak, spoken, take_language
from detente.terms import DetenteError, InputError, nearest

ANSWERED, SOME_FAILED, UNUSABLE = 0, 1, 2

HOLDS, OWE, SAID, IF, WORLD, SERVE, KEEP = (
    "What holds",
    "What I owe, and may I ship",
    "What was said",
    "What if",
    "The world",
    "For a browser, a calendar, a program",
    "The law and the data",
)

# command -> group of the help, what it is for
CATALOGUE: dict[str, tuple[str, str]] = {
    "status": (HOLDS, "Every measure of both sides on a day, as known on a day."),
    "next": (HOLDS, "Clocks in order: last day, decider, what the text does by itself."),
    "diff": (HOLDS, "What changed between two days, or what was learned between two."),
    "calendar": (HOLDS, "Rounds of talks and statements; what each extended, until when."),
    "pledges": (HOLDS, "Promises of purchase and what was bought."),
    "duty": (OWE, "One shipment: every layer with rate, base, citation, because."),
    "ship": (OWE, "When to ship: which day of entry owes least, and what waiting costs."),
    "assess": (OWE, "A whole file of shipments: CSV, Parquet or Excel."),
    "find": (OWE, "Goods, measures and parties by words: which code is it."),
    "facts": (OWE, "Facts of a shipment that change an answer."),
    "licence": (OWE, "May it be exported, and under which licence."),
    "screen": (OWE, "Who owns whom: parties against the lists of both sides."),
    "fee": (OWE, "What a vessel owes in a port of either side."),
    "clear": (OWE, "A whole transaction: parties, licence, fee, what to ask, what to do."),
    "panel": (OWE, "Every line's rates over time, one interval a row."),
    "talks": (SAID, "Reports and readouts: who said what, and where they differ."),
    "whatif": (IF, "Outcomes beside each other, for the law or for my portfolio."),
    "tree": (IF, "Decisions in order of time, and what each leaf costs."),
    "brief": (IF, "One page to print: card, clocks, positions, tree, portfolio."),
    "impact": (WORLD, "Trade, prices and welfare under an outcome."),
    "bargain": (WORLD, "Packages both sides would sign, and who holds the leverage."),
    "serve": (SERVE, "Pages, a calendar, a feed and all of this over HTTP, on this machine."),
    "mcp": (SERVE, "The same answers as tools for an assistant, over stdio."),
    "watch": (KEEP, "Official sources: notices seen, what they touch, what is checked."),
    "rule": (KEEP, "Write, check and compare law files."),
    "data": (KEEP, "Fetch, build, list and verify the whole schedule."),
}
# commands that ask no question; where the others are stands in the table of questions
OWN: dict[str, str] = {
    "serve": "detente.web:serve",
    "mcp": "detente.web:mcp",
    "rule": "detente.cli.keeping.rule:app",
    "data": "detente.cli.commands.data:app",
}
COMMANDS: dict[str, str] = {name: OWN[name] if name in OWN else ENTRIES[name].command for name in CATALOGUE}


GROUPS = {
    name: Group(name, sort_key=place) for place, name in enumerate((HOLDS, OWE, SAID, IF, WORLD, SERVE, KEEP))
}
START = "Three to start with:"
FIRST = (
    "\n\ndetente status --on 2025-10-26\n\n"
    "detente duty 9506.62.40 --from CN --value 10000 --on 2025-10-26\n\n"
    "detente next"
)


def today(*, full: bool = False, json: bool = False) -> int:
    """The card of the day, and what to try first.

    Parameters
    ----------
    full
        Show every group, every provision, and the because of each.
    json
        Print the answer as JSON.
    """
    from detente.cli.commands.status import show_today

    return show_today(full=full, json=json)


def program(*, listing: bool) -> App:
    """The program; with `listing` each command carries its line of the list, else its own help."""
    app = App(
        name="detente",
        help="The US–China trade truce as running code: what holds, what you owe, what was said, what if.",
        help_epilogue=said(START) + FIRST if listing else "",
        help_formatter=SpokenHelp(),
        version_flags=["--version"],
    )
    for name, (group, words) in CATALOGUE.items():
        told = {"help": words} if listing else {}
        app.command(COMMANDS[name], name=name, group=GROUPS[group], **told)
    app.default(today)
    return app


def run(argv: list[str] | None = None) -> None:
    """Run the program; exit 0 answered, 1 answered with rows that failed, 2 unusable input."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        language, asked, words = take_language(words)
        speak(language, asked=asked)
        app = program(listing=not any(word in CATALOGUE for word in words))
        if words and not words[0].startswith("-") and words[0] not in CATALOGUE:
            remedy = nearest(words[0], CATALOGUE) or f"commands: {', '.join(CATALOGUE)}"
            raise InputError(f"no command {words[0][:40]!r}", remedy=remedy)
        outcome = app(words, exit_on_error=False, print_error=language == "en", result_action="return_value")
    except DetenteError as fault:
        say_fault(fault)
        sys.exit(UNUSABLE)
    except BrokenPipeError:
        sys.exit(ANSWERED)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:
        if type(fault).__module__.startswith("cyclopts"):
            _say_usage(fault)
            sys.exit(UNUSABLE)
        raise
    sys.exit(outcome if isinstance(outcome, int) else ANSWERED)


def _say_usage(fault: Exception) -> None:
    """A mistake in the options, where the library that read them has not said it in English itself."""
    if spoken() != "en":
        say_fault(InputError(" ".join(str(fault).split())))
