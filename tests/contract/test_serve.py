"""A started server on loopback: what it answers, what it refuses, and that nothing holds it up."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

pytest.importorskip("uvicorn")
pytest.importorskip("fastapi")

SMALL = """
import detente.web.settings as s
from dataclasses import replace
class Limits(s.Limits):
    def __init__(self, **given):
        super().__init__(**{**given, "head_seconds": 1.0, "body_seconds": 1.0})
s.Limits = Limits
from detente.cli.main import run
run()
"""


@contextlib.contextmanager
def started(*words: str, code: str = "from detente.cli.main import run; run()"):
    """A server in a process of its own; its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", "0", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        line = process.stdout.readline()
        found = re.search(r"http://(?:127\.0\.0\.1|0\.0\.0\.0):(\d+)/", line)
        assert found, line + process.stderr.read()
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def port():
    with started(code=SMALL) as (_, number):
        yield number


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str):
    """Status, headers and body of one request."""
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items():
        link.putheader(name.replace("_", "-"), value)
    if method == "POST" and "Content_Length" not in headers:
        link.putheader("Content-Length", str(len(body)))
    link.endheaders(body or None)
    made = link.getresponse()
    found = made.status, {k.lower(): v for k, v in made.getheaders()}, made.read()
    link.close()
    return found


def test_it_answers_and_every_answer_is_guarded(port):
    for path in ("/", "/api/status", "/calendar.ics", "/nothing", "/api/duty?hts=x"):
        _, headers, _ = ask(port, path)
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers
    assert json.loads(ask(port, "/api/status?on=2025-10-26")[2])["on"] == "2025-10-26"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "192.0.2.7", "a b",
             "[::1", "127.0.0.1:8321:1"]
)  # fmt: skip
def test_another_name_is_refused(port, host):
    """A page elsewhere that points its own name at this machine sends that name."""
    assert ask(port, "/api/status", Host=host)[0] == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:8321"])
def test_its_own_names_are_accepted(port, host):
    assert ask(port, "/style.css", Host=host)[0] == 200


def test_a_server_called_by_a_name_of_its_own():
    with started("--name", "Detente.example.org") as (_, number):
        assert ask(number, "/style.css", Host="detente.example.org")[0] == 200
        assert ask(number, "/style.css", Host="example.org")[0] == 421


def test_another_site_may_not_make_it_work(port):
    body, kind = b"hts\n1\n", {"Content_Type": "text/csv"}
    assert ask(port, "/api/assess", "POST", body, **kind, Origin="https://evil.example")[0] == 403
    assert ask(port, "/api/assess", "POST", body, **kind, Origin="null")[0] == 403
    assert ask(port, "/api/assess", "POST", body, **kind, Sec_Fetch_Site="cross-site")[0] == 403
    assert ask(port, "/api/assess", "POST", body, **kind, Origin=f"http://127.0.0.1:{port}")[0] == 400
    assert ask(port, "/api/assess", "POST", body, Content_Type="text/plain")[0] == 415


def test_a_huge_body_is_refused_before_it_is_read(port):
    started_at = time.monotonic()
    status, _, said = ask(port, "/api/assess", "POST", Content_Type="text/csv", Content_Length="99999999999")
    assert (status, time.monotonic() - started_at < 0.9) == (413, True)
    assert b"8,388,608 bytes" in said
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        link.sendall(
            b"POST /api/assess HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nTransfer-Encoding: "
            b"chunked\r\n\r\n"
        )
        chunk = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
        with contextlib.suppress(OSError):
            for _ in range(12):
                link.sendall(chunk)
        with contextlib.suppress(OSError):
            assert b" 413 " in link.recv(4096)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"a\n" * 1_000_000, "more than 100,000 rows"),
        (b"\r" * 200_000, "more than 100,000 rows"),
        (b"a," * 1_000_000, "columns"),
        (b"," * 900 + b"\n" + b"x\n" * 50_000, "cells"),
        (b"\x00\x01\x02", "binary data"),
        (b"", "body: Field required"),
        (b"\n\n", "a header is needed"),
        (b'hts,"', "column origin"),
    ],
)
def test_a_body_that_would_unfold_in_memory_is_refused(port, body, said):
    started_at = time.monotonic()
    status, _, words = ask(port, "/api/assess", "POST", body, Content_Type="text/csv")
    assert (status, said in words.decode()) == (400, True), words
    assert time.monotonic() - started_at < 5


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/style.css/../../pages.py", "//etc/passwd",
             "/templates/home.html.j2", "/%00", "/api/../law"]
)  # fmt: skip
def test_no_path_leads_to_a_file(port, path):
    status, headers, body = ask(port, path)
    assert status == 404
    assert headers["content-type"] == "application/problem+json"
    assert b"root:" not in body


