"""One shipment on a screen: what it owes, its layers, behind --full the because of each. No arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rich.text import Text

from detente.report.keeping.watch_screen import notices_told
from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import (
    cited,
    country,
    day_words,
    linked,
    listed,
    moment,
    span,
    status_text,
    usd,
    zoned,
)  # fmt: skip

READINGS = {"text": "by the text", "announced": "as announced"}
_LONG = re.compile(r"\b\d{4,}(?=\.\d\d\b)")  # an amount without its commas


def duty_screen(answer: Any) -> Screen:
    """One shipment's stack: the total first, then its layers."""
    side = answer.destination
    rows, more = first_rows(_layers(answer), "layers")
    return Screen(
        sentence=_sentence(answer), rows=rows, more=more, notes=tuple(_notes(answer)),
        next_step=_next(answer),
        goods=((answer.words.rstrip("."), answer.words_zh),) if answer.words and answer.words_zh else (),
        full=(
            Text(f"{answer.words}  {answer.words_zh}"), *_drawn(answer), _because(answer, side),
            checks_in_full(answer.also_check), *_asides(answer, side),
            Text(f"again: {answer.repeat.command}   (rules {answer.repeat.rules})", style="dim"),
        ),
    )  # fmt: skip


def checks_short(rows: Sequence[Any], most: int = 3) -> list[Text]:
    """What else to check, the first few by their titles; orders stand among what is not modelled."""
    others = [row for row in rows if not row.cases]
    lines = [Text(f"Also check: {row.title}.", style="yellow") for row in others[:most]]
    left = len(others) - most
    return lines + ([Text(f"And {left} more to check: --full.", style="dim")] if left > 0 else [])


def checks_in_full(rows: Sequence[Any]) -> Rows:
    """What else to check, each with what it asks and where it stands."""
    cells = tuple(
        (row.title + (f" ({', '.join(row.cases)})" if row.cases else ""), row.says,
         linked(row.cite) + f" [{row.confidence}]")
        for row in rows
    )  # fmt: skip
    columns = (Column("rule", words=True), Column("what it asks", words=True), Column("source", words=True))
    return Rows(columns, cells, title="Also check")


def lens(known: str, on: str) -> str:
    """As known when: the same day, or another.

    Examples
    --------
    >>> lens("2025-10-26", "2025-10-26"), lens("2026-10-10", "2025-10-26")
    ('as known that day', 'as known 10 October 2026')
    """
    return "as known that day" if known == on[:10] else f"as known {day_words(known)}"


def _sentence(answer: Any) -> str:
    named = f"{answer.hts} ({answer.words.rstrip('.')})" if answer.words else answer.hts
    goods = (
        f"{usd(answer.customs_value_usd)} USD of {named} "
        f"from {country(answer.origin)}, entered {day_words(answer.on)}, {lens(answer.known, answer.on)}"
    )
    facts = [m.fact for m in answer.missing if m.kind == "fact"]
    needed = f"; it depends on {listed(facts[:4])}" if facts else ""
    return f"{_owed(answer)} on {goods}{needed}."


def _owed(answer: Any) -> str:
    if answer.readings:
        parts = [f"{_of_reading(one)} {READINGS[one.reading]}" for one in answer.readings]
        return f"Duty {' or '.join(parts)} (open, not settled)"
    if answer.status == "ok":
        return f"Duty {_total(answer.total_pct, answer.duty_usd)}"
    if answer.elsewhere or (answer.status == "not_modelled" and answer.low_usd == answer.high_usd):
        return f"Not modelled as a whole; the layers covered come to {usd(answer.low_usd)} USD"
    return f"Duty {answer.status.replace('_', ' ')}, {span(answer.low_usd, answer.high_usd)},"


def _of_reading(one: Any) -> str:
    """The total under one reading, or its bounds where a fact is missing besides."""
    return (
        _total(one.total_pct, one.duty_usd) if one.duty_usd is not None else span(one.low_usd, one.high_usd)
    )


def _total(pct: Any, amount: Any) -> str:
    return "undetermined" if pct is None else f"{pct} % = {usd(amount)} USD"


def _layers(answer: Any) -> Rows:
    lines = sorted(
        (*answer.lines, *answer.fees), key=lambda line: line.status in ("void", "ended", "excluded")
    )
    cells: list[tuple[str | Text, ...]] = []
    for line in lines:
        rate = line.rate if line.base in ("customs value", "quantity") else f"{line.rate} of {line.base}"
        amount = "?" if line.duty_usd is None else usd(line.duty_usd)
        cells.append((line.title, line.heading or "–", rate, amount, status_text(line.status)))
    return Rows(
        (
            Column("layer", words=True),
            Column("heading"),
            Column("rate", words=True),
            Column("duty USD", right=True),
            Column("status"),
        ),
        tuple(cells),
    )


