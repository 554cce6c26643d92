"""HTTP API, pages, feeds and the MCP server: the answers of the program on your own machine.

In go questions over HTTP or MCP; out come the same models that the command line prints as JSON.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
