"""May it dock, and at what price: one port call, or a file of them, under the port fees of one side.

In go the facts of a vessel and its call; out come the fee with its annex, ground and step, bounds where a
fact is missing, and sums by vessel and billing year.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
