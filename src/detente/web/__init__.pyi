"""Names of the room web: type checkers and the loader of names read this list."""

from .answering import methods_of
from .app import make_app
from .command import serve
from .settings import Limits, ServeSettings
from .tools import mcp

__all__ = [
    "Limits",
    "ServeSettings",
    "make_app",
    "mcp",
    "methods_of",
    "serve",
]
