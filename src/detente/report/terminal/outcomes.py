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
    made = Table(box=box.SIMPLE_HEAD, title="Outcomes", title_justify="left")
    for name in ("outcome", "as known", "clauses", "what"):
        made.add_column(name, overflow="fold")
    for outcome in sorted(rows.outcomes.values(), key=lambda o: (o.known, o.id)):
        made.add_row(
            outcome.id,
            outcome.known,
            str(len(rows.clauses(outcome.id))),
            f"{outcome.title.en}\n{outcome.title.zh}",
        )
    return made


def exposure_table(answer: Any, output: Any = None) -> Group:
    """A portfolio under outcomes: totals, components, causes, the largest lines."""
    head = Table(
        box=box.SIMPLE_HEAD, title_justify="left",
        title=f"{answer.lines:,} lines under {len(answer.outcomes)} outcomes, as known {answer.known}",
    )  # fmt: skip
    for name, side in (
        ("outcome", "left"),
        ("duty USD", "right"),
        ("against the first", "right"),
        ("open lines", "left"),
    ):
        head.add_column(name, justify=side)  # type: ignore[arg-type]
    first = answer.totals[0]
    for total, title in zip(answer.totals, answer.titles, strict=True):
        change = total.duty_usd - first.duty_usd
        open_ = (
            f"{total.open_lines}: {span(total.open_low_usd, total.open_high_usd)}" if total.open_lines else ""
        )
        head.add_row(
            f"{total.outcome}\n{title}",
            usd(total.duty_usd),
            f"{change:+,.2f}" if total is not first else "",
            open_,
        )
    parts: list[Any] = [head]
    if len({(t.duty_usd, t.open_low_usd, t.open_high_usd) for t in answer.totals}) == 1 < len(answer.totals):
        parts.append(
            Text(
                "The same under every outcome: are the lines entered before the outcomes begin? "
                "--entered DAY takes every line as entered on one day.",
                style="bold",
            )
        )
    if answer.causes:
        causes = Table(
            box=box.SIMPLE_HEAD, title="Which clauses cause it (settled lines)", title_justify="left"
        )
        for name in ("outcome", "clauses together", "lines", "USD"):
            causes.add_column(name, justify="right" if name in ("lines", "USD") else "left")
        for cause in answer.causes:
            causes.add_row(
                cause.outcome, "\n".join(cause.words), f"{cause.lines:,}", f"{cause.change_usd:+,.2f}"
            )
        parts.append(causes)
    for title, groups in (
        ("chapter", answer.by_chapter),
        ("supplier", answer.by_supplier),
        ("month", answer.by_month),
    ):
        if len(groups) > 1:
            parts.append(_groups(title, groups[:8], answer.outcomes))
    if answer.top:
        parts += [_top(answer), Text(answer.concentration, style="bold")]
    if answer.controls:
        parts.append(_controls(answer))
    parts += [
        Text(
            f"licence of China, {r.lines} line(s) of {r.hts}, if {r.item}: {', '.join(dict.fromkeys((*r.low, *r.high)))} ({r.note})"
        )
        for r in answer.licences
    ]
    if answer.unusable:
        parts.append(
            Text(
                f"{answer.unusable} line(s) could not be read: run `detente assess` on the file", style="red"
            )
        )
    parts += [Text(f"assumed: {note}", style="yellow") for note in answer.notes]
    if output is not None:
        parts.append(Text(f"written: {output}", style="dim"))
    parts.append(Text(f"repeat: {answer.repeat.command}   (rules {answer.repeat.rules})", style="dim"))
    return Group(*parts)


def _controls(answer: Any) -> Table:
    made = Table(
        box=box.SIMPLE_HEAD, title_justify="left",
        title=f"Licences, port fees and lists that stand otherwise on {answer.controls_on}",
    )  # fmt: skip
    made.add_column("clause")
    for name in answer.outcomes:
        made.add_column(name)
    for row in answer.controls:
        made.add_row(f"{row.title}: {row.clause}", *(state.replace("_", " ") for state in row.states))
    return made


def _groups(title: str, groups: Sequence[Any], outcomes: Sequence[str]) -> Table:
    made = Table(box=box.SIMPLE_HEAD, title=f"By {title} (settled lines, USD)", title_justify="left")
    made.add_column(title)
    made.add_column("lines", justify="right")
    for name in outcomes:
        made.add_column(name, justify="right", no_wrap=len(outcomes) < 6)
    for group in groups:
        made.add_row(group.key or "–", str(group.totals[0].lines), *(whole(t.duty_usd) for t in group.totals))
    return made


def _top(answer: Any) -> Table:
    made = Table(box=box.SIMPLE_HEAD, title="Lines that change most (USD)", title_justify="left")
    for name in ("line", "code"):
        made.add_column(name, no_wrap=True)
    for name in ("change", "share"):
        made.add_column(name, justify="right", no_wrap=True)
    made.add_column("under", no_wrap=True)
    made.add_column("because", ratio=1)
    for row in answer.top[:12]:
        made.add_row(
            row.line_id, row.hts, f"{row.change_usd:+,.0f}", f"{row.share_pct} %", row.widest,
            "\n".join(row.because),
        )  # fmt: skip
    return made


