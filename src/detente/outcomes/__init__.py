"""Clocks, decisions and what-if: one tree of outcomes laid over the law.

In go named outcomes or CLOCK=OUTCOME and, if asked, a portfolio; out come the law under each outcome, what
each costs, which clauses cause it, when to enter, and the calendar of clocks.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
