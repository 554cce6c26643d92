"""A screening as a frame: clean parties by the million, and a worked row for each that is not clean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.screening.answer import PartyRow
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
)


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
    clean = ~tested.possible[asked] & (owned | done.settings.owners_complete)
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
    )
    worked = [(party, row) for party in asked[~clean].tolist() for row in done.rows_of(tested, [party])]
    return [plain, _as_frame(worked)]


def _as_frame(rows: Sequence[tuple[int, PartyRow]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        [{"key": party, **{name: getattr(row, name) for name in SCREEN_ANSWER}} for party, row in rows],
        schema={"key": pl.UInt32, **dict.fromkeys(SCREEN_ANSWER, pl.String)},
    )
