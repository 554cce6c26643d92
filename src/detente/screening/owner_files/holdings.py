"""Holdings from rows of text: who holds how much of whose equity, votes and board seats, on a day, in what
role.

Nothing is dropped in silence: a share that cannot be read is unknown, a role that is not known makes its
share one that may count, and the owners of one company that come to more than the whole are a fault of that
company's record, of which no share is sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.rowfiles import RAGGED, RowFault, Sheet
from detente.screening.owner_files.share_bands import UNSAID, read_band
from detente.screening.ownership import UNKNOWN
from detente.screening.ownership_kernel import FULL_SHARE, UNITS_PER_PERCENT
from detente.terms import InputError, nearest, read_day

if TYPE_CHECKING:
    import polars as pl

INTERESTS = {"equity": "share_pct", "votes": "votes_pct", "board": "board_pct"}
OWNER = "owner"  # the role of a plain holding
NOT_SAID = "not_said"  # a role in words that are not known
WITHOUT_EQUITY = frozenset({"director", "contract"})  # roles that bring no equity unless a share is written
COUNTED_ONCE = frozenset({OWNER, "state"})  # roles whose equity adds up to the whole
OVER_BY = UNITS_PER_PERCENT // 10  # sums so far above the whole are rounding
_ON_TOP = "\u2191"  # marks the part of a band above its least
_PLAIN = r"^\d+(\.\d*)?([eE][+-]?\d+)?$|^\.\d+$"


@dataclass(frozen=True)
class Holdings:
    """Holdings of a day as text ids: frames ``owner_id, owned_id, share, role, row`` by interest.

    Attributes
    ----------
    given : frozenset of str
        Interests that the table has a column for; of the others every share is unknown.
    over : mapping of str to str
        Companies whose owners come to more than the whole, with the sum in percent.
    own : tuple of str
        Companies that hold their own shares.
    """

    frames: dict[str, pl.DataFrame]
    given: frozenset[str]
    over: dict[str, str]
    own: tuple[str, ...]

    def of(self, interest: str) -> pl.DataFrame:
        """Holdings of one interest; unknown ones where the table has no column for it."""
        return self.frames[interest]


def read_holdings(owners: Sheet, on: str, faults: list[RowFault]) -> Holdings:
    """Holdings of the day with shares in units of 1e-9 percent, interest by interest; faults on the way."""
    import polars as pl

    frame = owners.frame.with_columns(pl.Series("row", owners.rows, dtype=pl.UInt32))
    frame = frame.with_columns(pl.col("owner_id", "owned_id").str.strip_chars().fill_null(""))
    if RAGGED in frame.columns:
        odd = frame.filter(pl.col(RAGGED).is_not_null()).select("row", RAGGED)
        faults += [
            RowFault(row, "row", f"{words}: its share is taken as unknown") for row, words in odd.iter_rows()
        ]
        frame = frame.with_columns(
            pl.when(pl.col(RAGGED).is_null()).then(column).alias(column)
            for column in INTERESTS.values()
            if column in frame.columns
        )
    for column in ("owner_id", "owned_id"):
        empty = frame.filter(pl.col(column) == "")["row"].to_list()
        faults += [RowFault(row, column, "is empty: the holding cannot be placed") for row in empty]
    frame = frame.filter((pl.col("owner_id") != "") & (pl.col("owned_id") != ""))
    frame = _of_day(_with_roles(frame, faults), on, faults)
    own = frame.filter(pl.col("owner_id") == pl.col("owned_id"))["owned_id"].unique(maintain_order=True)
    given = frozenset(name for name, column in INTERESTS.items() if column in frame.columns)
    frames: dict[str, pl.DataFrame] = {}
    over: dict[str, str] = {}
    for interest, column in INTERESTS.items():
        if interest in given:
            shares = _shares(frame, column, faults)
            frames[interest], more = _not_above_the_whole(shares, interest, column, faults)
            over |= {party: total for party, total in more.items() if party not in over}
        else:
            frames[interest] = frame.select(
                "owner_id", "owned_id", pl.lit(UNKNOWN, pl.Int64).alias("share"), "role", "row",
                *_days_of(frame),
            )  # fmt: skip
    return Holdings(frames, given, over, tuple(own.to_list()))


def _days_of(frame: pl.DataFrame) -> list[str]:
    return [column for column in ("from", "to") if column in frame.columns]


def _shares(frame: pl.DataFrame, column: str, faults: list[RowFault]) -> pl.DataFrame:
    """Shares of one column in units, a band as two rows."""
    import polars as pl

    if column == "share_pct":  # whoever holds a seat or a contract alone holds no equity
        none = pl.col("role").is_in(list(WITHOUT_EQUITY)) & (
            pl.col(column).fill_null("").str.strip_chars() == ""
        )
        frame = frame.with_columns(pl.when(none).then(pl.lit("0")).otherwise(column).alias(column))
    frame, bands = _with_bands(frame, column)
    text = pl.col(column).fill_null("").str.strip_chars().str.strip_chars_end("%％").str.strip_chars()
    number = pl.when(text.str.contains(_PLAIN)).then(text).otherwise(None).cast(pl.Float64, strict=False)
    sound = number.is_not_null() & (number >= 0) & (number <= 100)
    # the added thousandth of a unit undoes the binary rounding of up to nine decimals, never of a tenth
    exact = (number * UNITS_PER_PERCENT + 0.001).floor().clip(0, FULL_SHARE).cast(pl.Int64)
    frame = frame.with_columns(
        share=pl.when(sound).then(exact).otherwise(UNKNOWN),
        bad=~sound & ~text.str.to_lowercase().is_in(list(UNSAID)),
    )
    if bands:
        held = pl.col(column).replace_strict(bands, default=None, return_dtype=pl.Int64)
        frame = frame.with_columns(share=pl.coalesce(held, "share"), bad=pl.col("bad") & held.is_null())
    for row, said in frame.filter("bad").select("row", column).iter_rows():
        faults.append(
            RowFault(row, column, f"{str(said)[:40]!r} is no percentage of 0 to 100: taken as unknown")
        )
    return frame.select("owner_id", "owned_id", "share", "role", "row", *_days_of(frame))


def _with_bands(frame: pl.DataFrame, column: str) -> tuple[pl.DataFrame, dict[str, int]]:
    """Holdings of which least and most are known, as two rows: the least, and what may come on top of it.

    The second row's share is negative: nothing in a count from below, its size in one from above.
    """
    import polars as pl

    cells = pl.col(column).fill_null("").str.strip_chars().str.to_lowercase()
    plain = cells.str.contains(r"^\d+(\.\d*)?([eE][+-]?\d+)?\s*[%％]?$|^\.\d+\s*[%％]?$") | cells.is_in(
        list(UNSAID)
    )
    odd = frame.filter(~plain)[column].unique().drop_nulls().to_list()
    bands = {text: band for text in odd if (band := read_band(text)) is not None}
    wide = {text: band for text, band in bands.items() if band[1] - band[0] > 1}
    said = {text: low for text, (low, _) in bands.items()}
    if wide:
        more = frame.filter(pl.col(column).is_in(list(wide)))
        labels = {text: f"{text} {_ON_TOP}" for text in wide}
        more = more.with_columns(pl.col(column).replace(list(labels), list(labels.values())))
        said |= {labels[text]: low - high for text, (low, high) in wide.items()}
        frame = pl.concat([frame, more])
    return frame, said


def _not_above_the_whole(
    shares: pl.DataFrame, interest: str, column: str, faults: list[RowFault]
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Companies whose owners come to more than the whole: each a fault, and none of its shares is sure."""
    import polars as pl

    whole = shares.filter((pl.col("share") > 0) & pl.col("role").is_in(list(COUNTED_ONCE)))
    once = whole.unique(["owner_id", "owned_id", "share", *_days_of(whole)])
    sums = once.group_by("owned_id").agg(pl.col("share").sum(), pl.col("row").min())
    over = sums.filter(pl.col("share") > FULL_SHARE + OVER_BY).sort("row")
    if not over.height:
        return shares, {}
    totals = {}
    for party, total, row in over.iter_rows():
        totals[party] = f"{total / UNITS_PER_PERCENT:.10g}"
        what = {"equity": "shares", "votes": "votes", "board": "board seats"}[interest]
        words = f"the {what} of {party} come to {totals[party]} %: its record is at fault, "
        faults.append(RowFault(row, column, words + "none of them is taken as sure"))
    doubtful = (pl.col("share") > 0) & pl.col("owned_id").is_in(list(totals))
    return shares.with_columns(
        pl.when(doubtful).then(-pl.col("share")).otherwise("share").alias("share")
    ), totals


