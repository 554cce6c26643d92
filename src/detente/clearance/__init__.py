"""One transaction from end to end: its parties screened, its licences and port fees asked, and what to do.

In go records of parties with roles and owners, an item, a way, days and a vessel; out comes for each record
what catches it, which question to ask next and what its answer would settle, and the act that follows.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
