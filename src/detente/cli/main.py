"""The detente program: a table of commands, each imported only when it is called."""

from __future__ import annotations

import sys

from cyclopts import App

from detente.terms import DetenteError

ANSWERED, SOME_FAILED, UNUSABLE = 0, 1, 2

# command -> module:function, imported lazily by cyclopts
COMMANDS: dict[str, str] = {}

app = App(
    name="detente",
    help="The US–China trade truce as running code: what holds, what you owe, what was said, what if.",
    version_flags=["--version"],
)
for _name, _target in COMMANDS.items():
    app.command(_target, name=_name)


def run(argv: list[str] | None = None) -> None:
    """Run the program; exit 0 answered, 1 answered with rows that failed, 2 unusable input."""
    try:
        outcome = app(argv)
    except DetenteError as fault:
        print(f"detente: {fault.text}", file=sys.stderr)  # noqa: T201 - the program's own voice
        sys.exit(UNUSABLE)
    sys.exit(outcome if isinstance(outcome, int) else ANSWERED)
