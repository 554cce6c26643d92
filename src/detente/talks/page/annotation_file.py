"""The annotation file: every span of every document, one JSON object a line, with the disagreements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from detente.talks.compare.disagreements import Disagreement
from detente.terms import UnreadableFile


def write_annotations(path: Path, notes: Iterable[str], disagreements: Sequence[Disagreement]) -> None:
    """Write one JSON object a line; the disagreements stand on the first.

    Raises
    ------
    UnreadableFile
        When the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8") as out:
            for n, line in enumerate(notes):
                if n:
                    out.write(line + "\n")
                    continue
                out.write(line[:-1] + ', "disagreements": [')
                for k, d in enumerate(disagreements):
                    out.write((", " if k else "") + json.dumps(_disagreement_row(d), ensure_ascii=False))
                out.write("]}\n")
    except OSError as fault:
        raise UnreadableFile(f"cannot be written: {fault.strerror}", where=str(path)) from None


def _disagreement_row(d: Disagreement) -> dict[str, Any]:
    return {
        "topic": d.topic,
        "attribute": d.attribute,
        "type": d.type,
        "severity": d.severity,
        "spans": [[doc, start, end] for doc, start, end in d.claims.spans],
    }
