"""The law: files become checked, dated, immutable tables, and a status on a day as known on a day.

In goes the folder `law/`; out come the compiled artefact, frozen rows of measures, fees, licences and
pledges, the state of every track at a moment, and the card. `law_files` reads, checks and compiles; `dated`
holds the rows at run time; `on_a_day` asks them.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
