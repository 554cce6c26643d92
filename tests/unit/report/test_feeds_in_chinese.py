"""The calendar and the feed in Chinese: read back, and no English of our own in them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from detente.outcomes.clocks.knowledge import learned
from detente.outcomes.clocks.upcoming import decisions
from detente.outcomes.costs.lapse_costs import with_costs
from detente.portfolio.read.rows import PORTFOLIO_COLUMNS
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.report.feeds.atom import ATOM, feed
from detente.report.feeds.ics import calendar
from detente.rowfiles.sheets import read_sheet

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "importer.csv"
ENGLISH = re.compile(r"[A-Za-z]{2,}[\s,;:]+[A-Za-z]{2,}")


@pytest.mark.parametrize(("on", "known"), [("2025-10-26", "2025-10-26"), ("2026-10-20", "2026-10-10")])
def test_an_event_is_told_in_chinese_but_for_its_sources(on, known):
    law, trade = tables(), law_tables()
    sheet = read_sheet(EXAMPLE, required=PORTFOLIO_COLUMNS, known=tuple(law.facts))
    rows = with_costs(decisions(law, trade, on, known), law, trade, known, sheet)
    read = Calendar.from_ical(calendar(rows, known, language="zh"))
    events = list(read.walk("VEVENT"))
    assert len(events) == len(rows) > 5
    for event in events:
        own = [line for line in str(event["DESCRIPTION"]).split("\n") if not line.startswith("来源")]
        assert [line for line in own if ENGLISH.search(line)] == []
        assert not ENGLISH.search(str(event["SUMMARY"]))
        assert "天后" in str(event.walk("VALARM")[0]["DESCRIPTION"])
        assert own[0].startswith("美东")
    assert any("多缴" in str(e["DESCRIPTION"]) for e in events)


def test_everything_ever_learned_has_chinese_words():
    rows = learned(tables(), law_tables(), "2000-01-01", "2100-01-01")
    assert len(rows) > 300
    assert [r.id for r in rows if not r.words_zh or ENGLISH.search(r.words_zh)] == []


def test_the_feed_is_the_same_entries_in_chinese():
    rows = learned(tables(), law_tables(), "2025-10-01", "2025-11-10")
    chinese, english = (ET.fromstring(feed(rows, language=one)) for one in ("zh", "en"))
    for name in ("id", "updated"):
        at = f"{{{ATOM}}}entry/{{{ATOM}}}{name}"
        assert [e.text for e in chinese.findall(at)] == [e.text for e in english.findall(at)]
    titles = [e.text or "" for e in chinese.findall(f"{{{ATOM}}}entry/{{{ATOM}}}title")]
    assert len(titles) == len(rows)
    assert [t for t in titles if ENGLISH.search(t)] == []
    assert chinese.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "zh-Hans"
    said = [(e.text or "").split("来源：")[0] for e in chinese.findall(f"{{{ATOM}}}entry/{{{ATOM}}}content")]
    assert [t for t in said if ENGLISH.search(t)] == []
