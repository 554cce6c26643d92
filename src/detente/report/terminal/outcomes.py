"""Outcomes, exposure and the tree in a terminal. Words and tables only, no arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

SAME_UNDER_ALL = (
    "The same under every outcome: are the lines entered before the outcomes begin? "
    "--entered DAY takes every line as entered on one day."
)


def usd(value: Decimal | None) -> str:
    """Dollars with thousands, or a dash where no bound is known."""
    return "–" if value is None else f"{value:,.2f}"


def whole(value: Decimal | None) -> str:
    """Whole dollars with thousands."""
    return "–" if value is None else f"{value:,.0f}"


def span(low: Decimal, high: Decimal | None) -> str:
    """A range in dollars."""
    return f"{usd(low)} to {usd(high) if high is not None else 'no bound known'}"


def outcomes_table(rows: Any) -> Table:
    """Every outcome with its day of knowledge."""
    table = Table(box=box.SIMPLE_HEAD, title="Outcomes", title_justify="left")
    for name in ("outcome", "as known", "clauses", "what"):
        table.add_column(name, overflow="fold")
    for outcome in sorted(rows.outcomes.values(), key=lambda o: (o.known, o.id)):
        table.add_row(
            outcome.id,
            outcome.known,
            str(len(rows.clauses(outcome.id))),
            f"{outcome.title.en}\n{outcome.title.zh}",
        )
    return table


def exposure_table(answer: Any, output: Any = None) -> Group:
    """A portfolio under outcomes: totals, components, causes, the largest lines."""
    parts: list[Any] = [_totals_table(answer)]
    if len({(t.duty_usd, t.open_low_usd, t.open_high_usd) for t in answer.totals}) == 1 < len(answer.totals):
        parts.append(Text(SAME_UNDER_ALL, style="bold"))
    if answer.causes:
        parts.append(_causes_table(answer))
    groups = {"chapter": answer.by_chapter, "supplier": answer.by_supplier, "month": answer.by_month}
    parts += [_groups_table(by, rows[:8], answer.outcomes) for by, rows in groups.items() if len(rows) > 1]
    if answer.top:
        parts += [_top_table(answer), Text(answer.concentration, style="bold")]
    if answer.controls:
        parts.append(_controls_table(answer))
    parts += [
        Text(
            f"licence of China, {r.lines} line(s) of {r.hts}, if {r.item}: "
            f"{', '.join(dict.fromkeys((*r.low, *r.high)))} ({r.note})"
        )
        for r in answer.licences
    ]
    if answer.unusable:
        unread = f"{answer.unusable} line(s) could not be read: run `detente assess` on the file"
        parts.append(Text(unread, style="red"))
    parts += [Text(f"assumed: {note}", style="yellow") for note in answer.notes]
    if output is not None:
        parts.append(Text(f"written: {output}", style="dim"))
    parts.append(Text(f"repeat: {answer.repeat.command}   (rules {answer.repeat.rules})", style="dim"))
    return Group(*parts)


def _totals_table(answer: Any) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, title_justify="left",
        title=f"{answer.lines:,} lines under {len(answer.outcomes)} outcomes, as known {answer.known}",
    )  # fmt: skip
    table.add_column("outcome")
    table.add_column("duty USD", justify="right")
    table.add_column("against the first", justify="right")
    table.add_column("open lines")
    first = answer.totals[0]
    for total, title in zip(answer.totals, answer.titles, strict=True):
        change = f"{total.duty_usd - first.duty_usd:+,.2f}" if total is not first else ""
        bounds = span(total.open_low_usd, total.open_high_usd)
        open_lines = f"{total.open_lines}: {bounds}" if total.open_lines else ""
        table.add_row(f"{total.outcome}\n{title}", usd(total.duty_usd), change, open_lines)
    return table


def _causes_table(answer: Any) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title="Which clauses cause it (settled lines)", title_justify="left")
    for name in ("outcome", "clauses together", "lines", "USD"):
        table.add_column(name, justify="right" if name in ("lines", "USD") else "left")
    for cause in answer.causes:
        table.add_row(
            cause.outcome, "\n".join(cause.words), f"{cause.lines:,}", f"{cause.change_usd:+,.2f}"
        )  # fmt: skip
    return table


def _controls_table(answer: Any) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, title_justify="left",
        title=f"Licences, port fees and lists that differ on {answer.controls_on}",
    )  # fmt: skip
    table.add_column("clause")
    for name in answer.outcomes:
        table.add_column(name)
    for row in answer.controls:
        table.add_row(f"{row.title}: {row.clause}", *(state.replace("_", " ") for state in row.states))
    return table


def _groups_table(title: str, groups: Sequence[Any], outcomes: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=f"By {title} (settled lines, USD)", title_justify="left")
    table.add_column(title)
    table.add_column("lines", justify="right")
    for name in outcomes:
        table.add_column(name, justify="right", no_wrap=len(outcomes) < 6)
    for group in groups:
        table.add_row(
            group.key or "–", str(group.totals[0].lines), *(whole(t.duty_usd) for t in group.totals)
        )
    return table


def _top_table(answer: Any) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title="Lines that change most (USD)", title_justify="left")
    for name in ("line", "code"):
        table.add_column(name, no_wrap=True)
    for name in ("change", "share"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("under", no_wrap=True)
    table.add_column("because", ratio=1)
    for row in answer.top[:12]:
        table.add_row(
            row.line_id, row.hts, f"{row.change_usd:+,.0f}", f"{row.share_pct} %", row.widest,
            "\n".join(row.because),
        )  # fmt: skip
    return table


def tree_text(answer: Any) -> Group:
    """The tree in text, its leaves with what they cost, and every assumption."""
    parts: list[Any] = [_branches(answer)]
    if answer.expected_usd is not None:
        values = (answer.expected_usd, answer.least_usd, answer.most_usd)
        parts.append(Text("expected {} USD; range {} to {} USD".format(*map(usd, values)), style="bold"))
    if answer.actions:
        parts.append(_actions_table(answer.actions))
    parts += [Text(f"assumed: {words}", style="yellow") for words in answer.assumptions]
    parts += [Text(f"note: {words}", style="dim") for words in answer.notes]
    return Group(*parts)


def _branches(answer: Any) -> Tree:
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


def _actions_table(actions: Sequence[Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title="Ways to act", title_justify="left")
    for name in ("action", "expected USD", "greatest regret USD", "on leaf"):
        table.add_column(name, justify="right" if "USD" in name else "left")
    for act in actions:
        table.add_row(
            act.action, usd(act.expected_usd), usd(act.greatest_regret_usd), act.greatest_regret_leaf
        )  # fmt: skip
    return table


def decisions_table(rows: Any, on: str, known: str, ics: Any = None) -> Group:
    """Clocks in order of time, with what their lapse costs where a portfolio was given."""
    table = Table(title=f"Clocks on {on}, as known {known}", box=box.SIMPLE_HEAD, title_justify="left")
    costs = any(row.cost_words for row in rows)
    table.add_column("last moment", no_wrap=True)
    table.add_column("what")
    table.add_column("by the text; who decides")
    if costs:
        table.add_column("lapse costs USD", justify="right")
    table.add_column("state")
    for row in rows:
        clock = row.clock
        when = Text(f"{clock.washington}\n{clock.beijing}" + (f"\n{row.local}" if row.local else ""))
        what = Text(f"{clock.title}\n{clock.title_zh}")
        what.append(f"\n{clock.id}", style="dim")
        choices = (
            f"\n{clock.decider}: {', '.join(clock.outcomes)}" if clock.outcomes else f"\n{clock.decider}"
        )
        state = Text(clock.state)
        for words in clock.said:
            state.append(f"\nsaid: {words}", style="magenta")
        cells: list[Any] = [when, what, Text(f"{clock.by_text}{choices}".rstrip())]
        if costs:
            cells.append(
                f"{row.cost_usd:+,.0f}" if row.cost_usd is not None else Text(row.cost_words, style="dim")
            )
        table.add_row(*cells, state)
    parts: list[Any] = [table]
    if ics is not None:
        parts.append(Text(f"written: {ics}", style="dim"))
    return Group(*parts)


def diff_table(rows: Any, title: str) -> Table:
    """What was learned, or what changed."""
    table = Table(title=f"{title}: {len(rows)}", box=box.SIMPLE_HEAD, title_justify="left")
    if rows and hasattr(rows[0], "known"):
        for name in ("known", "what", "words", "effective", "source"):
            table.add_column(name, no_wrap=name == "known")
        for r in rows:
            table.add_row(
                r.known,
                Text(f"{r.title}\n{r.kind}"),
                Text(r.words),
                f"{r.effective}\n{r.until}",
                Text("; ".join(r.cite)),
            )
        return table
    for name in ("what", "clause", "before", "after", "source"):
        table.add_column(name)
    for r in rows:
        table.add_row(Text(r.title), Text(r.clause), r.before, r.after, Text("; ".join(r.cite)))
    return table


def law_under_table(answer: Any) -> Group:
    """The law on a day under outcomes: clauses that differ, one column an outcome."""
    table = Table(
        title=f"Duties that differ on {answer.on}, as known {answer.known}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    table.add_column("side", no_wrap=True)
    table.add_column("clause")
    for name in answer.outcomes:
        table.add_column(name)
    for row in answer.duties:
        states = [Text(s, style="" if s == row.states[0] else "bold") for s in row.states]
        what = row.title if row.clause == row.title else f"{row.title}: {row.clause}"
        table.add_row(row.side, Text(what), *states)
    parts: list[Any] = [table] if answer.duties else []
    parts += [_controls_table(answer)] if answer.controls else []
    if not parts:
        parts.append(Text(f"These outcomes make no difference to the law of {answer.on}."))
    parts += [Text(f"{name}: {title}") for name, title in zip(answer.outcomes, answer.titles, strict=True)]
    parts += [Text(f"assumed: {note}", style="yellow") for note in answer.notes]
    parts.append(
        Text("another day: --entered DAY; what it costs: add --portfolio FILE, or --hts CODE", style="dim")
    )
    return Group(*parts)


def origins_table(rows: Any) -> Table:
    """A line from several origins: covered layers, duties of known rate beside them, and what is missing."""
    table = Table(title="Origins", box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for name in ("from", "status", "covered\nUSD", "beside it,\nup to USD", "layers, and what is missing"):
        table.add_column(name, justify="right" if "USD" in name else "left", no_wrap="missing" not in name)
    for r in rows:
        words = Text("; ".join(r.layers))
        for d in r.beside:
            note = ", refundable" if d.refundable else ""
            words.append(f"\n{d.duty} {d.heading}: {d.rate}{note}", style="magenta")
        for missing in r.missing:
            rate = missing.startswith(("special rate of", "column 2 rate of"))
            words.append(f"\n{missing}" if rate else f"\nmissing: {missing}", style="yellow")
        covered = usd(r.low_usd) if r.duty_usd is None else usd(r.duty_usd)
        table.add_row(
            r.origin, r.status.replace("_", " "), covered, usd(r.beside_usd) if r.beside else "", words
        )
    return table
