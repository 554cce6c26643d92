"""Promises, rounds, facts, series and what is installed, on a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen, first_rows
from detente.report.terminal.words import day_words, listed, plural


def pledges_screen(answer: Any, written: Any = None) -> Screen:
    """What was promised and how it stands: a verdict each, the sides' own words in full."""
    rows = sorted(answer.pledges, key=lambda pledge: _rank(pledge.verdict))
    cells = tuple((pledge.title, "; ".join(_sides(pledge)), pledge.verdict) for pledge in rows)
    columns = (
        Column("pledge", words=True),
        Column("said by", words=True),
        Column("how it stands", words=True),
    )
    shown, more = first_rows(Rows(columns, cells), "pledges")
    counts = Counter(pledge.verdict.split(" by the ")[0] for pledge in answer.pledges)
    words = listed(f"{count} {verdict}" for verdict, count in counts.most_common())
    notes: list[str | Text] = [Text(note, style="red") for note in answer.notes]
    if written is not None:
        notes.append(f"Written: {written}")
    full = tuple((f"{p.title}\n{p.title_zh}", _said(p), _standing(p)) for p in answer.pledges)
    return Screen(
        sentence=f"{plural(len(answer.pledges), 'pledge')} on {day_words(answer.on)}, as known "
        f"{day_words(answer.known)}: {words}.",
        rows=shown, more=more, notes=tuple(notes), next_step=f"{_asked_again(answer)} --full",
        full=(Rows(columns, full, title="Every pledge, by each side's own words"),),
    )  # fmt: skip


def _asked_again(answer: Any) -> str:
    """The command that asks for these pledges: one by its name, or all."""
    name = f" {answer.pledges[0].id}" if len(answer.pledges) == 1 else ""
    return f"detente pledges{name} --on {answer.on}"


def _rank(verdict: str) -> int:
    """Verdicts on counts first, then what is only announced."""
    first = verdict.split(maxsplit=1)[0] if verdict else ""
    return {"met": 0, "missed": 0, "met,": 0, "open": 1, "ahead": 2, "announced": 3}.get(first, 1)


def _sides(pledge: Any) -> list[str]:
    said = list(dict.fromkeys(version.side for version in pledge.versions))
    return [*said, *(f"{side} gives no figure" for side in pledge.silent)]


def _said(pledge: Any) -> str:
    rows = [f"{v.side} ({v.by}, {v.known}): {v.words}" for v in pledge.versions]
    return "\n".join([*rows, *(f"{side}: no figure stated" for side in pledge.silent)])


def _standing(pledge: Any) -> str:
    rows = [pledge.verdict]
    for version in pledge.versions:
        for period in version.periods:
            rows += [
                _basis_words(version.clock, pledge.unit, basis)
                for basis in period.bases
                if basis.at_least is not None or basis.at_most is not None
            ]
    rows += [f"{s.known}: {s.words}" for s in pledge.states[-2:]]
    return "\n".join(rows)


def _basis_words(clock: str, unit: str, basis: Any) -> str:
    least = "" if basis.at_least is None else f"at least {basis.at_least.normalize():f}"
    most = "" if basis.at_most is None else f"at most {basis.at_most.normalize():f}"
    line = (
        f"{clock}, {basis.words}: {' and '.join(w for w in (least, most) if w)} {unit} by {basis.counted_on}"
    )
    line += f": {basis.status}" + (f" — {basis.because}" if basis.because else "")
    if basis.pace_needed is not None and basis.status == "open":
        line += f"; needed {basis.pace_needed} a week, seen {basis.pace_seen} a week"
        line += f", at that pace reached {basis.projected_on}" if basis.projected_on else ""
    return line


def calendar_screen(answer: Any) -> Screen:
    """Rounds and statements: the last one held and the next, then the newest."""
    held = [e for e in answer.events if e.last_day <= answer.on[:10]]
    coming = [e for e in answer.events if e.last_day > answer.on[:10]]
    parts = []
    if held:
        last = max(held, key=lambda e: e.last_day)
        parts.append(f"last, {day_words(last.last_day)}: {last.words}")
    if coming:
        parts.append(f"next, {day_words(coming[0].from_day)}: {coming[0].words} ({coming[0].status})")
    unseen = [
        (a, e) for a in answer.agreements for e in a.extended if not e.seen and e.until[:10] > answer.known
    ]
    notes: list[str | Text] = []
    if unseen:
        until = listed(sorted({day_words(e.until[:10]) for _, e in unseen}))
        names = "; ".join(dict.fromkeys(a.title for a, _ in unseen))
        words = f"Open, not settled: said to run on to {until}, no instrument seen: {names}."
        notes.append(Text(words, style="bold yellow"))
    events = [
        (
            e.from_day if e.from_day == e.last_day else f"{e.from_day} to {e.last_day[5:]}",
            e.words,
            e.place,
            e.status,
        )
        for e in answer.events
    ]
    columns = (Column("day"), Column("what", words=True), Column("where", words=True), Column("status"))
    shown, more = first_rows(Rows(columns, tuple(reversed(events))), "entries")
    head = f"{plural(len(answer.events), 'entry', 'entries')} to {day_words(answer.on)}"
    said = "; ".join(parts) or plural(len(answer.agreements), "arrangement")
    return Screen(
        sentence=f"{head}; {said}.".replace("..", "."), rows=shown, more=more, notes=tuple(notes),
        next_step=f"detente calendar --on {answer.on[:10]} --full",
        full=(Rows(columns, tuple(events), title="Every entry"), _agreements(answer)),
    )  # fmt: skip


