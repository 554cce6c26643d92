"""The optional language model, with a server on the loopback: rows count only when they can be checked."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from detente.talks import Source, analyse, extract_claims, load_registry, read_document
from detente.talks.extract.language_model import Model, ask
from detente.terms import InputError

TEXT = (
    "Bessent said soybeans were discussed.\n\nThe mood in the hall was grim by noon, and Rosa Lind "
    "shook her head at the price of oats.\n\nComments\nRosa Lind is right about everything she says here"
)


@pytest.fixture
def server() -> Iterator[Callable[[Any], str]]:
    state: dict[str, Any] = {"reply": "", "calls": 0}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state["calls"] += 1
            self.rfile.read(int(self.headers["Content-Length"]))
            reply = state["reply"]
            if reply == "slow":
                time.sleep(1.5)
                reply = ""
            body = (
                reply
                if isinstance(reply, bytes)
                else json.dumps({"choices": [{"message": {"content": reply}}]}).encode()
            )
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            return

    http = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()

    def start(reply: Any) -> str:
        state["reply"] = reply
        return f"http://127.0.0.1:{http.server_port}/v1"

    start.state = state  # type: ignore[attr-defined]
    yield start
    http.shutdown()
    http.server_close()


def rows(url: str, **kw: Any) -> Any:
    found = extract_claims(read_document(TEXT, "t.txt", date(2025, 9, 15)), load_registry())
    return ask(Model(url, timeout_s=0.5, **kw), found, load_registry())


def claim(quote: str, speaker: str) -> str:
    return json.dumps({"claims": [{"quote": quote, "speaker": speaker}]})


def test_a_checked_row_is_taken_and_marked(server: Callable[[Any], str]) -> None:
    got = rows(server("Here you are: " + claim("Rosa Lind shook her head at the price of oats", "Rosa Lind")))
    assert [(s.voice.name, s.source, s.text) for s in got.rows] == [
        ("Rosa Lind", "model", "Rosa Lind shook her head at the price of oats")
    ]


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (claim("Rosa Lind will buy all the soybeans", "Rosa Lind"), "not in the document"),
        (claim("Rosa Lind shook her head at the price of oats", "Xi Jinping"), "speaker not in the document"),
        (claim("Rosa Lind is right about everything", "Rosa Lind"), "comment"),
        (claim("short", "Rosa Lind"), "without quote"),
        ('{"claims": [{"quote": 3, "speaker": null}]}', "without quote"),
        ("I cannot help with that.", "not the JSON"),
        ('{"claims": {"a": 1}}', "not the JSON"),
        ("[" * 100_000, "not the JSON"),
        (b"\xff\xfe garbage", "no usable answer"),
        (b'{"choices": []}', "no usable answer"),
        (b'{"choices": [{"message": {"content": 5}}]}', "no usable answer"),
        (b"x" * 2_500_000, "no usable answer"),
        ("slow", "no usable answer"),
    ],
)
def test_lies_garbage_and_silence_add_nothing(server: Callable[[Any], str], reply: Any, why: str) -> None:
    got = rows(server(reply))
    assert got.rows == ()
    assert any(why in r for r in got.refused), got.refused


def test_rows_of_the_rules_stand(server: Callable[[Any], str]) -> None:
    assert rows(server(claim("Bessent said soybeans were discussed.", "Bessent"))).rows == ()


def test_answers_are_cached(server: Callable[[Any], str], tmp_path: Path) -> None:
    url = server(claim("Rosa Lind shook her head at the price of oats", "Rosa Lind"))
    assert rows(url, cache=tmp_path).rows == rows(url, cache=tmp_path).rows
    assert server.state["calls"] == 1  # type: ignore[attr-defined]


def test_nothing_is_asked_without_the_flag(server: Callable[[Any], str]) -> None:
    url = server(claim("Rosa Lind shook her head at the price of oats", "Rosa Lind"))
    source = [Source("t.txt", raw=TEXT.encode())]
    assert {c.source for c in analyse(source, day=date(2025, 9, 15)).answer.claims} == {"rule"}
    assert server.state["calls"] == 0  # type: ignore[attr-defined]
    asked = analyse(source, day=date(2025, 9, 15), model=Model(url)).answer
    assert {c.source for c in asked.claims} == {"rule", "model"}


def test_only_web_addresses() -> None:
    with pytest.raises(InputError, match="no http address"):
        Model("file:///etc/passwd")
