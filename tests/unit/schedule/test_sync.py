"""Fetching from a loopback publisher that cuts connections, sends web pages and changes its files."""

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from small_edition import ROWS

from detente.schedule.building.fetch import Patience, fetch
from detente.schedule.building.sync import (
    CHAPTER_99,
    MANIFEST,
    Manifest,
    Publisher,
    check_files,
    choose,
    edition_url,
    read_releases,
    sync,
)
from detente.schedule.reading.editions import EditionName, read_edition
from detente.terms import DataError, InputError, UnreadableFile

EDITION = json.dumps(ROWS).encode()
PDF = b"%PDF-1.4 chapter 99"
RELEASES = json.dumps(
    [
        {"name": "2026HTSRev2", "description": "2026 HTS Revision 2", "releaseStartDate": "01/30/2026"},
        {"name": "2026HTSBasic", "description": "2026 HTS Basic", "releaseStartDate": "01/01/2026"},
        {"name": "2025HTSRev32", "description": "", "releaseStartDate": "2025-11-15"},
    ]
).encode()


class Site:
    """What the publisher has, and how it behaves at each request for a path (the last stays)."""

    def __init__(self) -> None:
        self.files = {
            "/releaseList": RELEASES,
            "/file": PDF,
            "/hts_2026_revision_2_json.json": EDITION,
            "/hts_2026_basic_edition_json.json": EDITION,
            "/hts_2025_revision_32_json.json": EDITION,
        }
        self.behaves: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []

    def next_behaviour(self, path: str) -> str:
        plan = self.behaves.get(path, [])
        return plan.pop(0) if len(plan) > 1 else (plan[0] if plan else "")


@pytest.fixture
def site() -> Iterator[tuple[Site, Publisher]]:
    here = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            path = unquote(self.path).split("?")[0]
            here.asked.append((path, self.headers.get("Range") or ""))
            how, body = here.next_behaviour(path), here.files.get(path)
            if body is None:
                self.answer(404, b"no such file")
            elif how == "busy":
                self.answer(503, b"busy")
            elif how == "html":
                self.answer(200, b"<!DOCTYPE html><p>Maintenance</p>", "text/html; charset=utf-8")
            elif how == "html as json":
                self.answer(200, b"<html>Maintenance</html>")
            elif how == "cut":
                self.answer(200, body, sent=len(body) // 2)
            elif how == "short":
                self.answer(200, body[: len(body) // 2])
            else:
                self.ranged(body)

        def ranged(self, body: bytes) -> None:
            tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
            asked = self.headers.get("Range")
            if asked and self.headers.get("If-Range") == tag:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
                self.answer(206, body[start:], content_range=f"bytes {start}-{len(body) - 1}/{len(body)}")
            else:
                self.answer(200, body)

        def answer(
            self,
            status: int,
            body: bytes,
            kind: str = "application/json",
            sent: int | None = None,
            content_range: str = "",
        ) -> None:
            whole = here.files.get(unquote(self.path).split("?")[0]) or body
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", f'"{hashlib.sha256(whole).hexdigest()[:12]}"')
            if content_range:
                self.send_header("Content-Range", content_range)
            self.end_headers()
            self.wfile.write(body[:sent] if sent is not None else body)
            if sent is not None:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield here, Publisher(base, base, 0.0, Patience((0.0, 0.0), 5.0))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bring(folder: Path, publisher: Publisher, editions: str = "2026", **more: bool) -> list[str]:
    return sync(
        folder, wanted=choose(editions), now=lambda: "2026-06-10T12:00:00+00:00", publisher=publisher, **more
    )


def test_the_wanted_editions_and_chapter_99_come_with_address_time_size_and_hash(
    tmp_path: Path, site: tuple[Site, Publisher]
) -> None:
    _, publisher = site
    came = bring(tmp_path, publisher)
    assert came == ["hts_2026_basic.json.gz", "hts_2026_rev_2.json.gz", CHAPTER_99]
    entry = json.loads((tmp_path / MANIFEST).read_text())["files"]["hts_2026_rev_2.json.gz"]
    assert entry["url"].endswith("/hts_2026_revision_2_json.json")
    assert (entry["bytes"], entry["sha256"]) == (len(EDITION), hashlib.sha256(EDITION).hexdigest())
    assert entry["fetched_at"] == "2026-06-10T12:00:00+00:00"
    assert gzip.decompress((tmp_path / "hts_2026_rev_2.json.gz").read_bytes()) == EDITION
    assert len(read_edition(tmp_path / "hts_2026_rev_2.json.gz").rows) == 6
    assert check_files(tmp_path) == []


def test_what_is_here_is_not_fetched_again(tmp_path: Path, site: tuple[Site, Publisher]) -> None:
    here, publisher = site
    bring(tmp_path, publisher)
    here.asked.clear()
    assert bring(tmp_path, publisher) == []
    assert [path for path, _ in here.asked] == ["/releaseList", "/file"]


def test_a_cut_connection_is_resumed_where_it_broke(tmp_path: Path, site: tuple[Site, Publisher]) -> None:
    here, publisher = site
    here.behaves["/hts_2026_revision_2_json.json"] = ["cut", ""]
    assert "hts_2026_rev_2.json.gz" in bring(tmp_path, publisher, "newest")
    assert [r for p, r in here.asked if p.startswith("/hts")] == ["", f"bytes={len(EDITION) // 2}-"]
    assert check_files(tmp_path) == []


def test_a_fetch_that_keeps_breaking_says_so_and_goes_on_next_time(
    tmp_path: Path, site: tuple[Site, Publisher]
) -> None:
    here, publisher = site
    url = f"{publisher.editions}/hts_2026_revision_2_json.json"
    here.behaves["/hts_2026_revision_2_json.json"] = ["cut", "busy"]
    with pytest.raises(DataError, match=r"after 3 tries.*503.*goes on where it broke off"):
        fetch(url, tmp_path / "x.json", patience=publisher.patience)
    assert not (tmp_path / "x.json").exists()
    here.behaves.clear()
    here.asked.clear()
    got = fetch(url, tmp_path / "x.json", patience=publisher.patience)
    assert here.asked == [("/hts_2026_revision_2_json.json", f"bytes={len(EDITION) // 2}-")]
    assert got.sha256 == hashlib.sha256(EDITION).hexdigest()


def test_a_file_that_changed_between_two_tries_is_taken_whole(
    tmp_path: Path, site: tuple[Site, Publisher]
) -> None:
    here, publisher = site
    path = "/hts_2026_revision_2_json.json"
    here.behaves[path] = ["cut"]
    with pytest.raises(DataError):
        fetch(publisher.editions + path, tmp_path / "x.json", patience=Patience(()))
    here.behaves.clear()
    here.files[path] = json.dumps(ROWS[:3]).encode()
    fetch(publisher.editions + path, tmp_path / "x.json", patience=publisher.patience)
    assert (tmp_path / "x.json").read_bytes() == here.files[path]


@pytest.mark.parametrize("how", ["html", "html as json"])
def test_a_web_page_instead_of_the_edition_is_refused(
    tmp_path: Path, site: tuple[Site, Publisher], how: str
) -> None:
    here, publisher = site
    here.behaves["/hts_2026_revision_2_json.json"] = [how]
    with pytest.raises(DataError, match="web page instead of the file"):
        bring(tmp_path, publisher, "newest")
    assert not list(tmp_path.glob("*hts_2026*"))


def test_a_truncated_edition_is_refused_and_the_one_here_stays(
    tmp_path: Path, site: tuple[Site, Publisher]
) -> None:
    here, publisher = site
    bring(tmp_path, publisher, "newest")
    before = (tmp_path / "hts_2026_rev_2.json.gz").read_bytes()
    here.behaves["/hts_2026_revision_2_json.json"] = ["short"]
    with pytest.raises(UnreadableFile, match="no complete JSON"):
        bring(tmp_path, publisher, "newest", accept_changed=True)
    assert (tmp_path / "hts_2026_rev_2.json.gz").read_bytes() == before
    assert check_files(tmp_path) == []


def test_a_published_edition_that_changes_is_refused_until_accepted(
    tmp_path: Path, site: tuple[Site, Publisher]
) -> None:
    here, publisher = site
    bring(tmp_path, publisher, "newest")
    here.files["/hts_2026_revision_2_json.json"] = json.dumps(ROWS[:4]).encode()
    (tmp_path / "hts_2026_rev_2.json.gz").unlink()
    with pytest.raises(DataError, match="publisher's file changed"):
        bring(tmp_path, publisher, "newest")
    assert "hts_2026_rev_2.json.gz" in bring(tmp_path, publisher, "newest", accept_changed=True)


def test_a_chapter_that_is_no_pdf_and_a_strange_release_list_are_refused(
    tmp_path: Path, site: tuple[Site, Publisher]
) -> None:
    here, publisher = site
    here.files["/file"] = b"{}"
    with pytest.raises(DataError, match="no PDF"):
        bring(tmp_path, publisher, "newest")
    for body in (b"{}", b"[]", b"not json", b'[{"name": "x"}]'):
        here.files["/releaseList"] = body
        with pytest.raises(DataError, match=r"releases|no release"):
            bring(tmp_path, publisher, "newest")


def test_an_edition_that_is_not_released_and_a_missing_file_are_named(
    tmp_path: Path, site: tuple[Site, Publisher]
) -> None:
    here, publisher = site
    with pytest.raises(InputError, match=r"2026 revision 9 is not released.*newest is 2026 revision 2"):
        bring(tmp_path, publisher, "2026-9")
    with pytest.raises(InputError, match="names no edition"):
        choose("latest")
    del here.files["/hts_2026_revision_2_json.json"]
    with pytest.raises(DataError, match="answered 404"):
        bring(tmp_path, publisher, "newest")


def test_files_changed_on_disk_are_found(tmp_path: Path, site: tuple[Site, Publisher]) -> None:
    _, publisher = site
    bring(tmp_path, publisher)
    (tmp_path / "hts_2026_rev_2.json.gz").write_bytes(gzip.compress(b"[]"))
    (tmp_path / "hts_2026_basic.json.gz").write_bytes(b"\x1f\x8b broken")
    (tmp_path / CHAPTER_99).unlink()
    assert [fault.split(":")[0] for fault in check_files(tmp_path)] == [
        CHAPTER_99,
        "hts_2026_basic.json.gz",
        "hts_2026_rev_2.json.gz",
    ]
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(DataError, match="manifest is damaged"):
        Manifest.read(tmp_path)


def test_without_a_connection_the_remedy_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="address cannot be found.*data build --from"):  # noqa: RUF043
        fetch("http://no-such-publisher.invalid/x.json", tmp_path / "x.json")


def test_addresses_and_days_of_release(tmp_path: Path) -> None:
    assert edition_url(EditionName(2025, 18)).endswith("/hts_2025_revision_18_json.json")
    (tmp_path / "releases.json").write_bytes(RELEASES)
    assert read_releases(tmp_path / "releases.json") == {
        EditionName(2026, 2): "2026-01-30",
        EditionName(2026, 0): "2026-01-01",
        EditionName(2025, 32): "2025-11-15",
    }
    with pytest.raises(DataError, match="no web address"):
        fetch("file:///etc/passwd", tmp_path / "x")
