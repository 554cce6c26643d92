"""The error tree: every failure says what, where, which rule, and what to do.

::

    DetenteError
    ├── InputError            a value the user gave cannot be used
    │   ├── UnknownCode       no such tariff code (nearest codes named)
    │   ├── UnknownFact       no such shipment fact (nearest fact named)
    │   └── UnreadableFile    a file that cannot be read as what it claims to be
    ├── LawError              a law file breaks a numbered rule
    ├── DataError             installed schedule data are missing, damaged or of another version
    ├── NotInstalled          an optional extra is needed for this command
    └── SolveError            a numerical method did not reach its residual
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class DetenteError(Exception):
    """Base of every error raised on purpose; its text is one complete sentence for a person.

    Parameters
    ----------
    what : str
        What is wrong, with the offending value.
    where : str
        File and line, row and column, or name of the argument.
    remedy : str
        What to do about it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The whole message: place, fault, remedy."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.sentence}"

    @property
    def sentence(self) -> str:
        """Fault and remedy, for a message that says the place itself: a row and its column."""
        return self.what + (f" — {self.remedy}" if self.remedy else "")


class InputError(DetenteError):
    """A value the user gave cannot be used."""


class UnknownCode(InputError):  # noqa: N818 - a kind of fault, named in the trade's words
    """No such tariff code in the installed schedule."""


class UnknownFact(InputError):  # noqa: N818
    """No such shipment fact in the registry."""


class UnreadableFile(InputError):  # noqa: N818
    """A file that cannot be read as what it claims to be."""


class LawError(DetenteError):
    """A law file breaks a numbered rule; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"{len(self.faults)} fault(s) in the law files:\n  " + "\n  ".join(self.faults),
            remedy="mend the named lines and run `detente rule check`",
        )


class DataError(DetenteError):
    """Installed schedule data are missing, damaged or of another version."""


class NotInstalled(DetenteError):  # noqa: N818
    """An optional extra is needed for this command."""


class SolveError(DetenteError):
    """A numerical method did not reach its residual; says which equation and what to try."""


def nearest(given: str, accepted: Iterable[str], count: int = 3) -> str:
    """Words for the nearest accepted values, or an empty string when nothing is near.

    Examples
    --------
    >>> nearest("quanttiy", ["quantity", "unit"])
    'did you mean quantity?'
    """
    close = difflib.get_close_matches(given, list(accepted), n=count, cutoff=0.6)
    return f"did you mean {' or '.join(close)}?" if close else ""
