"""What a server may be asked, by whom, and how much at a time."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field

from detente.rowfiles import Sheet
from detente.terms import InputError

HOST, PORT = "127.0.0.1", 8321
_HOST_HEADER = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(?::\d{1,5})?")


@dataclass(frozen=True)
class Limits:
    """Bounds of one request and of all of them together; seconds are wall clock.

    Parameters
    ----------
    body_bytes, head_bytes, path_bytes, query_bytes : int
        Longest body, headers, path and query.
    head_seconds, body_seconds, work_seconds, send_seconds : float
        How long a client may take for its head and its body, an answer to be worked out, and the client to
        read it.
    at_once : int
        Answers worked out at the same time; further ones wait as long as one may take.
    connections : int
        Open connections.
    """

    body_bytes: int = 8 * 2**20
    head_bytes: int = 16_384
    path_bytes: int = 256
    query_bytes: int = 4_096
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    work_seconds: float = 60.0
    send_seconds: float = 60.0
    at_once: int = 2
    connections: int = 64


@dataclass(frozen=True)
class ServeSettings:
    """Where to listen and what to serve.

    Parameters
    ----------
    names : frozenset of str
        Names beside localhost by which a client may call the server (its Host header).
    remote : bool
        Other machines may ask: addresses that are not loopback are then good hosts too.
    portfolio : Sheet, optional
        Lines whose cost the calendar tells for every clock.
    """

    host: str = HOST
    port: int = PORT
    names: frozenset[str] = frozenset()
    remote: bool = False
    portfolio: Sheet | None = None
    limits: Limits = field(default_factory=Limits)

    def good_host(self, header: str) -> bool:
        """Whether a Host header names this server.

        A page elsewhere can point a name of its own at this machine (DNS rebinding), but not an address: a
        host given as an address is the one the client dialled.
        """
        host = _HOST_HEADER.fullmatch(header)
        if host is None:
            return False
        name = host[1].strip("[]").lower().rstrip(".")
        if name == "localhost" or name in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.remote or address.is_loopback


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_place(host: str, port: int, allow_remote: bool) -> None:
    """Refuse to listen for other machines unless that was asked for.

    Raises
    ------
    InputError
        For such an address without the flag, or a port that is none.
    """
    if not 0 <= port <= 65_535:
        raise InputError(f"{port} is no port", where="--port", remedy="give 1 to 65535, or 0 for a free one")
    if not is_loopback(host) and not allow_remote:
        raise InputError(
            f"{host!r} can be reached from other machines, and nobody is asked for a password",
            where="--host", remedy=f"leave it out ({HOST}), or add --allow-remote",
        )  # fmt: skip
