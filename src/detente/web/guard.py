"""The door: who may ask, how long a question may be and take to arrive, what every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.web.problems import problem
from detente.web.settings import ServeSettings

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": NOTHING,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
SAFE = ("GET", "HEAD")
CLOSE = {"Connection": "close"}


class Guard:
    """Checks a request before the application sees it, and hands it a body that is whole and small enough."""

    def __init__(self, app: ASGIApp, settings: ServeSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        send = _carrying(send, headless=scope["method"] == "HEAD")
        refused = self._refused(scope)
        if refused is None:
            body = await self._body(receive)
            if isinstance(body, bytes):
                inner: Scope = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
                await self.app(inner, _replayed(body, receive), send)
                return
            refused = body
        if refused is not None:
            await refused(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        """What is wrong with the head of a request."""
        limits, headers = self.settings.limits, Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.settings.good_host(hosts[0]):
            return problem(
                421,
                "this server answers to localhost, its own address and names given by --name",
                headers=CLOSE,
            )
        if len(scope.get("raw_path") or scope["path"].encode()) > limits.path_bytes:
            return problem(414, f"the path is longer than {limits.path_bytes} bytes", headers=CLOSE)
        if len(scope["query_string"]) > limits.query_bytes:
            return problem(414, f"the query is longer than {limits.query_bytes:,} bytes", headers=CLOSE)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > limits.head_bytes:
            return problem(431, f"the headers are longer than {limits.head_bytes:,} bytes", headers=CLOSE)
        if scope["method"] not in SAFE and not self._same_site(headers):
            return problem(403, "another site may not ask this server to work", headers=CLOSE)
        if headers.get("content-encoding", "identity").lower() != "identity":
            return problem(415, "send the body as it is, without Content-Encoding", headers=CLOSE)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > limits.body_bytes:
            return _too_large(limits.body_bytes)
        return None

    def _same_site(self, headers: Headers) -> bool:
        """Whether a request that makes the server work comes from its own pages, or from no page at all."""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("none", "same-origin")
        origin = headers.get("origin")
        return origin is None or self.settings.good_host(urlsplit(origin).netloc)

    async def _body(self, receive: Receive) -> bytes | Response | None:
        """The whole body; a refusal when it is too large or too slow, None when the client has gone."""
        limits, parts, size = self.settings.limits, [], 0
        try:
            async with asyncio.timeout(limits.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > limits.body_bytes:
                        return _too_large(limits.body_bytes)
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            return problem(
                408, f"the body did not arrive within {limits.body_seconds:g} seconds", headers=CLOSE
            )


def _too_large(limit: int) -> Response:
    return problem(
        413, f"the body is larger than {limit:,} bytes: split the file, or use the program", headers=CLOSE
    )


def _carrying(send: Send, *, headless: bool) -> Send:
    """A sender that adds the headers of every answer, and keeps back the body of a HEAD."""

    async def carrying(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        elif headless:
            message = {**message, "body": b""}
        await send(message)

    return carrying


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A receiver that gives the body once, then what the connection says."""
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed
