"""Help in the language of the run, with the option that every command takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cyclopts.help import DefaultFormatter, HelpEntry

from detente.cli.speaking import OPTION, WORDS, said, spoken

if TYPE_CHECKING:
    from cyclopts.help import HelpPanel
    from rich.console import Console, ConsoleOptions


class SpokenHelp(DefaultFormatter):
    """Panels, options and sentences of the help as cyclopts lays them out, each in the language asked for."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """One panel, with the language among the parameters."""
        entries = [_said_entry(one) for one in panel.entries]
        if panel.format == "parameter":
            entries.append(HelpEntry(positive_names=(OPTION,), metavar="TAG", description=said(WORDS)))
        shown = panel.copy(entries=entries, title=_said(panel.title), description=_said(panel.description))
        super().__call__(console, options, shown)

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        """How the command is written."""
        if usage:
            console.print(f"{said('Usage:')} {str(usage).removeprefix('Usage:').strip()}\n", markup=False)

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:
        """What the command does."""
        if description:
            console.print(_said(description))


def _said_entry(entry: HelpEntry) -> HelpEntry:
    """An option with its words, and what the library adds to them in English, in the language."""
    words = _said(entry.description)
    if spoken() == "en":
        return entry
    extra = said("(required)") if entry.required else ""
    extra += said(f"(default: {entry.default})") if entry.default not in (None, "", "False") else ""
    return entry.copy(
        description=f"{_plain_text(words or '')}{extra}", required=False, default=None, choices=None
    )


def _said(words: Any) -> Any:
    """A text of the help in the language; a renderable that is not plain text is read as its text."""
    from rich.text import Text

    if words is None or words == "":
        return words
    plain = _plain_text(words)
    if not plain.strip():
        return words
    chinese = _paragraphs(plain)
    if chinese == plain:
        return words
    return Text(chinese) if not isinstance(words, str) else chinese


def _paragraphs(plain: str) -> str:
    return "\n\n".join(_sentence(part) for part in plain.split("\n\n"))


def _sentence(part: str) -> str:
    """A paragraph whole, or its first sentences and its vocabulary apart."""
    whole = " ".join(part.split())
    words = said(whole)
    if words != whole or " One of " not in whole:
        return words if words != whole else part
    before, _, after = whole.rpartition(" One of ")
    parts = said(before), said(f"One of {after}")
    return "".join(parts) if parts != (before, f"One of {after}") else part


def _plain_text(words: Any) -> str:
    if isinstance(words, str):
        return words
    plain = getattr(words, "plain", None)
    if isinstance(plain, str):
        return plain
    from rich.console import Console

    console = Console(width=10_000, file=None, no_color=True)
    with console.capture() as held:
        console.print(words)
    return held.get().rstrip("\n")
