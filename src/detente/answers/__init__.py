"""The answers: one function a question, which is also the Python face of the program.

In goes a question of `detente.questions`; out comes the model that every face shows. `catalogue` lists
every question once, with its function, its answer and its command. The day of this machine is read here and
nowhere below.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
