"""Names of parties: made comparable, matched exactly, and matched nearly with a score.

Comparable means NFKC, no case, no accents, no punctuation, single blanks; traditional characters become
simplified ones where opencc is installed. An exact match of comparable names is a match; a near one is a
question. Names in different scripts are not compared with each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_SUFFIXES = (
    "company|co|corporation|corp|incorporated|inc|limited|ltd|llc|llp|lp|plc|gmbh|ag|kg|sa|sas|sarl|srl|spa|bv|nv|"
    "pte|pvt|pty|oy|oyj|ab|as|asa|aps|kk|jsc|ooo|pjsc|oao|zao|sdn|bhd|holding|holdings|group"
)
_SUFFIXES_CJK = "股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|集团|公司|株式会社|（株）"
_CJK = r"[\x{3400}-\x{9fff}]"
MOST_SHARED = 400  # a key that more names than this share does not tell them apart


def comparable(names: pl.Series) -> pl.Series:
    """Names in comparable form.

    Examples
    --------
    >>> import polars as pl
    >>> comparable(pl.Series(["ＡＢＣ Trading Co., Ltd.", "Électricité & Fils"])).to_list()
    ['abc trading co ltd', 'electricite and fils']
    """
    import polars as pl

    plain = (
        names.fill_null("")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .str.normalize("NFKD")
        .str.replace_all(r"\p{Mn}", "")
        .str.normalize("NFC")
        .str.replace_all("&", " and ", literal=True)
        .str.replace_all(r"['’`.]", "")
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.replace_all(rf"({_CJK}) +", "$1")
        .str.strip_chars()
    )
    chinese = plain.str.contains(_CJK)
    if chinese.any():
        plain = _simplified(plain, chinese)
    return plain.cast(pl.String)


def _simplified(names: pl.Series, chinese: pl.Series) -> pl.Series:
    import polars as pl

    try:
        from opencc import OpenCC
    except ImportError:
        return names
    convert = OpenCC("t2s").convert
    table = {name: convert(name) for name in names.filter(chinese).unique().to_list()}
    return names.replace(table) if table else pl.Series(names)


def stems(plain: pl.Series) -> pl.Series:
    """Comparable names without the words for the kind of company.

    Examples
    --------
    >>> import polars as pl
    >>> stems(pl.Series(["abc trading co ltd", "长江贸易有限公司"])).to_list()
    ['abc trading', '长江贸易']
    """
    return (
        plain.str.replace_all(rf"\b({_SUFFIXES})\b", " ")
        .str.replace_all(f"({_SUFFIXES_CJK})", "")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


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
    keyed = [_keys(side) for side in sides]
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
    made = (
        pairs.join(sides[0].with_row_index("row"), on="row")
        .join(sides[1].with_row_index("row"), left_on="row_right", right_on="row", suffix="_right")
        .filter(pl.col("plain") != pl.col("plain_right"))
    )
    if made.is_empty():
        return empty
    a, b = made["stem"].to_list(), made["stem_right"].to_list()
    words = process.cpdist(a, b, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    letters = process.cpdist(a, b, scorer=fuzz.ratio, dtype=np.float32)
    chinese = made["stem"].str.contains(_CJK).to_numpy()
    score = np.where(chinese, letters, np.maximum(words, letters))
    return (
        made.select(left="key", right="key_right")
        .with_columns(score=pl.Series(score.round(1).astype(float)))
        .filter(pl.col("score") >= cutoff)
        .group_by("left", "right")
        .agg(pl.col("score").max())
        .sort("left", "right")
    )


def _keys(side: pl.DataFrame) -> pl.DataFrame:
    """Words, first letters and pairs of characters under which a name is looked for."""
    import polars as pl

    stem = pl.col("stem")
    compact = stem.str.replace_all(" ", "")
    numbered = side.with_row_index("row")
    latin = numbered.filter(~stem.str.contains(_CJK))
    chinese = numbered.filter(stem.str.contains(_CJK))
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
