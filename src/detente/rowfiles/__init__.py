"""People's files in and rows out.

In go CSV, Parquet and Excel files, uploads and frames; out come sheets whose cells are text with their row
and column, faults that name both, and answers written whole or not at all.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