def _with_roles(frame: pl.DataFrame, faults: list[RowFault]) -> pl.DataFrame:
    """The role of each holding in our words; one that is not known is a fault, not a plain share."""
    import polars as pl

    if "role" not in frame.columns:
        return frame.with_columns(role=pl.lit(OWNER))
    said = frame["role"].fill_null("").unique().to_list()
    meant = {text: role_of(text) for text in said}
    for row, text in (
        frame.filter(pl.col("role").is_in([t for t in said if not meant[t]]))
        .select("row", "role")
        .iter_rows()
    ):
        near = nearest(str(text), _roles())
        hint = f" ({near})" if near else ""
        words = f"{str(text)[:40]!r} is no role known here{hint}: whether its share counts is open"
        faults.append(RowFault(row, "role", words))
    return frame.with_columns(
        role=pl.col("role")
        .fill_null("")
        .replace_strict({k: v or NOT_SAID for k, v in meant.items()}, return_dtype=pl.String)
    )


def role_of(text: str) -> str:
    """The role that words mean; empty where they are not known.

    Examples
    --------
    >>> role_of("Nominee shareholder"), role_of("受托人"), role_of(""), role_of("uncle")
    ('nominee', 'trustee', 'owner', '')
    """
    plain = _plain(text)
    return OWNER if not plain else _roles().get(plain, "")


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=1)
def _roles() -> dict[str, str]:
    """Every word for a role."""
    lines = (
        files("detente.screening.owner_files").joinpath("holding_roles.tsv").read_text("utf-8").splitlines()
    )
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {_plain(word): role for role, words in rows for word in (role, *words.split("|"))}


