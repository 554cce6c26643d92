"""The registry of goods lists (``law/us/lists.yaml``): which note enumerates which list, and how."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from detente.terms import DataError

_RANGE = re.compile(r"^(?P<stem>.+)\((?P<first>[ivx]+)\)-\((?P<last>[ivx]+)\)$")
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]


@dataclass(frozen=True, slots=True)
class Addition:
    """Codes of a list that the notes at hand do not print with their dates, each with its own instrument.

    Either `codes` are named, or they are the codes of another list (`codes_of`) that begin with one
    of `beginning`, without those in `besides`.
    """

    codes: tuple[str, ...]
    codes_of: str
    beginning: tuple[str, ...]
    from_day: str
    to_day: str
    known_day: str
    cite: str
    confidence: str
    end_known_day: str = ""
    besides: tuple[str, ...] = ()


class KnownDay(NamedTuple):
    """When codes that come to a list, or leave it, on a day became known; all of them when none is named."""

    day: str
    known: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One list of the registry.

    Parameters
    ----------
    list_id, note, heading : str
        As in the registry.
    take : str
        ``lines``, ``named``, ``headings``, ``parts``, ``lines and parts``, ``whole items``, ``described
        items``.
    also : tuple of Addition
        Dated codes from instruments the notes do not reproduce.
    known : tuple of KnownDay
        For additions that became known on another day than they took effect.
    ends : tuple of KnownDay
        For codes that leave the list by an instrument of its own.
    in_part : tuple of str
        Codes the note names for some of their goods only; `also` has the statistical numbers of those.
    differs : tuple of (code, why)
        Codes on which sources are known to differ, with the reason.
    """

    list_id: str
    note: str
    heading: str
    take: str = "lines"
    also: tuple[Addition, ...] = ()
    known: tuple[KnownDay, ...] = ()
    ends: tuple[KnownDay, ...] = ()
    in_part: tuple[str, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The subdivisions meant: a range of romans is written out.

        Examples
        --------
        >>> ListEntry("x", "16(c)(i)-(iii)", "").paths
        ('16(c)(i)', '16(c)(ii)', '16(c)(iii)')
        """
        matched = _RANGE.match(self.note)
        if not matched:
            return (self.note,)
        span = _ROMANS[_ROMANS.index(matched["first"]) : _ROMANS.index(matched["last"]) + 1]
        return tuple(f"{matched['stem']}({roman})" for roman in span)


def find_registry() -> Path:
    """The registry's file: of the checkout when there is one, else the one the package carries.

    Raises
    ------
    DataError
        When neither is there.
    """
    here = Path(__file__).resolve()
    for path in (here.parents[4] / "law" / "us" / "lists.yaml", here.parents[2] / "_data" / "lists.json"):
        if path.is_file():
            return path
    raise DataError(
        "the registry of goods lists is missing", where="law/us/lists.yaml", remedy="install detente again"
    )


def read_registry(path: Path | None = None) -> tuple[ListEntry, ...]:
    """The lists of the registry, in its order."""
    path = path or find_registry()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        rows = json.loads(text)["lists"]
    else:
        import yaml

        # the base loader makes texts only
        rows = yaml.load(text, Loader=yaml.CBaseLoader)["lists"]  # noqa: S506
    return tuple(_entry(row) for row in rows)


def _entry(row: dict[str, Any]) -> ListEntry:
    also = tuple(
        Addition(
            tuple(code.replace(".", "") for code in item.get("codes", ())),
            item.get("codes_of", ""),
            tuple(code.replace(".", "") for code in item.get("beginning", ())),
            item.get("from", ""),
            item.get("to", ""),
            item.get("known", ""),
            item["cite"],
            item.get("confidence", "B"),
            item.get("end_known", ""),
            tuple(code.replace(".", "") for code in item.get("besides", ())),
        )
        for item in row.get("also", ())
    )
    in_part = tuple(code.replace(".", "") for code in row.get("in_part", ()))
    differs = tuple(
        (code.replace(".", ""), item["why"]) for item in row.get("differs", ()) for code in item["codes"]
    )
    return ListEntry(
        list_id=row["id"],
        note=row.get("note", ""),
        heading=row.get("heading", ""),
        take=row.get("take", "lines"),
        also=also,
        known=_known(row.get("known", ()), "from"),
        ends=_known(row.get("ends", ()), "to"),
        in_part=in_part,
        differs=differs,
    )


def _known(items: list[dict[str, Any]], day: str) -> tuple[KnownDay, ...]:
    return tuple(
        KnownDay(item[day], item["known"], tuple(code.replace(".", "") for code in item.get("codes", ())))
        for item in items
    )
