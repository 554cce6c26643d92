"""The detente program: a table of commands, each imported only when it is called."""

from __future__ import annotations

import sys

from cyclopts import App

from detente.terms import DetenteError

ANSWERED, SOME_FAILED, UNUSABLE = 0, 1, 2

# command -> module:function, imported lazily by cyclopts
COMMANDS: dict[str, str] = {
    "status": "detente.cli.card:status",
    "next": "detente.cli.next:next_clocks",
    "duty": "detente.cli.duty:duty",
    "facts": "detente.cli.duty:facts",
    "assess": "detente.cli.assess:assess",
    "licence": "detente.cli.licence:licence",
    "screen": "detente.cli.screen:screen",
    "fee": "detente.cli.fee:fee",
    "whatif": "detente.cli.whatif:whatif",
    "tree": "detente.cli.tree:tree",
    "diff": "detente.cli.diff:diff",
    "brief": "detente.cli.brief:brief",
    "pledges": "detente.cli.pledges:pledges",
    "calendar": "detente.cli.calendar:calendar",
    "panel": "detente.cli.panel:panel",
    "rule": "detente.cli.rule:app",
    "data": "detente.cli.data:app",
    "impact": "detente.cli.impact:impact",
    "bargain": "detente.cli.impact:bargain",
    "talks": "detente.cli.talks:talks",
}

app = App(
    name="detente",
    help="The US–China trade truce as running code: what holds, what you owe, what was said, what if.",
    version_flags=["--version"],
)
for _name, _target in COMMANDS.items():
    app.command(_target, name=_name)


@app.default
def today(*, json: bool = False) -> int:
    """The card of the day, and three commands to try.

    Parameters
    ----------
    json
        Print the answer as JSON.
    """
    from detente.cli.card import show_today

    return show_today(json=json)


def run(argv: list[str] | None = None) -> None:
    """Run the program; exit 0 answered, 1 answered with rows that failed, 2 unusable input."""
    try:
        outcome = app(argv, exit_on_error=False, print_error=True, result_action="return_value")
    except DetenteError as fault:
        print(f"detente: {fault.text}", file=sys.stderr)  # noqa: T201 - the program's own voice
        sys.exit(UNUSABLE)
    except BrokenPipeError:
        sys.exit(ANSWERED)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:
        if type(fault).__module__.startswith("cyclopts"):
            sys.exit(UNUSABLE)
        raise
    sys.exit(outcome if isinstance(outcome, int) else ANSWERED)
