"""Names of parties matched nearly, with a score.

An exact match of comparable names is a match; a near one is a question. Names in different scripts are not
compared with each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.terms import CJK, stems

if TYPE_CHECKING:
    import polars as pl

MOST_SHARED = 400  # a key that more names than this share does not tell them apart


def near_matches(left: pl.DataFrame, right: pl.DataFrame, cutoff: float) -> pl.DataFrame:
    """Pairs of names that are nearly the same.

    Parameters
    ----------
    left, right : DataFrame
        Columns ``key`` and ``plain`` (comparable names); `left` is the shorter, the list.
    cutoff : float
        Least score, 0 to 100, of rapidfuzz's ratio on sorted words (on characters for Chinese).

    Returns
    -------
    DataFrame
        ``left, right, score``, exact matches of the comparable names left out.
    """
    import numpy as np
    import polars as pl
    from rapidfuzz import fuzz, process

    empty = pl.DataFrame(
        schema={"left": left.schema["key"], "right": right.schema["key"], "score": pl.Float64}
    )
    if left.is_empty() or right.is_empty():
        return empty
    sides = [
        side.with_columns(stem=stems(side["plain"])).filter(pl.col("stem") != "") for side in (left, right)
    ]
    keyed = [_keys_of_names(side) for side in sides]
    common = keyed[1].group_by("word").len().filter(pl.col("len") <= MOST_SHARED).select("word")
    pairs = (
        keyed[0]
        .join(common, on="word")
        .join(keyed[1], on="word", suffix="_right")
        .select("row", "row_right")
        .unique()
    )
    if pairs.is_empty():
        return empty
    pairs = pairs.sort("row", "row_right")
    candidates = (
        pairs.join(sides[0].with_row_index("row"), on="row")
        .join(sides[1].with_row_index("row"), left_on="row_right", right_on="row", suffix="_right")
        .filter(pl.col("plain") != pl.col("plain_right"))
    )
    if candidates.is_empty():
        return empty
    a, b = candidates["stem"].to_list(), candidates["stem_right"].to_list()
    words = process.cpdist(a, b, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    letters = process.cpdist(a, b, scorer=fuzz.ratio, dtype=np.float32)
    chinese = candidates["stem"].str.contains(CJK).to_numpy()
    score = np.where(chinese, letters, np.maximum(words, letters))
    return (
        candidates.select(left="key", right="key_right")
        .with_columns(score=pl.Series(score.round(1).astype(float)))
        .filter(pl.col("score") >= cutoff)
        .group_by("left", "right")
        .agg(pl.col("score").max())
        .sort("left", "right")
    )


def _keys_of_names(side: pl.DataFrame) -> pl.DataFrame:
    """Words, first letters and pairs of characters under which a name is looked for."""
    import polars as pl

    stem = pl.col("stem")
    compact = stem.str.replace_all(" ", "")
    numbered = side.with_row_index("row")
    latin = numbered.filter(~stem.str.contains(CJK))
    chinese = numbered.filter(stem.str.contains(CJK))
    parts = [
        latin.select("row", word=stem.str.split(" "))
        .explode("word")
        .filter(pl.col("word").str.len_chars() >= 3),
        latin.select("row", word=pl.lit("^") + compact.str.slice(0, 5)),
        latin.select("row", word=compact.str.slice(-5) + pl.lit("$")),
        *(
            chinese.select("row", word=compact.str.slice(i, 2)).filter(pl.col("word").str.len_chars() == 2)
            for i in range(12)
        ),
    ]
    return pl.concat(parts).unique()
