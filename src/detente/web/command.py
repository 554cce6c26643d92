"""`detente serve`: the answers, pages and feeds on this machine, until Ctrl-C."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente.terms import InputError, NotInstalled

if TYPE_CHECKING:
    from detente.rowfiles import Sheet
    from detente.web.settings import ServeSettings


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8321,
    allow_remote: Annotated[bool, Parameter(negative="")] = False,
    name: Annotated[list[str] | None, Parameter(negative="")] = None,
    portfolio: Path | None = None,
    body_mb: int = 8,
    seconds: int = 60,
) -> int:
    """Serve the answers on this machine: pages, an HTTP API, a calendar, a feed of changes.

    Only this machine can ask, unless you say otherwise. Nothing is kept and nothing is sent anywhere.
    Ctrl-C stops it. Needs the extra `web`.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Port to listen on; 0 takes a free one and says which.
    allow_remote
        Let other machines ask too. Nobody is asked for a password: put a server that does in front of it.
    name
        A name by which clients call this machine, where it is not localhost or its address; may be given
        again.
    portfolio
        Lines in a file: the calendar then tells what the lapse of each clock costs them.
    body_mb
        Largest body of a request, in megabytes.
    seconds
        Longest time one answer may take.
    """
    with_web()
    from detente.web.settings import Limits, ServeSettings, checked_place

    checked_place(host, port, allow_remote)
    if not 1 <= body_mb <= 1_024 or not 1 <= seconds <= 3_600:
        raise InputError(
            f"{body_mb} MB and {seconds} seconds", remedy="give 1 to 1024 MB and 1 to 3600 seconds"
        )
    settings = ServeSettings(
        host=host, port=port, names=frozenset(n.strip().lower().rstrip(".") for n in name or ()),
        remote=allow_remote, portfolio=_lines(portfolio),
        limits=Limits(body_bytes=body_mb * 2**20, work_seconds=float(seconds)),
    )  # fmt: skip
    _run(settings)
    return 0


def with_web() -> None:
    """Say how to install the extra where it is missing.

    Raises
    ------
    NotInstalled
        Without the extra `web`.
    """
    try:
        import detente.web.app
        import detente.web.protocol  # noqa: F401 - only to see whether they are there
    except ImportError as fault:
        raise NotInstalled(
            f"`detente serve` needs the extra `web` ({fault.name} is missing)",
            remedy="pip install 'detente[web]'",
        ) from None


def _run(settings: ServeSettings) -> None:
    """Listen and answer until Ctrl-C."""
    import uvicorn

    from detente.web.app import make_app
    from detente.web.protocol import timed_protocol

    limits = settings.limits
    app = make_app(settings)
    listening = _listen(settings.host, settings.port)
    config = uvicorn.Config(
        app, http=timed_protocol(limits), ws="none", lifespan="off", access_log=False, server_header=False,
        log_level="warning", limit_concurrency=limits.connections, timeout_keep_alive=5,
        timeout_graceful_shutdown=3, h11_max_incomplete_event_size=2 * limits.head_bytes,
        proxy_headers=False,
    )  # fmt: skip
    _say(listening, settings.remote, settings.host)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    sys.stderr.write("stopped\n")


def _lines(portfolio: Path | None) -> Sheet | None:
    """The lines to serve; the law is read too, so that what is wrong with either is said before listening."""
    from detente.portfolio import portfolio_sheet
    from detente.regime import law_tables, tables

    law, _ = tables(), law_tables()
    return portfolio_sheet(portfolio, law, dated=False) if portfolio is not None else None


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises
    ------
    InputError
        When the address is not this machine's, or the port is taken.
    """
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, place = places[0]
        return socket.create_server(place[:2], family=family)
    except OSError as fault:
        raise InputError(
            f"cannot listen on {host} port {port} ({fault.strerror or fault})",
            where="--port",
            remedy="another program may hold it: give --port 8322, or 0 for a free one",
        ) from None


def _say(listening: socket.socket, remote: bool, host: str) -> None:
    place, port = listening.getsockname()[:2]
    shown = f"[{place}]" if ":" in place else place
    if remote:
        sys.stderr.write(
            f"warning: anyone who can reach {host} can ask, unencrypted and without a password; "
            "--allow-remote was given\n"
        )
    sys.stdout.write(f"Detente on http://{shown}:{port}/ (Ctrl-C stops it)\n")
    sys.stdout.flush()
