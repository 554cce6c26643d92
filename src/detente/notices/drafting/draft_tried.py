"""What a draft would change: the clauses, and which lines owe how much more or less."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from detente.portfolio import PortfolioAnswer, assess_sheet, frame_sheet
from detente.regime import Tables, build_tables, law_with, read_draft
from detente.terms import Answer, Frozen, InputError

if TYPE_CHECKING:
    from detente.rowfiles import Sheet
    from detente.schedule import Schedule

_MOST_LINES = 200
_PROBED = 40  # lines of the schedule answered where no portfolio is given
_VALUE = "10000"


class TriedLine(Frozen):
    """A line that owes something else under the draft; amounts are None where a fact is missing."""

    row: int
    line_id: str
    hts: str
    origin: str
    entry_date: str
    before_low_usd: float | None
    before_high_usd: float | None
    after_low_usd: float | None
    after_high_usd: float | None
    change_usd: float | None


class DraftTried(Answer):
    """What a draft would change.

    Attributes
    ----------
    change_usd : float
        Sum of the changes of lines settled before and after.
    unsettled : int
        Changed lines whose duty is not settled before or after: they are in no sum.
    probed : bool
        No portfolio was given: lines are codes the draft names, of 10,000 USD each, on its first day.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("lines",)

    draft: str
    measure: str
    lines_seen: int
    lines_changed: int
    change_usd: float
    unsettled: int
    probed: bool
    lines: tuple[TriedLine, ...]
    rules_before: str
    rules_after: str
    notes: tuple[str, ...] = ()


def try_draft(
    folder: Path, draft: Path, law: Tables, *, sheet: Sheet | None = None, known: str | None = None
) -> DraftTried:
    """Answer lines under the law as it is and as it would be with a draft.

    Parameters
    ----------
    sheet : Sheet, optional
        A portfolio; by default the goods the draft names, on the first day of its first provision.
    known : str, optional
        Day of the knowledge used; by default that of each line.

    Raises
    ------
    LawError
        With everything that keeps the draft from counting as law.
    InputError
        When no line can be answered under it.
    """
    read = read_draft(draft, folder)
    changed = build_tables(law_with(folder, draft))
    name = str(read.data.get("id", ""))
    notes: list[str] = []
    probed = sheet is None
    if sheet is None:
        sheet = _probe(name, changed)
    one = assess_sheet(sheet, known=known, reading="text", law=law)
    two = assess_sheet(sheet, known=known, reading="text", law=changed)
    moved = _moved(one, two)
    order = sorted(moved, key=lambda i: -abs(_change(one, two, i) or 0.0))
    sums = [change for i in moved if (change := _change(one, two, i)) is not None]
    faults = len(one.faults)
    if faults:
        notes.append(f"{faults} rows could not be read and are in no sum")
    if len(moved) > _MOST_LINES:
        notes.append(f"the {_MOST_LINES} lines that change most are shown")
    return DraftTried(
        draft=str(draft), measure=name, lines_seen=len(one.entries), lines_changed=len(moved),
        change_usd=round(sum(sums), 2), unsettled=len(moved) - len(sums), probed=probed,
        lines=tuple(_line(one, two, i) for i in order[:_MOST_LINES]), rules_before=law.hash,
        rules_after=changed.hash, notes=tuple(notes),
    )  # fmt: skip


def _probe(name: str, law: Tables) -> Sheet:
    """Lines of the goods a measure names, of one value, on the first day of its first provision."""
    import polars as pl

    from detente.duties import CHINA_IMPORT, schedule

    measure = next((m for m in law.measures if m.id == name), None)
    starts = sorted(row.start for track in measure.tracks for row in track) if measure else []
    if measure is None or not starts:
        raise InputError("this draft names no duty that lines could owe", remedy="give --portfolio FILE")
    china = measure.direction == CHINA_IMPORT
    book = schedule("CN" if china else "US")
    codes = _codes(measure, book)
    if not codes:
        raise InputError(
            "no line of the installed schedule stands under the codes of the draft",
            remedy="give --portfolio FILE, or install the whole schedule: `detente data sync`",
        )  # fmt: skip
    origins = {o for track in measure.tracks for row in track for o in row.origin} or measure.origin
    origin = "CN" if "CN" in origins else min(origins)
    return frame_sheet(
        pl.DataFrame(
            {
                "hts": codes, "origin": [origin] * len(codes), "entry_date": [starts[0][:10]] * len(codes),
                "customs_value_usd": [_VALUE] * len(codes),
                **({"direction": [CHINA_IMPORT] * len(codes)} if china else {}),
            }
        ),
        "the goods of the draft",
    )  # fmt: skip


def _codes(measure: Any, book: Schedule) -> list[str]:
    """Codes of the schedule under the prefixes of a measure, spread over them."""
    prefixes = {*measure.prefixes, *(p for track in measure.tracks for row in track for p in row.prefixes)}
    plain = tuple(sorted({prefix.replace(".", "") for prefix in prefixes}))
    every = sorted(book.codes(8))
    under = [code for code in every if code.startswith(tuple(p[:8] for p in plain))] if plain else every
    step = max(1, len(under) // _PROBED)
    return under[::step][:_PROBED]


def _moved(one: PortfolioAnswer, two: PortfolioAnswer) -> Sequence[int]:
    """Rows that are answered otherwise."""
    a, b = one.cents, two.cents
    differs = (a.low != b.low) | (a.high != b.high) | (a.open_top != b.open_top) | (one.status != two.status)
    return [int(i) for i in np.flatnonzero(differs & one.answered & two.answered)]


def _change(one: PortfolioAnswer, two: PortfolioAnswer, i: int) -> float | None:
    """Dollars more a settled row owes."""
    if not (one.settled[i] and two.settled[i]):
        return None
    return (int(two.cents.duty[i]) - int(one.cents.duty[i])) / 100


def _line(one: PortfolioAnswer, two: PortfolioAnswer, i: int) -> TriedLine:
    ship = one.entries.ship(i)
    row = one.sheet.frame.row(i, named=True)
    (low, high), (after_low, after_high) = (_bounds(answer, i) for answer in (one, two))
    return TriedLine(
        row=i + 1, line_id=str(row.get("line_id") or ""), hts=ship.code.dotted, origin=ship.origin,
        entry_date=ship.moment[:10], before_low_usd=low, before_high_usd=high, after_low_usd=after_low,
        after_high_usd=after_high, change_usd=_change(one, two, i),
    )  # fmt: skip


def _bounds(answer: PortfolioAnswer, i: int) -> tuple[float | None, float | None]:
    cents = answer.cents
    high = None if cents.open_top[i] else int(cents.high[i]) / 100
    return int(cents.low[i]) / 100, high
