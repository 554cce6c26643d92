"""Connections that cannot be held open for nothing: a head has its time, and so has the answer to it."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from detente.web.settings import Limits


def timed_protocol(limits: Limits) -> type[asyncio.Protocol]:
    """The HTTP/1.1 protocol of uvicorn with an end to waiting.

    A client that sends its head byte by byte, or never reads its answer, is cut off; between requests
    uvicorn's own keep-alive time counts.
    """
    answer_seconds = limits.body_seconds + 2 * limits.work_seconds + limits.send_seconds

    class Timed(H11Protocol):
        _timer: asyncio.TimerHandle | None = None
        _timed: Any = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._rearm()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._rearm()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._rearm()

        def connection_lost(self, exc: Exception | None) -> None:
            self._disarm()
            super().connection_lost(exc)

        def _rearm(self) -> None:
            """One timer for what is waited for now; it runs on when more bytes of the same thing arrive."""
            answering = self.cycle is not None and not self.cycle.response_complete
            if not answering and self.timeout_keep_alive_task is not None:
                self._disarm()
                return
            waited_for = self.cycle if answering else "head"
            if self._timer is not None and self._timed is waited_for:
                return
            self._disarm()
            seconds = answer_seconds if answering else limits.head_seconds
            self._timed, self._timer = waited_for, self.loop.call_later(seconds, self.transport.abort)

        def _disarm(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._timed = None

    return Timed
