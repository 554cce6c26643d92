"""Every span found, one JSON object a document: the format of annotation files and of their scorer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.talks.extract.extraction import Extraction
from detente.talks.words.claim import Quotation, Statement, Voice

_SPOKEN_BY_ID = frozenset({"text"})


def speaker_label(voices: Sequence[Voice]) -> str:
    """How a speaker is written in an annotation: a name; both parties together are 'both sides'."""
    parties = [v for v in voices if v.kind == "party"]
    if len(parties) > 1:
        return "both sides"
    first = voices[0]
    return (
        first.id
        if first.kind in _SPOKEN_BY_ID or first.id in ("outlet", "newsletter_author", "reporter")
        else first.name
    )


def document_note(x: Extraction) -> dict[str, Any]:
    """Every span of one document."""
    statements = [s for s in x.statements if s.kind not in ("transcript", "question", "comment")]
    return {
        "doc": x.document.name,
        "quotes": [_quotation_note(q, statements) for q in x.quotations if q.voice],
        "statements": [
            {
                "start": s.start,
                "end": s.end,
                "speaker": speaker_label(s.voices),
                "lang": s.lang,
                "kind": s.kind,
                "topics": list(s.topics),
                "modality": s.modality,
            }
            for s in statements
        ],
        "turns": [{"start": t.start, "end": t.end, "speaker": speaker_label([t.voice])} for t in x.turns],
        "dates": [{"start": d.start, "end": d.end, "iso": d.iso} for d in x.dates],
        "figures": [
            {
                "start": f.start,
                "end": f.end,
                "value": list(f.value) if isinstance(f.value, tuple) else f.value,
                "unit": f.unit,
            }
            for f in x.figures
        ],
    }


def _quotation_note(q: Quotation, statements: Sequence[Statement]) -> dict[str, Any]:
    home = next((s for s in statements if s.start <= q.start < s.end), None)
    row: dict[str, Any] = {
        "start": q.start,
        "end": q.end,
        "speaker": speaker_label([q.voice]) if q.voice else "",
    }
    if home:
        row |= {"topics": list(home.topics), "modality": home.modality}
    return row
