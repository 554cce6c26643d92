"""Notices: official sources read for what is new, kept in the user's ledger until each is handled.

In go saved or fetched answers of official sources; out come notices with the families and clocks they touch,
on the knowledge axis, and the day through which each family was checked. No rate changes here.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
