"""Words and pictures of answers: terminal tables, pages, workbooks, brief, calendar files; no arithmetic.

In go finished answers; out come renderings of them.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