def _agreements(answer: Any) -> Rows:
    cells = []
    for a in answer.agreements:
        kind = "joint statement" if a.joint else "stated by each side alone"
        ends = [
            f"{e.until} {e.side}: {e.what} ({e.instrument if e.seen else 'no instrument seen'})"
            for e in a.extended
        ]
        cells.append((f"{a.title}\n{a.title_zh}\n{a.on}, {kind}", "\n".join(a.names), "\n".join(ends)))
    columns = (
        Column("arrangement", words=True), Column("goes by", words=True),
        Column("extended until", words=True),
    )  # fmt: skip
    return Rows(columns, tuple(cells), title="Arrangements")


def facts_screen(answer: Sequence[Any]) -> Screen:
    """The facts that change an answer: those a line cannot do without first."""
    kinds = Counter(fact.kind for fact in answer)
    order = ("required", "scope", "claim", "detail")
    rows = sorted(answer, key=lambda fact: order.index(fact.kind) if fact.kind in order else len(order))
    cells = tuple((f.name, f.kind, f.unit or f.type, f.question["en"]) for f in rows)
    columns = (Column("fact"), Column("kind"), Column("unit"), Column("question", words=True))
    shown, more = first_rows(Rows(columns, cells), "facts")
    every = tuple(
        (f.name, f.kind, f.unit or f.type, f"{f.question['en']} {f.question.get('zh', '')}".rstrip())
        for f in answer
    )
    counts = listed(f"{kinds[kind]} {kind}" for kind in order if kinds[kind])
    return Screen(
        sentence=f"{plural(len(answer), 'fact')} of a shipment can change an answer: {counts}.", rows=shown,
        more=more,
        notes=("scope: without it a line is undetermined; claim: a relief, taken as not declared; detail: "
               "used where given.",),
        next_step="detente duty 7408.11.60 --on 2025-10-26 --fact copper_value_usd=8000",
        full=(Rows(columns, every, title="Every fact"),),
    )  # fmt: skip


WHOSE = {"US": "US schedule", "CN": "Chinese schedule"}
SYNC = "detente data sync adds official words and newer editions"


def written_screen(what: str, path: Any, size: int) -> Screen:
    """A file was written: where, and how large."""
    return Screen(sentence=f"{what}, {size:,} bytes: {path}", next_step=f"open {path}; it needs no network")


def books_screen(rows: Sequence[Mapping[str, Any]]) -> Screen:
    """What schedules are installed: lines, numbers, memberships, last day covered."""
    cells, full = [], []
    for row in rows:
        counts, names = row["counts"], row["editions"]
        span = f"{names[0]} to {names[-1]}, {len(names)} editions" if len(names) > 1 else "".join(names)
        numbers = [f"{counts.get(key, 0):,}" for key in ("lines_8", "lines_10", "memberships")]
        cells.append(
            (_book(row), *numbers, f"{span}; through {row['verified_through'] or 'see law/verified.yaml'}")
        )
        full.append(f"{_book(row)}: {row['book']}  {row['content_hash'][:12]}")
    columns = (
        Column("schedule"), Column("lines of 8 digits", right=True),
        Column("statistical numbers", right=True),
        Column("memberships", right=True), Column("editions", words=True),
    )  # fmt: skip
    parts = [
        f"{_book(row)} with {plural(row['counts'].get('lines_8', 0), 'line')} of 8 digits" for row in rows
    ]
    own = all(row["kind"] != "built" for row in rows)
    return Screen(
        sentence=f"{plural(len(rows), 'schedule')} installed: {listed(parts)}"
        + ("; they come with the program." if own else "."),
        rows=Rows(columns, tuple(cells)),
        next_step=SYNC if own else "detente data verify",
        full=tuple(full),
    )  # fmt: skip


def _book(row: Mapping[str, Any]) -> str:
    return f"{WHOSE[row['side']]}, {row['kind']}"


def law_checked_screen(counts: Mapping[str, Any]) -> Screen:
    """What the law holds once every rule is kept, and what drafts still lack."""
    full, cells = [], []
    for path, faults in counts["drafts"].items():
        complete = "complete: take out `status: draft` to land it"
        cells.append((f"draft {path}:", f"{len(faults)} to fill in or mend" if faults else complete))
        full += list(faults)
    rows, more = first_rows(Rows((Column("draft"), Column("state", words=True)), tuple(cells)), "drafts")
    return Screen(
        sentence=f"{counts['measures']} measures, {counts['provisions']} provisions, "
        f"{counts['sources']} sources, {counts['clocks']} clocks; {counts['rules_kept']} rules kept; "
        f"rules hash {counts['rules']}.",
        rows=rows, more=more, notes=tuple(full[:MOST_ROWS]),
        next_step="detente rule diff" if not full else "detente rule check --full",
        full=tuple(full[MOST_ROWS:]),
    )  # fmt: skip


def law_diff_screen(answer: Any, drafts: Sequence[str]) -> Screen:
    """What the edits change in the compiled law, value by value."""
    signs = {"added": "+", "removed": "-", "changed": "~"}
    cells = tuple(
        (signs[c.kind], c.place, " -> ".join(word for word in (c.before, c.after) if word))
        for c in answer.changes
    )
    columns = (Column(""), Column("place", words=True), Column("value", words=True))
    rows, more = first_rows(Rows(columns, cells), "changes")
    return Screen(
        sentence=f"{plural(len(answer.changes), 'change')} of the law against {answer.against}; rules hash "
        f"{answer.before_rules} -> {answer.after_rules}.",
        rows=rows, more=more, notes=tuple(f"draft {name}: no part of the law yet" for name in drafts),
        next_step="detente rule check", full=(Rows(columns, cells, title="Every change"),),
    )  # fmt: skip
