"""The talks on a screen: who says what, where the sides differ, what was promised, what waits for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import day_words, plural

_MARK = {
    "done": "agreed",
    "preliminary": "preliminary",
    "future": "ahead",
    "threat": "threat",
    "negative": "denied",
}


def talks_screen(analysis: Any, notes: Sequence[str], again: str) -> Screen:
    """Topic by speaker: how firmly each speaks of each topic."""
    documents = list(analysis.store.document_rows())
    claims = sum(d.claims for d in documents)
    counts = (
        f"{plural(len(analysis.agreements), 'point')} agreed, "
        f"{plural(len(analysis.disagreements), 'difference')}, "
        f"{plural(len(analysis.commitments), 'promise')}, {analysis.store.review_count:,} for review"
    )
    rows, more = first_rows(_matrix(analysis.store), "topics")
    seen = [
        Text(f"{d.name}: {line}", style="yellow") for d in documents for line in (*d.warnings, *d.refused)
    ]
    return Screen(
        sentence=f"{plural(claims, 'claim')} in {plural(len(documents), 'document')} to "
        f"{day_words(str(analysis.on))}: {counts}.",
        rows=rows, more=more, notes=(*seen, *notes),
        next_step=f"{again} {_view(analysis)}",
        full=(_documents(documents), Rows(rows.columns, _matrix(analysis.store).cells, title="Every topic")),
    )  # fmt: skip


def _view(analysis: Any) -> str:
    """The view that has something to show next."""
    return "--diff" if analysis.disagreements else "--board" if analysis.commitments else "--full"


def _documents(documents: Sequence[Any]) -> Rows:
    cells = tuple(
        (d.name, f"{d.day or 'unknown'} ({d.day_source})" if d.day_source else "unknown", d.lang,
         str(d.claims),
         str(d.quotations), str(d.turns))
        for d in documents
    )  # fmt: skip
    numbers = (Column(name, right=True) for name in ("claims", "quotations", "turns"))
    columns = (Column("document", words=True), Column("day", words=True), Column("language"), *numbers)
    return Rows(columns, cells, title="Documents")


def _matrix(store: Any) -> Rows:
    """One row a topic: each speaker with the strongest words used."""
    from detente.talks import MODALITY_GROUPS

    spoken = [h for h in store.heads() if h.evidence and h.kind != "outlet"]
    counts = Counter(h.speakers[0] for h in spoken)
    said: dict[str, dict[str, dict[str, None]]] = {}
    for h in spoken:
        for topic in h.topics:
            word = _MARK.get(MODALITY_GROUPS.get(h.modality, ""), h.modality)
            said.setdefault(topic, {}).setdefault(h.speakers[0], {})[word] = None
    cells = tuple(
        (topic, "; ".join(f"{s}: {', '.join(by[s])}" for s in sorted(by, key=lambda s: -counts[s])))
        for topic, by in sorted(said.items(), key=lambda item: -len(item[1]))
    )
    return Rows((Column("topic"), Column("who says what of it", words=True)), cells)


def differences_screen(analysis: Any, notes: Sequence[str], again: str) -> Screen:
    """Where the sources differ, and what the record says."""
    shown = analysis.disagreements
    documents = len(list(analysis.store.document_rows()))
    cells = []
    for d in shown:
        positions = "; ".join(_held(p) for p in d.positions)
        cells.append((d.severity, f"{d.topic}: {d.attribute}", positions, _verdict(d.verdict, cited=False)))
    columns = (
        Column("weight"), Column("on what", words=True), Column("who says what", words=True),
        Column("the record", words=True),
    )  # fmt: skip
    rows, more = first_rows(Rows(columns, tuple(cells)), "differences")
    where = f"{plural(documents, 'document')} to {day_words(str(analysis.on))}"
    sentence = f"{plural(len(shown), 'difference')} in {where}, as known {day_words(str(analysis.known))}."
    if not shown:
        alone = ": one document alone differs with nobody else" if documents == 1 else ""
        sentence = f"No difference in {where}{alone}."
    later = [Text(f"Later knowledge changes this: {line}", style="red") for line in analysis.hindsight]
    return Screen(
        sentence=sentence, rows=rows, more=more, notes=(*notes, *later),
        next_step=f"{again} --diff --full" if shown else f"{again} --board", full=tuple(_positions(shown)),
    )  # fmt: skip


def _held(position: Any) -> str:
    """A value and who holds it, or the documents it stands in; of a slip put right, the value alone."""
    documents = list(dict.fromkeys(claim.doc for claim in position.claims))
    by = ", ".join(position.speakers[:3]) or ", ".join(documents[:3])
    return f"{position.value}: {by}" if by else str(position.value)


def _positions(differences: Sequence[Any]) -> Iterator[Any]:
    for d in differences:
        cells = tuple(
            (p.value, ", ".join(p.speakers[:4]), "\n".join(f"{c.doc}: {c.text}" for c in p.claims[:2]))
            for p in d.positions
        )
        columns = (Column("position", words=True), Column("by", words=True), Column("words", words=True))
        yield Rows(columns, cells, title=f"{d.topic}: {d.attribute} ({d.type}, {d.severity})")
        if d.note:
            yield d.note
        if d.verdict:
            yield "The record: " + _verdict(d.verdict, cited=True)


def _verdict(verdict: Any, *, cited: bool) -> str:
    if verdict is None:
        return ""
    if not verdict.settled:
        return f"open on this day (settled by what became known on {verdict.known})"
    return (
        f"{verdict.says} [{'; '.join(verdict.cite)}; known {verdict.known}]" if cited else str(verdict.says)
    )


def board_screen(analysis: Any, notes: Sequence[str], again: str) -> Screen:
    """Commitments: who promised what, and how it stands."""
    cells = tuple((c.by, c.what, c.status, _verdict(c.record, cited=False)) for c in analysis.commitments)
    columns = (
        Column("by"), Column("promise", words=True), Column("status", words=True),
        Column("the record", words=True),
    )  # fmt: skip
    rows, more = first_rows(Rows(columns, cells), "promises")
    counts = Counter(c.status for c in analysis.commitments)
    words = ", ".join(f"{n} {status}" for status, n in counts.most_common())
    full = tuple(
        (c.by, c.what, "\n".join(f"{s}: {w}" for s, w in c.said), ", ".join(c.conditions),
         _verdict(c.record, cited=True))
        for c in analysis.commitments
    )  # fmt: skip
    every = (
        Column("by"), Column("promise", words=True), Column("said", words=True),
        Column("still needs", words=True), Column("the record", words=True),
    )  # fmt: skip
    return Screen(
        sentence=f"{plural(len(analysis.commitments), 'promise')}, as known {day_words(str(analysis.known))}"
        + (f": {words}." if words else "."),
        rows=rows, more=more, notes=tuple(notes), next_step=f"{again} --board --full",
        full=(Rows(every, full, title="Every promise"),),
    )  # fmt: skip


def review_screen(analysis: Any, notes: Sequence[str], again: str) -> Screen:
    """What waits for a person's decision."""
    waiting = list(analysis.store.claim_rows(review=True))
    cells = tuple((f"{r.doc} {r.start}-{r.end}", r.doubt, r.text) for r in waiting)
    columns = (Column("document", words=True), Column("doubt", words=True), Column("words", words=True))
    rows, more = first_rows(Rows(columns, cells), "claims")
    return Screen(
        sentence=f"{plural(len(waiting), 'claim')} for review: not in the ledger until a person decides.",
        rows=rows, more=more, notes=tuple(notes), next_step=f"{again} --review --full",
        full=(Rows(columns, cells, title="Every claim for review"),),
    )  # fmt: skip


def hits_screen(rows: Sequence[Any], query: str) -> Screen:
    """Claims that a search met."""
    cells = tuple((r["doc"], r["speaker"], r["modality"], r["text"]) for r in rows)
    columns = (
        Column("document", words=True), Column("speaker", words=True), Column("modality"),
        Column("words", words=True),
    )  # fmt: skip
    shown, more = first_rows(Rows(columns, cells), "claims")
    return Screen(
        sentence=f"{plural(len(rows), 'claim')} with {query}.", rows=shown, more=more,
        full=(Rows(columns, cells, title="Every claim"),),
    )  # fmt: skip
