"""A screening as a frame: clean parties by the million, and a worked row for each that is not clean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.screening.answer import HolderBehind, PartyRow, Stake
from detente.screening.outcome_words import NOBODY_BEHIND
from detente.screening.ownership_tests import Tested
from detente.screening.result import Screening

if TYPE_CHECKING:
    import polars as pl

SCREEN_ANSWER = (
    "party_id",
    "name",
    "rule",
    "outcome",
    "aggregate_pct",
    "chain",
    "missing",
    "rule_status",
    "announced_status",
    "effect",
    "threshold_pct",
    "low_pct",
    "high_pct",
    "why",
    "why_zh",
    "readings",
    "holders",
)


def cells_of(row: PartyRow) -> dict[str, str]:
    """A row as text cells: readings and holders one after the other, with semicolons between.

    Examples
    --------
    >>> row = PartyRow(party_id="T", name="", rule="bis_50", outcome="caught", aggregate_pct="50")
    >>> cells_of(row)["aggregate_pct"], cells_of(row)["holders"]
    ('50', '')
    """
    cells = {name: getattr(row, name) for name in SCREEN_ANSWER}
    cells["readings"] = "; ".join(
        f"{one.reading} {one.low_pct}" + (f" to {one.high_pct}" if one.high_pct != one.low_pct else "") + " %"
        for one in row.readings
    )
    cells["holders"] = "; ".join(holder_words(one) for one in row.holders)
    return cells


def holder_words(one: HolderBehind) -> str:
    """A listed holder with its chain, the percent of every link and of their product.

    Examples
    --------
    >>> links = (Stake(owner="A", owned="H", share_pct="49"), Stake(owner="H", owned="T", share_pct=""))
    >>> holder_words(HolderBehind(holder="A", name="Iron", listed_as="EL", chain=links, multiplied_pct=""))
    'Iron (EL): A 49 % of H, H ? % of T'
    """
    links = ", ".join(_link_words(link) for link in one.chain)
    several = len(one.chain) > 1 and one.multiplied_pct
    return f"{one.name} ({one.listed_as}): {links}" + (
        f" = {one.multiplied_pct} % multiplied" if several else ""
    )


def _link_words(link: Stake) -> str:
    words = f"{link.owner} {link.share_pct or '?'} % of {link.owned}"
    more = [
        f"{pct} % of its {what}"
        for pct, what in ((link.votes_pct, "votes"), (link.board_pct, "board"))
        if pct
    ]
    more += [f"as {link.role.replace('_', ' ')}"] if link.role else []
    return words + (f" ({', '.join(more)})" if more else "")


def screen_frame(done: Screening) -> pl.DataFrame:
    """Rows of every party under every rule, in the order of the party file.

    Returns
    -------
    DataFrame
        Columns ``OUT``; text, empty where nothing is to be said.
    """
    import polars as pl

    asked = done.register.asked
    display = done.register.names.unique("key", keep="first", maintain_order=True).select("key", "name")
    base = pl.DataFrame({"key": asked.astype(np.uint32)}).with_columns(
        party_id=done.register.ids.gather(asked)
    )
    base = base.join(
        display.with_columns(pl.col("key").cast(pl.UInt32)), on="key", how="left", maintain_order="left"
    )
    parts = [part for tested in done.tested for part in _rows_of_test(done, tested, base)]
    listed = [(party, row) for party in asked.tolist() if (row := done.row_of_listed(party)) is not None]
    parts += [_as_frame(listed)] if listed else []
    if not done.tested or done.settings.names_only:
        parts.append(
            _as_frame([(p, row) for p in asked.tolist() if (row := done.row_of_unmet(p)) is not None])
        )
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(SCREEN_ANSWER, pl.String))
    order = pl.DataFrame({"key": asked.astype(np.uint32)}).with_row_index("place")
    rules = {t.test.rule: i for i, t in enumerate(done.tested)}
    frame = pl.concat(parts).join(order, on="key")
    return (
        frame.with_columns(turn=pl.col("rule").replace_strict(rules, default=len(rules)))
        .sort("turn", "place")
        .select(SCREEN_ANSWER)
    )


def _rows_of_test(done: Screening, tested: Tested, base: pl.DataFrame) -> list[pl.DataFrame]:
    """Rows of one test: parties it plainly does not catch as whole columns, the others one by one."""
    import polars as pl

    asked = done.register.asked
    if done.settings.names_only:
        return [
            _as_frame(
                [(p, row) for p in asked.tolist() for row in done.rows_of(tested, done.judged(tested, [p]))]
            )
        ]
    owned = np.diff(tested.graph.back)[asked] > 0
    behind = tested.possible | tested.linked.mask
    clean = ~behind[asked] & (owned | done.settings.owners_complete)
    now, announced = done.standings[tested.test.rule]
    plain = base.filter(pl.Series(clean)).select(
        "key",
        "party_id",
        pl.col("name").fill_null(""),
        rule=pl.lit(tested.test.rule),
        outcome=pl.lit("not_caught"),
        aggregate_pct=pl.Series([tested.aggregate(int(p)) for p in asked[clean]], dtype=pl.String),
        chain=pl.lit(""),
        missing=pl.lit(""),
        rule_status=pl.lit(now.state),
        announced_status=pl.lit(announced.state if announced.state != now.state else ""),
        effect=pl.lit(""),
        threshold_pct=pl.lit(tested.test.threshold_pct),
        low_pct=pl.lit("0"),
        high_pct=pl.Series([tested.bounds(int(p))[1] for p in asked[clean]], dtype=pl.String),
        why=pl.lit(NOBODY_BEHIND[0]),
        why_zh=pl.lit(NOBODY_BEHIND[1]),
        readings=pl.Series([_readings_of(done, tested, int(p)) for p in asked[clean]], dtype=pl.String),
        holders=pl.lit(""),
    )
    worked = [(party, row) for party in asked[~clean].tolist() for row in done.rows_of(tested, [party])]
    return [plain, _as_frame(worked)]


def _readings_of(done: Screening, tested: Tested, party: int) -> str:
    (row,) = done.rows_of(tested, [party])
    return cells_of(row)["readings"]


def _as_frame(rows: Sequence[tuple[int, PartyRow]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        [{"key": party, **cells_of(row)} for party, row in rows],
        schema={"key": pl.UInt32, **dict.fromkeys(SCREEN_ANSWER, pl.String)},
    )
