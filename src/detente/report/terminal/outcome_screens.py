"""Outcomes on a screen: what each costs, what each does to the law, the tree, the clocks, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.outcomes import (
    SAME_UNDER_ALL,
    causes_table,
    controls_table,
    exposed,
    groups_tables,
    owed_cell,
    threats_short,
    threats_table,
    top_table,
    what_would_settle,
    written_for,
)  # fmt: skip
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import day_words, listed, plural, span, usd, zoned


def outcomes_screen(rows: Any) -> Screen:
    """Every outcome there is, with its day of knowledge."""
    outcomes = sorted(rows.outcomes.values(), key=lambda o: (o.known, o.id))
    cells = tuple((o.id, o.known, o.title.en) for o in reversed(outcomes))
    known = (Column("outcome"), Column("as known"))
    first, more = first_rows(Rows((*known, Column("what", words=True)), cells), "outcomes")
    every = tuple(
        (o.id, o.known, str(len(rows.clauses(o.id))), f"{o.title.en}\n{o.title.zh}") for o in outcomes
    )
    columns = (*known, Column("clauses", right=True), Column("what", words=True))
    return Screen(
        sentence=f"{plural(len(outcomes), 'outcome')} can be laid over the law, the newest first; several "
        "come together with +.",
        rows=first, more=more, next_step="detente whatif lapse --hts 9506.62.40 --entered 2025-11-15",
        full=(Rows(columns, every, title="Every outcome"),),
    )  # fmt: skip


def exposure_screen(answer: Any, output: Any = None) -> Screen:
    """A portfolio under outcomes: what each costs, and which clauses cause the difference."""
    first = answer.totals[0]
    cells: list[tuple[str | Text, ...]] = []
    for total, title in zip(answer.totals, answer.titles, strict=True):
        told = total is not first and total.open_lines < total.lines and first.open_lines < first.lines
        change = f"{total.duty_usd - first.duty_usd:+,.2f}" if told else ""
        whole = any(gap.outcome == total.outcome and gap.whole for gap in answer.unmodelled)
        change, owed = ("not modelled", "?") if whole else (change, owed_cell(total))
        cells.append((total.outcome, owed, change, str(total.open_lines or ""), title))
    columns = (
        Column("outcome"), Column("duty USD", right=True), Column("against first", right=True),
        Column("open lines", right=True), Column("what", words=True),
    )  # fmt: skip
    rows, more = first_rows(Rows(columns, tuple(cells)), "outcomes")
    return Screen(
        sentence=exposed(answer), rows=rows, more=more, notes=tuple(_exposure_notes(answer, output)),
        next_step=f"{answer.repeat.command} --full", full=tuple(_exposure_full(answer)),
    )  # fmt: skip


def _exposure_notes(answer: Any, output: Any) -> list[str | Text]:
    notes: list[str | Text] = [*written_for(answer)]
    if (
        len({(t.duty_usd, t.open_low_usd, t.open_high_usd) for t in answer.totals}) == 1 < len(answer.totals)
        and not answer.unmodelled
    ):
        notes.append(Text(SAME_UNDER_ALL, style="bold"))
    for cause in answer.causes[:4]:
        lines = plural(cause.lines, "line")
        if not cause.change_usd and any(t.readings for t in answer.totals):
            notes.append(f"{cause.outcome} changes {lines} not settled: {'; '.join(cause.words)}.")
            continue
        notes.append(f"{cause.outcome} {cause.change_usd:+,.2f} USD on {lines}: {'; '.join(cause.words)}.")
    if len(answer.causes) > 4:
        notes.append(Text(f"and {len(answer.causes) - 4} more causes: --full", style="dim"))
    notes += what_would_settle(answer)
    widest = max(answer.totals, key=lambda t: t.open_lines)
    if widest.open_lines and not widest.readings:
        bounds = span(widest.open_low_usd, widest.open_high_usd)
        owe = "owes" if widest.open_lines == 1 else "owe"
        words = f"{plural(widest.open_lines, 'open line')} {owe} {bounds} under {widest.outcome}."
        notes.append(Text(words, style="yellow"))
    if answer.unusable:
        unread = f"{plural(answer.unusable, 'line')} could not be read: run `detente assess` on the file."
        notes.append(Text(unread, style="red"))
    notes += [Text(f"Assumed: {note}", style="yellow") for note in answer.notes[:2]]
    if output is not None:
        notes.append(f"Written: {output}")
    return notes


def _exposure_full(answer: Any) -> list[Any]:
    groups = {"chapter": answer.by_chapter, "supplier": answer.by_supplier, "month": answer.by_month}
    parts: list[Any] = [causes_table(answer)] if answer.causes else []
    parts += groups_tables(groups, answer.outcomes)
    parts += [top_table(answer), Text(answer.concentration, style="bold")] if answer.top else []
    parts += [controls_table(answer)] if answer.controls else []
    parts += [
        f"licence of China, {plural(r.lines, 'line')} of {r.hts}, if {r.item}: "
        f"{', '.join(dict.fromkeys((*r.low, *r.high)))} ({r.note})"
        for r in answer.licences
    ]
    parts += [Text(f"assumed: {note}", style="yellow") for note in answer.notes]
    return [*parts, Text(f"again: {answer.repeat.command}   (rules {answer.repeat.rules})", style="dim")]


def law_under_screen(answer: Any) -> Screen:
    """The law on a day under outcomes: clauses that differ, one column an outcome."""
    count = len(answer.duties) + len(answer.controls)
    names = [n for n in answer.outcomes if n != answer.outcomes[0]] or [answer.outcomes[0]]
    asked = f"{listed(names)} against {answer.outcomes[0]}" if len(answer.outcomes) > 1 else listed(names)
    when = f"on {day_words(answer.on)}, as known {day_words(answer.known)}"
    sentence = (
        f"{plural(count, 'clause')} {'differs' if count == 1 else 'differ'} {when}: {asked}."
        if count
        else f"No difference to the law {when}: {asked}."
    )
    if not count and any(gap.whole for gap in answer.unmodelled):
        sentence = f"Not modelled, so nothing is laid over the law {when}: {asked}."
    cells: list[tuple[str | Text, ...]] = []
    for row in answer.duties:
        states = [Text(s, style="" if s == row.states[0] else "bold") for s in row.states]
        what = row.title if row.clause == row.title else f"{row.title}: {row.clause}"
        cells.append((row.side, what, *states))
    for row in answer.controls:
        cells.append(("", f"{row.title}: {row.clause}", *(s.replace("_", " ") for s in row.states)))
    columns = (Column("by"), Column("clause", words=True), *(Column(n, words=True) for n in answer.outcomes))
    every = Rows(columns, tuple(cells))
    rows, more = first_rows(every, "clauses")
    titles = zip(answer.outcomes, answer.titles, strict=True)
    days = (
        [] if count
        else [Text("Another day may differ: add --entered DAY.", style="yellow")]
    )  # fmt: skip
    return Screen(
        sentence=sentence, rows=rows, more=more,
        notes=(
            *written_for(answer), *days, *what_would_settle(answer),
            *(f"{name}: {title}." for name, title in titles),
            *(Text(f"Assumed: {n}", style="yellow") for n in answer.notes),
        ),
        next_step=f"detente whatif {' '.join(names)} --hts 9506.62.40 --entered {answer.on[:10]}",
        full=(Rows(columns, tuple(cells), title="Every clause that differs"),),
    )  # fmt: skip


def origins_screen(rows: Sequence[Any]) -> Screen:
    """A line from several origins: covered layers, duties of known rate beside them, and what is missing."""
    settled = [r for r in rows if r.duty_usd is not None]
    cells: list[tuple[str | Text, ...]] = []
    full: list[tuple[str | Text, ...]] = []
    for r in rows:
        covered = usd(r.low_usd) if r.duty_usd is None else usd(r.duty_usd)
        beside = usd(r.beside_usd) if r.beside else ""
        missing = [
            words if words.startswith(("special rate of", "column 2 rate of")) else f"missing: {words}"
            for words in r.missing
        ]
        cells.append((r.origin, r.status.replace("_", " "), covered, beside, "; ".join(missing)))
        words = Text("; ".join(r.layers))
        for d in r.beside:
            note = ", refundable" if d.refundable else ""
            words.append(f"\n{d.duty} {d.heading}: {d.rate}{note}", style="magenta")
        full.append((r.origin, words))
    least = min(settled, key=lambda r: r.duty_usd, default=None)
    head = f"{rows[0].hts} from {plural(len(rows), 'origin')}" if rows else "No origin"
    best = (
        f": least duty settled from {least.origin}, {usd(least.duty_usd)} USD"
        if least
        else ": none is settled"
    )
    columns = (
        Column("from"), Column("status"), Column("covered USD", right=True),
        Column("beside it, up to USD", right=True), Column("what is missing", words=True),
    )  # fmt: skip
    shown, more = first_rows(Rows(columns, tuple(cells)), "origins")
    return Screen(
        sentence=f"{head}{best}; {len(rows) - len(settled)} depend on what is not covered or not given.",
        rows=shown, more=more, next_step="the same command with --full for the layers of each origin",
        full=(Rows((Column("from"), Column("layers", words=True)), tuple(full), title="Layers"),),
    )  # fmt: skip


def decisions_screen(answer: Any, written: Any = None) -> Screen:
    """Clocks in order of time: the next in the sentence, ahead first, then those that passed unsettled.

    Parameters
    ----------
    answer : NextAnswer
    written : path, optional
        Where the clocks were written as a calendar.
    """
    rows, threats = answer.clocks, answer.threats
    ahead = [row for row in rows if row.clock.ahead]
    passed = [row for row in rows if row not in ahead]
    if ahead:
        clock = ahead[0].clock
        effect = f"; by the text {clock.by_text}" if clock.by_text else ""
        sentence = f"Next: {clock.washington} = {clock.beijing}, {clock.title}; {clock.decider}{effect}."
    else:
        sentence = f"No clock ahead of {day_words(answer.on)}, as known {day_words(answer.known)}."
    notes: list[str | Text] = []
    if passed:
        notes += _passed(passed)
    notes += threats_short(threats)
    if written is not None:
        notes.append(f"Written: {written}")
    shown, more = first_rows(_clock_rows(ahead or passed), "clocks")
    return Screen(
        sentence=sentence, rows=shown, more=more, notes=tuple(notes), next_step=_to_lay(ahead, passed),
        full=(_every_clock(rows), threats_table(threats)),
    )  # fmt: skip


def _to_lay(ahead: Sequence[Any], passed: Sequence[Any]) -> str:
    """The command that lays an announced extension over the law, else a choice of the next clock."""
    clocks = [row.clock for row in passed if row.clock.not_settled and row.clock.extends_to]
    if not clocks:
        key = (*ahead, *passed)[0].clock if ahead or passed else None
        return f"detente whatif {key.id}={key.outcomes[0]}" if key and key.outcomes else "detente status"
    return f"detente whatif {clocks[-1].id}=extend:{clocks[-1].extends_to[:10]}"


def _passed(rows: Sequence[Any]) -> list[Text]:
    """Clocks that passed: what is not settled and what would settle it, then the others."""
    open_ = [row for row in rows if row.clock.not_settled]
    over = [row for row in rows if row not in open_]
    notes = []
    if open_:
        each = "; ".join(
            f"{r.clock.title} ({_own_time(r.clock)}; what would settle it: {r.clock.settled_by})"
            for r in open_
        )
        notes.append(
            Text(
                f"Open, not settled, an extension announced and no instrument seen: {each}. Neither reading "
                "is a fact: detente status shows both.",
                style="bold yellow",
            )
        )
    if over:
        each = "; ".join(f"{r.clock.title} ({_own_time(r.clock)}; {r.clock.state})" for r in over)
        notes.append(Text(f"Over by their text: {each}.", style="yellow"))
    return notes


def _own_time(clock: Any) -> str:
    return str(clock.beijing if clock.side == "CN" else clock.washington)


def _clock_rows(rows: Sequence[Any]) -> Rows:
    cells: list[tuple[str | Text, ...]] = []
    for row in rows:
        clock = row.clock
        what = Text(clock.title)
        what.append(f"\n{clock.id}", style="dim")
        if row.cost_usd:
            what.append(f"\nits lapse costs {row.cost_usd:+,.0f} USD", style="bold")
        cells.append((_own_time(clock) + (f"\n{row.local}" if row.local else ""), what))
    columns = (Column("last moment"), Column("what, and its key for whatif", words=True))
    return Rows(columns, tuple(cells))


def _every_clock(rows: Sequence[Any]) -> Rows:
    costs = any(row.cost_words for row in rows)
    cells: list[tuple[str | Text, ...]] = []
    for row in rows:
        clock = row.clock
        when = f"{clock.washington}\n{clock.beijing}" + (f"\n{row.local}" if row.local else "")
        what = Text(f"{clock.title}\n{clock.title_zh}")
        what.append(f"\n{clock.id}", style="dim")
        choices = f"{clock.decider}: {', '.join(clock.outcomes)}" if clock.outcomes else clock.decider
        state = Text(f"{clock.by_text}\n{choices}\n{clock.state}".strip())
        for words in clock.said:
            state.append(f"\nsaid: {words}", style="magenta")
        cells.append((when, what, state, row.cost_words) if costs else (when, what, state))
    columns = [
        Column("last moment"), Column("what", words=True),
        Column("by the text; who decides; state", words=True),
    ]  # fmt: skip
    columns += [Column("if it lapses", words=True)] if costs else []
    return Rows(tuple(columns), tuple(cells), title="Every clock")


LINES_BY_TEXT = (
    "Open, not settled: an extension was announced, no instrument was seen; the lines are compared by the "
    "text. What would settle it"
)


def diff_screen(answer: Any, title: str, written: Any = None) -> Screen:
    """What was learned, or what changed: how much in a sentence, then the clauses."""
    rows, lines, china = answer.clauses, answer.lines, answer.china_lines
    learned = bool(rows) and hasattr(rows[0], "known")
    cells: list[tuple[str | Text, ...]] = []
    full: list[tuple[str | Text, ...]] = []
    for r in rows:
        if learned:
            cells.append((r.known, r.title, r.kind.replace("_", " ")))
            when = zoned(f"{r.effective} to {r.until}" if r.until else r.effective, r.side)
            what = f"{r.title}: {r.kind.replace('_', ' ')}"
            full.append((r.known, what, zoned(r.words, r.side), when, "; ".join(r.cite)))
        else:
            cells.append((r.title, r.clause, r.before, r.after))
            full.append((r.title, r.clause, r.before, r.after, "; ".join(r.cite)))
    heads = ("known", "what", "kind") if learned else ("measure", "clause", "before", "after")
    every = ("known", "what", "words", "effective", "source") if learned else (*heads, "source")
    columns = tuple(Column(name, words=name != "known") for name in heads)
    shown, more = first_rows(Rows(columns, tuple(cells)), "changes")
    sections: list[Any] = [
        Rows(tuple(Column(n, words=n != "known") for n in every), tuple(full), title=title)
    ]
    notes: list[str | Text] = []
    words = "no lines of the schedule compared"
    if lines is not None:
        words = f"{lines.lines_changed:,} of {plural(lines.lines_seen, 'line')} of the schedule changed"
        sections.append(_line_causes(lines))
        if answer.settled_by:
            would = dict.fromkeys(one.instrument for one in answer.settled_by)
            notes.append(Text(f"{LINES_BY_TEXT}: {listed(would)}.", style="bold yellow"))
        notes += _causes_told(lines)
    if china is not None:
        notes.append(
            f"Into China {china.lines_changed:,} of {plural(china.lines_seen, 'line')} changed for goods "
            "of the United States."
        )
        sections.append(_line_causes(china, "lines changed into China, by cause"))
        notes += _causes_told(china)
    notes += [f"Written: {written}"] if written else []
    return Screen(
        sentence=f"{title}: {plural(len(rows), 'clause')}, {words}.", rows=shown, more=more,
        notes=tuple(notes),
        next_step=f"open {written}" if written
        else "the same command with --full for the sources, or -o FILE for every changed line",
        full=tuple(sections),
    )  # fmt: skip


def _causes_told(lines: Any) -> list[str]:
    """The clauses that moved most lines."""
    return [
        f"{plural(c.lines, 'line')} {c.points:+g} points: {c.words}, {c.before.replace('_', ' ')} then "
        f"{c.after.replace('_', ' ')}; e.g. {c.examples[0]}."
        for c in lines.causes[:3]
    ]


def _line_causes(lines: Any, what: str = "lines changed, by cause") -> Rows:
    cells = tuple(
        (f"{c.lines:,}", f"{c.points:+g}", c.words, c.before.replace("_", " "), c.after.replace("_", " "),
         f"{c.citation}; e.g. {c.examples[0]}")
        for c in lines.causes
    )  # fmt: skip
    columns = (
        Column("lines", right=True), Column("points", right=True), Column("measure", words=True),
        Column("before", words=True), Column("after", words=True), Column("because", words=True),
    )  # fmt: skip
    return Rows(columns, cells, title=f"{lines.lines_changed:,} of {lines.lines_seen:,} {what}")
