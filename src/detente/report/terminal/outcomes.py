"""Tables on outcomes that stand behind --full: causes, groups, lines, controls, the branches of a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text
from rich.tree import Tree

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.words import plural, status_text, usd, whole

SAME_UNDER_ALL = (
    "The same under every outcome: are the lines entered before the outcomes begin? "
    "--entered DAY takes every line as entered on one day."
)


def causes_table(answer: Any) -> Rows:
    """Which clauses together cause which part of the difference."""
    cells = tuple(
        (c.outcome, "; ".join(c.words), f"{c.lines:,}", f"{c.change_usd:+,.2f}") for c in answer.causes
    )
    columns = (
        Column("outcome"), Column("clauses together", words=True), Column("lines", right=True),
        Column("USD", right=True),
    )  # fmt: skip
    return Rows(columns, cells, title="Which clauses cause it (settled lines)")


def controls_table(answer: Any) -> Rows:
    """Licences, port fees and lists that differ."""
    cells = tuple(
        (f"{row.title}: {row.clause}", *(state.replace("_", " ") for state in row.states))
        for row in answer.controls
    )
    columns = (Column("clause", words=True), *(Column(name, words=True) for name in answer.outcomes))
    return Rows(columns, cells, title=f"Licences, port fees and lists that differ on {answer.controls_on}")


def groups_tables(groups: Mapping[str, Sequence[Any]], outcomes: Sequence[str]) -> list[Rows]:
    """Totals by chapter, supplier and month, where there is more than one."""
    return [_group(title, rows, outcomes) for title, rows in groups.items() if len(rows) > 1]


def _group(title: str, groups: Sequence[Any], outcomes: Sequence[str]) -> Rows:
    cells = tuple(
        (group.key or "–", str(group.totals[0].lines), *(whole(t.duty_usd) for t in group.totals))
        for group in groups
    )
    columns = (
        Column(title, words=True),
        Column("lines", right=True),
        *(Column(n, right=True) for n in outcomes),
    )
    return Rows(columns, cells, title=f"By {title} (settled lines, USD)")


def top_table(answer: Any) -> Rows:
    """Lines that change most, with the clauses that do it."""
    cells = tuple(
        (row.line_id or str(row.row), row.hts, f"{row.change_usd:+,.0f}", f"{row.share_pct} %", row.widest,
         "; ".join(row.because))
        for row in answer.top
    )  # fmt: skip
    columns = (
        Column("line"), Column("code"), Column("change USD", right=True), Column("share", right=True),
        Column("under"), Column("because", words=True),
    )  # fmt: skip
    return Rows(columns, cells, title="Lines that change most")


def branches(answer: Any) -> Tree:
    """The tree, branch by branch, with chances and costs."""
    root = Tree(Text(f"{answer.title}, as known {answer.known}", style="bold"))
    decisions = {d.id: d for d in answer.decisions}
    nodes: dict[tuple[str, ...], Tree] = {(): root}
    for leaf in answer.leaves:
        path: tuple[str, ...] = ()
        for choice in leaf.choices:
            here = (*path, f"{choice.decision}={choice.choose}")
            if here not in nodes:
                decision = decisions[choice.decision]
                odds = f"{choice.probability:.3g}{' assumed' if choice.assumed else ''}"
                nodes[here] = nodes[path].add(
                    f"{decision.title}: {choice.title}  [{odds}]\n"
                    f"[dim]{decision.washington} · {decision.decider}[/dim]"
                )
            path = here
        cost = f"  {usd(leaf.duty_usd)} USD" if leaf.duty_usd is not None else ""
        nodes[path].add(Text(f"leaf {leaf.id}  p = {leaf.probability:.3g}{cost}", style="cyan"))
    return root


def change_words(name: str, change: Any, left_out: Any) -> str:
    """What an outcome changes; what of it is not modelled is never told as nothing."""
    if left_out is None:
        return f"{name} {change:+,.2f} USD"
    if left_out.whole:
        return f"{name} not modelled (errs {left_out.errs})"
    return f"{name} {change:+,.2f} USD, in part not modelled (errs {left_out.errs})"


def threats_short(threats: Sequence[Any]) -> list[Text]:
    """Threats with a rate that is named, a line each; of the others how many there are."""
    named = [t for t in threats if t.rate]
    left = len(threats) - len(named)
    lines = [Text(f"Without a last day: {t.title}, {t.rate}.", style="yellow") for t in named]
    if left:
        verb = "is" if left == 1 else "are"
        words = f"{plural(left, 'measure')} {verb} threatened or pending without a last day: --full."
        lines.append(Text(words, style="dim"))
    return lines


def threats_table(threats: Sequence[Any]) -> Rows:
    """What is threatened or pending: status, highest rate and earliest day where named, authority."""
    cells = tuple(
        (t.side, t.title, status_text(t.status), t.rate, t.earliest, "; ".join(t.authority)) for t in threats
    )
    columns = (
        Column("by"), Column("measures", words=True), Column("status"), Column("highest rate"),
        Column("earliest"), Column("authority", words=True),
    )  # fmt: skip
    return Rows(columns, cells, title="Threatened or pending")
