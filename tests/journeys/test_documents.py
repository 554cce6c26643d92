"""Every command that the documents show runs as written and gives what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout import script

ROOT = Path(__file__).resolve().parents[2]


FENCED = script("docs/fenced.py")
PAGES = FENCED.pages()


WALKED = ROOT / "docs" / "roles"  # their commands are the steps of test_journeys


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.parent != WALKED], ids=lambda p: str(p.relative_to(ROOT))
)
def test_the_commands_of_a_page_run_and_give_what_it_shows(page: Path) -> None:
    assert FENCED.faults(page) == []


def test_most_commands_are_run_and_each_other_has_its_reason() -> None:
    shown = [c for page in PAGES for c in FENCED.commands(page)]
    not_run = [c for c in shown if c.why_not]
    assert len(shown) >= 100
    assert len(not_run) < len(shown) / 4, [(str(c.page), c.command) for c in not_run]


def test_an_output_that_differs_and_a_command_that_fails_are_found(tmp_path: Path) -> None:
    page = ROOT / "docs" / "how-to" / "fee.md"
    text = "```console\n$ detente facts --nope\n$ echo one\ntwo\n$ echo three\nthree\n```\n"
    other = tmp_path / "page.md"
    other.write_text(text, encoding="utf-8")
    rows = list(FENCED.commands(other))
    assert [r.command for r in rows] == ["detente facts --nope", "echo one", "echo three"]
    assert [FENCED.agrees(r.shows, "one" if "one" in r.command else "three") for r in rows[1:]] == [
        False,
        True,
    ]
    code, words = FENCED.run(rows[0], tmp_path)
    assert code == 2 and "Traceback" not in words
    assert page in PAGES
