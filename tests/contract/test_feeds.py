"""What calendar programs and feed readers get: read back by other libraries."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

testing = pytest.importorskip("starlette.testclient")
pytest.importorskip("fastapi")
icalendar = pytest.importorskip("icalendar")
vobject = pytest.importorskip("vobject")

from detente.portfolio.read.rows import portfolio_sheet  # noqa: E402 - only with the extra
from detente.regime.dated.tables import tables  # noqa: E402
from detente.web.app import make_app  # noqa: E402
from detente.web.settings import ServeSettings  # noqa: E402

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "importer.csv"
DAY = "2025-10-26"
ATOM = "{http://www.w3.org/2005/Atom}"


def client(settings: ServeSettings | None = None):
    return testing.TestClient(make_app(settings), base_url="http://127.0.0.1:8321")


def events(body: bytes) -> dict[str, object]:
    return {str(e["uid"]): e for e in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_two_libraries_read_the_same_clocks():
    made = client().get(f"/calendar.ics?on={DAY}")
    assert made.headers["content-type"] == "text/calendar; charset=utf-8"
    found = events(made.content)
    clocks = {row["clock"]["id"]: row["utc"] for row in client().get(f"/api/next?on={DAY}").json()["clocks"]}
    assert {f"{name}@detente" for name in clocks} == set(found)
    for name, utc in clocks.items():
        start = found[f"{name}@detente"]["dtstart"].dt
        assert start.astimezone(datetime.fromisoformat(utc).tzinfo) == datetime.fromisoformat(utc)
    again = vobject.readOne(made.text)
    assert {e.uid.value for e in again.vevent_list} == set(found)
    for event in again.vevent_list:
        assert event.dtstart.value == found[event.uid.value]["dtstart"].dt
        assert event.valarm.trigger.value == timedelta(days=-7)
    zones = {str(z["tzid"]) for z in icalendar.Calendar.from_ical(made.content).walk("VTIMEZONE")}
    assert zones == {"America/New_York", "Asia/Shanghai"}


def test_names_of_events_stay_from_day_to_day():
    asked = client()
    before = events(asked.get(f"/calendar.ics?on={DAY}").content)
    after = events(asked.get("/calendar.ics?on=2025-10-27").content)
    assert set(before) == set(after)
    assert all(after[name]["dtstamp"].dt > before[name]["dtstamp"].dt for name in before)


def test_languages_of_the_calendar():
    asked = client()
    titles = {
        lang: {
            n: str(e["summary"])
            for n, e in events(asked.get(f"/calendar.ics?on={DAY}&lang={lang}").content).items()
        }
        for lang in ("en", "zh", "both")
    }
    for name, both in titles["both"].items():
        assert both == f"{titles['en'][name]} / {titles['zh'][name]}"
    assert "决定方" in asked.get(f"/calendar.ics?on={DAY}&lang=zh").text
    assert asked.get("/calendar.ics?lang=fr").status_code == 400


def test_the_calendar_of_a_portfolio_says_what_each_lapse_costs():
    sheet = portfolio_sheet(EXAMPLE, tables(), dated=False)
    served = client(ServeSettings(portfolio=sheet)).get(f"/calendar.ics?on={DAY}")
    posted = client().post(
        f"/calendar.ics?on={DAY}", content=EXAMPLE.read_bytes(), headers={"Content-Type": "text/csv"}
    )
    assert served.content == posted.content
    reciprocal = events(served.content)["us.reciprocal.november-2025@detente"]
    assert "Lapse costs this portfolio" in str(reciprocal["description"])


@pytest.mark.parametrize("address", [f"/calendar.ics?on={DAY}", f"/changes.atom?known_to={DAY}"])
def test_a_reader_that_has_it_is_told_so(address):
    asked = client()
    first = asked.get(address)
    tag, at = first.headers["etag"], first.headers["last-modified"]
    for held in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": at}):
        again = asked.get(address, headers=held)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    stale = {"If-None-Match": '"x"', "If-Modified-Since": at}
    assert asked.get(address, headers=stale).status_code == 200
    assert (
        asked.get(address, headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}).status_code == 200
    )
    assert asked.get(address, headers={"If-Modified-Since": "no day at all"}).status_code == 200


def test_the_feed_has_what_atom_requires():
    address = "/changes.atom?known_from=2025-10-26&known_to=2025-11-10"
    made = client().get(address)
    assert made.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(made.content)
    assert root.tag == f"{ATOM}feed"
    assert [len(root.findall(ATOM + name)) for name in ("id", "title", "updated", "author")] == [1, 1, 1, 1]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"http://127.0.0.1:8321{address}", "alternate": "http://127.0.0.1:8321/"}
    entries = root.findall(f"{ATOM}entry")
    names, days = [], []
    for entry in entries:
        assert [len(entry.findall(ATOM + name)) for name in ("id", "title", "updated", "content")] == [
            1,
            1,
            1,
            1,
        ]
        names.append(entry.findtext(f"{ATOM}id"))
        days.append(datetime.fromisoformat(entry.findtext(f"{ATOM}updated")))
        assert "Source: " in entry.findtext(f"{ATOM}content")
    learned = client().get("/api/diff?known=2025-10-26&known=2025-11-10&lines=false").json()["clauses"]
    assert len(entries) == len(learned) > 10
    assert len(set(names)) == len(names)
    assert all(name.startswith("urn:uuid:") for name in names)
    assert days == sorted(days, reverse=True)
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == days[0]


def test_entries_keep_their_names_however_the_feed_is_asked_for():
    asked = client()
    narrow, wide = (
        {e.findtext(f"{ATOM}id") for e in ET.fromstring(asked.get(a).content).findall(f"{ATOM}entry")}
        for a in (
            "/changes.atom?known_from=2025-11-01&known_to=2025-11-10",
            "/changes.atom?known_to=2025-11-10",
        )
    )
    assert narrow < wide
    empty = ET.fromstring(asked.get("/changes.atom?known_from=2025-11-10&known_to=2025-11-01").content)
    assert empty.findall(f"{ATOM}entry") == []
