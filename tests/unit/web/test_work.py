"""Answers keep to their time, and a question that overruns keeps its place until it ends."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time

import pytest

pytest.importorskip("starlette")

from starlette.exceptions import HTTPException

from detente.terms import InputError
from detente.web.settings import Limits, ServeSettings, checked_place
from detente.web.work import Workers


def test_results_and_faults_come_back_as_they_are():
    async def ask():
        workers = Workers(Limits())
        assert await workers.run(lambda: 7) == 7

        def wrong() -> None:
            raise InputError("no such thing")

        with pytest.raises(InputError, match="no such thing"):
            await workers.run(wrong)

    asyncio.run(ask())


def test_a_question_that_overruns_is_given_up_and_keeps_its_place_until_it_ends():
    async def ask():
        workers = Workers(Limits(work_seconds=0.2, at_once=1))
        go_on = threading.Event()
        with pytest.raises(HTTPException) as late:
            await workers.run(lambda: go_on.wait(30))
        assert (late.value.status_code, "longer than 0.2 seconds" in str(late.value.detail)) == (503, True)
        with pytest.raises(HTTPException) as busy:
            await workers.run(lambda: 1)
        assert (busy.value.status_code, busy.value.headers) == (503, {"Retry-After": "30"})
        go_on.set()
        await asyncio.sleep(0.1)
        assert await workers.run(lambda: 1) == 1

    asyncio.run(ask())


def test_no_more_than_its_places_are_worked_on_at_once():
    running, most = 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1

    async def ask():
        workers = Workers(Limits(at_once=2))
        await asyncio.gather(*(workers.run(work) for _ in range(8)))

    asyncio.run(ask())
    assert most == 2


def test_the_signature_stays():
    def work(day: str, times: int = 2) -> int:
        return times

    found = inspect.signature(Workers(Limits()).answering(work))
    assert {name: p.annotation for name, p in found.parameters.items()} == {"day": str, "times": int}


@pytest.mark.parametrize(
    ("header", "local", "remote"),
    [
        ("localhost:8321", True, True), ("LOCALHOST.", True, True), ("127.0.0.1", True, True),
        ("127.8.9.1:1", True, True), ("[::1]:8321", True, True), ("desk.example.org:80", True, True),
        ("192.0.2.7", False, True), ("evil.example", False, False), ("localhost@evil.example", False, False),
        ("127.0.0.1.evil.example", False, False), ("", False, False), ("[::1", False, False),
        ("0x7f000001", False, False), ("2130706433", False, False),
    ],
)  # fmt: skip
def test_which_hosts_name_this_server(header, local, remote):
    names = frozenset({"desk.example.org"})
    assert ServeSettings(names=names).good_host(header) is local
    assert ServeSettings(names=names, remote=True).good_host(header) is remote


def test_where_it_may_listen():
    for host in ("127.0.0.1", "::1", "localhost"):
        checked_place(host, 0, False)
    for host in ("0.0.0.0", "::", "192.0.2.1", "desk.example.org"):
        with pytest.raises(InputError, match="--allow-remote"):
            checked_place(host, 8321, False)
        checked_place(host, 8321, True)
    with pytest.raises(InputError, match="is no port"):
        checked_place("127.0.0.1", 65_536, False)
