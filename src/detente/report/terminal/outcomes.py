"""Tables on outcomes that stand behind --full: causes, groups, lines, controls, the branches of a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text
from rich.tree import Tree

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.stacks import READINGS, settled_words
from detente.report.terminal.words import day_words, listed, moment, plural, span, status_text, usd, whole

SAME_UNDER_ALL = (
    "The same under every outcome: are the lines entered before the outcomes begin? "
    "--entered DAY takes every line as entered on one day."
)


def written_for(answer: Any) -> list[Text]:
    """That an outcome asks what was open on an earlier day, and which ask what is open now."""
    if not answer.newer:
        return []
    words = (
        f"Written for {day_words(answer.known)}, and asks what was open then; what is open since the last "
        f"check of the law: {listed(answer.newer[:3])} (detente whatif --list)."
    )
    return [Text(words, style="bold yellow")]


def what_would_settle(answer: Any) -> list[Text]:
    """What would settle the readings: each clock with its days, or of several the instruments alone."""
    if len(answer.settled_by) < 2:
        return settled_words(answer)
    would = dict.fromkeys(one.instrument for one in answer.settled_by)
    words = "Open, not settled: extensions were announced, no instrument was seen; would settle it: "
    words += f"{listed(would)}."
    return [Text(words, style="bold yellow")]


def exposed(answer: Any) -> str:
    """What a portfolio owes under the outcomes, a range with both readings where they differ."""
    first, *others = answer.totals
    lens = f"as known {day_words(answer.known)}"
    lines = plural(answer.lines, "line")
    owe = "owes" if answer.lines == 1 else "owe"
    if any(total.readings for total in answer.totals) or first.open_lines == first.lines:
        gone = {gap.outcome for gap in answer.unmodelled if gap.whole}
        owed = "; ".join(
            f"{'not modelled' if t.outcome in gone else _sum(t)} under {t.outcome}" for t in answer.totals[:2]
        )
        open_ = any(total.readings for total in answer.totals)
        beneath = "; open, not settled: both readings stand beneath" if open_ else ""
        return f"{lines} {owe} {owed}{beneath}; {lens}."
    if not others:
        return f"{lines} {owe} {_sum(first)} under {first.outcome}, {lens}."
    left = {gap.outcome: gap for gap in answer.unmodelled}
    parts = [
        change_words(t.outcome, t.duty_usd - first.duty_usd, left.get(t.outcome))
        for t in sorted(others, key=lambda t: -t.duty_usd)
    ]
    return (
        f"{listed(parts[:3])} against {first.outcome}, under which {lines} {owe} {usd(first.duty_usd)} USD, "
        f"{lens}."
    )


def _sum(total: Any) -> str:
    """All lines together: their duty, or their bounds where a line is open."""
    return span(total.low_usd, total.high_usd) if total.open_lines else f"{usd(total.duty_usd)} USD"


def owed_cell(total: Any) -> str:
    """The duty of settled lines, or both readings beneath each other where they differ."""
    if not total.readings:
        return usd(total.duty_usd) if total.open_lines < total.lines else _range(total)
    return "\n".join([_range(total), *(f"{_range(one)} {READINGS[one.reading]}" for one in total.readings)])


def _range(total: Any) -> str:
    """Bounds of all lines, short."""
    if total.high_usd is None:
        return f"{usd(total.low_usd)} or more"
    if total.low_usd == total.high_usd:
        return usd(total.low_usd)
    return f"{usd(total.low_usd)}–{usd(total.high_usd)}"


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
                odds = "a reading" if decision.not_settled and answer.readings else odds
                nodes[here] = nodes[path].add(
                    f"{decision.title}: {choice.title}  [{odds}]\n"
                    f"[dim]{decision.washington} · {decision.decider}[/dim]"
                )
            path = here
        cost = f"  {usd(leaf.duty_usd)} USD" if leaf.duty_usd is not None else ""
        cost = f"  {_leaf_cost(leaf)}" if leaf.readings else cost
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


def tree_screen(answer: Any, again: str) -> Screen:
    """The tree: how it may go, with what each leaf costs; every probability is an assumption or given."""
    costs = answer.least_usd is not None
    by_reading = [leaf for leaf in answer.leaves if leaf.reading]
    cells: list[tuple[str | Text, ...]] = []
    for leaf in sorted(answer.leaves, key=lambda leaf: (leaf.reading == "announced", -leaf.probability)):
        way = "; ".join(f"{c.decision} {c.choose}" for c in leaf.choices)
        chance = leaf.probability if leaf.in_reading is None or not answer.readings else leaf.in_reading
        row: tuple[str | Text, ...] = (f"{chance:.1%}", way)
        if by_reading:
            row = (READINGS[leaf.reading] if leaf.reading else "", *row)
        cells.append((*row, _leaf_cost(leaf)) if costs else row)
    columns = [Column("reading")] if by_reading else []
    columns += [
        Column("chance within" if by_reading and answer.readings else "chance", right=True),
        Column("the way it goes", words=True),
    ]
    columns += [Column("duty USD", right=True)] if costs else []
    rows, more = first_rows(Rows(tuple(columns), tuple(cells)), "ways")
    return Screen(
        sentence=_tree_sentence(answer), rows=rows, more=more, notes=tuple(_tree_notes(answer)),
        next_step=f"{again} --full",
        full=(
            branches(answer), *([_actions(answer.actions)] if answer.actions else []),
            *(Text(f"assumed: {words}", style="yellow") for words in answer.assumptions),
        ),
    )  # fmt: skip


def _leaf_cost(leaf: Any) -> str:
    if leaf.readings:
        return "\n".join(f"{usd(one.duty_usd)} {READINGS[one.reading]}" for one in leaf.readings)
    return usd(leaf.duty_usd)


def _tree_sentence(answer: Any) -> str:
    """What is expected under each reading, and on how many decisions it depends."""
    worth = ""
    if answer.least_usd is not None:
        least = span(answer.least_usd, answer.most_usd)
        each = [f"{usd(r.expected_usd)} USD expected {READINGS[r.reading]}" for r in answer.readings]
        if answer.expected_usd is not None:
            both = {r.expected_usd for r in answer.readings} == {answer.expected_usd}
            each = [f"{usd(answer.expected_usd)} USD expected{' under either reading' if both else ''}"]
        worth = f"{', '.join(each)}, {least}; it depends on " if each else f"{least}; it depends on "
    decisions = listed(f"{d.title} ({_by_when(d)})" for d in answer.decisions)
    count = f"{plural(len(answer.decisions), 'decision')}, {plural(len(answer.leaves), 'way')} it can go: "
    return f"{worth}{count}{decisions}; as known {day_words(answer.known)}."


def _by_when(decision: Any) -> str:
    when = moment(decision.by, decision.side)
    if decision.not_settled and decision.state.startswith("open: not settled"):
        return f"{when}: passed, not settled"
    return f"{when}: {decision.state}" if decision.state.startswith("passed") else when


def _tree_notes(answer: Any) -> list[str | Text]:
    notes: list[str | Text] = []
    names = listed(d.title for d in answer.decisions if d.not_settled)
    if names and answer.readings:
        words = (
            f"Open, not settled: {names}. An extension was announced, no instrument was seen: these are two "
            "readings and no chances, and they are kept apart (--reading text or announced takes one)."
        )
        would = dict.fromkeys(one.instrument for one in answer.settled_by)
        words += f" What would settle it: {listed(would)}." if would else ""
        notes.append(Text(words, style="bold yellow"))
    if any(c.assumed for leaf in answer.leaves for c in leaf.choices if not _is_reading(answer, c.decision)):
        words = "No one gave a probability for some choices: they share alike, which is an assumption (-p)."
        notes.append(Text(words, style="yellow"))
    notes += [Text(f"Note: {words}", style="dim") for words in answer.notes]
    if answer.least_usd is not None and answer.least_usd == answer.most_usd:
        notes.append(Text(SAME_UNDER_ALL, style="bold"))
    if answer.actions:
        notes.append(_best_action(answer.actions[0]))
    return notes


def _is_reading(answer: Any, decision: str) -> bool:
    return any(d.id == decision and d.not_settled for d in answer.decisions)


def _best_action(best: Any) -> str:
    if best.expected_usd is None:
        each = " or ".join(f"{usd(r.expected_usd)} USD {READINGS[r.reading]}" for r in best.readings)
        worst = usd(best.greatest_regret_usd)
        return f"Least regret: {best.action}, {each} expected; greatest regret {worst} USD."
    return (
        f"Least expected cost: {best.action}, {usd(best.expected_usd)} USD; greatest regret "
        f"{usd(best.greatest_regret_usd)} USD."
    )


def _actions(actions: Sequence[Any]) -> Rows:
    columns = (
        Column("action", words=True), Column("expected USD", right=True),
        Column("greatest regret USD", right=True), Column("on leaf"),
    )  # fmt: skip
    cells = tuple(
        (
            a.action,
            "\n".join(f"{usd(r.expected_usd)} {READINGS[r.reading]}" for r in a.readings)
            if a.expected_usd is None
            else usd(a.expected_usd),
            usd(a.greatest_regret_usd),
            a.greatest_regret_leaf,
        )
        for a in actions
    )
    return Rows(columns, cells, title="Ways to act")
