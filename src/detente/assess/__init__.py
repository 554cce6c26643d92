"""What a shipment owes and whether it may ship or dock."""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """The package can be called: once a part of it is loaded, ``detente.assess`` is the package."""

    def __call__(self, *given: Any, **asked: Any) -> Any:
        """``detente.assess(frame)``, see `detente.answers.portfolio.assess`."""
        from detente.answers.portfolio import assess

        return assess(*given, **asked)


sys.modules[__name__].__class__ = _Callable
