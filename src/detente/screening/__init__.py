"""Who is on a list, by name or through ownership: parties and holdings against the lists of both sides.

In go parties, holdings and listed names; out come the parties that the 50 % rule or another ownership test
catches, each with its chain, and what is not known.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
