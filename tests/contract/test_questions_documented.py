"""The documents say what the models say; a command, a question or a field that stands in none is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout import script
from detente.answers import ENTRIES
from detente.cli.main import COMMANDS

pytest.importorskip("fastapi")
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", ["questions", "commands"])
def test_the_page_is_what_the_models_make_of_it(name):
    page = (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert page == getattr(script("docs/generate.py"), name)(), "run `make docs`"


def test_a_question_or_a_field_left_out_is_noticed():
    complete = script("docs/complete.py")
    page = (DOCS / "reference" / "questions.md").read_text(encoding="utf-8")
    assert complete.undocumented_questions(page) == []
    for name, entry in ENTRIES.items():
        start = page.index(f"\n## {name}\n")
        assert (
            f"question `{name}`"
            in complete.undocumented_questions(page.replace(f"\n## {name}\n", "\n", 1))[0]
        )
        for field in entry.question.model_fields:
            row = page.index(f"| `{field}` |", start)
            shorter = page[:row] + page[page.index("\n", row) + 1 :]
            assert complete.undocumented_questions(shorter) == [
                f"field `{field}` of question `{name}` stands in no document"
            ]


def test_every_question_is_a_command_and_every_command_that_asks_is_a_question():
    asking = {name for name, target in COMMANDS.items() if target.startswith("detente.cli.")} - {
        "rule",
        "data",
    }
    assert asking == set(ENTRIES)
    assert all(COMMANDS[name] == entry.command for name, entry in ENTRIES.items())


def test_every_field_says_what_it_is_and_every_question_has_an_example():
    for name, entry in ENTRIES.items():
        assert entry.question.examples, name
        assert (entry.question.__doc__ or "").strip(), name
        for field, spec in entry.question.model_fields.items():
            assert len((spec.description or "").split()) >= 1, (name, field)
            assert (spec.description or "").endswith((".", "?", "…")), (name, field)