def _notes(answer: Any) -> Sequence[str | Text]:
    """What must not be missed: fees, refunds, missing facts, duties beside, later knowledge."""
    notes: list[str | Text] = []
    notes += settled_words(answer)
    # what is said of the code itself, above all that nothing here can check it
    facts = [m for m in answer.missing if m.kind == "fact"]
    asked = any(m.fact == "schedule" for m in facts)  # then the question says it already
    said = [words for words in answer.notes if words.startswith(answer.hts) and not asked]
    notes += [Text(words, style="yellow") for words in said]
    notes += [Text(f"{m.fact}: {m.question}", style="yellow") for m in facts[:4]]
    for d in answer.elsewhere:
        words = "collected until struck down, refundable" if d.refundable else "not in the total"
        notes.append(f"Beside it, {d.duty} {d.heading}: {d.rate}, up to {usd(d.up_to_usd)} USD ({words}).")
    if answer.refundable_usd:
        notes.append(Text(f"{usd(answer.refundable_usd)} USD paid may be refundable.", style="magenta"))
    if answer.drawback is not None:
        back = answer.drawback.drawback_usd
        words = "not settled while the duty is open" if back is None else f"{usd(back)} USD"
        notes.append(f"Drawback: {words} of {usd(answer.drawback.paid_usd)} USD paid, fees among it.")
    if answer.with_exclusion is not None and answer.with_exclusion.total_pct is not None:
        words = _total(answer.with_exclusion.total_pct, answer.with_exclusion.duty_usd)
        notes.append(f"With an approved exclusion: {words}.")
    if answer.hindsight is not None:
        words = answer.hindsight.words.removeprefix("with hindsight ")
        words = _LONG.sub(lambda amount: f"{int(amount[0]):,}", words)
        notes.append(Text(f"With hindsight {words}.", style="red"))
    notes += [Text(f"Not modelled: {words}", style="yellow") for words in answer.not_modelled[:3]]
    notes += checks_short(answer.also_check)
    if answer.verified and answer.on[:10] > answer.verified:
        notes.append(Text(f"The law was last checked on {day_words(answer.verified)}.", style="yellow"))
    notes += notices_told(answer)
    if answer.fees:
        deposits = any(line.component in ("ad", "cvd") for line in answer.fees)
        what = "Fees, import VAT and deposits" if deposits else "Fees and import VAT"
        notes.append(Text(f"{what} are outside the total.", style="dim"))
    return notes


def _next(answer: Any) -> str:
    again = shorter(answer.repeat.command, answer.known, answer.on)
    facts = [m.fact for m in answer.missing if m.kind == "fact"]
    if "schedule" in facts:  # no fact of the goods settles it
        return "detente data build --from FOLDER"
    return f"{again} --fact {facts[0]}=…" if facts else f"{again} --full"


def settled_words(answer: Any) -> list[Text]:
    """What would settle which of two readings holds, a line a clock."""
    return [
        Text(
            f"What would settle it: {one.instrument} ({one.title}; the last day passed "
            f"{moment(one.last_moment, one.clock[:2].upper())}, an extension to "
            f"{moment(one.extends_to, one.clock[:2].upper())} was announced, no instrument was seen).",
            style="bold yellow",
        )
        for one in answer.settled_by
    ]


def shorter(command: str, known: str, on: str) -> str:
    """A command without the day of knowledge where that is the day asked about."""
    return command.replace(f" --known {known}", "") if known == on[:10] else command


def _because(answer: Any, side: str) -> Rows:
    cells: list[tuple[str | Text, ...]] = []
    for line in (*answer.lines, *answer.fees):
        because = Text(zoned(line.because, side))
        if line.in_force_from and line.status in ("in_force", "void", "suspended"):
            until = f" until {moment(line.until, side)}" if line.until else ""
            known = line.known_since or "the schedule"
            because.append(f" (since {moment(line.in_force_from, side)}{until}; known since {known})")
        for cite in line.cite[:3]:
            because.append_text(Text(f"\n{cite.document}: ", style="dim") + linked((cite,)))
        if line.confidence != "A":
            because.append(f"\nconfidence {line.confidence}: one source or inference", style="yellow")
        if line.refundable_usd:
            because.append(f"\n{usd(line.refundable_usd)} USD refundable", style="magenta")
        cells.append((line.title, because))
    columns = (Column("layer", words=True), Column("because", words=True))
    return Rows(columns, tuple(cells), title="Because")


def _drawn(answer: Any) -> Sequence[Rows | Text]:
    """What comes back when the goods leave again: layer by layer, with the clause that says so."""
    drawback = answer.drawback
    if drawback is None:
        return ()
    cells = []
    for row in drawback.lines:
        back = "?" if row.drawback_usd is None else usd(row.drawback_usd)
        mark = "" if row.confidence == "A" else f"; confidence {row.confidence}"
        source = f" ({cited(row.cite[:1])})" if row.cite else ""
        cells.append((row.title, usd(row.paid_usd), back, f"{row.because}{source}{mark}"))
    columns = (
        Column("layer", words=True), Column("paid USD", right=True), Column("back USD", right=True),
        Column("because", words=True),
    )  # fmt: skip
    leaving = f"leaving {drawback.reexported_on} ({drawback.kind}; last day {drawback.last_day_out})"
    gaps = [Text(f"not modelled: {w}", style="yellow") for w in drawback.not_modelled]
    return (Rows(columns, tuple(cells), title=f"Drawn back, {leaving}"), *gaps)


def _asides(answer: Any, side: str) -> list[Text]:
    rows = [Text(f"missing: {m.fact} — {m.question}", style="yellow") for m in answer.missing]
    if answer.hindsight is not None:
        rows += [Text(f"hindsight: {words}", style="red") for words in answer.hindsight.changed]
    rows += [Text(f"{READINGS[one.reading]}: {_of_reading(one)}") for one in answer.readings]
    rows += [Text(f"not modelled: {words}", style="yellow") for words in answer.not_modelled]
    said = {f"also check: {row.title} ({row.cite[0].citation})" for row in answer.also_check}
    rows += [Text(f"note: {zoned(words, side)}", style="dim") for words in answer.notes if words not in said]
    return rows
