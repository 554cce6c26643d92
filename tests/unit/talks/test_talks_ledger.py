"""The ledger keeps, supersedes and finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.talks import Extraction, extract_claims, load_registry, read_document
from detente.talks.compare.ledger import add_document, history, open_ledger, search, spaced, stored_statements
from detente.terms import DataError, InputError

TEXT = "Bessent said soybeans were discussed.\n\n何立峰指出，双方讨论了稀土出口。"


def read(text: str) -> Extraction:
    return extract_claims(read_document(text, "report.txt", date(2025, 9, 15)), load_registry())


def test_the_same_document_twice_changes_nothing(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as base:
        assert add_document(base, read(TEXT), "2025-09-15").outcome == "new"
        assert add_document(base, read(TEXT + "\n"), "2025-09-16").outcome == "unchanged"
    with open_ledger(tmp_path / "l.sqlite") as base:
        assert [(s.voice.id, s.text) for s in stored_statements(base)] == [
            (s.voice.id, s.text) for s in read(TEXT).statements
        ]
        assert stored_statements(base) == list(read(TEXT).statements)


def test_a_corrected_document_supersedes_with_history() -> None:
    with open_ledger() as base:
        add_document(base, read(TEXT), "2025-09-15")
        assert (
            add_document(base, read(TEXT.replace("soybeans", "port fees")), "2025-09-16").outcome
            == "superseded"
        )
        assert not search(base, "soybeans")
        assert search(base, "port fees")
        assert [(h["added"], h["superseded"]) for h in history(base, "report.txt")] == [
            ("2025-09-15", "2025-09-16"),
            ("2025-09-16", None),
        ]
        assert add_document(base, read(TEXT), "2025-09-17").outcome == "superseded"
        assert search(base, "soybeans") and not search(base, "port fees")


@pytest.mark.parametrize("query", ["soybeans", "soy", "Bessent", "稀土", "土出", "稀土 出口", "双方讨论"])
def test_search_in_both_languages(query: str) -> None:
    with open_ledger() as base:
        add_document(base, read(TEXT), "2025-09-15")
        assert len(search(base, query)) == 1


@pytest.mark.parametrize("query", ['"', "' OR 1=1 --", "NEAR(", "*", "稀土 AND soybeans"])
def test_odd_queries_are_words_or_an_error(query: str) -> None:
    with open_ledger() as base:
        add_document(base, read(TEXT), "2025-09-15")
        try:
            assert search(base, query) == []
        except InputError as fault:
            assert "no word" in fault.text


def test_questions_and_comments_are_not_found() -> None:
    with open_ledger() as base:
        add_document(
            base,
            read("REPORTER: Were soybeans discussed?\n\nBESSENT: Yes.\n\nREPORTER: Really?"),
            "2025-09-15",
        )
        assert not search(base, "soybeans")


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello " * 400)
    with pytest.raises(DataError, match="no ledger"), open_ledger(tmp_path / "x"):
        pass


def test_chinese_is_split_into_characters() -> None:
    assert spaced("雙方 agreed") == "双 方 agreed" or spaced("雙方關稅 agreed") == "双 方 关 税 agreed"
