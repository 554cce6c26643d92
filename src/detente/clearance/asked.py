"""How a file of transactions is asked, and the tables beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.regime import Reading


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables beside the transactions; each may be missing.

    Attributes
    ----------
    parties : path, frame or rows
        ``party_id, name[, aliases, country]``.
    owners : path, frame or rows
        ``owner_id, owned_id, share_pct[, votes_pct, board_pct, role, from, to]``.
    listed : path, frame, rows or "law"
        Who is listed: the parties that the law files name, or a list of your own.
    """

    parties: Any = ""
    owners: Any = ""
    listed: Any = "law"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a file is asked.

    Attributes
    ----------
    known : str or None
        Day of the knowledge for records that give none; default the day of export. With hindsight it is the
        last day on which the law was checked.
    only : tuple of str
        Names of the records to answer; all where empty.
    """

    reading: Reading = "both"
    known: str | None = None
    only: tuple[str, ...] = ()
    cutoff: float = 90.0
    owners_complete: bool = False