def keep_once(edges: pl.DataFrame, ids: pl.Series) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Numbered holdings, each word-for-word repetition counted once; and what is odd about the sizes."""
    import polars as pl

    distinct = edges.unique([c for c in edges.columns if c != "row"], maintain_order=True)
    notes = []
    if distinct.height < edges.height:
        notes.append(f"{edges.height - distinct.height} holdings repeat another row and count once")
    known = distinct.filter(pl.col("share") > 0)["share"].to_numpy()
    if len(known) and int(known.max()) <= UNITS_PER_PERCENT:
        notes.append("no share is above 1 %: if share_pct holds fractions, multiply it by 100")
    return distinct, tuple(notes)


def _of_day(frame: pl.DataFrame, on: str, faults: list[RowFault]) -> pl.DataFrame:
    import polars as pl

    for column, open_end in (("from", "0000-01-01"), ("to", "9999-12-31")):
        if column not in frame.columns:
            continue
        text = pl.col(column).fill_null("").str.strip_chars()
        odd = frame.filter(~text.str.contains(r"^(\d{4}-\d{2}-\d{2})?$")).select("row", column)
        read: dict[str, str] = {}
        for row, said in odd.iter_rows():
            try:
                read[str(said)] = read_day(said, what=column).isoformat()
            except InputError as fault:
                faults.append(RowFault(row, column, f"{fault.what}: the holding is counted on every day"))
                read[str(said)] = open_end
        frame = frame.with_columns(pl.col(column).fill_null("").replace(read).str.strip_chars())
        frame = frame.with_columns(
            pl.when(pl.col(column) == "").then(pl.lit(open_end)).otherwise(column).alias(column)
        )
    if "from" in frame.columns:
        frame = frame.filter(pl.col("from") <= on)
    if "to" in frame.columns:
        frame = frame.filter(pl.col("to") >= on)
    return frame
