"""The talks: who said what, where the sides differ, and what became of it.

In go reports and readouts in English and Chinese; out come attributed claims with their words, positions,
disagreements, commitments and the record beside them. The steps, in order: `words`, `read`, `extract`,
`compare`, `page`.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