def tree_text(answer: Any) -> Group:
    """The tree in text, its leaves with what they cost, and every assumption."""
    root = Tree(Text(f"{answer.title}, as known {answer.known}", style="bold"))
    by = {d.id: d for d in answer.decisions}
    nodes: dict[tuple[str, ...], Tree] = {(): root}
    for leaf in answer.leaves:
        path: tuple[str, ...] = ()
        for choice in leaf.choices:
            here = (*path, f"{choice.decision}={choice.choose}")
            if here not in nodes:
                decision = by[choice.decision]
                words = f"{decision.title}: {choice.title}  [{choice.probability:.3g}{' assumed' if choice.assumed else ''}]"
                nodes[here] = nodes[path].add(
                    f"{words}\n[dim]{decision.washington} · {decision.decider}[/dim]"
                )
            path = here
        cost = f"  {usd(leaf.duty_usd)} USD" if leaf.duty_usd is not None else ""
        nodes[path].add(Text(f"leaf {leaf.id}  p = {leaf.probability:.3g}{cost}", style="cyan"))
    parts: list[Any] = [root]
    if answer.expected_usd is not None:
        parts.append(
            Text(
                f"expected {usd(answer.expected_usd)} USD; range {usd(answer.least_usd)} to {usd(answer.most_usd)} USD",
                style="bold",
            )
        )
    if answer.actions:
        made = Table(box=box.SIMPLE_HEAD, title="Ways to act", title_justify="left")
        for name in ("action", "expected USD", "greatest regret USD", "on leaf"):
            made.add_column(name, justify="right" if "USD" in name else "left")
        for act in answer.actions:
            made.add_row(
                act.action, usd(act.expected_usd), usd(act.greatest_regret_usd), act.greatest_regret_leaf
            )
        parts.append(made)
    parts += [Text(f"assumed: {words}", style="yellow") for words in answer.assumptions]
    parts += [Text(f"note: {words}", style="dim") for words in answer.notes]
    return Group(*parts)


def decisions_table(rows: Any, on: str, known: str, ics: Any = None) -> Group:
    """Clocks in order of time, with what their lapse costs where a portfolio was given."""
    made = Table(title=f"Clocks on {on}, as known {known}", box=box.SIMPLE_HEAD, title_justify="left")
    costs = any(row.cost_words for row in rows)
    made.add_column("last moment", no_wrap=True)
    made.add_column("what")
    made.add_column("by the text; who decides")
    if costs:
        made.add_column("lapse costs USD", justify="right")
    made.add_column("state")
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
        made.add_row(*cells, state)
    parts: list[Any] = [made]
    if ics is not None:
        parts.append(Text(f"written: {ics}", style="dim"))
    return Group(*parts)


def diff_table(rows: Any, title: str) -> Table:
    """What was learned, or what changed."""
    made = Table(title=f"{title}: {len(rows)}", box=box.SIMPLE_HEAD, title_justify="left")
    if rows and hasattr(rows[0], "known"):
        for name in ("known", "what", "words", "effective", "source"):
            made.add_column(name, no_wrap=name == "known")
        for r in rows:
            made.add_row(
                r.known,
                Text(f"{r.title}\n{r.kind}"),
                Text(r.words),
                f"{r.effective}\n{r.until}",
                Text("; ".join(r.cite)),
            )
        return made
    for name in ("what", "clause", "before", "after", "source"):
        made.add_column(name)
    for r in rows:
        made.add_row(Text(r.title), Text(r.clause), r.before, r.after, Text("; ".join(r.cite)))
    return made


def law_under_table(answer: Any) -> Group:
    """The law on a day under outcomes: clauses that differ, one column an outcome."""
    made = Table(
        title=f"Duties that stand otherwise on {answer.on}, as known {answer.known}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    made.add_column("side", no_wrap=True)
    made.add_column("clause")
    for name in answer.outcomes:
        made.add_column(name)
    for row in answer.duties:
        states = [Text(s, style="" if s == row.states[0] else "bold") for s in row.states]
        what = row.title if row.clause == row.title else f"{row.title}: {row.clause}"
        made.add_row(row.side, Text(what), *states)
    parts: list[Any] = [made] if answer.duties else []
    parts += [_controls(answer)] if answer.controls else []
    if not parts:
        parts.append(Text(f"These outcomes leave the law of {answer.on} alike."))
    parts += [Text(f"{name}: {title}") for name, title in zip(answer.outcomes, answer.titles, strict=True)]
    parts += [Text(f"assumed: {note}", style="yellow") for note in answer.notes]
    parts.append(
        Text("another day: --entered DAY; what it costs: add --portfolio FILE, or --hts CODE", style="dim")
    )
    return Group(*parts)


def origins_table(rows: Any) -> Table:
    """A line from several origins: covered layers, duties of known rate beside them, and what is missing."""
    made = Table(title="Origins", box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for name in ("from", "status", "covered\nUSD", "beside it,\nup to USD", "layers, and what is missing"):
        made.add_column(name, justify="right" if "USD" in name else "left", no_wrap="missing" not in name)
    for r in rows:
        words = Text("; ".join(r.layers))
        for d in r.beside:
            note = ", refundable" if d.refundable else ""
            words.append(f"\n{d.duty} {d.heading}: {d.rate}{note}", style="magenta")
        for missing in r.missing:
            rate = missing.startswith(("special rate of", "column 2 rate of"))
            words.append(f"\n{missing}" if rate else f"\nmissing: {missing}", style="yellow")
        covered = usd(r.low_usd) if r.duty_usd is None else usd(r.duty_usd)
        made.add_row(
            r.origin, r.status.replace("_", " "), covered, usd(r.beside_usd) if r.beside else "", words
        )
    return made
