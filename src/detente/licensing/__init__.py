"""May it ship: one transaction, or a file of them, against the export controls of one side.

In go an item in words or codes and the facts of a transaction; out comes the requirement with the rules
that catch it, the facts that are missing, the next clock, and what was learned later.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
