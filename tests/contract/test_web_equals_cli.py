"""One result, several faces: the server answers what the command prints with --json, field by field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import detente as dt
from detente.cli.main import run

testing = pytest.importorskip("starlette.testclient")
pytest.importorskip("fastapi")

from detente.web.app import make_app  # noqa: E402 - only with the extra

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "importer.csv"
DAY = "2025-10-26"
ROWS = {"Content-Type": "text/csv"}


@pytest.fixture(scope="module")
def client():
    return testing.TestClient(make_app(), base_url="http://127.0.0.1:8321")


@pytest.fixture
def printed(capsys, tmp_path, monkeypatch):
    """What a command prints, run in a folder that holds portfolio.csv."""
    (tmp_path / "portfolio.csv").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "parties.csv").write_text("party_id,name\nT,Target\nU,Upper\n", encoding="utf-8")
    (tmp_path / "owners.csv").write_text("owner_id,owned_id,share_pct\nA,T,50\nT,U,\n", encoding="utf-8")
    (tmp_path / "listed.csv").write_text("party_id,list\nA,Entity List\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> object:
        with pytest.raises(SystemExit):
            run([*words, "--json"])
        said = capsys.readouterr()
        return json.loads(said.out) if said.out else said.err

    return call


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"/api/status?on={DAY}", ("status", "--on", DAY)),
        (f"/api/status?on={DAY}&hindsight=true&side=china",
         ("status", "--on", DAY, "--hindsight", "--side", "china")),
        (f"/api/next?on={DAY}&zone=Europe/Berlin", ("next", "--on", DAY, "--zone", "Europe/Berlin")),
        (f"/api/duty?hts=9506.62.40&from=CN&value=10000&on={DAY}",
         ("duty", "9506.62.40", "--from", "CN", "--value", "10000", "--on", DAY)),
        (f"/api/duty?hts=1201.90.00&to=CN&on={DAY}", ("duty", "1201.90.00", "--to", "CN", "--on", DAY)),
        (f"/api/duty?hts=7408.11.60&on={DAY}&fact=copper_value_usd%3D8000&fact=mode%3Docean",
         ("duty", "7408.11.60", "--on", DAY, "--fact", "copper_value_usd=8000", "--fact", "mode=ocean")),
        ("/api/ship?hts=9506.62.40&on=2025-11-15&known=2025-10-26",
         ("ship", "9506.62.40", "--on", "2025-11-15", "--known", DAY)),
        ("/api/ship?hts=1201.90.00&to=CN&on=2026-11-30&from_day=2026-11-20",
         ("ship", "1201.90.00", "--to", "CN", "--on", "2026-11-30", "--from-day", "2026-11-20")),
        ("/api/duty?hts=9506.62.40&on=2025-11-10T00:01", ("duty", "9506.62.40", "--on", "2025-11-10T00:01")),
        ("/api/licence?item=NdFeB+magnet&on=2025-12-02&known=2025-10-26",
         ("licence", "NdFeB magnet", "--on", "2025-12-02", "--known", DAY)),
        (f"/api/licence?item=laptop&side=us&on={DAY}&destination=CN",
         ("licence", "laptop", "--side", "us", "--on", DAY, "--to", "CN")),
        (f"/api/fee?on={DAY}&net_tonnage=10000&owner_country=CN&built_country=CN&vessel_type=container",
         ("fee", "--on", DAY, "--net-tonnage", "10000", "--owner-country", "CN", "--built-country", "CN",
          "--vessel-type", "container")),
        (f"/api/fee?side=china&on={DAY}&fact=dwt%3D50000&flag=US",
         ("fee", "--side", "china", "--on", DAY, "--fact", "dwt=50000", "--flag", "US")),
        ("/api/diff?on=2025-11-09&on=2025-11-10", ("diff", "2025-11-09", "2025-11-10")),
        ("/api/diff?known=2025-10-29&known=2025-11-10&lines=false",
         ("diff", "--known", "2025-10-29", "--known", "2025-11-10", "--no-lines")),
        ("/api/pledges?on=2026-03-01&name=soybeans-12", ("pledges", "soybeans-12", "--on", "2026-03-01")),
        (f"/api/pledges?on={DAY}&hindsight=1", ("pledges", "--on", DAY, "--hindsight")),
        (f"/api/calendar?on={DAY}", ("calendar", "--on", DAY)),
        ("/api/whatif", ("whatif", "--list")),
        ("/api/whatif?choice=lapse&choice=truce", ("whatif", "lapse", "truce")),
        ("/api/whatif?choice=lapse&choice=truce%2Bfentanyl-to-10&hts=9506.62.40&entered=2025-11-15",
         ("whatif", "lapse", "truce+fentanyl-to-10", "--hts", "9506.62.40", "--entered", "2025-11-15")),
        ("/api/whatif?choice=lapse&hts=9506.62.40&entered=2025-11-15&origins=VN,MX",
         ("whatif", "lapse", "--hts", "9506.62.40", "--entered", "2025-11-15", "--origins", "VN,MX")),
        ("/api/whatif?choice=lapse&choice=truce&hts=9506.62.40&entered=2025-11-15"
         "&timing=true&chance=truce%3D0.6&top=3",
         ("whatif", "lapse", "truce", "--hts", "9506.62.40", "--entered", "2025-11-15",
          "--timing", "--chance", "truce=0.6", "--top", "3")),
        ("/api/tree?name=october-2025&probability=threat%3Dcarried_out:0.25",
         ("tree", "october-2025", "-p", "threat=carried_out:0.25")),
        ("/api/tree", ("tree",)),
    ],
)  # fmt: skip
def test_a_question_by_get(client, printed, address, words):
    made = client.get(address)
    assert made.status_code == 200, made.text
    assert made.json() == printed(*words)


def test_next_tells_what_is_threatened_without_a_last_day_on_every_face(client, printed):
    on = "2026-11-30"
    told = client.get(f"/api/next?on={on}").json()
    assert told == printed("next", "--on", on) == json.loads(dt.next_clocks(on=on).model_dump_json())
    threats = {row["measure"]: row["rate"] for row in told["threats"]}
    assert threats["us.russia-energy"] == "≤ 100 %" and len(threats) > 1
    assert threats.keys().isdisjoint(row["clock"]["id"] for row in told["clocks"])
    assert client.get(f"/api/next?on={DAY}&known={DAY}").json()["known"] == DAY


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/assess", ("assess", "portfolio.csv")),
        (f"/api/assess?known={DAY}&state=announced",
         ("assess", "portfolio.csv", "--known", DAY, "--state", "announced")),
        (f"/api/next?on={DAY}", ("next", "--on", DAY, "--portfolio", "portfolio.csv")),
        ("/api/whatif?choice=lapse&choice=busan&entered=2025-11-15&top=5",
         ("whatif", "lapse", "busan", "--portfolio", "portfolio.csv", "--entered", "2025-11-15",
          "--top", "5")),
        ("/api/tree?tree=october-2025&entered=2025-11-15",
         ("tree", "october-2025", "--portfolio", "portfolio.csv", "--entered", "2025-11-15")),
        ("/api/tree?tree=october-2025&enter=2025-11-05&enter=2025-11-15",
         ("tree", "october-2025", "--portfolio", "portfolio.csv", "--enter", "2025-11-05",
          "--enter", "2025-11-15")),
    ],
)  # fmt: skip
def test_a_question_with_rows(client, printed, address, words):
    made = client.post(address, content=EXAMPLE.read_bytes(), headers=ROWS)
    assert made.status_code == 200, made.text
    assert made.json() == printed(*words)


def test_the_answered_file_is_the_one_the_command_writes(client, printed, tmp_path):
    for layout, outcomes in (("wide", ""), ("long", ""), ("wide", "lapse,truce")):
        extra = ("--outcomes", outcomes) if outcomes else ()
        written = ("-o", "out.csv", "--force")
        printed("assess", "portfolio.csv", "--known", DAY, "--layout", layout, *written, *extra)
        query = {
            "format": "csv",
            "known": DAY,
            "layout": layout,
            **({"outcomes": outcomes} if outcomes else {}),
        }
        made = client.post("/api/assess", params=query, content=EXAMPLE.read_bytes(), headers=ROWS)
        assert made.headers["content-type"] == "text/csv; charset=utf-8"
        assert made.content == (tmp_path / "out.csv").read_bytes()


def test_text_in_an_answered_file_never_becomes_a_formula(client):
    body = (
        "line_id,hts,origin,entry_date,customs_value_usd\n=1+1,9506.62.40,CN,2025-10-26,1\n@x,zz,CN,"
        "2025-10-26,1\n"
    )
    made = client.post("/api/assess?format=csv", content=body.encode(), headers=ROWS)
    first = [line.split(",")[0] for line in made.text.splitlines()]
    assert first == ["line_id", "'=1+1", "'@x"]
    rows = client.post("/api/assess?format=rows", content=body.encode(), headers=ROWS).json()
    assert [row["line_id"] for row in rows] == ["=1+1", "@x"]
    assert [row["status"] for row in rows] == ["ok", "error"]


def test_a_screening(client, printed, tmp_path):
    files = {
        name: (f"{name}.csv", (tmp_path / f"{name}.csv").read_bytes())
        for name in ("parties", "owners", "listed")
    }
    made = client.post("/api/screen", files=files, data={"on": "2025-10-15"})
    assert made.status_code == 200, made.text
    words = ("screen", "parties.csv", "--owners", "owners.csv", "--on", "2025-10-15", "--listed")
    assert made.json() == printed(*words, "listed.csv")
    assert {row["outcome"] for row in made.json()["rows"]} >= {"caught"}
    del files["listed"]
    made = client.post(
        "/api/screen", files=files, data={"on": "2025-12-02", "known": "2025-12-02", "cutoff": "101"}
    )
    words = ("screen", "parties.csv", "--owners", "owners.csv", "--on", "2025-12-02", "--listed", "law")
    assert made.json() == printed(*words, "--cutoff", "101")


def test_the_calendar_is_the_file_the_command_writes(client, printed, tmp_path):
    printed("next", "--on", DAY, "--ics", "c.ics")
    assert client.get(f"/calendar.ics?on={DAY}").content == (tmp_path / "c.ics").read_bytes()
    printed("next", "--on", DAY, "--ics", "c.ics", "--force", "--language", "zh")
    assert client.get(f"/calendar.ics?on={DAY}&lang=zh").content == (tmp_path / "c.ics").read_bytes()
    printed(
        "next", "--on", DAY, "--ics", "c.ics", "--force", "--portfolio", "portfolio.csv", "--alarm-days", "3"
    )
    made = client.post(f"/calendar.ics?on={DAY}&alarm_days=3", content=EXAMPLE.read_bytes(), headers=ROWS)
    assert made.content == (tmp_path / "c.ics").read_bytes()


def test_the_page_is_the_one_the_command_writes(client, printed, tmp_path):
    printed("brief", "--on", DAY, "--tree", "october-2025", "--language", "zh", "-o", "b.html")
    made = client.get(f"/brief?on={DAY}&tree=october-2025&lang=zh")
    assert made.text == (tmp_path / "b.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/duty?hts=banana&on=2025-10-26", ("duty", "banana", "--on", DAY)),
        ("/api/duty?hts=9506.62.40&on=someday", ("duty", "9506.62.40", "--on", "someday")),
        ("/api/duty?hts=9506.62.40&on=2025-10-26&fact=quanttiy%3D3",
         ("duty", "9506.62.40", "--on", DAY, "--fact", "quanttiy=3")),
        ("/api/duty?hts=9506.62.40&on=2025-10-26&fact=quantity",
         ("duty", "9506.62.40", "--on", DAY, "--fact", "quantity")),
        ("/api/status?on=2025-10-26&known=2025-10-27&hindsight=true",
         ("status", "--on", DAY, "--known", "2025-10-27", "--hindsight")),
        ("/api/diff?on=2025-10-26", ("diff", DAY)),
        ("/api/tree?name=oktober-2025", ("tree", "oktober-2025")),
        ("/api/pledges?name=soybean", ("pledges", "soybean")),
        ("/api/next?zone=Nowhere/City", ("next", "--zone", "Nowhere/City")),
        ("/api/whatif?choice=nobody", ("whatif", "nobody")),
        ("/api/fee?on=2025-10-26&imo=9074720", ("fee", "--on", DAY, "--imo", "9074720")),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_said_in_the_same_words(client, printed, address, words):
    made = client.get(address)
    assert made.status_code == 400
    assert made.headers["content-type"] == "application/problem+json"
    assert printed(*words) == f"detente: {made.json()['detail']}\n"


def test_a_file_that_cannot_be_read_is_said_in_the_same_words(client, printed, tmp_path):
    body = b"hts,orign,entry_date,customs_value_usd\n9506.62.40,CN,2025-10-26,1\n"
    (tmp_path / "bad.csv").write_bytes(body)
    made = client.post("/api/assess?name=bad.csv", content=body, headers=ROWS)
    assert (made.status_code, f"detente: {made.json()['detail']}\n") == (400, printed("assess", "bad.csv"))
    assert "orign" in made.json()["detail"]


@pytest.mark.parametrize("name", ["General Dynamics", "Skydio, Inc.", "通用動力公司", "Nobody & Sons"])
def test_a_name_in_place_of_a_table(client, printed, name):
    form = {"parties": (None, name), "on": (None, "2026-10-01"), "known": (None, "2026-10-01")}
    made = client.post("/api/screen", files=form)
    assert made.status_code == 200, made.text
    assert made.json() == printed("screen", name, "--on", "2026-10-01", "--known", "2026-10-01")
