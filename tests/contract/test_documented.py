"""Everything a person can type, give or break is documented, and each check finds what is taken away."""

from __future__ import annotations

import pytest

from checkout import script

COMPLETE = script("docs/complete.py")
TEXT = "\n".join(COMPLETE.pages().values())


def test_nothing_is_undocumented() -> None:
    assert COMPLETE.missing() == []


@pytest.mark.parametrize(
    ("check", "written", "named"),
    [
        ("commands", "detente rule new", "`detente rule new`"),
        ("commands", "detente licence", "`detente licence`"),
        ("facts", "`steel_value_usd`", "`steel_value_usd`"),
        ("facts", "`voyage_no_in_year`", "`voyage_no_in_year`"),
        ("facts", "`chinese_technology`", "`chinese_technology`"),
        ("components", "`retaliation_2025`", "`retaliation_2025`"),
        ("numbered_rules", "| LAW-13 |", "LAW-13"),
        ("numbered_rules", "| FL8 |", "FL8"),
        ("numbered_rules", "| OUT-07 |", "OUT-07"),
        ("rooms", "`detente.regime`", "`detente.regime`"),
    ],
)
def test_a_thing_that_is_taken_out_of_the_documents_is_named(check: str, written: str, named: str) -> None:
    assert written in TEXT
    lines = list(getattr(COMPLETE, check)(TEXT.replace(written, "")))
    assert any(named in line for line in lines)


@pytest.mark.parametrize("check", COMPLETE.CHECKS, ids=lambda c: c.__name__)
def test_each_check_finds_everything_missing_in_an_empty_text(check: object) -> None:
    assert len(list(check(""))) >= 5  # type: ignore[operator]
    assert list(check(TEXT)) == []  # type: ignore[operator]


def test_a_link_that_leads_nowhere_is_named() -> None:
    page = (
        "[a](timing.md) [b](nowhere.md) [c](glossary.md#clock) [d](glossary.md#no-such-word) `[e](code.md)`"
    )
    assert list(COMPLETE.broken_links("docs/faq.md", page)) == [
        "docs/faq.md links to nowhere.md, which is not there",
        "docs/faq.md links to glossary.md#no-such-word, which has no such anchor",
    ]


def test_the_index_leads_to_every_page() -> None:
    index = COMPLETE.pages()["docs/README.md"]
    assert COMPLETE._reached("how-to/fee.md", index)
    assert not COMPLETE._reached("how-to/fee.md", index.replace("how-to/fee.md", ""))
