"""Answers are worked out beside the server's loop: a few at a time, each within its time."""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from starlette.exceptions import HTTPException

from detente.web.settings import Limits

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """Runs functions in threads of their own; a thread that overruns its time keeps its place until it ends.

    The threads are daemons: stopping the server never waits for a question nobody waits for any more.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._places = asyncio.Semaphore(limits.at_once)

    def answering(self, work: Callable[P, T]) -> Callable[P, Awaitable[T]]:
        """An asynchronous function of the same signature."""

        @functools.wraps(work)
        async def answered(*args: P.args, **kwargs: P.kwargs) -> T:
            return await self.run(functools.partial(work, *args, **kwargs))

        answered.__signature__ = inspect.signature(work, eval_str=True)  # type: ignore[attr-defined]
        return answered

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`.

        Raises
        ------
        HTTPException
            503 when no place was free in time, or the work took longer than it may.
        """
        seconds = self.limits.work_seconds
        try:
            async with asyncio.timeout(seconds):
                await self._places.acquire()
        except TimeoutError:
            raise HTTPException(
                503, "busy with other questions; ask again later", {"Retry-After": "30"}
            ) from None
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def done(result: T | None, fault: BaseException | None) -> None:
            self._places.release()
            if future.cancelled():
                return
            if fault is not None:
                future.set_exception(fault)
            else:
                future.set_result(result)  # type: ignore[arg-type]

        def thread() -> None:
            result, fault = None, None
            try:
                result = work()
            except BaseException as caught:
                fault = caught
            try:
                loop.call_soon_threadsafe(done, result, fault)
            except RuntimeError:
                return  # the server has stopped; nobody waits

        threading.Thread(target=thread, daemon=True, name="detente-answer").start()
        try:
            return await asyncio.wait_for(future, seconds)
        except TimeoutError:
            raise HTTPException(
                503, f"it took longer than {seconds:g} seconds; ask for less, or use the program itself"
            ) from None
