"""What a careful reader finds in the invented documents of tests/golden/talks, and nothing else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.talks import Extraction, extract_claims, load_registry, read_document
from detente.talks.compare.record import rounds
from detente.talks.extract.annotations import document_note, speaker_label

FOLDER = Path(__file__).with_name("talks")
NAMES = sorted(p.stem for p in FOLDER.glob("*.yaml"))


@lru_cache
def found(name: str) -> Extraction:
    return extract_claims(read_document(FOLDER / f"{name}.txt"), load_registry(), rounds())


@lru_cache
def wanted(name: str) -> dict[str, Any]:
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def matches(label: str, want: str) -> bool:
    return label.casefold() == want.casefold() or label.casefold().startswith(want.casefold())


@pytest.mark.parametrize("name", NAMES)
def test_the_day_is_read(name: str) -> None:
    assert str(found(name).document.day) == wanted(name)["day"]


@pytest.mark.parametrize("name", NAMES)
def test_every_quotation_has_its_speaker_and_no_other_is_found(name: str) -> None:
    got = [(q.voice.name, q.inner) for q in found(name).quotations if q.voice]
    want = wanted(name).get("quotes", [])
    for speaker, words in want:
        assert any(words in inner and matches(label, speaker) for label, inner in got), (speaker, words, got)
    assert len(got) == len(want) or "quotes" not in wanted(name), got
    open_ones = [q.inner for q in found(name).quotations if not q.closed]
    assert all(any(w in o for o in open_ones) for w in wanted(name).get("open_quotes", []))


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_has_its_speaker(name: str) -> None:
    rows = [s for s in found(name).statements if s.kind not in ("question", "transcript")]
    for speaker, words in wanted(name).get("statements", []):
        fitting = [speaker_label(s.voices) for s in rows if words in s.text]
        assert any(matches(label, speaker) for label in fitting), (speaker, words, fitting)


@pytest.mark.parametrize("name", NAMES)
def test_modality_and_topics(name: str) -> None:
    for words, modality in wanted(name).get("modality", {}).items():
        assert modality in [s.modality for s in found(name).statements if words in s.text], words
    for words, topics in wanted(name).get("topics", {}).items():
        assert set(topics) <= {t for s in found(name).statements if words in s.text for t in s.topics}, words


@pytest.mark.parametrize("name", NAMES)
def test_dates_and_figures(name: str) -> None:
    got = {(d.text, d.iso) for d in found(name).dates}
    want = set(wanted(name)["dates"].items())
    assert got == want
    figures = [(f.value, f.unit) for f in found(name).figures]
    for value, unit in wanted(name)["figures"]:
        assert (float(value), unit) in [(float(v), u) for v, u in figures if not isinstance(v, tuple)], (
            value,
            unit,
            figures,
        )


@pytest.mark.parametrize("name", [n for n in NAMES if "not_evidence" in wanted(n)])
def test_comments_and_boilerplate_are_never_evidence(name: str) -> None:
    text = found(name).document.text
    first = min(text.index(w) for w in wanted(name)["not_evidence"])
    assert not [s for s in found(name).statements if s.end > first]
    assert not [q for q in found(name).quotations if q.end > first]


def test_turns_of_an_interview_and_its_questions() -> None:
    x, want = found("interview"), wanted("interview")
    assert [(t.voice.name, t.label.split()[0].rstrip(".")) for t in x.turns] == [
        tuple(t) for t in want["turns"]
    ]
    for words in want["questions"]:
        rows = [s for s in x.statements if words in s.text]
        assert rows and all(s.kind == "question" and not s.evidence for s in rows)
    for speaker, words in want["transcript"]:
        assert any(
            words in s.text and s.voice.name == speaker and s.kind == "transcript" for s in x.statements
        )


def test_the_agenda_is_one_statement() -> None:
    rows = [s for s in found("readouts").statements if s.cue == "agenda"]
    assert len(rows) == 1
    assert sorted(rows[0].topics) == wanted("readouts")["agenda"]
    assert speaker_label(rows[0].voices) == wanted("readouts")["author"]


def test_another_language_is_named_and_refused_plainly() -> None:
    x, want = found("francais"), wanted("francais")
    assert x.document.lang == want["lang"]
    assert not x.statements
    assert want["refused"] in x.refused[0]
    assert set(want["speakers"]) <= {m.name for m in x.speakers}


@pytest.mark.parametrize("name", NAMES)
def test_every_span_is_the_exact_text(name: str) -> None:
    x = found(name)
    text = x.document.text
    for row in (*x.statements, *x.review, *x.quotations, *x.dates, *x.figures):
        assert text[row.start : row.end] == row.text
    for row in document_note(x)["statements"]:
        assert 0 <= row["start"] < row["end"] <= len(text)
