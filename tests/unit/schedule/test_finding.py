"""Words to goods: folding, trade words of every heading, ranking with reasons, words that try to break it."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkout import script
from detente.duties import schedule
from detente.schedule import build, find_goods, open_book, open_index, tokens
from detente.schedule.finding import word_index
from detente.schedule.finding.folding import rows_of, stated
from detente.schedule.finding.trade_words import headings, trade_words

ROOT = Path(__file__).resolve().parents[3]


def codes(words: str, **how) -> list[str]:
    return [c.code for c in find_goods(schedule(), words, **how).candidates]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Soccer Balls", "soccer ball"), ("tyres", "tire"), ("aluminium extrusions", "aluminum extrusion"),
        ("無人機", "无人机"), ("women’s", "woman"), ("ＬＥＤ　ｂｕｌｂ", "led bulb"), ("Pokémon", "pokemon"),
        ("batteries", "battery"), ("brushes", "brush"), ("glass", "glass"), ("knives", "knife"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_fold_to_one(first, second):
    assert tokens(first) == tokens(second) != ()


def test_what_a_line_leaves_out_is_not_among_its_words():
    assert "diode" not in tokens(stated("Lasers other than laser diodes"))
    assert tokens(stated("Other leather goods, not of reptile")) == ("leather",)
    assert "鳕鱼" in tokens(stated("其他冻鳕鱼"))


def test_every_heading_of_the_nomenclature_has_words_in_both_languages(shared):
    with gzip.open(shared / "data" / "hs" / "hs2022.csv.gz", "rt", encoding="utf-8") as file:
        wanted = {row["hscode"] for row in csv.DictReader(file) if row["level"] == "4"}
    assert {c for c in wanted if c < "98"} == set(headings())
    assert all(h.words and h.words_zh for h in headings().values())


def test_trade_words_name_codes_of_even_length_and_no_phrase_is_empty():
    words = list(trade_words())
    assert {len(w.code) for w in words} == {4, 6, 8}
    assert all(w.code.isdigit() and tokens(w.text) for w in words)
    assert len({w.code for w in words if len(w.code) == 4}) == 1228
    assert sum(w.chinese for w in words) > 4000


def test_every_code_of_a_trade_word_is_one_of_the_tariff(shared):
    edition = shared / "data" / "hts_json" / "hts_2026_rev_10.json.gz"
    with gzip.open(edition, "rt", encoding="utf-8") as file:
        lines = {row["htsno"].replace(".", "")[:8] for row in json.load(file) if row.get("htsno")}
    stray = sorted({w.code for w in trade_words() if not any(line.startswith(w.code) for line in lines)})
    assert stray == []


def test_the_tables_of_words_hold_three_columns_and_no_row_twice():
    for name in ("headings.tsv", "goods.tsv"):
        rows = rows_of(name)
        assert {len(row) for row in rows} == {3}
        assert len({tuple(row) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("soccer ball", "95066240"), ("足球", "95066240"), ("稀土磁铁", "85051100"), ("大豆", "12019000"),
        ("稀土磁鐵", "85051100"), ("iPhone", "85171300"), ("soccar ball", "95066240"),
        ("smart phone", "85171300"), ("ebike", "87116000"), ("ball, soccer (inflatable)", "95066240"),
        ("SOLAR PANELS!!", "85414300"),
    ],
)  # fmt: skip
def test_the_line_people_mean_stands_first(words, first):
    assert codes(words)[0] == first


def test_a_candidate_says_what_matched():
    (first, *_) = find_goods(schedule(), "soccer ball").candidates
    assert first.because == "trade word of 9506.62.40: soccer ball"
    assert "9506.62.40" in first.because_zh
    assert 0.9 < first.score <= 1


def test_another_spelling_is_said_and_weighs_less():
    right, wrong = (find_goods(schedule(), words) for words in ("soccer ball", "soccar ball"))
    assert wrong.read_as == (("soccar", "soccer"),)
    assert right.read_as == ()
    assert wrong.candidates[0].score < right.candidates[0].score


def test_the_beginning_of_a_code_lists_what_it_begins():
    assert codes("8505")[:3] == ["8505", "85051100", "85051910"]
    assert codes("8505.11") == ["85051100"]
    assert codes("95")[0] == "9503"
    assert codes("0802.12") == ["08021200"]


def test_ties_are_ordered_by_code_and_the_limit_holds():
    found = find_goods(schedule(), "芯片", limit=4).candidates
    assert [c.code for c in found] == sorted(c.code for c in found if c.score == found[0].score)
    assert len(codes("steel", limit=3)) == 3


def test_nothing_near_is_nothing():
    assert codes("qwxzt vvkq") == []
    assert codes("的") == []
    assert codes("!!!") == []


@pytest.mark.parametrize(
    "words",
    [
        'ball" OR "a', "NEAR(soccer ball, 2)", "soccer AND NOT ball", "own:ball", "ball*", "^ball", "{}",
        "'; DROP TABLE entry;--", "\x00soccer\x1b[31m ball", "\u202esoccer ball", "a" * 5000, "soccer " * 900,
        "(((((", '"', "+-", "足\u200b球",
    ],
)  # fmt: skip
def test_operators_quotes_and_control_characters_are_only_words(words):
    for candidate in find_goods(schedule(), words).candidates:
        assert candidate.code.isdigit()
    assert open_index(schedule()).execute("SELECT count(*) FROM entry").fetchone()[0] > 1000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_an_answer(words):
    found = find_goods(schedule(), words, limit=7).candidates
    scores = [c.score for c in found]
    assert len(found) <= 7
    assert scores == sorted(scores, reverse=True)
    assert all(0 < s <= 1 for s in scores)


def test_the_measured_list_is_long_enough_and_its_floor_holds():
    module = script("benchmarks/score_find.py")
    listed = module.phrases()
    assert len({p.text for p in listed}) == len(listed) >= 300
    assert sum(not p.chinese for p in listed) >= 200
    assert sum(p.chinese for p in listed) >= 80
    for half in ("tuned on", "held out"):
        figures = module.score(schedule(), [p for p in listed if p.half == half])
        assert figures.phrases > 200
        assert figures.recall >= 0.97, half  # 100 % when it was measured
    figures = module.score(schedule(), module.phrases(module.AFTERWARDS))
    assert figures.phrases > 80
    assert figures.recall >= 0.94  # 96.6 % when it was measured


def test_the_index_is_kept_and_made_anew_for_another_book(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    open_index.cache_clear()
    open_index(schedule())
    (kept,) = (tmp_path / "detente" / "words").glob("*.sqlite")
    before = kept.stat().st_mtime_ns
    open_index.cache_clear()
    assert open_index(schedule()).execute("SELECT 1 FROM entry").fetchone() == (1,)
    assert kept.stat().st_mtime_ns == before
    kept.write_bytes(b"no database at all")
    open_index.cache_clear()
    assert codes("soccer ball")[0] == "95066240"  # a damaged index costs time, never the answer
    open_index.cache_clear()


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path, monkeypatch):
    (tmp_path / "detente").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    open_index.cache_clear()
    assert codes("soccer ball")[0] == "95066240"
    open_index.cache_clear()


def test_old_indexes_go(tmp_path):
    for n in range(9):
        place = tmp_path / f"words-{n}.sqlite"
        word_index._make_file(place, schedule(), "US", str(n))
    assert len(list(tmp_path.glob("words-*.sqlite"))) == word_index.KEPT
    assert list(tmp_path.glob(".*")) == []


def test_an_installed_schedule_brings_its_own_words(tmp_path, shared):
    """One official edition alone: lines outside the starter are found, special provisions are no goods."""
    source = tmp_path / "from"
    (source / "hts_json").mkdir(parents=True)
    (source / "lists").mkdir()
    (source / "hts_json" / "hts_2026_rev_10.json.gz").symlink_to(
        shared / "data" / "hts_json" / "hts_2026_rev_10.json.gz"
    )
    (source / "lists" / "revision_dates.csv").write_bytes(
        (shared / "data" / "lists" / "revision_dates.csv").read_bytes()
    )
    build(source, tmp_path / "out")
    book = open_book(tmp_path / "out" / "schedule-us.sqlite")
    db = sqlite3.connect(":memory:")
    word_index.fill(db, book, "US", "key")
    assert db.execute("SELECT count(*) FROM entry WHERE code >= '98'").fetchone() == (0,)
    assert find_goods(book, "shelled almonds").candidates[0].code == "08021200"
    module = script("benchmarks/score_find.py")
    figures = module.score(book, module.phrases())
    assert figures.phrases > 440
    assert figures.recall >= 0.95
