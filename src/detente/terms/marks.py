"""Characters that change how a text reads and that nobody sees: control, direction and zero-width marks."""

from __future__ import annotations

import unicodedata

from detente.terms.errors import InputError

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def check_marks(text: str, *, what: str) -> None:
    """Refuse text with a character that cannot be seen: what is shown would not be what was given.

    Raises
    ------
    InputError
        Names the character and its place.

    Examples
    --------
    >>> check_marks("Côte d’Ivoire", what="origin")
    """
    if text.isascii() and text.isprintable():
        return
    for place, mark in enumerate(text, start=1):
        if unicodedata.category(mark) in _UNSEEN:
            raise InputError(
                f"{what} holds a character that cannot be seen (U+{ord(mark):04X}, character {place})",
                remedy="type it again without it",
            )
