"""A trade model joined to the dated law: effects of an outcome on the world, packages both sides would sign.

In go a world of trade, a model and the tariffs of an outcome; out come certified changes of trade, prices
and real income, optimal tariffs and bargains.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
