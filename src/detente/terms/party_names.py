"""Names of parties in comparable form: of any case, script width, accent and punctuation, with or without
Ltd.

Comparable means NFKC, no case, no accents, no punctuation, single blanks; traditional characters become
simplified ones where opencc is installed.
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
CJK = r"[\x{3400}-\x{9fff}]"


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
        .str.replace_all(rf"({CJK}) +", "$1")
        .str.strip_chars()
    )
    chinese = plain.str.contains(CJK)
    if chinese.any():
        plain = _simplify(plain, chinese)
    return plain.cast(pl.String)


def _simplify(names: pl.Series, chinese: pl.Series) -> pl.Series:
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
