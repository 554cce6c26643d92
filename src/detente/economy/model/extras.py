"""The optional library of optimisers and linear solvers, or a sentence that says how to get it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from detente.terms import NotInstalled


def scipy_part(name: str) -> Any:
    """A part of scipy, such as ``optimize``.

    Raises
    ------
    NotInstalled
        When scipy is not there; the plain equilibrium search does without it.
    """
    try:
        return import_module(f"scipy.{name}")
    except ImportError as fault:
        raise NotInstalled(
            "scipy is needed for optimal tariffs and for the data of the Liberation Day paper",
            where="detente.economy",
            remedy='install it: pip install "detente[impact]"',
        ) from fault
