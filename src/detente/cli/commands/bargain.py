"""Which package both sides would sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.answers.world import answer_bargain
from detente.cli.ask import asks
from detente.cli.show import as_json, table
from detente.questions import BargainQuestion


@asks(BargainQuestion)
def bargain(question: BargainQuestion, *, html: Path | None = None, json: bool = False) -> int:
    """Show the packages with their gains, or write a page.

    Parameters
    ----------
    html
        Write a page with the payoffs and the frontier to this file.
    json
        Print the answer as JSON.
    """
    answer = answer_bargain(question)
    if html is not None:
        from detente.report.impact_page import write_bargain

        write_bargain(html, answer)
    if json:
        as_json(answer)
    else:
        table(f"written: {html}" if html is not None else bargain_tables(answer))
    return 0


def bargain_tables(answer: Any) -> Any:
    """Offers with surpluses and payments, then the solutions and the caveats."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    first, second = answer.players
    offers = Table(
        title=f"packages against «{answer.disagreement}» as disagreement, billion USD a year",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
    )
    paid = Table(title="side payments, billion USD a year", box=box.SIMPLE_HEAD, title_justify="left")
    for rows in (offers, paid):
        rows.add_column("package", overflow="fold")
    names = (
        f"{first}\nincome",
        f"{second}\nincome",
        f"{first}\ngain",
        f"{second}\ngain",
        "both\ngain",
        "others",
    )
    for name in names:
        offers.add_column(name, justify="right", no_wrap=True)
    for name in ("least that makes both gain", "for an even split"):
        paid.add_column(name, justify="right")
    for row in answer.offers:
        offers.add_row(
            row.name,
            *(billions(value) for value in (*row.payoff_musd, *row.surplus_musd)),
            "yes" if row.acceptable else "no",
            billions(sum(row.others_musd.values())),
        )
        paid.add_row(
            row.name,
            payment_words(row.payment_musd, first, second),
            payment_words(row.equal_payment_musd, first, second),
        )
    words = Text(f"Nash solution: {answer.nash or 'none: no package gives both more than disagreement'}\n")
    words.append(f"Kalai–Smorodinsky solution: {answer.kalai_smorodinsky or 'none'}\n")
    mix = answer.mixed_nash
    if mix is not None and mix.first != mix.second:
        words.append(f"with lotteries: {mix.weight_of_first:.0%} «{mix.first}», else «{mix.second}»\n")
    words.append(f"undominated: {', '.join(answer.frontier)}\n")
    if answer.leverage is not None:
        shift = answer.leverage.shift_musd
        words.append(
            f"leverage of «{answer.leverage.threat}»: moves disagreement by {billions(shift[0])} billion for "
            f"{first} and {billions(shift[1])} for {second}: "
            f"{abs(answer.leverage.leverage_musd) / 1e3:,.1f} in favour of "
            f"{first if answer.leverage.leverage_musd > 0 else second}\n"
        )
    for line in (*answer.caveats, *answer.assumptions):
        words.append(f"· {line}\n", style="dim")
    words.append("".join(f"source: {line}\n" for line in answer.sources), style="dim")
    words.append(f"again: {answer.repeat.command}")
    return Group(offers, paid, words)


def billions(musd: float) -> str:
    """Million USD as billions with a sign; a third decimal where one would not show it."""
    return f"{musd / 1e3:+,.1f}" if abs(musd) >= 1e3 else f"{musd / 1e3:+,.3f}"


def payment_words(value: float | None, first: str, second: str) -> str:
    """A payment with its direction, or that none can do."""
    if value is None:
        return "none can"
    if abs(value) < 0.5:
        return "0"
    size = billions(abs(value)).lstrip("+")
    return f"{size} {first}→{second}" if value > 0 else f"{size} {second}→{first}"
