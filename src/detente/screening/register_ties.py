"""What a register says beyond its shares: who is tied to whom at all, and what nobody is named to hold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detente.screening.owner_files.holdings import OWNER
from detente.screening.ownership import UNKNOWN, Graph
from detente.screening.ownership_kernel import FULL_SHARE, UNITS_PER_PERCENT
from detente.screening.register import Register, graph_from

ROUNDED = UNITS_PER_PERCENT // 10  # a rest so small is what rounding left


def links_of(register: Register) -> Graph:
    """Every tie between two parties as a whole holding: a share of whatever size or of none that is known, a
    vote, a board seat, a contract."""
    import polars as pl

    parts = []
    for interest, edges in register.edges.items():
        tie = pl.col("share") != 0
        if interest == "equity":
            tie |= pl.col("role") != OWNER
        elif interest not in register.given:
            continue
        else:
            tie &= pl.col("share") != UNKNOWN
        parts.append(edges.filter(tie).select("owner", "owned"))
    edges = parts[0] if len(parts) == 1 else pl.concat(parts).unique(maintain_order=True)
    return graph_from(edges.with_columns(share=pl.lit(FULL_SHARE, pl.Int64)), len(register.ids))


def unnamed_shares(
    register: Register, graphs: Mapping[str, Graph], linked: np.ndarray
) -> dict[str, np.ndarray]:
    """What of each company nobody is named to hold, by interest, in units; all of one asked about without a
    row.

    Who is linked to a listed party counts with what it holds in whatever role; behind another that holds for
    somebody else may stand anybody.
    """
    unnamed = {}
    for interest, graph in graphs.items():
        named = np.zeros(graph.nodes, np.int64)
        ends = np.repeat(np.arange(graph.nodes), np.diff(graph.back))
        written = register.as_written(interest).back_share
        share = np.where(linked[graph.owner], written, graph.back_share)
        outside = (share > 0) & (graph.owner != ends)
        np.add.at(named, ends[outside], share[outside])
        rest = np.where(np.diff(graph.back) > 0, np.maximum(FULL_SHARE - named, 0), 0)
        without = register.asked[np.diff(graph.back)[register.asked] == 0]
        rest[without] = FULL_SHARE
        rest[list(register.over)] = 0
        rest[rest <= ROUNDED] = 0
        unnamed[interest] = rest
    return unnamed
