"""Shared terms: tariff codes, parties, money, rates, instants, citations, parts of answers, the error tree.

In go words as people write them; out come checked values of their own types, or an error that says what,
where and what to do.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
