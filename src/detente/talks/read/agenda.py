"""Lists of agenda points: a lead-in that ends with a colon and the lines under it are one statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.talks.read.segments import Segment
from detente.talks.words.lexicon import compose

LEAD = compose(
    r"\b(?:{agenda_lead_in_words})\w*[^.:：]{0,40}[:：]\s*$|"
    r"(?:{agenda_lead_in_words_zh})[^。:：]{0,12}[:：]\s*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[•·●▪◦‣*]|[-–—]\s)")
_SENTENCE = re.compile(r"[.!?。！？]\s*$")


def gather_agendas(segments: Sequence[Segment]) -> list[Segment]:
    """Segments in which the items of an agenda list stand as one segment of kind ``agenda``."""
    rows: list[Segment] = []
    n = 0
    while n < len(segments):
        here = segments[n]
        items = (
            _items_behind(segments, n + 1)
            if here.kind in ("heading", "bullet", "prose") and LEAD.search(here.text)
            else []
        )
        if not items:
            rows.append(here)
            n += 1
            continue
        last = items[-1]
        joined = "\n".join(s.text for s in items)
        rows.append(replace(here, kind="lead"))
        rows.append(replace(items[0], kind="agenda", end=last.end, text=joined, voice=here.voice))
        n += 1 + len(items)
    return rows


def _items_behind(segments: Sequence[Segment], start: int) -> list[Segment]:
    items: list[Segment] = []
    for s in segments[start : start + 30]:
        if s.kind not in ("bullet", "prose", "heading") or len(s.text) > 200 or _SENTENCE.search(s.text):
            break
        marked = bool(_BULLET.match(s.text))
        if items and marked != bool(_BULLET.match(items[0].text)):
            break
        if (s.gap > 1 or (s.gap and items and not marked)) or (
            not marked and re.match(r"\d{1,2}[/.)]", s.text)
        ):
            break
        if not marked and not items and s.gap:
            break
        items.append(s)
    return items if len(items) >= 2 else []
