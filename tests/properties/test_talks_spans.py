"""Whatever the text: no crash, exact spans, the same answer twice, offsets that survive folding."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.talks import extract_claims, load_registry, read_document
from detente.talks.extract.annotations import document_note
from detente.talks.read.dates import find_dates
from detente.talks.read.dates_zh import find_dates_zh
from detente.talks.read.figures import find_figures, find_figures_zh, read_number
from detente.talks.read.language import fold_chinese
from detente.talks.read.sentences import split_sentences
from detente.terms import DetenteError

PIECES = st.sampled_from(
    [
        "Bessent said ", "China ", "the two sides ", "according to Reuters, ", "“", "”", "‘", "’", '"',
        "He told reporters ", "tariffs of 10 percent", "on Sunday", ". ", "\n\n", "Reporter: ", "Greer: ",
        "何立峰表示，", "双方同意", "「", "」", "。", "稀土", "• ", "1/ ", "Comments\n", ", who ", ", and ",
        "while ", "not ", "soybeans ", "next week ", "10月25日至26日", "\u202e", "\x00", "U.S. ",
        "https://a.b/c ",
    ]
)  # fmt: skip
DOCUMENTS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS, DAYS)
def test_any_text_gives_exact_spans_or_a_clear_error(text: str, day: date) -> None:
    try:
        document = read_document(text, "t.txt", day)
    except DetenteError as fault:
        assert "t.txt" in fault.text
        return
    found = extract_claims(document, load_registry())
    again = extract_claims(document, load_registry())
    assert found.statements == again.statements
    for row in (*found.statements, *found.review, *found.quotations, *found.dates, *found.figures):
        assert document.text[row.start : row.end] == row.text
    assert all(s.voices for s in found.statements)
    assert all(0 <= t.start < t.end <= len(document.text) for t in found.turns)
    spans = [(s["start"], s["end"]) for s in document_note(found)["statements"]]
    assert all(a < b for a, b in spans)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_folding_chinese_keeps_every_offset(text: str) -> None:
    assert len(fold_chinese(text)) == len(text)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_sentences_cover_every_letter_once(text: str) -> None:
    spans = split_sentences(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    covered = {n for a, b in spans for n in range(a, b)}
    assert all(n in covered for n, c in enumerate(text) if not c.isspace())


@settings(max_examples=200, deadline=None)
@given(DAYS)
def test_a_day_written_out_is_read_back(day: date) -> None:
    english = f"It was on {day.day} {day.strftime('%B')} {day.year}."
    american = f"It was on {day.strftime('%B')} {day.day}, {day.year}."
    chinese = f"{day.year}年{day.month}月{day.day}日"
    for found in (find_dates(english, None), find_dates(american, None), find_dates_zh(chinese, None)):
        assert [d.iso for d in found] == [day.isoformat()]


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(-80, 80))
def test_a_day_without_its_year_is_the_nearest_one(day: date, away: int) -> None:
    there = date.fromordinal(day.toordinal() + away)
    found = find_dates_zh(f"{there.month}月{there.day}日", day)
    assert [d.iso for d in found] == [there.isoformat()]


@given(st.integers(2, 99_999))
def test_numbers_are_read_back(n: int) -> None:
    assert read_number(f"{n:,}") == n
    assert [f.value for f in find_figures(f"a duty of {n} percent of the price")] == [n]
    assert [f.value for f in find_figures_zh(f"加征{n}%的关税")] == [n]
