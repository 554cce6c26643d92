"""Tariff schedules of both sides.

In go official editions, the notes of chapter 99, tables that stand beside them, or a user's own two tables;
out come dated lines with rates and units, dated lists that name codes, and one read-only book of goods that
answers for a code and a day. `reading` reads official texts, `building` makes and checks books; what
answers at run time stands in the room itself.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