def test_long_addresses_are_refused(port):
    assert ask(port, "/" + "a" * 300)[0] == 414
    assert ask(port, "/api/duty?hts=" + "1" * 5000)[0] == 414
    assert ask(port, "/api/status", X="y" * 20_000)[0] == 431
    with contextlib.suppress(OSError):  # cut off while it was still sending
        assert ask(port, "/api/status", X="y" * 900_000)[0] == 400


def test_script_in_a_parameter_stays_text(port):
    script = "%3Cscript%3Ealert(1)%3C/script%3E"
    for path, refused in (
        (f"/?on={script}", 400),
        (f"/brief?tree={script}", 400),
        (f"/?{script}=1", 422),
        (f"/?on=2025-10-26&known=%22%3E{script}", 400),
    ):
        status, headers, body = ask(port, path)
        assert status == refused
        assert b"<script>alert" not in body or headers["content-type"] == "application/problem+json"
        assert "script-src" not in headers["content-security-policy"]
    status, headers, _ = ask(port, f"/api/duty?hts={script}")
    assert (status, headers["content-type"]) == (400, "application/problem+json")


def test_a_slow_head_and_a_slow_body_are_cut_off(port):
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        link.sendall(b"GET /api/status HTTP/1.1\r\nHost: loc")
        started_at = time.monotonic()
        assert link.recv(100) == b""
        assert time.monotonic() - started_at < 5
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        link.sendall(
            b"POST /api/assess HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: "
            b"100\r\n\r\nhts"
        )
        assert b" 408 " in link.recv(4096)
    with socket.create_connection(("127.0.0.1", port), 30) as link:  # a second head on a kept connection
        link.sendall(b"GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.3)
        assert b" 200 " in link.recv(65536)
        link.sendall(b"GET /st")
        link.settimeout(10)
        while link.recv(65536):
            pass


def test_many_at_once_get_the_same_answer(port):
    path = "/api/duty?hts=9506.62.40&on=2025-10-26&value="
    alone = [ask(port, path + str(v))[2] for v in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda v: ask(port, path + str(v))[2], range(1, 9)))
    assert together == alone


def test_head_has_no_body_and_other_methods_are_refused(port):
    status, headers, body = ask(port, "/calendar.ics", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 1000
    assert ask(port, "/api/status", "DELETE")[0] == 405
    assert ask(port, "/api/status", "OPTIONS", Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly(sign):
    with started() as (process, number):
        held = socket.create_connection(("127.0.0.1", number))
        assert ask(number, "/style.css")[0] == 200
        process.send_signal(sign)
        out, err = process.communicate(timeout=10)
        held.close()
        assert process.returncode in ((0,) if sign == signal.SIGINT else (0, -sign))
        assert "Traceback" not in err + out


def _words(*words: str) -> tuple[int, str]:
    code = "from detente.cli.main import run; run()"
    made = subprocess.run(
        [sys.executable, "-c", code, "serve", *words], capture_output=True, text=True, timeout=60, check=False
    )
    return made.returncode, made.stderr


def test_other_machines_are_kept_out_unless_asked_for():
    assert _words("--host", "0.0.0.0")[0] == 2
    assert "--allow-remote" in _words("--host", "192.0.2.1")[1]
    with started("--host", "0.0.0.0", "--allow-remote") as (process, number):
        assert ask(number, "/style.css", Host="192.0.2.7:8321")[0] == 200
        assert ask(number, "/style.css", Host="evil.example")[0] == 421
        process.send_signal(signal.SIGINT)
        assert "warning: anyone who can reach 0.0.0.0" in process.communicate(timeout=10)[1]


def test_a_taken_port_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = _words("--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "cannot listen" in said
    assert "Traceback" not in said


def test_without_the_extra_it_says_how_to_install():
    code = "import sys; sys.modules['fastapi'] = None; from detente.cli.main import run; run(['serve'])"
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert made.returncode == 2
    assert "pip install 'detente[web]'" in made.stderr


def test_it_never_asks_the_network(tmp_path):
    """Every connection but those to its own listening socket is refused, and everything is still answered."""
    code = (
        "import socket\n"
        "def refuse(*_, **__): raise AssertionError('the network was asked')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.create_connection = refuse\n"
        "from detente.cli.main import run; run()"
    )
    with started(code=code) as (_, number):
        for path in (
            "/",
            "/brief?on=2025-10-26&tree=october-2025",
            "/changes.atom",
            "/calendar.ics",
            "/api/pledges",
        ):
            assert ask(number, path)[0] == 200, path


def test_an_ordinary_client_reads_it(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/openapi.json", timeout=30) as made:
        assert json.load(made)["info"]["title"] == "Detente"
