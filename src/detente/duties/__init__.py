"""One shipment: which layers fall on it, what it owes, and why.

In go a code, an origin, a value, a day and facts; out comes the duty stack with rate, base, citation and
because of each layer, bounds where a fact is missing, and what later knowledge changes. Drawback and the
steps of a Chinese duty over time stand here too.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
