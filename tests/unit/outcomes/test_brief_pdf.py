"""The brief as a PDF, where the extra is installed; and a clear word where it is not."""

from __future__ import annotations

import importlib.util

import pytest

from detente.report.briefing.brief import BriefSettings, brief_content, write_brief
from detente.report.briefing.typst import said, source
from detente.terms import NotInstalled

PLAIN = BriefSettings(on="2025-10-26", known="2025-10-26", tree="october-2025")


def test_text_of_the_law_is_never_markup():
    assert said('a"b\\c\n#let x = 1 $y$ [z]') == '#"a\\"b\\\\c #let x = 1 $y$ [z]"'
    text = source(brief_content(PLAIN))
    assert text.count('"') % 2 == 0


def test_the_world_stands_in_the_pdf_as_tables():
    asked = BriefSettings(
        on="2025-10-26", known="2025-10-26", outcomes=("lapse", "truce"), impact=True, bargain="october-2025",
        language="zh",
    )  # fmt: skip
    text = source(brief_content(asked))
    assert "世界其他地区" in text
    assert "休战延长，中方暂缓出口管制" in text
    assert text.count('"') % 2 == 0


def test_a_pdf_or_a_word_on_what_is_missing(tmp_path):
    path = tmp_path / "brief.pdf"
    if importlib.util.find_spec("typst") is None:
        with pytest.raises(NotInstalled, match="extra `pdf`"):
            write_brief(path, PLAIN)
        assert list(tmp_path.iterdir()) == []
    else:
        write_brief(path, PLAIN)
        assert path.read_bytes().startswith(b"%PDF")
