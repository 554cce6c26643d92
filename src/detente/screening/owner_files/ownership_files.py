"""Who owns whom in the layouts that registers publish: GLEIF's relationship records and BODS statements.

GLEIF relationships say who consolidates whom in its accounts, and seldom by how much: without an amount in
percent a share is unknown. BODS shares are exact or have a minimum and a maximum; only shareholdings are read
as ownership, a statement of other interests alone is a holding of unknown size.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.rowfiles import Reading, Sheet, Source, Upload, read_sheet
from detente.terms import UnreadableFile, file_at

MAX_BYTES = 1_000_000_000
GLEIF_MARK = b"Relationship.StartNode.NodeID"
_GLEIF = "relationship."
_HELD = ("is_directly_consolidated_by", "is_ultimately_consolidated_by", "is_international_branch_of")
_HEAD = 65_536
COLUMNS = ("owner_id", "owned_id", "share_pct", "from", "to", "owner_name", "owned_name")


def is_gleif(source: object) -> bool:
    """Whether a file holds GLEIF relationship records."""
    given = source.given if isinstance(source, Source) else source
    if isinstance(given, Upload):
        return GLEIF_MARK in given.body[:_HEAD]
    path = Path(str(given))
    if path.suffix.lower() not in (".csv", ".txt") or not file_at(path):
        return False
    with path.open("rb") as file:
        return GLEIF_MARK in file.read(_HEAD)


def gleif_owners(source: Any) -> Sheet:
    """Holdings of GLEIF relationship records: the end of a relationship owns its start.

    Raises
    ------
    UnreadableFile
        When the file cannot be read.
    """
    import polars as pl

    sheet = read_sheet(source)
    names = {c.removeprefix(_GLEIF): c for c in sheet.frame.columns if c.startswith(_GLEIF)}
    frame = sheet.frame.select(pl.col(column).alias(name) for name, column in names.items())
    kind = pl.col("relationshiptype").str.to_lowercase()
    held = frame.select(kind.is_in(_HELD).fill_null(False)).to_series()
    if "relationshipstatus" in frame.columns:
        held &= frame["relationshipstatus"].str.to_uppercase().fill_null("ACTIVE") == "ACTIVE"
    amount = pl.lit(None, pl.String)
    if {"quantifiers.1.quantifieramount", "quantifiers.1.quantifierunits"} <= set(frame.columns):
        percent = pl.col("quantifiers.1.quantifierunits").str.to_uppercase() == "PERCENTAGE"
        amount = pl.when(percent).then(pl.col("quantifiers.1.quantifieramount"))
    made = frame.filter(held).select(
        pl.col("endnode.nodeid").alias("owner_id"), pl.col("startnode.nodeid").alias("owned_id"),
        amount.alias("share_pct"),
    )  # fmt: skip
    rows = [row for row, kept in zip(sheet.rows, held.to_list(), strict=True) if kept]
    left = frame.height - made.height
    note = f"read as GLEIF relationship records: {made.height} holdings, without an amount of unknown size"
    note += f"; {left} funds and relationships that ended are left out" if left else ""
    return _sheet(sheet.name, made, rows, note)


def bods_owners(path: Path) -> Sheet:
    """Holdings of BODS statements (JSON or one JSON object a line).

    Raises
    ------
    UnreadableFile
        When the file is no list of statements.
    """
    import polars as pl

    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"the file is larger than {MAX_BYTES:,} bytes", where=path.name)
    statements = list(_statements(path))
    names = dict(_names(statements))
    rows = [row for s in statements for row in _holdings(s, names)]
    if not rows:
        raise UnreadableFile(
            "it holds no ownership statement of BODS", where=path.name,
            remedy="give statements with interestedParty, subject and interests, or a table of owners",
        )  # fmt: skip
    frame = pl.DataFrame(
        [dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=dict.fromkeys(COLUMNS, pl.String)
    )
    note = f"read as BODS statements: {frame.height} holdings of {len(statements)} statements"
    return _sheet(path.name, frame, list(range(1, frame.height + 1)), note)


def _sheet(name: str, frame: Any, rows: list[int], note: str) -> Sheet:
    import numpy as np

    return replace(Sheet(name, frame, 1, (note,), reading=Reading()), numbers=np.array(rows, dtype=np.int64))


def _statements(path: Path) -> Iterator[Mapping[str, Any]]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        data = list(_lines(text, path.name))
    if isinstance(data, Mapping):
        data = data.get("statements") or [data]
    for one in data if isinstance(data, list) else ():
        if isinstance(one, Mapping):
            yield one


def _lines(text: str, where: str) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise UnreadableFile(
                f"line {number} cannot be read as JSON ({str(fault)[:80]})", where=where
            ) from None


def _names(statements: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for s in statements:
        details = s.get("recordDetails") if isinstance(s.get("recordDetails"), Mapping) else s
        full = [n.get("fullName") for n in details.get("names") or () if isinstance(n, Mapping)]  # type: ignore[union-attr]
        name = details.get("name") or next((n for n in full if n), "")  # type: ignore[union-attr]
        for key in ("recordId", "statementID", "statementId"):
            if s.get(key) and name:
                yield str(s[key]), str(name)


def _holdings(s: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str | None, ...]]:
    """Holdings that a statement of ownership makes, one an owner."""
    details = s.get("recordDetails") if isinstance(s.get("recordDetails"), Mapping) else s
    assert isinstance(details, Mapping)
    owner, owned = _party(details.get("interestedParty")), _party(details.get("subject"))
    if not owner or not owned or "interests" not in details:
        return
    if s.get("recordStatus") == "closed":
        return
    interests = [i for i in details.get("interests") or () if isinstance(i, Mapping)]
    shares = [i for i in interests if str(i.get("type", "")).replace("_", "-").lower() == "shareholding"]
    chosen: Mapping[str, Any] = shares[0] if shares else {}
    first, last = (str(chosen.get(k) or "")[:10] or None for k in ("startDate", "endDate"))
    share = chosen.get("share")
    words = _share(share) if isinstance(share, Mapping) else None
    yield owner, owned, words, first, last, names.get(owner), names.get(owned)


def _party(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        keys = ("describedByEntityStatement", "describedByPersonStatement")
        return next((str(value[k]) for k in keys if value.get(k)), "")
    return ""


def _share(share: Mapping[str, Any]) -> str | None:
    """A share in the words of a band; in older statements the exclusive ends are marks beside the numbers."""
    if share.get("exact") is not None:
        return str(share["exact"])
    low, high = share.get("minimum"), share.get("maximum")
    over, under = share.get("exclusiveMinimum"), share.get("exclusiveMaximum")
    if over is not None and not isinstance(over, bool):
        low = over
    below = under is True
    if under is not None and not isinstance(under, bool):
        high, below = under, True
    if low is None and high is None:
        return None
    if high is None:
        return f"at least {low}"
    if below:
        return f"at least {low or 0} less than {high}"
    return f"{low or 0}-{high}"
