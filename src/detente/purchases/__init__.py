"""Pledges of purchase: what was promised by whose clock, and what was counted on which basis.

In go the pledges of the law and a user's own counts; out come versions, periods, progress and whether a
pledge is met.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
