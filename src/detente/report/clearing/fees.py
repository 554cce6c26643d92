"""A port fee on a screen: the amount first, then what gives it, what is open, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.text import Text

from detente.report.clearing.acts import act_in_both, act_in_full
from detente.report.clearing.controls import (
    depends_on,
    later_knowledge,
    missing_facts,
    next_clock,
    verified_words,
)
from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.stacks import READINGS, lens, settled_words, shorter
from detente.report.terminal.words import country, day_words, linked, listed, span, usd, zoned
from detente.terms import in_words


def fee_screen(answer: Any) -> Screen:
    """One port call: the fee, and what it depends on."""
    if answer.reading == "both" and answer.readings:
        each = [f"{_amount_of(one, answer.currency)} {READINGS[one.reading]}" for one in answer.readings]
        words = " or ".join(each)
        amount = f"{words[:1].upper()}{words[1:]} (open, not settled)"
    elif answer.fee_amount is not None:
        amount = f"{usd(answer.fee_amount)} {answer.currency}"
    else:
        amount = f"Fee undetermined, {span(answer.low, answer.high, answer.currency)}"
    annex = f", Annex {answer.annex}" if answer.annex else ""
    needed = depends_on(answer)
    rows, more = first_rows(_fee_lines(answer, sources=False), "parts of the fee")
    where = f"for a port call in {country(answer.side)} on {day_words(answer.on)}"
    return Screen(
        sentence=f"{amount} {where}{annex}, {lens(answer.known, answer.on)}{needed}.",
        rows=rows, more=more, notes=(
            *settled_words(answer), *_cases(answer), *_asked(answer), *_deferral(answer),
            *_act_short(answer), *next_clock(answer, in_words), *later_knowledge(answer),
        ),
        next_step=_next(answer),
        full=(
            _fee_lines(answer, sources=True), *_cases_in_full(answer), *act_in_full(answer.act),
            *(zoned(w, answer.side) for w in answer.notes),
            *(f"not covered: {w}" for w in answer.not_modelled),
            *_not_claimed(answer),
            *(f"see also: {row.what}: {row.command}" for row in answer.beside),
            verified_words(answer),
        ),
        goods=_two_languages(answer),
    )  # fmt: skip


def _two_languages(answer: Any) -> tuple[tuple[str, str], ...]:
    """Words of the law on this screen, English and Chinese; the longest first, for one may hold another."""
    pairs = [(case.words, case.words_zh) for case in answer.cases]
    pairs += [(row.what, row.what_zh) for row in answer.beside]
    if answer.deferral:
        pairs.append((answer.deferral.words, answer.deferral.words_zh))
    pairs += act_in_both(answer.act)
    return tuple(sorted((pair for pair in pairs if all(pair)), key=lambda pair: -len(pair[0])))


def _cases(answer: Any) -> Iterable[str]:
    """The fee under each way of settling what is open, one a line."""
    return (f"If {case.words}: {_amount_of(case, answer.currency)}." for case in answer.cases)


def _asked(answer: Any) -> Iterable[Text]:
    """The facts that are missing; what only an authority can settle stands among the cases."""
    open_ = {case.fact for case in answer.cases} - {"hour"}
    lines = missing_facts(answer)
    return (line for line in lines if line.plain.split(":")[0] not in open_)


def _next(answer: Any) -> str:
    """The command again with a fact that is missing, or in full."""
    again = shorter(answer.repeat.command, answer.known, answer.on)
    open_ = {case.fact for case in answer.cases} - {"hour"}
    asked = [m.fact for m in answer.missing if m.kind == "fact" and m.fact not in open_]
    return f"{again} --fact {asked[0]}=…" if asked else f"{again} --full"


def _cases_in_full(answer: Any) -> Iterable[Rows]:
    cells = tuple(
        (case.words, _amount_of(case, answer.currency), f"{linked(case.cite)} [{case.confidence}]".strip())
        for case in answer.cases
    )
    columns = (Column("if", words=True), Column("fee"), Column("source", words=True))
    return (Rows(columns, cells, title="Read in more than one way"),) if cells else ()


def _deferral(answer: Any) -> Iterable[Text]:
    if answer.deferral:
        on = f", if {listed(answer.deferral.asked)}" if answer.deferral.asked else ""
        until = day_words(answer.deferral.until)
        yield Text(f"Payment may be deferred to {until}{on}: {answer.deferral.words}.", style="yellow")


def _act_short(answer: Any) -> Iterable[str]:
    """What to do, in one line: before whom and by when."""
    if answer.act:
        yield f"To do: {answer.act.authority}; {answer.act.deadline}."


def _amount_of(one: Any, currency: str) -> str:
    """The fee under one reading, or its bounds where a fact is missing besides."""
    amount = one.fee_amount
    return span(one.low, one.high, currency) if amount is None else f"{usd(amount)} {currency}"


def _not_claimed(answer: Any) -> list[str]:
    words = ", ".join(a.split()[0] for a in answer.assumed)
    return [f"taken as not claimed: {words}"] if words else []


def _fee_lines(answer: Any, *, sources: bool) -> Rows:
    cells: list[tuple[str | Text, ...]] = []
    for line in answer.lines:
        row = (line.what, "?" if line.amount is None else usd(line.amount), zoned(line.because, answer.side))
        cells.append((*row, linked(line.cite) + f" [{line.confidence}]") if sources else row)
    columns = [
        Column("fee", words=True), Column(f"amount {answer.currency}", right=True),
        Column("because", words=True),
    ]  # fmt: skip
    columns += [Column("source", words=True)] if sources else []
    return Rows(tuple(columns), tuple(cells), title="Because" if sources else "")
