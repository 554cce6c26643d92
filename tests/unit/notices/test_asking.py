"""Asking the sources: each answer saved whole, what fails named by its source, what is here not asked again.

The publisher is a server of this test; no request leaves the machine.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from detente.notices import Ledger, ask_sources, asking_sources, read_run, watched
from detente.regime import tables
from detente.schedule import Patience

SAVED = Path(__file__).parent / "saved"
NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)  # still the evening of 30 November in Washington
QUICK = Patience(waits=(), answer_s=5.0, agent=asking_sources.AGENT)


class Publisher(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        name = urlsplit(self.path).path.strip("/")
        type(self).asked.append((self.path, self.headers["User-Agent"]))
        page = parse_qs(urlsplit(self.path).query).get("page", ["1"])[0]
        body = (SAVED / name).read_bytes() if (SAVED / name).is_file() else b""
        if name == "federal-register.json":
            made = json.loads(body)
            made["results"] = made["results"][: 2 if page == "1" else 0] or made["results"][2:]
            body = json.dumps({**made, "total_pages": 2}).encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html" if name.endswith(".html") else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """What the publisher was asked."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    Publisher.asked = []
    server = HTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    rules = watched(tables())
    sources = tuple(
        replace(s, addresses=(f"{here}/{s.files[0]}?since={{since}}",)) for s in rules.sources
    )  # fmt: skip
    monkeypatch.setattr(asking_sources, "watched", lambda _law: replace(rules, sources=sources))
    yield Publisher.asked
    server.shutdown()
    server.server_close()


def test_every_source_is_asked_once_by_name_and_its_answer_kept(asked: list[tuple[str, str]]) -> None:
    law = tables()
    folder = ask_sources(law, "2026-10-11", NOW, patience=QUICK)
    assert {agent for _, agent in asked} == {asking_sources.AGENT}
    assert any("page=2" in path for path, _ in asked)
    assert (folder.path / "federal-register.2.json").is_file()
    assert (folder.asked_on, folder.through) == ("2026-11-30", "2026-11-29")
    before = len(asked)
    ask_sources(law, "2026-10-11", NOW, patience=QUICK)
    assert len(asked) == 2 * before  # a whole run of the day is asked anew: more may have come


def test_what_was_asked_is_read_like_a_saved_folder(asked: list[tuple[str, str]]) -> None:
    law = tables()
    folder = ask_sources(law, "2026-10-11", NOW, patience=QUICK)
    seen = read_run(folder, law, Ledger())
    answered = {a.source: a.answered for a in seen.run.asked}
    assert answered["federal-register"] and answered["mofcom"] and answered["screening-list"]
    assert len(seen.fresh) >= 10


def test_a_publisher_that_has_no_such_file_is_a_fault_of_that_source(
    asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    law = tables()
    rules = asking_sources.watched(law)
    gone = tuple(
        replace(s, addresses=(s.addresses[0].replace("mofcom.html", "gone.html"),)) for s in rules.sources
    )
    monkeypatch.setattr(asking_sources, "watched", lambda _law: replace(rules, sources=gone))
    folder = ask_sources(law, "2026-10-11", NOW, patience=QUICK)
    assert set(folder.faults) == {"mofcom"}
    assert "404" in folder.faults["mofcom"]
    before = len(asked)
    ask_sources(law, "2026-10-11", NOW, patience=QUICK)
    assert len(asked) == before + 1  # only what failed is asked again
    said = json.loads((folder.path / "watch.json").read_text(encoding="utf-8"))
    assert said["through"] == "2026-11-29" and "mofcom" in said["faults"]


def test_an_answer_of_too_many_pages_is_refused(asked: list[tuple[str, str]], tmp_path: Path) -> None:
    page = json.dumps({"results": [], "total_pages": 5_000})
    first = tmp_path / "federal-register.json"
    first.write_text(page, encoding="utf-8")
    with pytest.raises(asking_sources.UnreadableFile, match="5000 pages"):
        asking_sources._ask_pages(first, "http://127.0.0.1:1/x?y", QUICK)
