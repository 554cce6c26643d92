"""Document -> everything found in it: the steps of the talks room in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from detente.talks.extract.check_worthiness import is_check_worthy
from detente.talks.extract.sentence import Sentence
from detente.talks.extract.slots import (
    approval_of,
    conditions_of,
    measures_of,
    modality_of,
    needs_review,
    places_of,
    topics_of,
)
from detente.talks.extract.statements import read_statements
from detente.talks.read.agenda import gather_agendas
from detente.talks.read.dates import find_dates
from detente.talks.read.dates_other import find_dates_other
from detente.talks.read.dates_zh import find_dates_zh
from detente.talks.read.document import Document
from detente.talks.read.figures import find_figures, find_figures_zh
from detente.talks.read.language import SUPPORTED, fold_chinese
from detente.talks.read.segments import Segment, split_segments
from detente.talks.read.sentences import split_sentences
from detente.talks.words.claim import DateFound, FigureFound, Quotation, Statement, Turn, Voice
from detente.talks.words.lexicon import compose, table, words
from detente.talks.words.registry import Registry


@dataclass(frozen=True)
class Extraction:
    """What one document yields. ``statements`` are rows of the ledger; ``review`` waits for a person."""

    document: Document
    segments: tuple[Segment, ...]
    statements: tuple[Statement, ...]
    review: tuple[Statement, ...]
    quotations: tuple[Quotation, ...]
    turns: tuple[Turn, ...]
    dates: tuple[DateFound, ...]
    figures: tuple[FigureFound, ...]
    speakers: tuple[Voice, ...] = ()
    refused: tuple[str, ...] = ()


def extract_claims(
    document: Document, registry: Registry, rounds: Sequence[Mapping[str, Any]] = ()
) -> Extraction:
    """Claims, quotations, turns, dates and figures of one document.

    Parameters
    ----------
    rounds : sequence of rows of the record, optional
        Rounds of talks with their days and places; they date a document that prints no day.
    """
    raw, turns = split_segments(document, registry)
    segments = gather_agendas(raw)
    if document.day is None:
        document = infer_day(document, rounds, registry)
    if document.day is not None:
        registry = registry.on(document.day)
    dates, figures = _read_dates_and_figures(segments, document.day)
    reading = read_statements(document, [s for s in segments if s.kind != "agenda"], turns, registry)
    author = next((s.voices[0] for s in reading.statements if s.kind == "outlet"), registry.voices["outlet"])
    rows = [
        *reading.statements,
        *_agenda_statements(document, segments, author),
        *_turn_statements(document, turns, registry),
    ]
    dates = _anchor_dates(dates, rows, document, registry)
    filled = _inherit_topics(
        [_fill_slots(r, dates, figures, registry) for r in sorted(rows, key=lambda r: (r.start, r.end))],
        document,
        registry,
    )
    kept, review = _split_for_review(filled, document, registry)
    review += _quotations_without_speaker(document, reading.quotations)
    return Extraction(
        document,
        tuple(segments),
        tuple(kept),
        tuple(review),
        tuple(reading.quotations),
        turns,
        tuple(dates),
        tuple(figures),
        _distinct_speakers(reading.sentences, turns),
        _unread_languages(document),
    )


def _distinct_speakers(sentences: Sequence[Sentence], turns: Sequence[Turn]) -> tuple[Voice, ...]:
    """Voices of the registry that the document names, whatever its language."""
    named = [m.voice for s in sentences for m in s.mentions if m.voice.known] + [t.voice for t in turns]
    return tuple(dict.fromkeys(named))


def _unread_languages(document: Document) -> tuple[str, ...]:
    from detente.talks.read.language import NAMES

    other = sorted({p.lang for p in document.paragraphs if p.lang not in SUPPORTED})
    return tuple(
        f"{NAMES.get(code, code)}: dates, figures and known speakers are found; "
        "statements are not read in this language"
        for code in other
    )


def _read_dates_and_figures(
    segments: Sequence[Segment], day: date | None
) -> tuple[list[DateFound], list[FigureFound]]:
    dates: list[DateFound] = []
    figures: list[FigureFound] = []
    for s in segments:
        if s.kind in ("comment", "boilerplate"):
            continue
        if s.lang == "zh":
            text = fold_chinese(s.text)
            expressions = find_dates_zh(text, day, s.start)
            spans = [(d.start - s.start, d.end - s.start) for d in expressions]
            figures += find_figures_zh(text, spans, s.start)
        else:
            expressions = (
                find_dates(s.text, day, s.start)
                if s.lang == "en"
                else find_dates_other(s.text, s.lang, day, s.start)
            )
            spans = [(d.start - s.start, d.end - s.start) for d in expressions]
            figures += find_figures(s.text, spans, s.start)
        dates += expressions
    return dates, figures


def infer_day(document: Document, rounds: Sequence[Mapping[str, Any]], registry: Registry) -> Document:
    """The day of a document that prints none: from the round of talks it reports, by place and days.

    The round whose place the document names most is taken; a weekday in a past sentence that falls
    into the round is the day of the report, else the round's last day.
    """
    named: dict[str, int] = {}
    for place in registry.places:
        for name in place["names"]:
            count = document.text.count(name)
            if count:
                named[place["id"]] = named.get(place["id"], 0) + count
    best: tuple[int, Mapping[str, Any]] | None = None
    for row in rounds:
        weight = named.get(row["place"], 0) * 2 + _score_of_round(document.text, row)
        if named.get(row["place"]) and (best is None or weight > best[0]):
            best = (weight, row)
    if best is None:
        return document
    row = best[1]
    first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    day = last
    names = words("weekdays")
    for hit in compose(r"\b(?:{began_or_ended_verbs_of_talks})\b[^.\n]{0,120}?\bon (\w+day)\b").finditer(
        document.text
    ):
        for n in range((last - first).days + 1):
            if names[(first + timedelta(n)).weekday()] == hit[1]:
                return replace(
                    document,
                    day=first + timedelta(n),
                    day_source=f"inferred from the round in {row['place']}",
                )
    return replace(document, day=day, day_source=f"inferred from the round in {row['place']}")


def _score_of_round(text: str, row: Mapping[str, Any]) -> int:
    day = date.fromisoformat(row["from"])
    month = day.strftime("%B")
    printed = compose(
        r"\b{month}\.?\s+{number}\b|\b{number}\s+{month}\b"
        r"|{month_number}{month_sign_zh}{number}{day_sign_zh}",
        month=month,
        number=str(day.day),
        month_number=str(day.month),
    )
    return 5 * bool(printed.search(text))


def _agenda_statements(document: Document, segments: Sequence[Segment], author: Voice) -> list[Statement]:
    rows = []
    for n, s in enumerate(segments):
        if s.kind == "agenda":
            start = segments[n - 1].start if n and segments[n - 1].kind == "lead" else s.start
            voice = s.voice or author
            rows.append(
                Statement(
                    document.name,
                    start,
                    s.end,
                    document.text[start : s.end],
                    s.lang,
                    "outlet" if s.voice is None else "readout",
                    (voice,),
                    "agenda",
                    (voice.name, document.publisher or document.name),
                    modality="discussed",
                )
            )
    return rows


def _turn_statements(document: Document, turns: Sequence[Turn], registry: Registry) -> list[Statement]:
    rows = []
    for turn in turns:
        for p in document.paragraphs:
            if not turn.start <= p.start < turn.end:
                continue
            skip = 0
            if p.start == turn.start:
                label = re.match(re.escape(turn.label) + r"\s*[:：]\s*", p.text)
                skip = label.end() if label else 0
            for a, b in split_sentences(p.text[skip:], p.start + skip):
                if b - a < 3:
                    continue
                text = document.text[a:b]
                kind = "question" if turn.asks else "transcript"
                rows.append(
                    Statement(
                        document.name,
                        a,
                        b,
                        text,
                        p.lang,
                        kind,
                        (turn.voice,),
                        "turn",
                        (
                            turn.voice.name,
                            *([turn.venue] if turn.venue else ()),
                            document.publisher or document.name,
                        ),
                    )
                )
    return rows


def _anchor_dates(
    dates: list[DateFound], rows: Sequence[Statement], document: Document, registry: Registry
) -> list[DateFound]:
    """'Later this week', said of the meeting of the leaders, is the day the document gives that meeting.

    Only a vague expression of a week's width is moved, and only when the sentences on the same meeting
    name exactly one day within it.
    """
    if document.day is None:
        return dates
    day = document.day
    about = [r for r in rows if "leaders-meeting" in topics_of(r.text, r.lang, registry)]
    spans = [(r.start, r.end) for r in about]

    def inside(d: DateFound) -> bool:
        return any(a <= d.start < b for a, b in spans)

    exact = {
        d.iso
        for d in dates
        if len(d.iso) == 10 and inside(d) and day < date.fromisoformat(d.iso) <= day + timedelta(9)
    }
    if len(exact) != 1:
        return dates
    target = exact.pop()
    moved = []
    for d in dates:
        vague = compose(r"{weeks_ahead}", re.IGNORECASE).fullmatch(d.text)
        fits = vague and "/" in d.iso and d.iso.split("/")[0] <= target <= d.iso.split("/")[1]
        moved.append(replace(d, iso=target, kind="anchored") if fits and inside(d) else d)
    return moved


_LISTED = compose(r"\b(?:{agenda_words})\b|{agenda_words_zh}", re.IGNORECASE)


def _topics_of_row(row: Statement, registry: Registry) -> tuple[str, ...]:
    whole = topics_of(row.text, row.lang, registry)
    if row.cue != "agenda" and not _LISTED.search(row.text):
        return whole
    parts = re.split(r"[,;、,\n]|\band\b", row.text)
    general = {t.id for t in registry.topics if t.general}
    listed = [
        t
        for part in parts
        for t in topics_of(part.strip(" •."), row.lang, registry, agenda=True)
        if t not in general
    ]
    return tuple(dict.fromkeys([*whole, *listed])) if listed else whole


def _fill_slots(
    row: Statement, dates: Sequence[DateFound], figures: Sequence[FigureFound], registry: Registry
) -> Statement:
    topics = _topics_of_row(row, registry)
    if row.modality == "threatened" and row.side not in registry.sides and re.match(r"warn|caution", row.cue):
        row = replace(row, modality="")  # an observer who warns threatens nobody
    modality = (
        row.modality
        if row.cue == "agenda"
        else modality_of(row.text, row.lang, row.modality, row.negated, row.kind, registry)
    )
    return replace(
        row,
        topics=topics,
        modality=modality,
        approval=approval_of(row.text, row.lang, registry),
        conditions=conditions_of(row.text),
        measures=measures_of(topics, registry),
        dates=tuple(d for d in dates if row.start <= d.start < row.end),
        figures=tuple(f for f in figures if row.start <= f.start < row.end),
        places=places_of(row.text, registry),
    )


_ANAPHOR = compose(
    r"^(?:{anaphor_openings})?(?:[Tt]his|[Tt]he|[Tt]hese|[Tt]hose|[Ss]uch|[Tt]hat)\s+(?:\w+"
    r"\s+)?({anaphor_nouns})\b|^The\s+agreement\s+to\s+\w+\s+\w+\s+on\s+(?:this|the)\s+(issue)\b"
)


def _inherit_topics(rows: list[Statement], document: Document, registry: Registry) -> list[Statement]:
    """'This summit is expected …': a definite noun keeps the topic of the sentence before."""
    general = {t.id for t in registry.topics if t.general}
    out: list[Statement] = []
    for given in rows:
        row = given
        anaphor = _ANAPHOR.match(row.text)
        before = out[-1] if out else None
        if anaphor and before and not set(row.topics) - general and row.start - before.end < 3:
            noun = anaphor[1] or anaphor[2]
            want = table("topics_of_anaphors").get(noun)
            kept = [t for t in before.topics if t not in general and (want is None or t == want)]
            if kept:
                row = replace(row, topics=tuple(kept[:2]), measures=measures_of(kept[:2], registry))
        out.append(row)
    return out


def _quotations_without_speaker(document: Document, quotations: Sequence[Quotation]) -> list[Statement]:
    """Quotations of a sentence's length for which no speaker was found: for a person to decide."""
    nobody = Voice("unknown", "unknown", "unknown", "person", known=False)
    return [
        Statement(
            document.name,
            q.start,
            q.end,
            q.text,
            q.lang,
            "direct",
            (nobody,),
            doubt="a quotation without a speaker",
        )
        for q in quotations
        if q.voice is None and q.words >= 6
    ]


def _split_for_review(
    rows: Sequence[Statement], document: Document, registry: Registry
) -> tuple[list[Statement], list[Statement]]:
    kept: list[Statement] = []
    review: list[Statement] = []
    for row in rows:
        if row.lang not in SUPPORTED:
            continue
        doubt = needs_review(row)
        if doubt:
            review.append(replace(row, doubt=doubt))
        elif row.kind != "outlet" or row.cue == "agenda" or is_check_worthy(row, registry):
            kept.append(row)
    return kept, review
