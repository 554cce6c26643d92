"""Tables for a terminal: the card, one duty stack, a portfolio's summary. No arithmetic here."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from detente.duties import PortfolioSummary

STYLES = {
    "in_force": "bold green", "suspended": "yellow", "adopted": "cyan", "threatened": "bold red",
    "agreed_in_principle": "magenta", "stated_by_both": "magenta", "proposed": "blue", "void": "strike red",
    "ended": "dim", "never_applied": "dim", "replaced_before_effect": "dim", "undetermined": "bold yellow",
    "exempt": "green", "excluded": "dim", "ok": "green", "not_modelled": "yellow", "error": "bold red",
}  # fmt: skip
WORDS = {
    "in_force": "in force", "agreed_in_principle": "agreed in principle", "stated_by_both": "stated by both",
    "never_applied": "never applied", "replaced_before_effect": "replaced before effect",
    "not_modelled": "not modelled",
}  # fmt: skip


def console(*, stderr: bool = False) -> Console:
    """A console that wraps to the terminal and writes no colour into a file."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def status_text(status: str) -> Text:
    """A status in its words and colour (never by colour alone)."""
    return Text(WORDS.get(status, status), style=STYLES.get(status, ""))


WIDE = 118  # columns from which the because stands in the table rather than below it


def _clock(clock: Any) -> str:
    if clock is None:
        return ""
    return f"{clock.washington}\n{clock.decider}: {', '.join(clock.outcomes)}\n{clock.state}"


def card_table(card: Any, width: int | None = None) -> Group:
    """The card of a day; on a narrow terminal the because of each row stands below the table."""
    wide = (width or console().width) >= WIDE
    lens = "with hindsight" if card.hindsight else "as known"
    table = Table(
        title=f"US–China measures on {card.on}, {lens} {card.known}",
        box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False,
    )  # fmt: skip
    table.add_column("", justify="right", style="dim")
    table.add_column("measure", ratio=4)
    table.add_column("rate", ratio=3)
    table.add_column("status", ratio=2)
    table.add_column("next clock", ratio=4)
    if wide:
        table.add_column("because", ratio=6)
    side, below = "", []
    for number, family in enumerate(card.families, start=1):
        if family.side != side:
            side = family.side
            table.add_section()
        lead = family.rows[0]
        rate = Text(family.rate)
        if lead.suspended_points:
            rate.append(
                f"\n{lead.suspended_points} points suspended until {moment(lead.until)}", style="yellow"
            )
        cells: list[str | Text] = [
            str(number),
            f"{family.title}\n{family.title_zh}",
            rate,
            status_text(family.status),
            _clock(family.clock),
        ]
        because = _family_because(family)
        if wide:
            table.add_row(*cells, because)
        else:
            table.add_row(*cells)
            below.append(Text(f"{number:>3}  ", style="dim").append_text(because))
    return Group(table, *below, *[Text(note, style="yellow") for note in card.notes])


def _family_because(family: Any) -> Text:
    lead = family.rows[0]
    because = Text(lead.because)
    if lead.cite:
        because.append(f" — {cite_words(lead.cite[0])}", style="dim")
    for words in sorted({row.later for row in family.rows if row.later})[:2]:
        because.append(f"; {words}", style="italic red")
    for words in family.announced:
        because.append(f"; announced: {words}", style="magenta")
    for words in dict.fromkeys(row.announced for row in family.rows if row.announced):
        because.append(f"; as announced: {words}", style="magenta")
    for words in list(dict.fromkeys(row.next_step for row in family.rows if row.next_step))[:2]:
        because.append(f"; next: {words}", style="cyan")
    return because


def moment(text: str) -> str:
    """A wall-clock moment in words: ``10 Nov 2025 12:01 a.m. Eastern`` for US law."""
    if not text or "T" not in text:
        return text
    day, clock = text.split("T")
    hour, minute = int(clock[:2]), clock[3:]
    return f"{day} {hour % 12 or 12}:{minute} {'a.m.' if hour < 12 else 'p.m.'}"


def cite_words(cite: Any) -> str:
    """A citation in one line."""
    place = f", {cite.at}" if cite.at else ""
    return f"{cite.document}: {cite.citation}{place}"


def status_table(card: Any) -> Group:
    """Every row of the card, one line a provision."""
    table = Table(
        title=f"Status on {card.on}, as known {card.known}", box=box.SIMPLE_HEAD, title_justify="left"
    )
    for name in ("measure", "provision", "rate", "status", "heading", "until", "because", "cite"):
        table.add_column(name)
    for family in card.families:
        table.add_section()
        for row in family.rows:
            rate = row.rate + (f" ({row.suspended_points} points suspended)" if row.suspended_points else "")
            because = Text(row.because)
            if row.later:
                because.append(f" — {row.later}", style="italic red")
            table.add_row(
                row.title, row.what, rate, status_text(row.status), row.heading, moment(row.until), because,
                cite_words(row.cite[0]) if row.cite else "",
            )  # fmt: skip
    return Group(table, *[Text(n, style="yellow") for n in card.notes])


