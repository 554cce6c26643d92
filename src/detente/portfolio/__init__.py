"""Many lines: a file of shipments answered at once, the panel of every line, changes between two days.

In go sheets of rows; out come answers in columns. The steps, in order: `read` parses columns, `place`
assigns rows to plans, `money` works out exact cents, `layout` makes the answer's columns and words.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
