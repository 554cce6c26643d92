"""The Chinese brief says everything of its own in Chinese; what it cites or quotes in English says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from detente.report.briefing.brief import BriefSettings, brief_content, brief_page
from detente.report.briefing.words import WORDS

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "importer.csv"
WIRE = """\
KUALA LUMPUR, Oct 26, 2025 - Treasury Secretary Scott Bessent said that the two sides \
agreed to extend the truce.
President Trump and President Xi will meet in Gyeongju on October 30, Bessent told CBS News.
"The threatened 100 percent tariff is off the table, and we agreed on soybeans," Bessent said.
"""
PAPER = """\
KUALA LUMPUR, Oct 26, 2025 - China's trade negotiator Li Chenggang said that an extension of the truce \
was discussed.
The leaders are expected to meet in Busan on October 30, a Chinese official said.
Li Chenggang said that soybeans and fentanyl cooperation were discussed, \
and that each side must still approve.
"""
VOID = frozenset({"meta", "br", "link", "input", "img", "hr"})
SILENT = frozenset({"script", "style", "code"})
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’.-]*(?:[\s,;:]+[A-Za-z][A-Za-z'’.-]*)*")


class Words(HTMLParser):
    """Runs of Latin words outside elements marked as English, each with the section it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.runs: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))
        for name, value in attrs:
            if name in ("aria-label", "title", "data-l") and value:
                self.handle_data(value)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in SILENT for tag, _ in self.open):
            return
        marked = next((a["lang"] for _, a in reversed(self.open) if "lang" in a), "")
        if marked == "en":
            return
        section = next((a.get("id") or "" for tag, a in self.open if tag == "section"), "")
        self.runs += [(section, run) for run in ENGLISH.findall(data)]


def runs_of(page: str) -> list[tuple[str, str]]:
    found = Words()
    found.feed(page)
    return found.runs


def words_in_charts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            if key in ("name", "formatter", "text"):
                yield str(child)
            yield from words_in_charts(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield child if isinstance(child, str) else ""
            yield from words_in_charts(child)


def settings(tmp_path: Path, which: str) -> BriefSettings:
    october = {
        "on": "2025-10-26", "known": "2025-10-26", "portfolio": EXAMPLE, "tree": "october-2025",
        "outcomes": ("lapse", "truce", "plus100", "busan"), "entered": "2025-11-15",
        "controls_on": "2025-12-02",
    }  # fmt: skip
    if which == "october":
        return BriefSettings(**october, language="zh", impact=True, bargain="october-2025")
    if which == "hindsight":
        return BriefSettings(on="2025-10-26", known="2026-10-10", language="zh", bargain="present")
    if which == "talks":
        from datetime import date

        from detente.talks.page.analysis import analyse, gather

        for name, text in (("wire.txt", WIRE), ("paper.txt", PAPER)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        answer = analyse(gather([tmp_path], None), known=date(2025, 10, 26)).answer
        assert answer.disagreements
        return BriefSettings(on="2025-10-26", known="2025-10-26", language="zh", talks=answer)
    return BriefSettings(
        on="2026-10-20", known="2026-10-10", portfolio=EXAMPLE, tree="present",
        outcomes=("by_text", "announced", "to-2027-01-10", "overcapacity-301"), language="zh",
    )  # fmt: skip


@pytest.mark.parametrize("which", ["october", "hindsight", "talks", "present"])
def test_no_english_sentence_of_our_own_stands_in_the_chinese_brief(tmp_path, which):
    chosen = settings(tmp_path, which)
    runs = runs_of(brief_page(chosen))
    assert [run for run in runs if len(run[1].split()) >= 4] == []
    spoken = [
        run for run in runs if run[0] in ("card", "clocks", "tree", "portfolio", "world", "assumptions")
    ]
    assert [run for run in spoken if len(run[1].split()) >= 2] == []
    drawn = list(words_in_charts(brief_content(chosen)["charts"]))
    assert [word for word in drawn if re.search(r"[A-Za-z]{2,}[\s,;:]+[A-Za-z]{2,}", word)] == []


def test_the_english_brief_would_be_found(tmp_path):
    chosen = settings(tmp_path, "october")
    english = BriefSettings(**{**chosen.__dict__, "language": "en"})
    page = brief_page(english).replace('<html lang="en">', "<html>")
    assert len([run for run in runs_of(page) if len(run[1].split()) >= 4]) > 50


def test_quoted_words_keep_their_language_and_say_it(tmp_path):
    page = brief_page(settings(tmp_path, "talks"))
    assert '<q lang="en">' in page
    assert "贝森特" in page
    assert "Scott Bessent</" not in page


def test_every_word_of_the_brief_has_chinese():
    assert [key for key, (_, zh) in WORDS.items() if not zh] == []
    assert [key for key, (_, zh) in WORDS.items() if re.search(r"[A-Za-z]{4,}", zh)] == []