def duty_table(answer: Any, width: int | None = None) -> Group:
    """One shipment's stack, and under it the because of every line with its citation."""
    head = Text(f"{answer.hts}  {answer.words}", style="bold")
    if answer.words_zh:
        head.append(f"  {answer.words_zh}")
    asked = Text(
        f"from {answer.origin} · {answer.customs_value_usd:,.2f} USD · entered {answer.on} · "
        f"as known {answer.known}"
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column("layer", ratio=1)
    table.add_column("heading", no_wrap=True)
    table.add_column("rate")
    table.add_column("duty USD", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    reasons = []
    for number, line in enumerate((*answer.lines, *answer.fees), start=1):
        rate = line.rate if line.base in ("customs value", "quantity") else f"{line.rate} of {line.base}"
        amount = "?" if line.duty_usd is None else f"{line.duty_usd:,.2f}"
        if line.refundable_usd:
            amount += f"\n({line.refundable_usd:,.2f} refundable)"
        table.add_row(str(number), line.title, line.heading or "–", rate, amount, status_text(line.status))
        reasons.append(_line_because(number, line))
    return Group(
        head,
        asked,
        table,
        _total(answer),
        *_drawn(answer),
        Text("Because", style="bold"),
        *reasons,
        *_asides(answer),
    )


def _line_because(number: int, line: Any) -> Text:
    because = Text(f"{number:>2}  ", style="dim").append(line.because)
    if line.in_force_from and line.status in ("in_force", "void", "suspended"):
        until = f" until {moment(line.until)}" if line.until else ""
        because.append(
            f" (since {moment(line.in_force_from)}{until}; known since {line.known_since or 'the schedule'})"
        )
    for cite in line.cite[:3]:
        because.append(f"\n      {cite_words(cite)}", style="dim")
    if line.confidence != "A":
        because.append(f"\n      confidence {line.confidence}: one source or inference", style="yellow")
    return because


def _total(answer: Any) -> Text:
    if answer.status == "ok":
        text = Text(f"Total duty {answer.total_pct} % = {answer.duty_usd:,.2f} USD", style="bold")
    elif answer.elsewhere or (answer.status == "not_modelled" and answer.low_usd == answer.high_usd):
        text = Text(
            f"not modelled: the layers covered come to {answer.low_usd:,.2f} USD", style="bold yellow"
        )
        for d in answer.elsewhere:
            words = "collected until struck down, refundable" if d.refundable else "not in the total"
            text.append(
                f"\n  beside them, {d.duty} {d.heading}: {d.rate}, up to {d.up_to_usd:,.2f} USD ({words})"
            )
    else:
        high = "unknown" if answer.high_usd is None else f"{answer.high_usd:,.2f}"
        text = Text(
            f"{WORDS.get(answer.status, answer.status)}: between {answer.low_usd:,.2f} and {high} USD",
            style="bold yellow",
        )
    if answer.refundable_usd:
        text.append(f"; {answer.refundable_usd:,.2f} USD paid may be refundable")
    if answer.fees:
        text.append("  (fees are outside the total)", style="dim")
    return text


def _drawn(answer: Any) -> list[Any]:
    """What comes back when the goods leave again: layer by layer, with the clause that says so."""
    drawback = answer.drawback
    if drawback is None:
        return []
    leaving = f"leaving {drawback.reexported_on} ({drawback.kind}; last day {drawback.last_day_out})"
    table = Table(title=f"Drawn back, {leaving}", box=box.SIMPLE_HEAD, title_justify="left")
    for name in ("layer", "paid USD", "back USD", "because"):
        table.add_column(name, justify="right" if "USD" in name else "left")
    for row in drawback.lines:
        back = "?" if row.drawback_usd is None else f"{row.drawback_usd:,.2f}"
        cite = (
            f" ({row.cite[0].citation}{', ' + row.cite[0].at if row.cite[0].at else ''})" if row.cite else ""
        )
        mark = "" if row.confidence == "A" else f"; confidence {row.confidence}"
        table.add_row(row.title, f"{row.paid_usd:,.2f}", back, f"{row.because}{cite}{mark}")
    words = (
        "not settled while the duty is open"
        if drawback.drawback_usd is None
        else f"{drawback.drawback_usd:,.2f} USD"
    )
    sums = Text(f"Drawback {words} of {drawback.paid_usd:,.2f} USD paid, fees among it", style="bold")
    return [table, sums, *(Text(f"not modelled: {w}", style="yellow") for w in drawback.not_modelled)]


def _asides(answer: Any) -> list[Text]:
    rows = [Text(f"missing: {m.fact} — {m.question}", style="yellow") for m in answer.missing]
    if answer.hindsight is not None:
        rows.append(Text(f"hindsight: {answer.hindsight.words}", style="italic red"))
        rows.extend(Text(f"  {words}", style="italic red") for words in answer.hindsight.changed)
    for state in answer.states:
        total = "undetermined" if state.total_pct is None else f"{state.total_pct} %"
        rows.append(Text(f"{state.state}: {total}", style="magenta"))
    if answer.with_exclusion is not None and answer.with_exclusion.total_pct is not None:
        total = f"{answer.with_exclusion.total_pct} % = {answer.with_exclusion.duty_usd:,.2f} USD"
        rows.append(Text(f"with an approved exclusion: {total}", style="magenta"))
    rows.extend(Text(f"not modelled: {words}", style="yellow") for words in answer.not_modelled)
    rows.extend(Text(f"note: {words}", style="dim") for words in answer.notes)
    rows.append(Text(f"repeat: {answer.repeat.command}   (rules {answer.repeat.rules})", style="dim"))
    return rows


def portfolio_table(answer: Any, totals: PortfolioSummary, output: Any) -> Group:
    """A portfolio's totals, its bad rows and its open rows."""
    table = Table(
        title=f"{totals.lines} lines of {answer.sheet.name}", box=box.SIMPLE_HEAD, title_justify="left"
    )
    table.add_column("status")
    table.add_column("lines", justify="right")
    for name, count in totals.by_status.items():
        table.add_row(status_text(name), str(count))
    parts: list[Any] = [
        table,
        Text(f"duty on the settled lines: {totals.duty_usd:,.2f} USD", style="bold"),
    ]
    if totals.open_low_usd:
        high = totals.open_high_usd
        words = "no upper bound known" if high is None else f"{high:,.2f} USD"
        parts.append(Text(f"open lines: between {totals.open_low_usd:,.2f} and {words}", style="yellow"))
    if totals.refundable_usd:
        parts.append(Text(f"refundable: {totals.refundable_usd:,.2f} USD", style="magenta"))
    parts += [Text(f"row {f.row}, column {f.column}: {f.text}", style="red") for f in answer.faults[:20]]
    if len(answer.faults) > 20:
        parts.append(Text(f"… and {len(answer.faults) - 20} more faults (see the output)", style="red"))
    if output is not None:
        parts.append(Text(f"written: {output}", style="dim"))
    return Group(*parts)


def lines_table(answer: Any) -> Table:
    """Every line of a portfolio: its total and the layers that make it."""
    table = Table(title=f"{answer.sheet.name}: duty of each line", box=box.SIMPLE_HEAD, title_justify="left")
    for name, side in (
        ("row", "right"),
        ("line", "left"),
        ("code", "left"),
        ("entry", "left"),
        ("value USD", "right"),
        ("total", "right"),
        ("duty USD", "right"),
    ):
        table.add_column(name, justify=side)  # type: ignore[arg-type]
    table.add_column("layers, or what is missing")
    ids = answer.sheet.frame["line_id"].to_list() if "line_id" in answer.sheet.frame.columns else None
    for i, a in enumerate(answer.rows):
        name = (ids[i] or "") if ids else ""
        if a.ship is None:
            table.add_row(
                str(a.row), name, "", "", "", status_text("error"), "", Text("; ".join(a.notes), style="red")
            )
            continue
        table.add_row(
            str(a.row), name, a.ship.code.dotted, a.ship.moment[:10], f"{a.ship.dollars:,}",
            _line_total(a), _line_duty(a),
            _line_layers(a, answer.layer_words(a)),
        )  # fmt: skip
    return table


def _line_total(a: Any) -> Text:
    if a.duty is None:
        return status_text(a.status)
    return Text(f"{a.total_pct:g} %" if a.total_pct is not None else "", style="bold")


def _line_duty(a: Any) -> str:
    if a.duty is not None:
        return f"{a.duty / 100:,.2f}"
    high = "?" if a.high is None else f"{a.high / 100:,.2f}"
    return f"{a.low / 100:,.2f} to {high}"


def _line_layers(a: Any, layers: Any) -> Text:
    parts = [f"base {a.base.words}"]
    for layer in layers:
        if layer.status in ("in_force", "void") and layer.rate_pct:
            parts.append(f"{layer.component} {layer.rate_pct} % ({layer.heading})")
        elif layer.status in ("exempt", "excluded"):
            parts.append(f"{layer.component} not due ({layer.heading or layer.status})")
    text = Text(" + ".join(parts))
    if a.missing:
        text.append(f"; missing: {', '.join(a.missing)}", style="yellow")
    if a.ship.notes:
        text.append(f"; {'; '.join(a.ship.notes)}", style="dim")
    return text
