"""Questions: one frozen model each, with the words, units and vocabularies of every field.

In go the arguments of a command, an HTTP query, an assistant's tool or a Python call; out comes one checked
question with the same names and defaults on every face, or a refusal that names the nearest argument.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
